/* Opening whatever a user chose as a table: the content decides what it is, not the name. */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

typedef enum
{
  KX_SHEET_FORMAT_EMPTY,
  KX_SHEET_FORMAT_ZIP,       /* xlsx, or another package */
  KX_SHEET_FORMAT_XLS,       /* BIFF, bare or in a compound file */
  KX_SHEET_FORMAT_TEXT,      /* delimited text */
  KX_SHEET_FORMAT_ENCRYPTED, /* xlsx with a password */
  KX_SHEET_FORMAT_COMPOUND,  /* another old office document, such as of WPS */
  KX_SHEET_FORMAT_HTML,
  KX_SHEET_FORMAT_XML_TABLE, /* XML Spreadsheet 2003 */
  KX_SHEET_FORMAT_XML,
  KX_SHEET_FORMAT_PDF,
  KX_SHEET_FORMAT_RTF,
  KX_SHEET_FORMAT_IMAGE,
  KX_SHEET_FORMAT_ARCHIVE, /* rar, 7z, gzip */
  KX_SHEET_FORMAT_BINARY   /* anything else that is no text */
} KxSheetFormat;

/* What the caller knows better than the file; zeros and NULL leave all to the content. */
typedef struct
{
  const KxSheetLimits *limits; /* NULL: the default */
  const char *encoding;        /* of text: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030" */
  gunichar delimiter;          /* of text */
} KxSheetOptions;

KxSheetFormat kx_sheet_sniff (GBytes *bytes);
KxWorkbook *kx_workbook_open_bytes (GBytes *bytes, const KxSheetOptions *options, GError **error);
KxWorkbook *kx_workbook_open_file (const char *path, const KxSheetOptions *options, GError **error);

G_END_DECLS

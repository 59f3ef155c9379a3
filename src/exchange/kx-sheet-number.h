/* What the numbers of a spreadsheet mean: formats, date serials, digits. */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

typedef enum
{
  KX_FORMAT_PLAIN,
  KX_FORMAT_DATE, /* a day, with or without a time of day */
  KX_FORMAT_TIME, /* a time of day alone; durations are plain numbers */
  KX_FORMAT_PERCENT,
  KX_FORMAT_ZEROS /* leading zeros up to a width, as codes are often shown */
} KxFormatKind;

typedef struct
{
  guint8 kind;  /* KxFormatKind */
  guint8 width; /* of KX_FORMAT_ZEROS */
} KxNumberFormat;

KxNumberFormat kx_number_format_built_in (guint id);
KxNumberFormat kx_number_format_parse (const char *code);
gboolean kx_sheet_date_from_serial (double serial, gboolean date_1904, KxDate *ret_date, guint *ret_seconds);
gboolean kx_sheet_date_from_iso (const char *text, KxDate *ret_date, guint *ret_seconds);
gboolean kx_sheet_number_cell (KxWorkbook *workbook, const char *digits, KxNumberFormat format, KxCell *cell,
                               GError **error);
gboolean kx_sheet_date_cell (KxWorkbook *workbook, KxDate date, guint seconds, KxCell *cell, GError **error);

G_END_DECLS

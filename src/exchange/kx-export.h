/* Rows of a collection as a file, with the eyes of one person. */
#pragma once

#include "exchange/kx-import-words.h"
#include "store/kx-list.h"

G_BEGIN_DECLS

typedef enum
{
  KX_EXPORT_XLSX,
  KX_EXPORT_CSV, /* UTF-8 with a byte order mark */
  KX_EXPORT_CSV_GB18030,
  KX_EXPORT_NDJSON /* one row a line, as REST gives it */
} KxExportFormat;

/* All rows that `query` finds, page after page, as of one moment; its `limit` and `after` do not count.
 * Workbooks and CSV have the columns of the entity under titles in the caller's words, codes and areas as
 * text, sealed fields as their masks; a workbook also says above them what was selected and when (`now`), and
 * has the row of codes by which an import knows the columns. The bytes are owned. NULL with an error of the
 * store, KX_SHEET_ERROR or KX_LIST_ERROR. */
GBytes *kx_export_rows (KxBook *book, const KxListQuery *query, KxExportFormat format, KxTime now,
                        const KxImportWords *words, GError **error);

/* The format of a file name's ending; FALSE when it is none of ours. */
gboolean kx_export_format_of (const char *file_name, KxExportFormat *ret_format);

G_END_DECLS

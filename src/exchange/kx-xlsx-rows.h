/* The rows of one worksheet part. */
#pragma once

#include "exchange/kx-sheet-number.h"
#include "exchange/kx-xlsx-package.h"

G_BEGIN_DECLS

gboolean kx_xlsx_read_rows (KxXlsxPackage *package, const char *part, KxWorkbook *workbook, KxSheet *sheet,
                            const GPtrArray *strings, const GArray *styles, GError **error);

G_END_DECLS

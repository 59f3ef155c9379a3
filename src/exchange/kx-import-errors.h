/* The workbook of refused rows, to be corrected and imported again. */
#pragma once

#include "exchange/kx-import-report.h"

G_BEGIN_DECLS

/* The refused rows of `report` with all columns of `table` under their titles, a note on each cell at fault,
 * and the reasons in a last column. A hidden row of codes keeps the meaning of each column. The bytes are
 * owned. */
GBytes *kx_import_errors_write (const KxImportTable *table, const KxImportReport *report,
                                const KxImportWords *words, GError **error);

G_END_DECLS

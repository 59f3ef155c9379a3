/* How readers fill a workbook: rows in order, limits watched, strings held once. */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

KxWorkbook *kx_workbook_new (const KxSheetLimits *limits);
void kx_workbook_set_date_1904 (KxWorkbook *self, gboolean date_1904);
void kx_workbook_set_encoding (KxWorkbook *self, const char *encoding);
void kx_workbook_set_delimiter (KxWorkbook *self, gunichar delimiter);
const char *kx_workbook_take_text (KxWorkbook *self, const char *text, gsize length, GError **error);

KxSheet *kx_workbook_add_sheet (KxWorkbook *self, const char *name, gboolean hidden, GError **error);
void kx_sheet_hide_columns (KxSheet *self, guint first, guint last);
gboolean kx_sheet_add_merge (KxSheet *self, guint first_row, guint first_column, guint last_row,
                             guint last_column, GError **error);
gboolean kx_sheet_add_cell (KxSheet *self, const KxCell *cell, GError **error);
gboolean kx_sheet_end_row (KxSheet *self, guint number, gboolean hidden, GError **error);
gboolean kx_workbook_finish (KxWorkbook *self, GError **error);

G_END_DECLS

/* Reading the workbooks of old spreadsheet programs (BIFF, .xls). */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

KxWorkbook *kx_sheet_read_xls (GBytes *bytes, const KxSheetLimits *limits, GError **error);

G_END_DECLS

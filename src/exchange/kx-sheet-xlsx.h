/* Reading xlsx: ECMA-376 spreadsheets, transitional and strict. */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

KxWorkbook *kx_sheet_read_xlsx (GBytes *bytes, const KxSheetLimits *limits, GError **error);

G_END_DECLS

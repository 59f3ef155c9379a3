/* Reading delimited text. */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

KxWorkbook *kx_sheet_read_csv (GBytes *bytes, const char *encoding, gunichar delimiter,
                               const KxSheetLimits *limits, GError **error);

G_END_DECLS

/* The list of what the office wrote to the body above it (请示、备案、报告), in the place Agreements. */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

extern const KxRowsKind kx_upward_rows;

G_END_DECLS

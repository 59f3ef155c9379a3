/* The list of acts that were entered late (补录清单), a view of the place Agreements. */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

extern const KxRowsKind kx_late_rows;

G_END_DECLS

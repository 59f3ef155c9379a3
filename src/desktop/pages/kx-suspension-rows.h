/* The list of suspensions and holds, from which the fee system is told, and that of plaques. */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

extern const KxRowsKind kx_suspension_rows, kx_plaque_rows;

G_END_DECLS

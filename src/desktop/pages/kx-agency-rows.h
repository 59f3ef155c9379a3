/* What the list of agencies is made of. */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

extern const KxRowsKind kx_agency_rows;

G_END_DECLS

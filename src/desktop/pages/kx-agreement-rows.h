/* What the lists of the place Agreements are made of. */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

extern const KxRowsKind kx_agreement_rows, kx_application_rows, kx_round_rows;

G_END_DECLS

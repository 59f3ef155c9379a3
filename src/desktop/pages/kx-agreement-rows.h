/* What the lists of the place Agreements are made of. */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

extern const KxRowsKind kx_agreement_rows, kx_application_rows, kx_round_rows;

/* The list of agreements `page` shows those that end soon, of offices in this area; NULL: of all. */
void kx_agreement_rows_show_season (KxPage *page, const char *area);

G_END_DECLS

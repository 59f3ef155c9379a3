/* The agencies: a list of any length, searched, filtered and sorted, with a summary beside it. */
#pragma once

#include "desktop/kx-page.h"
#include "models/kx-row-source.h"

G_BEGIN_DECLS

#define KX_TYPE_AGENCIES_PAGE (kx_agencies_page_get_type ())
G_DECLARE_FINAL_TYPE (KxAgenciesPage, kx_agencies_page, KX, AGENCIES_PAGE, KxPage)

/* Where the rows come from; done by itself when the page has a profile. `actor` (borrowed, may be NULL: sees
 * everything) is who looks. */
void kx_agencies_page_set_source (KxAgenciesPage *page, KxRowSource *source, const KxActor *actor);

G_END_DECLS

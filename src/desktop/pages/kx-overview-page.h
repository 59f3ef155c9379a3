/* What needs doing, with dates, most urgent first, and small pictures of what there is. */
#pragma once

#include "core/kx-role.h"
#include "desktop/kx-page.h"
#include "models/kx-row-source.h"

G_BEGIN_DECLS

#define KX_TYPE_OVERVIEW_PAGE (kx_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (KxOverviewPage, kx_overview_page, KX, OVERVIEW_PAGE, KxPage)

/* What it shows, and whose areas are chosen from (NULL: none); a page of a profile has them from there. Once.
 */
void kx_overview_page_set_source (KxOverviewPage *self, KxRowSource *source, const KxActor *actor);

G_END_DECLS

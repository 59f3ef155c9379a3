/* What needs doing, with dates, most urgent first, and small pictures of what there is. */
#pragma once

#include "core/kx-role.h"
#include "desktop/kx-page.h"
#include "models/kx-row-source.h"
#include "sync/kx-profile.h"

G_BEGIN_DECLS

#define KX_TYPE_OVERVIEW_PAGE (kx_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (KxOverviewPage, kx_overview_page, KX, OVERVIEW_PAGE, KxPage)

/* What it shows, and whose areas are chosen from (NULL: none); a page of a profile has them from there. Once.
 */
void kx_overview_page_set_source (KxOverviewPage *self, KxRowSource *source, const KxActor *actor);

/* Begins to look for what is to be done, for the page of the profile that will be made first. On any thread,
 * as long as nobody else has the profile. */
void kx_overview_page_begin (KxProfile *profile);

G_END_DECLS

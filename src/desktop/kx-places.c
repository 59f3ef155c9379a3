#include "desktop/kx-places.h"

#include "desktop/kx-gettext.h"
#include "desktop/pages/kx-activity-page.h"
#include "desktop/pages/kx-agencies-page.h"
#include "desktop/pages/kx-agency-page.h"
#include "desktop/pages/kx-overview-page.h"

/* clang-format off */
const KxPlace kx_places[] = {
  { "overview", N_("Overview"), "user-home-symbolic", kx_overview_page_get_type },
  { "agencies", N_("Agencies"), "kx-agency-symbolic", kx_agencies_page_get_type },
  { "agreements", N_("Agreements"), "x-office-document-symbolic", NULL },
  { "evaluations", N_("Evaluations"), "starred-symbolic", NULL },
  { "exits", N_("Exit decisions"), "application-exit-symbolic", NULL },
  { "experts", N_("Expert pool"), "system-users-symbolic", NULL },
  { "reports", N_("Reports"), "x-office-spreadsheet-symbolic", NULL },
  { "activity", N_("Activity"), "emblem-synchronizing-symbolic", kx_activity_page_get_type },
  { NULL }
};
/* clang-format on */

/* Entities whose rows have a page of their own; the page's construct properties are "profile" and "row-id".
 */
typedef struct
{
  const char *entity;
  GType (*get_type) (void);
} Opener;

static const Opener openers[] = { { "agency", kx_agency_page_get_type }, { NULL, NULL } };

const KxPlace *
kx_place_find (const char *name)
{
  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    if (g_strcmp0 (place->name, name) == 0)
      return place;
  return NULL;
}

KxPage *
kx_place_new_record_page (KxProfile *profile, const char *entity, const char *id)
{
  for (const Opener *opener = openers; opener->entity != NULL; opener++)
    if (g_strcmp0 (opener->entity, entity) == 0)
      return g_object_new (opener->get_type (), "profile", profile, "row-id", id, NULL);
  return NULL;
}

#include "desktop/kx-places.h"

#include "desktop/kx-gettext.h"
#include "desktop/pages/kx-activity-page.h"
#include "desktop/pages/kx-agency-rows.h"
#include "desktop/pages/kx-agreement-rows.h"
#include "desktop/pages/kx-late-rows.h"
#include "desktop/pages/kx-layout-page.h"
#include "desktop/pages/kx-letter-rows.h"
#include "desktop/pages/kx-overview-page.h"
#include "desktop/pages/kx-record-kinds.h"
#include "desktop/pages/kx-record-page.h"
#include "desktop/pages/kx-suspension-rows.h"
#include "desktop/pages/kx-upward-rows.h"

#include <string.h>

#define NEW_ROW "new?"

/* clang-format off */
const KxPlace kx_places[] = {
  { "overview", N_("Overview"), "user-home-symbolic", kx_overview_page_get_type },
  { "agencies", N_("Agencies"), "kx-agency-symbolic", kx_rows_page_get_type, &kx_agency_rows },
  { "agreements", N_("Agreements"), "x-office-document-symbolic", kx_rows_page_get_type, &kx_agreement_rows },
  { "applications", N_("Applications"), "document-new-symbolic", kx_rows_page_get_type, &kx_application_rows, "agreements" },
  { "rounds", N_("Rounds"), "x-office-calendar-symbolic", kx_rows_page_get_type, &kx_round_rows, "agreements" },
  { "suspensions", N_("Suspensions"), "media-playback-pause-symbolic", kx_rows_page_get_type, &kx_suspension_rows, "agreements" },
  { "plaques", N_("Plaques"), "x-office-document-symbolic", kx_rows_page_get_type, &kx_plaque_rows, "agreements" },
  { "letters", N_("Letters"), "mail-unread-symbolic", kx_rows_page_get_type, &kx_letter_rows, "agreements" },
  { "upwards", N_("Sent upward"), "mail-send-symbolic", kx_rows_page_get_type, &kx_upward_rows, "agreements" },
  { "layout", N_("Layout"), "mark-location-symbolic", kx_layout_page_get_type, NULL, "agreements" },
  { "late-entries", N_("Late entries"), "document-open-recent-symbolic", kx_rows_page_get_type, &kx_late_rows, "agreements", TRUE },
  { "letter-series", N_("Number series"), "view-list-symbolic", kx_rows_page_get_type, &kx_series_rows, "agreements", TRUE },
  { "letter-templates", N_("Letter templates"), "x-office-document-symbolic", kx_rows_page_get_type, &kx_template_rows, "agreements", TRUE },
  { "evaluations", N_("Evaluations"), "starred-symbolic", NULL },
  { "exits", N_("Exit decisions"), "application-exit-symbolic", NULL },
  { "experts", N_("Expert pool"), "system-users-symbolic", NULL },
  { "reports", N_("Reports"), "x-office-spreadsheet-symbolic", NULL },
  { "activity", N_("Activity"), "emblem-synchronizing-symbolic", kx_activity_page_get_type },
  { NULL }
};
/* clang-format on */

const KxPlace *
kx_place_find (const char *name)
{
  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    if (g_strcmp0 (place->name, name) == 0)
      return place;
  return NULL;
}

gboolean
kx_place_is_there (const KxPlace *place)
{
  return place->get_type != NULL &&
         (place->rows == NULL || kx_schema_entity (kx_schema_get (), place->rows->entity) != NULL);
}

const KxPlace *
kx_place_get_root (const KxPlace *place)
{
  return place->within != NULL ? kx_place_find (place->within) : place;
}

KxPage *
kx_place_new_page (const KxPlace *place, KxProfile *profile)
{
  if (!kx_place_is_there (place))
    return NULL;
  if (place->rows != NULL)
    return g_object_new (place->get_type (), "profile", profile, "rows", place->rows, NULL);
  return g_object_new (place->get_type (), "profile", profile, NULL);
}

char *
kx_place_new_row (const char *field, const char *id)
{
  return g_strconcat (NEW_ROW, field, "=", id, NULL);
}

gboolean
kx_place_read_new_row (const char *row, char **ret_field, char **ret_id)
{
  const char *field = g_str_has_prefix (row, NEW_ROW) ? row + strlen (NEW_ROW) : NULL;
  const char *equals = field != NULL ? strchr (field, '=') : NULL;

  if (equals == NULL || equals == field || equals[1] == '\0')
    return FALSE;
  *ret_field = g_strndup (field, (gsize) (equals - field));
  *ret_id = g_strdup (equals + 1);
  return TRUE;
}

KxPage *
kx_place_new_record_page (KxProfile *profile, const char *entity, const char *id)
{
  if (kx_record_kind_find (entity) == NULL)
    return NULL;
  return g_object_new (KX_TYPE_RECORD_PAGE, "profile", profile, "entity", entity, "row-id", id, NULL);
}

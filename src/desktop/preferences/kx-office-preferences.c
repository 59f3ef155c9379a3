#include "desktop/preferences/kx-office-preferences.h"

#include "core/entities/kx-duty-pair.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-route-step.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-office-choice.h"
#include "desktop/preferences/kx-office-duties.h"
#include "desktop/preferences/kx-office-facts.h"
#include "desktop/preferences/kx-own-days.h"
#include "desktop/preferences/kx-routes.h"
#include "desktop/preferences/kx-table-draft.h"

struct _KxOfficePreferences
{
  AdwPreferencesPage parent_instance;

  KxDesk *desk;       /* owned; NULL when disposed */
  GPtrArray *offices; /* (element-type KxRecord) owned; those seen here, by area */
  char *shown;        /* owned; id of the office; NULL: none */
  gboolean filling;   /* the list of choices is being made anew */

  GtkWidget *choice_group, *status_group; /* borrowed */
  AdwComboRow *choice;
  AdwActionRow *status;
  KxOfficeFacts *facts;
  KxOwnDays *days;
  KxRoutes *routes;
  KxOfficeDuties *duties;
};

G_DEFINE_FINAL_TYPE (KxOfficePreferences, kx_office_preferences, ADW_TYPE_PREFERENCES_PAGE)

static int
find_office (KxOfficePreferences *self, const char *id)
{
  for (guint i = 0; i < self->offices->len; i++)
    if (g_strcmp0 (((KxRecord *) self->offices->pdata[i])->id, id) == 0)
      return (int) i;
  return -1;
}

static void
show_office (KxOfficePreferences *self, const KxRecord *office)
{
  g_free (self->shown);
  self->shown = office != NULL ? g_strdup (office->id) : NULL;
  kx_office_facts_set_office (self->facts, office);
  kx_own_days_set_office (self->days, office);
  kx_routes_set_office (self->routes, office);
  kx_office_duties_set_office (self->duties, office);
}

static void
choose (KxOfficePreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->choice);

  if (!self->filling && selected < self->offices->len)
    show_office (self, self->offices->pdata[selected]);
}

static void
fill_choice (KxOfficePreferences *self, guint selected)
{
  self->filling = TRUE;
  kx_office_choice_fill (self->choice, self->offices, selected);
  self->filling = FALSE;
  gtk_widget_set_visible (self->choice_group, self->offices->len > 1);
}

/* Why there is no office to show. */
static void
show_status (KxOfficePreferences *self)
{
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_desk_get_mirror (self->desk), &summary);
  gtk_widget_set_visible (self->status_group, self->offices->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), self->offices->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->days), self->offices->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->routes), self->offices->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->duties), self->offices->len > 0);
  adw_action_row_set_subtitle (
      self->status, summary.loading
                        ? _ ("The data are still being loaded from the service.")
                        : _ ("No office is known in the areas of your roles. An administrator adds "
                             "offices at the service."));
}

static void
refresh (KxOfficePreferences *self)
{
  int found;

  g_ptr_array_unref (self->offices);
  self->offices = kx_office_choice_list (self->desk);
  found = find_office (self, self->shown);
  if (found < 0)
    found = (int) kx_office_choice_find_own (self->desk, self->offices);
  fill_choice (self, (guint) found);
  show_status (self);
  show_office (self, self->offices->len > 0 ? self->offices->pdata[found] : NULL);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxOfficePreferences *self)
{
  if (entity == &kx_office_entity && self->desk != NULL)
    refresh (self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_OFFICE_PREFERENCES (object)->desk);
  G_OBJECT_CLASS (kx_office_preferences_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxOfficePreferences *self = KX_OFFICE_PREFERENCES (object);

  g_ptr_array_unref (self->offices);
  g_free (self->shown);
  G_OBJECT_CLASS (kx_office_preferences_parent_class)->finalize (object);
}

static void
kx_office_preferences_class_init (KxOfficePreferencesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static GtkWidget *
add_group (KxOfficePreferences *self, GtkWidget *row)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_visible (group, FALSE);
  return group;
}

static void
kx_office_preferences_init (KxOfficePreferences *self)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (self);
  GtkWidget *choice = adw_combo_row_new (), *status = adw_action_row_new ();

  self->offices = g_ptr_array_new ();
  adw_preferences_page_set_name (page, "office");
  adw_preferences_page_set_title (page, _ ("Office"));
  adw_preferences_page_set_icon_name (page, "x-office-address-book-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (choice), _ ("Office shown"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (status), _ ("No office to show"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (status), 0);
  kx_a11y_name_rows (choice);
  kx_a11y_name_rows (status);
  self->choice = ADW_COMBO_ROW (choice);
  self->status = ADW_ACTION_ROW (status);
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (choose), self);
  self->choice_group = add_group (self, choice);
  self->status_group = add_group (self, status);
}

AdwPreferencesPage *
kx_office_preferences_new (KxProfile *profile)
{
  KxOfficePreferences *self = g_object_new (KX_TYPE_OFFICE_PREFERENCES, NULL);

  self->desk = kx_desk_new (profile);
  self->facts = kx_office_facts_new (self->desk);
  self->days = kx_own_days_new (self->desk);
  self->routes = kx_routes_new (self->desk);
  self->duties = kx_office_duties_new (self->desk);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->facts));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->days));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->routes));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->duties));
  g_signal_connect_object (self->desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return ADW_PREFERENCES_PAGE (self);
}

static gboolean
choose_office (KxOfficePreferences *self, const char *office)
{
  int found = find_office (self, office);

  if (found >= 0)
    adw_combo_row_set_selected (self->choice, (guint) found);
  return found >= 0;
}

/* Of a row, be it only a draft: its office, and what its page is about. Free with g_strfreev(). */
static char **
find_place (KxOfficePreferences *self, const KxEntity *entity, const char *id)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (self->desk, entity, id);
  const char *parts[] = { NULL, NULL, NULL, NULL };

  if (row == NULL)
    return kx_table_draft_find (self->desk, entity, id);
  parts[0] = kx_record_get (row, (guint) kx_entity_flagged (entity, KX_OFFICE)).REF;
  parts[1] = entity == &kx_route_step_entity ? kx_route_step_get_record_kind (kx_route_step (row)) : row->id;
  parts[2] = entity == &kx_route_step_entity ? kx_route_step_get_act (kx_route_step (row)) : NULL;
  return g_strdupv ((char **) parts);
}

gboolean
kx_office_preferences_show_row (KxOfficePreferences *self, const char *entity, const char *id)
{
  const KxEntity *of = kx_schema_entity (kx_schema_get (), entity);
  g_auto (GStrv) place = NULL;

  g_return_val_if_fail (KX_IS_OFFICE_PREFERENCES (self), FALSE);
  if (of == &kx_office_entity)
    return choose_office (self, id);
  place = of != NULL ? find_place (self, of, id) : NULL;
  if (place == NULL || !choose_office (self, place[0]))
    return FALSE;
  if (of == &kx_route_step_entity && g_strv_length (place) >= 3)
    return kx_routes_open (self->routes, place[1], place[2]);
  if (of == &kx_duty_pair_entity && g_strv_length (place) >= 2)
    return kx_office_duties_open (self->duties, place[1]);
  return TRUE;
}

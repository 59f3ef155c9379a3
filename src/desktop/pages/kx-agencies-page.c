#include "desktop/pages/kx-agencies-page.h"

#include "core/entities/kx-agency.h"
#include "desktop/import/kx-exchange.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-settings.h"
#include "desktop/kx-window.h"
#include "desktop/lists/kx-filter-bar.h"
#include "desktop/lists/kx-row-acts.h"
#include "desktop/lists/kx-row-table.h"
#include "desktop/pages/kx-agency-page.h"
#include "desktop/pages/kx-agency-summary.h"
#include "desktop/record/kx-desk.h"
#include "desktop/record/kx-mirror-lookup.h"
#include "models/kx-display.h"
#include "models/kx-mirror-source.h"
#include "sync/kx-profile.h"

/* After the last key of a search. */
#define SEARCH_MS 120
/* What comes sooner needs no spinner. */
#define LOADING_MS 300

struct _KxAgenciesPage
{
  KxPage parent_instance;

  KxFilterBar *filter_bar;
  KxRowTable *table;
  KxAgencySummary *summary;
  GtkStack *states;
  GtkRevealer *summary_revealer;
  GtkLabel *count;
  GtkWidget *content, *foot, *bulk, *bulk_delete, *bulk_restore, *new_button, *import_button, *columns_button,
      *more_button;
  AdwStatusPage *failed;

  KxRowList *list;           /* owned; NULL: no source yet */
  KxRowActs *acts;           /* owned; NULL: no profile */
  GSettings *settings;       /* owned, or NULL */
  KxActor *eyes;             /* owned, or NULL */
  GCancellable *cancellable; /* owned */
  guint search_timer, loading_timer;
  gboolean trash, wants_summary;
  gboolean wants_focus; /* once there are rows */
  gboolean from_search; /* the focus is still in the search entry and is to leave it */
};

G_DEFINE_FINAL_TYPE (KxAgenciesPage, kx_agencies_page, KX_TYPE_PAGE)

/* clang-format off */
static const KxRowColumn columns[] = {
  { kx_agency_f_name, 260, TRUE, FALSE },
  { kx_agency_f_county, 130, TRUE, FALSE, N_ ("City or county") },
  { kx_agency_f_kind, 180, TRUE, FALSE, N_ ("Kind") },
  { kx_agency_f_hospital_level, 140, TRUE, FALSE, N_ ("Level") },
  { kx_agency_f_ownership, 100, TRUE, FALSE },
  { kx_agency_f_scopes_offered, 160, TRUE, FALSE, N_ ("Scopes") },
  { kx_agency_f_beds, 70, TRUE, TRUE, N_ ("Beds") },
  { kx_agency_f_licence_valid_to, 120, TRUE, FALSE, N_ ("Licence until") },
  { kx_agency_f_uscc, 190, FALSE, FALSE, N_ ("Credit code") },
  { kx_agency_f_short_name, 140, FALSE, FALSE },
  { kx_agency_f_subspecialties, 180, FALSE, FALSE },
  { kx_agency_f_staff, 80, FALSE, TRUE, N_ ("Staff") },
  { kx_agency_f_departments, 160, FALSE, FALSE },
  { kx_agency_f_legal_rep, 120, FALSE, FALSE },
  { kx_agency_f_contact, 120, FALSE, FALSE },
  { kx_agency_f_contact_phone, 130, FALSE, FALSE },
  { kx_agency_f_phone, 130, FALSE, FALSE },
  { kx_agency_f_address, 220, FALSE, FALSE },
  { kx_agency_f_licence_no, 180, FALSE, FALSE },
  { kx_agency_f_status, 110, FALSE, FALSE },
  { kx_agency_f_office, 200, FALSE, FALSE },
};

static const KxFilterChoice choices[] = {
  { kx_agency_f_county, KX_CHOICE_AREA, N_ ("City or county") },
  { kx_agency_f_kind, KX_CHOICE_CODES, N_ ("Kind") },
  { kx_agency_f_hospital_level, KX_CHOICE_CODES, N_ ("Level") },
  { kx_agency_f_ownership, KX_CHOICE_CODES },
  { kx_agency_f_scopes_offered, KX_CHOICE_HAS, N_ ("Scopes") },
  { kx_agency_f_licence_valid_to, KX_CHOICE_UNTIL, N_ ("Licence until") },
  { kx_agency_f_status, KX_CHOICE_CODES },
};
/* clang-format on */

static KxFilter *
make_filter (KxAgenciesPage *self)
{
  KxFilter *filter = kx_filter_copy (kx_filter_bar_get_filter (self->filter_bar));

  kx_filter_set_q (filter, kx_page_get_search_text (KX_PAGE (self)));
  filter->sort = kx_row_table_get_sort (self->table, &filter->descending);
  filter->trashed = self->trash;
  g_clear_pointer (&filter->eyes, kx_actor_free);
  filter->eyes = self->eyes != NULL ? kx_actor_copy (self->eyes) : NULL;
  return filter;
}

static void
apply_filter (KxAgenciesPage *self)
{
  g_autoptr (KxFilter) filter = NULL;

  g_clear_handle_id (&self->search_timer, g_source_remove);
  if (self->list == NULL)
    return;
  filter = make_filter (self);
  kx_row_list_set_filter (self->list, filter);
}

static gboolean
on_search_time (gpointer data)
{
  KxAgenciesPage *self = data;

  self->search_timer = 0;
  apply_filter (self);
  return G_SOURCE_REMOVE;
}

static void
on_search_text (KxAgenciesPage *self)
{
  if (self->search_timer == 0)
    self->search_timer = g_timeout_add (SEARCH_MS, on_search_time, self);
}

static gboolean
is_narrowed (KxAgenciesPage *self)
{
  const KxFilter *filter = kx_row_list_get_filter (self->list);

  return filter != NULL && kx_filter_narrows (filter);
}

/* "62 agencies", "12 of 62 agencies", "more than 2,000 agencies found", and how many are selected. */
static void
show_count (KxAgenciesPage *self)
{
  gboolean exact;
  guint found = kx_row_list_get_n_found (self->list, &exact), total = kx_row_list_get_n_total (self->list);
  guint selected = kx_row_table_get_n_selected (self->table);
  g_autofree char *n = kx_format_count (found), *all = kx_format_count (total),
                  *chosen = kx_format_count (selected);
  g_autofree char *counted = NULL, *text = NULL;

  if (!exact)
    counted = kx_display_fill (N_ ("more than {n} agencies"), "n", n, NULL);
  else if (is_narrowed (self) && !self->trash)
    counted = kx_display_fill (N_ ("{n} of {all} agencies"), "n", n, "all", all, NULL);
  else
    {
      g_autofree char *one = g_strdup_printf (ngettext ("%s agency", "%s agencies", found), n);

      counted = g_steal_pointer (&one);
    }
  text = selected > 0
             ? kx_display_fill (N_ ("{counted} · {n} selected"), "counted", counted, "n", chosen, NULL)
             : g_steal_pointer (&counted);
  gtk_label_set_text (self->count, text);
}

static void
show_failure (KxAgenciesPage *self, const GError *error)
{
  g_autofree char *why = kx_display_error (error);
  g_autofree char *text = kx_display_fill (N_ ("Nothing was lost. Try again; if it stays so, have the data "
                                               "of this computer filled anew in Preferences. ({error})"),
                                           "error", why, NULL);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->failed, escaped);
}

static gboolean
is_typing (KxAgenciesPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_EDITABLE) != NULL;
}

/* Keys work in the list at once, or at what is offered in its place; who is typing elsewhere by now is left
 * in peace. */
static void
focus_list (KxAgenciesPage *self)
{
  gboolean rows = g_str_equal (gtk_stack_get_visible_child_name (self->states), "list");

  if (self->from_search || !is_typing (self))
    {
      if (rows)
        kx_row_table_focus (self->table);
      else
        gtk_widget_child_focus (gtk_stack_get_visible_child (self->states), GTK_DIR_TAB_FORWARD);
    }
  self->wants_focus = self->from_search = FALSE;
}

static void
show_state (KxAgenciesPage *self)
{
  gboolean loading = kx_row_list_is_loading (self->list), exact;
  const GError *error = kx_row_list_get_error (self->list);
  const char *state = "list";

  if (error != NULL)
    {
      show_failure (self, error);
      state = "failed";
    }
  else if (loading)
    return; /* what stood before stays; after a while a spinner comes */
  else if (kx_row_list_get_n_found (self->list, &exact) == 0)
    state = is_narrowed (self) ? "nothing" : self->trash ? "empty-trash" : "empty";
  g_clear_handle_id (&self->loading_timer, g_source_remove);
  gtk_stack_set_visible_child_name (self->states, state);
  /* Nothing is counted, and nothing done with rows that are not seen. */
  gtk_widget_set_visible (self->foot, error == NULL);
  show_count (self);
  /* Another page may have made this one to count its rows. */
  if (self->wants_focus && gtk_widget_get_mapped (GTK_WIDGET (self)))
    focus_list (self);
}

static gboolean
on_loading_time (gpointer data)
{
  KxAgenciesPage *self = data;

  self->loading_timer = 0;
  if (kx_row_list_is_loading (self->list) && g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    gtk_stack_set_visible_child_name (self->states, "loading");
  return G_SOURCE_REMOVE;
}

static void
on_list_notify (KxAgenciesPage *self)
{
  if (kx_row_list_is_loading (self->list) && self->loading_timer == 0)
    self->loading_timer = g_timeout_add (LOADING_MS, on_loading_time, self);
  show_state (self);
}

static void
show_summary (KxAgenciesPage *self)
{
  g_autoptr (KxRowItem) item = NULL;
  guint position;

  if (self->list != NULL && kx_row_table_get_current (self->table, &position))
    item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  kx_agency_summary_show (self->summary, item);
}

static gboolean
may (KxAgenciesPage *self, KxOpKind kind)
{
  return kx_desk_actor_may (self->eyes, &kx_agency_entity, kind, NULL, NULL);
}

/* What no role of the person allows is not offered. */
static void
show_rights (KxAgenciesPage *self)
{
  gboolean may_add = may (self, KX_OP_CREATE);

  kx_page_set_action_enabled (KX_PAGE (self), "new", may_add);
  kx_page_set_action_enabled (KX_PAGE (self), "import", may_add);
  kx_page_set_action_enabled (KX_PAGE (self), "paste", may_add);
  gtk_widget_set_visible (self->new_button, may_add);
  gtk_widget_set_visible (self->import_button, may_add);
  gtk_widget_set_visible (self->bulk_delete, !self->trash && may (self, KX_OP_DELETE));
  gtk_widget_set_visible (self->bulk_restore, self->trash && may (self, KX_OP_RESTORE));
}

static void
on_selection_changed (KxAgenciesPage *self)
{
  guint n = kx_row_table_get_n_selected (self->table);

  gtk_widget_set_visible (self->bulk, n > 0);
  kx_page_set_action_enabled (KX_PAGE (self), "copy", n > 0);
  kx_page_set_action_enabled (KX_PAGE (self), "delete", n > 0 && !self->trash && may (self, KX_OP_DELETE));
  kx_page_set_action_enabled (KX_PAGE (self), "restore", n > 0 && self->trash && may (self, KX_OP_RESTORE));
  show_summary (self);
  if (self->list != NULL)
    show_count (self);
}

static void
open_id (KxAgenciesPage *self, const char *id)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL)
    kx_window_open_row (window, kx_agency_entity.name, id);
}

static void
on_activate_row (KxRowTable *table, const char *id, KxAgenciesPage *self)
{
  open_id (self, id);
}

static void
on_menu_row (KxRowTable *table, const char *id, const GdkRectangle *where, KxAgenciesPage *self)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/kangxie/Kangxie/ui/pages/kx-agencies-menu.ui");

  kx_row_table_show_menu (table, G_MENU_MODEL (gtk_builder_get_object (builder, "row_menu")), where);
}

/* Of the selected rows, those that are known by now. */
static char **
dup_selected_ids (KxPage *page)
{
  KxAgenciesPage *self = KX_AGENCIES_PAGE (page);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autofree guint *positions = NULL;
  guint n;

  if (self->list == NULL || kx_row_table_get_n_selected (self->table) == 0)
    return NULL;
  positions = kx_row_table_dup_selected (self->table, &n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KxRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), positions[i]);

      if (item != NULL && kx_row_item_get_id (item) != NULL)
        g_strv_builder_add (ids, kx_row_item_get_id (item));
    }
  return g_strv_builder_end (ids);
}

static gboolean
get_list_query (KxPage *page, KxListQuery *ret_query)
{
  KxAgenciesPage *self = KX_AGENCIES_PAGE (page);

  if (self->list == NULL || kx_row_list_get_filter (self->list) == NULL)
    return FALSE;
  kx_filter_to_query (kx_row_list_get_filter (self->list), kx_display_today (), ret_query);
  return TRUE;
}

/* Something to be done with all selected rows, wherever they are in the list. */
typedef struct
{
  KxAgenciesPage *page; /* owned */
  void (*act) (KxRowActs *acts, GPtrArray *ids);
} Selected;

static void
on_ids (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Selected *selected = data;
  g_autoptr (KxAgenciesPage) self = selected->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = kx_row_list_list_ids_finish (KX_ROW_LIST (source), result, &error);
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (ids != NULL && self->acts != NULL)
    selected->act (self->acts, ids);
  else if (ids == NULL && window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kx_window_toast (window, _ ("The selected agencies could not be read; nothing was done."));
}

static void
with_selected (KxAgenciesPage *self, void (*act) (KxRowActs *acts, GPtrArray *ids))
{
  Selected *selected;
  g_autofree guint *positions = NULL;
  guint n;

  if (self->list == NULL || kx_row_table_get_n_selected (self->table) == 0)
    return;
  positions = kx_row_table_dup_selected (self->table, &n);
  selected = g_new (Selected, 1);
  *selected = (Selected){ g_object_ref (self), act };
  kx_row_list_list_ids_async (self->list, positions, n, self->cancellable, on_ids, selected);
}

static void
delete_selected (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  with_selected (data, kx_row_acts_delete);
}

static void
restore_selected (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  with_selected (data, kx_row_acts_restore);
}

static void
copy_rows (KxRowActs *acts, GPtrArray *ids)
{
  KxAgenciesPage *self = kx_row_acts_get_owner (acts);
  g_autofree guint *fields = NULL;
  guint n;

  fields = kx_row_table_dup_fields (self->table, &n);
  kx_row_acts_copy (acts, ids, fields, n);
}

static void
copy_selected (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  with_selected (data, copy_rows);
}

/* All that the list shows, or the rows of `ids`. */
static void
export_ids (KxAgenciesPage *self, char **ids)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  KxListQuery query = { 0 };

  if (window != NULL && kx_page_get_list_query (KX_PAGE (self), &query))
    kx_exchange_export_rows (kx_exchange_get (window), &query, ids);
}

static void
export_rows (KxRowActs *acts, GPtrArray *ids)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) chosen = NULL;

  for (guint i = 0; i < ids->len; i++)
    g_strv_builder_add (builder, ids->pdata[i]);
  chosen = g_strv_builder_end (builder);
  export_ids (kx_row_acts_get_owner (acts), chosen);
}

static void
export_list (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgenciesPage *self = data;

  if (self->list != NULL && kx_row_table_get_n_selected (self->table) > 0)
    with_selected (self, export_rows);
  else
    export_ids (self, NULL);
}

static void
import_roster (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxWindow *window = kx_page_get_window (data);

  if (window != NULL)
    kx_exchange_import (kx_exchange_get (window), NULL);
}

static void
paste_rows (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxWindow *window = kx_page_get_window (data);

  if (window != NULL)
    kx_exchange_paste (kx_exchange_get (window));
}

static void
copy_link (KxRowActs *acts, GPtrArray *ids)
{
  kx_row_acts_copy_link (acts, ids->pdata[0]);
}

static void
copy_selected_link (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  with_selected (data, copy_link);
}

static void
open_current (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgenciesPage *self = data;
  g_autoptr (KxRowItem) item = NULL;
  guint position;

  if (self->list == NULL || !kx_row_table_get_current (self->table, &position))
    return;
  item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  if (item != NULL && kx_row_item_get_id (item) != NULL)
    open_id (self, kx_row_item_get_id (item));
}

static void
edit_current (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxWindow *window = kx_page_get_window (data);

  open_current (action, parameter, data);
  if (window != NULL && KX_IS_AGENCY_PAGE (kx_window_get_page (window)))
    kx_agency_page_edit (KX_AGENCY_PAGE (kx_window_get_page (window)));
}

static void
new_agency (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_id (data, "new");
}

static void
select_all (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_row_table_select_all (KX_AGENCIES_PAGE (data)->table);
}

static void
clear_filter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgenciesPage *self = data;

  kx_page_set_search_text (KX_PAGE (self), "");
  kx_filter_bar_clear (self->filter_bar);
}

static void
reload (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_row_list_reload (KX_AGENCIES_PAGE (data)->list);
}

static void
change_trash (GSimpleAction *action, GVariant *state, gpointer data)
{
  KxAgenciesPage *self = data;

  g_simple_action_set_state (action, state);
  self->trash = g_variant_get_boolean (state);
  kx_page_set_title (KX_PAGE (self), self->trash ? _ ("Agencies in the trash") : _ ("Agencies"));
  kx_row_table_unselect_all (self->table);
  show_rights (self);
  on_selection_changed (self);
  apply_filter (self);
}

static void
show_summary_pane (KxAgenciesPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  gtk_revealer_set_reveal_child (self->summary_revealer,
                                 self->wants_summary && window != NULL && kx_window_get_wide (window));
}

static void
change_summary (GSimpleAction *action, GVariant *state, gpointer data)
{
  KxAgenciesPage *self = data;

  g_simple_action_set_state (action, state);
  self->wants_summary = g_variant_get_boolean (state);
  show_summary_pane (self);
}

static const GActionEntry actions[] = {
  { .name = "new", .activate = new_agency },
  { .name = "open", .activate = open_current },
  { .name = "edit", .activate = edit_current },
  { .name = "copy", .activate = copy_selected },
  { .name = "export", .activate = export_list },
  { .name = "import", .activate = import_roster },
  { .name = "paste", .activate = paste_rows },
  { .name = "copy-link", .activate = copy_selected_link },
  { .name = "delete", .activate = delete_selected },
  { .name = "restore", .activate = restore_selected },
  { .name = "select-all", .activate = select_all },
  { .name = "clear", .activate = clear_filter },
  { .name = "reload", .activate = reload },
  { .name = "trash", .state = "false", .change_state = change_trash },
  { .name = "summary", .state = "true", .change_state = change_summary },
};

/* The list takes the place of the one that had no source. */
void
kx_agencies_page_set_source (KxAgenciesPage *page, KxRowSource *source, const KxActor *actor)
{
  static const char *const told[] = { "notify::loading", "notify::n-found", "notify::found-exact",
                                      "notify::n-total", "notify::error" };

  g_return_if_fail (page->list == NULL);
  page->eyes = actor != NULL ? kx_actor_copy (actor) : NULL;
  show_rights (page);
  page->list = kx_row_list_new (source);
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_signal_connect_object (page->list, told[i], G_CALLBACK (on_list_notify), page, G_CONNECT_SWAPPED);
  kx_row_table_set_list (page->table, page->list);
  apply_filter (page);
  on_list_notify (page);
}

static void
on_window_size (KxAgenciesPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL)
    kx_row_table_set_narrow (self->table, kx_window_get_narrow (window));
  show_summary_pane (self);
}

static void
entered (KxPage *page)
{
  KxAgenciesPage *self = KX_AGENCIES_PAGE (page);
  KxWindow *window = kx_page_get_window (page);

  if (window != NULL && g_object_get_data (G_OBJECT (self), "kx-window") != window)
    {
      g_object_set_data (G_OBJECT (self), "kx-window", window);
      g_signal_connect_object (window, "notify::narrow", G_CALLBACK (on_window_size), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (window, "notify::wide", G_CALLBACK (on_window_size), self, G_CONNECT_SWAPPED);
      on_window_size (self);
    }
  KX_PAGE_CLASS (kx_agencies_page_parent_class)->entered (page);
}

/* The rows may still be on their way, also those of the words typed last. */
static void
focus_work (KxPage *page)
{
  KxAgenciesPage *self = KX_AGENCIES_PAGE (page);

  if (self->list == NULL)
    return;
  self->wants_focus = TRUE;
  self->from_search = is_typing (self);
  apply_filter (self);
  if (!kx_row_list_is_loading (self->list))
    focus_list (self);
}

static void
constructed (GObject *object)
{
  KxAgenciesPage *self = KX_AGENCIES_PAGE (object);
  KxProfile *profile;
  GMenuModel *menu;

  G_OBJECT_CLASS (kx_agencies_page_parent_class)->constructed (object);
  profile = kx_page_get_profile (KX_PAGE (self));
  if (profile != NULL)
    {
      g_autofree char *name = g_path_get_basename (kx_profile_get_dir (profile));

      self->settings = kx_settings_new_for_profile (name);
    }
  kx_row_table_set_up (self->table, &kx_agency_entity, "agencies", self->settings, columns,
                       G_N_ELEMENTS (columns));
  kx_filter_bar_set_up (self->filter_bar, kx_schema_get (), &kx_agency_entity,
                        profile != NULL ? kx_profile_get_area (profile) : "370000", "agencies",
                        self->settings, choices, G_N_ELEMENTS (choices));
  menu = kx_row_table_make_column_menu (self->table);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->columns_button), menu);
  g_object_unref (menu);
  /* The menu's actions live at the table. */
  gtk_widget_insert_action_group (self->columns_button, "table", kx_row_table_get_actions (self->table));
  if (profile != NULL)
    {
      KxMirror *mirror = kx_profile_get_mirror (profile);
      g_autoptr (KxMirrorSource) source = kx_mirror_source_new (mirror);
      g_autoptr (KxLookup) lookup = kx_mirror_lookup_new (mirror);

      kx_agency_summary_set_lookup (self->summary, lookup);
      self->acts = kx_row_acts_new (mirror, &kx_agency_entity, GTK_WIDGET (self));
      kx_agencies_page_set_source (self, KX_ROW_SOURCE (source), kx_mirror_get_actor (mirror));
    }
}

static gboolean
is_loading (KxPage *page)
{
  KxAgenciesPage *self = KX_AGENCIES_PAGE (page);

  return self->list != NULL && kx_row_list_is_loading (self->list);
}

static void
dispose (GObject *object)
{
  KxAgenciesPage *self = KX_AGENCIES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->search_timer, g_source_remove);
  g_clear_handle_id (&self->loading_timer, g_source_remove);
  if (self->summary != NULL)
    kx_agency_summary_show (self->summary, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_AGENCIES_PAGE);
  self->summary = NULL;
  g_clear_object (&self->acts);
  g_clear_object (&self->list);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (kx_agencies_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxAgenciesPage *self = KX_AGENCIES_PAGE (object);

  g_clear_pointer (&self->eyes, kx_actor_free);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (kx_agencies_page_parent_class)->finalize (object);
}

static void
kx_agencies_page_class_init (KxAgenciesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  KxPageClass *page_class = KX_PAGE_CLASS (class);

  G_OBJECT_CLASS (class)->constructed = constructed;
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  page_class->entered = entered;
  page_class->focus_work = focus_work;
  page_class->get_list_query = get_list_query;
  page_class->dup_selected_ids = dup_selected_ids;
  page_class->is_loading = is_loading;
  g_type_ensure (KX_TYPE_FILTER_BAR);
  g_type_ensure (KX_TYPE_ROW_TABLE);
  g_type_ensure (KX_TYPE_AGENCY_SUMMARY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/pages/kx-agencies-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, table);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, summary);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, states);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, summary_revealer);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, count);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, bulk);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, bulk_delete);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, bulk_restore);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, import_button);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, failed);
  gtk_widget_class_bind_template_child (widget_class, KxAgenciesPage, foot);
}

static void
kx_agencies_page_init (KxAgenciesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->wants_summary = TRUE;
  kx_page_add_actions (KX_PAGE (self), actions, G_N_ELEMENTS (actions));
  g_signal_connect (self, "notify::search-text", G_CALLBACK (on_search_text), NULL);
  g_signal_connect_swapped (self->filter_bar, "changed", G_CALLBACK (apply_filter), self);
  g_signal_connect_swapped (self->table, "sort-changed", G_CALLBACK (apply_filter), self);
  g_signal_connect_swapped (self->table, "selection-changed", G_CALLBACK (on_selection_changed), self);
  g_signal_connect (self->table, "activate-row", G_CALLBACK (on_activate_row), self);
  g_signal_connect (self->table, "menu-row", G_CALLBACK (on_menu_row), self);
  kx_a11y_set_label (self->columns_button, _ ("Columns"));
  kx_a11y_set_label (self->more_button, _ ("More"));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  on_selection_changed (self);
}

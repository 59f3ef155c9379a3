/* What can be done on a page of rows. */
#include "desktop/pages/kx-rows-page-private.h"

#include "desktop/export/kx-name-list-dialog.h"
#include "desktop/import/kx-exchange.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-record-page.h"
#include "sync/kx-profile.h"

void
kx_rows_page_open (KxRowsPage *self, const char *id)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL && !kx_window_open_row (window, self->entity->name, id))
    kx_window_toast (window, _ ("This cannot be opened yet"));
}

/* Something to be done with all selected rows, wherever they are in the list. */
typedef struct
{
  KxRowsPage *page; /* owned */
  void (*act) (KxRowActs *acts, GPtrArray *ids);
} Selected;

static void
on_ids (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Selected *selected = data;
  g_autoptr (KxRowsPage) self = selected->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = kx_row_list_list_ids_finish (KX_ROW_LIST (source), result, &error);
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (ids != NULL && self->acts != NULL)
    selected->act (self->acts, ids);
  else if (ids == NULL && window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kx_window_toast (window, _ ("What is selected could not be read; nothing was done."));
}

static void
with_selected (KxRowsPage *self, void (*act) (KxRowActs *acts, GPtrArray *ids))
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
  KxRowsPage *self = kx_row_acts_get_owner (acts);
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
export_ids (KxRowsPage *self, char **ids)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  KxListQuery query = { 0 };

  if (window != NULL && kx_page_get_list_query (KX_PAGE (self), &query))
    kx_exchange_export_rows (kx_exchange_get (window), &query, ids);
}

static char **
dup_ids (GPtrArray *ids)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < ids->len; i++)
    g_strv_builder_add (builder, ids->pdata[i]);
  return g_strv_builder_end (builder);
}

/* What is done with the rows that are selected, else with all that the list shows. */
static void
act_on_listed (KxRowsPage *self, void (*on_rows) (KxRowActs *acts, GPtrArray *ids),
               void (*on_all) (KxRowsPage *self, char **ids))
{
  if (self->list != NULL && kx_row_table_get_n_selected (self->table) > 0)
    with_selected (self, on_rows);
  else
    on_all (self, NULL);
}

static void
export_rows (KxRowActs *acts, GPtrArray *ids)
{
  g_auto (GStrv) chosen = dup_ids (ids);

  export_ids (kx_row_acts_get_owner (acts), chosen);
}

static void
export_list (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  act_on_listed (data, export_rows, export_ids);
}

/* The public list of all that the list shows, or of the rows of `ids`. */
static void
publish_ids (KxRowsPage *self, char **ids)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  KxProfile *profile = window != NULL ? kx_window_get_profile (window) : NULL;
  KxListQuery query = { 0 };

  if (profile != NULL && kx_page_get_list_query (KX_PAGE (self), &query))
    gtk_window_present (GTK_WINDOW (
        kx_name_list_dialog_new (GTK_WIDGET (self), kx_profile_get_mirror (profile), &query, ids)));
}

static void
publish_rows (KxRowActs *acts, GPtrArray *ids)
{
  g_auto (GStrv) chosen = dup_ids (ids);

  publish_ids (kx_row_acts_get_owner (acts), chosen);
}

static void
publish_list (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  act_on_listed (data, publish_rows, publish_ids);
}

static void
import_table (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRowsPage *self = data;
  KxWindow *window = kx_page_get_window (data);

  if (window != NULL)
    kx_exchange_import (kx_exchange_get (window), self->entity->name, NULL);
}

static void
paste_rows (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxWindow *window = kx_page_get_window (data);

  if (window != NULL)
    kx_exchange_paste (kx_exchange_get (window));
}

static void
save_template (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_widget_activate_action (data, "win.save-template", NULL);
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
  KxRowsPage *self = data;
  g_autoptr (KxRowItem) item = NULL;
  guint position;

  if (self->list == NULL || !kx_row_table_get_current (self->table, &position))
    return;
  item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  if (item != NULL && kx_row_item_get_id (item) != NULL)
    kx_rows_page_open (self, kx_row_item_get_id (item));
}

static void
edit_current (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxWindow *window = kx_page_get_window (data);
  KxPage *opened;

  open_current (action, parameter, data);
  opened = window != NULL ? kx_window_get_page (window) : NULL;
  if (opened != NULL && KX_IS_RECORD_PAGE (opened))
    kx_record_page_edit (KX_RECORD_PAGE (opened));
}

static void
new_row (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRowsPage *self = data;

  if (self->kind->begin_new != NULL)
    self->kind->begin_new (self);
  else
    kx_rows_page_open (self, "new");
}

static void
select_all (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_row_table_select_all (KX_ROWS_PAGE (data)->table);
}

static void
clear_filter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRowsPage *self = data;

  kx_page_set_search_text (KX_PAGE (self), "");
  kx_filter_bar_clear (self->filter_bar);
}

static void
reload (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_row_list_reload (KX_ROWS_PAGE (data)->list);
}

static void
change_trash (GSimpleAction *action, GVariant *state, gpointer data)
{
  KxRowsPage *self = data;

  g_simple_action_set_state (action, state);
  self->trash = g_variant_get_boolean (state);
  kx_page_set_title (KX_PAGE (self), _ (self->trash ? self->kind->in_trash : self->kind->title));
  kx_row_table_unselect_all (self->table);
  kx_rows_page_show_rights (self);
  kx_rows_page_selection_changed (self);
  kx_rows_page_apply_filter (self);
}

static void
change_summary (GSimpleAction *action, GVariant *state, gpointer data)
{
  KxRowsPage *self = data;

  g_simple_action_set_state (action, state);
  self->wants_summary = g_variant_get_boolean (state);
  kx_rows_page_show_summary_pane (self);
}

/* An act of the kind, with rows that are being looked up. */
typedef struct
{
  KxRowsPage *page; /* owned */
  const KxRowsAct *act;
} Acting;

static void
on_act_ids (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Acting *acting = data;
  g_autoptr (KxRowsPage) self = acting->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = kx_row_list_list_ids_finish (KX_ROW_LIST (source), result, &error);
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (ids != NULL && self->list != NULL)
    acting->act->act (self, ids);
  else if (ids == NULL && window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kx_window_toast (window, _ ("What is selected could not be read; nothing was done."));
}

/* The places of all rows. Free with g_free(). */
static guint *
dup_all_places (KxRowsPage *self, guint *ret_n)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint *places = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    places[i] = i;
  *ret_n = n;
  return places;
}

static void
do_act (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRowsPage *self = data;
  g_autofree guint *places = NULL;
  guint n;

  if (self->list == NULL)
    return;
  places = kx_row_table_get_n_selected (self->table) > 0 ? kx_row_table_dup_selected (self->table, &n)
                                                         : dup_all_places (self, &n);
  for (guint i = 0; n > 0 && i < self->kind->n_acts; i++)
    if (g_str_equal (self->kind->acts[i].name, g_action_get_name (G_ACTION (action))))
      {
        Acting *acting = g_new (Acting, 1);

        *acting = (Acting){ g_object_ref (self), &self->kind->acts[i] };
        kx_row_list_list_ids_async (self->list, places, n, self->cancellable, on_act_ids, acting);
      }
}

void
kx_rows_page_add_acts (KxRowsPage *self)
{
  GMenuModel *more = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (self->more_button));
  g_autoptr (GMenu) section = g_menu_new (), whole = g_menu_new ();

  if (self->kind->n_acts == 0)
    return;
  for (guint i = 0; i < self->kind->n_acts; i++)
    {
      const KxRowsAct *act = &self->kind->acts[i];
      const GActionEntry entry = { .name = act->name, .activate = do_act };
      g_autofree char *action = g_strconcat ("page.", act->name, NULL);

      kx_page_add_actions (KX_PAGE (self), &entry, 1);
      g_menu_append (section, _ (act->label), action);
      if (i > 0)
        continue;
      gtk_button_set_label (GTK_BUTTON (self->bulk_act), _ (act->label));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->bulk_act), action);
    }
  g_menu_append_section (whole, NULL, G_MENU_MODEL (section));
  g_menu_append_section (whole, NULL, more);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->more_button), G_MENU_MODEL (whole));
}

void
kx_rows_page_add_actions (KxRowsPage *self)
{
  static const GActionEntry actions[] = {
    { .name = "new", .activate = new_row },
    { .name = "open", .activate = open_current },
    { .name = "edit", .activate = edit_current },
    { .name = "copy", .activate = copy_selected },
    { .name = "export", .activate = export_list },
    { .name = "name-list", .activate = publish_list },
    { .name = "import", .activate = import_table },
    { .name = "paste", .activate = paste_rows },
    { .name = "save-template", .activate = save_template },
    { .name = "copy-link", .activate = copy_selected_link },
    { .name = "delete", .activate = delete_selected },
    { .name = "restore", .activate = restore_selected },
    { .name = "select-all", .activate = select_all },
    { .name = "clear", .activate = clear_filter },
    { .name = "reload", .activate = reload },
    { .name = "trash", .state = "false", .change_state = change_trash },
    { .name = "summary", .state = "true", .change_state = change_summary },
  };

  kx_page_add_actions (KX_PAGE (self), actions, G_N_ELEMENTS (actions));
}

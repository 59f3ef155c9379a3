#include "desktop/pages/kx-rows-page-private.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-spinner.h"
#include "desktop/kx-settings.h"
#include "desktop/kx-window.h"
#include "desktop/record/kx-desk.h"
#include "models/kx-display.h"
#include "models/kx-mirror-source.h"
#include "sync/kx-profile.h"

#include <string.h>

/* After the last key of a search. */
#define SEARCH_MS 120
/* What comes sooner needs no spinner. */
#define LOADING_MS 300

G_DEFINE_FINAL_TYPE (KxRowsPage, kx_rows_page, KX_TYPE_PAGE)

enum
{
  PROP_ROWS = 1
};

static KxFilter *
make_filter (KxRowsPage *self)
{
  KxFilter *filter = kx_filter_copy (kx_filter_bar_get_filter (self->filter_bar));

  kx_filter_set_q (filter, kx_page_get_search_text (KX_PAGE (self)));
  filter->sort = kx_row_table_get_sort (self->table, &filter->descending);
  filter->trashed = self->trash;
  g_clear_pointer (&filter->eyes, kx_actor_free);
  filter->eyes = self->eyes != NULL ? kx_actor_copy (self->eyes) : NULL;
  return filter;
}

void
kx_rows_page_apply_filter (KxRowsPage *self)
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
  KxRowsPage *self = data;

  self->search_timer = 0;
  kx_rows_page_apply_filter (self);
  return G_SOURCE_REMOVE;
}

static void
on_search_text (KxRowsPage *self)
{
  if (self->search_timer == 0)
    self->search_timer = g_timeout_add (SEARCH_MS, on_search_time, self);
}

static gboolean
is_narrowed (KxRowsPage *self)
{
  const KxFilter *filter = kx_row_list_get_filter (self->list);

  return filter != NULL && kx_filter_narrows (filter);
}

/* "%s agencies" of a kind's own table, which no compiler can read. */
static char *
with_count (const char *words, const char *n)
{
  const char *place = strstr (words, "%s");

  g_return_val_if_fail (place != NULL, g_strdup (words));
  return g_strdup_printf ("%.*s%s%s", (int) (place - words), words, n, place + 2);
}

/* "62 agencies", "12 of 62 agencies", "more than 2,000 agencies found", and how many are selected. */
static void
show_count (KxRowsPage *self)
{
  gboolean exact;
  guint found = kx_row_list_get_n_found (self->list, &exact), total = kx_row_list_get_n_total (self->list);
  guint selected = kx_row_table_get_n_selected (self->table);
  g_autofree char *n = kx_format_count (found), *all = kx_format_count (total),
                  *chosen = kx_format_count (selected);
  g_autofree char *counted = NULL, *text = NULL;

  if (!exact)
    counted = kx_display_fill (self->kind->more, "n", n, NULL);
  else if (is_narrowed (self) && !self->trash)
    counted = kx_display_fill (self->kind->of_all, "n", n, "all", all, NULL);
  else
    counted = with_count (self->kind->count (found), n);
  text = selected > 0
             ? kx_display_fill (N_ ("{counted} · {n} selected"), "counted", counted, "n", chosen, NULL)
             : g_steal_pointer (&counted);
  gtk_label_set_text (self->count, text);
}

static void
show_failure (KxRowsPage *self, const GError *error)
{
  g_autofree char *why = kx_display_error (error);
  g_autofree char *text = kx_display_fill (N_ ("Nothing was lost. Try again; if it stays so, have the data "
                                               "of this computer filled anew in Preferences. ({error})"),
                                           "error", why, NULL);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->failed, escaped);
}

static gboolean
is_typing (KxRowsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_EDITABLE) != NULL;
}

/* Keys work in the list at once, or at what is offered in its place; who is typing elsewhere by now is left
 * in peace. */
static void
focus_list (KxRowsPage *self)
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
show_state (KxRowsPage *self)
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
  KxRowsPage *self = data;

  self->loading_timer = 0;
  if (kx_row_list_is_loading (self->list) && g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    gtk_stack_set_visible_child_name (self->states, "loading");
  return G_SOURCE_REMOVE;
}

static void
on_list_notify (KxRowsPage *self)
{
  if (kx_row_list_is_loading (self->list) && self->loading_timer == 0)
    self->loading_timer = g_timeout_add (LOADING_MS, on_loading_time, self);
  show_state (self);
}

static void
show_summary (KxRowsPage *self)
{
  g_autoptr (KxRowItem) item = NULL;
  guint position;

  if (self->list != NULL && kx_row_table_get_current (self->table, &position))
    item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  kx_row_summary_show (self->summary, item);
}

static gboolean
may (KxRowsPage *self, KxOpKind kind)
{
  return self->entity != NULL && kx_desk_actor_may (self->eyes, self->entity, kind, NULL, NULL);
}

/* The acts of the kind, each for those who may take its step. */
static void
show_acts (KxRowsPage *self)
{
  guint n = self->kind != NULL ? self->kind->n_acts : 0;

  for (guint i = 0; i < n; i++)
    {
      const KxRowsAct *act = &self->kind->acts[i];
      gboolean open = !self->trash && self->entity != NULL &&
                      kx_desk_actor_may (self->eyes, self->entity,
                                         act->step != NULL ? KX_OP_ACTION : KX_OP_CREATE, act->step, NULL);

      kx_page_set_action_enabled (KX_PAGE (self), act->name, open);
      if (i == 0)
        gtk_widget_set_visible (self->bulk_act, open);
    }
}

/* What no role of the person allows is not offered. */
void
kx_rows_page_show_rights (KxRowsPage *self)
{
  gboolean may_add = may (self, KX_OP_CREATE) && (self->kind == NULL || self->kind->add != NULL);
  gboolean imports = self->kind != NULL && self->kind->imports;

  kx_page_set_action_enabled (KX_PAGE (self), "new", may_add);
  kx_page_set_action_enabled (KX_PAGE (self), "import", may_add && imports);
  kx_page_set_action_enabled (KX_PAGE (self), "paste", may_add && imports);
  kx_page_set_action_enabled (KX_PAGE (self), "save-template", imports);
  kx_page_set_action_enabled (KX_PAGE (self), "name-list",
                              self->kind != NULL && self->kind->publishes && !self->trash);
  gtk_widget_set_visible (self->new_button, may_add);
  gtk_widget_set_visible (self->begin_button, may_add);
  show_acts (self);
  gtk_widget_set_visible (self->bulk_delete, !self->trash && may (self, KX_OP_DELETE));
  gtk_widget_set_visible (self->bulk_restore, self->trash && may (self, KX_OP_RESTORE));
}

void
kx_rows_page_selection_changed (KxRowsPage *self)
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
on_activate_row (KxRowTable *table, const char *id, KxRowsPage *self)
{
  kx_rows_page_open (self, id);
}

static void
on_menu_row (KxRowTable *table, const char *id, const GdkRectangle *where, KxRowsPage *self)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/kangxie/Kangxie/ui/pages/kx-rows-menu.ui");

  kx_row_table_show_menu (table, G_MENU_MODEL (gtk_builder_get_object (builder, "row_menu")), where);
}

/* Of the selected rows, those that are known by now. */
static char **
dup_selected_ids (KxPage *page)
{
  KxRowsPage *self = KX_ROWS_PAGE (page);
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
  KxRowsPage *self = KX_ROWS_PAGE (page);

  if (self->list == NULL || kx_row_list_get_filter (self->list) == NULL)
    return FALSE;
  kx_filter_to_query (kx_row_list_get_filter (self->list), kx_display_today (), ret_query);
  return TRUE;
}

void
kx_rows_page_show_summary_pane (KxRowsPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  gtk_revealer_set_reveal_child (self->summary_revealer,
                                 self->wants_summary && window != NULL && kx_window_get_wide (window));
}

/* The list takes the place of the one that had no source. */
void
kx_rows_page_set_source (KxRowsPage *page, KxRowSource *source, const KxActor *actor)
{
  static const char *const told[] = { "notify::loading", "notify::n-found", "notify::found-exact",
                                      "notify::n-total", "notify::error" };

  g_return_if_fail (page->list == NULL && page->entity != NULL);
  page->eyes = actor != NULL ? kx_actor_copy (actor) : NULL;
  kx_rows_page_show_rights (page);
  page->list = kx_row_list_new (source);
  kx_filter_bar_set_source (page->filter_bar, source);
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_signal_connect_object (page->list, told[i], G_CALLBACK (on_list_notify), page, G_CONNECT_SWAPPED);
  kx_row_table_set_list (page->table, page->list);
  kx_rows_page_apply_filter (page);
  on_list_notify (page);
}

void
kx_rows_page_show_filter (KxRowsPage *page, const KxFilter *filter)
{
  kx_page_set_search_text (KX_PAGE (page), "");
  kx_filter_bar_set_filter (page->filter_bar, filter);
  kx_rows_page_apply_filter (page);
}

static void
on_window_size (KxRowsPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL)
    kx_row_table_set_narrow (self->table, kx_window_get_narrow (window));
  kx_rows_page_show_summary_pane (self);
}

static void
entered (KxPage *page)
{
  KxRowsPage *self = KX_ROWS_PAGE (page);
  KxWindow *window = kx_page_get_window (page);

  if (window != NULL && g_object_get_data (G_OBJECT (self), "kx-window") != window)
    {
      g_object_set_data (G_OBJECT (self), "kx-window", window);
      g_signal_connect_object (window, "notify::narrow", G_CALLBACK (on_window_size), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (window, "notify::wide", G_CALLBACK (on_window_size), self, G_CONNECT_SWAPPED);
      on_window_size (self);
    }
  KX_PAGE_CLASS (kx_rows_page_parent_class)->entered (page);
}

/* The rows may still be on their way, also those of the words typed last. */
static void
focus_work (KxPage *page)
{
  KxRowsPage *self = KX_ROWS_PAGE (page);

  if (self->list == NULL)
    return;
  self->wants_focus = TRUE;
  self->from_search = is_typing (self);
  kx_rows_page_apply_filter (self);
  if (!kx_row_list_is_loading (self->list))
    focus_list (self);
}

/* The words of the kind. */
static void
show_words (KxRowsPage *self)
{
  const KxRowsKind *kind = self->kind;

  kx_page_set_title (KX_PAGE (self), _ (kind->title));
  g_object_set (self, "icon-name", kind->icon, "help-topic", kind->help, NULL);
  adw_status_page_set_icon_name (self->empty, kind->icon);
  adw_status_page_set_title (self->empty, _ (kind->empty));
  adw_status_page_set_description (self->empty, _ (kind->empty_text));
  adw_status_page_set_title (self->nothing, _ (kind->nothing));
  adw_status_page_set_description (self->nothing, _ (kind->nothing_text));
  if (kind->add == NULL)
    return;
  gtk_widget_set_tooltip_text (self->new_button, _ (kind->add));
  gtk_button_set_label (GTK_BUTTON (self->begin_button), _ (kind->begin));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->begin_button), kind->begin_action);
}

static void
set_up_lists (KxRowsPage *self, KxProfile *profile)
{
  GMenuModel *menu;
  const char *area = profile != NULL ? kx_profile_get_area (profile) : "370000";

  self->layout = kx_rows_layout_new (self->kind, self->entity);
  kx_row_table_set_up (self->table, self->entity, self->kind->name, self->settings, self->layout->columns,
                       self->layout->n_columns);
  kx_filter_bar_set_up (self->filter_bar, kx_schema_get (), self->entity, area, self->kind->name,
                        self->settings, self->layout->choices, self->layout->n_choices);
  kx_row_summary_set_up (self->summary, &self->layout->facts);
  menu = kx_row_table_make_column_menu (self->table);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->columns_button), menu);
  g_object_unref (menu);
  /* The menu's actions live at the table. */
  gtk_widget_insert_action_group (self->columns_button, "table", kx_row_table_get_actions (self->table));
}

static void
constructed (GObject *object)
{
  KxRowsPage *self = KX_ROWS_PAGE (object);
  KxProfile *profile;

  G_OBJECT_CLASS (kx_rows_page_parent_class)->constructed (object);
  profile = kx_page_get_profile (KX_PAGE (self));
  self->entity = self->kind != NULL ? kx_schema_entity (kx_schema_get (), self->kind->entity) : NULL;
  if (self->entity == NULL)
    return;
  if (profile != NULL)
    {
      g_autofree char *name = g_path_get_basename (kx_profile_get_dir (profile));

      self->settings = kx_settings_new_for_profile (name);
    }
  show_words (self);
  kx_rows_page_add_acts (self);
  set_up_lists (self, profile);
  kx_rows_page_show_rights (self);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  if (profile != NULL)
    {
      KxMirror *mirror = kx_profile_get_mirror (profile);
      g_autoptr (KxMirrorSource) source = kx_mirror_source_new (mirror);

      self->acts = kx_row_acts_new (mirror, self->entity, GTK_WIDGET (self));
      kx_rows_page_set_source (self, KX_ROW_SOURCE (source), kx_mirror_get_actor (mirror));
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ROWS)
    KX_ROWS_PAGE (object)->kind = g_value_get_pointer (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static gboolean
is_loading (KxPage *page)
{
  KxRowsPage *self = KX_ROWS_PAGE (page);

  return self->list != NULL && kx_row_list_is_loading (self->list);
}

static void
dispose (GObject *object)
{
  KxRowsPage *self = KX_ROWS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->search_timer, g_source_remove);
  g_clear_handle_id (&self->loading_timer, g_source_remove);
  if (self->summary != NULL)
    kx_row_summary_show (self->summary, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_ROWS_PAGE);
  self->summary = NULL;
  g_clear_object (&self->acts);
  g_clear_object (&self->list);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (kx_rows_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxRowsPage *self = KX_ROWS_PAGE (object);

  g_clear_pointer (&self->eyes, kx_actor_free);
  g_clear_pointer (&self->layout, kx_rows_layout_free);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (kx_rows_page_parent_class)->finalize (object);
}

static void
kx_rows_page_class_init (KxRowsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  KxPageClass *page_class = KX_PAGE_CLASS (class);

  G_OBJECT_CLASS (class)->constructed = constructed;
  G_OBJECT_CLASS (class)->set_property = set_property;
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  page_class->entered = entered;
  page_class->focus_work = focus_work;
  page_class->get_list_query = get_list_query;
  page_class->dup_selected_ids = dup_selected_ids;
  page_class->is_loading = is_loading;
  g_object_class_install_property (
      G_OBJECT_CLASS (class), PROP_ROWS,
      g_param_spec_pointer ("rows", NULL, NULL,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
  g_type_ensure (KX_TYPE_FILTER_BAR);
  g_type_ensure (KX_TYPE_ROW_TABLE);
  g_type_ensure (KX_TYPE_ROW_SUMMARY);
  g_type_ensure (KX_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kangxie/Kangxie/ui/pages/kx-rows-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, table);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, summary);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, states);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, summary_revealer);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, count);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, bulk);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, foot);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, bulk_act);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, bulk_delete);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, bulk_restore);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, begin_button);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, failed);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, KxRowsPage, nothing);
}

static void
kx_rows_page_init (KxRowsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->wants_summary = TRUE;
  kx_rows_page_add_actions (self);
  g_signal_connect (self, "notify::search-text", G_CALLBACK (on_search_text), NULL);
  g_signal_connect_swapped (self->filter_bar, "changed", G_CALLBACK (kx_rows_page_apply_filter), self);
  g_signal_connect_swapped (self->table, "sort-changed", G_CALLBACK (kx_rows_page_apply_filter), self);
  g_signal_connect_swapped (self->table, "selection-changed", G_CALLBACK (kx_rows_page_selection_changed),
                            self);
  g_signal_connect (self->table, "activate-row", G_CALLBACK (on_activate_row), self);
  g_signal_connect (self->table, "menu-row", G_CALLBACK (on_menu_row), self);
  kx_a11y_set_label (self->columns_button, _ ("Columns"));
  kx_a11y_set_label (self->more_button, _ ("More"));
  kx_rows_page_selection_changed (self);
}

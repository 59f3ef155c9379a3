#include "desktop/lists/kx-row-table-private.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-tab.h"
#include "desktop/kx-text-scale.h"
#include "desktop/lists/kx-row-cell.h"
#include "models/kx-display.h"

/* GTK makes widgets for some 200 rows, of which a window shows a few. With all at once the page would not be
 * seen for half a second: the view begins with more than fit and gets some with each frame. */
#define FIRST_ROWS 30
#define MORE_ROWS 20
#define MOST_ROWS 240

G_DEFINE_FINAL_TYPE (KxRowTable, kx_row_table, ADW_TYPE_BIN)

enum
{
  ACTIVATE_ROW,
  MENU_ROW,
  SELECTION_CHANGED,
  SORT_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

GtkColumnView *
kx_row_table_get_column_view (KxRowTable *self)
{
  return GTK_IS_COLUMN_VIEW (self->view) ? GTK_COLUMN_VIEW (self->view) : NULL;
}

void
kx_row_table_remember (KxRowTable *self, const char *key, const char *type, GVariant *value)
{
  g_autoptr (GVariant) own = g_variant_ref_sink (value), before = NULL;
  g_autofree char *entry = g_strdup_printf ("a{s%s}", type);
  GVariantBuilder all;
  GVariantIter iter;
  GVariant *child;

  if (self->settings == NULL || self->restoring)
    return;
  before = g_settings_get_value (self->settings, key);
  g_variant_builder_init (&all, G_VARIANT_TYPE (entry));
  g_variant_iter_init (&iter, before);
  while ((child = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_autoptr (GVariant) name = g_variant_get_child_value (child, 0);

      if (!g_str_equal (g_variant_get_string (name, NULL), self->name))
        g_variant_builder_add_value (&all, child);
      g_variant_unref (child);
    }
  g_variant_builder_add_value (&all, g_variant_new_dict_entry (g_variant_new_string (self->name), own));
  g_settings_set_value (self->settings, key, g_variant_builder_end (&all));
}

/* The columns as they stand. */
static void
remember_columns (KxRowTable *self)
{
  GListModel *columns;
  GVariantBuilder own;

  if (kx_row_table_get_column_view (self) == NULL)
    return;
  columns = gtk_column_view_get_columns (kx_row_table_get_column_view (self));
  g_variant_builder_init (&own, G_VARIANT_TYPE ("a(sib)"));
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const KxRowColumn *spec = g_object_get_data (G_OBJECT (column), "kx-column");

      g_variant_builder_add (&own, "(sib)", self->entity->fields[spec->field].name,
                             gtk_column_view_column_get_fixed_width (column),
                             gtk_column_view_column_get_visible (column));
    }
  kx_row_table_remember (self, "columns", "a(sib)", g_variant_builder_end (&own));
}

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, kx_row_cell_new (data));
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  kx_row_cell_bind (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
unbind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  kx_row_cell_unbind (gtk_list_item_get_child (item));
}

static void
on_column_notify (GObject *column, GParamSpec *pspec, KxRowTable *self)
{
  remember_columns (self);
}

static GtkColumnViewColumn *
make_column (KxRowTable *self, guint index)
{
  const KxRowColumn *spec = &self->columns[index];
  const KxField *field = &self->entity->fields[spec->field];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column =
      gtk_column_view_column_new (spec->title != NULL ? _ (spec->title) : kx_display_label (field), factory);
  GtkSorter *sorter = kx_row_table_new_sorter (index);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), (gpointer) spec);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell), NULL);
  g_object_set_data (G_OBJECT (column), "kx-column", (gpointer) spec);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, kx_text_scaled (spec->width));
  gtk_column_view_column_set_expand (column, index == 0);
  gtk_column_view_column_set_visible (column, spec->shown);
  /* What is sealed is a mask here: an order of masks would tell nothing. */
  if (!(field->flags & KX_SEALED))
    gtk_column_view_column_set_sorter (column, sorter);
  g_object_unref (sorter);
  return column;
}

static int
find_column (KxRowTable *self, const char *field)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (g_str_equal (self->entity->fields[self->columns[i].field].name, field))
      return (int) i;
  return -1;
}

static void
append_column (KxRowTable *self, guint index, int width, gboolean shown)
{
  GtkColumnViewColumn *column = make_column (self, index);

  gtk_column_view_column_set_fixed_width (column,
                                          width > 20 ? width : kx_text_scaled (self->columns[index].width));
  gtk_column_view_column_set_visible (column, shown);
  gtk_column_view_append_column (kx_row_table_get_column_view (self), column);
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (on_column_notify), self, 0);
  g_signal_connect_object (column, "notify::visible", G_CALLBACK (on_column_notify), self, 0);
  g_object_unref (column);
}

/* In the remembered order; columns that came with a newer program stand at the end. */
static void
append_columns (KxRowTable *self)
{
  g_autofree gboolean *done = g_new0 (gboolean, self->n_columns);
  g_autoptr (GVariant) all = self->settings != NULL ? g_settings_get_value (self->settings, "columns") : NULL;
  g_autoptr (GVariant) own =
      all != NULL ? g_variant_lookup_value (all, self->name, G_VARIANT_TYPE ("a(sib)")) : NULL;
  GVariantIter iter;
  const char *field;
  int width;
  gboolean shown;

  if (own != NULL)
    {
      g_variant_iter_init (&iter, own);
      while (g_variant_iter_next (&iter, "(&sib)", &field, &width, &shown))
        {
          int index = find_column (self, field);

          if (index >= 0 && !done[index])
            {
              done[index] = TRUE;
              append_column (self, (guint) index, width, shown);
            }
        }
    }
  for (guint i = 0; i < self->n_columns; i++)
    if (!done[i])
      append_column (self, i, kx_text_scaled (self->columns[i].width), self->columns[i].shown);
}

static void
on_activate (GtkWidget *view, guint position, KxRowTable *self)
{
  g_autoptr (KxRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  const char *id = item != NULL ? kx_row_item_get_id (item) : NULL;

  if (id != NULL)
    g_signal_emit (self, signals[ACTIVATE_ROW], 0, id);
}

static void
make_table (KxRowTable *self)
{
  GtkWidget *view = gtk_column_view_new (NULL);

  self->view = view;
  self->restoring = TRUE;
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  gtk_column_view_set_reorderable (GTK_COLUMN_VIEW (view), TRUE);
  append_columns (self);
  kx_row_table_show_sort (self);
  g_signal_connect_object (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view)), "items-changed",
                           G_CALLBACK (remember_columns), self, G_CONNECT_SWAPPED);
  kx_row_table_follow_sorter (self, gtk_column_view_get_sorter (GTK_COLUMN_VIEW (view)));
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect (view, "activate", G_CALLBACK (on_activate), self);
  self->restoring = FALSE;
}

static void
setup_line (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  KxRowTable *self = data;
  g_autofree const KxRowColumn **shown = g_new (const KxRowColumn *, self->n_columns);
  guint n = 0;

  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].shown)
      shown[n++] = &self->columns[i];
  gtk_list_item_set_child (item, kx_row_cell_new_lines (shown, n));
}

static void
make_lines (KxRowTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_line), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell), NULL);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (self->view), TRUE);
  g_signal_connect (self->view, "activate", G_CALLBACK (on_activate), self);
}

/* Of the row with the focus, which becomes the selected one unless it is among several selected. */
static gboolean
show_menu (KxRowTable *self, double x, double y)
{
  GdkRectangle where = { (int) x, (int) y, 1, 1 };
  g_autoptr (KxRowItem) item = NULL;
  guint position;

  if (!kx_row_table_get_current (self, &position))
    return FALSE;
  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (item == NULL || kx_row_item_get_id (item) == NULL)
    return FALSE;
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  g_signal_emit (self, signals[MENU_ROW], 0, kx_row_item_get_id (item), &where);
  return TRUE;
}

static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, KxRowTable *self)
{
  GtkWidget *cell = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  guint position;

  while (cell != NULL && !kx_row_cell_is (cell))
    cell = gtk_widget_get_parent (cell) != GTK_WIDGET (self) ? gtk_widget_get_parent (cell) : NULL;
  if (cell == NULL || !kx_row_cell_get_position (cell, &position))
    return;
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, x, y);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  KxRowTable *self = KX_ROW_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  double x = 40, y = 40;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    gtk_widget_translate_coordinates (focus, widget, 24, gtk_widget_get_height (focus), &x, &y);
  return show_menu (self, x, y);
}

static void
rebuild (KxRowTable *self)
{
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  if (self->narrow)
    make_lines (self);
  else
    make_table (self);
  kx_a11y_set_label (self->view, _ (self->entity->label));
  kx_tab_leave_list (self->view);
  /* A view that goes loses its columns and its order; neither is to be taken over. */
  self->restoring = TRUE;
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), self->view);
  self->restoring = FALSE;
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll),
                                  self->narrow ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_AUTOMATIC);
  if (focused)
    gtk_widget_grab_focus (self->view);
}

void
kx_row_table_set_up (KxRowTable *table, const KxEntity *entity, const char *name, GSettings *settings,
                     const KxRowColumn *columns, guint n_columns)
{
  g_autoptr (GVariant) all = NULL;
  const char *field;

  table->entity = entity;
  table->name = name;
  table->columns = columns;
  table->n_columns = n_columns;
  g_set_object (&table->settings, settings);
  table->sort = kx_row_table_default_sort (table);
  all = settings != NULL ? g_settings_get_value (settings, "sort") : NULL;
  if (all != NULL && g_variant_lookup (all, name, "(&sb)", &field, &table->descending))
    {
      int index = find_column (table, field);

      table->sort = index >= 0 ? (int) columns[index].field : kx_row_table_default_sort (table);
    }
  rebuild (table);
}

/* What reaches beyond the rows that the view has so far needs all. */
static void
show_all (KxRowTable *self)
{
  if (self->growing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->growing);
  self->growing = 0;
  gtk_slice_list_model_set_size (self->shown, G_MAXUINT);
}

static gboolean
grow (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  KxRowTable *self = KX_ROW_TABLE (widget);
  guint size = gtk_slice_list_model_get_size (self->shown);

  /* The first frame shows the first rows. */
  if (!self->drawn)
    {
      self->drawn = TRUE;
      return G_SOURCE_CONTINUE;
    }
  if (size < MOST_ROWS)
    {
      gtk_slice_list_model_set_size (self->shown, size + MORE_ROWS);
      return G_SOURCE_CONTINUE;
    }
  self->growing = 0;
  gtk_slice_list_model_set_size (self->shown, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static void
on_list_changed (KxRowTable *self)
{
  if (self->growing == 0 &&
      gtk_slice_list_model_get_size (self->shown) < g_list_model_get_n_items (G_LIST_MODEL (self->list)))
    {
      self->drawn = FALSE;
      self->growing = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow, NULL, NULL);
    }
}

/* Keys may go to the end, or select all. */
static gboolean
on_key (KxRowTable *self)
{
  if (self->growing != 0)
    show_all (self);
  return GDK_EVENT_PROPAGATE;
}

void
kx_row_table_set_list (KxRowTable *table, KxRowList *list)
{
  g_return_if_fail (table->list == NULL);
  g_set_object (&table->list, list);
  gtk_slice_list_model_set_model (table->shown, G_LIST_MODEL (list));
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_list_changed), table, G_CONNECT_SWAPPED);
  on_list_changed (table);
}

void
kx_row_table_set_narrow (KxRowTable *table, gboolean narrow)
{
  if (table->narrow == narrow)
    return;
  table->narrow = narrow;
  rebuild (table);
}

int
kx_row_table_get_sort (KxRowTable *table, gboolean *ret_descending)
{
  *ret_descending = table->descending;
  return table->sort;
}

guint
kx_row_table_get_n_selected (KxRowTable *table)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (table->selection));

  return (guint) gtk_bitset_get_size (set);
}

guint *
kx_row_table_dup_selected (KxRowTable *table, guint *ret_n)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (table->selection));
  guint n = (guint) gtk_bitset_get_size (set);
  guint *positions = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    positions[i] = gtk_bitset_get_nth (set, i);
  *ret_n = n;
  return positions;
}

void
kx_row_table_select_all (KxRowTable *table)
{
  show_all (table);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (table->selection));
}

void
kx_row_table_unselect_all (KxRowTable *table)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (table->selection));
}

void
kx_row_table_focus (KxRowTable *table)
{
  gtk_widget_grab_focus (table->view);
}

static void
forget_menu (gpointer data)
{
  g_autoptr (GtkWidget) popover = data;

  /* The table may have gone meanwhile, and its menu with it. */
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
}

static void
on_menu_closed (GtkWidget *popover)
{
  /* Its action is still to be done. */
  g_idle_add_once (forget_menu, g_object_ref (popover));
}

void
kx_row_table_show_menu (KxRowTable *table, GMenuModel *menu, const GdkRectangle *where)
{
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  gtk_widget_set_parent (popover, GTK_WIDGET (table));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), where);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  g_signal_connect (popover, "closed", G_CALLBACK (on_menu_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static gboolean
find_focused (GtkWidget *widget, guint *ret_position)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, widget))
    return FALSE;
  for (GtkWidget *child = focus; child != NULL; child = gtk_widget_get_first_child (child))
    if (kx_row_cell_is (child))
      return kx_row_cell_get_position (child, ret_position);
  return FALSE;
}

gboolean
kx_row_table_get_current (KxRowTable *table, guint *ret_position)
{
  g_autoptr (GtkBitset) set = NULL;

  if (find_focused (GTK_WIDGET (table), ret_position))
    return TRUE;
  set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (table->selection));
  if (gtk_bitset_is_empty (set))
    return FALSE;
  *ret_position = gtk_bitset_get_minimum (set);
  return TRUE;
}

static void
on_show_column (GSimpleAction *action, GVariant *state, gpointer data)
{
  KxRowTable *self = data;
  const char *field = g_action_get_name (G_ACTION (action)) + strlen ("show-");
  GListModel *columns = kx_row_table_get_column_view (self) != NULL
                            ? gtk_column_view_get_columns (kx_row_table_get_column_view (self))
                            : NULL;

  g_simple_action_set_state (action, state);
  for (guint i = 0; columns != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const KxRowColumn *spec = g_object_get_data (G_OBJECT (column), "kx-column");

      if (g_str_equal (self->entity->fields[spec->field].name, field))
        gtk_column_view_column_set_visible (column, g_variant_get_boolean (state));
    }
}

static gboolean
is_shown (KxRowTable *self, guint index)
{
  GListModel *columns = kx_row_table_get_column_view (self) != NULL
                            ? gtk_column_view_get_columns (kx_row_table_get_column_view (self))
                            : NULL;

  for (guint i = 0; columns != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_object_get_data (G_OBJECT (column), "kx-column") == &self->columns[index])
        return gtk_column_view_column_get_visible (column);
    }
  return self->columns[index].shown;
}

GMenuModel *
kx_row_table_make_column_menu (KxRowTable *table)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuModel) sort = kx_row_table_make_sort_menu (table);

  g_menu_append_submenu (menu, _ ("_Sort by"), sort);
  for (guint i = 0; i < table->n_columns; i++)
    {
      const KxField *field = &table->entity->fields[table->columns[i].field];
      g_autofree char *name = g_strconcat ("show-", field->name, NULL),
                      *detailed = g_strconcat ("table.", name, NULL);
      g_autoptr (GSimpleAction) action = NULL;

      /* What the row is called always shows. */
      if (i == 0)
        continue;
      action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (is_shown (table, i)));
      g_signal_connect (action, "change-state", G_CALLBACK (on_show_column), table);
      g_action_map_add_action (G_ACTION_MAP (table->actions), G_ACTION (action));
      g_menu_append (menu, kx_display_label (field), detailed);
    }
  return G_MENU_MODEL (menu);
}

GActionGroup *
kx_row_table_get_actions (KxRowTable *table)
{
  return G_ACTION_GROUP (table->actions);
}

guint *
kx_row_table_dup_fields (KxRowTable *table, guint *ret_n)
{
  GListModel *columns = kx_row_table_get_column_view (table) != NULL
                            ? gtk_column_view_get_columns (kx_row_table_get_column_view (table))
                            : NULL;
  guint *fields = g_new (guint, table->n_columns + 1);
  guint n = 0;

  for (guint i = 0; columns != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const KxRowColumn *spec = g_object_get_data (G_OBJECT (column), "kx-column");

      if (gtk_column_view_column_get_visible (column))
        fields[n++] = spec->field;
    }
  for (guint i = 0; columns == NULL && i < table->n_columns; i++)
    if (table->columns[i].shown)
      fields[n++] = table->columns[i].field;
  *ret_n = n;
  return fields;
}

static void
on_selection_changed (KxRowTable *self)
{
  self->n_told = kx_row_table_get_n_selected (self);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/* Rows that go take their part of the selection with them, of which GTK says nothing. */
static void
on_rows_changed (KxRowTable *self)
{
  if (self->n_told != kx_row_table_get_n_selected (self))
    on_selection_changed (self);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  KxRowTable *self = KX_ROW_TABLE (widget);

  if (kx_row_table_get_n_selected (self) == 0)
    return GDK_EVENT_PROPAGATE;
  kx_row_table_unselect_all (self);
  return GDK_EVENT_STOP;
}

static void
dispose (GObject *object)
{
  KxRowTable *self = KX_ROW_TABLE (object);
  GtkWidget *menu;

  /* A menu that is still open. */
  while ((menu = gtk_widget_get_last_child (GTK_WIDGET (self))) != NULL && GTK_IS_POPOVER (menu))
    gtk_widget_unparent (menu);
  self->restoring = TRUE;
  if (self->view != NULL)
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), NULL);
  self->view = NULL;
  if (self->growing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->growing);
  self->growing = 0;
  g_clear_object (&self->list);
  g_clear_object (&self->shown);
  g_clear_object (&self->selection);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (kx_row_table_parent_class)->dispose (object);
}

static void
kx_row_table_class_init (KxRowTableClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
#define SIGNAL(name, ...)                                                                                    \
  g_signal_new (name, KX_TYPE_ROW_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, __VA_ARGS__)
  signals[ACTIVATE_ROW] = SIGNAL ("activate-row", 1, G_TYPE_STRING);
  signals[MENU_ROW] = SIGNAL ("menu-row", 2, G_TYPE_STRING, GDK_TYPE_RECTANGLE);
  signals[SELECTION_CHANGED] = SIGNAL ("selection-changed", 0);
  signals[SORT_CHANGED] = SIGNAL ("sort-changed", 0);
#undef SIGNAL
}

static void
kx_row_table_init (KxRowTable *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shown = gtk_slice_list_model_new (NULL, 0, FIRST_ROWS);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->shown)));
  self->actions = g_simple_action_group_new ();
  self->scroll = gtk_scrolled_window_new ();
  gtk_widget_set_vexpand (self->scroll, TRUE);
  adw_bin_set_child (ADW_BIN (self), self->scroll);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "table", G_ACTION_GROUP (self->actions));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (on_selection_changed), self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (on_rows_changed), self);
}

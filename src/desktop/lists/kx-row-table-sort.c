/* What sorts a table: the headings of a column view, or a menu. */
#include "desktop/lists/kx-row-table-private.h"

#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

/* GTK 4.8 does not say by which column its view is sorted. Each column has a sorter that writes its number
 * down when it is asked; a comparison of two objects that are the same asks the first of them. */
static int asked_column;

static int
note_column (gconstpointer a, gconstpointer b, gpointer data)
{
  if (asked_column < 0)
    asked_column = GPOINTER_TO_INT (data);
  return GTK_ORDERING_SMALLER;
}

int
kx_row_table_default_sort (KxRowTable *self)
{
  guint first = self->columns[0].field;

  return self->entity->fields[first].flags & KX_TITLE ? KX_SORT_TITLE : (int) first;
}

static void
read_sort (KxRowTable *self, GtkSorter *sorter)
{
  g_autoptr (GObject) nothing = g_object_new (G_TYPE_OBJECT, NULL);
  GtkOrdering order;

  asked_column = -1;
  order = gtk_sorter_compare (sorter, nothing, nothing);
  if (asked_column < 0)
    {
      self->sort = kx_row_table_default_sort (self);
      self->descending = FALSE;
      return;
    }
  self->sort = (int) self->columns[asked_column].field;
  self->descending = order == GTK_ORDERING_LARGER;
}

GtkSorter *
kx_row_table_new_sorter (guint index)
{
  return GTK_SORTER (gtk_custom_sorter_new (note_column, GINT_TO_POINTER ((int) index), NULL));
}

static void
remember_sort (KxRowTable *self)
{
  kx_row_table_remember (
      self, "sort", "(sb)",
      g_variant_new ("(sb)", self->sort >= 0 ? self->entity->fields[self->sort].name : "", self->descending));
}

/* The field that sorts, by name. */
static const char *
sort_name (KxRowTable *self)
{
  guint i = 0;

  if (self->sort >= 0)
    return self->entity->fields[self->sort].name;
  while (i < self->entity->n_fields - 1 && !(self->entity->fields[i].flags & KX_TITLE))
    i++;
  return self->entity->fields[i].name;
}

static void
show_sort_state (KxRowTable *self)
{
  GAction *sort = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "sort");
  GAction *descending = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "descending");

  if (sort == NULL || descending == NULL)
    return;
  g_simple_action_set_state (G_SIMPLE_ACTION (sort), g_variant_new_string (sort_name (self)));
  g_simple_action_set_state (G_SIMPLE_ACTION (descending), g_variant_new_boolean (self->descending));
}

static void
on_sorter_changed (GtkSorter *sorter, GtkSorterChange change, KxRowTable *self)
{
  if (self->restoring)
    return;
  read_sort (self, sorter);
  remember_sort (self);
  show_sort_state (self);
  g_signal_emit_by_name (self, "sort-changed");
}

void
kx_row_table_follow_sorter (KxRowTable *self, GtkSorter *sorter)
{
  g_signal_connect_object (sorter, "changed", G_CALLBACK (on_sorter_changed), self, 0);
}

void
kx_row_table_show_sort (KxRowTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (kx_row_table_get_column_view (self));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const KxRowColumn *spec = g_object_get_data (G_OBJECT (column), "kx-column");

      if ((int) spec->field == self->sort)
        gtk_column_view_sort_by_column (kx_row_table_get_column_view (self), column,
                                        self->descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
    }
}

static void
sort_by (KxRowTable *self, int field, gboolean descending)
{
  self->sort = field;
  self->descending = descending;
  if (kx_row_table_get_column_view (self) != NULL)
    {
      self->restoring = TRUE;
      kx_row_table_show_sort (self);
      self->restoring = FALSE;
    }
  remember_sort (self);
  show_sort_state (self);
  g_signal_emit_by_name (self, "sort-changed");
}

static void
on_sort (GSimpleAction *action, GVariant *state, gpointer data)
{
  KxRowTable *self = data;

  sort_by (self, kx_entity_field (self->entity, g_variant_get_string (state, NULL)), self->descending);
}

static void
on_descending (GSimpleAction *action, GVariant *state, gpointer data)
{
  KxRowTable *self = data;

  sort_by (self, kx_entity_field (self->entity, sort_name (self)), g_variant_get_boolean (state));
}

GMenuModel *
kx_row_table_make_sort_menu (KxRowTable *self)
{
  static const GActionEntry entries[] = {
    { .name = "sort", .parameter_type = "s", .state = "''", .change_state = on_sort },
    { .name = "descending", .state = "false", .change_state = on_descending },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) fields = g_menu_new (), order = g_menu_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  show_sort_state (self);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const KxField *field = &self->entity->fields[self->columns[i].field];
      g_autofree char *detailed = g_strconcat ("table.sort::", field->name, NULL);

      if (!(field->flags & KX_SEALED))
        g_menu_append (fields, kx_display_label (field), detailed);
    }
  g_menu_append (order, _ ("_Descending"), "table.descending");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (fields));
  return G_MENU_MODEL (menu);
}

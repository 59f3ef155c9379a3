#include "desktop/record/kx-related-list.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "models/kx-display.h"

struct _KxRelatedList
{
  GtkWidget parent_instance;

  KxDesk *desk; /* owned */
  const KxEntity *entity;
  guint field;
  char *id;           /* owned */
  GtkWidget *heading; /* borrowed: in the line above */
  GtkWidget *nothing; /* borrowed: likewise */
  GtkWidget *top;     /* borrowed: a child, that line */
  GtkListBox *rows;   /* borrowed: a child */
  guint n_rows;
};

G_DEFINE_FINAL_TYPE (KxRelatedList, kx_related_list, GTK_TYPE_WIDGET)

static guint open_signal;

static void
add_part (GString *words, const char *part)
{
  if (*part != '\0')
    g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", part);
}

char *
kx_related_list_dup_details (const KxRecord *record)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < record->entity->n_fields; i++)
    {
      const KxField *field = &record->entity->fields[i];
      gboolean tells = field->kind == KX_CODE && (field->flags & KX_REQUIRED);
      g_autofree char *value = kx_display_field (record, i), *due = NULL;

      if (*value == '\0')
        continue;
      if (tells || (int) i == record->entity->state)
        add_part (words, value);
      if ((field->flags & KX_DUE) == 0)
        continue;
      /* Translators: a field's label and its value. */
      due = g_strdup_printf (_ ("%s: %s"), kx_display_label (field), value);
      add_part (words, due);
    }
  return g_string_free (words, FALSE);
}

static void
add_row (KxRelatedList *self, const KxRecord *record)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = kx_display_title (record), *details = kx_related_list_dup_details (record);
  const char *called = *title != '\0' ? title : _ ("Without a number");
  /* Translators: a record's name and what is known of it. */
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), called, details);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), called);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), details);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "kx-id", g_strdup (record->id), g_free);
  kx_a11y_set_label (row, said);
  gtk_list_box_append (self->rows, row);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;

  /* Ids tell when a row was made: the newest first. */
  return g_strcmp0 (y->id, x->id);
}

static void
refresh (KxRelatedList *self)
{
  g_autoptr (GPtrArray) records = kx_desk_list (self->desk, self->entity, self->field, self->id);
  GtkWidget *child;

  g_ptr_array_sort (records, compare_rows);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
  for (guint i = 0; i < records->len; i++)
    add_row (self, records->pdata[i]);
  self->n_rows = records->len;
  gtk_widget_set_visible (GTK_WIDGET (self->rows), records->len > 0);
  gtk_widget_set_visible (self->nothing, records->len == 0);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxRelatedList *self)
{
  if (entity == self->entity)
    refresh (self);
}

static void
activate_row (GtkListBox *rows, GtkListBoxRow *row, KxRelatedList *self)
{
  g_signal_emit (self, open_signal, 0, self->entity, g_object_get_data (G_OBJECT (row), "kx-id"));
}

static void
dispose (GObject *object)
{
  KxRelatedList *self = KX_RELATED_LIST (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (kx_related_list_parent_class)->dispose (object);
}

static void
kx_related_list_class_init (KxRelatedListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  open_signal = g_signal_new ("open", KX_TYPE_RELATED_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
}

static void
kx_related_list_init (KxRelatedList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "child-list");
  self->top = kx_label_line_new (6);
  self->heading = kx_label_new ("", "field-label");
  kx_label_line_add (self->top, self->heading);
  self->nothing = gtk_label_new (_ ("None"));
  gtk_widget_add_css_class (self->nothing, "dim-label");
  kx_label_line_add (self->top, self->nothing);
  gtk_widget_set_parent (self->top, GTK_WIDGET (self));
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "child-rows");
  g_signal_connect (self->rows, "row-activated", G_CALLBACK (activate_row), self);
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
}

KxRelatedList *
kx_related_list_new (KxDesk *desk, const KxEntity *entity, guint field, const char *title, const char *id)
{
  KxRelatedList *self = g_object_new (KX_TYPE_RELATED_LIST, NULL);

  self->desk = g_object_ref (desk);
  self->entity = entity;
  self->field = field;
  self->id = g_strdup (id);
  gtk_label_set_label (GTK_LABEL (self->heading), title);
  kx_a11y_set_label (GTK_WIDGET (self->rows), title);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return self;
}

void
kx_related_list_set_add (KxRelatedList *self, const char *words, const char *action)
{
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  g_return_if_fail (KX_IS_RELATED_LIST (self));
  gtk_widget_add_css_class (add, "flat");
  gtk_widget_set_hexpand (add, TRUE);
  gtk_widget_set_halign (add, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (add, words);
  kx_a11y_set_label (add, words);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), action);
  /* What may not be done is not shown. */
  g_object_bind_property (add, "sensitive", add, "visible", G_BINDING_SYNC_CREATE);
  kx_label_line_add (self->top, add);
}

guint
kx_related_list_get_n_rows (KxRelatedList *self)
{
  g_return_val_if_fail (KX_IS_RELATED_LIST (self), 0);
  return self->n_rows;
}

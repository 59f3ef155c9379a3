#include "desktop/record/kx-terms-list.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "models/kx-display.h"
#include "models/kx-renewal-terms.h"

struct _KxTermsList
{
  GtkWidget parent_instance;

  KxDesk *desk;     /* owned; NULL when disposed */
  char *id;         /* owned */
  GtkWidget *said;  /* borrowed: a child; that nothing differs, or cannot be told */
  GtkListBox *rows; /* borrowed: a child */
};

G_DEFINE_FINAL_TYPE (KxTermsList, kx_terms_list, GTK_TYPE_WIDGET)

static void
add_row (KxTermsList *self, const KxTermsLine *line)
{
  GtkWidget *row = gtk_list_box_row_new (), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  const char *old = line->old != NULL ? line->old : _ ("not said"),
             *now = line->now != NULL ? line->now : _ ("not said");
  /* Translators: what an agreement said and what it says now */
  g_autofree char *change = kx_display_fill (N_ ("{old} → {new}"), "old", old, "new", now, NULL);
  g_autofree char *spoken = kx_display_fill (N_ ("{what}: before {old}, now {new}"), "what", line->label,
                                             "old", old, "new", now, NULL);

  gtk_widget_add_css_class (kx_label_add (texts, line->label, "caption"), "dim-label");
  kx_label_add (texts, change, NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), texts);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  kx_a11y_set_label (row, spoken);
  gtk_list_box_append (self->rows, row);
}

/* The rows of all kinds that are compared. (element-type KxRecord) */
static GPtrArray *
list_parts (KxTermsList *self, const char *agreement)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  const char *const *names = kx_renewal_compared_parts ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      const KxEntity *entity = kx_schema_entity (kx_schema_get (), names[i]);
      int parent = entity != NULL ? kx_entity_flagged (entity, KX_PARENT) : -1;

      if (parent >= 0)
        g_ptr_array_extend_and_steal (all, kx_desk_list (self->desk, entity, (guint) parent, agreement));
    }
  return all;
}

static void
say (KxTermsList *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->said), words != NULL ? words : "");
  gtk_widget_set_visible (self->said, words != NULL);
}

static void
compare (KxTermsList *self, const KxRecord *record, const KxRecord *previous)
{
  g_autoptr (GPtrArray) old_parts = list_parts (self, previous->id), parts = NULL, lines = NULL;

  parts = list_parts (self, record->id);
  lines = kx_renewal_compare (previous, record, old_parts, parts, &kx_terms_spoken);
  for (guint i = 0; i < lines->len; i++)
    add_row (self, lines->pdata[i]);
  say (self, lines->len == 0 ? _ ("Nothing differs") : NULL);
}

static void
refresh (KxTermsList *self)
{
  g_autoptr (KxRecord) record = kx_desk_get_row (self->desk, &kx_agreement_entity, self->id), previous = NULL;
  const char *id = record != NULL ? kx_record_get (record, kx_agreement_f_previous).REF : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
  gtk_widget_set_visible (GTK_WIDGET (self), id != NULL);
  if (id == NULL)
    return;
  previous = kx_desk_get_row (self->desk, &kx_agreement_entity, id);
  if (previous != NULL)
    compare (self, record, previous);
  else
    say (self, _ ("The agreement before it is not on this computer"));
  gtk_widget_set_visible (GTK_WIDGET (self->rows),
                          gtk_widget_get_first_child (GTK_WIDGET (self->rows)) != NULL);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxTermsList *self)
{
  if (g_str_equal (entity->name, "agreement") || g_strv_contains (kx_renewal_compared_parts (), entity->name))
    refresh (self);
}

static void
dispose (GObject *object)
{
  KxTermsList *self = KX_TERMS_LIST (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (kx_terms_list_parent_class)->dispose (object);
}

static void
kx_terms_list_class_init (KxTermsListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
kx_terms_list_init (KxTermsList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "child-list");
  kx_label_add (top, _ ("Compared with the previous terms"), "field-label");
  self->said = kx_label_add (top, "", "dim-label");
  gtk_widget_set_parent (top, GTK_WIDGET (self));
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "child-rows");
  kx_a11y_set_label (GTK_WIDGET (self->rows), _ ("Compared with the previous terms"));
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
}

GtkWidget *
kx_terms_list_new (KxDesk *desk, const char *id)
{
  KxTermsList *self = g_object_new (KX_TYPE_TERMS_LIST, NULL);

  self->desk = g_object_ref (desk);
  self->id = g_strdup (id);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return GTK_WIDGET (self);
}

#include "desktop/form/kx-guard-list.h"

#include "desktop/form/kx-finding-line.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

struct _KxGuardList
{
  GtkWidget parent_instance;

  GtkLabel *summary; /* borrowed: a child */
  GtkListBox *rows;  /* borrowed: a child */
};

G_DEFINE_FINAL_TYPE (KxGuardList, kx_guard_list, GTK_TYPE_WIDGET)

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_guard_list_parent_class)->dispose (object);
}

static void
kx_guard_list_class_init (KxGuardListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
kx_guard_list_init (KxGuardList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->summary, 0);
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "heading");
  gtk_widget_set_parent (GTK_WIDGET (self->summary), GTK_WIDGET (self));
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  kx_a11y_set_label (GTK_WIDGET (self->rows), _ ("Preconditions"));
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
}

KxGuardList *
kx_guard_list_new (void)
{
  return g_object_new (KX_TYPE_GUARD_LIST, NULL);
}

static void
add_row (KxGuardList *self, const KxFinding *finding)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *sentence = kx_words_finding (finding);
  /* Translators: how a precondition stands, and the precondition. */
  g_autofree char *words = g_strdup_printf (_ ("%s: %s"), kx_words_verdict (finding->verdict), sentence);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), kx_finding_line_new (finding, TRUE));
  kx_a11y_set_label (row, words);
  gtk_list_box_append (self->rows, row);
}

void
kx_guard_list_set_findings (KxGuardList *self, GPtrArray *findings)
{
  static const KxVerdict order[] = { KX_FAILS, KX_WARNS, KX_CANNOT_TELL, KX_HOLDS };
  g_autofree char *summary = kx_guard_list_dup_summary (findings);
  GtkWidget *child;

  g_return_if_fail (KX_IS_GUARD_LIST (self));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
  for (guint verdict = 0; verdict < G_N_ELEMENTS (order); verdict++)
    for (guint i = 0; i < findings->len; i++)
      {
        const KxFinding *finding = findings->pdata[i];

        if (finding->verdict == order[verdict])
          add_row (self, finding);
      }
  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), findings->len > 0);
}

char *
kx_guard_list_dup_summary (GPtrArray *findings)
{
  guint counts[4] = { 0 };
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    counts[((const KxFinding *) findings->pdata[i])->verdict]++;
  if (findings->len == 0)
    g_string_append (words, _ ("There are no preconditions"));
  else
    g_string_append_printf (
        words, ngettext ("%u of %u precondition is met", "%u of %u preconditions are met", findings->len),
        counts[KX_HOLDS] + counts[KX_WARNS], findings->len);
  if (counts[KX_WARNS] > 0)
    g_string_append_printf (words, ngettext (" · %u to look at", " · %u to look at", counts[KX_WARNS]),
                            counts[KX_WARNS]);
  if (counts[KX_CANNOT_TELL] > 0)
    g_string_append_printf (
        words, ngettext (" · %u cannot be told here", " · %u cannot be told here", counts[KX_CANNOT_TELL]),
        counts[KX_CANNOT_TELL]);
  return g_string_free (words, FALSE);
}

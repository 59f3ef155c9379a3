#include "desktop/form/kx-form-summary.h"

#include "desktop/form/kx-finding-line.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

struct _KxFormSummary
{
  GtkWidget parent_instance;

  const KxEntity *entity;
  GtkLabel *heading; /* borrowed: a child */
  GtkBox *lines;     /* borrowed: a child */
};

G_DEFINE_FINAL_TYPE (KxFormSummary, kx_form_summary, GTK_TYPE_WIDGET)

static guint go_signal;

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_form_summary_parent_class)->dispose (object);
}

static void
kx_form_summary_class_init (KxFormSummaryClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_ALERT);
  go_signal = g_signal_new ("go", KX_TYPE_FORM_SUMMARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                            1, G_TYPE_INT);
}

static void
kx_form_summary_init (KxFormSummary *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "form-summary");
  self->heading = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->heading, 0);
  gtk_label_set_wrap (self->heading, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "heading");
  gtk_widget_set_parent (GTK_WIDGET (self->heading), GTK_WIDGET (self));
  self->lines = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  gtk_widget_set_parent (GTK_WIDGET (self->lines), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

KxFormSummary *
kx_form_summary_new (const KxEntity *entity)
{
  KxFormSummary *self = g_object_new (KX_TYPE_FORM_SUMMARY, NULL);

  self->entity = entity;
  return self;
}

static void
press_line (GtkButton *button, KxFormSummary *self)
{
  g_signal_emit (self, go_signal, 0, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "kx-field")));
}

static void
add_line (KxFormSummary *self, const KxFinding *finding)
{
  int field = finding->field != NULL ? kx_entity_field (self->entity, finding->field) : -1;
  g_autofree char *sentence = kx_words_finding (finding), *words = NULL;
  GtkWidget *button, *label;

  if (field < 0)
    {
      gtk_box_append (self->lines, kx_finding_line_new (finding, FALSE));
      return;
    }
  /* Translators: a field's label, and what is wrong with it. */
  words = g_strdup_printf (_ ("%s: %s"), kx_display_label (&self->entity->fields[field]), sentence);
  button = gtk_button_new ();
  label = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "form-summary-line");
  gtk_widget_set_tooltip_text (button, _ ("Go to the field"));
  kx_a11y_set_label (button, words);
  g_object_set_data (G_OBJECT (button), "kx-field", GINT_TO_POINTER (field));
  g_signal_connect (button, "clicked", G_CALLBACK (press_line), self);
  gtk_box_append (self->lines, button);
}

static void
set_heading (KxFormSummary *self, guint fails, guint others)
{
  g_autofree char *words = NULL;

  if (fails > 0)
    words = g_strdup_printf (
        ngettext ("%u entry has to be put right", "%u entries have to be put right", fails), fails);
  else
    words = g_strdup_printf (ngettext ("%u entry to look at", "%u entries to look at", others), others);
  gtk_label_set_label (self->heading, words);
  kx_a11y_set_label (GTK_WIDGET (self), words);
  if (fails > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
}

void
kx_form_summary_set_findings (KxFormSummary *self, GPtrArray *findings)
{
  static const KxVerdict order[] = { KX_FAILS, KX_WARNS, KX_CANNOT_TELL };
  guint counts[KX_CANNOT_TELL + 1] = { 0 };
  GtkWidget *child;

  g_return_if_fail (KX_IS_FORM_SUMMARY (self));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_box_remove (self->lines, child);
  for (guint verdict = 0; findings != NULL && verdict < G_N_ELEMENTS (order); verdict++)
    for (guint i = 0; i < findings->len; i++)
      {
        const KxFinding *finding = findings->pdata[i];

        if (finding->verdict != order[verdict])
          continue;
        counts[finding->verdict]++;
        add_line (self, finding);
      }
  gtk_widget_set_visible (GTK_WIDGET (self),
                          counts[KX_FAILS] + counts[KX_WARNS] + counts[KX_CANNOT_TELL] > 0);
  set_heading (self, counts[KX_FAILS], counts[KX_WARNS] + counts[KX_CANNOT_TELL]);
}

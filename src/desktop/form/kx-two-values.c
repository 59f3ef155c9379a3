#include "desktop/form/kx-two-values.h"

#include "desktop/form/kx-columns.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

#define BUTTON_WIDTH 100

struct _KxTwoValues
{
  GtkWidget parent_instance;

  gboolean can_choose, can_edit;
};

G_DEFINE_FINAL_TYPE (KxTwoValues, kx_two_values, GTK_TYPE_WIDGET)

static guint chosen_signal;

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_two_values_parent_class)->dispose (object);
}

static gboolean
press_choice (GtkWidget *widget, GVariant *choice, gpointer data)
{
  KxTwoValues *self = KX_TWO_VALUES (widget);
  KxTwoChoice chosen = (KxTwoChoice) g_variant_get_int32 (choice);

  if (!self->can_choose || (chosen == KX_TWO_EDIT && !self->can_edit))
    return GDK_EVENT_PROPAGATE;
  kx_two_values_choose (self, chosen);
  return GDK_EVENT_STOP;
}

static void
bind_choice (GtkWidgetClass *class, guint key, KxTwoChoice choice)
{
  gtk_widget_class_add_binding (class, key, 0, press_choice, "i", choice);
}

static void
kx_two_values_class_init (KxTwoValuesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_choice (widget_class, GDK_KEY_m, KX_TWO_MINE);
  bind_choice (widget_class, GDK_KEY_t, KX_TWO_THEIRS);
  bind_choice (widget_class, GDK_KEY_e, KX_TWO_EDIT);
  chosen_signal = g_signal_new ("chosen", KX_TYPE_TWO_VALUES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
kx_two_values_init (KxTwoValues *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "two-values");
}

static void
add_heading (KxTwoValues *self, const KxTwo *two)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_label (GTK_LABEL (label), two->my_author == NULL
                                              ? _ ("Changed meanwhile by somebody else")
                                              : _ ("Two people changed this without knowing of each other"));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  kx_a11y_set_label (icon, _ ("Conflict"));
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), label);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
}

static void
add_value (GtkGrid *grid, int row, const char *whose, const char *who, const char *when, const char *value)
{
  GtkWidget *title = gtk_label_new (whose),
            *words = gtk_label_new (*value != '\0' ? value : C_ ("value", "None"));
  GtkWidget *source;
  g_autofree char *from = NULL;

  /* Not everybody sees who works where. */
  if (who != NULL && *who == '\0')
    who = C_ ("person", "a colleague");
  from = g_strjoin (who != NULL && when != NULL && *when != '\0' ? " · " : "", who != NULL ? who : "",
                    when != NULL ? when : "", NULL);
  source = gtk_label_new (from);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_valign (title, GTK_ALIGN_START);
  gtk_widget_add_css_class (title, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (words), TRUE);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_label_set_xalign (GTK_LABEL (source), 0);
  gtk_label_set_wrap (GTK_LABEL (source), TRUE);
  gtk_widget_add_css_class (source, "dim-label");
  gtk_widget_add_css_class (source, "caption");
  /* Chinese and Latin lines differ in height. */
  gtk_widget_set_valign (title, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (words, GTK_ALIGN_BASELINE);
  gtk_grid_attach (grid, title, 0, row, 1, 1);
  gtk_grid_attach (grid, words, 1, row, 1, 1);
  gtk_grid_attach (grid, source, 1, row + 1, 1, 1);
  gtk_widget_set_visible (source, *from != '\0');
}

static void
add_values (KxTwoValues *self, const KxTwo *two)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  add_value (GTK_GRID (grid), 0, two->of_others ? C_ ("value", "Proposed") : C_ ("value", "Mine"),
             two->my_author, two->my_time, two->mine);
  add_value (GTK_GRID (grid), 2, two->of_others ? C_ ("value", "Stands now") : C_ ("value", "Theirs"),
             two->their_author, two->their_time, two->theirs);
  if (two->base != NULL)
    add_value (GTK_GRID (grid), 4, C_ ("value", "Before"), NULL, NULL, two->base);
  gtk_widget_set_parent (grid, GTK_WIDGET (self));
}

static void
press_button (GtkButton *button, KxTwoValues *self)
{
  kx_two_values_choose (
      self, (KxTwoChoice) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "kx-two-choice")));
}

static void
add_button (KxTwoValues *self, KxColumns *buttons, const char *words, const char *key, const char *field,
            KxTwoChoice choice)
{
  GtkWidget *button = gtk_button_new (), *inside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *key_label = gtk_label_new (key);
  /* Translators: what a button does, and the field it does it to. */
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), words, field);

  gtk_box_append (GTK_BOX (inside), gtk_label_new (words));
  gtk_widget_set_halign (inside, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (key_label, "key-hint");
  gtk_box_append (GTK_BOX (inside), key_label);
  gtk_button_set_child (GTK_BUTTON (button), inside);
  kx_a11y_set_label (button, said);
  g_object_set_data (G_OBJECT (button), "kx-two-choice", GINT_TO_POINTER (choice));
  g_signal_connect (button, "clicked", G_CALLBACK (press_button), self);
  kx_columns_add (buttons, button, FALSE);
}

KxTwoValues *
kx_two_values_new (const KxTwo *two, const char *field, gboolean can_edit, gboolean can_choose)
{
  KxTwoValues *self = g_object_new (KX_TYPE_TWO_VALUES, NULL);
  KxColumns *buttons = kx_columns_new (BUTTON_WIDTH, 6, 6, 3);
  gboolean typing;
  /* Translators: of the two values of a field; the field's label follows. */
  g_autofree char *name = g_strdup_printf (_ ("Two values: %s"), field);

  /* While somebody types, the bare letters are typed too. */
  typing = two->my_author == NULL;
  self->can_choose = can_choose;
  self->can_edit = can_edit;
  kx_a11y_set_label (GTK_WIDGET (self), name);
  add_heading (self, two);
  add_values (self, two);
  gtk_widget_set_halign (GTK_WIDGET (buttons), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (buttons), GTK_WIDGET (self));
  if (!can_choose)
    {
      GtkWidget *why = gtk_label_new (_ ("Whoever may change this record decides"));

      gtk_label_set_wrap (GTK_LABEL (why), TRUE);
      gtk_widget_add_css_class (why, "dim-label");
      kx_columns_add (buttons, why, TRUE);
      return self;
    }
  add_button (self, buttons, two->of_others ? _ ("Take what was proposed") : _ ("Keep mine"),
              typing ? "Alt+M" : "M", field, KX_TWO_MINE);
  add_button (self, buttons, two->of_others ? _ ("Keep what stands") : _ ("Keep theirs"),
              typing ? "Alt+T" : "T", field, KX_TWO_THEIRS);
  if (can_edit)
    add_button (self, buttons, _ ("Edit"), "E", field, KX_TWO_EDIT);
  return self;
}

void
kx_two_values_choose (KxTwoValues *self, KxTwoChoice choice)
{
  g_return_if_fail (KX_IS_TWO_VALUES (self));
  g_object_ref (self); /* whoever listens may throw it away */
  g_signal_emit (self, chosen_signal, 0, choice);
  g_object_unref (self);
}

#include "desktop/record/kx-assistant-bar.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/kx-wrap-layout.h"
#include "models/kx-display.h"

struct _KxAssistantBar
{
  GtkWidget parent_instance;

  const char *const *steps; /* borrowed: of static storage */
  GPtrArray *buttons;       /* (element-type GtkButton) borrowed elements: in the line */
  GtkWidget *line;          /* borrowed: a child */
  GtkLabel *only;           /* borrowed: a child; instead of the line */
};

G_DEFINE_FINAL_TYPE (KxAssistantBar, kx_assistant_bar, GTK_TYPE_WIDGET)

static guint go_signal;

static void
press (GtkButton *button, KxAssistantBar *self)
{
  guint i;

  if (g_ptr_array_find (self->buttons, button, &i))
    g_signal_emit (self, go_signal, 0, i + 1);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  g_ptr_array_set_size (KX_ASSISTANT_BAR (object)->buttons, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_assistant_bar_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (KX_ASSISTANT_BAR (object)->buttons);
  G_OBJECT_CLASS (kx_assistant_bar_parent_class)->finalize (object);
}

static void
kx_assistant_bar_class_init (KxAssistantBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
  go_signal = g_signal_new ("go", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                            G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
kx_assistant_bar_init (KxAssistantBar *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->buttons = g_ptr_array_new ();
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->line, kx_wrap_layout_new (6));
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  self->only = GTK_LABEL (kx_label_new ("", "heading"));
  gtk_widget_set_visible (GTK_WIDGET (self->only), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->only), GTK_WIDGET (self));
}

static void
add_step (KxAssistantBar *self, guint step)
{
  g_autofree char *number = g_strdup_printf ("%u", step);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *button = gtk_button_new ();
  GtkWidget *figure = gtk_label_new (number);

  gtk_widget_add_css_class (figure, "assistant-number");
  gtk_widget_add_css_class (figure, "numeric");
  gtk_box_append (GTK_BOX (box), figure);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ (self->steps[step - 1])));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "assistant-step");
  g_signal_connect (button, "clicked", G_CALLBACK (press), self);
  g_ptr_array_add (self->buttons, button);
  gtk_box_append (GTK_BOX (self->line), button);
}

KxAssistantBar *
kx_assistant_bar_new (const char *const *steps, guint n)
{
  KxAssistantBar *self = g_object_new (KX_TYPE_ASSISTANT_BAR, NULL);

  self->steps = steps;
  for (guint step = 1; step <= n; step++)
    add_step (self, step);
  kx_a11y_set_label (GTK_WIDGET (self), _ ("Steps of drawing it up"));
  return self;
}

/* "Step 2 of 5: Services". Free with g_free(). */
static char *
dup_words (KxAssistantBar *self, guint step)
{
  g_autofree char *number = g_strdup_printf ("%u", step), *all = g_strdup_printf ("%u", self->buttons->len);

  return kx_display_fill (N_ ("Step {number} of {all}: {step}"), "number", number, "all", all, "step",
                          _ (self->steps[step - 1]), NULL);
}

void
kx_assistant_bar_set_step (KxAssistantBar *self, guint step)
{
  g_autofree char *now = NULL;

  g_return_if_fail (KX_IS_ASSISTANT_BAR (self) && step >= 1 && step <= self->buttons->len);
  now = dup_words (self, step);
  gtk_label_set_label (self->only, now);
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkWidget *button = self->buttons->pdata[i];
      g_autofree char *words = dup_words (self, i + 1);

      kx_a11y_set_label (button, words);
      kx_a11y_set_description (button, i + 1 == step ? _ ("You are here") : "");
      if (i + 1 == step)
        gtk_widget_add_css_class (button, "now");
      else
        gtk_widget_remove_css_class (button, "now");
    }
}

void
kx_assistant_bar_set_narrow (KxAssistantBar *self, gboolean narrow)
{
  g_return_if_fail (KX_IS_ASSISTANT_BAR (self));
  gtk_widget_set_visible (self->line, !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->only), narrow);
}

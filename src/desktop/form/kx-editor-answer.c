#include "desktop/form/kx-editor-kinds.h"

#include "desktop/kx-gettext.h"

struct _KxAnswerEditor
{
  KxEditor parent_instance;

  GtkDropDown *choices; /* borrowed: a child */
};

G_DEFINE_FINAL_TYPE (KxAnswerEditor, kx_answer_editor, KX_TYPE_EDITOR)

/* What stands behind the lines. */
static const char *const answers[] = { "", "true", "false" };

static void
set_typed (KxEditor *editor, const char *typed)
{
  guint at = 0;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (answers[i], typed))
      at = i;
  gtk_drop_down_set_selected (KX_ANSWER_EDITOR (editor)->choices, at);
}

static char *
dup_typed (KxEditor *editor)
{
  guint at = gtk_drop_down_get_selected (KX_ANSWER_EDITOR (editor)->choices);

  return g_strdup (at < G_N_ELEMENTS (answers) ? answers[at] : "");
}

/* The button inside takes the focus. */
static GtkWidget *
get_input (KxEditor *editor)
{
  return gtk_widget_get_first_child (GTK_WIDGET (KX_ANSWER_EDITOR (editor)->choices));
}

static void
kx_answer_editor_class_init (KxAnswerEditorClass *class)
{
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->get_input = get_input;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
kx_answer_editor_init (KxAnswerEditor *self)
{
  const char *const lines[] = { C_ ("value", "None"), C_ ("value", "Yes"), C_ ("value", "No"), NULL };

  self->choices = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (lines));
  gtk_widget_set_parent (GTK_WIDGET (self->choices), GTK_WIDGET (self));
  g_signal_connect_swapped (self->choices, "notify::selected", G_CALLBACK (kx_editor_changed), self);
}

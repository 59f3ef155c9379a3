#include "desktop/form/kx-editor-kinds.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

struct _KxCodeEditor
{
  KxEditor parent_instance;

  GtkDropDown *choices; /* borrowed: a child; the first one is "none" */
};

G_DEFINE_FINAL_TYPE (KxCodeEditor, kx_code_editor, KX_TYPE_EDITOR)

static void
set_typed (KxEditor *editor, const char *typed)
{
  int code = kx_field_code (kx_editor_get_field (editor), typed, strlen (typed));

  gtk_drop_down_set_selected (KX_CODE_EDITOR (editor)->choices, (guint) (code + 1));
}

static char *
dup_typed (KxEditor *editor)
{
  guint selected = gtk_drop_down_get_selected (KX_CODE_EDITOR (editor)->choices);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return g_strdup ("");
  return g_strdup (kx_editor_get_field (editor)->codes[selected - 1].name);
}

/* The button inside takes the focus. */
static GtkWidget *
get_input (KxEditor *editor)
{
  return gtk_widget_get_first_child (GTK_WIDGET (KX_CODE_EDITOR (editor)->choices));
}

static void
kx_code_editor_class_init (KxCodeEditorClass *class)
{
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->get_input = get_input;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
kx_code_editor_init (KxCodeEditor *self)
{
  self->choices = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->choices), GTK_WIDGET (self));
  g_signal_connect_swapped (self->choices, "notify::selected", G_CALLBACK (kx_editor_changed), self);
}

void
kx_code_editor_set_up (KxCodeEditor *self, const KxField *field)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, C_ ("value", "None"));
  for (guint i = 0; i < kx_field_n_codes (field); i++)
    gtk_string_list_append (labels, _ (kx_field_code_label (field, (int) i)));
  kx_editor_set_typed (KX_EDITOR (self), "");
  gtk_drop_down_set_model (self->choices, G_LIST_MODEL (labels));
}

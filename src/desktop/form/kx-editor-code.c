#include "desktop/form/kx-editor-kinds.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

struct _KxCodeEditor
{
  KxEditor parent_instance;

  GtkDropDown *choices; /* borrowed: a child; the first one is "none" */
  GArray *codes;        /* (element-type int) owned; those behind it */
};

G_DEFINE_FINAL_TYPE (KxCodeEditor, kx_code_editor, KX_TYPE_EDITOR)

static void
set_typed (KxEditor *editor, const char *typed)
{
  KxCodeEditor *self = KX_CODE_EDITOR (editor);
  int code = kx_field_code (kx_editor_get_field (editor), typed, strlen (typed));
  guint at = 0;

  for (guint i = 0; i < self->codes->len; i++)
    if (g_array_index (self->codes, int, i) == code)
      at = i + 1;
  gtk_drop_down_set_selected (self->choices, at);
}

static char *
dup_typed (KxEditor *editor)
{
  KxCodeEditor *self = KX_CODE_EDITOR (editor);
  guint selected = gtk_drop_down_get_selected (self->choices);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return g_strdup ("");
  return g_strdup (kx_editor_get_field (editor)->codes[g_array_index (self->codes, int, selected - 1)].name);
}

/* The button inside takes the focus. */
static GtkWidget *
get_input (KxEditor *editor)
{
  return gtk_widget_get_first_child (GTK_WIDGET (KX_CODE_EDITOR (editor)->choices));
}

static void
finalize (GObject *object)
{
  g_array_unref (KX_CODE_EDITOR (object)->codes);
  G_OBJECT_CLASS (kx_code_editor_parent_class)->finalize (object);
}

static void
kx_code_editor_class_init (KxCodeEditorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->get_input = get_input;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
kx_code_editor_init (KxCodeEditor *self)
{
  self->codes = g_array_new (FALSE, FALSE, sizeof (int));
  self->choices = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->choices), GTK_WIDGET (self));
  g_signal_connect_swapped (self->choices, "notify::selected", G_CALLBACK (kx_editor_changed), self);
}

void
kx_code_editor_set_up (KxCodeEditor *self, const KxField *field, guint64 offered, const char *none)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, none);
  for (int i = 0; i < (int) kx_field_n_codes (field); i++)
    if (offered >> i & 1)
      {
        gtk_string_list_append (labels, _ (kx_field_code_label (field, i)));
        g_array_append_val (self->codes, i);
      }
  kx_editor_set_typed (KX_EDITOR (self), "");
  gtk_drop_down_set_model (self->choices, G_LIST_MODEL (labels));
}

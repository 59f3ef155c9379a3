#include "desktop/form/kx-editor-kinds.h"

struct _KxTextEditor
{
  KxEditor parent_instance;

  GtkEditable *entry; /* borrowed: a child */
};

G_DEFINE_FINAL_TYPE (KxTextEditor, kx_text_editor, KX_TYPE_EDITOR)

static void
set_typed (KxEditor *editor, const char *typed)
{
  gtk_editable_set_text (KX_TEXT_EDITOR (editor)->entry, typed);
}

static char *
dup_typed (KxEditor *editor)
{
  return g_strdup (gtk_editable_get_text (KX_TEXT_EDITOR (editor)->entry));
}

static void
kx_text_editor_class_init (KxTextEditorClass *class)
{
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
kx_text_editor_init (KxTextEditor *self)
{
  self->entry = GTK_EDITABLE (gtk_entry_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->entry), GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (kx_editor_changed), self);
}

void
kx_text_editor_set_up (KxTextEditor *self, const KxField *field)
{
  GtkInputPurpose purpose = GTK_INPUT_PURPOSE_FREE_FORM;

  if (field->kind == KX_INTEGER)
    purpose = GTK_INPUT_PURPOSE_DIGITS;
  else if (field->kind == KX_DECIMAL)
    purpose = GTK_INPUT_PURPOSE_NUMBER;
  else if (field->format == KX_FORMAT_PHONE)
    purpose = GTK_INPUT_PURPOSE_PHONE;
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), purpose);
  /* Short values get short entries, so that a form shows what is expected. */
  gtk_editable_set_width_chars (self->entry, field->kind == KX_INTEGER ? 8 : 12);
  gtk_editable_set_max_width_chars (self->entry, field->kind == KX_INTEGER ? 12 : -1);
  gtk_widget_set_halign (GTK_WIDGET (self->entry),
                         field->kind == KX_INTEGER ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  if (field->kind == KX_INTEGER || field->kind == KX_DECIMAL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "numeric");
}

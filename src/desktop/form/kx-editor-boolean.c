#include "desktop/form/kx-editor-kinds.h"

#include "desktop/kx-gettext.h"

struct _KxBooleanEditor
{
  KxEditor parent_instance;

  GtkWidget *toggle, *word; /* borrowed: children */
  gboolean given;           /* there was a value, or a person moved the switch */
};

G_DEFINE_FINAL_TYPE (KxBooleanEditor, kx_boolean_editor, KX_TYPE_EDITOR)

static void
set_typed (KxEditor *editor, const char *typed)
{
  KxBooleanEditor *self = KX_BOOLEAN_EDITOR (editor);

  gtk_switch_set_active (GTK_SWITCH (self->toggle), g_str_equal (typed, "true"));
  self->given = *typed != '\0';
}

static char *
dup_typed (KxEditor *editor)
{
  KxBooleanEditor *self = KX_BOOLEAN_EDITOR (editor);

  if (!self->given)
    return g_strdup ("");
  return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->toggle)) ? "true" : "false");
}

static void
toggled (KxBooleanEditor *self)
{
  gboolean active = gtk_switch_get_active (GTK_SWITCH (self->toggle));

  self->given = TRUE;
  gtk_label_set_label (GTK_LABEL (self->word), active ? C_ ("value", "Yes") : C_ ("value", "No"));
  kx_editor_changed (KX_EDITOR (self));
}

static void
kx_boolean_editor_class_init (KxBooleanEditorClass *class)
{
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
kx_boolean_editor_init (KxBooleanEditor *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->toggle = gtk_switch_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->toggle, GTK_WIDGET (self));
  /* On and off in words too: the switch says it by place and colour only. */
  self->word = gtk_label_new (C_ ("value", "No"));
  gtk_widget_set_parent (self->word, GTK_WIDGET (self));
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (toggled), self);
}

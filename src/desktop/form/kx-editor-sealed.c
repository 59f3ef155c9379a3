#include "desktop/form/kx-editor-kinds.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

typedef enum
{
  KEPT,
  REPLACED,
  REMOVED
} Fate;

struct _KxSealedEditor
{
  KxEditor parent_instance;

  GtkWidget *mask, *replace, *remove, *keep; /* borrowed: children */
  GtkEditable *entry;                        /* borrowed: a child */
  gboolean has_value;
  Fate fate;
};

G_DEFINE_FINAL_TYPE (KxSealedEditor, kx_sealed_editor, KX_TYPE_EDITOR)

static void
show_fate (KxSealedEditor *self)
{
  gboolean kept = self->has_value && self->fate == KEPT, removed = self->fate == REMOVED;

  gtk_widget_set_visible (self->mask, kept || removed);
  gtk_widget_set_visible (self->replace, kept);
  gtk_widget_set_visible (self->remove, kept);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), !kept && !removed);
  gtk_widget_set_visible (self->keep, self->has_value && !kept);
  if (removed)
    gtk_widget_add_css_class (self->mask, "sealed-removed");
  else
    gtk_widget_remove_css_class (self->mask, "sealed-removed");
}

static void
set_fate (KxSealedEditor *self, Fate fate)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  self->fate = fate;
  if (fate != REPLACED)
    gtk_editable_set_text (self->entry, "");
  show_fate (self);
  /* The button that was pressed is gone. */
  if (fate == REPLACED)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (had_focus)
    gtk_widget_grab_focus (fate == KEPT ? self->replace : self->keep);
  kx_editor_changed (KX_EDITOR (self));
}

static void
replace (KxSealedEditor *self)
{
  set_fate (self, REPLACED);
}

static void
remove_value (KxSealedEditor *self)
{
  set_fate (self, REMOVED);
}

static void
keep (KxSealedEditor *self)
{
  set_fate (self, KEPT);
}

static void
set_typed (KxEditor *editor, const char *typed)
{
  KxSealedEditor *self = KX_SEALED_EDITOR (editor);

  self->fate = *typed != '\0' ? REPLACED : KEPT;
  gtk_editable_set_text (self->entry, typed);
  show_fate (self);
}

static char *
dup_typed (KxEditor *editor)
{
  return g_strdup (gtk_editable_get_text (KX_SEALED_EDITOR (editor)->entry));
}

static GtkWidget *
get_input (KxEditor *editor)
{
  return GTK_WIDGET (KX_SEALED_EDITOR (editor)->entry);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  KxSealedEditor *self = KX_SEALED_EDITOR (widget);
  GtkWidget *order[] = { GTK_WIDGET (self->entry), self->replace, self->keep };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (gtk_widget_get_visible (order[i]))
      return gtk_widget_grab_focus (order[i]);
  return FALSE;
}

static void
kx_sealed_editor_class_init (KxSealedEditorClass *class)
{
  GTK_WIDGET_CLASS (class)->grab_focus = grab_focus;
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->get_input = get_input;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
add_button (KxSealedEditor *self, const char *words, GCallback press)
{
  GtkWidget *button = gtk_button_new_with_label (words);

  g_signal_connect_swapped (button, "clicked", press, self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

static void
kx_sealed_editor_init (KxSealedEditor *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->mask = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->mask), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->mask), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->mask, TRUE);
  gtk_widget_add_css_class (self->mask, "numeric");
  gtk_widget_set_parent (self->mask, GTK_WIDGET (self));
  self->entry = GTK_EDITABLE (gtk_entry_new ());
  gtk_editable_set_width_chars (self->entry, 10);
  gtk_widget_set_hexpand (GTK_WIDGET (self->entry), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->entry), GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (kx_editor_changed), self);
  self->replace = add_button (self, _ ("Replace"), G_CALLBACK (replace));
  self->remove = add_button (self, _ ("Remove"), G_CALLBACK (remove_value));
  self->keep = add_button (self, _ ("Keep"), G_CALLBACK (keep));
  gtk_widget_set_tooltip_text (self->keep, _ ("Leave the value as it is"));
  show_fate (self);
}

static void
name_button (GtkWidget *button, const KxField *field)
{
  /* Translators: what a button does, and the field it does it to. */
  g_autofree char *words =
      g_strdup_printf (_ ("%s: %s"), gtk_button_get_label (GTK_BUTTON (button)), _ (field->label));

  kx_a11y_set_label (button, words);
}

void
kx_sealed_editor_set_up (KxSealedEditor *self, const KxField *field)
{
  name_button (self->replace, field);
  name_button (self->remove, field);
  name_button (self->keep, field);
  if (field->format == KX_FORMAT_PHONE)
    gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_PHONE);
}

void
kx_sealed_editor_set_mask (KxSealedEditor *self, const char *mask)
{
  g_return_if_fail (KX_IS_SEALED_EDITOR (self));
  self->has_value = mask != NULL;
  gtk_label_set_label (GTK_LABEL (self->mask), mask != NULL ? mask : "");
  show_fate (self);
}

gboolean
kx_sealed_editor_is_kept (KxSealedEditor *self)
{
  g_return_val_if_fail (KX_IS_SEALED_EDITOR (self), TRUE);
  return self->fate == KEPT && *gtk_editable_get_text (self->entry) == '\0';
}

#include "desktop/form/kx-editor-kinds.h"

#include "desktop/form/kx-columns.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"

struct _KxCodesEditor
{
  KxEditor parent_instance;

  GtkWidget *group;   /* borrowed: a child */
  GPtrArray *buttons; /* (element-type GtkCheckButton) borrowed elements, one a code */
};

G_DEFINE_FINAL_TYPE (KxCodesEditor, kx_codes_editor, KX_TYPE_EDITOR)

static void
set_typed (KxEditor *editor, const char *typed)
{
  KxCodesEditor *self = KX_CODES_EDITOR (editor);
  KxValue value = { 0 };

  if (!kx_value_from_text (kx_editor_get_field (editor), typed, &value))
    value.CODES.bits = 0;
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_check_button_set_active (self->buttons->pdata[i], (gboolean) (value.CODES.bits >> i & 1));
}

static char *
dup_typed (KxEditor *editor)
{
  KxCodesEditor *self = KX_CODES_EDITOR (editor);
  KxValue value = { 0 };

  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_check_button_get_active (self->buttons->pdata[i]))
      value.CODES.bits |= G_GUINT64_CONSTANT (1) << i;
  return value.CODES.bits != 0 ? kx_value_to_text (kx_editor_get_field (editor), value) : g_strdup ("");
}

static GtkWidget *
get_input (KxEditor *editor)
{
  return KX_CODES_EDITOR (editor)->group;
}

static gboolean
grab_focus (GtkWidget *widget)
{
  GPtrArray *buttons = KX_CODES_EDITOR (widget)->buttons;

  return buttons->len > 0 && gtk_widget_grab_focus (buttons->pdata[0]);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (KX_CODES_EDITOR (object)->buttons);
  G_OBJECT_CLASS (kx_codes_editor_parent_class)->finalize (object);
}

static void
kx_codes_editor_class_init (KxCodesEditorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  GTK_WIDGET_CLASS (class)->grab_focus = grab_focus;
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->get_input = get_input;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
kx_codes_editor_init (KxCodesEditor *self)
{
  self->buttons = g_ptr_array_new ();
  self->group = GTK_WIDGET (kx_columns_new (140, 12, 0, 4));
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
}

void
kx_codes_editor_set_up (KxCodesEditor *self, const KxField *field)
{
  for (guint i = 0; i < kx_field_n_codes (field); i++)
    {
      GtkWidget *button = gtk_check_button_new_with_label (_ (kx_field_code_label (field, (int) i)));

      gtk_widget_set_halign (button, GTK_ALIGN_START);
      kx_label_wrap_check (button);
      g_signal_connect_swapped (button, "toggled", G_CALLBACK (kx_editor_changed), self);
      g_ptr_array_add (self->buttons, button);
      kx_columns_add (KX_COLUMNS (self->group), button, FALSE);
    }
}

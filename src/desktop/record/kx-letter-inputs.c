#include "desktop/record/kx-letter-inputs.h"

#include "desktop/form/kx-form-date.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/record/kx-letter-text.h"
#include "models/kx-display.h"

#define MARGIN 8 /* as an entry has around its text */

struct _KxLetterInputs
{
  GtkBox parent_instance;

  GPtrArray *asked;  /* (element-type KxLetterField) owned */
  GPtrArray *inputs; /* (element-type GtkWidget) owned array; one for each of `asked` */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (KxLetterInputs, kx_letter_inputs, GTK_TYPE_BOX)

static guint changed_signal;

static char *
dup_text (GtkWidget *input)
{
  GtkTextBuffer *buffer;
  GtkTextIter from, to;

  if (GTK_IS_EDITABLE (input))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (input)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (input));
  gtk_text_buffer_get_bounds (buffer, &from, &to);
  return gtk_text_buffer_get_text (buffer, &from, &to, FALSE);
}

static void
set_text (GtkWidget *input, const char *text)
{
  if (GTK_IS_EDITABLE (input))
    gtk_editable_set_text (GTK_EDITABLE (input), text);
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (input)), text, -1);
}

static void
follow_input (KxLetterInputs *self)
{
  if (!self->filling)
    g_signal_emit (self, changed_signal, 0);
}

static GtkWidget *
make_input (KxLetterInputs *self, const KxLetterField *field)
{
  GtkWidget *input;

  if (field->input != KX_LETTER_TEXT)
    {
      input = gtk_entry_new ();
      if (field->input == KX_LETTER_DAY)
        gtk_entry_set_placeholder_text (GTK_ENTRY (input), "2026-07-01");
      if (field->input == KX_LETTER_NUMBER)
        gtk_entry_set_input_purpose (GTK_ENTRY (input), GTK_INPUT_PURPOSE_DIGITS);
      g_signal_connect_swapped (input, "changed", G_CALLBACK (follow_input), self);
      return input;
    }
  input = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (input), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (input), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (input), MARGIN);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (input), MARGIN);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (input), MARGIN);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (input), MARGIN);
  gtk_widget_set_size_request (input, -1, 72);
  gtk_widget_add_css_class (input, "card");
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (input)), "changed",
                           G_CALLBACK (follow_input), self, G_CONNECT_SWAPPED);
  return input;
}

static void
finalize (GObject *object)
{
  KxLetterInputs *self = KX_LETTER_INPUTS (object);

  g_ptr_array_unref (self->inputs);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  G_OBJECT_CLASS (kx_letter_inputs_parent_class)->finalize (object);
}

static void
kx_letter_inputs_class_init (KxLetterInputsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  changed_signal =
      g_signal_new ("changed", KX_TYPE_LETTER_INPUTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_letter_inputs_init (KxLetterInputs *self)
{
  self->inputs = g_ptr_array_new ();
}

KxLetterInputs *
kx_letter_inputs_new (const KxLetterKind *kind)
{
  KxLetterInputs *self =
      g_object_new (KX_TYPE_LETTER_INPUTS, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);

  self->asked = kx_letter_text_asked (kind);
  for (guint i = 0; i < self->asked->len; i++)
    {
      const KxLetterField *field = self->asked->pdata[i];
      GtkWidget *input = make_input (self, field);

      kx_label_add (GTK_WIDGET (self), _ (field->label), "field-label");
      kx_a11y_set_label (input, _ (field->label));
      g_ptr_array_add (self->inputs, input);
      gtk_box_append (GTK_BOX (self), input);
    }
  return self;
}

void
kx_letter_inputs_set_texts (KxLetterInputs *self, GHashTable *texts)
{
  g_return_if_fail (KX_IS_LETTER_INPUTS (self));
  self->filling = TRUE;
  for (guint i = 0; i < self->asked->len; i++)
    {
      const KxLetterField *field = self->asked->pdata[i];
      const char *text = g_hash_table_lookup (texts, field->name);

      set_text (self->inputs->pdata[i], text != NULL ? text : "");
    }
  self->filling = FALSE;
}

GHashTable *
kx_letter_inputs_dup_typed (KxLetterInputs *self)
{
  GHashTable *typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->asked->len; i++)
    {
      const KxLetterField *field = self->asked->pdata[i];
      char *text = dup_text (self->inputs->pdata[i]);

      if (*text != '\0')
        g_hash_table_insert (typed, g_strdup (field->name), text);
      else
        g_free (text);
    }
  return typed;
}

GHashTable *
kx_letter_inputs_dup_said (KxLetterInputs *self)
{
  GHashTable *said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->asked->len; i++)
    {
      const KxLetterField *field = self->asked->pdata[i];
      g_autofree char *typed = g_strstrip (dup_text (self->inputs->pdata[i]));
      KxDate day;

      if (*typed == '\0' || (field->input == KX_LETTER_DAY &&
                             kx_form_date_read (typed, FALSE, kx_display_today (), &day) != NULL))
        continue;
      g_hash_table_insert (said, g_strdup (field->name),
                           field->input == KX_LETTER_DAY ? kx_display_date (day) : g_steal_pointer (&typed));
    }
  return said;
}

GtkWidget *
kx_letter_inputs_get (KxLetterInputs *self, const char *name)
{
  g_return_val_if_fail (KX_IS_LETTER_INPUTS (self), NULL);
  for (guint i = 0; i < self->asked->len; i++)
    if (g_str_equal (((const KxLetterField *) self->asked->pdata[i])->name, name))
      return self->inputs->pdata[i];
  return NULL;
}

gboolean
kx_letter_inputs_focus (KxLetterInputs *self)
{
  g_return_val_if_fail (KX_IS_LETTER_INPUTS (self), FALSE);
  return self->inputs->len > 0 && gtk_widget_is_sensitive (GTK_WIDGET (self)) &&
         gtk_widget_grab_focus (self->inputs->pdata[0]);
}

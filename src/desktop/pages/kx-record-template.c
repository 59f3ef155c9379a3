#include "desktop/pages/kx-record-template.h"

#include "core/entities/kx-attachment.h"
#include "core/entities/kx-letter-template.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/record/kx-letter-text.h"
#include "models/kx-display.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter.h"

/* What stands below the form is kept at it, with which it goes. */
#define BELOW "kx-template-below"

/* What the check of a document comes to, in words. Free with g_free(). */
static char *
word_check (const KxLetterKind *kind, GBytes *document)
{
  g_autoptr (KxDocxValues) values = kx_letter_values_new (kind);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) empty = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;

  kx_docx_values_set (values, "letter.register_number", "");
  if (!kx_letter_check (kind, document, values, unknown, empty, &error))
    return kx_display_fill (N_ ("The template cannot be used: {reason}"), "reason", error->message, NULL);
  names = kx_display_join (unknown);
  if (unknown->len > 0)
    return kx_display_fill (N_ ("The template has fields that this program does not know, and they stay as "
                                "they stand: {fields}"),
                            "fields", names, NULL);
  return g_strdup (_ ("The document can be used: every field of it is known."));
}

static char *
word_file (KxDesk *desk, const KxLetterKind *kind, const KxRecord *file)
{
  g_autofree char *path =
      kx_mirror_dup_blob_path (kx_desk_get_mirror (desk), kx_record_get (file, kx_attachment_f_sha256).TEXT);
  g_autoptr (GBytes) document = NULL;
  char *bytes;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return g_strdup (_ ("Open the document once, and it is checked."));
  document = g_bytes_new_take (bytes, size);
  return word_check (kind, document);
}

static char *
dup_words (KxDesk *desk, const KxRecord *template)
{
  const char *code = kx_letter_kind_codes[kx_record_get (template, kx_letter_template_f_kind).CODE].name;
  const KxLetterKind *kind = kx_letter_kind_find (code);
  g_autoptr (KxRecord) file = NULL;

  if (kind == NULL)
    return g_strdup (_ ("Letters of this kind are written elsewhere: the template is kept only."));
  file = kx_letter_text_find_file (desk, template);
  if (file == NULL)
    return g_strdup (_ ("Add the Word document (docx) under Documents."));
  return word_file (desk, kind, file);
}

static void
on_rows_changed (KxDesk *desk, const KxEntity *entity, KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);

  if (entity == &kx_attachment_entity && self->form != NULL && record != NULL)
    kx_record_template_show (self, record);
}

void
kx_record_template_show (KxRecordPage *self, const KxRecord *record)
{
  g_autofree char *words = dup_words (self->desk, record);
  GtkWidget *below = g_object_get_data (G_OBJECT (self->form), BELOW);

  if (below == NULL)
    {
      below = kx_label_new ("", NULL);
      kx_form_add_below (self->form, 0, below);
      g_object_set_data (G_OBJECT (self->form), BELOW, below);
      g_signal_handlers_disconnect_by_func (self->desk, on_rows_changed, self);
      g_signal_connect_object (self->desk, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
    }
  gtk_label_set_label (GTK_LABEL (below), words);
}

#include "models/kx-batch-letter-write.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-letter.h"
#include "models/kx-letter-read.h"
#include "models/kx-letter-said.h"
#include "models/kx-row-read.h"
#include "print/kx-letter.h"
#include "print/kx-pdf.h"

#include <string.h>

/* NAME (2).docx for `n` 2. Free with g_free(). */
static char *
number_name (const char *name, guint n)
{
  const char *dot = strrchr (name, '.');

  return n == 1 ? g_strdup (name) : g_strdup_printf ("%.*s (%u)%s", (int) (dot - name), name, n, dot);
}

/* A file that was not there before. */
static GFileOutputStream *
create_file (GFile *folder, const char *name, GFile **ret_file, GError **error)
{
  for (guint n = 1;; n++)
    {
      g_autofree char *numbered = number_name (name, n);
      g_autoptr (GFile) file = g_file_get_child (folder, numbered);
      GError *local = NULL;
      GFileOutputStream *stream = g_file_create (file, G_FILE_CREATE_NONE, NULL, &local);

      if (stream != NULL)
        {
          *ret_file = g_steal_pointer (&file);
          return stream;
        }
      if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS))
        {
          g_propagate_error (error, local);
          return NULL;
        }
      g_clear_error (&local);
    }
}

static GBytes *
make_document (KxBatchLetter *letter, KxBook *book, const KxLetterKind *kind, gboolean pdf, GError **error)
{
  g_autoptr (GHashTable) said = kx_letter_said_read (kx_batch_letter_get_letter (letter));
  g_autoptr (KxDocxValues) values = kx_letter_read_values (book, kx_batch_letter_get_letter (letter), said);
  g_autoptr (GBytes) document = NULL;
  g_autoptr (KxPages) pages = NULL;

  kx_letter_put_said (values, kind, said);
  document = kx_letter_fill (kind, kx_batch_letter_get_template (letter), values, error);
  if (document == NULL || !pdf)
    return g_steal_pointer (&document);
  pages = kx_pages_new (document, error);
  return pages != NULL ? kx_pdf_write (pages, error) : NULL;
}

static char *
dup_name (KxBook *book, const KxRecord *letter, gboolean pdf)
{
  g_autofree char *agency =
      kx_row_read_title (book, &kx_agency_entity, kx_record_get (letter, kx_letter_f_agency).REF);

  return kx_letter_read_file_name (letter, agency, pdf ? "pdf" : "docx");
}

GFile *
kx_batch_letter_write (KxBatchLetter *letter, KxBook *book, const KxLetterKind *kind, GFile *folder,
                       gboolean pdf, GError **error)
{
  g_autoptr (GBytes) document = make_document (letter, book, kind, pdf, error);
  g_autofree char *name = dup_name (book, kx_batch_letter_get_letter (letter), pdf);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileOutputStream) stream = document != NULL ? create_file (folder, name, &file, error) : NULL;
  const void *bytes;
  gsize size;

  if (stream == NULL)
    return NULL;
  bytes = g_bytes_get_data (document, &size);
  if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), bytes, size, NULL, NULL, error) &&
      g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error))
    return g_steal_pointer (&file);
  g_file_delete (file, NULL, NULL);
  return NULL;
}

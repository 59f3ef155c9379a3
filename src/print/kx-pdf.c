#include "print/kx-pdf.h"

#include <cairo-pdf.h>
#include <string.h>

static cairo_status_t
take (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
draw_all (const KxPages *pages, GByteArray *bytes)
{
  double width, height;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  kx_pages_get_size (pages, &width, &height);
  surface = cairo_pdf_surface_create_for_stream (take, bytes, width, height);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Kangxie " KX_VERSION);
  if (kx_pages_get_title (pages) != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, kx_pages_get_title (pages));
  cr = cairo_create (surface);
  for (guint i = 0; i < kx_pages_get_n (pages); i++)
    {
      kx_pages_draw (pages, i, cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

/* The last place of `word` in the file; NULL: it is not there. */
static const char *
find_last (const GByteArray *bytes, const char *word)
{
  gsize length = strlen (word);

  for (gsize at = bytes->len >= length ? bytes->len - length + 1 : 0; at > 0; at--)
    if (memcmp (bytes->data + at - 1, word, length) == 0)
      return (const char *) bytes->data + at - 1;
  return NULL;
}

/* The number behind a word such as "/Root "; 0: none. */
static guint64
find_number (const GByteArray *bytes, const char *word)
{
  const char *at = find_last (bytes, word);

  return at != NULL ? g_ascii_strtoull (at + strlen (word), NULL, 10) : 0;
}

/* The dictionary of an object, without its marks; NULL: it is not written as cairo writes one. Free with
 * g_free(). */
static char *
dup_dictionary (const GByteArray *bytes, guint64 object)
{
  g_autofree char *head = g_strdup_printf ("\n%" G_GUINT64_FORMAT " 0 obj\n<<", object);
  const char *begin = find_last (bytes, head), *end;

  if (begin == NULL)
    return NULL;
  begin += strlen (head);
  end = g_strstr_len (begin, (gssize) (bytes->len - (gsize) (begin - (const char *) bytes->data)),
                      "\n>>\nendobj");
  return end != NULL ? g_strndup (begin, (gsize) (end - begin)) : NULL;
}

/* A language tag has nothing that has to be written otherwise in a PDF. */
static gboolean
is_tag (const char *language)
{
  for (; g_ascii_isalnum (*language) || *language == '-'; language++)
    ;
  return *language == '\0';
}

/* cairo knows no language of a document. It is said in a later edition of the catalogue at the end of the
 * file, as PDF foresees for changes; a file that looks otherwise than cairo's stays as it is. */
static void
set_language (GByteArray *bytes, const char *language)
{
  guint64 root = find_number (bytes, "/Root "), size = find_number (bytes, "/Size "),
          info = find_number (bytes, "/Info "), before = find_number (bytes, "startxref\n");
  g_autofree char *catalogue = root > 0 ? dup_dictionary (bytes, root) : NULL, *text = NULL, *about = NULL;
  gsize at = bytes->len + 1;

  if (catalogue == NULL || size == 0 || before == 0 || !is_tag (language))
    return;
  text = g_strdup_printf ("\n%" G_GUINT64_FORMAT
                          " 0 obj\n<<%s\n   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle "
                          "true >>\n>>\nendobj\n",
                          root, catalogue, language);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  about = g_strdup_printf (
      "xref\n%" G_GUINT64_FORMAT " 1\n%010" G_GSIZE_FORMAT " 00000 n \ntrailer\n<< /Size "
      "%" G_GUINT64_FORMAT "\n   /Root %" G_GUINT64_FORMAT " 0 R\n   /Info %" G_GUINT64_FORMAT
      " 0 R\n   /Prev %" G_GUINT64_FORMAT "\n>>\nstartxref\n%u\n%%%%EOF\n",
      root, at, size, root, info, before, bytes->len);
  g_byte_array_append (bytes, (const guint8 *) about, (guint) strlen (about));
}

GBytes *
kx_pdf_write (const KxPages *pages, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status = draw_all (pages, bytes);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
      return NULL;
    }
  set_language (bytes, kx_pages_get_language (pages) != NULL ? kx_pages_get_language (pages) : "zh-CN");
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

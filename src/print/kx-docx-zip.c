#include "print/kx-docx-zip.h"

#include "late/kx-late-archive.h"
#include "print/kx-docx.h"
#include "print/kx-gettext.h"

#include <string.h>

#define MOST_PARTS 2000
#define MOST_BYTES (64 * 1024 * 1024)
#define BLOCK 65536

typedef struct archive Archive;

static void
free_reader (Archive *archive)
{
  archive_read_free (archive);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, free_reader)

static void
free_part (gpointer data)
{
  KxDocxPart *part = data;

  g_free (part->name);
  g_bytes_unref (part->bytes);
  g_free (part);
}

static gboolean
fail (GError **error, KxDocxErrorCode code)
{
  g_set_error_literal (error, KX_DOCX_ERROR, (int) code,
                       code == KX_DOCX_ERROR_LIMIT
                           ? _ ("The document unpacks to more than any letter needs and is not read")
                           : _ ("This is no docx document, or it is damaged"));
  return FALSE;
}

static GBytes *
read_entry (Archive *archive, gsize *left, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (BLOCK);
  la_ssize_t n;

  while ((n = archive_read_data (archive, block, BLOCK)) > 0)
    {
      if ((gsize) n > *left)
        return fail (error, KX_DOCX_ERROR_LIMIT), NULL;
      *left -= (gsize) n;
      g_byte_array_append (bytes, block, (guint) n);
    }
  if (n < 0)
    return fail (error, KX_DOCX_ERROR_DAMAGED), NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
read_entries (Archive *archive, GPtrArray *parts, GError **error)
{
  struct archive_entry *entry;
  gsize left = MOST_BYTES;
  int status;

  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname (entry);
      KxDocxPart *part;
      GBytes *bytes;

      if (name == NULL || parts->len >= MOST_PARTS)
        return fail (error, name == NULL ? KX_DOCX_ERROR_DAMAGED : KX_DOCX_ERROR_LIMIT);
      bytes = read_entry (archive, &left, error);
      if (bytes == NULL)
        return FALSE;
      part = g_new0 (KxDocxPart, 1);
      *part = (KxDocxPart){ g_strdup (name), bytes, archive_entry_mtime (entry) };
      g_ptr_array_add (parts, part);
    }
  return status == ARCHIVE_EOF || fail (error, KX_DOCX_ERROR_DAMAGED);
}

static gboolean
has_body (GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_str_equal (((KxDocxPart *) parts->pdata[i])->name, "word/document.xml"))
      return TRUE;
  return FALSE;
}

GPtrArray *
kx_docx_unpack (GBytes *package, GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);
  gsize size;
  gconstpointer data = g_bytes_get_data (package, &size);

  if (archive == NULL || archive_read_support_format_zip_seekable (archive) != ARCHIVE_OK ||
      archive_read_open_memory (archive, data, size) != ARCHIVE_OK)
    return fail (error, KX_DOCX_ERROR_DAMAGED), NULL;
  if (!read_entries (archive, parts, error))
    return NULL;
  return has_body (parts) ? g_steal_pointer (&parts) : (fail (error, KX_DOCX_ERROR_DAMAGED), NULL);
}

static la_ssize_t
take_bytes (struct archive *archive, void *data, const void *bytes, size_t n)
{
  g_byte_array_append (data, bytes, (guint) n);
  return (la_ssize_t) n;
}

static gboolean
write_part (struct archive *archive, const KxDocxPart *part)
{
  struct archive_entry *entry = archive_entry_new ();
  gsize size;
  gconstpointer data = g_bytes_get_data (part->bytes, &size);
  gboolean written;

  archive_entry_set_pathname (entry, part->name);
  archive_entry_set_size (entry, (la_int64_t) size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, part->mtime, 0);
  written = archive_write_header (archive, entry) == ARCHIVE_OK &&
            (size == 0 || archive_write_data (archive, data, size) == (la_ssize_t) size);
  archive_entry_free (entry);
  return written;
}

GBytes *
kx_docx_pack (GPtrArray *parts, GError **error)
{
  struct archive *archive = archive_write_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean written = archive_write_set_format_zip (archive) == ARCHIVE_OK &&
                     archive_write_set_bytes_per_block (archive, 0) == ARCHIVE_OK &&
                     archive_write_open (archive, bytes, NULL, take_bytes, NULL) == ARCHIVE_OK;

  for (guint i = 0; written && i < parts->len; i++)
    written = write_part (archive, parts->pdata[i]);
  written = archive_write_close (archive) == ARCHIVE_OK && written;
  archive_write_free (archive);
  if (written)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error_literal (error, KX_DOCX_ERROR, KX_DOCX_ERROR_DAMAGED,
                       _ ("The document could not be put together"));
  return NULL;
}

gboolean
kx_docx_is_text (const KxDocxPart *part)
{
  static const char *const begins[] = { "word/document", "word/header", "word/footer", "word/footnotes",
                                        "word/endnotes" };

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    if (g_str_has_prefix (part->name, begins[i]) && g_str_has_suffix (part->name, ".xml"))
      return TRUE;
  return FALSE;
}

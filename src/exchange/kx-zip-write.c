#include "exchange/kx-zip-write.h"

#include "late/kx-late-archive.h"

#include <errno.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#define LONGEST_NAME 80
#define LONGEST_ENDING 12

struct _KxZipWriter
{
  int fd;            /* borrowed */
  gboolean given_up; /* what is still written goes nowhere */
  struct archive *archive;
  locale_t locale; /* of UTF-8, whatever the program runs in: parts have Chinese names */
  KxTime now;
  GPtrArray *parts;    /* (element-type KxZipPart) */
  GChecksum *checksum; /* of the part that is being written */
};

static void
free_part (gpointer data)
{
  KxZipPart *part = data;

  g_free (part->name);
  g_free (part->sha256);
  g_free (part);
}

static gboolean
fail (KxZipWriter *self, GError **error)
{
  int code = archive_errno (self->archive);
  const char *words = archive_error_string (self->archive);

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code > 0 ? code : EIO),
               "The ZIP file could not be written: %s", words != NULL ? words : g_strerror (errno));
  return FALSE;
}

/* Bytes of the file, while anybody wants them. */
static la_ssize_t
put_bytes (struct archive *archive, void *data, const void *bytes, size_t size)
{
  KxZipWriter *self = data;
  gssize n;

  if (self->given_up)
    return (la_ssize_t) size;
  do
    n = write (self->fd, bytes, size);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    archive_set_error (archive, errno, "%s", g_strerror (errno));
  return n;
}

KxZipWriter *
kx_zip_writer_new (int fd, KxTime now, GError **error)
{
  g_autoptr (KxZipWriter) self = g_new0 (KxZipWriter, 1);

  self->fd = fd;
  self->now = now;
  self->locale = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
  self->parts = g_ptr_array_new_with_free_func (free_part);
  self->archive = archive_write_new ();
  /* Unpacked in blocks of its own the file would end in zeros. */
  if (archive_write_set_format_zip (self->archive) != ARCHIVE_OK ||
      archive_write_set_bytes_in_last_block (self->archive, 1) != ARCHIVE_OK ||
      archive_write_open (self->archive, self, NULL, put_bytes, NULL) != ARCHIVE_OK)
    {
      fail (self, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
kx_zip_writer_free (KxZipWriter *self)
{
  /* One that was given up is not to be finished: its last bytes go nowhere. libarchive would keep its buffer
   * if it were told that it failed. */
  self->given_up = TRUE;
  archive_write_free (self->archive);
  if (self->locale != (locale_t) 0)
    freelocale (self->locale);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

gboolean
kx_zip_writer_begin (KxZipWriter *self, const char *name, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  locale_t before = self->locale != (locale_t) 0 ? uselocale (self->locale) : (locale_t) 0;
  KxZipPart *part = g_new0 (KxZipPart, 1);
  gboolean begun;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, self->now.ms / 1000, 0);
  begun = archive_write_header (self->archive, entry) == ARCHIVE_OK;
  archive_entry_free (entry);
  if (before != (locale_t) 0)
    uselocale (before);
  part->name = g_strdup (name);
  g_ptr_array_add (self->parts, part);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return begun || fail (self, error);
}

gboolean
kx_zip_writer_write (KxZipWriter *self, const void *bytes, gsize size, GError **error)
{
  KxZipPart *part = self->parts->pdata[self->parts->len - 1];

  if (size == 0)
    return TRUE;
  g_checksum_update (self->checksum, bytes, (gssize) size);
  part->size += (gint64) size;
  return archive_write_data (self->archive, bytes, size) == (la_ssize_t) size || fail (self, error);
}

gboolean
kx_zip_writer_end (KxZipWriter *self, GError **error)
{
  KxZipPart *part = self->parts->pdata[self->parts->len - 1];

  part->sha256 = g_strdup (g_checksum_get_string (self->checksum));
  g_clear_pointer (&self->checksum, g_checksum_free);
  return archive_write_finish_entry (self->archive) == ARCHIVE_OK || fail (self, error);
}

gboolean
kx_zip_writer_add (KxZipWriter *self, const char *name, const void *bytes, gsize size, GError **error)
{
  return kx_zip_writer_begin (self, name, error) && kx_zip_writer_write (self, bytes, size, error) &&
         kx_zip_writer_end (self, error);
}

GPtrArray *
kx_zip_writer_get_parts (KxZipWriter *self)
{
  return self->parts;
}

gboolean
kx_zip_writer_finish (KxZipWriter *self, GError **error)
{
  locale_t before = self->locale != (locale_t) 0 ? uselocale (self->locale) : (locale_t) 0;
  gboolean finished = archive_write_close (self->archive) == ARCHIVE_OK;

  if (before != (locale_t) 0)
    uselocale (before);
  return finished || fail (self, error);
}

/* What no file name may hold on one system or another, or what would show it other than it is. */
static gboolean
is_unsafe (gunichar c)
{
  return (c < 128 && strchr ("/\\:*?\"<>|", (int) c) != NULL) || g_unichar_iscntrl (c) ||
         g_unichar_type (c) == G_UNICODE_FORMAT || g_unichar_type (c) == G_UNICODE_LINE_SEPARATOR ||
         g_unichar_type (c) == G_UNICODE_PARAGRAPH_SEPARATOR || g_unichar_type (c) == G_UNICODE_PRIVATE_USE;
}

/* The part of the name from its last dot on; "" when that is no ending. */
static const char *
find_ending (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name && g_utf8_strlen (dot, -1) <= LONGEST_ENDING ? dot : "";
}

char *
kx_zip_safe_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autoptr (GString) clean = g_string_new (NULL);
  const char *ending;
  glong stem, room;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (clean, is_unsafe (g_utf8_get_char (p)) ? '_' : g_utf8_get_char (p));
  /* Windows drops dots and blanks at the end, others hide what begins with a dot. */
  while (clean->len > 0 && strchr (". ", clean->str[clean->len - 1]) != NULL)
    g_string_truncate (clean, clean->len - 1);
  while (clean->len > 0 && strchr (". ", clean->str[0]) != NULL)
    g_string_erase (clean, 0, 1);
  if (clean->len == 0)
    return g_strdup ("file");
  ending = find_ending (clean->str);
  stem = g_utf8_pointer_to_offset (clean->str, clean->str + clean->len - strlen (ending));
  room = LONGEST_NAME - g_utf8_strlen (ending, -1);
  if (stem > room)
    {
      g_autofree char *begin = g_utf8_substring (clean->str, 0, room);

      return g_strconcat (begin, ending, NULL);
    }
  return g_strdup (clean->str);
}

#include "store/kx-backup-private.h"

#include "store/kx-files.h"
#include "store/kx-series.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define SEQ_FILE "seq"

/* One line of a fixed length, so that writing it anew leaves no half of another. Not flushed to the disk: it
 * has to outlive the process, and the loss of a second of it with the machine's power does no harm. */
gboolean
kx_backup_write_seq (const char *dir, const char *generation, gint64 seq, GError **error)
{
  g_autofree char *path = g_build_filename (dir, SEQ_FILE, NULL);
  g_autofree char *line = g_strdup_printf ("%s %020" G_GINT64_FORMAT "\n", generation, seq);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean written;

  if (fd < 0)
    {
      kx_files_set_error (error, path);
      return FALSE;
    }
  written = pwrite (fd, line, strlen (line), 0) == (ssize_t) strlen (line);
  if (!written)
    kx_files_set_error (error, path);
  close (fd);
  return written;
}

/* FALSE: nothing was written down yet, or it cannot be read. `ret_generation` is owned by the caller. */
static gboolean
read_seq (const char *dir, char **ret_generation, gint64 *ret_seq)
{
  g_autofree char *path = g_build_filename (dir, SEQ_FILE, NULL);
  g_autofree char *line = NULL;
  char *space;

  if (!g_file_get_contents (path, &line, NULL, NULL) || (space = strchr (line, ' ')) == NULL)
    return FALSE;
  *ret_generation = g_strndup (line, (gsize) (space - line));
  *ret_seq = g_ascii_strtoll (space + 1, NULL, 10);
  return TRUE;
}

static gboolean
read_store (KxStore *store, char **ret_generation, gint64 *ret_seq, GError **error)
{
  KxBook *reader = kx_store_take_reader (store, error);
  gboolean read;

  if (reader == NULL)
    return FALSE;
  *ret_generation = kx_book_get_meta (reader, "generation", error);
  read = *ret_generation != NULL && kx_book_get_seq (reader, ret_seq, error);
  if (!read)
    g_clear_pointer (ret_generation, g_free);
  kx_store_give_reader (store, reader);
  return read;
}

gboolean
kx_backup_note_seq (KxStore *store, GError **error)
{
  g_autofree char *generation = NULL;
  gint64 seq;

  return read_store (store, &generation, &seq, error) &&
         kx_backup_write_seq (kx_store_get_dir (store), generation, seq, error);
}

/* Work for the writer. */
static gboolean
renew (KxBook *book, gpointer data, GError **error)
{
  char generation[KX_UUID_TEXT_SIZE];
  g_autofree char *before = kx_book_get_meta (book, "generation", error);

  if (before == NULL)
    return FALSE;
  kx_random_uuid (*(const KxTime *) data, generation);
  return kx_book_set_meta (book, "restored_from", before, error) &&
         kx_book_set_meta (book, "generation", generation, error) &&
         kx_series_close (book, *(const KxTime *) data, error);
}

gboolean
kx_backup_check_seq (KxStore *store, gboolean *ret_behind, GError **error)
{
  g_autofree char *served_generation = NULL, *generation = NULL;
  KxTime now = kx_store_now (store);
  gint64 served, seq;
  gboolean behind;

  if (!read_store (store, &generation, &seq, error))
    return FALSE;
  /* Another generation was served: this file stood here before that one, and devices may know its numbers. */
  behind = read_seq (kx_store_get_dir (store), &served_generation, &served) &&
           (!g_str_equal (generation, served_generation) || seq < served);
  if ((behind && !kx_store_write (store, renew, &now, error)) || !kx_backup_note_seq (store, error))
    return FALSE;
  if (ret_behind != NULL)
    *ret_behind = behind;
  return TRUE;
}

#include "store/kx-backup-private.h"

#include "core/entities/kx-attachment.h"
#include "db/kx-db-sqlite.h"
#include "late/kx-late-archive.h"
#include "store/kx-blob.h"
#include "store/kx-files.h"
#include "store/kx-signature.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (256 * 1024)
#define WORK_FOLDER "backing-up"

typedef struct archive Archive;
typedef struct archive_entry ArchiveEntry;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_write_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveEntry, archive_entry_free)

/* A backup being written. */
typedef struct
{
  KxStore *store;
  Archive *archive;
  const char *part;     /* the file under way, which a person may remove */
  char *work, *copy;    /* owned: a folder of its own in the store's, and the copy of the database in it */
  char *heads;          /* owned; the signed heads, read before the copy is made; NULL: none yet */
  KxManifest *manifest; /* owned */
  KxTime now;
  gint64 blobs;
} Backup;

void
kx_backup_report_clear (KxBackupReport *report)
{
  g_clear_pointer (&report->lost, g_free);
}

static gboolean
set_archive_error (Archive *archive, GError **error)
{
  const char *words = archive_error_string (archive);

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (archive_errno (archive)),
               "The backup could not be written: %s", words != NULL ? words : "unknown reason");
  return FALSE;
}

/* The file that is being written was removed: nobody wants it any more. */
static gboolean
is_given_up (gpointer data)
{
  const Backup *self = data;
  struct stat status;

  return lstat (self->part, &status) != 0 && errno == ENOENT;
}

static gboolean
begin_entry (Backup *self, const char *name, gint64 size, GError **error)
{
  g_autoptr (ArchiveEntry) entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, size);
  archive_entry_set_mtime (entry, self->now.ms / 1000, 0);
  return archive_write_header (self->archive, entry) == ARCHIVE_OK ||
         set_archive_error (self->archive, error);
}

static gboolean
write_data (Backup *self, const void *bytes, gsize size, GError **error)
{
  if (is_given_up (self))
    {
      g_set_error_literal (error, KX_DB_ERROR, KX_DB_ERROR_STOPPED, "The backup was given up");
      return FALSE;
    }
  return archive_write_data (self->archive, bytes, size) == (la_ssize_t) size ||
         set_archive_error (self->archive, error);
}

static gboolean
add_bytes (Backup *self, const char *name, const void *bytes, gsize size, GError **error)
{
  return begin_entry (self, name, (gint64) size, error) && write_data (self, bytes, size, error);
}

/* Adds a file that nobody changes meanwhile. */
static gboolean
add_file (Backup *self, const char *name, const char *path, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  gboolean written;
  ssize_t got = 0;

  if (fd < 0 || fstat (fd, &status) != 0)
    {
      kx_files_set_error (error, path);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  written = begin_entry (self, name, status.st_size, error);
  while (written && (got = read (fd, piece, PIECE)) > 0)
    {
      g_checksum_update (checksum, piece, got);
      written = write_data (self, piece, (gsize) got, error);
    }
  if (written && got < 0)
    kx_files_set_error (error, path);
  close (fd);
  kx_manifest_add_file (self->manifest, name, status.st_size, g_checksum_get_string (checksum));
  return written && got == 0;
}

/* A blob that is gone or damaged must not prevent the backup of all others; it is named instead. */
static gboolean
add_blob (Backup *self, const char *sha256, GError **error)
{
  g_autofree char *path = kx_blob_path (kx_store_get_dir (self->store), sha256);
  g_autofree char *name = g_strdup_printf ("blobs/%.2s/%s", sha256, sha256), *bytes = NULL, *found = NULL;
  gsize size = 0;

  if (g_file_get_contents (path, &bytes, &size, NULL) && size <= KX_ATTACHMENT_MAX_BYTES)
    found = kx_sha256_hex (bytes, size);
  if (g_strcmp0 (found, sha256) != 0)
    {
      g_ptr_array_add (self->manifest->lost, g_strdup (sha256));
      return TRUE;
    }
  self->blobs++;
  kx_manifest_add_file (self->manifest, name, (gint64) size, sha256);
  return add_bytes (self, name, bytes, size, error);
}

static gboolean
add_blobs (Backup *self, KxDb *copy, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (copy, "SELECT sha256 FROM blob ORDER BY sha256", NULL, 0, error);
  GError *local = NULL;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    if (kx_files_is_sha256 (kx_db_rows_text (rows, 0)) && !add_blob (self, kx_db_rows_text (rows, 0), error))
      return FALSE;
  if (local != NULL)
    g_propagate_error (error, local);
  return rows != NULL && local == NULL;
}

/* The database as it stands at one moment; writing goes on. */
static gboolean
copy_database (Backup *self, GError **error)
{
  KxBook *reader = kx_store_take_reader (self->store, error);
  gboolean copied;

  if (reader == NULL)
    return FALSE;
  kx_db_sqlite_set_stop (reader->db, is_given_up, self);
  copied = kx_db_sqlite_copy_to (reader->db, self->copy, error);
  kx_db_sqlite_set_stop (reader->db, NULL, NULL);
  kx_store_give_reader (self->store, reader);
  return copied;
}

static gboolean
add_manifest (Backup *self, GError **error)
{
  g_autofree char *text = kx_manifest_to_text (self->manifest);
  g_autofree char *signature =
      kx_signature_make (kx_store_get_vault (self->store), KX_BACKUP_FORMAT, text, strlen (text));

  return add_bytes (self, KX_BACKUP_MANIFEST, text, strlen (text), error) &&
         add_bytes (self, KX_BACKUP_SIGNATURE, signature, strlen (signature), error);
}

static gboolean
add_heads (Backup *self, GError **error)
{
  g_autofree char *sha256 = NULL;

  if (self->heads == NULL)
    return TRUE;
  sha256 = kx_sha256_hex (self->heads, strlen (self->heads));
  kx_manifest_add_file (self->manifest, KX_BACKUP_HEADS, (gint64) strlen (self->heads), sha256);
  return add_bytes (self, KX_BACKUP_HEADS, self->heads, strlen (self->heads), error);
}

static gboolean
add_all (Backup *self, GError **error)
{
  g_autofree char *heads = g_build_filename (kx_store_get_dir (self->store), KX_BACKUP_HEADS, NULL);
  g_autoptr (KxDb) copy = NULL;

  /* First the heads: each of them is then within the chain of the copy. */
  if (g_file_test (heads, G_FILE_TEST_EXISTS) && !g_file_get_contents (heads, &self->heads, NULL, error))
    return FALSE;
  if (!copy_database (self, error))
    return FALSE;
  copy = kx_db_sqlite_open (self->copy, KX_DB_SQLITE_READER, error);
  return copy != NULL && kx_manifest_read_database (self->manifest, copy, error) &&
         add_file (self, KX_BACKUP_DATABASE, self->copy, error) && add_heads (self, error) &&
         add_blobs (self, copy, error) && add_manifest (self, error);
}

static gboolean
write_archive (Backup *self, int fd, GError **error)
{
  g_autoptr (Archive) archive = archive_write_new ();

  self->archive = archive;
  if (archive_write_add_filter_zstd (archive) != ARCHIVE_OK ||
      archive_write_set_format_pax_restricted (archive) != ARCHIVE_OK ||
      archive_write_set_bytes_in_last_block (archive, 1) != ARCHIVE_OK ||
      archive_write_open_fd (archive, fd) != ARCHIVE_OK)
    return set_archive_error (archive, error);
  if (add_all (self, error))
    return archive_write_close (archive) == ARCHIVE_OK || set_archive_error (archive, error);
  /* Not to be finished when it is freed. */
  archive_write_fail (archive);
  return FALSE;
}

/* A folder for the copy, which the lock keeps for one backup; what a killed one left goes. -1: with an error.
 */
static int
begin_work (Backup *self, GError **error)
{
  g_autofree char *lock_path = g_build_filename (kx_store_get_dir (self->store), WORK_FOLDER ".lock", NULL);
  GError *local = NULL;
  int lock = kx_files_take_lock (lock_path, &local);

  if (lock < 0)
    {
      g_propagate_error (error, local != NULL ? local
                                              : g_error_new_literal (KX_STORE_ERROR, KX_STORE_ERROR_LOCKED,
                                                                     "Another backup is being written"));
      return -1;
    }
  self->work = g_build_filename (kx_store_get_dir (self->store), WORK_FOLDER, NULL);
  self->copy = g_build_filename (self->work, KX_BACKUP_DATABASE, NULL);
  kx_files_remove_tree (self->work);
  if (kx_files_make_folder (self->work, error))
    return lock;
  close (lock);
  return -1;
}

static gboolean
write_backup (KxStore *store, int fd, const char *part, KxBackupReport *ret_report, GError **error)
{
  Backup self = { .store = store, .part = part, .now = kx_store_now (store), .manifest = kx_manifest_new () };
  struct stat status = { 0 };
  int lock = begin_work (&self, error);
  gboolean written;

  self.manifest->program = g_strdup (KX_VERSION);
  self.manifest->created_at = kx_time_to_text (self.now);
  written = lock >= 0 && write_archive (&self, fd, error);
  if (lock >= 0)
    {
      kx_files_remove_tree (self.work);
      close (lock);
    }
  if (written && ret_report != NULL)
    {
      ret_report->seq = self.manifest->seq;
      ret_report->blobs = self.blobs;
      ret_report->bytes = fstat (fd, &status) == 0 ? status.st_size : 0;
      ret_report->lost = kx_backup_lines (self.manifest->lost);
    }
  kx_manifest_free (self.manifest);
  g_free (self.work);
  g_free (self.copy);
  g_free (self.heads);
  return written;
}

gboolean
kx_backup_write (KxStore *store, const char *path, KxBackupReport *ret_report, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  int fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  g_auto (KxBackupReport) report = { 0 };
  gboolean written;

  if (fd < 0)
    {
      kx_files_set_error (error, part);
      return FALSE;
    }
  written = write_backup (store, fd, part, &report, error);
  if (written && fsync (fd) != 0)
    {
      kx_files_set_error (error, part);
      written = FALSE;
    }
  close (fd);
  if (!written || !kx_files_move (part, path, error))
    {
      g_unlink (part);
      return FALSE;
    }
  if (ret_report != NULL)
    {
      *ret_report = report;
      report.lost = NULL;
    }
  return TRUE;
}

#include "store/kx-backup-private.h"

#include "core/entities/kx-attachment.h"
#include "db/kx-db-sqlite.h"
#include "late/kx-late-archive.h"
#include "store/kx-device.h"
#include "store/kx-files.h"
#include "store/kx-series.h"
#include "store/kx-signature.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (256 * 1024)
#define WORK_FOLDER "restoring"
#define CHECK_FOLDER "checking"
#define MOST_TEXT (256 * 1024 * 1024) /* of the manifest and of the heads */

typedef struct archive Archive;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

/* A restore under way. Everything is owned. */
typedef struct
{
  const char *dir; /* borrowed */
  KxStoreOptions options;
  KxTime now;
  char *work;        /* the folder in `dir` where everything is put together first */
  GHashTable *files; /* (element-type char* KxBackupFile) what was unpacked */
  KxManifest *manifest;
  KxVault *vault;      /* NULL: the keys are not here */
  gboolean check_only; /* attachments are read and not kept */
  guint8 signer[KX_PUBLIC_KEY_SIZE];
  KxRestoreReport report;
} Restore;

void
kx_restore_report_clear (KxRestoreReport *report)
{
  g_clear_pointer (&report->program, g_free);
  g_clear_pointer (&report->created_at, g_free);
  g_clear_pointer (&report->generation, g_free);
  g_clear_pointer (&report->aside, g_free);
  g_clear_pointer (&report->lost, g_free);
  kx_audit_report_clear (&report->audit);
}

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *words = NULL;
  va_list args;

  va_start (args, format);
  words = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_BACKUP, "The backup cannot be used: %s", words);
  return FALSE;
}

/* The most bytes of an entry, or -1 for a name that no backup has: no path leads out of the folder. */
static gint64
most_bytes (const char *name)
{
  if (g_strcmp0 (name, KX_BACKUP_DATABASE) == 0)
    return G_MAXINT64;
  if (g_strcmp0 (name, KX_BACKUP_HEADS) == 0 || g_strcmp0 (name, KX_BACKUP_MANIFEST) == 0 ||
      g_strcmp0 (name, KX_BACKUP_SIGNATURE) == 0)
    return MOST_TEXT;
  if (name != NULL && g_str_has_prefix (name, "blobs/") && strlen (name) == strlen ("blobs/ab/") + 64 &&
      name[8] == '/' && kx_files_is_sha256 (name + 9) && strncmp (name + 6, name + 9, 2) == 0)
    return KX_ATTACHMENT_MAX_BYTES;
  return -1;
}

/* `fd` -1: read, and not kept. */
static gboolean
unpack_data (Archive *archive, int fd, const char *name, gint64 most, KxBackupFile *file, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE);
  la_ssize_t got;

  while ((got = archive_read_data (archive, piece, PIECE)) > 0)
    {
      file->size += got;
      if (file->size > most)
        return refuse (error, "%s is too large", name);
      g_checksum_update (checksum, piece, got);
      if (fd >= 0 && !kx_files_write (fd, piece, (gsize) got, name, error))
        return FALSE;
    }
  if (got < 0)
    return refuse (error, "%s", archive_error_string (archive));
  g_strlcpy (file->sha256, g_checksum_get_string (checksum), sizeof file->sha256);
  return TRUE;
}

static int
make_file (Restore *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->work, name, NULL), *folder = g_path_get_dirname (path);
  int fd;

  if (!kx_files_make_folder (folder, error))
    return -1;
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    kx_files_set_error (error, path);
  return fd;
}

static gboolean
unpack_entry (Restore *self, Archive *archive, struct archive_entry *entry, GError **error)
{
  const char *name = archive_entry_pathname (entry);
  gint64 most = most_bytes (name);
  KxBackupFile *file;
  gboolean unpacked;
  int fd = -1;

  if (most < 0 || archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry) != NULL)
    return refuse (error, "it holds something else than a backup does");
  if (g_hash_table_contains (self->files, name))
    return refuse (error, "%s is there twice", name);
  if (!(self->check_only && g_str_has_prefix (name, "blobs/")))
    {
      fd = make_file (self, name, error);
      if (fd < 0)
        return FALSE;
    }
  file = g_new0 (KxBackupFile, 1);
  g_hash_table_insert (self->files, g_strdup (name), file);
  unpacked = unpack_data (archive, fd, name, most, file, error);
  if (fd >= 0)
    close (fd);
  return unpacked;
}

static gboolean
unpack (Restore *self, const char *path, GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  struct archive_entry *entry;
  int fd = open (path, O_RDONLY | O_CLOEXEC), code = ARCHIVE_FATAL;
  gboolean alive = FALSE;

  if (fd < 0)
    {
      kx_files_set_error (error, path);
      return FALSE;
    }
  /* Reading to the end of the file, not of the archive, is what finds a file that was cut off. */
  if (archive_read_support_filter_zstd (archive) != ARCHIVE_OK ||
      archive_read_support_format_tar (archive) != ARCHIVE_OK ||
      archive_read_set_options (archive, "tar:read_concatenated_archives") != ARCHIVE_OK ||
      archive_read_open_fd (archive, fd, PIECE) != ARCHIVE_OK)
    refuse (error, "%s", archive_error_string (archive));
  else
    {
      alive = TRUE;
      while (alive && (code = archive_read_next_header (archive, &entry)) == ARCHIVE_OK)
        alive = unpack_entry (self, archive, entry, error);
      if (alive && code != ARCHIVE_EOF)
        alive = refuse (error, "%s", archive_error_string (archive));
    }
  close (fd);
  return alive;
}

/* Takes a file of texts out of the folder. */
static gboolean
take_text (Restore *self, const char *name, char **ret_text, gsize *ret_length, GError **error)
{
  g_autofree char *path = g_build_filename (self->work, name, NULL);

  if (!g_hash_table_remove (self->files, name))
    return refuse (error, "it has no %s, it may have been cut off", name);
  return g_file_get_contents (path, ret_text, ret_length, error) && g_unlink (path) == 0;
}

/* The manifest against its signature, the keys that are here, this program, and what was unpacked. */
static gboolean
check_manifest (Restore *self, GError **error)
{
  g_autofree char *text = NULL, *signature = NULL, *difference = NULL;
  gsize length = 0, signature_length = 0;

  if (!take_text (self, KX_BACKUP_MANIFEST, &text, &length, error) ||
      !take_text (self, KX_BACKUP_SIGNATURE, &signature, &signature_length, error))
    return FALSE;
  if (!kx_signature_holds (KX_BACKUP_FORMAT, text, length, signature, signature_length, self->signer))
    return refuse (error, "the signature of its manifest does not hold");
  self->manifest = kx_manifest_from_text (text, length, error);
  if (self->manifest == NULL)
    return FALSE;
  if (self->manifest->schema > self->options.schema->version)
    {
      g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_NEWER,
                   "A newer program (%s) wrote this backup (schema %" G_GINT64_FORMAT
                   "; this program knows %u)",
                   self->manifest->program, self->manifest->schema, self->options.schema->version);
      return FALSE;
    }
  difference = kx_manifest_compare_files (self->manifest, self->files);
  return difference == NULL || refuse (error, "%s", difference);
}

/* Keys of another store are as good as none. */
static void
load_keys (Restore *self)
{
  self->vault = kx_vault_load (self->dir, FALSE, NULL, NULL);
  if (self->vault != NULL && memcmp (self->vault->sign_public, self->signer, KX_PUBLIC_KEY_SIZE) != 0)
    g_clear_pointer (&self->vault, kx_vault_free);
  self->report.keys_missing = self->vault == NULL;
}

/* What is in the database, before anything in it is believed. */
static gboolean
check_database (Restore *self, KxDb *db, GError **error)
{
  g_autoptr (KxManifest) found = kx_manifest_new ();
  g_autofree char *difference = NULL;
  gint64 programs = 0;

  if (!kx_db_sqlite_check (db, error) ||
      !kx_db_get_integer (db, "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')", NULL, 0,
                          &programs, error))
    return FALSE;
  if (programs > 0)
    return refuse (error, "its database holds triggers or views");
  if (!kx_manifest_read_database (found, db, error))
    return FALSE;
  difference = kx_manifest_compare_database (self->manifest, found);
  return difference == NULL || refuse (error, "%s", difference);
}

/* A new generation, and nobody is signed in: a session that was ended after the backup must not come back.
 * What was issued after it stands on paper alone: series wait for their last number. */
static gboolean
renew (Restore *self, KxBook *book, GError **error)
{
  g_autofree char *from =
      g_strdup_printf ("%s %" G_GINT64_FORMAT, self->manifest->generation, self->manifest->seq);
  char generation[KX_UUID_TEXT_SIZE];

  kx_random_uuid (self->now, generation);
  self->report.generation = g_strdup (generation);
  if (!kx_book_begin (book, error))
    return FALSE;
  if (kx_book_set_meta (book, "generation", generation, error) &&
      kx_book_set_meta (book, "restored_from", from, error) &&
      kx_db_run (book->db, "DELETE FROM session", NULL, 0, error) &&
      kx_series_close (book, self->now, error) && kx_book_commit (book, error))
    return TRUE;
  kx_book_rollback (book);
  return FALSE;
}

static gboolean
prepare_database (Restore *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->work, KX_BACKUP_DATABASE, NULL);
  g_autofree char *heads = g_build_filename (self->work, KX_BACKUP_HEADS, NULL);
  KxDb *db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, error);
  g_autoptr (KxBook) book = db != NULL ? kx_book_new (db, self->options.schema, self->vault) : NULL;

  return book != NULL && check_database (self, db, error) && kx_book_set_up (book, self->now, FALSE, error) &&
         (self->check_only || renew (self, book, error)) &&
         kx_audit_verify (book, self->vault != NULL ? heads : NULL, &self->report.audit, error) &&
         kx_db_sqlite_checkpoint (db, error);
}

/* One call for thousands of small files. */
static gboolean
flush (Restore *self, GError **error)
{
  int fd = open (self->work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean flushed = fd >= 0 && syncfs (fd) == 0;

  if (!flushed)
    kx_files_set_error (error, self->work);
  if (fd >= 0)
    close (fd);
  return flushed;
}

/* Keeps `name` in the folder `aside` under the same name; what is there stays until it is replaced. */
static gboolean
keep (Restore *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autofree char *kept = g_build_filename (self->report.aside, name, NULL);

  /* A file system without hard links has to do with a rename. */
  if (link (path, kept) == 0 || errno == ENOENT || g_rename (path, kept) == 0)
    return TRUE;
  kx_files_set_error (error, kept);
  return FALSE;
}

static gboolean
move_away (Restore *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autofree char *kept = g_build_filename (self->report.aside, name, NULL);

  return !g_file_test (path, G_FILE_TEST_EXISTS) || kx_files_move (path, kept, error);
}

static gboolean
make_aside (Restore *self, GError **error)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->now.ms / 1000);
  g_autofree char *stamp = g_date_time_format (time, "before-restore-%Y%m%dT%H%M%SZ");

  self->report.aside = g_build_filename (self->dir, stamp, NULL);
  for (guint i = 2; g_file_test (self->report.aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (self->report.aside);
      self->report.aside = g_strdup_printf ("%s/%s-%u", self->dir, stamp, i);
    }
  return kx_files_make_folder (self->report.aside, error);
}

static gboolean
drop (Restore *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  kx_files_set_error (error, path);
  return FALSE;
}

/* A device that was revoked after the backup stays so: it may have been lost. What cannot be read of the
 * store that stands here says nothing; it is often the reason why a backup is put back. */
static gboolean
carry_revocations (Restore *self, KxBook *standing, GError **error)
{
  g_autofree char *path = g_build_filename (self->work, KX_BACKUP_DATABASE, NULL);
  KxDb *db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, error);
  g_autoptr (KxBook) book = db != NULL ? kx_book_new (db, self->options.schema, NULL) : NULL;
  g_autoptr (GPtrArray) devices = kx_device_list (standing, NULL, NULL);

  if (devices == NULL)
    return book != NULL;
  if (book == NULL || !kx_db_begin_write (db, error))
    return FALSE;
  if (kx_device_revoke_all (book, devices, error) && kx_db_commit (db, error))
    return kx_db_sqlite_checkpoint (db, error);
  kx_db_rollback (db);
  return FALSE;
}

/* The store that stands here is kept. Its log is kept before anyone opens the file, because closing removes
 * it; reading it once more changes nothing. A log that stayed would be taken for one of the new file. */
static gboolean
set_aside (Restore *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->dir, KX_BACKUP_DATABASE, NULL);
  g_autofree char *heads = g_build_filename (self->dir, KX_BACKUP_HEADS, NULL);
  g_autoptr (KxBook) standing = NULL;
  KxDb *db = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (heads, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!make_aside (self, error) || !keep (self, KX_BACKUP_DATABASE "-wal", error))
    return FALSE;
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, NULL);
  if (db != NULL)
    {
      standing = kx_book_new (db, self->options.schema, NULL);
      kx_db_sqlite_checkpoint (db, NULL);
      if (!carry_revocations (self, standing, error))
        return FALSE;
    }
  g_clear_pointer (&standing, kx_book_free);
  return keep (self, KX_BACKUP_DATABASE, error) && keep (self, KX_BACKUP_HEADS, error) &&
         kx_files_sync_folder (self->report.aside, error) && drop (self, KX_BACKUP_DATABASE "-wal", error) &&
         drop (self, KX_BACKUP_DATABASE "-shm", error) && kx_files_sync_folder (self->dir, error);
}

/* Blobs are named by what they are, so they only ever join those that stand here. */
static gboolean
join_blobs (Restore *self, GError **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *from = g_build_filename (self->work, name, NULL),
                      *to = g_build_filename (self->dir, name, NULL);
      g_autofree char *folder = g_path_get_dirname (to);

      if (!g_str_has_prefix (name, "blobs/"))
        continue;
      self->report.blobs++;
      if (!kx_files_make_folder (folder, error))
        return FALSE;
      if (g_rename (from, to) != 0)
        {
          kx_files_set_error (error, to);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
put_in_place (Restore *self, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (self->work, name, NULL),
                  *to = g_build_filename (self->dir, name, NULL);

  return g_hash_table_contains (self->files, name) ? kx_files_move (from, to, error)
                                                   : drop (self, name, error);
}

/* The database's rename is the moment of the change. Before it the old store is whole: the heads of the
 * backup are the beginning of its own. After it the new one is. */
static gboolean
change_over (Restore *self, GError **error)
{
  g_autofree char *keys = g_build_filename (self->dir, "keys", NULL);

  if (!join_blobs (self, error) || !flush (self, error) || !set_aside (self, error) ||
      !put_in_place (self, KX_BACKUP_HEADS, error) || !put_in_place (self, KX_BACKUP_DATABASE, error) ||
      !kx_backup_write_seq (self->dir, self->report.generation, self->manifest->seq, error))
    return FALSE;
  if (self->vault != NULL || !g_file_test (keys, G_FILE_TEST_EXISTS))
    return TRUE;
  return (self->report.aside != NULL || make_aside (self, error)) && move_away (self, "keys", error);
}

static void
fill_report (Restore *self)
{
  self->report.program = g_strdup (self->manifest->program);
  self->report.created_at = g_strdup (self->manifest->created_at);
  self->report.seq = self->manifest->seq;
  self->report.lost = kx_backup_lines (self->manifest->lost);
}

static gboolean
restore (Restore *self, const char *file, GError **error)
{
  kx_files_remove_tree (self->work);
  if (!kx_files_make_folder (self->work, error) || !unpack (self, file, error) ||
      !check_manifest (self, error))
    return FALSE;
  load_keys (self);
  fill_report (self);
  return prepare_database (self, error) && flush (self, error) && change_over (self, error);
}

/* The lock of this name in `dir`. -1 with an error; `busy` says what somebody else does who holds it. */
static int
take_lock (const char *dir, const char *name, const char *busy, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  GError *local = NULL;
  int lock = -1;

  if (!kx_files_make_folder (dir, error))
    return -1;
  lock = kx_files_take_lock (path, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  else if (lock < 0)
    g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_LOCKED, "%s: %s", dir, busy);
  return lock;
}

static void
begin (Restore *self, const char *dir, const KxStoreOptions *options)
{
  self->dir = dir;
  if (options != NULL)
    self->options = *options;
  if (self->options.schema == NULL)
    self->options.schema = kx_schema_get ();
  self->now.ms = g_get_real_time () / 1000;
  if (self->options.now != NULL)
    self->now = self->options.now (self->options.now_data);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
end (Restore *self)
{
  if (self->work != NULL)
    kx_files_remove_tree (self->work);
  kx_restore_report_clear (&self->report);
  g_clear_pointer (&self->manifest, kx_manifest_free);
  g_clear_pointer (&self->vault, kx_vault_free);
  g_hash_table_unref (self->files);
  g_free (self->work);
}

gboolean
kx_backup_restore (const char *file, const char *dir, const KxStoreOptions *options,
                   KxRestoreReport *ret_report, GError **error)
{
  Restore self = { 0 };
  gboolean restored;
  int lock = take_lock (dir, "lock", "the service runs here; stop it before a backup is restored", error);

  if (lock < 0)
    return FALSE;
  begin (&self, dir, options);
  self.work = g_build_filename (dir, WORK_FOLDER, NULL);
  restored = restore (&self, file, error);
  kx_files_remove_tree (self.work);
  close (lock);
  if (restored && ret_report != NULL)
    {
      *ret_report = self.report;
      self.report = (KxRestoreReport){ 0 };
    }
  end (&self);
  return restored;
}

void
kx_backup_contents_clear (KxBackupContents *contents)
{
  g_clear_pointer (&contents->program, g_free);
  g_clear_pointer (&contents->generation, g_free);
  g_clear_pointer (&contents->lost, g_free);
  g_clear_pointer (&contents->audit_fault, g_free);
}

static void
fill_contents (Restore *self, const char *file, KxBackupContents *contents)
{
  const gint64 *agencies = g_hash_table_lookup (self->manifest->counts, "agency");
  struct stat status = { 0 };
  GHashTableIter iter;
  gpointer name;

  *contents = (KxBackupContents){ 0 };
  contents->program = g_strdup (self->manifest->program);
  contents->generation = g_strdup (self->manifest->generation);
  kx_time_from_text (self->manifest->created_at, &contents->created_at);
  contents->seq = self->manifest->seq;
  contents->agencies = agencies != NULL ? *agencies : 0;
  contents->bytes = stat (file, &status) == 0 ? status.st_size : 0;
  contents->lost = kx_backup_lines (self->manifest->lost);
  contents->audit_fault = g_strdup (self->report.audit.fault);
  contents->keys_fit = self->vault != NULL;
  memcpy (contents->signer, self->signer, KX_PUBLIC_KEY_SIZE);
  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    contents->blobs += g_str_has_prefix (name, "blobs/") ? 1 : 0;
}

gboolean
kx_backup_check (const char *file, const char *dir, const KxStoreOptions *options,
                 KxBackupContents *ret_contents, GError **error)
{
  Restore self = { .check_only = TRUE };
  gboolean good = FALSE;
  g_autofree char *folder = g_build_filename (dir, CHECK_FOLDER, NULL);
  int lock = take_lock (folder, "lock", "a backup is being checked already", error);

  if (lock < 0)
    return FALSE;
  begin (&self, dir, options);
  self.work = g_build_filename (folder, "unpacked", NULL);
  /* What a check that was killed has left. */
  kx_files_remove_tree (self.work);
  if (kx_files_make_folder (self.work, error) && unpack (&self, file, error) && check_manifest (&self, error))
    {
      load_keys (&self);
      good = prepare_database (&self, error);
    }
  if (good && ret_contents != NULL)
    fill_contents (&self, file, ret_contents);
  end (&self);
  kx_files_remove_tree (folder);
  close (lock);
  return good;
}

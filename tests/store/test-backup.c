#include "lib/kx-test-store.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "store/kx-backup.h"
#include "store/kx-blob.h"
#include "store/kx-upkeep.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BYTES "a scanned licence"

static char *program; /* this one, to be started again and killed */

/* A store in `dir`, a backup of it in `file`, both below `root`. */
typedef struct
{
  char *root, *dir, *file, *sha256, *recovery;
  KxStore *store;
  KxActor *system, *clerk;
} Fixture;

static void
apply (Fixture *self, KxOp *op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxApplied) applied = kx_store_apply (self->store, self->clerk, &op, 1, &error);

  g_assert_no_error (error);
  g_assert_true (applied->accepted);
  kx_op_free (op);
}

static char *
add_agency (Fixture *self)
{
  char *id = kx_test_id ();

  apply (self, kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, "济南康复医院", NULL));
  return id;
}

static void
open_store (Fixture *self)
{
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (GError) error = NULL;
  g_autofree char *recovery = NULL;

  self->store = kx_store_open (self->dir, &options, &recovery, &error);
  g_assert_no_error (error);
  if (recovery != NULL)
    {
      g_free (self->recovery);
      self->recovery = g_steal_pointer (&recovery);
    }
}

static void
add_blob (Fixture *self, const char *agency)
{
  KxRecord *fields = kx_record_new (&kx_attachment_entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id (), *id = kx_test_id ();
  g_autoptr (KxBlobUpload) upload = NULL;
  g_autoptr (GError) error = NULL;

  kx_attachment_set_owner_entity (kx_attachment (fields), "agency");
  kx_attachment_set_owner (kx_attachment (fields), agency);
  kx_attachment_set_title (kx_attachment (fields), "Licence");
  kx_attachment_set_file_name (kx_attachment (fields), "licence.pdf");
  kx_attachment_set_media_type (kx_attachment (fields), "application/pdf");
  kx_attachment_set_size (kx_attachment (fields), strlen (BYTES));
  kx_attachment_set_sha256 (kx_attachment (fields), self->sha256);
  apply (self, kx_op_new (KX_OP_CREATE, &kx_attachment_entity, op_id, id, fields));
  upload = kx_blob_begin (self->store, self->clerk, self->sha256, strlen (BYTES), &error);
  g_assert_true (kx_blob_append (upload, 0, BYTES, strlen (BYTES), &error));
  g_assert_true (kx_blob_finish (upload, &error));
}

static gboolean
add_session (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (
      book->db,
      "INSERT INTO session (token_hash, user_id, created_at, expires_at, address) VALUES ('t', 'u', 0, "
      "9000000000000, NULL)",
      NULL, 0, error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxApplied) applied = NULL;
  g_autofree char *agency = NULL;
  g_autoptr (GError) error = NULL;
  KxUpkeepReport report;

  self->root = kx_test_make_folder ();
  self->dir = g_build_filename (self->root, "data", NULL);
  self->file = g_build_filename (self->root, "backup.tar.zst", NULL);
  self->sha256 = kx_sha256_hex (BYTES, strlen (BYTES));
  self->system = kx_actor_new_system ();
  self->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  open_store (self);
  applied = kx_store_apply (self->store, self->system, (KxOp *const *) offices->pdata, offices->len, &error);
  g_assert_true (applied->accepted);
  agency = add_agency (self);
  add_blob (self, agency);
  g_assert_true (kx_store_write (self->store, add_session, NULL, &error));
  g_assert_true (kx_upkeep_run (self->store, &report, &error));
  g_assert_true (report.head_signed);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->store, kx_store_close);
  kx_actor_free (self->system);
  kx_actor_free (self->clerk);
  g_free (self->dir);
  g_free (self->file);
  g_free (self->sha256);
  g_free (self->recovery);
  kx_test_remove_folder (self->root);
}

static KxBackupReport
back_up (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  KxBackupReport report = { 0 };

  kx_backup_write (self->store, self->file, &report, &error);
  g_assert_no_error (error);
  return report;
}

static void
make_backup (Fixture *self)
{
  g_auto (KxBackupReport) report = back_up (self);

  g_assert_cmpstr (report.lost, ==, NULL);
}

static KxRestoreReport
restore (Fixture *self, const char *dir)
{
  g_autoptr (GError) error = NULL;
  KxRestoreReport report = { 0 };

  kx_backup_restore (self->file, dir, NULL, &report, &error);
  g_assert_no_error (error);
  return report;
}

static char *
get_dump (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (self->store, &error);
  char *dump = kx_test_dump (reader);

  kx_store_give_reader (self->store, reader);
  return dump;
}

static char *
get_meta (Fixture *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (self->store, &error);
  char *value = kx_book_get_meta (reader, name, &error);

  g_assert_no_error (error);
  kx_store_give_reader (self->store, reader);
  return value;
}

static gint64
get_number (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (self->store, &error);
  gint64 number = -1;

  kx_db_get_integer (reader->db, sql, NULL, 0, &number, &error);
  g_assert_no_error (error);
  kx_store_give_reader (self->store, reader);
  return number;
}

static void
assert_audit_holds (Fixture *self)
{
  g_autofree char *heads = g_build_filename (self->dir, "audit-heads.ndjson", NULL);
  g_auto (KxAuditReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (self->store, &error);

  g_assert_true (kx_audit_verify (reader, heads, &report, &error));
  kx_store_give_reader (self->store, reader);
  g_assert_cmpstr (report.fault, ==, NULL);
  g_assert_cmpint (report.heads, ==, 1);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Everything below a folder: names and hashes. */
static void
list_files (GString *out, const char *path)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_texts);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *bytes = NULL, *hash = NULL;
      gsize size;

      if (g_file_get_contents (names->pdata[i], &bytes, &size, NULL))
        hash = kx_sha256_hex (bytes, size);
      g_string_append_printf (out, "%s %s\n", (char *) names->pdata[i], hash != NULL ? hash : "folder");
      list_files (out, names->pdata[i]);
    }
}

static char *
get_files (const char *dir)
{
  GString *out = g_string_new (NULL);

  list_files (out, dir);
  return g_string_free (out, FALSE);
}

/* It cannot be restored, and checking it beforehand says the same. */
static void
assert_refused (Fixture *self, int code)
{
  g_autofree char *before = get_files (self->dir), *after = NULL;
  g_auto (KxBackupContents) contents = { 0 };
  g_autoptr (GError) error = NULL, checked = NULL;

  if (code != KX_STORE_ERROR_LOCKED)
    {
      g_assert_false (kx_backup_check (self->file, self->dir, NULL, &contents, &checked));
      g_assert_error (checked, KX_STORE_ERROR, code);
      g_assert_null (contents.program);
    }
  g_assert_false (kx_backup_restore (self->file, self->dir, NULL, NULL, &error));
  g_assert_error (error, KX_STORE_ERROR, code);
  after = get_files (self->dir);
  g_assert_cmpstr (before, ==, after);
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  g_auto (KxBackupReport) written = back_up (self);
  g_autofree char *before = get_dump (self), *generation = get_meta (self, "generation");
  g_autofree char *changed = NULL, *after = NULL, *new_generation = NULL, *from = NULL, *aside = NULL;
  g_auto (KxRestoreReport) report = { 0 };

  g_free (add_agency (self));
  changed = get_dump (self);
  g_assert_cmpstr (written.lost, ==, NULL);
  g_assert_cmpint (written.blobs, ==, 1);
  g_assert_cmpint (written.bytes, >, 0);
  g_clear_pointer (&self->store, kx_store_close);
  report = restore (self, self->dir);
  g_assert_cmpint (report.seq, ==, written.seq);
  g_assert_cmpint (report.blobs, ==, 1);
  g_assert_false (report.keys_missing);
  g_assert_cmpstr (report.audit.fault, ==, NULL);
  g_assert_cmpint (report.audit.heads, ==, 1);
  open_store (self);
  after = get_dump (self);
  kx_test_assert_same_dump (before, after);
  new_generation = get_meta (self, "generation");
  g_assert_cmpstr (new_generation, !=, generation);
  g_assert_cmpstr (new_generation, ==, report.generation);
  from = get_meta (self, "restored_from");
  g_assert_true (g_str_has_prefix (from, generation));
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM session"), ==, 0);
  assert_audit_holds (self);
  /* What stood here is a store of its own in the other folder, with the change the backup lacks. */
  g_clear_pointer (&self->store, kx_store_close);
  aside = g_build_filename (report.aside, "kangxie.db", NULL);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_free (g_steal_pointer (&self->dir));
  self->dir = g_strdup (report.aside);
  g_assert_true (kx_vault_recover (self->dir, self->recovery, NULL));
  open_store (self);
  g_clear_pointer (&after, g_free);
  after = get_dump (self);
  kx_test_assert_same_dump (changed, after);
}

static void
test_elsewhere (Fixture *self, gconstpointer data)
{
  g_autofree char *before = get_dump (self), *after = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (KxRestoreReport) report = { 0 };
  gint64 size;
  int fd;

  make_backup (self);
  g_clear_pointer (&self->store, kx_store_close);
  g_free (self->dir);
  self->dir = g_build_filename (self->root, "other", "place", NULL);
  report = restore (self, self->dir);
  g_assert_true (report.keys_missing);
  g_assert_cmpstr (report.aside, ==, NULL);
  g_assert_cmpint (report.audit.heads, ==, 0);
  g_assert_null (kx_store_open (self->dir, NULL, NULL, &error));
  g_assert_error (error, KX_VAULT_ERROR, KX_VAULT_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_true (kx_vault_recover (self->dir, self->recovery, &error));
  open_store (self);
  after = get_dump (self);
  kx_test_assert_same_dump (before, after);
  assert_audit_holds (self);
  fd = kx_blob_open (self->store, self->sha256, &size, &error);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
}

/* A store of the same place with other keys: those are kept, but not used with rows they cannot open. */
static void
test_other_keys (Fixture *self, gconstpointer data)
{
  g_autofree char *keys = NULL, *kept = NULL;
  g_auto (KxRestoreReport) report = { 0 };

  make_backup (self);
  g_clear_pointer (&self->store, kx_store_close);
  g_free (self->dir);
  self->dir = g_build_filename (self->root, "other", NULL);
  open_store (self);
  g_clear_pointer (&self->store, kx_store_close);
  report = restore (self, self->dir);
  g_assert_true (report.keys_missing);
  keys = g_build_filename (self->dir, "keys", NULL);
  kept = g_build_filename (report.aside, "keys", "master", NULL);
  g_assert_false (g_file_test (keys, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

static gpointer
keep_writing (gpointer data)
{
  Fixture *self = data;

  for (guint i = 0; i < 300; i++)
    g_free (add_agency (self));
  return NULL;
}

static void
test_while_writing (Fixture *self, gconstpointer data)
{
  GThread *thread = g_thread_new ("writer", keep_writing, self);
  g_autofree char *dir = g_build_filename (self->root, "copy", NULL);
  gint64 seq = 0, agencies;

  for (guint i = 0; i < 4; i++)
    {
      g_auto (KxBackupReport) written = back_up (self);

      g_assert_cmpint (written.seq, >=, seq);
      seq = written.seq;
    }
  g_thread_join (thread);
  g_clear_pointer (&self->store, kx_store_close);
  g_free (self->dir);
  self->dir = g_steal_pointer (&dir);
  {
    g_auto (KxRestoreReport) report = restore (self, self->dir);

    g_assert_cmpstr (report.audit.fault, ==, NULL);
    g_assert_cmpint (report.seq, ==, seq);
  }
  g_assert_true (kx_vault_recover (self->dir, self->recovery, NULL));
  open_store (self);
  agencies = get_number (self, "SELECT count(*) FROM agency");
  g_assert_cmpint (agencies, >=, 1);
  g_assert_cmpint (get_number (self, "SELECT v FROM sync_counter"), ==, seq);
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM feed WHERE entity = 'agency'"), ==, agencies);
  g_assert_cmpint (
      get_number (self, "SELECT count(*) FROM history WHERE kind = 'create' AND entity = 'agency'"), ==,
      agencies);
  assert_audit_holds (self);
}

static void
test_lost_blob (Fixture *self, gconstpointer data)
{
  g_autofree char *path = kx_blob_path (self->dir, self->sha256),
                  *expected = g_strconcat (self->sha256, "\n", NULL);
  g_auto (KxBackupReport) written = { 0 };
  g_auto (KxRestoreReport) report = { 0 };

  g_assert_true (g_file_set_contents (path, "something else", -1, NULL));
  written = back_up (self);
  g_assert_cmpstr (written.lost, ==, expected);
  g_clear_pointer (&self->store, kx_store_close);
  report = restore (self, self->dir);
  g_assert_cmpstr (report.lost, ==, expected);
}

static void
test_no_leftovers (Fixture *self, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (self->root, "nowhere", "backup.tar.zst", NULL);
  g_autofree char *work = g_build_filename (self->dir, "backing-up", NULL);
  g_autofree char *part = g_strconcat (self->file, ".part", NULL);
  g_autofree char *left = g_build_filename (work, "kangxie.db", NULL), *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_false (kx_backup_write (self->store, missing, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  /* What a killed backup left is no hindrance. */
  g_assert_cmpint (g_mkdir (work, 0700), ==, 0);
  g_assert_true (g_file_set_contents (left, "half a copy", -1, NULL));
  g_assert_true (g_file_set_contents (part, "half a backup", -1, NULL));
  g_clear_error (&error);
  {
    g_auto (KxBackupReport) written = back_up (self);

    g_assert_true (g_file_get_contents (self->file, &bytes, &size, &error));
    g_assert_cmpint (written.bytes, ==, size);
  }
  g_assert_false (g_file_test (work, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  make_backup (self);
  assert_refused (self, KX_STORE_ERROR_LOCKED);
}

static void
test_cut_off (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;

  make_backup (self);
  g_clear_pointer (&self->store, kx_store_close);
  g_assert_true (g_file_get_contents (self->file, &bytes, &size, NULL));
  for (guint i = 0; i <= 24; i++)
    {
      gsize length = i == 24 ? size - 1 : size * i / 24;

      length = i == 23 ? size - 10 : length;
      g_assert_true (g_file_set_contents (self->file, bytes, (gssize) length, NULL));
      assert_refused (self, KX_STORE_ERROR_BACKUP);
    }
}

/* A flipped bit is found, or lies where it means nothing: then everything is as it was. */
static void
test_altered (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL, *before = get_dump (self);
  guint refused = 0;
  gsize size;

  make_backup (self);
  g_clear_pointer (&self->store, kx_store_close);
  g_assert_true (g_file_get_contents (self->file, &bytes, &size, NULL));
  for (guint i = 0; i < 60; i++)
    {
      gsize at = (gsize) g_test_rand_int_range (0, (gint32) size);
      char bit = (char) (1 << g_test_rand_int_range (0, 8));
      g_autoptr (GError) error = NULL;

      bytes[at] ^= bit;
      g_assert_true (g_file_set_contents (self->file, bytes, (gssize) size, NULL));
      bytes[at] ^= bit;
      if (!kx_backup_restore (self->file, self->dir, NULL, NULL, &error))
        {
          g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_BACKUP);
          refused++;
        }
      else
        {
          g_autofree char *after = NULL;

          open_store (self);
          after = get_dump (self);
          kx_test_assert_same_dump (before, after);
          g_clear_pointer (&self->store, kx_store_close);
        }
    }
  g_test_message ("%u of 60 refused", refused);
  g_assert_cmpuint (refused, >, 45);
}

/* An archive with one more entry of this name, or one that leads elsewhere. */
static void
write_foreign (Fixture *self, const char *name, const char *link_target)
{
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();

  g_assert_cmpint (archive_write_add_filter_zstd (archive), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_set_format_pax_restricted (archive), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_open_filename (archive, self->file), ==, ARCHIVE_OK);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, link_target != NULL ? AE_IFLNK : AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  if (link_target != NULL)
    archive_entry_set_symlink (entry, link_target);
  else
    archive_entry_set_size (entry, 4);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  if (link_target == NULL)
    g_assert_cmpint (archive_write_data (archive, "evil", 4), ==, 4);
  archive_entry_free (entry);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

static void
test_foreign (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "../evil",        "/tmp/kangxie-evil", "keys/master",
                                       "lock",           "blobs/../../evil",  "blobs/ab/short",
                                       "kangxie.db-wal", "kangxie.db",        "manifest.json",
                                       "notes.txt" };
  g_autofree char *outside = g_build_filename (self->root, "evil", NULL);

  g_clear_pointer (&self->store, kx_store_close);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      write_foreign (self, names[i], NULL);
      assert_refused (self, KX_STORE_ERROR_BACKUP);
    }
  write_foreign (self, "kangxie.db", "/etc/passwd");
  assert_refused (self, KX_STORE_ERROR_BACKUP);
  write_foreign (self, "blobs", "/tmp");
  assert_refused (self, KX_STORE_ERROR_BACKUP);
  g_assert_true (g_file_set_contents (self->file, "not an archive at all", -1, NULL));
  assert_refused (self, KX_STORE_ERROR_BACKUP);
  g_assert_true (g_file_set_contents (self->file, "", 0, NULL));
  assert_refused (self, KX_STORE_ERROR_BACKUP);
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("/tmp/kangxie-evil", G_FILE_TEST_EXISTS));
}

static void
test_newer (Fixture *self, gconstpointer data)
{
  KxSchema newer = *kx_schema_get ();
  KxStoreOptions options = { .schema = &newer, .without_areas = TRUE };
  g_autoptr (GError) error = NULL;

  newer.version++;
  g_clear_pointer (&self->store, kx_store_close);
  self->store = kx_store_open (self->dir, &options, NULL, &error);
  g_assert_no_error (error);
  make_backup (self);
  g_clear_pointer (&self->store, kx_store_close);
  assert_refused (self, KX_STORE_ERROR_NEWER);
}

/* A database that cannot be opened any more, with a log that must never be read into the new one. */
static void
test_damaged_store (Fixture *self, gconstpointer data)
{
  g_autofree char *before = get_dump (self), *after = NULL;
  g_autofree char *db = g_build_filename (self->dir, "kangxie.db", NULL),
                  *wal = g_strconcat (db, "-wal", NULL);
  g_autofree char *kept = NULL;
  g_auto (KxRestoreReport) report = { 0 };

  make_backup (self);
  g_clear_pointer (&self->store, kx_store_close);
  g_assert_true (g_file_set_contents (db, "the disk wrote something else here", -1, NULL));
  g_assert_true (g_file_set_contents (wal, "and here", -1, NULL));
  report = restore (self, self->dir);
  kept = g_build_filename (report.aside, "kangxie.db-wal", NULL);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  open_store (self);
  after = get_dump (self);
  kx_test_assert_same_dump (before, after);
}

/* Restores in a process of its own, which is killed after `us` microseconds, or waited for when that is 0.
 * TRUE when it came to its end. */
static gboolean
restore_and_kill (Fixture *self, gulong us)
{
  char *args[] = { program, (char *) "--restore", self->file, self->dir, NULL };
  g_autoptr (GError) error = NULL;
  int status;
  GPid pid;

  g_spawn_async (NULL, args, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  if (us > 0)
    {
      g_usleep (us);
      kill (pid, SIGKILL);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_spawn_close_pid (pid);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

/* One round; TRUE when the store that is there afterwards is the restored one. */
static gboolean
kill_once (Fixture *self, gint64 restored_count, gulong us)
{
  g_autofree char *before = NULL, *after = NULL;
  gint64 count;

  open_store (self);
  before = get_meta (self, "generation");
  g_free (add_agency (self));
  count = get_number (self, "SELECT count(*) FROM agency");
  g_clear_pointer (&self->store, kx_store_close);
  restore_and_kill (self, us);
  open_store (self);
  after = get_meta (self, "generation");
  g_assert_cmpint (get_number (self, "SELECT count(*) FROM agency"), ==,
                   g_str_equal (before, after) ? count : restored_count);
  assert_audit_holds (self);
  g_clear_pointer (&self->store, kx_store_close);
  return !g_str_equal (before, after);
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  gint64 restored_count = get_number (self, "SELECT count(*) FROM agency"), started, whole;
  guint changed = 0, rounds = 40;

  make_backup (self);
  g_clear_pointer (&self->store, kx_store_close);
  g_assert_true (restore_and_kill (self, 0));
  started = g_get_monotonic_time ();
  g_assert_true (restore_and_kill (self, 0));
  whole = g_get_monotonic_time () - started;
  for (guint i = 0; i < rounds; i++)
    changed += kill_once (self, restored_count, (gulong) (whole / 4 + whole * i / rounds));
  g_test_message ("a whole restore takes %" G_GINT64_FORMAT " us; of %u killed ones %u had changed over",
                  whole, rounds, changed);
  g_assert_cmpuint (changed, <, rounds);
}

/* While the store is served, and without a trace in it. */
static void
test_check (Fixture *self, gconstpointer data)
{
  g_auto (KxBackupReport) written = back_up (self);
  g_autofree char *before = get_files (self->dir), *after = NULL, *generation = get_meta (self, "generation");
  g_autofree char *elsewhere = g_build_filename (self->root, "elsewhere", NULL), *dump = get_dump (self);
  g_autofree char *left = g_build_filename (self->dir, "checking", "unpacked", NULL), *same = NULL;
  g_auto (KxBackupContents) contents = { 0 }, foreign = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_backup_check (self->file, self->dir, NULL, &contents, &error));
  g_assert_no_error (error);
  g_assert_cmpint (contents.seq, ==, written.seq);
  g_assert_cmpint (contents.bytes, ==, written.bytes);
  g_assert_cmpint (contents.blobs, ==, 1);
  g_assert_cmpint (contents.agencies, ==, 1);
  g_assert_cmpint (contents.created_at.ms, >, 0);
  g_assert_cmpstr (contents.generation, ==, generation);
  g_assert_null (contents.audit_fault);
  g_assert_true (contents.keys_fit);
  after = get_files (self->dir);
  g_assert_cmpstr (before, ==, after);
  same = get_dump (self);
  kx_test_assert_same_dump (dump, same);
  /* For another store its keys are not there; the recovery text would make them. */
  g_assert_true (kx_backup_check (self->file, elsewhere, NULL, &foreign, &error));
  g_assert_false (foreign.keys_fit);
  g_assert_true (kx_vault_recovery_fits (self->recovery, foreign.signer));
  g_assert_false (kx_vault_recovery_fits ("kangxie", foreign.signer));
  foreign.signer[0] ^= 1;
  g_assert_false (kx_vault_recovery_fits (self->recovery, foreign.signer));
  /* What a killed check left is no hindrance. */
  g_assert_cmpint (g_mkdir_with_parents (left, 0700), ==, 0);
  g_assert_true (kx_backup_check (self->file, self->dir, NULL, NULL, &error));
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
}

static void
test_seq (Fixture *self, gconstpointer data)
{
  g_autofree char *db = g_build_filename (self->dir, "kangxie.db", NULL), *generation = NULL, *after = NULL;
  g_autofree char *old = NULL;
  g_autoptr (GError) error = NULL;
  gboolean behind = TRUE;
  gsize size;

  g_assert_true (kx_backup_check_seq (self->store, &behind, &error));
  g_assert_false (behind);
  generation = get_meta (self, "generation");
  g_clear_pointer (&self->store, kx_store_close);
  g_assert_true (g_file_get_contents (db, &old, &size, NULL));
  open_store (self);
  g_assert_true (kx_backup_check_seq (self->store, &behind, &error));
  g_assert_false (behind);
  g_free (add_agency (self));
  g_assert_true (kx_backup_note_seq (self->store, &error));
  g_clear_pointer (&self->store, kx_store_close);
  /* Somebody puts the old file back. */
  g_assert_true (g_file_set_contents (db, old, (gssize) size, NULL));
  open_store (self);
  g_assert_true (kx_backup_check_seq (self->store, &behind, &error));
  g_assert_true (behind);
  after = get_meta (self, "generation");
  g_assert_cmpstr (after, !=, generation);
  g_assert_true (kx_backup_check_seq (self->store, &behind, &error));
  g_assert_false (behind);
  /* And once more: the same file, whose generation is none that was served last. */
  g_clear_pointer (&self->store, kx_store_close);
  g_assert_true (g_file_set_contents (db, old, (gssize) size, NULL));
  open_store (self);
  g_assert_true (kx_backup_check_seq (self->store, &behind, &error));
  g_assert_true (behind);
}

static void
test_seq_of_restored (Fixture *self, gconstpointer data)
{
  g_autofree char *generation = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (KxRestoreReport) report = { 0 };
  gboolean behind = TRUE;

  make_backup (self);
  g_free (add_agency (self));
  g_assert_true (kx_backup_note_seq (self->store, &error));
  g_clear_pointer (&self->store, kx_store_close);
  report = restore (self, self->dir);
  open_store (self);
  g_assert_true (kx_backup_check_seq (self->store, &behind, &error));
  g_assert_false (behind);
  generation = get_meta (self, "generation");
  g_assert_cmpstr (generation, ==, report.generation);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--restore"))
    return kx_backup_restore (argv[2], argv[3], NULL, NULL, NULL) ? 0 : 1;
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/backup/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a restored store is the one that was backed up, under a new generation", test_round_trip);
  ADD ("a backup is restored in another place, and the recovery text opens it", test_elsewhere);
  ADD ("keys of another store are kept aside", test_other_keys);
  ADD ("a backup taken while others write is of one moment", test_while_writing);
  ADD ("a damaged blob is named and the others are kept", test_lost_blob);
  ADD ("a backup is there whole or not at all", test_no_leftovers);
  ADD ("a backup is checked without a change to the store", test_check);
  ADD ("nothing is restored under a running service", test_locked);
  ADD ("a backup that was cut off is refused", test_cut_off);
  ADD ("an altered backup is refused", test_altered);
  ADD ("an archive that is no backup is refused", test_foreign);
  ADD ("a backup of a newer program is refused", test_newer);
  ADD ("a damaged store is kept aside with its log", test_damaged_store);
  ADD ("a restore killed at any moment leaves a store", test_killed);
  ADD ("an old file put back by hand gets a new generation", test_seq);
  ADD ("a restored store is not taken for an old file", test_seq_of_restored);
#undef ADD
  return g_test_run ();
}

/* Backups of the service on this computer: made and read back, listed, looked at; bad targets and bad files.
 */
#include "sync/kx-local-backup.h"

#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "sync/kx-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

static char *kangxied; /* the real program */

typedef struct
{
  char *folder, *store, *target;
  KxLocal *local;
} Fixture;

static void
add_user (KxLocal *local)
{
  const char *arguments[] = { "user", "add", "desk", "--grant", "admin@370102", NULL };
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;

  kx_local_run_async (local, arguments, "correct horse\n", NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  written = kx_local_run_finish (local, result, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = kx_test_make_folder ();
  f->store = g_build_filename (f->folder, "local", NULL);
  f->target = g_build_filename (f->folder, "backups", NULL);
  g_assert_cmpint (g_mkdir (f->target, 0700), ==, 0);
  f->local = kx_local_new (f->store);
  add_user (f->local);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_finalize (f->local);
  kx_test_remove_folder (f->folder);
  g_free (f->store);
  g_free (f->target);
}

static gboolean
make (Fixture *f, const char *path, KxBackupContents *ret_contents, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  double seconds = -1;
  gboolean made;

  kx_local_backup_make_async (f->local, path, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  made = kx_local_backup_make_finish (f->local, result, ret_contents, &seconds, error);
  g_assert_true (made ? seconds > 0 : seconds == -1);
  return made;
}

static gboolean
check (Fixture *f, const char *path, KxBackupContents *ret_contents, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_local_backup_check_async (f->local, path, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_local_backup_check_finish (f->local, result, ret_contents, error);
}

/* The names in the folder of backups, one a line. */
static char *
list_target (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->target, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, (gpointer) name);
  g_ptr_array_sort (names, (GCompareFunc) strcmp);
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("\n", (char **) names->pdata);
}

static char *
make_first (Fixture *f)
{
  char *path = g_build_filename (f->target, "kangxie-20260701-104200.tar.zst", NULL);
  g_auto (KxBackupContents) contents = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (make (f, path, &contents, &error));
  g_assert_no_error (error);
  return path;
}

static void
test_made (Fixture *f, gconstpointer data)
{
  g_autofree char *name = kx_local_backup_name ((KxTime){ G_GINT64_CONSTANT (1782873720000) });
  g_autofree char *path = g_build_filename (f->target, name, NULL), *older = NULL, *other = NULL;
  g_auto (KxBackupContents) made = { 0 }, checked = { 0 };
  g_autoptr (GPtrArray) none = kx_local_backup_list (f->target, NULL), list = NULL;
  g_autoptr (GError) error = NULL, missing = NULL;
  struct stat status;

  g_assert_true (g_str_has_prefix (name, "kangxie-20260701-") && g_str_has_suffix (name, ".tar.zst"));
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (make (f, path, &made, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (made.bytes, ==, status.st_size);
  g_assert_cmpint (kx_local_backup_written (path), ==, status.st_size);
  g_assert_true (made.keys_fit);
  g_assert_null (made.lost);
  g_assert_true (check (f, path, &checked, &error));
  g_assert_cmpint (checked.seq, ==, made.seq);
  g_assert_cmpint (checked.created_at.ms, ==, made.created_at.ms);
  /* Other files are none of them. */
  older = g_build_filename (f->target, "kangxie-old.tar.zst", NULL);
  other = g_build_filename (f->target, "letters.tar.zst", NULL);
  g_assert_true (g_file_set_contents (older, "", 0, NULL) && g_file_set_contents (other, "", 0, NULL));
  g_assert_cmpint (g_utime (older, &(struct utimbuf){ 1000, 1000 }), ==, 0);
  list = kx_local_backup_list (f->target, &error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((KxLocalBackup *) list->pdata[0])->path, ==, path);
  g_assert_cmpint (((KxLocalBackup *) list->pdata[0])->bytes, ==, status.st_size);
  g_assert_cmpint (((KxLocalBackup *) list->pdata[1])->at.ms, ==, 1000 * 1000);
  g_assert_null (kx_local_backup_list ("/nonexistent", &missing));
  g_assert_nonnull (missing);
}

static void
assert_target_refused (Fixture *f, const char *path, KxLocalBackupError code)
{
  g_autofree char *before = list_target (f), *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (make (f, path, NULL, &error));
  g_assert_error (error, KX_LOCAL_BACKUP_ERROR, (int) code);
  g_assert_cmpuint (strlen (error->message), >, 20);
  after = list_target (f);
  g_assert_cmpstr (before, ==, after);
}

/* Nothing is written over, and nothing half is left. */
static void
test_bad_targets (Fixture *f, gconstpointer data)
{
  g_autofree char *first = make_first (f), *file = g_build_filename (first, "in-a-file.tar.zst", NULL);
  g_autofree char *bytes = NULL, *again = NULL;
  gsize size = 0, size_again = 0;

  g_assert_true (g_file_get_contents (first, &bytes, &size, NULL));
  assert_target_refused (f, first, KX_LOCAL_BACKUP_ERROR_EXISTS);
  assert_target_refused (f, f->target, KX_LOCAL_BACKUP_ERROR_EXISTS);
  assert_target_refused (f, file, KX_LOCAL_BACKUP_ERROR_TARGET);
  assert_target_refused (f, "/nonexistent/kangxie.tar.zst", KX_LOCAL_BACKUP_ERROR_TARGET);
  /* Nobody may write there, not even root. */
  assert_target_refused (f, "/proc/kangxie.tar.zst", KX_LOCAL_BACKUP_ERROR_TARGET);
  g_assert_true (g_file_get_contents (first, &again, &size_again, NULL));
  g_assert_cmpmem (bytes, size, again, size_again);
}

/* A command in the place of kangxied. */
static void
put_in_place (Fixture *f, const char *script)
{
  g_autofree char *path = g_build_filename (f->folder, "kangxied", NULL);

  g_assert_true (g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  g_setenv ("KANGXIED", path, TRUE);
}

/* As kangxied ends when a write says ENOSPC; the words of a disk that is full. */
static void
test_full_disk (Fixture *f, gconstpointer data)
{
  g_autofree char *first = make_first (f), *path = g_build_filename (f->target, "next.tar.zst", NULL);

  put_in_place (f, "#!/bin/sh\necho 'kangxied: The backup could not be written: No space left on device' "
                   ">&2\nexit 1\n");
  assert_target_refused (f, path, KX_LOCAL_BACKUP_ERROR_FULL);
  put_in_place (f, "#!/bin/sh\necho 'kangxied: something else' >&2\nexit 1\n");
  assert_target_refused (f, path, KX_LOCAL_BACKUP_ERROR_FAILED);
  g_setenv ("KANGXIED", kangxied, TRUE);
  g_assert_true (check (f, first, NULL, NULL));
}

/* What was written and cannot be read back is no backup: it does not stay. */
static void
test_not_proven (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->target, "next.tar.zst", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\necho bad > '%s'\n", path);

  put_in_place (f, script);
  assert_target_refused (f, path, KX_LOCAL_BACKUP_ERROR_USELESS);
  g_setenv ("KANGXIED", kangxied, TRUE);
}

static void
assert_useless (Fixture *f, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check (f, path, NULL, &error));
  g_assert_error (error, KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_USELESS);
}

static void
test_bad_files (Fixture *f, gconstpointer data)
{
  g_autofree char *path = make_first (f), *bytes = NULL;
  g_autoptr (GError) missing = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (guint i = 0; i < 8; i++)
    {
      g_assert_true (g_file_set_contents (path, bytes, (gssize) (size * i / 8), NULL));
      assert_useless (f, path);
    }
  bytes[size / 2] ^= 4;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  assert_useless (f, path);
  g_assert_true (g_file_set_contents (path, "PK\003\004 a spreadsheet", -1, NULL));
  assert_useless (f, path);
  g_unlink (path);
  g_assert_false (check (f, path, NULL, &missing));
  g_assert_error (missing, KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_FAILED);
}

static void
test_newer (Fixture *f, gconstpointer data)
{
  KxSchema newer = *kx_schema_get ();
  KxStoreOptions options = { .schema = &newer, .without_areas = TRUE };
  g_autofree char *dir = g_build_filename (f->folder, "newer", NULL),
                  *path = g_build_filename (f->target, "newer.tar.zst", NULL);
  g_autoptr (GError) error = NULL, refused = NULL;
  KxStore *store;

  newer.version++;
  store = kx_store_open (dir, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (kx_backup_write (store, path, NULL, &error));
  kx_store_close (store);
  g_assert_false (check (f, path, NULL, &refused));
  g_assert_error (refused, KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_NEWER);
}

static gboolean
add_blob (KxBook *book, gpointer sha256, GError **error)
{
  return kx_db_run (book->db, "INSERT INTO blob (sha256, size, stored_at) VALUES ($1, 4, 1)",
                    &KX_ARG_TEXT (sha256), 1, error);
}

/* The bytes of an attachment are gone: the backup is made all the same, and says so. */
static void
test_lost_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->target, "next.tar.zst", NULL);
  g_auto (KxBackupContents) contents = { 0 };
  g_autoptr (GError) error = NULL;
  KxStore *store = kx_store_open (f->store, NULL, NULL, &error);
  g_autofree char *sha256 = g_strnfill (64, 'a');

  g_assert_no_error (error);
  g_assert_true (kx_store_write (store, add_blob, sha256, &error));
  g_assert_no_error (error);
  kx_store_close (store);
  g_assert_true (make (f, path, &contents, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (contents.lost, sha256));
}

/* Data that take a while to write, and cannot be packed. */
static gboolean
add_ballast (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (book->db, "CREATE TABLE ballast (bytes BLOB)", NULL, 0, error) &&
         kx_db_run (book->db,
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT "
                    "INTO ballast SELECT randomblob (2000) FROM n",
                    NULL, 0, error);
}

static void
load_store (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  KxStore *store = kx_store_open (f->store, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (kx_store_write (store, add_ballast, NULL, &error));
  g_assert_no_error (error);
  kx_store_close (store);
}

typedef struct
{
  char *path; /* of which a file has to be there */
  GCancellable *cancellable;
} Moment;

static gboolean
cancel_then (gpointer data)
{
  Moment *moment = data;

  if (moment->path != NULL && !g_file_test (moment->path, G_FILE_TEST_EXISTS))
    return G_SOURCE_CONTINUE;
  g_cancellable_cancel (moment->cancellable);
  return G_SOURCE_REMOVE;
}

/* Gives it up as soon as there is a file with this ending (NULL: before anything is there). */
static void
give_up (Fixture *f, const char *ending)
{
  g_autofree char *path = g_build_filename (f->target, "next.tar.zst", NULL), *names = NULL;
  g_autofree char *work = g_build_filename (f->store, "backing-up", NULL);
  g_autofree char *awaited = ending != NULL ? g_strconcat (path, ending, NULL) : NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Moment moment = { awaited, cancellable };
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_local_backup_make_async (f->local, path, cancellable, kx_test_take_result, &waiting);
  if (ending == NULL)
    cancel_then (&moment);
  else
    g_timeout_add (1, cancel_then, &moment);
  result = kx_test_await (&waiting);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_false (kx_local_backup_make_finish (f->local, result, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  names = list_target (f);
  g_assert_cmpstr (names, ==, "");
  g_assert_false (g_file_test (work, G_FILE_TEST_EXISTS));
}

static void
give_up_everywhere (Fixture *f)
{
  g_autofree char *first = NULL;

  give_up (f, NULL);
  give_up (f, ".part");
  give_up (f, "");
  /* Nobody works at one any more. */
  first = make_first (f);
  g_assert_true (check (f, first, NULL, NULL));
}

/* By the command itself, which has the store. */
static void
test_given_up (Fixture *f, gconstpointer data)
{
  load_store (f);
  give_up_everywhere (f);
}

/* By the service, which the command asks. */
static void
test_given_up_in_the_service (Fixture *f, gconstpointer data)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  load_store (f);
  kx_local_start_async (f->local, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_local_start_finish (f->local, result, &error));
  g_assert_no_error (error);
  give_up_everywhere (f);
  kx_local_stop (f->local);
}

#define ADD(name, test) g_test_add ("/local-backup/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  char *runtime;
  int status;

  kangxied = g_strdup (kx_test_kangxied_path ());
  g_setenv ("KANGXIED", kangxied, TRUE);
  runtime = g_dir_make_tmp ("kx-run-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("one is made, read back and listed", test_made);
  ADD ("bad targets are told, and nothing is lost", test_bad_targets);
  ADD ("a full disk is told", test_full_disk);
  ADD ("one that cannot be read back does not stay", test_not_proven);
  ADD ("a file that is none is told", test_bad_files);
  ADD ("one of a newer program is told", test_newer);
  ADD ("one that lacks an attachment says which", test_lost_file);
  ADD ("one that is given up leaves nothing", test_given_up);
  ADD ("one that is given up leaves nothing in the service either", test_given_up_in_the_service);
  status = g_test_run ();
  kx_test_remove_folder (runtime);
  g_free (kangxied);
  return status;
}

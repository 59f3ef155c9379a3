/* The profile on this computer: made, backed up, put back in both ways, moved to another computer, removed.
 */
#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-store.h"
#include "store/kx-vault.h"
#include "sync/kx-local-backup.h"
#include "sync/kx-test-wait.h"
#include "sync/kx-test-work.h"

#include <string.h>

#define AGENCIES "SELECT count(*) FROM agency WHERE deleted_at = 0"
#define LATER "SELECT count(*) FROM agency WHERE name = '备份之后的医院'"

typedef struct
{
  char *folder, *path; /* the folder of the backup, the backup */
  KxProfile *profile;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = kx_test_make_folder ();
  f->path = g_build_filename (f->folder, "kangxie.tar.zst", NULL);
  f->profile = kx_test_work_local ("local");
  kx_test_work_await_quiet (f->profile);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_work_forget (f->profile);
  kx_test_work_finish (f->profile);
  kx_test_remove_folder (f->folder);
  g_free (f->path);
}

static void
back_up (Fixture *f, KxBackupContents *ret_contents)
{
  KxLocal *local = kx_profile_get_local (f->profile);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_local_backup_make_async (local, f->path, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  kx_local_backup_make_finish (local, result, ret_contents, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
restore (Fixture *f, const KxProfileRestore *how, char **ret_kept, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_profile_restore_async (f->profile, how, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_profile_restore_finish (f->profile, result, ret_kept, error);
}

static void
test_made (Fixture *f, gconstpointer data)
{
  g_autofree char *recovery = kx_profile_dup_recovery (f->profile), *store = NULL, *text = NULL;
  g_autoptr (GError) second = NULL;

  g_assert_true (kx_profile_is_local (f->profile));
  g_assert_true (kx_profile_is_signed_in (f->profile));
  g_assert_true (kx_local_is_running (kx_profile_get_local (f->profile)));
  store = kx_profile_dup_store_dir (f->profile);
  text = kx_vault_recovery_text_of (store, NULL);
  g_assert_cmpstr (recovery, ==, text);
  g_assert_null (kx_profile_open (kx_profile_get_dir (f->profile), &second));
  g_assert_nonnull (second);
  g_free (kx_test_work_add_agency (f->profile, "南宁市第一人民医院"));
  kx_test_work_await_quiet (f->profile);
  /* It opens again, and nobody has to type a password. */
  {
    g_autofree char *dir = g_strdup (kx_profile_get_dir (f->profile));

    kx_test_work_finish (f->profile);
    f->profile = kx_profile_open (dir, NULL);
    kx_profile_start (f->profile);
    kx_test_work_await_quiet (f->profile);
    g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 1);
    g_assert_true (kx_profile_is_signed_in (f->profile));
  }
}

/* Back to the state of the backup: what came later is gone, but kept beside the store. */
static void
test_go_back (Fixture *f, gconstpointer data)
{
  g_auto (KxBackupContents) contents = { 0 };
  g_autofree char *kept = NULL, *database = NULL, *draft = NULL, *before = NULL;
  KxProfileRestore how = { .path = f->path, .forget_later = TRUE };
  g_autoptr (GError) error = NULL;

  g_free (kx_test_work_add_agency (f->profile, "备份之前的医院"));
  kx_test_work_await_quiet (f->profile);
  back_up (f, &contents);
  g_assert_cmpint (contents.agencies, ==, 1);
  g_assert_true (contents.keys_fit);
  g_assert_cmpint (kx_profile_count_later (f->profile, contents.generation, contents.seq), ==, 0);
  before = g_strdup (kx_profile_get_device (f->profile));
  g_free (kx_test_work_add_agency (f->profile, "备份之后的医院"));
  kx_mirror_put_draft (kx_profile_get_mirror (f->profile), "agency/c", "{\"typed\":{}}");
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_profile_count_later (f->profile, contents.generation, contents.seq), ==, 1);
  g_assert_true (restore (f, &how, &kept, &error));
  g_assert_no_error (error);
  kx_test_work_await_number (f->profile, LATER, 0);
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 1);
  g_assert_cmpint (kx_profile_count_later (f->profile, contents.generation, contents.seq), ==, -1);
  g_assert_cmpstr (kx_profile_get_device (f->profile), ==, before);
  g_assert_true (kx_profile_is_signed_in (f->profile));
  draft = kx_mirror_dup_draft (kx_profile_get_mirror (f->profile), "agency/c");
  g_assert_nonnull (draft);
  g_assert_nonnull (kept);
  database = g_build_filename (kept, "kangxie.db", NULL);
  g_assert_true (g_file_test (database, G_FILE_TEST_EXISTS));
  /* The desktop goes on. */
  g_free (kx_test_work_add_agency (f->profile, "回退之后的医院"));
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 2);
}

/* The store was damaged, say: what this desktop entered since the backup is brought in again. */
static void
test_bring_in_again (Fixture *f, gconstpointer data)
{
  g_auto (KxBackupContents) contents = { 0 };
  KxProfileRestore how = { .path = f->path };
  g_autoptr (GError) error = NULL;

  back_up (f, &contents);
  g_free (kx_test_work_add_agency (f->profile, "备份之后的医院"));
  kx_test_work_await_quiet (f->profile);
  g_assert_true (restore (f, &how, NULL, &error));
  g_assert_no_error (error);
  kx_test_work_await_quiet (f->profile);
  kx_test_work_await_number (f->profile, LATER " AND seq > 0", 1);
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_test_work_number (f->profile, "SELECT count(*) FROM mirror_outbox"), ==, 0);
}

/* What cannot be restored changes nothing, and work goes on at once. */
static void
test_bad_backup (Fixture *f, gconstpointer data)
{
  g_auto (KxBackupContents) contents = { 0 };
  g_autofree char *bytes = NULL, *missing = g_strconcat (f->path, "x", NULL);
  KxProfileRestore how = { .path = f->path, .forget_later = TRUE }, none = { .path = missing };
  g_autoptr (GError) cut = NULL, gone = NULL;
  gsize size;

  back_up (f, &contents);
  g_free (kx_test_work_add_agency (f->profile, "备份之后的医院"));
  kx_test_work_await_quiet (f->profile);
  g_assert_true (g_file_get_contents (f->path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (f->path, bytes, (gssize) (size / 2), NULL));
  g_assert_false (restore (f, &how, NULL, &cut));
  g_assert_nonnull (cut);
  g_assert_false (restore (f, &none, NULL, &gone));
  g_assert_nonnull (gone);
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_test_work_number (f->profile, LATER), ==, 1);
  g_assert_true (kx_profile_is_signed_in (f->profile));
  g_assert_cmpint (kx_profile_count_later (f->profile, contents.generation, contents.seq), ==, 1);
}

/* The old computer is gone; another one with a profile of its own takes its backup, with the recovery text
 * that was written down. */
static void
test_other_computer (Fixture *f, gconstpointer data)
{
  g_auto (KxBackupContents) contents = { 0 };
  g_autofree char *recovery = kx_profile_dup_recovery (f->profile), *store = NULL, *text = NULL;
  KxProfileRestore how = { .path = f->path, .recovery = recovery, .forget_later = TRUE };
  g_autoptr (GError) error = NULL;

  g_free (kx_test_work_add_agency (f->profile, "旧电脑上的医院"));
  kx_test_work_await_quiet (f->profile);
  back_up (f, &contents);
  kx_test_work_forget (f->profile);
  kx_test_work_finish (f->profile);
  f->profile = kx_test_work_local ("fresh");
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 0);
  g_assert_true (restore (f, &how, NULL, &error));
  g_assert_no_error (error);
  kx_test_work_await_number (f->profile, AGENCIES, 1);
  kx_test_work_await_quiet (f->profile);
  store = kx_profile_dup_store_dir (f->profile);
  text = kx_vault_recovery_text_of (store, NULL);
  g_assert_cmpstr (text, ==, recovery);
  g_free (kx_test_work_add_agency (f->profile, "新电脑上的医院"));
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 2);
}

static void
test_forget (Fixture *f, gconstpointer data)
{
  g_autofree char *store = kx_profile_dup_store_dir (f->profile), *dir = NULL;
  g_auto (GStrv) list = NULL;

  dir = g_strdup (kx_profile_get_dir (f->profile));
  g_free (kx_test_work_add_agency (f->profile, "要删除的医院"));
  kx_test_work_await_quiet (f->profile);
  kx_test_work_forget (f->profile);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (store, G_FILE_TEST_EXISTS));
  list = kx_profile_list ();
  g_assert_cmpuint (g_strv_length (list), ==, 0);
  kx_test_work_finish (f->profile);
  /* One of the same name begins with nothing. */
  f->profile = kx_test_work_local ("local");
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 0);
}

/* The window is closed while a backup is put back: the old store or the new one is there, and opens. */
static void
test_closed_meanwhile (Fixture *f, gconstpointer data)
{
  g_auto (KxBackupContents) contents = { 0 };
  KxProfileRestore how = { .path = f->path };
  g_autofree char *dir = g_strdup (kx_profile_get_dir (f->profile));
  GAsyncResult *waiting = NULL;
  g_autoptr (GError) error = NULL;

  back_up (f, &contents);
  kx_profile_restore_async (f->profile, &how, kx_test_take_result, &waiting);
  kx_profile_close (f->profile);
  {
    g_autoptr (GAsyncResult) result = kx_test_await (&waiting);

    g_assert_false (kx_profile_restore_finish (f->profile, result, NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  }
  g_assert_false (kx_local_is_running (kx_profile_get_local (f->profile)));
  kx_test_work_finish (f->profile);
  f->profile = kx_profile_open (dir, NULL);
  kx_profile_start (f->profile);
  kx_test_work_await_quiet (f->profile);
}

#define ADD(name, test) g_test_add ("/profile-local/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  char *home = g_dir_make_tmp ("kx-home-XXXXXX", NULL);
  char *runtime;
  int status;

  g_setenv ("KANGXIED", kx_test_kangxied_path (), TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  runtime = g_dir_make_tmp ("kx-run-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("it is made, and opens again without a password", test_made);
  ADD ("a backup takes the place of what came later", test_go_back);
  ADD ("what came later is brought in again", test_bring_in_again);
  ADD ("a bad backup changes nothing", test_bad_backup);
  ADD ("a backup moves to another computer", test_other_computer);
  ADD ("a forgotten one leaves no trace", test_forget);
  ADD ("closed while a backup is put back", test_closed_meanwhile);
  status = g_test_run ();
  kx_test_remove_folder (runtime);
  kx_test_remove_folder (home);
  return status;
}

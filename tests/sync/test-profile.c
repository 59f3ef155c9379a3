/* The profile of a service elsewhere, against the real kangxied: connected, signed in and out, locked,
 * revoked, measured, fetched anew, forgotten. */
#include "lib/kx-test-store.h"
#include "sync/kx-client-device.h"
#include "sync/kx-mirror-usage.h"
#include "sync/kx-test-desk.h"
#include "sync/kx-test-wait.h"
#include "sync/kx-test-work.h"

#include <glib/gstdio.h>
#include <string.h>

#define PATIENCE 30
#define AGENCIES "SELECT count(*) FROM agency WHERE deleted_at = 0"

static KxTestDesk *desk;

/* The clerk's profile, started and up to date. */
static KxProfile *
connect_clerk (const char *name)
{
  g_autoptr (GError) error = NULL;
  KxProfile *profile = kx_test_work_connect (desk->url, "clerk", "clerk", name, &error);

  g_assert_no_error (error);
  kx_profile_start (profile);
  kx_test_work_await_quiet (profile);
  return profile;
}

static void
test_connect (void)
{
  g_autoptr (GError) wrong = NULL, none = NULL, error = NULL;
  g_autofree char *dir = kx_profile_dir ("one");
  g_autoptr (KxProfileInfo) info = NULL;
  g_auto (GStrv) list = NULL;
  KxProfile *profile;

  g_assert_null (kx_test_work_connect (desk->url, "clerk", "guessed", "one", &wrong));
  g_assert_error (wrong, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REFUSED);
  /* A wrong password leaves no profile behind. */
  g_assert_null (kx_profile_info_read (dir, &none));
  g_assert_error (none, KX_PROFILE_ERROR, KX_PROFILE_ERROR_NOT_FOUND);
  profile = connect_clerk ("one");
  g_assert_true (kx_profile_is_signed_in (profile));
  g_assert_false (kx_profile_is_local (profile));
  g_assert_null (kx_profile_get_local (profile));
  g_assert_cmpstr (kx_profile_get_user_name (profile), ==, "clerk");
  g_assert_nonnull (kx_profile_get_device (profile));
  g_assert_cmpint (kx_test_work_number (profile, AGENCIES), >, 10);
  info = kx_profile_info_read (dir, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->url, ==, desk->url);
  list = kx_profile_list ();
  g_assert_cmpuint (g_strv_length (list), ==, 1);
  g_assert_cmpstr (list[0], ==, dir);
  kx_test_work_finish (profile);
}

/* It opens by what it keeps, and the tokens are still good. */
static void
test_open_again (void)
{
  g_autofree char *dir = kx_profile_dir ("one"), *device = NULL;
  g_autoptr (GError) error = NULL;
  KxProfile *profile = connect_clerk ("one");

  device = g_strdup (kx_profile_get_device (profile));
  kx_test_work_finish (profile);
  profile = kx_profile_open (dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kx_test_work_number (profile, AGENCIES), >, 10);
  kx_profile_start (profile);
  kx_test_work_await_quiet (profile);
  g_assert_cmpstr (kx_profile_get_device (profile), ==, device);
  g_assert_true (kx_profile_is_signed_in (profile));
  kx_test_work_finish (profile);
}

/* A window that is opened and closed again has no time to wait for its tokens; a warning ends the test. */
static void
test_close_at_once (void)
{
  g_autofree char *dir = kx_profile_dir ("one");
  g_autoptr (GError) error = NULL;
  KxProfile *profile = connect_clerk ("one");

  kx_test_work_finish (profile);
  profile = kx_profile_open (dir, &error);
  g_assert_no_error (error);
  kx_profile_start (profile);
  kx_test_work_finish (profile);
}

/* One program at a time: the second is told, and the first is undisturbed. */
static void
test_lock (void)
{
  g_autofree char *dir = kx_profile_dir ("one");
  g_autoptr (GError) second = NULL, again = NULL, other = NULL;
  KxProfile *profile = connect_clerk ("one"), *next;

  g_assert_null (kx_profile_open (dir, &second));
  g_assert_nonnull (second);
  g_assert_null (kx_test_work_connect (desk->url, "clerk", "clerk", "one", &again));
  g_assert_nonnull (again);
  kx_test_work_await_quiet (profile);
  kx_test_work_finish (profile);
  /* The folder is of its user. */
  g_assert_null (kx_test_work_connect (desk->url, "reviewer", "reviewer", "one", &other));
  g_assert_error (other, KX_PROFILE_ERROR, KX_PROFILE_ERROR_OTHER);
  next = connect_clerk ("one");
  kx_test_work_finish (next);
}

static void
sign_out (KxProfile *profile)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_profile_sign_out_async (profile, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_profile_sign_out_finish (profile, result, &error));
  g_assert_no_error (error);
}

static gboolean
sign_in (KxProfile *profile, const char *password, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_profile_sign_in_async (profile, password, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_profile_sign_in_finish (profile, result, error);
}

/* Work goes on while signed out, and gets through once. */
static void
test_sign_out (void)
{
  g_autoptr (GError) wrong = NULL, error = NULL;
  g_autofree char *device = NULL, *id = NULL, *sql = NULL;
  KxMirrorSummary summary;
  KxProfile *profile = connect_clerk ("one");

  device = g_strdup (kx_profile_get_device (profile));
  sign_out (profile);
  g_assert_false (kx_profile_is_signed_in (profile));
  g_assert_null (kx_profile_get_device (profile));
  kx_test_work_await (profile, KX_SYNC_SIGNED_OUT);
  id = kx_test_work_add_agency (profile, "签退之后的医院");
  kx_mirror_put_draft (kx_profile_get_mirror (profile), "agency/draft", "{\"typed\":{}}");
  kx_mirror_get_summary (kx_profile_get_mirror (profile), &summary);
  g_assert_cmpuint (summary.waiting, ==, 1);
  g_assert_false (sign_in (profile, "guessed", &wrong));
  g_assert_error (wrong, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REFUSED);
  g_assert_true (sign_in (profile, "clerk", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (kx_profile_get_device (profile), !=, device);
  kx_test_work_await_quiet (profile);
  sql = g_strdup_printf ("SELECT count(*) FROM agency WHERE id = '%s' AND seq > 0", id);
  g_assert_cmpint (kx_test_work_number (profile, sql), ==, 1);
  {
    g_autofree char *draft = kx_mirror_dup_draft (kx_profile_get_mirror (profile), "agency/draft");

    g_assert_cmpstr (draft, ==, "{\"typed\":{}}");
  }
  kx_mirror_put_draft (kx_profile_get_mirror (profile), "agency/draft", NULL);
  kx_test_work_finish (profile);
}

static void
count (gpointer source, guint *n)
{
  (*n)++;
}

static gboolean
has_counted (gpointer data)
{
  return *(guint *) data > 0;
}

/* A computer that was lost: at its next contact nothing of the service's data is left on it. */
static void
test_revoked (void)
{
  g_autofree char *dir = kx_profile_dir ("lost");
  g_autoptr (KxClient) client = NULL;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxProfile *profile;
  guint n = 0;

  profile = kx_test_work_connect (desk->url, "reviewer", "reviewer", "lost", &error);
  g_assert_no_error (error);
  kx_profile_start (profile);
  kx_test_work_await_quiet (profile);
  g_signal_connect (profile, "revoked", G_CALLBACK (count), &n);
  client = kx_test_desk_sign_in (desk, "reviewer");
  kx_client_revoke_device_async (client, kx_profile_get_device (profile), NULL, kx_test_take_result,
                                 &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_client_revoke_device_finish (client, result, &error));
  kx_sync_now (kx_profile_get_sync (profile));
  g_assert_true (kx_test_run_until (has_counted, &n, PATIENCE));
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  kx_test_work_finish (profile);
}

static KxMirrorUsage
measure (KxProfile *profile)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxMirrorUsage usage;

  kx_mirror_usage_async (mirror, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_mirror_usage_finish (mirror, result, &usage, &error));
  g_assert_no_error (error);
  return usage;
}

static void
test_usage (void)
{
  KxProfile *profile = connect_clerk ("one");
  const char *dir = kx_profile_get_dir (profile);
  g_autofree char *blob = g_build_filename (dir, "blobs", "0123", NULL), *blobs = NULL;
  g_autofree char *damaged = g_build_filename (dir, "mirror.db.damaged-1", NULL), *wal = NULL;
  g_autoptr (GError) error = NULL;
  KxMirrorUsage before = measure (profile), after;

  g_assert_cmpint (before.database, >, 100 * 1000);
  g_assert_cmpint (before.rows, >, 10);
  g_assert_cmpint (before.free, >, 0);
  g_assert_cmpint (before.n_damaged, ==, 0);
  g_assert_cmpint (before.drafts, ==, 0);
  blobs = g_path_get_dirname (blob);
  g_assert_cmpint (g_mkdir_with_parents (blobs, 0700), ==, 0);
  g_assert_true (g_file_set_contents (blob, "a scan", -1, NULL));
  wal = g_strconcat (damaged, "-wal", NULL);
  g_assert_true (g_file_set_contents (damaged, "half a database", -1, NULL));
  g_assert_true (g_file_set_contents (wal, "its log", -1, NULL));
  /* Typed a moment ago counts already. */
  kx_mirror_put_draft (kx_profile_get_mirror (profile), "agency/a", "{}");
  after = measure (profile);
  g_assert_cmpint (after.files, ==, before.files + 6);
  g_assert_cmpint (after.n_files, ==, before.n_files + 1);
  g_assert_cmpint (after.n_damaged, ==, 1);
  g_assert_cmpint (after.damaged, ==, 15 + 7);
  g_assert_cmpint (after.drafts, ==, 1);
  g_assert_true (kx_mirror_drop_damaged (kx_profile_get_mirror (profile), &error));
  g_assert_cmpint (measure (profile).n_damaged, ==, 0);
  g_unlink (blob);
  kx_mirror_put_draft (kx_profile_get_mirror (profile), "agency/a", NULL);
  kx_test_work_finish (profile);
}

static void
note_verdict (KxSync *sync, int verdict, int *ret_verdict)
{
  *ret_verdict = verdict;
}

static gboolean
has_verdict (gpointer data)
{
  return *(int *) data != KX_SYNC_NOT_VERIFIED;
}

static gboolean
spoil (KxBook *book, gpointer data, GError **error)
{
  return kx_db_run (book->db,
                    "UPDATE agency SET name = 'another' WHERE id = (SELECT min(id) FROM agency WHERE "
                    "deleted_at = 0)",
                    NULL, 0, error);
}

static gpointer
spoil_on_thread (gpointer mirror)
{
  g_assert_true (kx_mirror_write (mirror, KX_WRITE_TOGETHER, spoil, NULL, NULL));
  return NULL;
}

/* What a fault of the disk changed is found and healed; what waits is not touched. */
static void
test_verify (void)
{
  KxProfile *profile = connect_clerk ("one");
  KxSync *sync = kx_profile_get_sync (profile);
  g_autofree char *id = NULL;
  int verdict = KX_SYNC_NOT_VERIFIED;
  KxMirrorSummary summary;

  g_signal_connect (sync, "verified", G_CALLBACK (note_verdict), &verdict);
  kx_sync_verify (sync);
  g_assert_true (kx_test_run_until (has_verdict, &verdict, PATIENCE));
  g_assert_cmpint (verdict, ==, KX_SYNC_SAME);
  kx_test_work_await_quiet (profile);
  g_thread_join (g_thread_new ("spoil", spoil_on_thread, kx_profile_get_mirror (profile)));
  g_assert_cmpint (kx_test_work_number (profile, "SELECT count(*) FROM agency WHERE name = 'another'"), ==,
                   1);
  verdict = KX_SYNC_NOT_VERIFIED;
  kx_sync_verify (sync);
  g_assert_true (kx_test_run_until (has_verdict, &verdict, PATIENCE));
  g_assert_cmpint (verdict, ==, KX_SYNC_HEALING);
  kx_test_work_await_number (profile, "SELECT count(*) FROM agency WHERE name = 'another'", 0);
  kx_test_work_await_quiet (profile);
  /* Without a service it is compared at the next contact. */
  sign_out (profile);
  id = kx_test_work_add_agency (profile, "核对时在排队的医院");
  verdict = KX_SYNC_NOT_VERIFIED;
  kx_sync_verify (sync);
  kx_test_work_await (profile, KX_SYNC_SIGNED_OUT);
  g_assert_cmpint (verdict, ==, KX_SYNC_NOT_VERIFIED);
  kx_mirror_get_summary (kx_profile_get_mirror (profile), &summary);
  g_assert_cmpuint (summary.waiting, ==, 1);
  g_assert_true (sign_in (profile, "clerk", NULL));
  g_assert_true (kx_test_run_until (has_verdict, &verdict, PATIENCE));
  g_assert_cmpint (verdict, ==, KX_SYNC_SAME);
  kx_test_work_await_quiet (profile);
  kx_test_work_finish (profile);
}

static void
fetch_anew (KxProfile *profile)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_profile_fetch_anew_async (profile, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_profile_fetch_anew_finish (profile, result, &error));
  g_assert_no_error (error);
}

/* Rows can be read all the time, what waits gets through, what was typed stays. */
static void
test_fetch_anew (void)
{
  KxProfile *profile = connect_clerk ("one");
  KxMirror *mirror = kx_profile_get_mirror (profile);
  gint64 agencies = kx_test_work_number (profile, AGENCIES);
  g_autofree char *id = NULL, *sql = NULL, *draft = NULL;

  kx_test_desk_stop (desk);
  kx_sync_now (kx_profile_get_sync (profile));
  kx_test_work_await (profile, KX_SYNC_OFFLINE);
  id = kx_test_work_add_agency (profile, "断网时新增的医院");
  kx_mirror_put_draft (mirror, "agency/b", "{\"typed\":{\"name\":\"半句\"}}");
  g_thread_join (g_thread_new ("spoil", spoil_on_thread, mirror));
  fetch_anew (profile);
  g_assert_cmpint (kx_test_work_number (profile, AGENCIES), ==, agencies + 1);
  kx_test_desk_start (desk);
  g_assert_true (kx_profile_set_url (profile, desk->url, NULL));
  kx_test_work_await_number (profile, "SELECT count(*) FROM agency WHERE name = 'another'", 0);
  kx_test_work_await_quiet (profile);
  g_assert_cmpint (kx_test_work_number (profile, AGENCIES), ==, agencies + 1);
  sql = g_strdup_printf ("SELECT count(*) FROM agency WHERE id = '%s' AND seq > 0", id);
  g_assert_cmpint (kx_test_work_number (profile, sql), ==, 1);
  draft = kx_mirror_dup_draft (mirror, "agency/b");
  g_assert_cmpstr (draft, ==, "{\"typed\":{\"name\":\"半句\"}}");
  kx_test_work_finish (profile);
}

static void
test_forget (void)
{
  g_autofree char *dir = kx_profile_dir ("one");
  KxProfile *profile = connect_clerk ("one");
  g_auto (GStrv) list = NULL;

  kx_test_work_forget (profile);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  list = kx_profile_list ();
  g_assert_cmpuint (g_strv_length (list), ==, 0);
  kx_test_work_finish (profile);
}

int
main (int argc, char **argv)
{
  char *home = g_dir_make_tmp ("kx-home-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  desk = kx_test_desk_new ();
  g_test_add_func ("/profile/it is connected with the right password only", test_connect);
  g_test_add_func ("/profile/it opens again by what it keeps", test_open_again);
  g_test_add_func ("/profile/it is closed while its tokens are read", test_close_at_once);
  g_test_add_func ("/profile/a second program is kept out", test_lock);
  g_test_add_func ("/profile/signed out, work is kept and gets through later", test_sign_out);
  g_test_add_func ("/profile/a revoked computer keeps nothing", test_revoked);
  g_test_add_func ("/profile/what it keeps is measured", test_usage);
  g_test_add_func ("/profile/the copy is compared, and healed", test_verify);
  g_test_add_func ("/profile/everything is fetched anew beside what waits", test_fetch_anew);
  g_test_add_func ("/profile/a forgotten one leaves no trace", test_forget);
  status = g_test_run ();
  kx_test_desk_free (desk);
  kx_test_remove_folder (home);
  return status;
}

/* Two desktops and the real service: what people do without a network gets through, once. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"
#include "sync/kx-client-device.h"
#include "sync/kx-profile.h"
#include "sync/kx-test-desk.h"
#include "sync/kx-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define PATIENCE 30

static KxTestDesk *desk;

static KxProfile *
connect_as (const char *user, const char *name)
{
  KxProfileConnect given = { .url = desk->url, .user = user, .password = user, .name = name, .device = name };
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxProfile *profile;

  kx_profile_connect_async (&given, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  profile = kx_profile_connect_finish (result, &error);
  g_assert_no_error (error);
  kx_profile_start (profile);
  return profile;
}

typedef struct
{
  KxProfile *profile;
  KxSyncState state;
} Wanted;

static gboolean
is_in_state (gpointer data)
{
  Wanted *wanted = data;

  return kx_sync_get_state (kx_profile_get_sync (wanted->profile)) == wanted->state;
}

static void
await_state (KxProfile *profile, KxSyncState state)
{
  Wanted wanted = { profile, state };

  if (!kx_test_run_until (is_in_state, &wanted, PATIENCE))
    {
      const GError *error = kx_sync_get_error (kx_profile_get_sync (profile));

      g_error ("It stays in state %d: %s", (int) kx_sync_get_state (kx_profile_get_sync (profile)),
               error != NULL ? error->message : "");
    }
}

static gboolean
has_nothing_waiting (gpointer data)
{
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (data), &summary);
  return summary.waiting == 0 && summary.uploads == 0 &&
         kx_sync_get_state (kx_profile_get_sync (data)) == KX_SYNC_IDLE;
}

/* Everything is exchanged. */
static void
await_quiet (KxProfile *profile)
{
  kx_sync_now (kx_profile_get_sync (profile));
  await_state (profile, KX_SYNC_IDLE);
  g_assert_true (kx_test_run_until (has_nothing_waiting, profile, PATIENCE));
}

static KxRecord *
get (KxProfile *profile, const char *id)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxRecord *row = kx_row_get (book, &kx_agency_entity, id, NULL);

  kx_mirror_give_reader (mirror, book);
  return row;
}

static char *
any_agency (KxProfile *profile)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxDbRows *rows =
      kx_db_query (book->db, "SELECT id FROM agency WHERE deleted_at = 0 ORDER BY id LIMIT 1", NULL, 0, NULL);
  char *id;

  g_assert_true (kx_db_rows_next (rows, NULL));
  id = g_strdup (kx_db_rows_text (rows, 0));
  kx_db_rows_close (rows);
  kx_mirror_give_reader (mirror, book);
  return id;
}

static gint64
number (KxProfile *profile, const char *sql)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  gint64 n = -1;

  kx_db_get_integer (book->db, sql, NULL, 0, &n, NULL);
  kx_mirror_give_reader (mirror, book);
  return n;
}

static void
submit (KxProfile *profile, const char *row, const char *note)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GError) error = NULL;

  kx_agency_set_contact (kx_agency (fields), note);
  g_ptr_array_add (ops, kx_mirror_make_op (mirror, KX_OP_PATCH, &kx_agency_entity, row, fields));
  kx_mirror_submit_async (mirror, ops, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  decision = kx_mirror_submit_finish (mirror, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
}

typedef struct
{
  KxProfile *profile;
  const char *id, *text;
} Text;

static gboolean
has_text (gpointer data)
{
  Text *text = data;
  g_autoptr (KxRecord) row = get (text->profile, text->id);

  return row != NULL && g_strcmp0 (kx_agency_get_contact ((Kx_agency *) row), text->text) == 0;
}

static void
await_text (KxProfile *profile, const char *id, const char *text)
{
  Text wanted = { profile, id, text };

  g_assert_true (kx_test_run_until (has_text, &wanted, PATIENCE));
}

static void
finish (KxProfile *profile)
{
  kx_profile_close (profile);
  g_object_unref (profile);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_converge (void)
{
  KxProfile *one = connect_as ("clerk", "one"), *two = connect_as ("reviewer", "two");
  g_autofree char *id = NULL;

  await_quiet (one);
  await_quiet (two);
  g_assert_cmpint (number (one, "SELECT count(*) FROM agency"), >, 10);
  id = any_agency (one);
  /* A change is on the other desktop at once, by a poke. */
  submit (one, id, "王一");
  await_text (two, id, "王一");
  await_quiet (one);
  g_assert_true (kx_sync_is_online (kx_profile_get_sync (one)));
  finish (one);
  finish (two);
}

static void
test_offline (void)
{
  KxProfile *one = connect_as ("clerk", "one"), *two = connect_as ("clerk", "three");
  g_autofree char *id = NULL;
  KxMirrorSummary summary;

  await_quiet (one);
  await_quiet (two);
  id = any_agency (one);
  kx_test_desk_stop (desk);
  kx_sync_now (kx_profile_get_sync (one));
  await_state (one, KX_SYNC_OFFLINE);
  submit (one, id, "王二");
  await_text (one, id, "王二");
  kx_mirror_get_summary (kx_profile_get_mirror (one), &summary);
  g_assert_cmpuint (summary.waiting, ==, 1);
  g_assert_nonnull (kx_sync_get_error (kx_profile_get_sync (one)));
  g_assert_cmpuint (kx_sync_get_wait (kx_profile_get_sync (one)), >, 0);
  kx_test_desk_start (desk);
  g_assert_true (kx_profile_set_url (one, desk->url, NULL));
  g_assert_true (kx_profile_set_url (two, desk->url, NULL));
  /* Without another change it gets through. */
  await_text (two, id, "王二");
  await_quiet (one);
  finish (one);
  finish (two);
}

static void
test_conflict (void)
{
  KxProfile *one = connect_as ("clerk", "one"), *two = connect_as ("clerk", "three");
  g_autofree char *id = NULL;

  await_quiet (one);
  await_quiet (two);
  id = any_agency (one);
  kx_sync_stop (kx_profile_get_sync (two));
  submit (one, id, "王三");
  submit (two, id, "李四");
  await_quiet (one);
  kx_sync_start (kx_profile_get_sync (two));
  await_quiet (two);
  await_quiet (one);
  await_text (one, id, "王三");
  await_text (two, id, "王三");
  g_assert_cmpint (
      number (one,
              "SELECT count(*) FROM conflict WHERE state = 'open' AND mine = '李四' AND theirs = '王三'"),
      ==, 1);
  g_assert_cmpint (number (two, "SELECT count(*) FROM conflict WHERE state = 'open' AND mine = '李四'"), ==,
                   1);
  finish (one);
  finish (two);
}

static void
test_killed (void)
{
  KxProfile *one = connect_as ("clerk", "one"), *two = connect_as ("clerk", "three");
  g_autofree char *id = NULL;

  await_quiet (one);
  await_quiet (two);
  id = any_agency (one);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("王%u", i);

      submit (one, id, text);
      kx_test_desk_kill (desk);
      kx_test_desk_start (desk);
      g_assert_true (kx_profile_set_url (one, desk->url, NULL));
      g_assert_true (kx_profile_set_url (two, desk->url, NULL));
      await_quiet (one);
      await_text (two, id, text);
    }
  g_assert_cmpint (number (one, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  finish (one);
  finish (two);
}

static void
count (KxProfile *profile, guint *n)
{
  (*n)++;
}

static gboolean
has_counted (gpointer data)
{
  return *(guint *) data > 0;
}

static void
test_revoked (void)
{
  KxProfile *lost = connect_as ("clerk", "lost");
  g_autoptr (KxClient) client = kx_test_desk_sign_in (desk, "clerk");
  g_autofree char *dir = g_strdup (kx_profile_get_dir (lost));
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  await_quiet (lost);
  g_signal_connect (lost, "revoked", G_CALLBACK (count), &n);
  kx_client_revoke_device_async (client, kx_profile_get_device (lost), NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_client_revoke_device_finish (client, result, &error));
  g_assert_no_error (error);
  kx_sync_now (kx_profile_get_sync (lost));
  g_assert_true (kx_test_run_until (has_counted, &n, PATIENCE));
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  finish (lost);
}

static void
test_signed_out (void)
{
  KxProfile *one = connect_as ("clerk", "one");
  g_autofree char *id = NULL, *device = NULL;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) out = NULL, in = NULL;
  g_autoptr (GError) error = NULL;
  KxMirrorSummary summary;

  await_quiet (one);
  id = any_agency (one);
  device = g_strdup (kx_profile_get_device (one));
  kx_profile_sign_out_async (one, NULL, kx_test_take_result, &waiting);
  out = kx_test_await (&waiting);
  g_assert_true (kx_profile_sign_out_finish (one, out, &error));
  await_state (one, KX_SYNC_SIGNED_OUT);
  g_assert_false (kx_profile_is_signed_in (one));
  submit (one, id, "赵五");
  kx_mirror_get_summary (kx_profile_get_mirror (one), &summary);
  g_assert_cmpuint (summary.waiting, ==, 1);
  kx_profile_sign_in_async (one, "clerk", NULL, kx_test_take_result, &waiting);
  in = kx_test_await (&waiting);
  g_assert_true (kx_profile_sign_in_finish (one, in, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (kx_profile_get_device (one), !=, device);
  await_quiet (one);
  await_text (one, id, "赵五");
  finish (one);
}

static void
test_upload (void)
{
  KxProfile *one = connect_as ("clerk", "one");
  g_autofree char *id = NULL, *path = g_build_filename (desk->folder, "scan.pdf", NULL), *text = NULL;
  gsize size = 3 * 1024 * 1024;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GError) error = NULL;

  await_quiet (one);
  id = any_agency (one);
  text = g_malloc (size);
  for (gsize i = 0; i < size; i++)
    text[i] = (char) (i * 31 + i / 7);
  g_assert_true (g_file_set_contents (path, text, (gssize) size, NULL));
  kx_mirror_add_file_async (kx_profile_get_mirror (one), path, "agency", id, NULL, NULL, kx_test_take_result,
                            &waiting);
  result = kx_test_await (&waiting);
  decision = kx_mirror_add_file_finish (kx_profile_get_mirror (one), result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
  /* The service goes away in between; the file goes on afterwards. */
  kx_test_desk_kill (desk);
  kx_test_desk_start (desk);
  g_assert_true (kx_profile_set_url (one, desk->url, NULL));
  await_quiet (one);
  await_quiet (one);
  g_assert_cmpint (
      number (one, "SELECT count(*) FROM attachment WHERE stored = 1 AND file_name = 'scan.pdf'"), ==, 1);
  g_assert_cmpint (number (one, "SELECT count(*) FROM mirror_upload"), ==, 0);
  finish (one);
}

int
main (int argc, char **argv)
{
  char *home = g_dir_make_tmp ("kx-home-XXXXXX", NULL);
  int status;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  desk = kx_test_desk_new ();
  g_test_add_func ("/sync/a change is on the other desktop at once", test_converge);
  g_test_add_func ("/sync/what was done offline gets through by itself", test_offline);
  g_test_add_func ("/sync/two values for one field are kept as a conflict", test_conflict);
  g_test_add_func ("/sync/a service that is killed loses nothing", test_killed);
  g_test_add_func ("/sync/a revoked computer wipes its mirror", test_revoked);
  g_test_add_func ("/sync/signed out it keeps what waits", test_signed_out);
  g_test_add_func ("/sync/a file goes on where it broke off", test_upload);
  status = g_test_run ();
  kx_test_desk_free (desk);
  kx_test_remove_folder (home);
  return status;
}

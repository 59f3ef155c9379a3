/* Two desktops and the real service: what people do without a network gets through, once. */
#include "core/entities/kx-agency.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"
#include "sync/kx-test-desk.h"
#include "sync/kx-test-wait.h"
#include "sync/kx-test-work.h"

#define PATIENCE 30

static KxTestDesk *desk;

/* Started and up to date. */
static KxProfile *
connect_as (const char *user, const char *name)
{
  g_autoptr (GError) error = NULL;
  KxProfile *profile = kx_test_work_connect (desk->url, user, user, name, &error);

  g_assert_no_error (error);
  kx_profile_start (profile);
  kx_test_work_await_quiet (profile);
  return profile;
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
test_converge (void)
{
  KxProfile *one = connect_as ("clerk", "one"), *two = connect_as ("reviewer", "two");
  g_autofree char *id = NULL;

  g_assert_cmpint (kx_test_work_number (one, "SELECT count(*) FROM agency"), >, 10);
  id = any_agency (one);
  /* A change is on the other desktop at once, by a poke. */
  submit (one, id, "王一");
  await_text (two, id, "王一");
  kx_test_work_await_quiet (one);
  g_assert_true (kx_sync_is_online (kx_profile_get_sync (one)));
  kx_test_work_finish (one);
  kx_test_work_finish (two);
}

static void
test_offline (void)
{
  KxProfile *one = connect_as ("clerk", "one"), *two = connect_as ("clerk", "three");
  g_autofree char *id = NULL;
  KxMirrorSummary summary;

  id = any_agency (one);
  /* What comes by a poke tells that the line for pokes is open. */
  submit (one, id, "王一二");
  await_text (two, id, "王一二");
  kx_test_desk_stop (desk);
  kx_sync_now (kx_profile_get_sync (one));
  kx_test_work_await (one, KX_SYNC_OFFLINE);
  /* The other one notices by itself, by the line that broke. */
  kx_test_work_await (two, KX_SYNC_OFFLINE);
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
  kx_test_work_await_quiet (one);
  kx_test_work_finish (one);
  kx_test_work_finish (two);
}

static void
test_conflict (void)
{
  KxProfile *one = connect_as ("clerk", "one"), *two = connect_as ("clerk", "three");
  g_autofree char *id = NULL;

  id = any_agency (one);
  kx_sync_stop (kx_profile_get_sync (two));
  submit (one, id, "王三");
  submit (two, id, "李四");
  kx_test_work_await_quiet (one);
  kx_sync_start (kx_profile_get_sync (two));
  kx_test_work_await_quiet (two);
  kx_test_work_await_quiet (one);
  await_text (one, id, "王三");
  await_text (two, id, "王三");
  g_assert_cmpint (
      kx_test_work_number (
          one, "SELECT count(*) FROM conflict WHERE state = 'open' AND mine = '李四' AND theirs = '王三'"),
      ==, 1);
  g_assert_cmpint (
      kx_test_work_number (two, "SELECT count(*) FROM conflict WHERE state = 'open' AND mine = '李四'"), ==,
      1);
  kx_test_work_finish (one);
  kx_test_work_finish (two);
}

static void
test_killed (void)
{
  KxProfile *one = connect_as ("clerk", "one"), *two = connect_as ("clerk", "three");
  g_autofree char *id = NULL;

  id = any_agency (one);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("王%u", i);

      submit (one, id, text);
      kx_test_desk_kill (desk);
      kx_test_desk_start (desk);
      g_assert_true (kx_profile_set_url (one, desk->url, NULL));
      g_assert_true (kx_profile_set_url (two, desk->url, NULL));
      kx_test_work_await_quiet (one);
      await_text (two, id, text);
    }
  g_assert_cmpint (kx_test_work_number (one, "SELECT count(*) FROM mirror_outbox"), ==, 0);
  kx_test_work_finish (one);
  kx_test_work_finish (two);
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
  kx_test_work_await_quiet (one);
  kx_test_work_await_quiet (one);
  g_assert_cmpint (kx_test_work_number (
                       one, "SELECT count(*) FROM attachment WHERE stored = 1 AND file_name = 'scan.pdf'"),
                   ==, 1);
  g_assert_cmpint (kx_test_work_number (one, "SELECT count(*) FROM mirror_upload"), ==, 0);
  kx_test_work_finish (one);
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
  g_test_add_func ("/sync/a file goes on where it broke off", test_upload);
  status = g_test_run ();
  kx_test_desk_free (desk);
  kx_test_remove_folder (home);
  return status;
}

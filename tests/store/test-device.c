#include "store/kx-device.h"

#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-store.h"

typedef struct
{
  KxBook *book;
} Fixture;

static KxBook *
open_book (gconstpointer postgres)
{
  KxBook *book = kx_book_new (postgres != NULL ? kx_test_postgres_open_new ()
                                               : kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL),
                              kx_schema_get (), NULL);

  g_assert_true (kx_book_set_up (book, (KxTime){ 1 }, FALSE, NULL));
  return book;
}

static void
set_up (Fixture *f, gconstpointer postgres)
{
  f->book = open_book (postgres);
}

static void
tear_down (Fixture *f, gconstpointer postgres)
{
  kx_book_free (f->book);
}

static gboolean
enter (KxBook *book, const char *id, const char *user)
{
  g_autofree char *token = g_strconcat ("token of ", id, NULL);
  g_autoptr (GError) error = NULL;
  gboolean full = TRUE;

  g_assert_true (kx_device_register (book, id, token, user, "笔记本", (KxTime){ 5 }, &full, &error));
  g_assert_no_error (error);
  return !full;
}

static void
test_a_device_is_found_by_its_token (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxDevice) device = NULL, same = NULL;

  g_assert_true (enter (f->book, "d1", "u"));
  device = kx_device_find (f->book, "token of d1", NULL);
  g_assert_cmpstr (device->id, ==, "d1");
  g_assert_cmpstr (device->user, ==, "u");
  g_assert_cmpstr (device->name, ==, "笔记本");
  g_assert_cmpint (device->created_at.ms, ==, 5);
  g_assert_cmpint (device->last_n, ==, 0);
  g_assert_null (kx_device_find (f->book, "token of d2", NULL));
  g_assert_true (kx_device_see (f->book, "d1", (KxTime){ 9 }, NULL));
  g_assert_true (kx_device_see (f->book, "d1", (KxTime){ 7 }, NULL));
  same = kx_device_get (f->book, "d1", NULL);
  g_assert_cmpint (same->seen_at.ms, ==, 9);
}

static void
test_answers_are_kept_until_they_are_acknowledged (Fixture *f, gconstpointer postgres)
{
  g_autofree char *first = NULL, *third = NULL, *op = NULL;
  g_autoptr (KxDevice) device = NULL;

  enter (f->book, "d1", "u");
  for (gint64 n = 1; n <= 3; n++)
    {
      g_autofree char *id = g_strdup_printf ("op %d", (int) n),
                      *line = g_strdup_printf ("line %d\n", (int) n);

      g_assert_true (kx_device_put_result (f->book, "d1", n, id, line, NULL));
    }
  g_assert_true (kx_device_advance (f->book, "d1", 3, (KxTime){ 8 }, NULL));
  first = kx_device_get_result (f->book, "d1", 1, &op, NULL);
  g_assert_cmpstr (first, ==, "line 1\n");
  g_assert_cmpstr (op, ==, "op 1");
  g_clear_pointer (&op, g_free);
  g_assert_true (kx_device_ack (f->book, "d1", 2, NULL));
  g_assert_null (kx_device_get_result (f->book, "d1", 2, &op, NULL));
  third = kx_device_get_result (f->book, "d1", 3, &op, NULL);
  g_assert_cmpstr (third, ==, "line 3\n");
  g_assert_true (kx_device_ack (f->book, "d1", 1, NULL)); /* an older word changes nothing */
  device = kx_device_get (f->book, "d1", NULL);
  g_assert_cmpint (device->acked, ==, 2);
  g_assert_cmpint (device->last_n, ==, 3);
  g_assert_cmpint (device->seen_at.ms, ==, 8);
}

static void
test_a_revoked_device_stays_revoked (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxDevice) device = NULL;
  g_autofree char *op = NULL;

  enter (f->book, "d1", "u");
  kx_device_put_result (f->book, "d1", 1, "op", "line\n", NULL);
  g_assert_true (kx_device_revoke (f->book, "d1", (KxTime){ 20 }, NULL));
  g_assert_true (kx_device_revoke (f->book, "d1", (KxTime){ 30 }, NULL));
  device = kx_device_find (f->book, "token of d1", NULL);
  g_assert_cmpint (device->revoked_at.ms, ==, 20);
  g_assert_null (kx_device_get_result (f->book, "d1", 1, &op, NULL));
}

static void
test_a_user_has_so_many_devices_and_no_more (Fixture *f, gconstpointer postgres)
{
  g_autoptr (GPtrArray) all = NULL, own = NULL;

  for (guint i = 0; i < KX_DEVICE_MOST; i++)
    {
      g_autofree char *id = g_strdup_printf ("d%u", i);

      g_assert_true (enter (f->book, id, "u"));
    }
  g_assert_false (enter (f->book, "one more", "u"));
  g_assert_true (enter (f->book, "another's", "v"));
  g_assert_true (kx_device_revoke (f->book, "d3", (KxTime){ 20 }, NULL));
  g_assert_true (enter (f->book, "in its place", "u"));
  all = kx_device_list (f->book, NULL, NULL);
  own = kx_device_list (f->book, "v", NULL);
  g_assert_cmpuint (all->len, ==, KX_DEVICE_MOST + 2);
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_true (kx_device_remove_all (f->book, "u", NULL));
  g_clear_pointer (&all, g_ptr_array_unref);
  all = kx_device_list (f->book, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 1);
}

static void
test_revocations_are_carried_over (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxBook) other = open_book (postgres);
  g_autoptr (KxDevice) lost = NULL, kept = NULL;
  g_autoptr (GPtrArray) devices = NULL;

  enter (f->book, "lost", "u");
  enter (f->book, "kept", "u");
  enter (f->book, "newer", "u");
  enter (other, "lost", "u");
  enter (other, "kept", "u");
  g_assert_true (kx_device_revoke (f->book, "lost", (KxTime){ 20 }, NULL));
  g_assert_true (kx_device_revoke (f->book, "newer", (KxTime){ 20 }, NULL));
  devices = kx_device_list (f->book, NULL, NULL);
  g_assert_true (kx_device_revoke_all (other, devices, NULL));
  lost = kx_device_get (other, "lost", NULL);
  kept = kx_device_get (other, "kept", NULL);
  g_assert_cmpint (lost->revoked_at.ms, ==, 20);
  g_assert_cmpint (kept->revoked_at.ms, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
#define ADD(name, func)                                                                                      \
  g_test_add ("/device/" name, Fixture, NULL, set_up, func, tear_down);                                      \
  g_test_add ("/device/" name "/postgresql", Fixture, "postgres", set_up, func, tear_down)
  ADD ("a-device-is-found-by-its-token", test_a_device_is_found_by_its_token);
  ADD ("answers-are-kept-until-they-are-acknowledged", test_answers_are_kept_until_they_are_acknowledged);
  ADD ("a-revoked-device-stays-revoked", test_a_revoked_device_stays_revoked);
  ADD ("a-user-has-so-many-devices-and-no-more", test_a_user_has_so_many_devices_and_no_more);
  ADD ("revocations-are-carried-over", test_revocations_are_carried_over);
  return g_test_run ();
}

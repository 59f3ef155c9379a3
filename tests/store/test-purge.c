#include "store/kx-purge.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-former-name.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-store.h"
#include "store/kx-audit.h"
#include "store/kx-device.h"
#include "store/kx-row.h"
#include "store/kx-space.h"
#include "store/kx-tombstone.h"

/* When kx_test_apply() does what it does. */
#define AT_MS G_GINT64_CONSTANT (1782864000000)
#define LATER_MS (AT_MS + KX_TRASH_MS + 1)

typedef struct
{
  KxBook *book;
  KxActor *clerk;
  char *agency, *name; /* ids; the second is part of the first */
} Fixture;

static void
do_op (Fixture *f, KxOp *op)
{
  g_autoptr (KxOp) owned = op;
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, f->clerk, owned);

  g_assert_true (applied->accepted);
}

static void
delete_row (Fixture *f, const KxEntity *entity, const char *id)
{
  g_autofree char *op_id = kx_test_id ();
  KxOp *op = kx_op_new (KX_OP_DELETE, entity, op_id, id, NULL);

  op->base = G_MAXINT64;
  do_op (f, op);
}

static void
set_up (Fixture *f, gconstpointer postgres)
{
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id ();

  f->book = kx_book_new (postgres != NULL ? kx_test_postgres_open_new ()
                                          : kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL),
                         kx_schema_get (), NULL);
  g_assert_true (kx_book_set_up (f->book, (KxTime){ 1 }, FALSE, NULL));
  for (guint i = 0; i < offices->len; i++)
    kx_applied_free (kx_test_apply (f->book, system, offices->pdata[i]));
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  f->agency = kx_test_id ();
  f->name = kx_test_id ();
  do_op (f, kx_test_agency_op (f->book->schema, f->agency, KX_TEST_OFFICE, "甲医院", NULL));
  kx_former_name_set_agency (kx_former_name (fields), f->agency);
  kx_former_name_set_name (kx_former_name (fields), "旧医院");
  do_op (f, kx_op_new (KX_OP_CREATE, &kx_former_name_entity, op_id, f->name, fields));
}

static void
tear_down (Fixture *f, gconstpointer postgres)
{
  kx_book_free (f->book);
  kx_actor_free (f->clerk);
  g_free (f->agency);
  g_free (f->name);
}

static guint
purge (Fixture *f, gint64 now_ms, guint most)
{
  g_autofree char *op = kx_test_id ();
  g_autoptr (GError) error = NULL;
  guint purged = 99;

  g_assert_true (kx_book_begin (f->book, &error));
  kx_purge (f->book, (KxTime){ now_ms - KX_TRASH_MS }, (KxTime){ now_ms }, op, most, &purged, &error);
  g_assert_no_error (error);
  g_assert_true (kx_book_commit (f->book, &error));
  return purged;
}

static gint64
get_number (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = -1;

  kx_db_get_integer (f->book->db, sql, NULL, 0, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
assert_sound (Fixture *f)
{
  g_auto (KxAuditReport) report = { 0 };
  g_autofree char *fault = NULL;

  g_assert_true (kx_audit_verify (f->book, NULL, &report, NULL));
  g_assert_cmpstr (report.fault, ==, NULL);
  g_assert_true (kx_space_verify (f->book, &fault, NULL));
  g_assert_cmpstr (fault, ==, NULL);
}

static void
test_what_lay_in_the_trash_goes_with_a_trace (Fixture *f, gconstpointer postgres)
{
  gint64 seq, after, waiting;

  delete_row (f, &kx_agency_entity, f->agency);
  g_assert_true (kx_book_get_seq (f->book, &seq, NULL));
  g_assert_true (kx_purge_count (f->book, (KxTime){ AT_MS + 1 }, &waiting, NULL));
  g_assert_cmpint (waiting, ==, 2);
  g_assert_cmpuint (purge (f, LATER_MS, 100), ==, 2);
  g_assert_null (kx_row_get (f->book, &kx_agency_entity, f->agency, NULL));
  g_assert_null (kx_row_get (f->book, &kx_former_name_entity, f->name, NULL));
  g_assert_true (kx_book_get_seq (f->book, &after, NULL));
  g_assert_cmpint (after, ==, seq + 1);
  g_assert_cmpint (
      get_number (f, "SELECT count(*) FROM tombstone WHERE kind = 'deleted' AND space = '370100/agency'"), ==,
      2);
  g_assert_cmpint (get_number (f, "SELECT min(seq) FROM tombstone"), ==, after);
  g_assert_cmpint (get_number (f, "SELECT count(*) FROM history WHERE kind = 'purge' AND actor = 'system'"),
                   ==, 2);
  g_assert_cmpint (get_number (f,
                               "SELECT count(*) FROM audit WHERE kind = 'purge' AND hash_after IS NULL AND "
                               "hash_before IS NOT NULL"),
                   ==, 2);
  g_assert_cmpint (get_number (f, "SELECT count(*) FROM feed WHERE entity IN ('agency', 'former_name')"), ==,
                   0);
  assert_sound (f);
  /* What the row was can still be told. */
  g_assert_cmpint (get_number (f, "SELECT count(*) FROM history WHERE entity = 'agency'"), >=, 3);
}

static void
test_what_can_still_be_restored_stays (Fixture *f, gconstpointer postgres)
{
  gint64 seq, after;

  delete_row (f, &kx_agency_entity, f->agency);
  g_assert_true (kx_book_get_seq (f->book, &seq, NULL));
  g_assert_cmpuint (purge (f, AT_MS + KX_TRASH_MS, 100), ==, 0);
  g_assert_true (kx_book_get_seq (f->book, &after, NULL));
  g_assert_cmpint (after, ==, seq);
  g_assert_cmpint (get_number (f, "SELECT count(*) FROM tombstone"), ==, 0);
}

static void
test_parts_go_before_what_they_belong_to (Fixture *f, gconstpointer postgres)
{
  delete_row (f, &kx_agency_entity, f->agency);
  g_assert_cmpuint (purge (f, LATER_MS, 1), ==, 1);
  g_assert_null (kx_row_get (f->book, &kx_former_name_entity, f->name, NULL));
  assert_sound (f);
  g_assert_cmpuint (purge (f, LATER_MS, 1), ==, 1);
  g_assert_cmpuint (purge (f, LATER_MS, 1), ==, 0);
  assert_sound (f);
}

static void
test_a_row_may_come_back_under_its_id (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxRecord) row = NULL;

  delete_row (f, &kx_agency_entity, f->agency);
  purge (f, LATER_MS, 100);
  do_op (f, kx_test_agency_op (f->book->schema, f->agency, KX_TEST_OFFICE, "新医院", NULL));
  row = kx_row_get (f->book, &kx_agency_entity, f->agency, NULL);
  g_assert_cmpstr (kx_record_get (row, kx_agency_f_name).TEXT, ==, "新医院");
  assert_sound (f);
  delete_row (f, &kx_agency_entity, f->agency);
  g_assert_cmpuint (purge (f, LATER_MS, 100), ==, 1);
  assert_sound (f);
}

/* What was kept for an account goes with it; others are not told of it. */
static void
test_an_account_goes_with_all_that_belongs_to_it (Fixture *f, gconstpointer postgres)
{
  const KxEntity *user = kx_schema_entity (f->book->schema, "user");
  KxDbArg args[] = { KX_ARG_TEXT (f->agency) };
  g_autofree char *other = kx_test_id ();
  gboolean full;

  /* A disabled account in the trash, as the ops would leave it. */
  g_assert_true (
      kx_db_run (f->book->db,
                 "INSERT INTO \"user\" (id, no, space, seq, created_at, updated_at, deleted_at, name) "
                 "VALUES ($1, 77, '370100/account', 1, 1, 1, 1, 'gone')",
                 args, 1, NULL));
  g_assert_true (kx_db_run (
      f->book->db, "INSERT INTO password (user_id, hash, changed_at) VALUES ($1, 'h', 1)", args, 1, NULL));
  g_assert_true (kx_device_register (f->book, "d", "t", f->agency, "x", (KxTime){ 1 }, &full, NULL));
  g_assert_true (kx_device_register (f->book, "e", "u", other, "x", (KxTime){ 1 }, &full, NULL));
  g_assert_cmpuint (purge (f, LATER_MS, 100), ==, 1);
  g_assert_null (kx_row_get (f->book, user, f->agency, NULL));
  g_assert_cmpint (get_number (f, "SELECT count(*) FROM password"), ==, 0);
  g_assert_cmpint (get_number (f, "SELECT count(*) FROM device"), ==, 1);
  g_assert_cmpint (get_number (f, "SELECT count(*) FROM tombstone"), ==, 0);
  g_assert_true (f->book->accounts_changed);
}

static gint64
drop (Fixture *f, gint64 before_ms, guint most)
{
  gint64 dropped = -1;

  g_assert_true (kx_book_begin (f->book, NULL));
  g_assert_true (kx_tombstone_drop (f->book, (KxTime){ before_ms }, most, &dropped, NULL));
  g_assert_true (kx_book_commit (f->book, NULL));
  return dropped;
}

static void
test_the_horizon_moves_past_what_is_dropped (Fixture *f, gconstpointer postgres)
{
  g_autofree char *second = kx_test_id ();
  gint64 first_seq, horizon = -1;

  do_op (f, kx_test_agency_op (f->book->schema, second, KX_TEST_OFFICE, "乙医院", NULL));
  delete_row (f, &kx_agency_entity, f->agency);
  purge (f, LATER_MS, 100);
  g_assert_true (kx_book_get_seq (f->book, &first_seq, NULL));
  delete_row (f, &kx_agency_entity, second);
  purge (f, LATER_MS + 1000, 100);
  g_assert_true (kx_tombstone_get_horizon (f->book, &horizon, NULL));
  g_assert_cmpint (horizon, ==, 0);
  g_assert_cmpint (drop (f, LATER_MS, 10), ==, 0);
  /* Two of one seq are not divided. */
  g_assert_cmpint (drop (f, LATER_MS + 1, 1), ==, 2);
  g_assert_true (kx_tombstone_get_horizon (f->book, &horizon, NULL));
  g_assert_cmpint (horizon, ==, first_seq);
  g_assert_cmpint (drop (f, LATER_MS + 1, 10), ==, 0);
  g_assert_cmpint (drop (f, LATER_MS + 2000, 10), ==, 1);
  g_assert_true (kx_tombstone_get_horizon (f->book, &horizon, NULL));
  g_assert_cmpint (horizon, >, first_seq);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
#define ADD(name, func)                                                                                      \
  g_test_add ("/purge/" name, Fixture, NULL, set_up, func, tear_down);                                       \
  g_test_add ("/purge/" name "/postgresql", Fixture, "postgres", set_up, func, tear_down)
  ADD ("what-lay-in-the-trash-goes-with-a-trace", test_what_lay_in_the_trash_goes_with_a_trace);
  ADD ("what-can-still-be-restored-stays", test_what_can_still_be_restored_stays);
  ADD ("parts-go-before-what-they-belong-to", test_parts_go_before_what_they_belong_to);
  ADD ("a-row-may-come-back-under-its-id", test_a_row_may_come_back_under_its_id);
  ADD ("an-account-goes-with-all-that-belongs-to-it", test_an_account_goes_with_all_that_belongs_to_it);
  ADD ("the-horizon-moves-past-what-is-dropped", test_the_horizon_moves_past_what_is_dropped);
  return g_test_run ();
}

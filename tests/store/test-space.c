#include "store/kx-space.h"

#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

static const guint8 seed[KX_SEED_SIZE] = { 9 };

typedef struct
{
  KxBook *book;
  KxVault *vault;
  KxActor *clerk;
} Fixture;

static void
set_up (Fixture *f, gconstpointer postgres)
{
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();

  f->vault = kx_vault_new_from_seed (seed);
  f->book = kx_book_new (postgres != NULL ? kx_test_postgres_open_new ()
                                          : kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL),
                         kx_schema_get (), f->vault);
  g_assert_true (kx_book_set_up (f->book, (KxTime){ 1 }, FALSE, NULL));
  for (guint i = 0; i < offices->len; i++)
    kx_applied_free (kx_test_apply (f->book, system, offices->pdata[i]));
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
}

static void
tear_down (Fixture *f, gconstpointer postgres)
{
  kx_book_free (f->book);
  kx_vault_free (f->vault);
  kx_actor_free (f->clerk);
}

static void
assert_sound (Fixture *f)
{
  g_autofree char *fault = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_space_verify (f->book, &fault, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fault, ==, NULL);
}

/* What a scope of the whole province sees of a space. */
static KxWireSpace
look (Fixture *f, const char *name, gint64 from)
{
  g_autoptr (KxScope) scope = kx_scope_new (f->clerk);
  g_autoptr (GArray) touched = kx_space_list_touched (f->book, scope, from, G_MAXINT64, NULL);
  KxWireSpace found = { 0 };

  for (guint i = 0; i < touched->len; i++)
    if (g_str_equal (g_array_index (touched, KxWireSpace, i).space, name))
      found = g_array_index (touched, KxWireSpace, i);
  found.space = NULL;
  return found;
}

static void
test_every_change_is_counted (Fixture *f, gconstpointer postgres)
{
  g_autofree char *id = kx_test_id (), *other = kx_test_id ();
  g_autoptr (KxOp) make = kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, "甲医院", NULL);
  g_autoptr (KxOp) second = kx_test_agency_op (f->book->schema, other, KX_TEST_OFFICE, "乙医院", NULL);
  g_autoptr (KxOp) patch =
      kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_bank_account, "62220200000000012");
  g_autoptr (KxOp) delete = NULL, restore = NULL;
  g_autofree char *op = kx_test_id (), *op2 = kx_test_id ();
  KxWireSpace one, two;
  gint64 seq;

  kx_applied_free (kx_test_apply (f->book, f->clerk, make));
  kx_applied_free (kx_test_apply (f->book, f->clerk, second));
  assert_sound (f);
  one = look (f, "370100/agency", 0);
  g_assert_cmpint (one.count, ==, 2);
  g_assert_cmpint (look (f, "370100/public", 0).count, ==, 1);
  kx_applied_free (kx_test_apply (f->book, f->clerk, patch));
  assert_sound (f);
  two = look (f, "370100/agency", 0);
  g_assert_cmpint (two.count, ==, 2);
  g_assert_cmphex (two.sum, !=, one.sum);
  /* The trash counts. */
  delete = kx_op_new (KX_OP_DELETE, &kx_agency_entity, op, id, NULL);
  restore = kx_op_new (KX_OP_RESTORE, &kx_agency_entity, op2, id, NULL);
  delete->base = restore->base = G_MAXINT64;
  kx_applied_free (kx_test_apply (f->book, f->clerk, delete));
  assert_sound (f);
  g_assert_cmpint (look (f, "370100/agency", 0).count, ==, 2);
  g_assert_true (kx_book_get_seq (f->book, &seq, NULL));
  kx_applied_free (kx_test_apply (f->book, f->clerk, restore));
  assert_sound (f);
  /* Only what was touched since. */
  g_assert_cmpint (look (f, "370100/agency", seq).count, ==, 2);
  g_assert_cmpint (look (f, "370100/public", seq).count, ==, 0);
}

static void
test_a_refusal_counts_nothing (Fixture *f, gconstpointer postgres)
{
  g_autofree char *id = kx_test_id (), *other = kx_test_id ();
  KxOp *ops[] = { kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, "甲医院", NULL),
                  kx_test_agency_op (f->book->schema, other, KX_TEST_OFFICE, "乙", NULL) };
  KxWork work = { .actor = f->clerk, .at = { 5 }, .today = { 20260701 }, .ops = ops, .n_ops = 2 };
  g_autoptr (KxApplied) applied = NULL;

  g_assert_true (kx_book_begin (f->book, NULL));
  applied = kx_apply (f->book, &work, NULL);
  g_assert_false (applied->accepted);
  g_assert_true (kx_book_commit (f->book, NULL));
  assert_sound (f);
  g_assert_cmpint (look (f, "370100/agency", 0).count, ==, 0);
  kx_op_free (ops[0]);
  kx_op_free (ops[1]);
}

static void
test_an_altered_row_is_found (Fixture *f, gconstpointer postgres)
{
  g_autofree char *fault = NULL, *lost = NULL;

  g_assert_true (
      kx_db_run (f->book->db, "UPDATE office SET short_name = 'x' WHERE area = '370100'", NULL, 0, NULL));
  g_assert_true (kx_space_verify (f->book, &fault, NULL));
  g_assert_cmpstr (fault, ==, "The sum of 370100/public office is not that of its rows");
  g_assert_true (kx_db_run (f->book->db, "DELETE FROM space WHERE space = '370100/public'", NULL, 0, NULL));
  g_assert_true (kx_space_verify (f->book, &lost, NULL));
  g_assert_cmpstr (lost, ==, "1 sums are missing");
}

static void
test_sums_are_told_by_table (Fixture *f, gconstpointer postgres)
{
  static const char *const only[] = { "370100/public", "370200/agency", "450000/public", NULL };
  g_autoptr (KxScope) scope = kx_scope_new (f->clerk), none = NULL;
  g_autoptr (KxActor) stranger = kx_test_actor ("x", KX_ROLE_INDEX_clerk, "450000");
  g_autoptr (GString) all = g_string_new (NULL), some = g_string_new (NULL), hidden = g_string_new (NULL);
  KxWireSpace space = look (f, "370100/public", 0);
  g_autofree char *expected =
      g_strdup_printf ("{\"370100/public\":{\"count\":1,\"sum\":\"%016" G_GINT64_MODIFIER
                       "x\",\"tables\":{\"office\":{\"count\":1,\"sum\":\"%016" G_GINT64_MODIFIER "x\"}}}}",
                       space.sum, space.sum);

  none = kx_scope_new (stranger);
  g_assert_true (kx_space_append_sums (f->book, scope, NULL, all, NULL));
  g_assert_true (kx_space_append_sums (f->book, scope, only, some, NULL));
  g_assert_true (kx_space_append_sums (f->book, none, NULL, hidden, NULL));
  g_assert_cmpstr (some->str, ==, expected);
  g_assert_nonnull (strstr (all->str, "370200/public"));
  g_assert_cmpstr (hidden->str, ==, "{}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
#define ADD(name, func)                                                                                      \
  g_test_add ("/space/" name, Fixture, NULL, set_up, func, tear_down);                                       \
  g_test_add ("/space/" name "/postgresql", Fixture, "postgres", set_up, func, tear_down)
  ADD ("every-change-is-counted", test_every_change_is_counted);
  ADD ("a-refusal-counts-nothing", test_a_refusal_counts_nothing);
  ADD ("an-altered-row-is-found", test_an_altered_row_is_found);
  ADD ("sums-are-told-by-table", test_sums_are_told_by_table);
  return g_test_run ();
}

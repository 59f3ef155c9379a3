#include "store/kx-apply.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-former-name.h"
#include "core/kx-wire-record.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-store.h"
#include "lib/kx-test-table.h"
#include "store/kx-row.h"

#include <string.h>

static const guint8 seed[KX_SEED_SIZE] = "a seed for tests, thirty-two by.";

typedef struct
{
  KxBook *book;
  KxVault *vault;
  KxActor *clerk, *system;
} Fixture;

static void
found (KxBook *book)
{
  g_autoptr (GPtrArray) ops = kx_test_found (book->schema);
  g_autoptr (KxActor) system = kx_actor_new_system ();

  for (guint i = 0; i < ops->len; i++)
    {
      g_autoptr (KxApplied) applied = kx_test_apply (book, system, ops->pdata[i]);

      g_assert_true (applied->accepted);
    }
}

static KxBook *
open_book (KxDb *db, const KxVault *vault)
{
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_book_new (db, kx_schema_get (), vault);

  kx_book_set_up (book, (KxTime){ 1782864000000 }, FALSE, &error);
  g_assert_no_error (error);
  found (book);
  return book;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KxDb *db = kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, &error);

  g_assert_no_error (error);
  f->vault = kx_vault_new_from_seed (seed);
  f->book = open_book (db, f->vault);
  f->clerk = kx_test_actor ("0197b2a0-0000-7000-8000-0000000000c1", KX_ROLE_INDEX_clerk, "370100");
  f->system = kx_actor_new_system ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_book_free (f->book);
  kx_vault_free (f->vault);
  kx_actor_free (f->clerk);
  kx_actor_free (f->system);
}

static gint64
count (KxBook *book, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  g_assert_true (kx_db_get_integer (book->db, sql, NULL, 0, &n, &error));
  return n;
}

static char *
make_agency (Fixture *f, const char *name, guint number)
{
  g_autofree char *id = kx_test_id (), *code = kx_test_credit_code (number);
  g_autoptr (KxOp) op = kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, name, code);
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, f->clerk, op);

  g_assert_true (applied->accepted);
  return g_steal_pointer (&id);
}

static void
test_a_change_leaves_its_whole_trace (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_agency (f, "济南市第一人民医院", 1);
  g_autoptr (KxRecord) row = kx_row_get (f->book, &kx_agency_entity, id, NULL);
  g_autoptr (KxOp) op = kx_test_patch_op (&kx_agency_entity, id, row->seq, kx_agency_f_address, "历山路1号");
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (KxRecord) after = NULL;
  g_autofree char *where =
      g_strdup_printf ("SELECT count(*) FROM history WHERE row = '%s' AND field = 'address' AND "
                       "old IS NULL AND new = '历山路1号' AND reason = '搬迁'",
                       id);

  op->reason = g_strdup ("搬迁");
  applied = kx_test_apply (f->book, f->clerk, op);
  g_assert_true (applied->accepted);
  after = kx_row_get (f->book, &kx_agency_entity, id, NULL);
  g_assert_cmpstr (kx_record_get (after, kx_agency_f_address).TEXT, ==, "历山路1号");
  g_assert_cmpint (after->seq, ==, row->seq + 1);
  g_assert_cmpint (after->stamps[kx_agency_f_address].seq, ==, after->seq);
  g_assert_cmpint (after->stamps[kx_agency_f_name].seq, ==, 0);
  g_assert_cmpint (count (f->book, where), ==, 1);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM feed"), ==, 3);
  g_assert_cmpint (count (f->book, "SELECT max(seq) FROM feed"), ==, after->seq);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM audit"), ==, 4);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM op_result"), ==, 4);
  g_assert_cmpint (count (f->book, "SELECT v FROM sync_counter"), ==, after->seq);
}

static void
test_a_refusal_leaves_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_agency (f, "甲医院", 1), *other = kx_test_id ();
  g_autofree char *before = kx_test_dump (f->book), *after = NULL;
  g_autofree char *code = kx_test_credit_code (1), *free_code = kx_test_credit_code (2);
  /* A work of two ops: the first would be right by itself. */
  g_autofree char *third = kx_test_id ();
  g_autoptr (KxOp) right = kx_test_agency_op (f->book->schema, third, KX_TEST_OFFICE, "乙医院", free_code);
  g_autoptr (KxOp) wrong = kx_test_agency_op (f->book->schema, other, KX_TEST_OFFICE, "丙医院", code);
  KxOp *ops[] = { right, wrong };
  KxWork work = { .actor = f->clerk, .at = { 1782864000000 }, .today = { 20260701 }, .ops = ops, .n_ops = 2 };
  g_autoptr (KxApplied) applied = NULL;
  KxOutcome *outcome;
  gint64 seq = count (f->book, "SELECT v FROM sync_counter");

  g_assert_true (kx_book_begin (f->book, NULL));
  applied = kx_apply (f->book, &work, NULL);
  g_assert_true (kx_book_commit (f->book, NULL));
  g_assert_false (applied->accepted);
  g_assert_cmpuint (applied->outcomes->len, ==, 2);
  outcome = applied->outcomes->pdata[1];
  g_assert_true (kx_findings_refuse (outcome->decision->findings));
  after = kx_test_dump (f->book);
  kx_test_assert_same_dump (before, after);
  g_assert_cmpint (count (f->book, "SELECT v FROM sync_counter"), ==, seq);
}

static void
test_the_same_op_twice_answers_the_same (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_id (), *code = kx_test_credit_code (7);
  g_autoptr (KxOp) op = kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, "甲医院", code);
  g_autoptr (KxApplied) first = kx_test_apply (f->book, f->clerk, op), again = NULL, reused = NULL;
  g_autofree char *before = kx_test_dump (f->book), *after = NULL;
  KxOutcome *one = first->outcomes->pdata[0], *two;

  again = kx_test_apply (f->book, f->clerk, op);
  two = again->outcomes->pdata[0];
  g_assert_true (two->replayed);
  g_assert_cmpstr (one->answer, ==, two->answer);
  g_assert_cmpint (one->seq, ==, two->seq);
  kx_agency_set_name (kx_agency (op->fields), "乙医院");
  reused = kx_test_apply (f->book, f->clerk, op);
  g_assert_false (reused->accepted);
  g_assert_true (((KxOutcome *) reused->outcomes->pdata[0])->reused);
  after = kx_test_dump (f->book);
  kx_test_assert_same_dump (before, after);
}

static void
test_sealed_values_stand_nowhere_in_clear (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_agency (f, "甲医院", 1), *dump = NULL, *clear = NULL;
  g_autoptr (KxOp) op = kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_contact_phone, "13955501234");
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (GError) error = NULL;

  applied = kx_test_apply (f->book, f->clerk, op);
  g_assert_true (applied->accepted);
  row = kx_row_get (f->book, &kx_agency_entity, id, NULL);
  g_assert_nonnull (strchr (kx_record_get (row, kx_agency_f_contact_phone).TEXT, '*'));
  dump = kx_test_dump (f->book);
  g_assert_null (strstr (dump, "13955501234"));
  clear = kx_row_unseal (f->book, &kx_agency_entity, id, kx_agency_f_contact_phone, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (clear, ==, "13955501234");
  /* Moved to another row, the ciphertext does not open. */
  g_assert_true (
      kx_db_run (f->book->db, "UPDATE agency SET id = 'x' WHERE id = $1", &KX_ARG_TEXT (id), 1, NULL));
  g_assert_null (kx_row_unseal (f->book, &kx_agency_entity, "x", kx_agency_f_contact_phone, &error));
  g_assert_nonnull (error);
}

static void
test_a_reveal_is_written_down (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_agency (f, "甲医院", 1), *op_id = kx_test_id ();
  g_autoptr (KxOp) patch =
      kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_contact_phone, "13955501234");
  g_autoptr (KxApplied) changed = kx_test_apply (f->book, f->clerk, patch), applied = NULL, unreasoned = NULL;
  KxRecord *arguments = kx_record_new (&kx_reveal_entity, NULL, NULL);
  g_autoptr (KxOp) op = NULL;
  gint64 entries = count (f->book, "SELECT count(*) FROM audit");

  kx_reveal_set_field (kx_reveal (arguments), "contact_phone");
  op = kx_op_new (KX_OP_ACTION, &kx_agency_entity, op_id, id, arguments);
  op->action = g_strdup ("reveal");
  unreasoned = kx_test_apply (f->book, f->clerk, op);
  g_assert_false (unreasoned->accepted);
  op->reason = g_strdup ("回访");
  applied = kx_test_apply (f->book, f->clerk, op);
  g_assert_true (applied->accepted);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM audit"), ==, entries + 1);
  g_assert_cmpint (
      count (f->book, "SELECT count(*) FROM history WHERE kind = 'reveal' AND field = 'contact_phone' AND "
                      "reason = '回访'"),
      ==, 1);
}

static void
test_children_go_and_come_back_with_their_parent (Fixture *f, gconstpointer data)
{
  g_autofree char *id = make_agency (f, "甲医院", 1), *child = kx_test_id (), *op_id = kx_test_id ();
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  g_autoptr (KxOp) name = NULL, delete = NULL, restore = NULL;
  g_autoptr (KxApplied) a = NULL, b = NULL, c = NULL;

  kx_former_name_set_agency (kx_former_name (fields), id);
  kx_former_name_set_name (kx_former_name (fields), "泉城疗养院");
  name = kx_op_new (KX_OP_CREATE, &kx_former_name_entity, op_id, child, fields);
  a = kx_test_apply (f->book, f->clerk, name);
  g_assert_true (a->accepted);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM agency_term WHERE term = 'h泉城'"), ==, 1);
  delete = kx_op_new (KX_OP_DELETE, &kx_agency_entity, "0197b2a0-0000-7000-8000-00000000d001", id, NULL);
  b = kx_test_apply (f->book, f->clerk, delete);
  g_assert_true (b->accepted);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM former_name WHERE deleted_at <> 0"), ==, 1);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM agency_term"), ==, 0);
  restore = kx_op_new (KX_OP_RESTORE, &kx_agency_entity, "0197b2a0-0000-7000-8000-00000000d002", id, NULL);
  c = kx_test_apply (f->book, f->clerk, restore);
  g_assert_true (c->accepted);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM former_name WHERE deleted_at <> 0"), ==, 0);
  g_assert_cmpint (count (f->book, "SELECT count(*) FROM agency_term WHERE term = 'h泉城'"), ==, 1);
}

/* A random op on one of a few agencies; the same seed gives the same op. */
static KxOp *
random_op (GRand *rand, const KxSchema *schema, guint step)
{
  const KxEntity *entity = kx_schema_entity (schema, "agency");
  g_autofree char *row =
      g_strdup_printf ("0197b2a0-0000-7000-8000-00000000%04x", g_rand_int_range (rand, 0, 12));
  g_autofree char *id = g_strdup_printf ("0197b2a1-0000-7000-8000-00000000%04x", step);
  g_autofree char *code = kx_test_credit_code ((guint) g_rand_int_range (rand, 0, 9));
  g_autofree char *name = g_strdup_printf ("第%d医院", g_rand_int_range (rand, 0, 5));
  const char *office = g_rand_boolean (rand) ? KX_TEST_OFFICE : KX_TEST_OTHER_OFFICE;
  KxOp *op;

  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
    case 1:
    case 2:
      op = kx_test_agency_op (schema, row, office, name, g_rand_boolean (rand) ? code : NULL);
      break;
    case 3:
      op = kx_test_patch_op (entity, row, g_rand_int_range (rand, 0, 30), kx_agency_f_name, name);
      break;
    case 4:
      op = kx_test_patch_op (entity, row, g_rand_int_range (rand, 0, 30), kx_agency_f_uscc, code);
      break;
    case 5:
      op = kx_test_patch_op (entity, row, 0, kx_agency_f_county, g_rand_boolean (rand) ? "370102" : "999999");
      break;
    case 6:
      op = kx_op_new (KX_OP_DELETE, entity, id, row, NULL);
      break;
    default:
      op = kx_op_new (KX_OP_RESTORE, entity, id, row, NULL);
    }
  g_free (op->id);
  op->id = g_strdup (id);
  return op;
}

static char *
describe_decision (const KxDecision *decision)
{
  g_autoptr (GString) text = g_string_new (kx_result_name (decision->result));

  for (guint i = 0; i < decision->findings->len; i++)
    {
      KxFinding *finding = decision->findings->pdata[i];

      g_string_append_printf (text, " %s:%s:%d", finding->code, finding->field != NULL ? finding->field : "",
                              finding->verdict);
    }
  return g_strdup (text->str);
}

static char *
describe (KxApplied *applied)
{
  g_autoptr (GString) text = g_string_new (applied->accepted ? "accepted" : "refused");

  for (guint i = 0; i < applied->outcomes->len; i++)
    {
      KxOutcome *outcome = applied->outcomes->pdata[i];
      g_autofree char *decision = outcome->decision != NULL ? describe_decision (outcome->decision) : NULL;

      g_string_append_printf (text, " %s %s", outcome->answer != NULL ? outcome->answer : "-",
                              decision != NULL ? decision : "-");
    }
  return g_strdup (text->str);
}

/* The same decision as in a store, and its changes in the table. */
static char *
decide_in_memory (KxTestTable *table, const KxActor *actor, const KxOp *op)
{
  KxScene scene = { .schema = kx_schema_get (),
                    .op = op,
                    .actor = actor,
                    .reader = kx_test_table_get_reader (table),
                    .today = { 20260701 } };
  g_autoptr (KxDecision) decision = kx_decide (&scene);
  char *text = describe_decision (decision);

  if (decision->result != KX_REJECTED)
    kx_test_table_apply (table, decision, op, actor->user, (KxTime){ 1782864000000 });
  return text;
}

/* The rows of one entity as they stand in the table and in a store. */
static void
assert_same_rows (KxTestTable *table, KxBook *book, const KxEntity *entity)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxQuery query = { .entity = entity };

  for (guint trashed = 0; trashed < 2; trashed++)
    {
      g_autoptr (GPtrArray) rows = NULL;
      gint64 n = 0;

      query.trashed = trashed != 0;
      g_assert_cmpint (kx_reader_list (reader, &query, 1000, &rows), ==, KX_KNOWN);
      g_assert_cmpint (kx_reader_count (kx_test_table_get_reader (table), &query, &n), ==, KX_KNOWN);
      g_assert_cmpint (n, ==, rows->len);
      for (guint i = 0; i < rows->len; i++)
        {
          const KxRecord *row = rows->pdata[i], *other = kx_test_table_lookup (table, entity, row->id);
          g_autofree char *a = kx_wire_canonical (row), *b = kx_wire_canonical (other);

          g_assert_cmpstr (a, ==, b);
        }
    }
}

static void
test_sqlite_postgresql_and_memory_decide_alike (void)
{
  g_autoptr (KxVault) vault = kx_vault_new_from_seed (seed);
  g_autoptr (KxBook) lite = open_book (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL), vault);
  g_autoptr (KxBook) postgres = open_book (kx_test_postgres_open_new (), vault);
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (KxTestTable) table = kx_test_table_new ();
  g_autoptr (GPtrArray) offices = kx_test_found (lite->schema);
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autofree char *one = NULL, *two = NULL;
  guint accepted = 0;

  for (guint i = 0; i < offices->len; i++)
    {
      g_autofree char *founded = decide_in_memory (table, system, offices->pdata[i]);

      g_assert_true (g_str_has_prefix (founded, "applied"));
    }
  for (guint step = 0; step < 400; step++)
    {
      g_autoptr (KxOp) op = random_op (rand, lite->schema, step);
      g_autoptr (KxApplied) a = kx_test_apply (lite, clerk, op), b = kx_test_apply (postgres, clerk, op);
      g_autofree char *x = describe (a), *y = describe (b);

      KxOutcome *outcome = a->outcomes->pdata[0];
      g_autofree char *in_store = outcome->decision != NULL ? describe_decision (outcome->decision) : NULL;
      g_autofree char *in_memory = outcome->decision != NULL ? decide_in_memory (table, clerk, op) : NULL;

      g_assert_cmpstr (x, ==, y);
      g_assert_cmpstr (in_store, ==, in_memory);
      accepted += a->accepted;
    }
  g_assert_cmpuint (accepted, >, 40);
  g_assert_cmpuint (accepted, <, 360);
  assert_same_rows (table, lite, &kx_agency_entity);
  one = kx_test_dump (lite);
  two = kx_test_dump (postgres);
  kx_test_assert_same_dump (one, two);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
#define ADD(name, func) g_test_add ("/apply/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-change-leaves-its-whole-trace", test_a_change_leaves_its_whole_trace);
  ADD ("a-refusal-leaves-nothing", test_a_refusal_leaves_nothing);
  ADD ("the-same-op-twice-answers-the-same", test_the_same_op_twice_answers_the_same);
  ADD ("sealed-values-stand-nowhere-in-clear", test_sealed_values_stand_nowhere_in_clear);
  ADD ("a-reveal-is-written-down", test_a_reveal_is_written_down);
  ADD ("children-go-and-come-back-with-their-parent", test_children_go_and_come_back_with_their_parent);
  g_test_add_func ("/apply/sqlite-postgresql-and-memory-decide-alike",
                   test_sqlite_postgresql_and_memory_decide_alike);
  return g_test_run ();
}

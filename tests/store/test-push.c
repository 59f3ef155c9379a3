#include "store/kx-push.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-former-name.h"
#include "core/kx-seal-text.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-store.h"
#include "lib/kx-test-sync.h"
#include "store/kx-audit.h"
#include "store/kx-device.h"
#include "store/kx-feed.h"
#include "store/kx-row.h"
#include "store/kx-space.h"

#include <string.h>

#define ONE "0197b2a0-0000-7000-8000-0000000000d1"
#define TWO "0197b2a0-0000-7000-8000-0000000000d2"

static const guint8 seed[KX_SEED_SIZE] = { 7 };

typedef struct
{
  KxBook *book;
  KxVault *vault;
  KxActor *clerk, *other, *qingdao;
  char *agency; /* an id */
  gint64 seen;  /* its seq, as both devices know it */
} Fixture;

static gint64
seq_of (Fixture *f, const char *id)
{
  g_autoptr (KxRecord) row = kx_row_get (f->book, &kx_agency_entity, id, NULL);

  return row->seq;
}

static void
set_up (Fixture *f, gconstpointer postgres)
{
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxOp) make = NULL;

  f->vault = kx_vault_new_from_seed (seed);
  f->book = kx_book_new (postgres != NULL ? kx_test_postgres_open_new ()
                                          : kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL),
                         kx_schema_get (), f->vault);
  g_assert_true (kx_book_set_up (f->book, (KxTime){ 1 }, FALSE, NULL));
  for (guint i = 0; i < offices->len; i++)
    kx_applied_free (kx_test_apply (f->book, system, offices->pdata[i]));
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  f->other = kx_test_actor ("other", KX_ROLE_INDEX_clerk, "370100");
  f->qingdao = kx_test_actor ("qingdao", KX_ROLE_INDEX_clerk, "370200");
  f->agency = kx_test_id ();
  make = kx_test_agency_op (f->book->schema, f->agency, KX_TEST_OFFICE, "甲医院", NULL);
  kx_applied_free (kx_test_apply (f->book, f->clerk, make));
  f->seen = seq_of (f, f->agency);
  kx_test_register (f->book, f->clerk, ONE);
  kx_test_register (f->book, f->other, TWO);
}

static void
tear_down (Fixture *f, gconstpointer postgres)
{
  g_autofree char *fault = NULL;
  g_auto (KxAuditReport) report = { 0 };

  g_assert_true (kx_space_verify (f->book, &fault, NULL));
  g_assert_cmpstr (fault, ==, NULL);
  g_assert_true (kx_audit_verify (f->book, NULL, &report, NULL));
  g_assert_cmpstr (report.fault, ==, NULL);
  kx_book_free (f->book);
  kx_vault_free (f->vault);
  kx_actor_free (f->clerk);
  kx_actor_free (f->other);
  kx_actor_free (f->qingdao);
  g_free (f->agency);
}

static KxOp *
patch (Fixture *f, guint field, const char *value)
{
  KxOp *op = kx_test_patch_op (&kx_agency_entity, f->agency, f->seen, field, value);

  op->at.ms = 1782863999000;
  return op;
}

/* Pushes one op of a device that has none waiting for an answer; takes it. */
static KxWireResult *
push_one (Fixture *f, const KxActor *actor, const char *device, KxOp *op)
{
  g_autoptr (KxOp) owned = op;
  g_autoptr (KxDevice) known = kx_device_get (f->book, device, NULL);
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autofree char *answer = NULL;
  g_autoptr (GPtrArray) results = NULL;

  kx_test_batch_add (batch, known->last_n + 1, owned);
  answer = kx_test_push (f->book, actor, device, batch->str, 0, NULL);
  results = kx_test_results (answer);
  g_assert_cmpuint (results->len, ==, 1);
  return g_ptr_array_steal_index (results, 0);
}

static void
assert_text (Fixture *f, guint field, const char *expected)
{
  g_autoptr (KxRecord) row = kx_row_get (f->book, &kx_agency_entity, f->agency, NULL);
  g_autofree char *text = kx_record_text (row, field);

  g_assert_cmpstr (text, ==, expected);
}

static const char *
code_of (const KxWireResult *result)
{
  return result->findings->len > 0 ? ((KxFinding *) result->findings->pdata[0])->code : NULL;
}

static void
test_ops_are_applied_in_order (Fixture *f, gconstpointer postgres)
{
  g_autofree char *id = kx_test_id (), *answer = NULL;
  g_autoptr (KxOp) make = kx_test_agency_op (f->book->schema, id, KX_TEST_OFFICE, "乙医院", NULL);
  g_autoptr (KxOp) first = kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_address, "一号");
  g_autoptr (KxOp) second = kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_address, "二号");
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (KxDevice) device = NULL;
  g_autoptr (KxRecord) row = NULL;
  KxPushOutcome outcome;

  /* Chained changes of a row that the service has not seen yet. */
  kx_test_batch_add (batch, 1, make);
  kx_test_batch_add (batch, 2, first);
  kx_test_batch_add (batch, 3, second);
  answer = kx_test_push (f->book, f->clerk, ONE, batch->str, 0, &outcome);
  g_assert_cmpint (outcome.refusal, ==, KX_PUSH_TAKEN);
  g_assert_cmpint (outcome.last_n, ==, 3);
  results = kx_test_results (answer);
  g_assert_cmpuint (results->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const KxWireResult *result = results->pdata[i];

      g_assert_cmpint (result->n, ==, i + 1);
      g_assert_cmpint (result->result, ==, KX_APPLIED);
      g_assert_cmpuint (result->rows->len, ==, 1);
      g_assert_cmpint (result->seq, ==, f->seen + 1 + i);
    }
  row = kx_row_get (f->book, &kx_agency_entity, id, NULL);
  g_assert_cmpstr (kx_record_get (row, kx_agency_f_address).TEXT, ==, "二号");
  device = kx_device_get (f->book, ONE, NULL);
  g_assert_cmpint (device->last_n, ==, 3);
  g_assert_cmpint (device->acked, ==, 0);
}

static void
test_a_resend_gives_the_same_bytes (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxOp) one = patch (f, kx_agency_f_address, "一号"), wrong = patch (f, kx_agency_f_name, "x"),
                   three = patch (f, kx_agency_f_phone, "1"), four = patch (f, kx_agency_f_beds, NULL);
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autofree char *first = NULL, *second = NULL, *third = NULL;
  g_autoptr (KxDevice) device = NULL;
  gsize length;
  gint64 seq, after;

  kx_test_batch_add (batch, 1, one);
  kx_test_batch_add (batch, 2, wrong);
  kx_test_batch_add (batch, 3, three);
  first = kx_test_push (f->book, f->clerk, ONE, batch->str, 0, NULL);
  g_assert_nonnull (strstr (first, "\"rejected\""));
  g_assert_nonnull (strstr (first, "\"held\""));
  g_assert_true (kx_book_get_seq (f->book, &seq, NULL));
  second = kx_test_push (f->book, f->clerk, ONE, batch->str, 0, NULL);
  g_assert_cmpstr (second, ==, first);
  g_assert_true (kx_book_get_seq (f->book, &after, NULL));
  g_assert_cmpint (after, ==, seq);
  /* What is new goes on behind what is old. */
  kx_test_batch_add (batch, 4, four);
  third = kx_test_push (f->book, f->clerk, ONE, batch->str, 0, NULL);
  length = strlen (first);
  g_assert_cmpmem (third, length, first, length);
  g_assert_cmpuint (strlen (third), >, length);
  device = kx_device_get (f->book, ONE, NULL);
  g_assert_cmpint (device->last_n, ==, 4);
}

static void
assert_refusal (Fixture *f, const KxActor *actor, const char *device, const char *batch, gint64 ack,
                KxPushRefusal refusal, gint64 last_n)
{
  KxPushOutcome outcome;
  g_autofree char *before = kx_test_dump (f->book), *after = NULL;

  g_assert_null (kx_test_push (f->book, actor, device, batch, ack, &outcome));
  g_assert_cmpint (outcome.refusal, ==, refusal);
  g_assert_cmpint (outcome.last_n, ==, last_n);
  after = kx_test_dump (f->book);
  kx_test_assert_same_dump (before, after);
}

static void
test_numbers_run_on_without_gaps (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxOp) op = patch (f, kx_agency_f_address, "一号"), other = patch (f, kx_agency_f_phone, "1");
  g_autoptr (GString) first = g_string_new (NULL), third = g_string_new (NULL), another = g_string_new (NULL);
  g_autofree char *answer = NULL, *empty = NULL;
  g_autoptr (KxDevice) device = NULL;

  kx_test_batch_add (first, 1, op);
  kx_test_batch_add (third, 3, other);
  kx_test_batch_add (another, 1, other);
  assert_refusal (f, f->clerk, ONE, third->str, 0, KX_PUSH_GAP, 0);
  answer = kx_test_push (f->book, f->clerk, ONE, first->str, 0, NULL);
  assert_refusal (f, f->clerk, ONE, third->str, 0, KX_PUSH_GAP, 1);
  /* Another op under a number that was given: the service or the device went back in time. */
  assert_refusal (f, f->clerk, ONE, another->str, 0, KX_PUSH_GAP, 1);
  assert_refusal (f, f->clerk, ONE, "", 2, KX_PUSH_GAP, 1);
  empty = kx_test_push (f->book, f->clerk, ONE, "", 1, NULL);
  g_assert_cmpstr (empty, ==, "");
  device = kx_device_get (f->book, ONE, NULL);
  g_assert_cmpint (device->acked, ==, 1);
  assert_refusal (f, f->clerk, ONE, first->str, 0, KX_PUSH_ACKED, 1);
  /* Another's device, none, a revoked one. */
  assert_refusal (f, f->other, ONE, third->str, 0, KX_PUSH_REVOKED, 1);
  assert_refusal (f, f->clerk, "nothing", third->str, 0, KX_PUSH_REVOKED, 0);
  g_assert_true (kx_device_revoke (f->book, ONE, (KxTime){ 9 }, NULL));
  assert_refusal (f, f->clerk, ONE, third->str, 0, KX_PUSH_REVOKED, 1);
}

static void
test_another_generation_is_refused (Fixture *f, gconstpointer postgres)
{
  g_autofree char *generation = kx_book_get_meta (f->book, "generation", NULL);
  g_autoptr (KxPush) push = kx_push_new (f->book->schema, f->vault, "", 0, NULL);
  KxPushWork work = { .actor = f->clerk, .device = ONE, .generation = "another" };
  g_autoptr (GString) out = g_string_new (NULL);
  KxPushOutcome outcome;

  g_assert_true (kx_book_begin (f->book, NULL));
  g_assert_true (kx_push_run (f->book, push, &work, out, &outcome, NULL));
  g_assert_cmpint (outcome.refusal, ==, KX_PUSH_GENERATION);
  work.generation = generation;
  g_assert_true (kx_push_run (f->book, push, &work, out, &outcome, NULL));
  g_assert_cmpint (outcome.refusal, ==, KX_PUSH_TAKEN);
  g_assert_true (kx_book_commit (f->book, NULL));
}

static void
test_a_refused_op_holds_those_behind_it (Fixture *f, gconstpointer postgres)
{
  static const KxResult expected[] = { KX_APPLIED, KX_REJECTED, KX_HELD, KX_APPLIED, KX_HELD, KX_APPLIED };
  g_autofree char *other = kx_test_id (), *part = kx_test_id (), *part_op = kx_test_id (), *answer = NULL;
  g_autoptr (KxOp) good = patch (f, kx_agency_f_address, "一号"), wrong = patch (f, kx_agency_f_name, "x"),
                   behind = patch (f, kx_agency_f_phone, "1");
  g_autoptr (KxOp) elsewhere = kx_test_agency_op (f->book->schema, other, KX_TEST_OFFICE, "乙医院", NULL);
  g_autoptr (KxOp) after = kx_test_patch_op (&kx_agency_entity, other, 0, kx_agency_f_phone, "2");
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  g_autoptr (KxOp) names = kx_op_new (KX_OP_CREATE, &kx_former_name_entity, part_op, part, fields);
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (GPtrArray) results = NULL;

  kx_former_name_set_agency (kx_former_name (fields), f->agency);
  kx_former_name_set_name (kx_former_name (fields), "旧医院");
  kx_test_batch_add (batch, 1, good);
  kx_test_batch_add (batch, 2, wrong);
  kx_test_batch_add (batch, 3, behind);
  kx_test_batch_add (batch, 4, elsewhere);
  kx_test_batch_add (batch, 5, names); /* names the row whose change was refused */
  kx_test_batch_add (batch, 6, after);
  answer = kx_test_push (f->book, f->clerk, ONE, batch->str, 0, NULL);
  results = kx_test_results (answer);
  g_assert_cmpuint (results->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (((KxWireResult *) results->pdata[i])->result, ==, expected[i]);
  /* A refusal shows the row as it stands. */
  {
    const KxWireResult *refused = results->pdata[1];

    g_assert_cmpstr (code_of (refused), ==, "too-short");
    g_assert_cmpuint (refused->rows->len, ==, 1);
    g_assert_cmpint (refused->seq, ==, seq_of (f, f->agency));
  }
  assert_text (f, kx_agency_f_address, "一号");
  assert_text (f, kx_agency_f_phone, NULL);
}

static void
test_a_transaction_is_applied_whole_or_not_at_all (Fixture *f, gconstpointer postgres)
{
  g_autofree char *other = kx_test_id (), *third = kx_test_id (), *answer = NULL, *second = NULL;
  g_autoptr (KxOp) make = kx_test_agency_op (f->book->schema, other, KX_TEST_OFFICE, "乙医院", NULL);
  g_autoptr (KxOp) good = patch (f, kx_agency_f_address, "一号"), wrong = patch (f, kx_agency_f_name, "x");
  g_autoptr (KxOp) behind = kx_test_patch_op (&kx_agency_entity, other, 0, kx_agency_f_phone, "2");
  g_autoptr (KxOp) late = kx_test_agency_op (f->book->schema, third, KX_TEST_OFFICE, "丙医院", NULL);
  const KxOp *bad_tx[] = { good, make, wrong }, *good_tx[] = { late, good };
  g_autoptr (GString) batch = g_string_new (NULL), more = g_string_new (NULL);
  g_autoptr (GPtrArray) results = NULL, then = NULL;
  gint64 seq;

  kx_test_batch_add_tx (batch, 1, bad_tx, 3);
  kx_test_batch_add (batch, 4, behind);
  answer = kx_test_push (f->book, f->clerk, ONE, batch->str, 0, NULL);
  results = kx_test_results (answer);
  g_assert_cmpstr (code_of (results->pdata[0]), ==, "refused-together");
  g_assert_cmpstr (code_of (results->pdata[1]), ==, "refused-together");
  g_assert_cmpstr (code_of (results->pdata[2]), ==, "too-short");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (((KxWireResult *) results->pdata[i])->result, ==, KX_REJECTED);
  g_assert_cmpint (((KxWireResult *) results->pdata[3])->result, ==, KX_HELD);
  assert_text (f, kx_agency_f_address, NULL);
  g_assert_null (kx_row_get (f->book, &kx_agency_entity, other, NULL));
  /* All of one transaction have one seq. */
  kx_test_batch_add_tx (more, 5, good_tx, 2);
  second = kx_test_push (f->book, f->clerk, ONE, more->str, 4, NULL);
  then = kx_test_results (second);
  seq = ((KxWireResult *) then->pdata[0])->seq;
  g_assert_cmpint (((KxWireResult *) then->pdata[1])->seq, ==, seq);
  g_assert_cmpint (seq_of (f, third), ==, seq);
  assert_text (f, kx_agency_f_address, "一号");
}

static void
test_two_devices_merge_what_does_not_contradict (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxWireResult) one = push_one (f, f->clerk, ONE, patch (f, kx_agency_f_address, "一号"));
  g_autoptr (KxWireResult) two = push_one (f, f->other, TWO, patch (f, kx_agency_f_phone, "2"));
  g_autoptr (KxWireResult) chained = push_one (f, f->clerk, ONE, patch (f, kx_agency_f_address, "一号楼"));

  g_assert_cmpint (one->result, ==, KX_APPLIED);
  g_assert_cmpint (two->result, ==, KX_MERGED);
  g_assert_cmpint (chained->result, ==, KX_MERGED);
  assert_text (f, kx_agency_f_address, "一号楼");
  assert_text (f, kx_agency_f_phone, "2");
}

static void
test_a_contradiction_is_kept_as_a_row (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxWireResult) one = push_one (f, f->clerk, ONE, patch (f, kx_agency_f_address, "一号")),
                           two = NULL;
  g_autoptr (KxRecord) conflict = NULL;
  const KxRecord *row;

  g_assert_cmpint (one->result, ==, KX_APPLIED);
  two = push_one (f, f->other, TWO, patch (f, kx_agency_f_address, "二号"));
  g_assert_cmpint (two->result, ==, KX_CONFLICT);
  assert_text (f, kx_agency_f_address, "一号");
  /* The row as it stands, and the conflict. */
  g_assert_cmpuint (two->rows->len, ==, 2);
  row = two->rows->pdata[0];
  g_assert_cmpstr (row->id, ==, f->agency);
  g_assert_cmpstr (kx_record_get (row, kx_agency_f_address).TEXT, ==, "一号");
  g_assert_cmpint (two->seq, ==, row->seq);
  row = two->rows->pdata[1];
  g_assert_true (row->entity == &kx_conflict_entity);
  conflict = kx_row_get (f->book, &kx_conflict_entity, row->id, NULL);
  g_assert_cmpstr (kx_record_get (conflict, kx_conflict_f_mine).TEXT, ==, "二号");
  g_assert_cmpstr (kx_record_get (conflict, kx_conflict_f_theirs).TEXT, ==, "一号");
  g_assert_cmpstr (kx_record_get (conflict, kx_conflict_f_my_author).TEXT, ==, "other");
  g_assert_cmpstr (kx_record_get (conflict, kx_conflict_f_their_author).TEXT, ==, "clerk");
  g_assert_cmpstr (kx_record_get (conflict, kx_conflict_f_my_device).TEXT, ==, TWO);
  g_assert_cmpint (kx_record_get (conflict, kx_conflict_f_proposed_at).TIME.ms, ==, 1782863999000);
  g_assert_cmpstr (conflict->space, ==, "370100/agency");
}

static KxOp *
make_close (const char *id, int outcome)
{
  g_autofree char *op_id = kx_test_id ();
  KxRecord *fields = kx_record_new (&kx_close_entity, NULL, NULL);
  KxOp *op = kx_op_new (KX_OP_ACTION, &kx_conflict_entity, op_id, id, fields);

  kx_close_set_outcome (kx_close (fields), outcome);
  op->action = g_strdup ("close");
  return op;
}

static void
test_a_conflict_is_settled_together_with_the_row (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxWireResult) one = push_one (f, f->clerk, ONE, patch (f, kx_agency_f_address, "一号")),
                           two = NULL, late = NULL;
  g_autoptr (KxOp) keep = NULL, close = NULL;
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (GPtrArray) results = NULL;
  g_autofree char *answer = NULL, *id = NULL;
  const KxOp *tx[2];

  g_assert_cmpint (one->result, ==, KX_APPLIED);
  two = push_one (f, f->other, TWO, patch (f, kx_agency_f_address, "二号"));
  id = g_strdup (((KxRecord *) two->rows->pdata[1])->id);
  f->seen = two->seq;
  tx[0] = keep = patch (f, kx_agency_f_address, "二号");
  tx[1] = close = make_close (id, kx_conflict_outcome_keep_mine);
  kx_test_batch_add_tx (batch, 2, tx, 2);
  answer = kx_test_push (f->book, f->other, TWO, batch->str, 1, NULL);
  results = kx_test_results (answer);
  g_assert_cmpint (((KxWireResult *) results->pdata[0])->result, ==, KX_APPLIED);
  g_assert_cmpint (((KxWireResult *) results->pdata[1])->result, ==, KX_APPLIED);
  assert_text (f, kx_agency_f_address, "二号");
  /* Who settles it as well comes too late, and is told so. */
  late = push_one (f, f->clerk, ONE, make_close (id, kx_conflict_outcome_keep_theirs));
  g_assert_cmpint (late->result, ==, KX_REJECTED);
  g_assert_cmpstr (code_of (late), ==, KX_CODE_STATE);
}

static void
test_rows_of_others_are_not_there (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxWireResult) result = NULL, missing = NULL;
  g_autofree char *nobody = kx_test_id ();
  KxOp *op;

  kx_test_register (f->book, f->qingdao, "third");
  result = push_one (f, f->qingdao, "third", patch (f, kx_agency_f_address, "一号"));
  g_assert_cmpint (result->result, ==, KX_REJECTED);
  g_assert_cmpstr (code_of (result), ==, KX_CODE_NOT_FOUND);
  g_assert_cmpuint (result->rows->len, ==, 0);
  g_assert_cmpint (result->seq, ==, 0);
  op = kx_test_patch_op (&kx_agency_entity, nobody, 0, kx_agency_f_address, "一号");
  missing = push_one (f, f->qingdao, "third", op);
  g_assert_cmpstr (code_of (missing), ==, KX_CODE_NOT_FOUND);
}

static void
test_a_sealed_value_is_opened_here_alone (Fixture *f, gconstpointer postgres)
{
  static const guint8 fresh[KX_SEED_SIZE] = { 3 };
  g_autofree char *sealed = kx_seal_text (f->vault->box_public, fresh, " 6222020000000012345 "),
                  *clear = NULL;
  g_autofree char *dump = NULL, *mask = NULL;
  g_autoptr (KxWireResult) good = push_one (f, f->clerk, ONE, patch (f, kx_agency_f_bank_account, sealed));
  g_autoptr (KxWireResult) bad = NULL, masked = NULL;

  g_assert_cmpint (good->result, ==, KX_APPLIED);
  clear = kx_row_unseal (f->book, &kx_agency_entity, f->agency, kx_agency_f_bank_account, NULL);
  g_assert_cmpstr (clear, ==, "6222020000000012345");
  dump = kx_test_dump (f->book);
  g_assert_null (strstr (dump, "6222020000000012345"));
  g_assert_null (strstr (dump, "seal1:"));
  sealed[20] ^= 1;
  bad = push_one (f, f->clerk, ONE, patch (f, kx_agency_f_bank_account, sealed));
  g_assert_cmpint (bad->result, ==, KX_REJECTED);
  g_assert_cmpstr (code_of (bad), ==, "wrong-seal");
  mask = kx_record_text (good->rows->pdata[0], kx_agency_f_bank_account);
  masked = push_one (f, f->clerk, ONE, patch (f, kx_agency_f_bank_account, mask));
  g_assert_cmpstr (code_of (masked), ==, "mask");
}

static void
test_acts_of_the_office_do_not_come_by_push (Fixture *f, gconstpointer postgres)
{
  g_autofree char *op_id = kx_test_id (), *row = kx_test_id (), *second = kx_test_id ();
  const KxEntity *grant = kx_schema_entity (f->book->schema, "grant");
  KxOp *reveal = kx_op_new (KX_OP_ACTION, &kx_agency_entity, op_id, f->agency,
                            kx_record_new (&kx_reveal_entity, NULL, NULL));
  g_autoptr (KxActor) admin = kx_test_actor ("admin", KX_ROLE_INDEX_admin, "000000");
  g_autoptr (KxWireResult) one = NULL, two = NULL;

  kx_test_register (f->book, admin, "third");
  reveal->action = g_strdup ("reveal");
  reveal->reason = g_strdup ("核对");
  kx_reveal_set_field (kx_reveal (reveal->fields), "bank_account");
  one = push_one (f, f->clerk, ONE, reveal);
  g_assert_cmpstr (code_of (one), ==, "needs-service");
  two = push_one (f, admin, "third",
                  kx_op_new (KX_OP_CREATE, grant, second, row, kx_record_new (grant, NULL, NULL)));
  g_assert_cmpstr (code_of (two), ==, "needs-service");
}

static void
test_an_op_is_applied_once_whatever_its_number (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxOp) op = patch (f, kx_agency_f_address, "一号"), same = patch (f, kx_agency_f_address, "二号");
  g_autoptr (GString) first = g_string_new (NULL), second = g_string_new (NULL), third = g_string_new (NULL);
  g_autofree char *a = NULL, *b = NULL, *c = NULL;
  g_autoptr (GPtrArray) results = NULL, then = NULL;
  gint64 seq;

  kx_test_batch_add (first, 1, op);
  kx_test_batch_add (second, 2, op);
  a = kx_test_push (f->book, f->clerk, ONE, first->str, 0, NULL);
  seq = seq_of (f, f->agency);
  b = kx_test_push (f->book, f->clerk, ONE, second->str, 1, NULL);
  results = kx_test_results (b);
  g_assert_cmpint (((KxWireResult *) results->pdata[0])->result, ==, KX_APPLIED);
  g_assert_cmpint (((KxWireResult *) results->pdata[0])->seq, ==, seq);
  g_assert_cmpint (seq_of (f, f->agency), ==, seq);
  /* The same id for something else is a fault. */
  g_free (same->id);
  same->id = g_strdup (op->id);
  kx_test_batch_add (third, 3, same);
  c = kx_test_push (f->book, f->clerk, ONE, third->str, 2, NULL);
  then = kx_test_results (c);
  g_assert_cmpint (((KxWireResult *) then->pdata[0])->result, ==, KX_REJECTED);
  g_assert_cmpstr (code_of (then->pdata[0]), ==, "key-reused");
}

static void
assert_not_read (Fixture *f, const char *batch, int code, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", batch);
  g_assert_null (kx_push_new (f->book->schema, f->vault, batch, strlen (batch), &error));
  g_assert_error (error, KX_WIRE_ERROR, code);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_a_batch_that_is_none_is_refused_as_a_whole (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxOp) op = patch (f, kx_agency_f_address, "一号"), other = patch (f, kx_agency_f_phone, "1");
  const KxOp *tx[] = { op, other };
  g_autoptr (GString) good = g_string_new (NULL), gap = g_string_new (NULL), half = g_string_new (NULL);
  g_autoptr (GString) mixed = g_string_new (NULL), none = g_string_new (NULL), twice = g_string_new (NULL);
  g_autofree char *broken = NULL, *blank = NULL;

  kx_test_batch_add (good, 1, op);
  broken = g_strconcat (good->str, "{\"n\":2", NULL);
  blank = g_strconcat (good->str, "\n", NULL);
  assert_not_read (f, broken, KX_WIRE_ERROR_JSON, "Line 2");
  assert_not_read (f, blank, KX_WIRE_ERROR_JSON, "Line 2");
  assert_not_read (f, "[]\n", KX_WIRE_ERROR_FORM, "Line 1");
  kx_test_batch_add (gap, 1, op);
  kx_test_batch_add (gap, 3, other);
  assert_not_read (f, gap->str, KX_WIRE_ERROR_FORM, "run on");
  kx_test_batch_add_tx (half, 1, tx, 2);
  g_string_truncate (half, (gsize) (strchr (half->str, '\n') - half->str) + 1);
  assert_not_read (f, half->str, KX_WIRE_ERROR_FORM, "not whole");
  kx_wire_append_op (mixed, 1, "0197b2a0-0000-7000-8000-0000000000e1", 2, op);
  kx_wire_append_op (mixed, 2, "0197b2a0-0000-7000-8000-0000000000e2", 2, other);
  assert_not_read (f, mixed->str, KX_WIRE_ERROR_FORM, "not whole");
  kx_wire_append_op (none, 0, "0197b2a0-0000-7000-8000-0000000000e1", 1, op);
  assert_not_read (f, none->str, KX_WIRE_ERROR_FORM, "run on");
  kx_wire_append_op (twice, 1, "0197b2a0-0000-7000-8000-0000000000e1", 1, op);
  kx_wire_append_op (twice, 2, "0197b2a0-0000-7000-8000-0000000000e1", 1, other);
  assert_not_read (f, twice->str, KX_WIRE_ERROR_FORM, "divided");
}

/* A device that divides a transaction which was decided as one is not let behind the end of its batch. */
static void
test_a_decided_number_is_not_put_into_another_transaction (Fixture *f, gconstpointer postgres)
{
  g_autoptr (KxOp) op = patch (f, kx_agency_f_address, "一号"), other = patch (f, kx_agency_f_phone, "1");
  const KxOp *tx[] = { op, other };
  g_autoptr (GString) first = g_string_new (NULL), both = g_string_new (NULL);
  g_autofree char *answer = NULL;

  kx_test_batch_add (first, 1, op);
  answer = kx_test_push (f->book, f->clerk, ONE, first->str, 0, NULL);
  kx_test_batch_add_tx (both, 1, tx, 2);
  assert_refusal (f, f->clerk, ONE, both->str, 0, KX_PUSH_GAP, 1);
}

static void
test_what_is_wrong_with_one_op_refuses_it_alone (Fixture *f, gconstpointer postgres)
{
  g_autofree char *batch =
      g_strdup_printf ("{\"n\":1,\"op\":\"%s\",\"tx\":\"%s\",\"tx_size\":1,\"kind\":\"patch\",\"entity\":"
                       "\"moon\",\"row\":\"%s\","
                       "\"base\":1,\"fields\":{\"a\":1},\"at\":\"2026-07-01T00:00:00.000Z\"}\n"
                       "{\"n\":2,\"op\":\"%s\",\"tx\":\"%s\",\"tx_size\":1,\"kind\":\"patch\",\"entity\":"
                       "\"agency\",\"row\":\"%s\","
                       "\"base\":1,\"fields\":{\"moon\":1},\"at\":\"2026-07-01T00:00:00.000Z\"}\n",
                       "0197b2a0-0000-7000-8000-0000000000e1", "0197b2a0-0000-7000-8000-0000000000e2",
                       "0197b2a0-0000-7000-8000-0000000000e3", "0197b2a0-0000-7000-8000-0000000000e4",
                       "0197b2a0-0000-7000-8000-0000000000e5", f->agency);
  g_autofree char *answer = kx_test_push (f->book, f->clerk, ONE, batch, 0, NULL), *again = NULL;
  g_autoptr (GPtrArray) results = kx_test_results (answer);

  g_assert_cmpstr (code_of (results->pdata[0]), ==, "unknown-entity");
  g_assert_cmpstr (code_of (results->pdata[1]), ==, "unknown-field");
  g_assert_cmpuint (((KxWireResult *) results->pdata[1])->rows->len, ==, 1);
  again = kx_test_push (f->book, f->clerk, ONE, batch, 0, NULL);
  g_assert_cmpstr (again, ==, answer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
#define ADD(name, func)                                                                                      \
  g_test_add ("/push/" name, Fixture, NULL, set_up, func, tear_down);                                        \
  g_test_add ("/push/" name "/postgresql", Fixture, "postgres", set_up, func, tear_down)
  ADD ("ops-are-applied-in-order", test_ops_are_applied_in_order);
  ADD ("a-resend-gives-the-same-bytes", test_a_resend_gives_the_same_bytes);
  ADD ("numbers-run-on-without-gaps", test_numbers_run_on_without_gaps);
  ADD ("another-generation-is-refused", test_another_generation_is_refused);
  ADD ("a-refused-op-holds-those-behind-it", test_a_refused_op_holds_those_behind_it);
  ADD ("a-transaction-is-applied-whole-or-not-at-all", test_a_transaction_is_applied_whole_or_not_at_all);
  ADD ("two-devices-merge-what-does-not-contradict", test_two_devices_merge_what_does_not_contradict);
  ADD ("a-contradiction-is-kept-as-a-row", test_a_contradiction_is_kept_as_a_row);
  ADD ("a-conflict-is-settled-together-with-the-row", test_a_conflict_is_settled_together_with_the_row);
  ADD ("rows-of-others-are-not-there", test_rows_of_others_are_not_there);
  ADD ("a-sealed-value-is-opened-here-alone", test_a_sealed_value_is_opened_here_alone);
  ADD ("acts-of-the-office-do-not-come-by-push", test_acts_of_the_office_do_not_come_by_push);
  ADD ("an-op-is-applied-once-whatever-its-number", test_an_op_is_applied_once_whatever_its_number);
  ADD ("a-batch-that-is-none-is-refused-as-a-whole", test_a_batch_that_is_none_is_refused_as_a_whole);
  ADD ("a-decided-number-is-not-put-into-another-transaction",
       test_a_decided_number_is_not_put_into_another_transaction);
  ADD ("what-is-wrong-with-one-op-refuses-it-alone", test_what_is_wrong_with_one_op_refuses_it_alone);
  return g_test_run ();
}

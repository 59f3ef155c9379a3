/* One and the same change comes to the same, whichever way it takes: over plain REST, which applies ops of no
 * device to the row that was seen, or as a desktop pushes it. Two stores are given the same changes by
 * chance, one each way, and compared after each: what was decided and said, rows, sums, feed, terms, history,
 * audit. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/kx-seal-text.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "lib/kx-test-sync.h"
#include "store/kx-apply.h"
#include "store/kx-audit.h"
#include "store/kx-purge.h"
#include "store/kx-row.h"
#include "store/kx-space.h"

#include <string.h>

#define STEPS 800
#define AT_MS G_GINT64_CONSTANT (1782864000000)
#define MOST_OPS 3

enum
{
  CLERK,
  OTHER_CLERK,
  REVIEWER,
  ELSEWHERE,
  OBSERVER,
  N_PEOPLE
};

typedef struct
{
  KxActor *actor;
  char *device;
  gint64 n; /* of the op pushed last */
} Person;

typedef struct
{
  KxVault *vault;
  KxBook *rest, *pushed;
  Person people[N_PEOPLE];
  GRand *rand;
  guint step, ids;
  gint64 compared; /* the seq at which both were the same */
  guint accepted[KX_N_OP_KINDS], refused[KX_N_OP_KINDS];
  guint together, conflicts, purged, links, replays;
} Twins;

static const char *const agencies[] = { "0197b2a0-0000-7000-8000-0000000000a1",
                                        "0197b2a0-0000-7000-8000-0000000000a2",
                                        "0197b2a0-0000-7000-8000-0000000000a3",
                                        "0197b2a0-0000-7000-8000-0000000000a4",
                                        "0197b2a0-0000-7000-8000-0000000000a5" };

static guint
below (Twins *t, guint n)
{
  return (guint) g_rand_int_range (t->rand, 0, (gint32) n);
}

static char *
make_id (Twins *t)
{
  return g_strdup_printf ("0197b2a0-0000-7000-8000-%012x", 0x10000 + t->ids++);
}

static KxBook *
open_book (const KxVault *vault)
{
  KxBook *book =
      kx_book_new (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL), kx_schema_get (), vault);
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();

  g_assert_true (kx_book_set_up (book, (KxTime){ 1 }, FALSE, NULL));
  for (guint i = 0; i < offices->len; i++)
    kx_applied_free (kx_test_apply (book, system, offices->pdata[i]));
  return book;
}

static void
set_up (Twins *t, gconstpointer data)
{
  static const guint8 seed[KX_SEED_SIZE] = { 7 };
  static const struct
  {
    const char *name;
    int role;
    const char *area;
  } people[N_PEOPLE] = { { "clerk", KX_ROLE_INDEX_clerk, "370100" },
                         { "other", KX_ROLE_INDEX_clerk, "370100" },
                         { "reviewer", KX_ROLE_INDEX_reviewer, "370100" },
                         { "elsewhere", KX_ROLE_INDEX_clerk, "370200" },
                         { "observer", KX_ROLE_INDEX_observer, "370100" } };

  t->rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  t->vault = kx_vault_new_from_seed (seed);
  t->rest = open_book (t->vault);
  t->pushed = open_book (t->vault);
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      t->people[i].actor = kx_test_actor (people[i].name, people[i].role, people[i].area);
      t->people[i].device = make_id (t);
      kx_test_register (t->rest, t->people[i].actor, t->people[i].device);
      kx_test_register (t->pushed, t->people[i].actor, t->people[i].device);
    }
}

static void
tear_down (Twins *t, gconstpointer data)
{
  KxBook *books[] = { t->rest, t->pushed };

  for (guint i = 0; i < G_N_ELEMENTS (books); i++)
    {
      g_autofree char *fault = NULL;
      g_auto (KxAuditReport) report = { 0 };

      g_assert_true (kx_space_verify (books[i], &fault, NULL));
      g_assert_null (fault);
      g_assert_true (kx_audit_verify (books[i], NULL, &report, NULL));
      g_assert_null (report.fault);
      kx_book_free (books[i]);
    }
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      kx_actor_free (t->people[i].actor);
      g_free (t->people[i].device);
    }
  kx_vault_free (t->vault);
  g_rand_free (t->rand);
}

static void
append_without_devices (Twins *t, GString *out, const char *line)
{
  GString *text = g_string_new (line);

  for (guint i = 0; i < N_PEOPLE; i++)
    g_string_replace (text, t->people[i].device, "", 0);
  g_string_append_printf (out, "%s\n", text->str);
  g_string_free (text, TRUE);
}

/* All of a store but which device it was, and what only devices ask for. */
static char *
dump (Twins *t, KxBook *book)
{
  static const char *const apart[] = { "== devices", "== device results", "== audit", "== results" };
  g_autofree char *text = kx_test_dump (book);
  GString *out = g_string_new (NULL);
  g_autoptr (KxDbRows) rows = NULL;
  gboolean left_out = FALSE;

  /* memchr(), because the sanitizer's strstr() and strchr() look at the whole rest of a text at each line. */
  for (char *line = text, *whole = text + strlen (text), *end; line < whole; line = end + 1)
    {
      end = memchr (line, '\n', (gsize) (whole - line));
      if (end == NULL)
        end = whole;
      *end = '\0';
      if (g_str_has_prefix (line, "== "))
        {
          left_out = FALSE;
          for (guint k = 0; k < G_N_ELEMENTS (apart); k++)
            left_out |= g_str_equal (line, apart[k]);
        }
      if (!left_out)
        append_without_devices (t, out, line);
    }
  rows = kx_db_query (
      book->db,
      "SELECT n || ' ' || seq || ' ' || at || ' ' || actor || ' ' || op || ' ' || kind || ' ' || "
      "entity || ' ' || \"row\" || ' ' || space FROM audit ORDER BY n",
      NULL, 0, NULL);
  while (kx_db_rows_next (rows, NULL))
    append_without_devices (t, out, kx_db_rows_text (rows, 0));
  return g_string_free (out, FALSE);
}

/* Where neither store changed they are as they were compared before. */
static void
assert_same (Twins *t)
{
  g_autofree char *one = NULL, *two = NULL;
  gint64 rest, pushed;

  g_assert_true (kx_book_get_seq (t->rest, &rest, NULL));
  g_assert_true (kx_book_get_seq (t->pushed, &pushed, NULL));
  g_assert_cmpint (rest, ==, pushed);
  if (rest == t->compared)
    return;
  one = dump (t, t->rest);
  two = dump (t, t->pushed);
  kx_test_assert_same_dump (one, two);
  t->compared = rest;
}

/* What is said about an op, as it travels. */
static char *
tell (GPtrArray *findings)
{
  GString *out = g_string_new (NULL);

  kx_wire_append_result (out, 1, KX_APPLIED, 0, findings, NULL);
  return g_string_free (out, FALSE);
}

static KxApplied *
apply (KxBook *book, const KxActor *actor, KxOp **ops, guint n_ops)
{
  KxWork work = { .actor = actor, .at = { AT_MS }, .today = { 20260701 }, .ops = ops, .n_ops = n_ops };
  g_autoptr (GError) error = NULL;
  KxApplied *applied;

  g_assert_true (kx_book_begin (book, &error));
  applied = kx_apply (book, &work, &error);
  g_assert_no_error (error);
  g_assert_true (kx_book_commit (book, &error));
  return applied;
}

/* What the reader of a body finds wrong with the op's members, as a route asks it before anything is applied;
 * NULL: nothing. (element-type KxFinding) */
static GPtrArray *
read_members (Twins *t, const KxOp *op)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (KxWireOp) wire = NULL;
  g_autoptr (GError) error = NULL;

  kx_wire_append_op (line, 1, op->id, 1, op);
  wire = kx_wire_read_op (t->rest->schema, line->str, line->len - 1, &error);
  g_assert_no_error (error);
  return kx_findings_refuse (wire->findings) ? g_ptr_array_ref (wire->findings) : NULL;
}

/* (element-type KxWireResult) */
static GPtrArray *
push (KxBook *book, Person *who, KxOp **ops, guint n_ops)
{
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autofree char *answer = NULL;
  GPtrArray *results;

  kx_test_batch_add_tx (batch, who->n + 1, (const KxOp *const *) ops, n_ops);
  answer = kx_test_push (book, who->actor, who->device, batch->str, who->n, NULL);
  who->n += n_ops;
  results = kx_test_results (answer);
  g_assert_cmpuint (results->len, ==, n_ops);
  return results;
}

/* One store over REST. `ret_findings`: what is said about each op, up to the one that is refused.
 * (element-type GPtrArray) NULL: one of them could not be read, nothing was applied. */
static KxApplied *
do_rest (Twins *t, const KxActor *actor, KxOp **ops, guint n_ops, GPtrArray *ret_findings)
{
  KxApplied *applied;

  for (guint i = 0; i < n_ops; i++)
    {
      g_autoptr (GPtrArray) findings = read_members (t, ops[i]);

      if (findings == NULL)
        continue;
      g_ptr_array_set_size (ret_findings, (gint) i);
      g_ptr_array_add (ret_findings, g_steal_pointer (&findings));
      return NULL;
    }
  /* A request has one op, with the row's state; of several the one may change the other's row. */
  if (n_ops == 1)
    ops[0]->exact = ops[0]->kind != KX_OP_CREATE;
  applied = apply (t->rest, actor, ops, n_ops);
  for (guint i = 0; i < applied->outcomes->len; i++)
    {
      const KxOutcome *outcome = applied->outcomes->pdata[i];

      g_ptr_array_add (ret_findings,
                       outcome->decision != NULL ? g_ptr_array_ref (outcome->decision->findings) : NULL);
    }
  return applied;
}

static void
clear_findings (gpointer findings)
{
  if (findings != NULL)
    g_ptr_array_unref (findings);
}

/* The same to both stores. `sealed`: the ops as they are pushed. */
static gboolean
do_both (Twins *t, guint person, KxOp **ops, KxOp **sealed, guint n_ops)
{
  Person *who = &t->people[person];
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (clear_findings);
  g_autoptr (KxApplied) applied = do_rest (t, who->actor, ops, n_ops, findings);
  g_autoptr (GPtrArray) results = push (t->pushed, who, sealed, n_ops);
  gboolean accepted = applied != NULL && applied->accepted;

  for (guint i = 0; i < n_ops; i++)
    {
      const KxWireResult *result = results->pdata[i];

      g_assert_cmpint (result->result, ==, accepted ? KX_APPLIED : KX_REJECTED);
      /* Of several that were refused together, the one at fault tells why. */
      if (i < findings->len && findings->pdata[i] != NULL && (accepted || i + 1 == findings->len))
        {
          g_autofree char *one = tell (findings->pdata[i]), *two = tell (result->findings);

          g_assert_cmpstr (one, ==, two);
        }
      if (accepted)
        g_assert_cmpint (((KxOutcome *) applied->outcomes->pdata[i])->seq, ==, result->seq);
      (accepted ? t->accepted : t->refused)[ops[i]->kind]++;
    }
  assert_same (t);
  return accepted;
}

static gint64
seq_of (Twins *t, const KxEntity *entity, const char *row)
{
  g_autoptr (KxRecord) record = kx_row_get (t->rest, entity, row, NULL);

  return record != NULL ? record->seq : 0;
}

static KxOp *
new_op (Twins *t, KxOpKind kind, const KxEntity *entity, const char *row, KxRecord *fields)
{
  g_autofree char *id = make_id (t);
  KxOp *op = kx_op_new (kind, entity, id, row, fields);

  op->at.ms = AT_MS + t->step;
  op->base = kind == KX_OP_CREATE ? 0 : seq_of (t, entity, row);
  if (below (t, 5) == 0)
    op->reason = g_strdup ("核对后更正");
  return op;
}

/* Mostly one that is there and not in the trash. */
static const char *
any_agency (Twins *t)
{
  const char *row = agencies[below (t, G_N_ELEMENTS (agencies))];

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (KxRecord) record = kx_row_get (t->rest, &kx_agency_entity, row, NULL);

      if (record != NULL && record->deleted_at.ms == 0)
        break;
      row = agencies[below (t, G_N_ELEMENTS (agencies))];
    }
  return row;
}

/* A row of this kind, of those in the trash or of all; an id of none now and then. Free with g_free(). */
static char *
any_row (Twins *t, const KxEntity *entity, gboolean trashed)
{
  g_autofree char *from =
      g_strdup_printf ("FROM \"%s\" WHERE deleted_at > %d", entity->name, trashed ? 0 : -1);
  g_autofree char *count = g_strdup_printf ("SELECT count(*) %s", from);
  g_autofree char *find = g_strdup_printf ("SELECT id %s ORDER BY id LIMIT 1 OFFSET $1", from);
  g_autoptr (KxDbRows) rows = NULL;
  gint64 n = 0;

  g_assert_true (kx_db_get_integer (t->rest->db, count, NULL, 0, &n, NULL));
  if (n == 0 || below (t, 20) == 0)
    return make_id (t);
  rows = kx_db_query (t->rest->db, find, &KX_ARG_INTEGER (below (t, (guint) n)), 1, NULL);
  g_assert_true (kx_db_rows_next (rows, NULL));
  return g_strdup (kx_db_rows_text (rows, 0));
}

static KxOp *
random_create (Twins *t)
{
  static const char *const names[] = { "济南康复医院", "济南市康复医院", "青岛医院", "x" };
  const char *row = agencies[below (t, G_N_ELEMENTS (agencies))];
  g_autofree char *code = below (t, 3) > 0 ? kx_test_credit_code (below (t, 8)) : NULL, *part = make_id (t);
  KxRecord *fields;
  KxOp *op;

  switch (below (t, 4))
    {
    case 0:
      fields = kx_record_new (&kx_credential_entity, NULL, NULL);
      kx_credential_set_agency (kx_credential (fields), row);
      if (below (t, 4) > 0)
        kx_credential_set_kind (kx_credential (fields), kx_credential_kind_other);
      kx_credential_set_number (kx_credential (fields), code);
      return new_op (t, KX_OP_CREATE, &kx_credential_entity, part, fields);
    case 1:
      fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
      kx_former_name_set_agency (kx_former_name (fields), row);
      kx_former_name_set_name (kx_former_name (fields), names[below (t, G_N_ELEMENTS (names))]);
      return new_op (t, KX_OP_CREATE, &kx_former_name_entity, part, fields);
    default:
      op = kx_test_agency_op (t->rest->schema, row, below (t, 5) > 0 ? KX_TEST_OFFICE : KX_TEST_OTHER_OFFICE,
                              names[below (t, G_N_ELEMENTS (names))], code);
      g_free (op->id);
      op->id = make_id (t);
      return op;
    }
}

static KxOp *
random_patch (Twins *t)
{
  static const struct
  {
    guint field;
    const char *text;
  } values[] = {
    { kx_agency_f_name, "济南康复医院" },
    { kx_agency_f_address, "经十路一号" },
    { kx_agency_f_address, "经十路二号" },
    { kx_agency_f_address, NULL },
    { kx_agency_f_phone, "0531-82000001" },
    { kx_agency_f_county, "370102" },
    { kx_agency_f_note, "一行\n二行" },
    { kx_agency_f_legal_rep, "张三" },
    { kx_agency_f_licence_no, "A-1" },
    { kx_agency_f_bank_account, "6222020000000012345" },
    /* From here on what is refused, or warned of. */
    { kx_agency_f_county, "370202" },
    { kx_agency_f_name, "x" },
    { kx_agency_f_name, NULL },
    { kx_agency_f_phone, "not a number" },
    { kx_agency_f_office, KX_TEST_OTHER_OFFICE },
    { kx_agency_f_alias_of, "0197b2a0-0000-7000-8000-0000000000a1" },
  };
  KxOp *op = new_op (t, KX_OP_PATCH, &kx_agency_entity, any_agency (t),
                     kx_record_new (&kx_agency_entity, NULL, NULL));
  guint n = 1 + below (t, 2);

  for (guint i = 0; i < n; i++)
    {
      guint k = below (t, below (t, 5) > 0 ? 10 : G_N_ELEMENTS (values));

      if (values[k].text != NULL)
        kx_record_put (op->fields, values[k].field, (KxValue){ .TEXT = values[k].text });
      else
        kx_record_put_null (op->fields, values[k].field);
    }
  if (below (t, 10) == 0)
    {
      g_autofree char *code = kx_test_credit_code (below (t, 8));

      kx_agency_set_uscc (kx_agency (op->fields), below (t, 4) > 0 ? code : "12370100");
    }
  return op;
}

static KxOp *
random_set (Twins *t)
{
  KxOp *op = new_op (t, below (t, 2) == 0 ? KX_OP_ADD : KX_OP_REMOVE, &kx_agency_entity, any_agency (t),
                     kx_record_new (&kx_agency_entity, NULL, NULL));

  kx_agency_set_scopes_offered (kx_agency (op->fields), (KxCodes){ G_GUINT64_CONSTANT (1) << below (t, 3) });
  return op;
}

static KxOp *
random_close (Twins *t)
{
  g_autofree char *row = any_row (t, &kx_conflict_entity, FALSE);
  KxOp *op = new_op (t, KX_OP_ACTION, &kx_conflict_entity, row, kx_record_new (&kx_close_entity, NULL, NULL));

  op->action = g_strdup ("close");
  if (below (t, 10) > 0)
    kx_close_set_outcome (kx_close (op->fields),
                          below (t, 2) > 0 ? kx_conflict_outcome_keep_mine : kx_conflict_outcome_keep_theirs);
  return op;
}

static KxOp *
random_op (Twins *t)
{
  static const KxEntity *const kinds[] = { &kx_agency_entity, &kx_agency_entity, &kx_credential_entity,
                                           &kx_former_name_entity };
  guint roll = below (t, 100);
  g_autofree char *row = NULL;
  const KxEntity *entity;
  gboolean restore;

  if (roll < 20)
    return random_create (t);
  if (roll < 55)
    return random_patch (t);
  if (roll < 65)
    return random_set (t);
  if (roll < 75)
    return random_close (t);
  entity = kinds[below (t, G_N_ELEMENTS (kinds))];
  restore = below (t, 2) > 0;
  row = any_row (t, entity, restore && below (t, 4) > 0);
  return new_op (t, restore ? KX_OP_RESTORE : KX_OP_DELETE, entity, row, NULL);
}

/* The op with its sealed values as a desktop sends them. */
static KxOp *
seal (Twins *t, const KxOp *op)
{
  guint8 fresh[KX_SEED_SIZE] = { 3 };
  KxOp *copy = kx_op_new (op->kind, op->entity, op->id, op->row,
                          op->fields != NULL ? kx_record_copy (op->fields) : NULL);

  copy->base = op->base;
  copy->at = op->at;
  copy->action = g_strdup (op->action);
  copy->reason = g_strdup (op->reason);
  for (guint i = 0; copy->kind == KX_OP_PATCH && i < copy->entity->n_fields; i++)
    if ((copy->entity->fields[i].flags & KX_SEALED) && kx_record_has (copy->fields, i))
      {
        g_autofree char *text =
            kx_seal_text (t->vault->box_public, fresh, kx_record_get (copy->fields, i).TEXT);

        kx_record_put (copy->fields, i, (KxValue){ .TEXT = text });
      }
  return copy;
}

/* One act of one to three ops on different rows, sometimes twice. */
static void
act (Twins *t)
{
  KxOp *ops[MOST_OPS], *sealed[MOST_OPS];
  guint wanted = below (t, 4) > 0 ? 1 : 2 + below (t, MOST_OPS - 1), n = 0,
        person = below (t, 6) > 0 ? below (t, 2) : below (t, N_PEOPLE);
  gboolean again = below (t, 12) == 0, accepted;

  while (n < wanted)
    {
      KxOp *op = random_op (t);
      gboolean known = FALSE;

      for (guint i = 0; i < n; i++)
        known |= g_str_equal (ops[i]->row, op->row);
      if (known)
        {
          kx_op_free (op);
          continue;
        }
      ops[n] = op;
      sealed[n++] = seal (t, op);
    }
  accepted = do_both (t, person, ops, sealed, n);
  t->together += accepted && n > 1;
  /* A request that comes once more, whose answer was lost. */
  if (accepted && again)
    {
      g_assert_true (do_both (t, person, ops, sealed, n));
      t->replays++;
    }
  for (guint i = 0; i < n; i++)
    {
      kx_op_free (ops[i]);
      kx_op_free (sealed[i]);
    }
}

/* Two desktops contradict one another, on both stores; what becomes of the conflict is up to the acts above.
 */
static void
contradict (Twins *t)
{
  const char *row = any_agency (t);
  g_autoptr (KxOp) one = kx_test_patch_op (&kx_agency_entity, row, seq_of (t, &kx_agency_entity, row),
                                           kx_agency_f_contact, NULL),
                   two = kx_test_patch_op (&kx_agency_entity, row, one->base, kx_agency_f_contact, NULL);
  g_autofree char *first = g_strdup_printf ("甲%u", t->step), *second = g_strdup_printf ("乙%u", t->step);
  KxOp *ops[] = { one, two };
  KxBook *books[] = { t->rest, t->pushed };

  kx_agency_set_contact (kx_agency (one->fields), first);
  kx_agency_set_contact (kx_agency (two->fields), second);
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    {
      Person *who = &t->people[i == 0 ? CLERK : OTHER_CLERK];
      gint64 n = who->n;
      KxResult results[2];

      for (guint b = 0; b < G_N_ELEMENTS (books); b++)
        {
          g_autoptr (GPtrArray) answers = NULL;

          who->n = n;
          /* The device of the other store is behind by what went there over REST. */
          g_assert_true (kx_db_run (books[b]->db, "UPDATE device SET last_n = $1, acked = $1 WHERE id = $2",
                                    (KxDbArg[]){ KX_ARG_INTEGER (n), KX_ARG_TEXT (who->device) }, 2, NULL));
          answers = push (books[b], who, &ops[i], 1);
          results[b] = ((KxWireResult *) answers->pdata[0])->result;
        }
      g_assert_cmpint (results[0], ==, results[1]);
      t->conflicts += results[0] == KX_CONFLICT;
    }
  assert_same (t);
}

/* An act of the service does not come by push, and changes nothing there; what it leads to is the same. */
static void
link_alias (Twins *t)
{
  KxRecord *fields = kx_record_new (&kx_link_alias_entity, NULL, NULL);
  gboolean undo = below (t, 2) == 0;
  g_autoptr (KxOp) op = new_op (t, KX_OP_ACTION, &kx_agency_entity, any_agency (t), undo ? NULL : fields);
  g_autoptr (GPtrArray) results = NULL;
  KxOp *ops[] = { op };
  KxBook *books[] = { t->rest, t->pushed };
  gboolean accepted[2];

  op->action = g_strdup (undo ? "unlink_alias" : "link_alias");
  g_free (op->reason);
  op->reason = g_strdup ("同一机构");
  if (undo)
    kx_record_free (fields);
  else
    kx_link_alias_set_target (kx_link_alias (fields), any_agency (t));
  results = push (t->pushed, &t->people[CLERK], ops, 1);
  g_assert_cmpint (((KxWireResult *) results->pdata[0])->result, ==, KX_REJECTED);
  assert_same (t);
  op->exact = TRUE;
  for (guint b = 0; b < G_N_ELEMENTS (books); b++)
    {
      g_autoptr (KxApplied) applied = apply (books[b], t->people[CLERK].actor, ops, 1);

      accepted[b] = applied->accepted;
    }
  g_assert_cmpint (accepted[0], ==, accepted[1]);
  t->links += accepted[0];
  assert_same (t);
}

static void
purge (Twins *t)
{
  g_autofree char *op = make_id (t);
  KxBook *books[] = { t->rest, t->pushed };
  guint purged[2];

  for (guint b = 0; b < G_N_ELEMENTS (books); b++)
    {
      g_assert_true (kx_book_begin (books[b], NULL));
      g_assert_true (kx_purge (books[b], (KxTime){ AT_MS + 1 }, (KxTime){ AT_MS }, op, 2, &purged[b], NULL));
      g_assert_true (kx_book_commit (books[b], NULL));
    }
  g_assert_cmpuint (purged[0], ==, purged[1]);
  t->purged += purged[0];
  assert_same (t);
}

/* So that there is always something to act on. */
static void
keep_some (Twins *t)
{
  gint64 n = 0;

  g_assert_true (
      kx_db_get_integer (t->rest->db, "SELECT count(*) FROM agency WHERE deleted_at = 0", NULL, 0, &n, NULL));
  for (guint i = 0; n < 2 && i < G_N_ELEMENTS (agencies); i++)
    {
      g_autoptr (KxRecord) row = kx_row_get (t->rest, &kx_agency_entity, agencies[i], NULL);
      g_autoptr (KxOp) op =
          row == NULL ? kx_test_agency_op (t->rest->schema, agencies[i], KX_TEST_OFFICE, "济南康复医院", NULL)
                      : new_op (t, KX_OP_RESTORE, &kx_agency_entity, agencies[i], NULL);

      if (row == NULL || row->deleted_at.ms != 0)
        n += do_both (t, CLERK, &op, &op, 1);
    }
}

static void
test_the_same (Twins *t, gconstpointer data)
{
  for (t->step = 0; t->step < STEPS; t->step++)
    {
      guint roll = below (t, 100);

      keep_some (t);
      if (roll < 8)
        contradict (t);
      else if (roll < 16)
        link_alias (t);
      else if (roll < 18)
        purge (t);
      else
        act (t);
    }
  for (guint i = 0; i < KX_N_OP_KINDS; i++)
    {
      g_test_message ("%s: %u accepted, %u refused", kx_op_kind_name (i), t->accepted[i], t->refused[i]);
      g_assert_cmpuint (t->accepted[i], >, 0);
      g_assert_cmpuint (t->refused[i], >, 0);
    }
  g_test_message ("%u together, %u conflicts, %u purged, %u links, %u replays", t->together, t->conflicts,
                  t->purged, t->links, t->replays);
  g_assert_cmpuint (t->together, >, 0);
  g_assert_cmpuint (t->conflicts, >, 0);
  g_assert_cmpuint (t->purged, >, 0);
  g_assert_cmpuint (t->links, >, 0);
  g_assert_cmpuint (t->replays, >, 0);
}

/* What has another answer each way, and why: REST never merges, a desktop's change always may. Neither loses
 * a word, and the row is the same. */
static void
test_the_difference (Twins *t, gconstpointer data)
{
  g_autoptr (KxOp) make =
      kx_test_agency_op (t->rest->schema, agencies[0], KX_TEST_OFFICE, "济南康复医院", NULL);
  g_autoptr (KxOp) first = NULL, late = NULL;
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (KxRecord) one = NULL, two = NULL;
  KxOp *ops[] = { make };
  gint64 seen;

  g_assert_true (do_both (t, CLERK, ops, ops, 1));
  seen = seq_of (t, &kx_agency_entity, agencies[0]);
  first = kx_test_patch_op (&kx_agency_entity, agencies[0], seen, kx_agency_f_address, "一号");
  ops[0] = first;
  g_assert_true (do_both (t, CLERK, ops, ops, 1));
  late = kx_test_patch_op (&kx_agency_entity, agencies[0], seen, kx_agency_f_address, "二号");
  ops[0] = late;
  late->exact = TRUE;
  applied = apply (t->rest, t->people[OTHER_CLERK].actor, ops, 1);
  g_assert_false (applied->accepted);
  g_assert_cmpstr (
      ((KxFinding *) ((KxOutcome *) applied->outcomes->pdata[0])->decision->findings->pdata[0])->code, ==,
      KX_CODE_CHANGED_SINCE);
  results = push (t->pushed, &t->people[OTHER_CLERK], ops, 1);
  g_assert_cmpint (((KxWireResult *) results->pdata[0])->result, ==, KX_CONFLICT);
  one = kx_row_get (t->rest, &kx_agency_entity, agencies[0], NULL);
  two = kx_row_get (t->pushed, &kx_agency_entity, agencies[0], NULL);
  g_assert_true (kx_record_same (one, two, kx_agency_f_address));
  g_assert_cmpint (one->seq, ==, two->seq);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rest-and-push/come to the same", Twins, NULL, set_up, test_the_same, tear_down);
  g_test_add ("/rest-and-push/differ over a row that changed since", Twins, NULL, set_up, test_the_difference,
              tear_down);
  return g_test_run ();
}

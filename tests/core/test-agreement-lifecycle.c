/* The lifecycle of agreements, explored from a draft on by every step, everybody, and good and bad arguments:
 * nothing that was not approved and signed takes effect, and there is a way on from everywhere. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-approval.h"
#include "core/kx-approval.h"
#include "core/kx-calendar.h"
#include "core/kx-test-admission.h"
#include "core/kx-test-steps.h"

#define AGREEMENT &kx_agreement_entity
#define SLIP "0197b2a0-0000-7000-8000-0000000000e1"

/* Far more than there are. */
#define MOST_NODES 20000

/* What has happened on the way to a node, noted by the test itself. */
enum
{
  APPROVED = 1 << 0,
  AGENCY_SIGNED = 1 << 1,
  OFFICE_SIGNED = 1 << 2,
  TAKEN_OVER = 1 << 3
};

typedef struct
{
  KxRecord *row; /* owned */
  guint happened;
  GArray *next; /* (element-type guint) nodes to which a step leads; owned */
  gboolean leads_out;
} Node;

typedef struct
{
  KxTestAdmission world;
  KxActor *all; /* one person with every role */
  char *id;
  GPtrArray *nodes;  /* (element-type Node) */
  GHashTable *known; /* (element-type utf8 guint) number of a node by its key */
  GHashTable *taken; /* (element-type utf8) actions that were taken somewhere */
  guint n_decided, n_applied, n_run_out;
} Fixture;

static void
free_node (gpointer data)
{
  Node *node = data;

  kx_record_free (node->row);
  g_array_unref (node->next);
  g_free (node);
}

/* Two rows with the same key have the same way before them. */
static char *
dup_key (const KxRecord *row, guint happened)
{
  static const guint facts[] = { kx_agreement_f_agency_signed_on,  kx_agreement_f_signed_on,
                                 kx_agreement_f_leaving_on,        kx_agreement_f_leaving_decided_on,
                                 kx_agreement_f_patients_moved_on, kx_agreement_f_settled_on,
                                 kx_agreement_f_taken_over,        kx_agreement_f_confirmed_by,
                                 kx_agreement_f_ended_on,          kx_agreement_f_number };
  GString *key = g_string_new (NULL);

  g_string_printf (
      key, "%d %d %d %u ", kx_record_get (row, kx_agreement_f_state).CODE, row->deleted_at.ms != 0,
      kx_record_has (row, kx_agreement_f_leaving_as) ? kx_record_get (row, kx_agreement_f_leaving_as).CODE
                                                     : -1,
      happened);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      gboolean yes = kx_record_has (row, facts[i]) && (row->entity->fields[facts[i]].kind != KX_BOOLEAN ||
                                                       kx_record_get (row, facts[i]).BOOLEAN);

      g_string_append_c (key, yes ? '1' : '0');
    }
  return g_string_free (key, FALSE);
}

/* The number of the node. Takes `row`. */
static guint
add_node (Fixture *f, KxRecord *row, guint happened)
{
  g_autofree char *key = dup_key (row, happened);
  gpointer number;
  Node *node;

  if (g_hash_table_lookup_extended (f->known, key, NULL, &number))
    {
      kx_record_free (row);
      return GPOINTER_TO_UINT (number);
    }
  g_assert_cmpuint (f->nodes->len, <, MOST_NODES);
  node = g_new0 (Node, 1);
  node->row = row;
  node->happened = happened;
  node->next = g_array_new (FALSE, FALSE, sizeof (guint));
  g_hash_table_insert (f->known, g_steal_pointer (&key), GUINT_TO_POINTER (f->nodes->len));
  g_ptr_array_add (f->nodes, node);
  return f->nodes->len - 1;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const int roles[] = { KX_ROLE_INDEX_clerk, KX_ROLE_INDEX_reviewer, KX_ROLE_INDEX_leader };
  Kx_agreement *agreement;

  kx_test_admission_set_up (&f->world, data);
  kx_test_admission_add_pack (&f->world, "SD");
  f->all = kx_actor_new ("chen", "chen");
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    kx_actor_grant (f->all, roles[i], "000000");
  f->nodes = g_ptr_array_new_with_free_func (free_node);
  f->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  f->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  agreement = kx_test_admission_to_signing (&f->world, "370103");
  kx_agreement_set_state (agreement, kx_agreement_state_draft);
  kx_agreement_set_number (agreement, "济康协〔2026〕99号");
  kx_agreement_set_template_name (agreement, "山东省工伤康复服务协议");
  kx_agreement_set_starts_on (agreement, (KxDate){ 20261101 });
  kx_record_drop ((KxRecord *) agreement, kx_agreement_f_agency_signed_on);
  f->id = g_strdup (((KxRecord *) agreement)->id);
  add_node (f, kx_record_copy ((KxRecord *) agreement), 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_ptr_array_unref (f->nodes);
  g_hash_table_unref (f->known);
  g_hash_table_unref (f->taken);
  kx_actor_free (f->all);
  g_free (f->id);
  kx_test_admission_tear_down (&f->world, data);
}

/* A slip for this very step of this very record, or one that is not confirmed and serves nothing. */
static void
put_slip (Fixture *f, const Node *node, const char *act, gboolean confirmed)
{
  KxTestTable *table = f->world.world->table;
  g_autofree char *digest = kx_approval_digest (node->row);
  KxRecord *slip = kx_record_new (&kx_approval_entity, SLIP, node->row->space);
  Kx_approval *approval = kx_approval (slip);

  kx_approval_set_owner_entity (approval, "agreement");
  kx_approval_set_owner (approval, f->id);
  kx_approval_set_office (approval, f->world.office);
  kx_approval_set_act (approval, act);
  kx_approval_set_matter (approval, "请示");
  kx_approval_set_digest (approval, digest);
  kx_approval_set_opinion (approval, kx_approval_opinion_agree);
  kx_approval_set_answered_on (approval, (KxDate){ 20261119 });
  kx_approval_set_by_name (approval, "仇正衡");
  kx_approval_set_state (approval, confirmed ? kx_approval_state_confirmed : kx_approval_state_prepared);
  slip->seq = 5;
  kx_test_table_add (table, slip);
}

/* What a step that was done adds to what has happened. */
static guint
follow (guint happened, const KxOp *op)
{
  static const struct
  {
    const char *action;
    guint adds, takes;
  } steps[] = { { "approve", APPROVED, 0 },
                { "agency_sign", AGENCY_SIGNED, 0 },
                { "sign", OFFICE_SIGNED, 0 },
                { "return", 0, APPROVED | AGENCY_SIGNED },
                { "take_over", TAKEN_OVER, 0 } };

  for (guint i = 0; op->kind == KX_OP_ACTION && i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].action, op->action))
      happened = (happened | steps[i].adds) & ~steps[i].takes;
  return happened;
}

static void
assert_lawful (const KxRecord *row, guint happened, const KxOp *op)
{
  guint all = APPROVED | AGENCY_SIGNED | OFFICE_SIGNED;
  int state = kx_record_get (row, kx_agreement_f_state).CODE;

  if (kx_agreement_runs (row) && (happened & all) != all && (happened & TAKEN_OVER) == 0)
    g_error ("%s lets an agreement take effect that was not approved and signed by both", op->action);
  if (state == kx_agreement_state_ended && (happened & all) != all && (happened & TAKEN_OVER) == 0)
    g_error ("%s ends what never ran", op->action);
}

/* Tries one op of one person on a node. Takes `op`. */
static void
attempt (Fixture *f, guint number, KxOp *op, const KxActor *actor)
{
  static gint64 at = 1795100000000;
  KxTestTable *table = f->world.world->table;
  Node *node = f->nodes->pdata[number];
  g_autoptr (KxOp) owned = op;
  g_autoptr (KxDecision) decision = NULL;
  const KxRecord *row;
  guint happened, next;

  kx_test_table_add (table, kx_record_copy (node->row));
  op->base = node->row->seq;
  decision = kx_test_world_decide (f->world.world, op, actor);
  f->n_decided++;
  g_assert_false (decision->broken);
  if (decision->result == KX_REJECTED)
    return;
  f->n_applied++;
  kx_test_table_apply (table, decision, op, actor->user, (KxTime){ at++ });
  row = kx_test_table_lookup (table, AGREEMENT, f->id);
  happened = follow (node->happened, op);
  assert_lawful (row, happened, op);
  if (op->kind == KX_OP_ACTION && !g_hash_table_contains (f->taken, op->action))
    g_hash_table_add (f->taken, g_strdup (op->action));
  next = add_node (f, kx_record_copy (row), happened);
  node = f->nodes->pdata[number];
  g_array_append_val (node->next, next);
}

/* One op for everybody, with and without a slip. */
static void
attempt_all (Fixture *f, guint number, const KxTransition *step, KxRecord *fields, const char *reason)
{
  const KxActor *actors[] = { f->world.clerk, f->world.reviewer, f->world.leader, f->all };

  for (guint i = 0; i < G_N_ELEMENTS (actors) * 2; i++)
    {
      g_autofree char *op_id = kx_test_world_id ();
      gboolean slip = i >= G_N_ELEMENTS (actors);
      KxOp *op;

      if (slip && step->superiors == 0)
        break;
      put_slip (f, f->nodes->pdata[number], step->action != NULL ? step->action : "-", slip);
      op = kx_op_new (step->kind, AGREEMENT, op_id, f->id, fields != NULL ? kx_record_copy (fields) : NULL);
      op->action = g_strdup (step->action);
      op->reason = g_strdup (reason);
      attempt (f, number, op, actors[i % G_N_ELEMENTS (actors)]);
    }
  g_clear_pointer (&fields, kx_record_free);
}

/* The arguments as they can be, each code in turn; each of them missing; each day one that has not come. */
static void
attempt_action (Fixture *f, guint number, const KxTransition *step)
{
  g_autoptr (KxRecord) good = kx_test_steps_arguments (step);

  attempt_all (f, number, step, good != NULL ? kx_record_copy (good) : NULL, "理由");
  attempt_all (f, number, step, good != NULL ? kx_record_copy (good) : NULL, NULL);
  for (guint i = 0; good != NULL && i < good->entity->n_fields; i++)
    {
      const KxField *field = &good->entity->fields[i];
      g_autoptr (KxRecord) bad = kx_record_copy (good);

      for (guint code = 0; field->kind == KX_CODE && code < kx_field_n_codes (field); code++)
        {
          KxRecord *other = kx_record_copy (good);

          kx_record_put (other, i, (KxValue){ .CODE = (int) code });
          attempt_all (f, number, step, other, "理由");
        }
      if (field->kind == KX_DATE)
        kx_record_put (bad, i, (KxValue){ .DATE = { 20991231 } });
      else
        kx_record_drop (bad, i);
      attempt_all (f, number, step, g_steal_pointer (&bad), "理由");
    }
}

static void
attempt_patch (Fixture *f, guint number, const KxTransition *step)
{
  static const struct
  {
    guint field;
    const char *text;
  } changes[] = { { kx_agreement_f_note, "补记" },
                  { kx_agreement_f_number, "另一编号" },
                  { kx_agreement_f_patients_moved_on, "2026-11-19" },
                  { kx_agreement_f_settled_on, "2026-11-19" },
                  { kx_agreement_f_settled_on, "2099-12-31" },
                  { kx_agreement_f_signed_on, "2026-11-19" },
                  { kx_agreement_f_state, "signed" } };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      KxRecord *fields = kx_record_new (AGREEMENT, NULL, NULL);
      KxValue value;

      g_assert_true (
          kx_value_from_text (&kx_agreement_entity.fields[changes[i].field], changes[i].text, &value));
      kx_record_put (fields, changes[i].field, value);
      attempt_all (f, number, step, fields, "理由");
    }
}

/* Once its term is over, what is signed can be entered as run out on its last day. */
static void
assert_runs_out (Fixture *f, guint number)
{
  KxTestWorld *world = f->world.world;
  const Node *node = f->nodes->pdata[number];
  KxDate last = kx_record_date (node->row, kx_agreement_f_ends_on), today = world->today;
  g_autofree char *day = kx_date_format (last), *words = NULL;
  g_autofree char *arguments = g_strconcat ("$reason=期满\nending=expired\nended_on=", day, NULL);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;

  if (kx_record_get (node->row, kx_agreement_f_state).CODE != kx_agreement_state_signed ||
      node->row->deleted_at.ms != 0)
    return;
  kx_test_table_add (world->table, kx_record_copy (node->row));
  op = kx_test_admission_step (&f->world, AGREEMENT, f->id, "end", arguments);
  op->base = node->row->seq;
  if (last.ymd >= today.ymd)
    world->today = kx_date_add_days (last, 1);
  decision = kx_test_world_decide (world, op, f->world.leader);
  world->today = today;
  words = kx_test_world_describe (decision);
  if (decision->result == KX_REJECTED)
    g_error ("what is signed cannot run out on its last day: %s", words);
  f->n_run_out++;
}

static void
explore (Fixture *f, guint number)
{
  const KxLifecycle *lifecycle = kx_agreement_entity.lifecycle;

  assert_runs_out (f, number);

  for (guint i = 0; i < lifecycle->n_rows; i++)
    {
      const KxTransition *step = &lifecycle->rows[i];

      if (step->kind == KX_OP_ACTION)
        attempt_action (f, number, step);
      else if (step->kind == KX_OP_PATCH)
        attempt_patch (f, number, step);
      else if (step->kind != KX_OP_CREATE && step->kind != KX_OP_ADD && step->kind != KX_OP_REMOVE)
        attempt_all (f, number, step, NULL, "理由");
    }
}

/* From where nothing leads on, though it has neither ended nor can be thrown away. */
static guint
count_dead_ends (Fixture *f)
{
  gboolean found = TRUE;
  guint dead = 0;

  while (found)
    {
      found = FALSE;
      for (guint i = 0; i < f->nodes->len; i++)
        {
          Node *node = f->nodes->pdata[i];
          gboolean out = kx_record_get (node->row, kx_agreement_f_state).CODE == kx_agreement_state_ended ||
                         node->row->deleted_at.ms != 0;

          for (guint n = 0; !out && n < node->next->len; n++)
            out = ((Node *) f->nodes->pdata[g_array_index (node->next, guint, n)])->leads_out;
          found |= out && !node->leads_out;
          node->leads_out = out;
        }
    }
  for (guint i = 0; i < f->nodes->len; i++)
    {
      Node *node = f->nodes->pdata[i];
      g_autofree char *key = dup_key (node->row, node->happened);

      if (!node->leads_out)
        g_test_message ("no way on from: %s", key);
      dead += !node->leads_out;
    }
  return dead;
}

/* From the draft on; the states that were reached, as bits. */
static guint
explore_all (Fixture *f)
{
  guint states = 0;

  for (guint i = 0; i < f->nodes->len; i++)
    explore (f, i);
  for (guint i = 0; i < f->nodes->len; i++)
    states |= 1u << kx_record_get (((Node *) f->nodes->pdata[i])->row, kx_agreement_f_state).CODE;
  g_test_message ("%u nodes, %u decisions, %u applied, %u run out", f->nodes->len, f->n_decided, f->n_applied,
                  f->n_run_out);
  g_assert_cmpuint (f->n_run_out, >, 0);
  g_assert_cmpuint (count_dead_ends (f), ==, 0);
  return states;
}

static void
test_every_step_from_everywhere (Fixture *f, gconstpointer data)
{
  static const char *const must[] = {
    "submit",    "return",    "approve",      "agency_sign", "sign",      "bridge",           "end",
    "terminate", "let_leave", "enter_notice", "keep",        "take_over", "confirm_take_over"
  };

  g_assert_cmpuint (explore_all (f), ==, (1u << kx_agreement_state_n_codes) - 1);
  for (guint i = 0; i < G_N_ELEMENTS (must); i++)
    if (!g_hash_table_contains (f->taken, must[i]))
      g_error ("%s was taken nowhere", must[i]);
}

/* The steps are taken on 20 November: what is over by then runs only where paper says so. */
static void
test_a_term_that_is_over_is_not_signed (Fixture *f, gconstpointer data)
{
  Kx_agreement *draft = kx_agreement (((Node *) f->nodes->pdata[0])->row);
  guint states;

  kx_agreement_set_starts_on (draft, (KxDate){ 20251101 });
  kx_agreement_set_ends_on (draft, (KxDate){ 20261115 });
  states = explore_all (f);
  g_assert_false (g_hash_table_contains (f->taken, "agency_sign"));
  g_assert_false (g_hash_table_contains (f->taken, "sign"));
  g_assert_true (g_hash_table_contains (f->taken, "approve"));
  g_assert_true (g_hash_table_contains (f->taken, "take_over"));
  g_assert_cmpuint (states & 1u << kx_agreement_state_signed, !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/agreement lifecycle/every step from everywhere", Fixture, NULL, set_up,
              test_every_step_from_everywhere, tear_down);
  g_test_add ("/agreement lifecycle/a term that is over is not signed", Fixture, NULL, set_up,
              test_a_term_that_is_over_is_not_signed, tear_down);
  return g_test_run ();
}

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-route-step.h"
#include "core/entities/kx-seal-use.h"
#include "core/kx-approval.h"
#include "core/kx-test-world.h"
#include "lib/kx-test-policy.h"

#define CITY "370100"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *other_clerk, *leader, *keeper;
  const char *agreement; /* id of one that waits for approval */
} Fixture;

static KxActor *
make_actor (const char *user, int role)
{
  KxActor *actor = kx_actor_new (user, user);

  kx_actor_grant (actor, role, CITY);
  return actor;
}

static const KxRecord *
add_agreement (Fixture *f, int state)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_agreement_entity, (guint) state);

  kx_agreement_set_proposed_by (kx_agreement (row), "zhang");
  return row;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->clerk = make_actor ("zhang", KX_ROLE_INDEX_clerk);
  f->other_clerk = make_actor ("zhao", KX_ROLE_INDEX_clerk);
  f->leader = make_actor ("wang", KX_ROLE_INDEX_leader);
  f->keeper = make_actor ("li", KX_ROLE_INDEX_policy_officer);
  f->agreement = add_agreement (f, kx_agreement_state_in_review)->id;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_actor_free (f->other_clerk);
  kx_actor_free (f->leader);
  kx_actor_free (f->keeper);
  kx_test_world_free (f->world);
}

static const KxRecord *
look (Fixture *f, const char *id)
{
  return kx_test_table_lookup (f->world->table, &kx_approval_entity, id);
}

static int
state_of (Fixture *f, const char *id)
{
  return kx_record_get (look (f, id), kx_approval_f_state).CODE;
}

static KxOp *
make_slip (Fixture *f, const char *act)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_approval_entity, NULL, NULL);
  Kx_approval *slip = kx_approval (fields);

  kx_approval_set_owner_entity (slip, "agreement");
  kx_approval_set_owner (slip, f->agreement);
  kx_approval_set_office (slip, WORLD_OFFICE);
  kx_approval_set_act (slip, act);
  kx_approval_set_matter (slip, "关于签订工伤康复服务协议的请示");
  kx_approval_set_facts (slip, "经评估符合条件。");
  return kx_test_world_op (f->world, KX_OP_CREATE, &kx_approval_entity, id, fields);
}

static KxOp *
make_action (Fixture *f, const char *id, const char *action, const char *first)
{
  return kx_test_world_action (f->world, &kx_approval_entity, id, action, first);
}

static void
act (Fixture *f, const char *id, const char *action, const char *first, const KxActor *actor)
{
  g_autoptr (KxOp) op = make_action (f, id, action, first);

  if (g_str_equal (action, "send"))
    kx_approval_sending_set_sent_how (kx_approval_sending (op->fields), kx_approval_sent_how_paper);
  kx_test_world_do (f->world, op, actor);
}

static KxOp *
make_answer (Fixture *f, const char *id, int opinion)
{
  KxOp *op = make_action (f, id, "answer", "2026-11-20");
  Kx_approval_answer *answer = kx_approval_answer (op->fields);

  kx_approval_answer_set_by_name (answer, "仇正衡");
  kx_approval_answer_set_by_post (answer, "分管负责人");
  kx_approval_answer_set_opinion (answer, opinion);
  kx_approval_answer_set_oa_number (answer, "签报〔2026〕118号");
  if (opinion != kx_approval_opinion_agree)
    kx_approval_answer_set_words (answer, "请补充床位说明。");
  return op;
}

static void
enter_answer (Fixture *f, const char *id, int opinion)
{
  g_autoptr (KxOp) op = make_answer (f, id, opinion);

  kx_test_world_do (f->world, op, f->clerk);
}

/* A scan that belongs to the slip; borrowed. */
static KxRecord *
add_scan (Fixture *f, const char *slip)
{
  KxRecord *scan = (KxRecord *) kx_test_world_add (f->world, &kx_attachment_entity, 0);

  kx_attachment_set_owner_entity (kx_attachment (scan), "approval");
  kx_attachment_set_owner (kx_attachment (scan), slip);
  kx_attachment_set_stored (kx_attachment (scan), TRUE);
  return scan;
}

/* A slip that waits for its second officer; owned. */
static char *
answered_slip (Fixture *f, const char *for_act, int opinion)
{
  g_autoptr (KxOp) op = make_slip (f, for_act);

  kx_test_world_do (f->world, op, f->clerk);
  act (f, op->row, "send", "2026-11-19", f->clerk);
  enter_answer (f, op->row, opinion);
  return g_strdup (op->row);
}

static char *
confirmed_slip (Fixture *f, const char *for_act)
{
  char *id = answered_slip (f, for_act, kx_approval_opinion_agree);

  act (f, id, "confirm", add_scan (f, id)->id, f->other_clerk);
  return id;
}

static KxOp *
make_approve (Fixture *f)
{
  return kx_test_world_action (f->world, &kx_agreement_entity, f->agreement, "approve", NULL);
}

static void
test_a_clerk_acts_by_a_confirmed_answer (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) early = make_approve (f), op = NULL;
  g_autofree char *id = NULL;
  const KxRecord *agreement;

  kx_test_world_refuse (f->world, early, f->clerk, "approval-needed", NULL);
  id = confirmed_slip (f, "approve");
  g_assert_cmpint (state_of (f, id), ==, kx_approval_state_confirmed);
  op = make_approve (f);
  /* He proposed it, and somebody else decided. */
  kx_test_world_do (f->world, op, f->clerk);
  agreement = kx_test_table_lookup (f->world->table, &kx_agreement_entity, f->agreement);
  g_assert_cmpint (kx_record_get (agreement, kx_agreement_f_state).CODE, ==, kx_agreement_state_approved);
  g_assert_false (kx_record_has (agreement, kx_agreement_f_approved_by));
  g_assert_cmpint (kx_record_get (look (f, id), kx_approval_f_used_on).DATE.ymd, ==, 20261122);
}

static void
test_one_slip_serves_one_step (Fixture *f, gconstpointer data)
{
  g_autofree char *id = confirmed_slip (f, "approve");
  g_autoptr (KxOp) op = make_approve (f), back = NULL, submit = NULL, again = NULL;

  kx_test_world_do (f->world, op, f->clerk);
  back = kx_test_world_action (f->world, &kx_agreement_entity, f->agreement, "return", NULL);
  kx_test_world_do (f->world, back, f->leader);
  submit = kx_test_world_action (f->world, &kx_agreement_entity, f->agreement, "submit", NULL);
  kx_test_world_do (f->world, submit, f->clerk);
  again = make_approve (f);
  kx_test_world_refuse (f->world, again, f->clerk, "approval-needed", NULL);
  kx_test_world_do (f->world, again, f->leader);
}

static void
test_a_slip_for_another_step_or_record_does_not_serve (Fixture *f, gconstpointer data)
{
  g_autofree char *sign = confirmed_slip (f, "sign"), *elsewhere = confirmed_slip (f, "approve");
  const char *first = f->agreement;
  g_autoptr (KxOp) op = NULL;

  kx_approval_set_owner (kx_approval ((KxRecord *) look (f, elsewhere)), WORLD_NOBODY);
  op = make_approve (f);
  g_assert_cmpstr (op->row, ==, first);
  kx_test_world_refuse (f->world, op, f->clerk, "approval-needed", NULL);
}

/* Of each kind of record that superiors decide: what is beside changes nothing, all else that people enter
 * does.
 */
static void
test_a_slip_stands_for_what_people_entered (Fixture *f, gconstpointer data)
{
  guint beside = 0;

  for (guint e = 0; e < f->world->schema->n_entities; e++)
    {
      const KxEntity *entity = f->world->schema->entities[e];
      gboolean decided = FALSE;

      for (guint i = 0; entity->lifecycle != NULL && i < entity->lifecycle->n_rows; i++)
        decided |= entity->lifecycle->rows[i].superiors != 0;
      for (guint i = 0; decided && i < entity->n_fields; i++)
        {
          gboolean left_out = (entity->fields[i].flags & (KX_SERVICE_SETS | KX_BESIDE)) != 0;
          g_autoptr (KxRecord) row = kx_test_world_sample (entity);
          g_autofree char *before = NULL, *after = NULL, *text = NULL;

          kx_record_drop (row, i);
          before = kx_approval_digest (row);
          do
            {
              g_clear_pointer (&text, g_free);
              kx_record_put (row, i, kx_test_world_random (&entity->fields[i], &text));
            }
          while (!kx_record_has (row, i));
          after = kx_approval_digest (row);
          g_assert_cmpint (g_str_equal (before, after), ==, left_out);
          beside += (entity->fields[i].flags & KX_BESIDE) != 0;
        }
    }
  /* The signatures, the plaque, what is seen to after signing and before the end, how an agency was heard,
   * and the note of six kinds. */
  g_assert_cmpuint (beside, ==, 21);
}

static void
test_what_was_changed_since_is_not_what_was_approved (Fixture *f, gconstpointer data)
{
  g_autofree char *id = confirmed_slip (f, "approve");
  KxRecord *row = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_agreement_entity, f->agreement);
  g_autoptr (KxOp) op = make_approve (f);

  kx_agreement_set_note (kx_agreement (row), "只是备注");
  kx_agreement_set_ends_on (kx_agreement (row), (KxDate){ 20391231 });
  kx_test_world_refuse (f->world, op, f->clerk, "approved-otherwise", NULL);
  kx_agreement_set_ends_on (kx_agreement (row), (KxDate){ 20300101 });
  kx_test_world_do (f->world, op, f->clerk);
}

static void
test_nobody_confirms_what_he_entered (Fixture *f, gconstpointer data)
{
  g_autofree char *id = answered_slip (f, "approve", kx_approval_opinion_agree);
  g_autoptr (KxOp) op = make_action (f, id, "confirm", add_scan (f, id)->id);
  g_autoptr (KxActor) all = make_actor ("zhang", KX_ROLE_INDEX_leader);
  g_autoptr (KxDecision) decision = NULL;

  kx_test_world_refuse (f->world, op, f->clerk, "same-officer", NULL);
  decision = kx_test_world_decide (f->world, op, all);
  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  g_assert_cmpint (kx_test_world_finding (decision, "same-officer", NULL)->cite.source, ==,
                   KX_SOURCE_PROGRAM);
  f->world->on_device = TRUE;
  kx_test_world_refuse (f->world, op, f->other_clerk, "needs-service", NULL);
}

static void
test_the_second_officer_looks_at_a_scan_that_is_there (Fixture *f, gconstpointer data)
{
  g_autofree char *id = answered_slip (f, "approve", kx_approval_opinion_agree);
  KxRecord *scan = add_scan (f, id);
  g_autoptr (KxOp) none = make_action (f, id, "confirm", NULL);
  g_autoptr (KxOp) foreign = make_action (f, id, "confirm", WORLD_SCAN);
  g_autoptr (KxOp) op = make_action (f, id, "confirm", scan->id), drop = NULL;

  kx_test_world_refuse (f->world, none, f->other_clerk, "required", "scan");
  kx_test_world_refuse (f->world, foreign, f->other_clerk, "scan-missing", "scan");
  kx_attachment_set_stored (kx_attachment (scan), FALSE);
  kx_test_world_refuse (f->world, op, f->other_clerk, "scan-missing", "scan");
  kx_attachment_set_stored (kx_attachment (scan), TRUE);
  kx_test_world_do (f->world, op, f->other_clerk);
  drop = kx_test_world_op (f->world, KX_OP_DELETE, &kx_attachment_entity, scan->id, NULL);
  kx_test_world_refuse (f->world, drop, f->clerk, "in-use", NULL);
}

static void
test_a_refusal_is_confirmed_as_one (Fixture *f, gconstpointer data)
{
  g_autofree char *no = answered_slip (f, "approve", kx_approval_opinion_return);
  g_autofree char *yes = answered_slip (f, "approve", kx_approval_opinion_agree_with_conditions);
  g_autoptr (KxOp) op = make_approve (f);

  act (f, no, "confirm", add_scan (f, no)->id, f->other_clerk);
  g_assert_cmpint (state_of (f, no), ==, kx_approval_state_declined);
  kx_test_world_refuse (f->world, op, f->clerk, "approval-needed", NULL);
  act (f, yes, "confirm", add_scan (f, yes)->id, f->other_clerk);
  g_assert_cmpint (state_of (f, yes), ==, kx_approval_state_confirmed);
}

static void
test_an_answer_has_its_day_and_its_words (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) slip = make_slip (f, "approve"), op = NULL;
  Kx_approval_answer *answer;

  kx_test_world_do (f->world, slip, f->clerk);
  act (f, slip->row, "send", "2026-11-19", f->clerk);
  op = make_answer (f, slip->row, kx_approval_opinion_disagree);
  answer = kx_approval_answer (op->fields);
  kx_approval_answer_set_answered_on (answer, (KxDate){ 20261123 });
  kx_test_world_refuse (f->world, op, f->clerk, "day-ahead", "answered_on");
  kx_approval_answer_set_answered_on (answer, (KxDate){ 20261118 });
  kx_test_world_refuse (f->world, op, f->clerk, "answered-before-sent", "answered_on");
  kx_approval_answer_set_answered_on (answer, (KxDate){ 20261119 });
  kx_record_drop (op->fields, kx_approval_answer_f_words);
  kx_test_world_refuse (f->world, op, f->clerk, "words-needed", "words");
  kx_approval_answer_set_words (answer, "不同意。");
  /* A fact: entered with or without the service. */
  f->world->on_device = TRUE;
  kx_test_world_do (f->world, op, f->clerk);
}

static void
test_a_wrong_entry_is_entered_again (Fixture *f, gconstpointer data)
{
  g_autofree char *id = answered_slip (f, "approve", kx_approval_opinion_agree);

  act (f, id, "send_back", NULL, f->other_clerk);
  g_assert_cmpint (state_of (f, id), ==, kx_approval_state_sent);
  g_assert_false (kx_record_has (look (f, id), kx_approval_f_by_name));
  g_assert_false (kx_record_has (look (f, id), kx_approval_f_registered_by));
  enter_answer (f, id, kx_approval_opinion_disagree);
  act (f, id, "withdraw", NULL, f->clerk);
  g_assert_cmpint (state_of (f, id), ==, kx_approval_state_withdrawn);
}

static void
test_a_slip_asks_for_what_a_superior_decides (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) op = make_slip (f, "submit"), unknown = make_slip (f, "moon");
  g_autoptr (KxOp) office = make_slip (f, "approve"), findings = make_slip (f, "approve");
  g_autoptr (KxActor) system = kx_actor_new_system ();

  kx_test_world_refuse (f->world, op, f->clerk, "no-superior-asked", "act");
  kx_test_world_refuse (f->world, unknown, f->clerk, "no-superior-asked", "act");
  kx_approval_set_office (kx_approval (office->fields), WORLD_OTHER_OFFICE);
  kx_test_world_refuse (f->world, office, system, "slip-of-another-office", "office");
  kx_approval_set_findings (kx_approval (findings->fields), "[{\"code\":\"x\"}]");
  kx_test_world_refuse (f->world, findings, f->clerk, "wrong-findings", "findings");
}

static void
test_preconditions_stay_on_the_slip_as_they_stood (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) op = make_approve (f), slip = make_slip (f, "approve");
  g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, f->leader);
  g_autofree char *text = kx_approval_write_findings (decision->findings), *again = NULL;
  g_autoptr (GPtrArray) read = kx_approval_read_findings (text);

  g_assert_cmpuint (decision->findings->len, >, 5);
  g_assert_nonnull (read);
  g_assert_cmpuint (read->len, ==, decision->findings->len);
  for (guint i = 0; i < read->len; i++)
    {
      const KxFinding *a = read->pdata[i], *b = decision->findings->pdata[i];

      g_assert_cmpstr (a->code, ==, b->code);
      g_assert_cmpstr (a->message, ==, b->message);
      g_assert_cmpint (a->verdict, ==, b->verdict);
      g_assert_cmpint (a->cite.source, ==, b->cite.source);
    }
  again = kx_approval_write_findings (read);
  g_assert_cmpstr (again, ==, text);
  kx_approval_set_findings (kx_approval (slip->fields), text);
  kx_test_world_do (f->world, slip, f->clerk);
  g_assert_null (kx_approval_read_findings ("{}"));
  g_assert_null (kx_approval_read_findings ("["));
}

/* A random step of the slip by somebody; most are refused. */
static void
stumble (Fixture *f, const char *slip, const char *scan, const KxActor *actor)
{
  static const char *const actions[] = { "send", "answer", "answer", "confirm", "confirm", "send_back" };
  const char *action = actions[g_test_rand_int_range (0, G_N_ELEMENTS (actions))];
  int opinion = g_test_rand_int_range (0, kx_approval_opinion_n_codes);
  g_autoptr (KxOp) op =
      g_str_equal (action, "answer") ? make_answer (f, slip, opinion) : make_action (f, slip, action, NULL);
  g_autoptr (KxDecision) decision = NULL;

  if (g_str_equal (action, "send"))
    {
      kx_approval_sending_set_sent_on (kx_approval_sending (op->fields), (KxDate){ 20261119 });
      kx_approval_sending_set_sent_how (kx_approval_sending (op->fields), kx_approval_sent_how_paper);
    }
  if (g_str_equal (action, "confirm"))
    kx_approval_confirmation_set_scan (kx_approval_confirmation (op->fields),
                                       g_test_rand_bit () ? scan : WORLD_SCAN);
  decision = kx_test_world_decide (f->world, op, actor);
  if (decision->result != KX_REJECTED)
    kx_test_table_apply (f->world->table, decision, op, actor->user, (KxTime){ 1795000000000 });
}

/* Whatever people try, in whatever order: two of them stand behind a step that no superior took here. */
static void
test_two_officers_stand_behind_every_step_by_paper (Fixture *f, gconstpointer data)
{
  const KxActor *const actors[] = { f->clerk, f->other_clerk };
  guint n_taken = 0;

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (KxOp) slip = NULL, approve = NULL;
      g_autoptr (KxDecision) decision = NULL;
      const char *scan;
      const KxRecord *row;

      f->agreement = add_agreement (f, kx_agreement_state_in_review)->id;
      slip = make_slip (f, "approve");
      kx_test_world_do (f->world, slip, f->clerk);
      scan = add_scan (f, slip->row)->id;
      for (guint i = 0; i < 25; i++)
        stumble (f, slip->row, scan, actors[g_test_rand_int_range (0, G_N_ELEMENTS (actors))]);
      row = look (f, slip->row);
      approve = make_approve (f);
      decision = kx_test_world_decide (f->world, approve, f->clerk);
      if (kx_record_get (row, kx_approval_f_state).CODE != kx_approval_state_confirmed)
        g_assert_cmpint (kx_test_world_finding (decision, "approval-needed", NULL)->verdict, ==, KX_FAILS);
      else
        {
          n_taken++;
          g_assert_cmpint (kx_test_world_finding (decision, "approval-needed", NULL)->verdict, ==, KX_HOLDS);
          g_assert_cmpstr (kx_record_get (row, kx_approval_f_registered_by).REF, !=,
                           kx_record_get (row, kx_approval_f_confirmed_by).REF);
          g_assert_cmpstr (kx_record_get (row, kx_approval_f_scan).REF, ==, scan);
          g_assert_cmpint (kx_record_get (row, kx_approval_f_opinion).CODE, <=,
                           kx_approval_opinion_agree_with_conditions);
        }
    }
  g_assert_cmpuint (n_taken, >, 0);
}

static const char tiers[] =
    "{\"code\":\"CN\",\"area\":\"000000\",\"name\":\"全国\",\"valid_from\":\"2020-01-01\",\"documents\":{"
    "\"l3\":{\"title\":\"社会保险经办条例\",\"number\":\"国务院令第765号\",\"date\":\"2023-08-16\","
    "\"kind\":\"law\"}},\"parameters\":{\"tiered_review\":{\"value\":true,\"force\":\"duty\","
    "\"document\":\"l3\",\"item\":\"第三十七条\",\"quote\":\"对重点业务、高风险业务分级审核\"}}}";

static void
test_the_law_stands_beside_and_causes_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *pack = kx_test_pack_row (id, tiers);
  g_autoptr (KxOp) op = make_approve (f);
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *law, *cause;

  pack->space = g_strdup ("000000/public");
  pack->seq = 5;
  kx_test_table_add (f->world->table, pack);
  decision = kx_test_world_decide (f->world, op, f->clerk);
  law = kx_test_world_finding (decision, "tiered-review", NULL);
  cause = kx_test_world_finding (decision, "approval-needed", NULL);
  g_assert_cmpint (law->verdict, ==, KX_HOLDS);
  g_assert_cmpint (law->cite.source, ==, KX_SOURCE_LAW);
  g_assert_cmpstr (law->cite.quote, ==, "对重点业务、高风险业务分级审核");
  g_assert_cmpint (cause->verdict, ==, KX_FAILS);
  g_assert_cmpint (cause->cite.source, ==, KX_SOURCE_OFFICE);
}

static void
test_nobody_signs_over_a_signature_he_entered (Fixture *f, gconstpointer data)
{
  KxRecord *row = (KxRecord *) add_agreement (f, kx_agreement_state_agency_signed);
  g_autoptr (KxOp) op = kx_test_world_action (f->world, &kx_agreement_entity, row->id, "sign", "2026-11-21");
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  ((KxRecord *) kx_test_table_lookup (f->world->table, &kx_agreement_entity, f->agreement))->deleted_at.ms =
      1;
  kx_agreement_set_agency_signed_on (kx_agreement (row), (KxDate){ 20261120 });
  kx_agreement_set_starts_on (kx_agreement (row), (KxDate){ 20270101 });
  kx_agreement_set_agency_entered_by (kx_agreement (row), "wang");
  kx_signing_set_signer (kx_signing (op->fields), "仇正衡");
  decision = kx_test_world_decide (f->world, op, f->leader);
  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  finding = kx_test_world_finding (decision, "same-officer", NULL);
  for (guint i = 0; i < decision->findings->len; i++)
    if (((KxFinding *) decision->findings->pdata[i])->verdict == KX_FAILS)
      finding = decision->findings->pdata[i];
  g_assert_cmpstr (finding->code, ==, "same-officer");
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_PROGRAM);
  kx_agreement_set_agency_entered_by (kx_agreement (row), "zhang");
  kx_test_world_do (f->world, op, f->leader);
}

static void
test_history_has_one_line (Fixture *f, gconstpointer data)
{
  g_autofree char *id = confirmed_slip (f, "approve"), *text = NULL;
  g_autoptr (KxRecord) slip = NULL;
  g_autoptr (KxFinding) line = NULL;
  const KxRecord *row;

  g_assert_cmpint (kx_approval_find (kx_test_table_get_reader (f->world->table), &kx_agreement_entity,
                                     f->agreement, "approve", &slip),
                   ==, KX_KNOWN);
  g_assert_nonnull (slip);
  g_assert_cmpstr (slip->id, ==, id);
  row = look (f, id);
  g_assert_cmpstr (kx_record_get (row, kx_approval_f_registered_by).REF, ==, "zhang");
  g_assert_cmpstr (kx_record_get (row, kx_approval_f_confirmed_by).REF, ==, "zhao");
  line = kx_approval_line (slip, "张三", "赵六");
  text = kx_finding_fill (line, line->message);
  g_assert_cmpstr (text, ==, "Approved by 仇正衡 (分管负责人) on paper, entered by 张三, confirmed by 赵六");
}

static void
test_a_route_gives_each_place_once (Fixture *f, gconstpointer data)
{
  g_autofree char *one = kx_test_world_id (), *two = kx_test_world_id ();
  KxRecord *fields = kx_test_world_sample (&kx_route_step_entity);
  g_autoptr (KxOp) first = NULL, second = NULL;

  kx_route_step_set_ordinal (kx_route_step (fields), 1);
  first = kx_test_world_op (f->world, KX_OP_CREATE, &kx_route_step_entity, one, fields);
  second = kx_test_world_op (f->world, KX_OP_CREATE, &kx_route_step_entity, two, kx_record_copy (fields));
  kx_test_world_refuse (f->world, first, f->clerk, KX_CODE_ROLE, NULL);
  kx_test_world_do (f->world, first, f->keeper);
  kx_test_world_refuse (f->world, second, f->keeper, "place-taken", "ordinal");
  kx_route_step_set_act (kx_route_step (second->fields), "submit");
  kx_test_world_refuse (f->world, second, f->keeper, "no-superior-asked", "act");
  kx_route_step_set_act (kx_route_step (second->fields), "approve");
  kx_test_world_do (f->world, second, f->keeper);
}

static void
test_a_seal_is_used_for_what_was_approved (Fixture *f, gconstpointer data)
{
  g_autofree char *slip = answered_slip (f, "approve", kx_approval_opinion_agree);
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_test_world_sample (&kx_seal_use_entity);
  g_autoptr (KxOp) op = NULL;

  kx_seal_use_set_approval (kx_seal_use (fields), slip);
  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_seal_use_entity, id, fields);
  kx_test_world_refuse (f->world, op, f->clerk, "sealed-unapproved", "used_on");
  act (f, slip, "confirm", add_scan (f, slip)->id, f->other_clerk);
  kx_seal_use_set_used_on (kx_seal_use (fields), (KxDate){ 20261119 });
  kx_test_world_refuse (f->world, op, f->clerk, "sealed-unapproved", "used_on");
  kx_seal_use_set_used_on (kx_seal_use (fields), (KxDate){ 20261123 });
  kx_test_world_refuse (f->world, op, f->clerk, "day-ahead", "used_on");
  kx_seal_use_set_used_on (kx_seal_use (fields), (KxDate){ 20261121 });
  kx_test_world_do (f->world, op, f->clerk);
}

#define CASE(name, function) g_test_add ("/approval/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("a clerk acts by a confirmed answer", test_a_clerk_acts_by_a_confirmed_answer);
  CASE ("one slip serves one step", test_one_slip_serves_one_step);
  CASE ("a slip for another step or record does not serve",
        test_a_slip_for_another_step_or_record_does_not_serve);
  CASE ("what was changed since is not what was approved",
        test_what_was_changed_since_is_not_what_was_approved);
  CASE ("a slip stands for what people entered", test_a_slip_stands_for_what_people_entered);
  CASE ("nobody confirms what he entered", test_nobody_confirms_what_he_entered);
  CASE ("the second officer looks at a scan that is there",
        test_the_second_officer_looks_at_a_scan_that_is_there);
  CASE ("a refusal is confirmed as one", test_a_refusal_is_confirmed_as_one);
  CASE ("an answer has its day and its words", test_an_answer_has_its_day_and_its_words);
  CASE ("a wrong entry is entered again", test_a_wrong_entry_is_entered_again);
  CASE ("a slip asks for what a superior decides", test_a_slip_asks_for_what_a_superior_decides);
  CASE ("preconditions stay on the slip as they stood", test_preconditions_stay_on_the_slip_as_they_stood);
  CASE ("two officers stand behind every step by paper", test_two_officers_stand_behind_every_step_by_paper);
  CASE ("the law stands beside and causes nothing", test_the_law_stands_beside_and_causes_nothing);
  CASE ("nobody signs over a signature he entered", test_nobody_signs_over_a_signature_he_entered);
  CASE ("history has one line", test_history_has_one_line);
  CASE ("a route gives each place once", test_a_route_gives_each_place_once);
  CASE ("a seal is used for what was approved", test_a_seal_is_used_for_what_was_approved);
  return g_test_run ();
}

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-duty-pair.h"
#include "core/entities/kx-objection.h"
#include "core/kx-test-admission.h"

typedef KxTestAdmission Fixture;

#define ROUND &kx_admission_round_entity
#define APPLICATION &kx_application_entity
#define OBJECTION &kx_objection_entity
#define COUNTY "370102"

/* Somebody who is clerk and leader at once, as in an office of two. */
static KxActor *
both (const char *user)
{
  KxActor *actor = kx_actor_new (user, user);

  kx_actor_grant (actor, KX_ROLE_INDEX_clerk, "000000");
  kx_actor_grant (actor, KX_ROLE_INDEX_leader, "000000");
  return actor;
}

static void
rule (Fixture *f, int one, int other, int rule)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *row = kx_record_new (&kx_duty_pair_entity, id, "370100/public");

  kx_duty_pair_set_office (kx_duty_pair (row), f->office);
  kx_duty_pair_set_duty_a (kx_duty_pair (row), one);
  kx_duty_pair_set_duty_b (kx_duty_pair (row), other);
  kx_duty_pair_set_rule (kx_duty_pair (row), rule);
  row->seq = 5;
  kx_test_table_add (f->world->table, row);
}

/* The worst of what is found about the officer; KX_SOURCE_NONE: nothing is. */
static KxVerdict
judge (Fixture *f, const KxEntity *entity, const char *id, const char *action, const char *arguments,
       const KxActor *actor, KxSource *ret_source)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, entity, id, action, arguments);
  g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, actor);
  KxVerdict worst = KX_HOLDS;

  *ret_source = KX_SOURCE_NONE;
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];

      if (!g_str_equal (finding->code, "same-officer") ||
          (*ret_source != KX_SOURCE_NONE && finding->verdict <= worst))
        continue;
      worst = finding->verdict;
      *ret_source = finding->cite.source;
    }
  return worst;
}

#define ASSERT_JUDGED(f, entity, id, action, arguments, actor, verdict, source)                              \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    KxSource found;                                                                                          \
    g_assert_cmpint (judge (f, entity, id, action, arguments, actor, &found), ==, verdict);                  \
    g_assert_cmpint (found, ==, source);                                                                     \
  }                                                                                                          \
  G_STMT_END

#define ADMIT "decided_on=2026-11-10"

static void
test_who_accepted_admits_only_where_the_office_says_so (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "90.00");
  g_autofree char *by_another = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "90.00");
  g_autoptr (KxActor) accepted_it = both ("zhang");

  /* One received it, another accepted it. */
  g_clear_pointer (&((KxRecord *) kx_test_admission_row (f, APPLICATION, by_another))->created_by, g_free);
  ASSERT_JUDGED (f, APPLICATION, by_another, "admit", ADMIT, accepted_it, KX_FAILS, KX_SOURCE_OFFICE);
  ASSERT_JUDGED (f, APPLICATION, id, "admit", ADMIT, accepted_it, KX_FAILS, KX_SOURCE_OFFICE);
  ASSERT_JUDGED (f, APPLICATION, id, "admit", ADMIT, f->leader, KX_HOLDS, KX_SOURCE_OFFICE);
  rule (f, KX_DUTY (review), KX_DUTY (approve), kx_duty_pair_rule_warn);
  /* He received it too. */
  ASSERT_JUDGED (f, APPLICATION, id, "admit", ADMIT, accepted_it, KX_FAILS, KX_SOURCE_OFFICE);
  rule (f, KX_DUTY (propose), KX_DUTY (approve), kx_duty_pair_rule_warn);
  ASSERT_JUDGED (f, APPLICATION, id, "admit", ADMIT, accepted_it, KX_WARNS, KX_SOURCE_OFFICE);
}

static void
test_nobody_admits_by_his_own_result (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "90.00");
  g_autoptr (KxActor) assessed_it = both ("zhao");

  ASSERT_JUDGED (f, APPLICATION, id, "admit", ADMIT, assessed_it, KX_FAILS, KX_SOURCE_PROGRAM);
  /* The floor stays, whatever the table says. */
  rule (f, KX_DUTY (enter_result), KX_DUTY (confirm_result), kx_duty_pair_rule_warn);
  rule (f, KX_DUTY (assess), KX_DUTY (approve), kx_duty_pair_rule_warn);
  ASSERT_JUDGED (f, APPLICATION, id, "admit", ADMIT, assessed_it, KX_FAILS, KX_SOURCE_PROGRAM);
}

static void
test_an_office_may_rule_who_receives_and_accepts (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) received_it = both ("zhang"), other = both ("zhao");
  g_autoptr (KxOp) op = kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, COUNTY, 20261102);

  kx_test_world_do (f->world, op, f->clerk);
  kx_test_admission_hand_in (f, op->row, "2026-11-02");
  /* In a small office one hand receives and accepts. */
  ASSERT_JUDGED (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-03", received_it, KX_HOLDS,
                 KX_SOURCE_NONE);
  rule (f, KX_DUTY (propose), KX_DUTY (review), kx_duty_pair_rule_forbid);
  ASSERT_JUDGED (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-03", received_it, KX_FAILS,
                 KX_SOURCE_OFFICE);
  ASSERT_JUDGED (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-03", other, KX_HOLDS,
                 KX_SOURCE_OFFICE);
}

/* An objection entered by zhang against what zhao assessed. */
static char *
object (Fixture *f)
{
  g_autofree char *application = kx_test_admission_assessed (f, NULL, COUNTY, 20261102, "90.00");
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_test_world_sample (OBJECTION);
  g_autoptr (KxOp) op = NULL;

  kx_objection_set_application (kx_objection (fields), application);
  kx_objection_set_received_on (kx_objection (fields), (KxDate){ 20261109 });
  kx_record_drop (fields, kx_objection_f_answer_by);
  op = kx_test_world_op (f->world, KX_OP_CREATE, OBJECTION, id, fields);
  kx_test_world_do (f->world, op, f->clerk);
  return g_steal_pointer (&id);
}

#define DISMISS "decided_on=2026-11-10\nreasons=不实"

static void
test_who_decides_an_objection_is_ruled_by_the_table (Fixture *f, gconstpointer data)
{
  g_autofree char *id = object (f);
  g_autoptr (KxActor) assessed_it = both ("zhao"), entered_it = both ("zhang");

  ASSERT_JUDGED (f, OBJECTION, id, "dismiss", DISMISS, assessed_it, KX_FAILS, KX_SOURCE_OFFICE);
  ASSERT_JUDGED (f, OBJECTION, id, "dismiss", DISMISS, entered_it, KX_HOLDS, KX_SOURCE_OFFICE);
  rule (f, KX_DUTY (assess), KX_DUTY (decide_objection), kx_duty_pair_rule_warn);
  rule (f, KX_DUTY (decide_objection), KX_DUTY (propose), kx_duty_pair_rule_forbid);
  ASSERT_JUDGED (f, OBJECTION, id, "dismiss", DISMISS, assessed_it, KX_WARNS, KX_SOURCE_OFFICE);
  ASSERT_JUDGED (f, OBJECTION, id, "dismiss", DISMISS, entered_it, KX_FAILS, KX_SOURCE_OFFICE);
}

static void
test_who_prepared_a_round_announces_it_only_where_the_office_says_so (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_admission_draft_round (f, COUNTY, 1, 20261012, 20261030);
  g_autoptr (KxActor) prepared_it = both ("zhang");

  ASSERT_JUDGED (f, ROUND, id, "announce", "announced_on=2026-10-12", prepared_it, KX_FAILS,
                 KX_SOURCE_OFFICE);
  ASSERT_JUDGED (f, ROUND, id, "announce", "announced_on=2026-10-12", f->leader, KX_HOLDS, KX_SOURCE_OFFICE);
  rule (f, KX_DUTY (approve), KX_DUTY (propose), kx_duty_pair_rule_warn);
  ASSERT_JUDGED (f, ROUND, id, "announce", "announced_on=2026-10-12", prepared_it, KX_WARNS,
                 KX_SOURCE_OFFICE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/admission-duties/" name, Fixture, NULL, kx_test_admission_set_up, func,                      \
              kx_test_admission_tear_down)
  ADD ("who accepted admits only where the office says so",
       test_who_accepted_admits_only_where_the_office_says_so);
  ADD ("nobody admits by his own result", test_nobody_admits_by_his_own_result);
  ADD ("an office may rule who receives and accepts", test_an_office_may_rule_who_receives_and_accepts);
  ADD ("who decides an objection is ruled by the table", test_who_decides_an_objection_is_ruled_by_the_table);
  ADD ("who prepared a round announces it only where the office says so",
       test_who_prepared_a_round_announces_it_only_where_the_office_says_so);
  return g_test_run ();
}

#include "core/rules/kx-duty-rules.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-user.h"
#include "core/kx-test-world.h"

#define CITY "370100"

typedef struct
{
  KxTestWorld *world;
  KxActor *keeper, *first, *colleague, *guest;
} Fixture;

/* An actor whose account is of that office. */
static KxActor *
make_actor (Fixture *f, const char *office, int role)
{
  KxRecord *user = (KxRecord *) kx_test_world_add (f->world, &kx_user_entity, 0);
  KxActor *actor = kx_actor_new (user->id, "somebody");

  kx_user_set_office (kx_user (user), office);
  kx_actor_grant (actor, role, CITY);
  return actor;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->keeper = make_actor (f, WORLD_OFFICE, KX_ROLE_INDEX_policy_officer);
  f->first = make_actor (f, WORLD_OFFICE, KX_ROLE_INDEX_clerk);
  f->colleague = make_actor (f, WORLD_OFFICE, KX_ROLE_INDEX_clerk);
  f->guest = make_actor (f, WORLD_OTHER_OFFICE, KX_ROLE_INDEX_clerk);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->keeper);
  kx_actor_free (f->first);
  kx_actor_free (f->colleague);
  kx_actor_free (f->guest);
  kx_test_world_free (f->world);
}

/* What is found when `actor` does `duty` where f->first did `before`; NULL: nothing is asked. Owned. */
static KxFinding *
judge (Fixture *f, int before, int duty, const KxActor *actor)
{
  KxScene scene = { .schema = f->world->schema,
                    .actor = actor,
                    .reader = kx_test_table_get_reader (f->world->table),
                    .today = f->world->today };
  KxDutyDone done[] = { { KX_DUTY (assess), NULL }, { before, f->first->user } };
  g_autoptr (GPtrArray) findings = kx_findings_new ();

  kx_rule_duties (&scene, WORLD_OFFICE, duty, done, G_N_ELEMENTS (done), findings);
  g_assert_cmpuint (findings->len, <=, 1);
  return findings->len > 0 ? g_ptr_array_steal_index (findings, 0) : NULL;
}

static void
assert_judged (Fixture *f, int before, int duty, const KxActor *actor, KxVerdict verdict, KxSource source)
{
  g_autoptr (KxFinding) finding = judge (f, before, duty, actor);

  g_assert_nonnull (finding);
  g_assert_cmpstr (finding->code, ==, "same-officer");
  g_assert_cmpint (finding->verdict, ==, verdict);
  g_assert_cmpint (finding->cite.source, ==, source);
}

static KxOp *
make_pair (Fixture *f, int one, int other, int rule)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_duty_pair_entity, NULL, NULL);

  kx_duty_pair_set_office (kx_duty_pair (fields), WORLD_OFFICE);
  kx_duty_pair_set_duty_a (kx_duty_pair (fields), one);
  kx_duty_pair_set_duty_b (kx_duty_pair (fields), other);
  kx_duty_pair_set_rule (kx_duty_pair (fields), rule);
  return kx_test_world_op (f->world, KX_OP_CREATE, &kx_duty_pair_entity, id, fields);
}

static void
rule (Fixture *f, int one, int other, int rule)
{
  g_autoptr (KxOp) op = make_pair (f, one, other, rule);

  kx_test_world_do (f->world, op, f->keeper);
}

static void
test_what_no_table_says_is_not_asked (Fixture *f, gconstpointer data)
{
  g_autoptr (KxFinding) none = judge (f, KX_DUTY (review), KX_DUTY (assess), f->first);

  g_assert_null (none);
  /* But for what the program proposes. */
  assert_judged (f, KX_DUTY (propose), KX_DUTY (approve), f->first, KX_FAILS, KX_SOURCE_OFFICE);
  assert_judged (f, KX_DUTY (propose), KX_DUTY (approve), f->colleague, KX_HOLDS, KX_SOURCE_OFFICE);
  assert_judged (f, KX_DUTY (issue), KX_DUTY (recheck), f->first, KX_WARNS, KX_SOURCE_OFFICE);
}

static void
test_the_table_rules_whichever_duty_comes_first (Fixture *f, gconstpointer data)
{
  rule (f, KX_DUTY (assess), KX_DUTY (decide_objection), kx_duty_pair_rule_forbid);
  assert_judged (f, KX_DUTY (assess), KX_DUTY (decide_objection), f->first, KX_FAILS, KX_SOURCE_OFFICE);
  assert_judged (f, KX_DUTY (decide_objection), KX_DUTY (assess), f->first, KX_FAILS, KX_SOURCE_OFFICE);
  assert_judged (f, KX_DUTY (assess), KX_DUTY (decide_objection), f->colleague, KX_HOLDS, KX_SOURCE_OFFICE);
}

static void
test_an_office_may_lower_what_is_only_proposed (Fixture *f, gconstpointer data)
{
  rule (f, KX_DUTY (approve), KX_DUTY (propose), kx_duty_pair_rule_warn);
  assert_judged (f, KX_DUTY (propose), KX_DUTY (approve), f->first, KX_WARNS, KX_SOURCE_OFFICE);
}

static void
test_a_guest_of_another_office_is_a_second (Fixture *f, gconstpointer data)
{
  rule (f, KX_DUTY (propose), KX_DUTY (approve), kx_duty_pair_rule_second_from_other_office);
  assert_judged (f, KX_DUTY (propose), KX_DUTY (approve), f->first, KX_FAILS, KX_SOURCE_OFFICE);
  assert_judged (f, KX_DUTY (propose), KX_DUTY (approve), f->colleague, KX_FAILS, KX_SOURCE_OFFICE);
  assert_judged (f, KX_DUTY (propose), KX_DUTY (approve), f->guest, KX_HOLDS, KX_SOURCE_OFFICE);
}

static void
test_the_floor_is_never_lowered (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int entered, confirmed;
  } pairs[] = {
    { KX_DUTY (register_signing), KX_DUTY (sign) },
    { KX_DUTY (enter_result), KX_DUTY (confirm_result) },
    { KX_DUTY (enter_measure), KX_DUTY (confirm_measure) },
    { KX_DUTY (run_draw), KX_DUTY (confirm_draw) },
    { KX_DUTY (register_answer), KX_DUTY (confirm_answer) },
    { KX_DUTY (take_over), KX_DUTY (confirm_take_over) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (KxOp) op = make_pair (f, pairs[i].entered, pairs[i].confirmed, kx_duty_pair_rule_warn);
      g_autoptr (KxOp) turned = make_pair (f, pairs[i].confirmed, pairs[i].entered, kx_duty_pair_rule_warn);

      kx_test_world_refuse (f->world, op, f->keeper, "floor", "rule");
      kx_test_world_refuse (f->world, turned, f->keeper, "floor", "rule");
      assert_judged (f, pairs[i].entered, pairs[i].confirmed, f->first, KX_FAILS, KX_SOURCE_PROGRAM);
      assert_judged (f, pairs[i].entered, pairs[i].confirmed, f->colleague, KX_HOLDS, KX_SOURCE_PROGRAM);
      /* Raised it can be. */
      kx_duty_pair_set_rule (kx_duty_pair (op->fields), kx_duty_pair_rule_second_from_other_office);
      kx_test_world_do (f->world, op, f->keeper);
    }
}

/* What an office is shown before its table says anything. */
static void
test_what_is_proposed_can_be_asked (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (kx_duty_proposed (KX_DUTY (propose), KX_DUTY (sign)), ==, kx_duty_pair_rule_forbid);
  g_assert_cmpint (kx_duty_proposed (KX_DUTY (recheck), KX_DUTY (issue)), ==, kx_duty_pair_rule_warn);
  g_assert_cmpint (kx_duty_proposed (KX_DUTY (propose), KX_DUTY (assess)), ==, -1);
}

static void
test_a_pair_is_ruled_once (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) again = make_pair (f, KX_DUTY (assess), KX_DUTY (review), kx_duty_pair_rule_warn);
  g_autoptr (KxOp) one = make_pair (f, KX_DUTY (assess), KX_DUTY (assess), kx_duty_pair_rule_warn);

  rule (f, KX_DUTY (review), KX_DUTY (assess), kx_duty_pair_rule_forbid);
  kx_test_world_refuse (f->world, again, f->keeper, "pair-ruled", "duty_b");
  kx_test_world_refuse (f->world, one, f->keeper, "same-duty", "duty_b");
  kx_test_world_refuse (f->world, again, f->first, KX_CODE_ROLE, NULL);
  f->world->on_device = TRUE;
  kx_test_world_refuse (f->world, again, f->keeper, "needs-service", NULL);
}

#define CASE(name, function) g_test_add ("/duty-rules/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("what no table says is not asked", test_what_no_table_says_is_not_asked);
  CASE ("the table rules whichever duty comes first", test_the_table_rules_whichever_duty_comes_first);
  CASE ("an office may lower what is only proposed", test_an_office_may_lower_what_is_only_proposed);
  CASE ("a guest of another office is a second", test_a_guest_of_another_office_is_a_second);
  CASE ("the floor is never lowered", test_the_floor_is_never_lowered);
  CASE ("what is proposed can be asked", test_what_is_proposed_can_be_asked);
  CASE ("a pair is ruled once", test_a_pair_is_ruled_once);
  return g_test_run ();
}

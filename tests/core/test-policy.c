#include "core/kx-policy.h"

#include "core/entities/kx-office.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "core/kx-policy-pack.h"
#include "core/kx-test-world.h"
#include "lib/kx-test-policy.h"

#include <string.h>

#define DAY ((KxDate){ 20261122 })

typedef struct
{
  KxTestWorld *world;
  KxActor *leader, *other;
} Fixture;

static void
add_pack (KxTestWorld *world, const char *text, gint64 ms)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *row = kx_test_pack_row (id, text);

  row->space = g_strdup ("000000/public");
  row->seq = 5;
  row->created_at.ms = ms;
  kx_test_table_add (world->table, row);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->leader = kx_test_world_actor (KX_ROLE_INDEX_leader, "370100");
  f->other = kx_test_world_actor (KX_ROLE_INDEX_leader, "450100");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->leader);
  kx_actor_free (f->other);
  kx_test_world_free (f->world);
}

static void
add_packs (Fixture *f)
{
  add_pack (f->world, kx_test_pack_province, 2);
  add_pack (f->world, kx_test_pack_country, 1);
  add_pack (f->world, kx_test_pack_city, 3);
}

static KxPolicy *
read_policy (Fixture *f, const char *office, KxDate date)
{
  KxPolicy *policy = NULL;

  g_assert_cmpint (kx_policy_read (kx_test_table_get_reader (f->world->table), office, date, &policy), ==,
                   KX_KNOWN);
  return policy;
}

/* Limit of agencies in a county, -1: none. */
static gint64
limit_of (const KxPolicy *policy)
{
  gint64 limit = -1;

  kx_policy_integer (policy, KX_POLICY_cap_county, &limit);
  return limit;
}

static KxOp *
enter (Fixture *f, const char *office, const char *parameter, const char *value, int from)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_own_value_entity, NULL, NULL);
  Kx_own_value *own = kx_own_value (fields);

  kx_own_value_set_office (own, office);
  kx_own_value_set_parameter (own, parameter);
  kx_own_value_set_from_on (own, (KxDate){ from });
  if (value != NULL)
    kx_own_value_set_value (own, value);
  return kx_test_world_op (f->world, KX_OP_CREATE, &kx_own_value_entity, id, fields);
}

static void
do_enter (Fixture *f, const KxActor *actor, const char *office, const char *parameter, const char *value,
          int from)
{
  g_autoptr (KxOp) op = enter (f, office, parameter, value, from);

  kx_test_world_do (f->world, op, actor);
}

static void
refuse_enter (Fixture *f, const char *parameter, const char *value, const char *code, const char *field)
{
  g_autoptr (KxOp) op = enter (f, WORLD_OFFICE, parameter, value, 20270101);

  kx_test_world_refuse (f->world, op, f->leader, code, field);
}

static void
test_without_packs_nothing_is_set (Fixture *f, gconstpointer data)
{
  g_autoptr (KxPolicy) policy = read_policy (f, WORLD_OFFICE, DAY);

  for (guint i = 0; i < KX_N_POLICY; i++)
    {
      g_assert_false (kx_policy_get (policy, (KxPolicyKey) i)->set);
      g_assert_cmpint (kx_policy_get (policy, (KxPolicyKey) i)->cite.source, ==, KX_SOURCE_NONE);
    }
  g_assert_cmpstr (kx_policy_stamp (policy), ==, "");
}

static void
test_packs_extend_one_another (Fixture *f, gconstpointer data)
{
  g_autoptr (KxPolicy) shandong = NULL, nanning = NULL;

  add_packs (f);
  shandong = read_policy (f, WORLD_OFFICE, DAY);
  nanning = read_policy (f, WORLD_OTHER_OFFICE, DAY);
  g_assert_cmpint (limit_of (shandong), ==, 2);
  g_assert_cmpstr (kx_policy_get (shandong, KX_POLICY_cap_county)->by, ==, "山东省");
  g_assert_cmpint (limit_of (nanning), ==, -1);
  /* It gives no number, but its words stand there. */
  g_assert_cmpstr (kx_policy_get (nanning, KX_POLICY_cap_county)->cite.quote, ==, "工伤康复相对集中");
  g_assert_cmpstr (kx_policy_get (shandong, KX_POLICY_report_to)->value.TEXT, ==, "人社部");
  g_assert_cmpint (kx_policy_get (nanning, KX_POLICY_report_to)->cite.source, ==, KX_SOURCE_LAW);
  g_assert_cmpstr (kx_policy_term (shandong, "coordinator"), ==, "专管员");
  g_assert_cmpstr (kx_policy_term (nanning, "coordinator"), ==, "协调员");
  g_assert_cmpstr (kx_policy_stamp (shandong), !=, kx_policy_stamp (nanning));
}

static void
test_the_rules_of_the_day_count (Fixture *f, gconstpointer data)
{
  g_autofree char *stricter = g_strdup (kx_test_pack_province), *later = NULL;
  g_auto (GStrv) parts = NULL;

  add_packs (f);
  parts = g_strsplit (stricter, "2023-12-01", 2);
  later = g_strjoinv ("2026-07-01", parts);
  memcpy (strstr (later, "\"value\":2"), "\"value\":1", 9);
  add_pack (f->world, later, 4);
  for (guint i = 0; i < 3; i++)
    {
      static const struct
      {
        int day;
        gint64 limit;
      } days[] = { { 20231130, -1 }, { 20260630, 2 }, { 20260701, 1 } };
      g_autoptr (KxPolicy) policy = read_policy (f, WORLD_OFFICE, (KxDate){ days[i].day });

      g_assert_cmpint (limit_of (policy), ==, days[i].limit);
    }
}

/* Whatever is read for another day of the same span says the same. */
static void
test_it_tells_how_long_it_holds (Fixture *f, gconstpointer data)
{
  g_autoptr (KxPolicy) before = NULL, after = NULL, last = NULL;

  add_packs (f);
  do_enter (f, f->leader, WORLD_OFFICE, "acceptance_workdays", "5", 20270301);
  do_enter (f, f->leader, WORLD_OFFICE, "acceptance_workdays", "8", 20270901);
  before = read_policy (f, WORLD_OFFICE, (KxDate){ 20230701 });
  after = read_policy (f, WORLD_OFFICE, DAY);
  last = read_policy (f, WORLD_OFFICE, (KxDate){ 20280101 });
  /* The province's pack holds from December 2023, the city's, which is not the office's, from 2024. */
  g_assert_true (kx_policy_holds_on (before, (KxDate){ 20110101 }));
  g_assert_true (kx_policy_holds_on (before, (KxDate){ 20231130 }));
  g_assert_false (kx_policy_holds_on (before, (KxDate){ 20101231 }));
  g_assert_false (kx_policy_holds_on (before, (KxDate){ 20231201 }));
  g_assert_true (kx_policy_holds_on (after, DAY));
  g_assert_true (kx_policy_holds_on (after, (KxDate){ 20270228 }));
  g_assert_false (kx_policy_holds_on (after, (KxDate){ 20270301 }));
  g_assert_false (kx_policy_holds_on (after, (KxDate){ 20231130 }));
  g_assert_true (kx_policy_holds_on (last, (KxDate){ 20270901 }));
  g_assert_true (kx_policy_holds_on (last, (KxDate){ 20991231 }));
  g_assert_false (kx_policy_holds_on (last, (KxDate){ 20270831 }));
}

/* Of two packs of one day the one that was loaded later. */
static void
test_a_corrected_pack_replaces_the_first (Fixture *f, gconstpointer data)
{
  g_autofree char *corrected = g_strdup (kx_test_pack_province);
  g_autoptr (KxPolicy) policy = NULL;

  memcpy (strstr (corrected, "\"value\":2"), "\"value\":4", 9);
  add_pack (f->world, corrected, 9);
  add_packs (f);
  policy = read_policy (f, WORLD_OFFICE, DAY);
  g_assert_cmpint (limit_of (policy), ==, 4);
}

static void
test_own_values (Fixture *f, gconstpointer data)
{
  g_autoptr (KxPolicy) before = NULL, after = NULL, ended = NULL, elsewhere = NULL;
  gint64 months;

  add_packs (f);
  do_enter (f, f->leader, WORLD_OFFICE, "reapply_ban_months", "12", 20270101);
  do_enter (f, f->leader, WORLD_OFFICE, "reapply_ban_months", NULL, 20280101);
  before = read_policy (f, WORLD_OFFICE, DAY);
  after = read_policy (f, WORLD_OFFICE, (KxDate){ 20270101 });
  ended = read_policy (f, WORLD_OFFICE, (KxDate){ 20280101 });
  elsewhere = read_policy (f, WORLD_OTHER_OFFICE, (KxDate){ 20270101 });
  g_assert_false (kx_policy_integer (before, KX_POLICY_reapply_ban_months, &months));
  g_assert_true (kx_policy_integer (after, KX_POLICY_reapply_ban_months, &months));
  g_assert_cmpint (months, ==, 12);
  g_assert_false (kx_policy_integer (ended, KX_POLICY_reapply_ban_months, &months));
  g_assert_false (kx_policy_integer (elsewhere, KX_POLICY_reapply_ban_months, &months));
  /* Never shown as a document's. */
  g_assert_cmpint (kx_policy_get (after, KX_POLICY_reapply_ban_months)->cite.source, ==, KX_SOURCE_OFFICE);
  g_assert_cmpint (kx_policy_get (after, KX_POLICY_reapply_ban_months)->cite.force, ==, KX_FORCE_OWN_VALUE);
  g_assert_cmpstr (kx_policy_get (after, KX_POLICY_reapply_ban_months)->cite.item, ==, "2027-01-01");
  g_assert_null (kx_policy_get (after, KX_POLICY_reapply_ban_months)->by);
  g_assert_cmpstr (kx_policy_stamp (after), !=, kx_policy_stamp (before));
}

static void
test_what_is_no_duty_can_be_set_otherwise (Fixture *f, gconstpointer data)
{
  g_autoptr (KxPolicy) policy = NULL;
  gint64 days;

  add_packs (f);
  do_enter (f, f->leader, WORLD_OFFICE, "publicity_workdays", "7", 20270101);
  policy = read_policy (f, WORLD_OFFICE, (KxDate){ 20270601 });
  g_assert_true (kx_policy_integer (policy, KX_POLICY_publicity_workdays, &days));
  g_assert_cmpint (days, ==, 7);
  do_enter (f, f->other, WORLD_OTHER_OFFICE, "cap_county", "1", 20270101);
}

static void
test_own_values_are_checked (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxOp) twice = NULL, duty = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  add_packs (f);
  refuse_enter (f, "no_such_thing", "1", "no-such-parameter", "parameter");
  refuse_enter (f, "statement_right", "true", "not-of-an-office", "parameter");
  refuse_enter (f, "reapply_ban_months", "twelve", "wrong-value", "value");
  refuse_enter (f, "reapply_ban_months", "-1", "wrong-value", "value");
  refuse_enter (f, "deposit_pct", "5.123", "wrong-value", "value");
  refuse_enter (f, "cap_county", "5", "decided-above", "parameter");
  duty = enter (f, WORLD_OFFICE, "cap_county", "5", 20270101);
  decision = kx_test_world_decide (f->world, duty, f->leader);
  finding = kx_test_world_finding (decision, "decided-above", NULL);
  g_assert_cmpstr (finding->cite.quote, ==, "每个县（市、区）不超过2家");
  do_enter (f, f->leader, WORLD_OFFICE, "reapply_ban_months", "12", 20270101);
  twice = enter (f, WORLD_OFFICE, "reapply_ban_months", "24", 20270101);
  kx_test_world_refuse (f->world, twice, f->leader, "value-of-that-day", "from_on");
  kx_test_world_refuse (f->world, twice, clerk, KX_CODE_ROLE, NULL);
  kx_test_world_refuse (f->world, twice, f->other, "missing-target", "office");
}

static void
test_a_value_that_was_in_force_stays (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) past = enter (f, WORLD_OFFICE, "reapply_ban_months", "12", 20260101);
  g_autoptr (KxOp) ahead = enter (f, WORLD_OFFICE, "reapply_ban_months", "24", 20270101);
  g_autoptr (KxOp) delete_past = NULL, delete_ahead = NULL, change = NULL;
  g_autoptr (KxDecision) decision = NULL;

  add_packs (f);
  decision = kx_test_world_decide (f->world, past, f->leader);
  g_assert_cmpint (kx_test_world_finding (decision, "day-has-passed", "from_on")->verdict, ==, KX_WARNS);
  kx_test_world_do (f->world, past, f->leader);
  kx_test_world_do (f->world, ahead, f->leader);
  delete_past = kx_test_world_op (f->world, KX_OP_DELETE, &kx_own_value_entity, past->row, NULL);
  delete_ahead = kx_test_world_op (f->world, KX_OP_DELETE, &kx_own_value_entity, ahead->row, NULL);
  change = kx_test_world_patch (f->world, &kx_own_value_entity, past->row, kx_own_value_f_value,
                                (KxValue){ .TEXT = "36" });
  kx_test_world_refuse (f->world, delete_past, f->leader, "value-was-in-force", NULL);
  kx_test_world_refuse (f->world, change, f->leader, "fixed", "value");
  kx_test_world_do (f->world, delete_ahead, f->leader);
}

static void
test_rows_that_are_not_here_cannot_tell (Fixture *f, gconstpointer data)
{
  KxPolicy *policy = NULL;

  add_packs (f);
  kx_test_table_remove_space (f->world->table, "000000/public");
  g_assert_cmpint (kx_policy_read (kx_test_table_get_reader (f->world->table), WORLD_OFFICE, DAY, &policy),
                   ==, KX_NOT_HERE);
  g_assert_null (policy);
}

/* People make no packs, and the service makes none that says something else than its contents. */
static void
test_packs_come_from_the_service (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxOp) op = NULL, other = NULL, broken = NULL;
  KxRecord *fields;

  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_pack_entity, "0197b2a2-0000-7000-8000-000000000001",
                         kx_test_pack_row (NULL, kx_test_pack_city));
  kx_test_world_refuse (f->world, op, f->leader, KX_CODE_ROLE, NULL);
  kx_test_world_do (f->world, op, system);
  fields = kx_test_pack_row (NULL, kx_test_pack_city);
  kx_pack_set_code (kx_pack (fields), "GD");
  other = kx_test_world_op (f->world, KX_OP_CREATE, &kx_pack_entity, "0197b2a2-0000-7000-8000-000000000002",
                            fields);
  kx_test_world_refuse (f->world, other, system, "pack-differs", NULL);
  fields = kx_test_pack_row (NULL, kx_test_pack_city);
  kx_pack_set_contents (kx_pack (fields), "{\"code\":\"NN\"}");
  broken = kx_test_world_op (f->world, KX_OP_CREATE, &kx_pack_entity, "0197b2a2-0000-7000-8000-000000000003",
                             fields);
  kx_test_world_refuse (f->world, broken, system, "broken-pack", "contents");
}

/* What happens at the service only is refused on a device; while it is prepared, the rest is said as well.
 */
static void
test_a_step_that_is_prepared_hears_all_guards (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) refused = NULL, tried = NULL;

  add_packs (f);
  op = enter (f, WORLD_OFFICE, "reapply_ban_months", "a year", 20270101);
  f->world->on_device = TRUE;
  refused = kx_test_world_decide (f->world, op, f->leader);
  g_assert_cmpint (refused->result, ==, KX_REJECTED);
  g_assert_null (kx_test_world_finding (refused, "wrong-value", "value"));
  f->world->trying = TRUE;
  tried = kx_test_world_decide (f->world, op, f->leader);
  g_assert_cmpint (tried->result, ==, KX_REJECTED);
  g_assert_nonnull (kx_test_world_finding (tried, "needs-service", NULL));
  g_assert_nonnull (kx_test_world_finding (tried, "wrong-value", "value"));
  g_assert_cmpuint (tried->changes->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/policy/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("without-packs", test_without_packs_nothing_is_set);
  ADD ("extend", test_packs_extend_one_another);
  ADD ("rules-of-the-day", test_the_rules_of_the_day_count);
  ADD ("how-long", test_it_tells_how_long_it_holds);
  ADD ("corrected", test_a_corrected_pack_replaces_the_first);
  ADD ("own-values", test_own_values);
  ADD ("no-duty", test_what_is_no_duty_can_be_set_otherwise);
  ADD ("own-values-are-checked", test_own_values_are_checked);
  ADD ("prepared", test_a_step_that_is_prepared_hears_all_guards);
  ADD ("was-in-force", test_a_value_that_was_in_force_stays);
  ADD ("not-here", test_rows_that_are_not_here_cannot_tell);
  ADD ("packs-come-from-the-service", test_packs_come_from_the_service);
  return g_test_run ();
}

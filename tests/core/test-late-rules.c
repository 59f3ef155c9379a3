#include "core/rules/kx-late-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-calendar.h"
#include "core/kx-test-world.h"
#include "lib/kx-test-policy.h"

#define CITY "370100"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *auditor;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *pack = kx_test_pack_row (id, kx_test_pack_country);

  f->world = kx_test_world_new ();
  f->clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, CITY);
  f->auditor = kx_test_world_actor (KX_ROLE_INDEX_auditor, CITY);
  pack->space = g_strdup ("000000/public");
  pack->seq = 5;
  kx_test_table_add (f->world->table, pack);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_actor_free (f->auditor);
  kx_test_world_free (f->world);
}

static void
allow (Fixture *f, const char *workdays)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_own_value_entity, 0);

  kx_own_value_set_parameter (kx_own_value (row), "late_entry_workdays");
  kx_own_value_set_value (kx_own_value (row), workdays);
  kx_own_value_set_from_on (kx_own_value (row), (KxDate){ 20260101 });
}

/* The note on a report of that day entered on another, or NULL; owned. */
static KxRecord *
enter_report (Fixture *f, int event_on, int entered_on)
{
  KxRecord *row =
      (KxRecord *) kx_test_world_add (f->world, &kx_rectification_entity, kx_rectification_state_issued);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;

  kx_rectification_set_issued_on (kx_rectification (row), (KxDate){ 20260105 });
  f->world->today.ymd = entered_on;
  op = kx_test_world_action (f->world, &kx_rectification_entity, row->id, "report", NULL);
  kx_reporting_set_reported_on (kx_reporting (op->fields), (KxDate){ event_on });
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_true (decision->certain);
  for (guint i = 0; i < decision->changes->len; i++)
    {
      const KxChange *change = decision->changes->pdata[i];

      if (change->record->entity != &kx_late_entry_entity)
        continue;
      g_assert_cmpint (change->kind, ==, KX_CHANGE_CREATE);
      g_assert_cmpstr (kx_record_get (change->record, kx_late_entry_f_owner).REF, ==, row->id);
      g_assert_cmpstr (change->record->space, ==, row->space);
      return kx_record_copy (change->record);
    }
  return NULL;
}

static void
assert_noted (Fixture *f, int event_on, int entered_on, gint64 workdays)
{
  g_autoptr (KxRecord) note = enter_report (f, event_on, entered_on);

  if (workdays < 0)
    {
      g_assert_null (note);
      return;
    }
  g_assert_nonnull (note);
  g_assert_cmpint (kx_record_get (note, kx_late_entry_f_workdays).INTEGER, ==, workdays);
  g_assert_cmpint (kx_record_get (note, kx_late_entry_f_event_on).DATE.ymd, ==, event_on);
  g_assert_cmpint (kx_record_get (note, kx_late_entry_f_entered_on).DATE.ymd, ==, entered_on);
  g_assert_cmpstr (kx_record_get (note, kx_late_entry_f_entered_by).REF, ==, WORLD_USER);
  g_assert_cmpstr (kx_record_get (note, kx_late_entry_f_act).TEXT, ==, "report");
}

static void
test_without_a_value_nothing_is_late (Fixture *f, gconstpointer data)
{
  assert_noted (f, 20260202, 20261120, -1);
}

static void
test_working_days_are_counted (Fixture *f, gconstpointer data)
{
  allow (f, "3");
  /* Monday to Thursday is three, to Friday four. */
  assert_noted (f, 20261116, 20261119, -1);
  assert_noted (f, 20261116, 20261120, 4);
  assert_noted (f, 20261120, 20261120, -1);
  /* A weekend counts nothing. */
  assert_noted (f, 20261118, 20261122, -1);
}

static void
test_holidays_and_own_days_are_looked_at (Fixture *f, gconstpointer data)
{
  KxRecord *day;

  allow (f, "3");
  /* Over the days of the National Day. */
  assert_noted (f, 20260930, 20261009, -1);
  /* The office rests on two more days. */
  assert_noted (f, 20261116, 20261120, 4);
  day = (KxRecord *) kx_test_world_add (f->world, &kx_own_day_entity, 0);
  kx_own_day_set_day (kx_own_day (day), (KxDate){ 20261118 });
  kx_own_day_set_kind (kx_own_day (day), kx_own_day_kind_holiday);
  assert_noted (f, 20261116, 20261120, -1);
}

static void
test_none_at_all_may_be_allowed (Fixture *f, gconstpointer data)
{
  allow (f, "0");
  assert_noted (f, 20261119, 20261120, 1);
  assert_noted (f, 20261120, 20261120, -1);
}

static void
test_what_is_taken_over_is_not_noted (Fixture *f, gconstpointer data)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_agreement_entity, 0);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;

  allow (f, "3");
  kx_agreement_set_signed_on (kx_agreement (row), (KxDate){ 20250101 });
  op = kx_test_world_action (f->world, &kx_agreement_entity, row->id, "take_over", "signed");
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_cmpuint (decision->changes->len, ==, 1);
}

static void
test_a_late_note_is_explained_and_nothing_else (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) explain = NULL, change = NULL, drop = NULL;
  KxRecord *note;

  allow (f, "3");
  note = enter_report (f, 20261110, 20261120);
  kx_record_put (note, kx_late_entry_f_owner_entity, (KxValue){ .TEXT = "rectification" });
  note->seq = 9;
  kx_test_table_add (f->world->table, note);
  explain = kx_test_world_patch (f->world, &kx_late_entry_entity, note->id, kx_late_entry_f_explanation,
                                 (KxValue){ .TEXT = "系统停机" });
  kx_test_world_refuse (f->world, explain, f->auditor, KX_CODE_ROLE, NULL);
  kx_test_world_do (f->world, explain, f->clerk);
  change = kx_test_world_patch (f->world, &kx_late_entry_entity, note->id, kx_late_entry_f_workdays,
                                (KxValue){ .INTEGER = 0 });
  kx_test_world_refuse (f->world, change, f->clerk, "read-only", "workdays");
  drop = kx_test_world_op (f->world, KX_OP_DELETE, &kx_late_entry_entity, note->id, NULL);
  kx_test_world_refuse (f->world, drop, f->clerk, KX_CODE_NO_SUCH_STEP, NULL);
}

#define CASE(name, function) g_test_add ("/late-rules/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("without a value nothing is late", test_without_a_value_nothing_is_late);
  CASE ("working days are counted", test_working_days_are_counted);
  CASE ("holidays and own days are looked at", test_holidays_and_own_days_are_looked_at);
  CASE ("none at all may be allowed", test_none_at_all_may_be_allowed);
  CASE ("what is taken over is not noted", test_what_is_taken_over_is_not_noted);
  CASE ("a late note is explained and nothing else", test_a_late_note_is_explained_and_nothing_else);
  return g_test_run ();
}

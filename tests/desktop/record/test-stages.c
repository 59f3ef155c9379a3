#include "core/entities/kx-agreement.h"
#include "core/entities/kx-agency.h"
#include "core/entities/kx-approval.h"
#include "desktop/record/kx-stages.h"
#include "lib/kx-test-store.h"

static KxRecord *
make_agreement (int state)
{
  KxRecord *record = kx_record_new (&kx_agreement_entity, "0192f0c4-9d7e-7000-8000-0000000000a1", NULL);

  kx_agreement_set_state (kx_agreement (record), state);
  record->created_at = (KxTime){ 1782864000000 };
  record->created_by = g_strdup ("zhang");
  return record;
}

static void
check_path (int state, const char *expected)
{
  static const char marks[] = "+*-";
  g_autoptr (KxRecord) record = make_agreement (state);
  g_autoptr (GArray) stages = kx_stages_new (record);
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; i < stages->len; i++)
    {
      const KxStage *stage = &g_array_index (stages, KxStage, i);

      g_string_append_printf (path, "%s%c%s", i > 0 ? " " : "", marks[stage->kind],
                              kx_agreement_state_codes[stage->state].name);
    }
  g_assert_cmpstr (path->str, ==, expected);
}

static void
test_the_way_is_that_of_the_table (void)
{
  check_path (kx_agreement_state_draft, "*draft -in_review -approved -agency_signed -signed -ended");
  check_path (kx_agreement_state_approved, "+draft +in_review *approved -agency_signed -signed -ended");
  check_path (kx_agreement_state_ended, "+draft +in_review +approved +agency_signed +signed *ended");
}

/* The exit decision that leads there is a step of another table. */
static void
test_a_state_that_no_step_leads_to_has_its_place (void)
{
  check_path (kx_agreement_state_terminating,
              "+draft +in_review +approved +agency_signed +signed *terminating -ended");
}

/* What lies ahead of a slip is that it is approved, not that somebody withdraws it. */
static void
test_a_slip_leads_to_its_approval (void)
{
  g_autoptr (KxRecord) slip =
      kx_record_new (&kx_approval_entity, "0192f0c4-9d7e-7000-8000-0000000000a2", NULL);
  g_autoptr (GArray) stages = NULL;

  kx_approval_set_state (kx_approval (slip), kx_approval_state_answered);
  stages = kx_stages_new (slip);
  g_assert_cmpuint (stages->len, ==, 4);
  g_assert_cmpint (g_array_index (stages, KxStage, 3).state, ==, kx_approval_state_confirmed);
  g_assert_cmpint (g_array_index (stages, KxStage, 3).kind, ==, KX_STAGE_AHEAD);
}

static void
test_days_and_persons_come_from_the_fields (void)
{
  g_autoptr (KxRecord) record = make_agreement (kx_agreement_state_agency_signed);
  g_autoptr (GArray) stages = NULL;

  kx_agreement_set_agency_signed_on (kx_agreement (record), (KxDate){ 20260702 });
  kx_agreement_set_approved_by (kx_agreement (record), "li");
  kx_agreement_set_signed_on (kx_agreement (record), (KxDate){ 20260703 });
  stages = kx_stages_new (record);
  g_assert_cmpint (g_array_index (stages, KxStage, 0).on.ymd, ==, 20260701);
  g_assert_cmpstr (g_array_index (stages, KxStage, 0).by, ==, "zhang");
  g_assert_cmpstr (g_array_index (stages, KxStage, 2).by, ==, "li");
  g_assert_cmpint (g_array_index (stages, KxStage, 3).on.ymd, ==, 20260702);
  /* What is ahead has no day yet, whatever a field says. */
  g_assert_cmpint (g_array_index (stages, KxStage, 4).state, ==, kx_agreement_state_signed);
  g_assert_cmpint (g_array_index (stages, KxStage, 4).on.ymd, ==, 0);
}

static void
test_without_states_there_is_no_path (void)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, KX_TEST_OFFICE, NULL);
  g_autoptr (GArray) stages = kx_stages_new (record);

  g_assert_cmpuint (stages->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stages/a slip leads to its approval", test_a_slip_leads_to_its_approval);
  g_test_add_func ("/stages/the way is that of the table", test_the_way_is_that_of_the_table);
  g_test_add_func ("/stages/a state that no step leads to has its place",
                   test_a_state_that_no_step_leads_to_has_its_place);
  g_test_add_func ("/stages/days and persons come from the fields",
                   test_days_and_persons_come_from_the_fields);
  g_test_add_func ("/stages/without states there is no path", test_without_states_there_is_no_path);
  return g_test_run ();
}

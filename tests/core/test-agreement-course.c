#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-late-entry.h"
#include "core/kx-calendar.h"
#include "core/kx-test-admission.h"

typedef KxTestAdmission Fixture;

#define AGREEMENT &kx_agreement_entity
#define COUNTY "370102"
#define ENDS 20261231
#define BRIDGE "number=补充协议〔2026〕3号\nmade_on=2026-11-20\nends_on="
#define LEAVE "asked_on=2026-11-02\nends_on="
#define NOTICE "received_on=2026-11-20\nends_on=2026-11-30"

/* One that runs until the end of the year. Borrowed. */
static const char *
add_running (Fixture *f)
{
  return ((KxRecord *) kx_test_admission_running (f, COUNTY, ENDS))->id;
}

static const KxRecord *
row_of (Fixture *f, const char *id)
{
  return kx_test_admission_row (f, AGREEMENT, id);
}

static int
day_of (Fixture *f, const char *id, guint field)
{
  return kx_record_get (row_of (f, id), field).DATE.ymd;
}

static int
code_of (Fixture *f, const char *id, guint field)
{
  return kx_record_get (row_of (f, id), field).CODE;
}

static void
bridge (Fixture *f, const char *id, const char *until)
{
  g_autofree char *arguments = g_strconcat (BRIDGE, until, NULL);

  kx_test_admission_do (f, AGREEMENT, id, "bridge", arguments, f->leader);
}

static void
refuse_bridge (Fixture *f, const char *id, const char *until, const char *code)
{
  g_autofree char *arguments = g_strconcat (BRIDGE, until, NULL);

  kx_test_admission_refuse (f, AGREEMENT, id, "bridge", arguments, f->leader, code);
}

static void
test_it_is_carried_on_and_keeps_the_end_that_was_signed (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);

  bridge (f, id, "2027-03-31");
  bridge (f, id, "2027-06-30");
  g_assert_cmpint (code_of (f, id, kx_agreement_f_state), ==, kx_agreement_state_signed);
  g_assert_cmpint (day_of (f, id, kx_agreement_f_ends_on), ==, 20270630);
  g_assert_cmpint (day_of (f, id, kx_agreement_f_agreed_end), ==, ENDS);
  g_assert_cmpint (day_of (f, id, kx_agreement_f_bridged_on), ==, 20261120);
  g_assert_cmpstr (kx_record_get (row_of (f, id), kx_agreement_f_bridge_number).TEXT, ==,
                   "补充协议〔2026〕3号");
}

static void
test_it_is_carried_on_while_it_runs_and_to_a_later_day (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);

  refuse_bridge (f, id, "2026-12-31", "bridge-no-longer");
  refuse_bridge (f, id, "2026-12-01", "bridge-no-longer");
  kx_test_admission_refuse (f, AGREEMENT, id, "bridge", "number=3\nmade_on=2026-12-20\nends_on=2027-01-31",
                            f->leader, "day-to-come");
  kx_agreement_set_ends_on (kx_agreement ((KxRecord *) row_of (f, id)), (KxDate){ 20261119 });
  refuse_bridge (f, id, "2027-03-31", "bridge-too-late");
  /* On its last day it still runs. */
  kx_agreement_set_ends_on (kx_agreement ((KxRecord *) row_of (f, id)), (KxDate){ 20261120 });
  bridge (f, id, "2027-03-31");
}

static void
test_only_an_own_value_says_for_how_long (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f), *other;

  bridge (f, id, "2036-12-31");
  kx_test_admission_enter_own (f, "bridge_months", "6");
  other = add_running (f);
  refuse_bridge (f, other, "2027-07-01", "bridge-too-long");
  bridge (f, other, "2027-03-31");
  /* All of it together counts from the end that was signed. */
  refuse_bridge (f, other, "2027-07-01", "bridge-too-long");
  bridge (f, other, "2027-06-30");
}

static KxRecord *
add_case (Fixture *f, const char *agreement, int measure)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_exit_case_entity, kx_exit_case_state_running);
  Kx_exit_case *exit_case = kx_exit_case (row);

  kx_exit_case_set_office (exit_case, f->office);
  kx_exit_case_set_agency (exit_case, kx_record_get (row_of (f, agreement), kx_agreement_f_agency).REF);
  kx_exit_case_set_measure (exit_case, measure);
  kx_exit_case_set_decided_on (exit_case, (KxDate){ 20261110 });
  kx_record_drop (row, kx_exit_case_f_agreement);
  return row;
}

static void
test_what_a_decision_ends_is_not_carried_on (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f), *other = add_running (f);
  KxRecord *exit_case = add_case (f, id, kx_exit_case_measure_suspension);

  bridge (f, id, "2027-01-31");
  kx_exit_case_set_measure (kx_exit_case (exit_case), kx_exit_case_measure_termination);
  refuse_bridge (f, id, "2027-03-31", "put-out");
  /* One that is about another agreement, or about an earlier one, is nothing to it. */
  kx_exit_case_set_agreement (kx_exit_case (exit_case), other);
  bridge (f, id, "2027-03-31");
  kx_record_drop (exit_case, kx_exit_case_f_agreement);
  kx_exit_case_set_decided_on (kx_exit_case (exit_case), (KxDate){ 20241231 });
  bridge (f, id, "2027-04-30");
  kx_record_drop (exit_case, kx_exit_case_f_decided_on);
  bridge (f, id, "2027-05-31");
}

static void
test_a_clerk_carries_nothing_on_alone (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);

  kx_test_admission_refuse (f, AGREEMENT, id, "bridge", BRIDGE "2027-03-31", f->clerk, "approval-needed");
  kx_test_admission_refuse (f, AGREEMENT, id, "bridge", BRIDGE "2027-03-31", f->reviewer, KX_CODE_ROLE);
}

static void
let_leave (Fixture *f, const char *id, const char *ends)
{
  g_autofree char *arguments = g_strconcat (LEAVE, ends, NULL);

  kx_test_admission_do (f, AGREEMENT, id, "let_leave", arguments, f->leader);
}

static void
set_ownership (Fixture *f, const char *id, int ownership)
{
  const char *agency = kx_record_get (row_of (f, id), kx_agreement_f_agency).REF;

  kx_agency_set_ownership (kx_agency ((KxRecord *) kx_test_admission_row (f, &kx_agency_entity, agency)),
                           ownership);
}

static void
test_an_agency_leaves_at_its_own_request (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);

  set_ownership (f, id, kx_agency_ownership_public);
  let_leave (f, id, "2026-11-30");
  g_assert_cmpint (code_of (f, id, kx_agreement_f_state), ==, kx_agreement_state_terminating);
  g_assert_true (kx_agreement_runs (row_of (f, id)));
  g_assert_cmpint (code_of (f, id, kx_agreement_f_leaving_as), ==, kx_agreement_ending_agency_left);
  g_assert_cmpint (day_of (f, id, kx_agreement_f_leaving_asked_on), ==, 20261102);
  g_assert_cmpint (day_of (f, id, kx_agreement_f_leaving_on), ==, 20261130);
}

static void
test_own_values_hold_back_who_wants_to_leave (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);

  kx_test_admission_enter_own (f, "leave_notice_months", "3");
  kx_test_admission_enter_own (f, "public_hospitals_leave", "false");
  set_ownership (f, id, kx_agency_ownership_private);
  kx_test_admission_refuse (f, AGREEMENT, id, "let_leave", LEAVE "2027-02-01", f->leader, "notice-too-short");
  set_ownership (f, id, kx_agency_ownership_public);
  kx_test_admission_refuse (f, AGREEMENT, id, "let_leave", LEAVE "2027-02-02", f->leader,
                            "public-hospital-leaves");
  set_ownership (f, id, kx_agency_ownership_private);
  let_leave (f, id, "2027-02-02");
}

/* Neither the notice that the office wants nor its bar for public hospitals keeps an agency that was not
 * paid, and no superior is asked. */
static void
test_an_unpaid_agency_is_kept_by_nobody (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;

  kx_test_admission_enter_own (f, "leave_notice_months", "3");
  kx_test_admission_enter_own (f, "public_hospitals_leave", "false");
  set_ownership (f, id, kx_agency_ownership_public);
  op = kx_test_admission_step (f, AGREEMENT, id, "enter_notice", NOTICE);
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
  g_assert_nonnull (kx_test_world_finding (decision, "unpaid-not-listed", "unpaid"));
  kx_test_admission_do (f, AGREEMENT, id, "enter_notice",
                        NOTICE "\nunpaid=2026年3月至8月共六批\ndispute=8月一批尚在审核", f->clerk);
  g_assert_cmpint (code_of (f, id, kx_agreement_f_state), ==, kx_agreement_state_terminating);
  g_assert_cmpint (code_of (f, id, kx_agreement_f_leaving_as), ==, kx_agreement_ending_unpaid);
  g_assert_cmpstr (kx_record_get (row_of (f, id), kx_agreement_f_dispute).TEXT, ==, "8月一批尚在审核");
  kx_test_admission_refuse (f, AGREEMENT, id, "enter_notice", "received_on=2026-11-20\nends_on=2026-11-19",
                            f->clerk, "dates-in-order");
}

/* An agency that asked to leave may still end it because it was not paid. */
static void
test_a_notice_comes_while_it_is_being_terminated (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);

  let_leave (f, id, "2026-12-31");
  kx_test_admission_do (f, AGREEMENT, id, "enter_notice", NOTICE "\nunpaid=六批", f->clerk);
  g_assert_cmpint (code_of (f, id, kx_agreement_f_leaving_as), ==, kx_agreement_ending_unpaid);
  g_assert_cmpint (day_of (f, id, kx_agreement_f_leaving_on), ==, 20261130);
}

static void
test_it_is_kept_after_all (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);

  kx_test_admission_do (f, AGREEMENT, id, "enter_notice", NOTICE "\nunpaid=六批", f->clerk);
  kx_test_admission_refuse (f, AGREEMENT, id, "keep", NULL, f->leader, "reason-needed");
  kx_test_admission_do (f, AGREEMENT, id, "keep", "$reason=已全部付清，机构撤回", f->leader);
  g_assert_cmpint (code_of (f, id, kx_agreement_f_state), ==, kx_agreement_state_signed);
  g_assert_false (kx_record_has (row_of (f, id), kx_agreement_f_leaving_on));
  g_assert_false (kx_record_has (row_of (f, id), kx_agreement_f_leaving_as));
  g_assert_false (kx_record_has (row_of (f, id), kx_agreement_f_unpaid));
}

/* The patients are moved and the settlement is closed. */
static void
see_to (Fixture *f, const char *id)
{
  Kx_agreement *agreement = kx_agreement ((KxRecord *) row_of (f, id));

  kx_agreement_set_patients_moved_on (agreement, (KxDate){ 20261115 });
  kx_agreement_set_settled_on (agreement, (KxDate){ 20261118 });
}

static void
test_another_end_than_was_entered_is_said (Fixture *f, gconstpointer data)
{
  const char *id = add_running (f);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;

  let_leave (f, id, "2026-11-30");
  see_to (f, id);
  op = kx_test_admission_step (f, AGREEMENT, id, "end", "$reason=期满\nended_on=2026-11-20\nending=expired");
  decision = kx_test_world_decide (f->world, op, f->leader);
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
  g_assert_nonnull (kx_test_world_finding (decision, "ends-otherwise", "ending"));
  g_assert_nonnull (kx_test_world_finding (decision, "ends-early", "ended_on"));
  f->world->today = (KxDate){ 20261201 };
  kx_test_admission_do (f, AGREEMENT, id, "end", "$reason=机构退出\nended_on=2026-11-30\nending=agency_left",
                        f->leader);
  g_assert_cmpint (code_of (f, id, kx_agreement_f_state), ==, kx_agreement_state_ended);
}

/* An independent reckoning: a month has the days it has, and the last day of one stays the last. */
static KxDate
months_after (KxDate day, int months)
{
  int year = day.ymd / 10000, month = day.ymd / 100 % 100 - 1 + months, of_month = day.ymd % 100;
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int length;

  year += month / 12;
  month %= 12;
  length = lengths[month] + (month == 1 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
  return (KxDate){ year * 10000 + (month + 1) * 100 + MIN (of_month, length) };
}

static void
test_any_end_is_carried_on_to_the_last_day_allowed_and_no_further (Fixture *f, gconstpointer data)
{
  int months = g_test_rand_int_range (1, 30);
  g_autofree char *number = g_strdup_printf ("%d", months);

  kx_test_admission_enter_own (f, "bridge_months", number);
  for (guint i = 0; i < 200; i++)
    {
      const char *id = add_running (f);
      KxDate ends = kx_date_add_days ((KxDate){ 20261120 }, g_test_rand_int_range (0, 1500)), last, past;
      g_autofree char *allowed = NULL, *beyond = NULL;

      kx_agreement_set_ends_on (kx_agreement ((KxRecord *) row_of (f, id)), ends);
      last = months_after (ends, months);
      past = kx_date_add_days (last, 1);
      allowed = kx_date_format (last);
      beyond = kx_date_format (past);
      refuse_bridge (f, id, beyond, "bridge-too-long");
      bridge (f, id, allowed);
      refuse_bridge (f, id, beyond, "bridge-too-long");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/agreement course/" name, Fixture, NULL, kx_test_admission_set_up, function,                  \
              kx_test_admission_tear_down)
  ADD ("it is carried on and keeps the end that was signed",
       test_it_is_carried_on_and_keeps_the_end_that_was_signed);
  ADD ("it is carried on while it runs and to a later day",
       test_it_is_carried_on_while_it_runs_and_to_a_later_day);
  ADD ("only an own value says for how long", test_only_an_own_value_says_for_how_long);
  ADD ("what a decision ends is not carried on", test_what_a_decision_ends_is_not_carried_on);
  ADD ("a clerk carries nothing on alone", test_a_clerk_carries_nothing_on_alone);
  ADD ("an agency leaves at its own request", test_an_agency_leaves_at_its_own_request);
  ADD ("own values hold back who wants to leave", test_own_values_hold_back_who_wants_to_leave);
  ADD ("an unpaid agency is kept by nobody", test_an_unpaid_agency_is_kept_by_nobody);
  ADD ("a notice comes while it is being terminated", test_a_notice_comes_while_it_is_being_terminated);
  ADD ("it is kept after all", test_it_is_kept_after_all);
  ADD ("another end than was entered is said", test_another_end_than_was_entered_is_said);
  ADD ("any end is carried on to the last day allowed and no further",
       test_any_end_is_carried_on_to_the_last_day_allowed_and_no_further);
#undef ADD
  return g_test_run ();
}

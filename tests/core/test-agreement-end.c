/* An agreement that the office terminates by a decision, and what has to be seen to before any is over. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-late-entry.h"
#include "core/kx-test-admission.h"

typedef KxTestAdmission Fixture;

#define AGREEMENT &kx_agreement_entity
#define BEGINNING                                                                                               \
  "decided_on=2026-11-12\nnumber=济工伤中心函〔2026〕40号\nclause=第三十一条第二项\npatients=" \
  "三名职工转市三院"
#define HEARD "\nstatement=heard\nstatement_on=2026-11-09"
#define TERMINATION BEGINNING "\nserved_on=2026-11-16\nends_on=2026-11-20" HEARD
#define END "$reason=办结\nended_on=2026-11-20\nending="

static void
set_up (Fixture *f, gconstpointer data)
{
  kx_test_admission_set_up (f, data);
  kx_test_admission_add_pack (f, "SD");
}

/* Borrowed. */
static Kx_agreement *
add_running (Fixture *f)
{
  return kx_test_admission_running (f, NULL, 20271231);
}

static const char *
id_of (const Kx_agreement *agreement)
{
  return ((const KxRecord *) agreement)->id;
}

static void
refuse (Fixture *f, const Kx_agreement *agreement, const char *arguments, const char *code)
{
  kx_test_admission_refuse (f, AGREEMENT, id_of (agreement), "terminate", arguments, f->leader, code);
}

static void
refuse_end (Fixture *f, const Kx_agreement *agreement, const char *arguments, const char *code)
{
  kx_test_admission_refuse (f, AGREEMENT, id_of (agreement), "end", arguments, f->leader, code);
}

static void
terminate (Fixture *f, const Kx_agreement *agreement)
{
  kx_test_admission_do (f, AGREEMENT, id_of (agreement), "terminate", TERMINATION, f->leader);
}

static void
enter (Fixture *f, const Kx_agreement *agreement, guint field, int day)
{
  g_autoptr (KxOp) op =
      kx_test_world_patch (f->world, AGREEMENT, id_of (agreement), field, (KxValue){ .DATE = { day } });

  kx_test_world_do (f->world, op, f->clerk);
}

static void
see_to (Fixture *f, const Kx_agreement *agreement)
{
  enter (f, agreement, kx_agreement_f_patients_moved_on, 20261119);
  enter (f, agreement, kx_agreement_f_settled_on, 20261120);
}

static const KxRecord *
row_of (Fixture *f, const Kx_agreement *agreement)
{
  return kx_test_admission_row (f, AGREEMENT, id_of (agreement));
}

static int
state_of (Fixture *f, const Kx_agreement *agreement)
{
  return kx_record_get (row_of (f, agreement), kx_agreement_f_state).CODE;
}

static void
test_a_decision_terminates_it (Fixture *f, gconstpointer data)
{
  const Kx_agreement *agreement = add_running (f);
  const KxRecord *row;

  terminate (f, agreement);
  row = row_of (f, agreement);
  g_assert_cmpint (state_of (f, agreement), ==, kx_agreement_state_terminating);
  g_assert_true (kx_agreement_runs (row));
  g_assert_cmpint (kx_record_date (row, kx_agreement_f_leaving_on).ymd, ==, 20261120);
  g_assert_cmpint (kx_record_date (row, kx_agreement_f_leaving_decided_on).ymd, ==, 20261112);
  g_assert_cmpint (kx_record_date (row, kx_agreement_f_leaving_served_on).ymd, ==, 20261116);
  g_assert_cmpint (kx_record_get (row, kx_agreement_f_leaving_as).CODE, ==, kx_agreement_ending_terminated);
  g_assert_cmpstr (kx_record_get (row, kx_agreement_f_leaving_number).TEXT, ==, "济工伤中心函〔2026〕40号");
  g_assert_cmpstr (kx_record_get (row, kx_agreement_f_leaving_clause).TEXT, ==, "第三十一条第二项");
  /* It was said then how the agency was heard. */
  see_to (f, agreement);
  kx_test_admission_do (f, AGREEMENT, id_of (agreement), "end", END "terminated", f->leader);
  g_assert_cmpint (state_of (f, agreement), ==, kx_agreement_state_ended);
  g_assert_cmpint (kx_record_date (row_of (f, agreement), kx_agreement_f_statement_on).ymd, ==, 20261109);
}

static void
test_days_of_a_decision_stand_in_order (Fixture *f, gconstpointer data)
{
  const Kx_agreement *agreement = add_running (f);
  g_autoptr (KxOp) op = NULL;

  refuse (f, agreement, BEGINNING "\nserved_on=2026-11-11\nends_on=2026-11-20" HEARD,
          "served-before-decided");
  refuse (f, agreement, BEGINNING "\nserved_on=2026-11-16\nends_on=2026-11-15" HEARD, "ends-before-served");
  op = kx_test_admission_step (f, AGREEMENT, id_of (agreement), "terminate",
                               BEGINNING "\nserved_on=2026-11-23\nends_on=2026-11-30" HEARD);
  kx_test_world_refuse (f->world, op, f->leader, "day-to-come", "served_on");
  refuse (f, agreement, TERMINATION "\nmoved_by=2026-11-25", "reason-needed");
  kx_test_admission_do (f, AGREEMENT, id_of (agreement), "terminate",
                        TERMINATION "\nmoved_by=2026-11-25\n$reason=许可证已注销", f->leader);
}

static void
test_nobody_is_put_out_unheard (Fixture *f, gconstpointer data)
{
  const Kx_agreement *agreement = add_running (f);

  refuse (f, agreement, BEGINNING "\nserved_on=2026-11-16\nends_on=2026-11-20", "statement-heard");
  refuse (f, agreement,
          BEGINNING "\nserved_on=2026-11-16\nends_on=2026-11-20\nstatement=heard\nstatement_on=2026-11-13",
          "dates-in-order");
  refuse (f, agreement,
          BEGINNING "\nserved_on=2026-11-16\nends_on=2026-11-20\nstatement=lapsed\nstatement_on=2026-11-12",
          "statement-term-open");
}

static KxRecord *
add_case (Fixture *f, const Kx_agreement *agreement)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_exit_case_entity, kx_exit_case_state_running);
  Kx_exit_case *exit_case = kx_exit_case (row);

  kx_exit_case_set_office (exit_case, f->office);
  kx_exit_case_set_agency (exit_case, kx_agreement_get_agency (agreement));
  kx_exit_case_set_measure (exit_case, kx_exit_case_measure_termination);
  return row;
}

static void
test_a_case_is_one_of_this_agency (Fixture *f, gconstpointer data)
{
  const Kx_agreement *agreement = add_running (f), *other = add_running (f);
  KxRecord *own = add_case (f, agreement), *foreign = add_case (f, other);
  g_autofree char *id = g_strdup (own->id);
  /* How the agency was heard stands in its case. */
  g_autofree char *named =
      g_strconcat (BEGINNING "\nserved_on=2026-11-16\nends_on=2026-11-20\nexit_case=", own->id, NULL);
  g_autofree char *wrong = g_strconcat (TERMINATION "\nexit_case=", foreign->id, NULL);

  refuse (f, agreement, wrong, "case-of-another");
  kx_exit_case_set_measure (kx_exit_case (own), kx_exit_case_measure_suspension);
  refuse (f, agreement, named, "case-of-another");
  kx_exit_case_set_measure (kx_exit_case (own), kx_exit_case_measure_termination);
  kx_exit_case_set_agreement (kx_exit_case (own), id_of (other));
  refuse (f, agreement, named, "case-of-another");
  kx_record_drop (own, kx_exit_case_f_agreement);
  kx_test_admission_do (f, AGREEMENT, id_of (agreement), "terminate", named, f->leader);
  g_assert_cmpstr (
      kx_record_get (kx_test_admission_row (f, &kx_exit_case_entity, id), kx_exit_case_f_agreement).REF, ==,
      id_of (agreement));
}

static void
test_a_superior_terminates (Fixture *f, gconstpointer data)
{
  const Kx_agreement *agreement = add_running (f);

  kx_test_admission_refuse (f, AGREEMENT, id_of (agreement), "terminate", TERMINATION, f->clerk,
                            "approval-needed");
  kx_test_admission_refuse (f, AGREEMENT, id_of (agreement), "terminate", TERMINATION, f->reviewer,
                            KX_CODE_ROLE);
  f->world->on_device = TRUE;
  kx_test_admission_refuse (f, AGREEMENT, id_of (agreement), "terminate", TERMINATION, f->leader,
                            "needs-service");
}

static void
test_kept_after_all_nothing_of_it_is_left (Fixture *f, gconstpointer data)
{
  static const guint gone[] = { kx_agreement_f_leaving_on,        kx_agreement_f_leaving_as,
                                kx_agreement_f_leaving_number,    kx_agreement_f_leaving_decided_on,
                                kx_agreement_f_leaving_served_on, kx_agreement_f_leaving_clause,
                                kx_agreement_f_patients,          kx_agreement_f_statement,
                                kx_agreement_f_statement_on };
  const Kx_agreement *agreement = add_running (f);

  terminate (f, agreement);
  kx_test_admission_do (f, AGREEMENT, id_of (agreement), "keep", "$reason=复议决定撤销", f->leader);
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    g_assert_false (kx_record_has (row_of (f, agreement), gone[i]));
  see_to (f, agreement);
  refuse_end (f, agreement, END "terminated" HEARD, "end-undecided");
}

static void
test_patients_and_settlement_come_first (Fixture *f, gconstpointer data)
{
  const Kx_agreement *agreement = add_running (f);

  terminate (f, agreement);
  refuse_end (f, agreement, END "terminated", "patients-there");
  enter (f, agreement, kx_agreement_f_patients_moved_on, 20261119);
  refuse_end (f, agreement, END "terminated", "settlement-open");
  enter (f, agreement, kx_agreement_f_settled_on, 20261120);
  kx_test_admission_do (f, AGREEMENT, id_of (agreement), "end", END "terminated", f->leader);
}

static const KxFinding *
end_with (Fixture *f, const Kx_agreement *agreement, const char *arguments, const char *code,
          KxDecision **ret_decision)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, AGREEMENT, id_of (agreement), "end", arguments);

  *ret_decision = kx_test_world_decide (f->world, op, f->leader);
  g_assert_cmpint ((*ret_decision)->result, !=, KX_REJECTED);
  return kx_test_world_finding (*ret_decision, code, NULL);
}

/* An unpaid agency is held back by nothing, nor is one that merged; of one whose term is over nobody asks. */
static void
test_who_is_not_held_back (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *arguments;
    gboolean warns;
  } ends[] = { { END "unpaid", TRUE }, { END "merged", TRUE }, { END "expired", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      Kx_agreement *agreement = add_running (f);
      g_autoptr (KxDecision) decision = NULL;
      const KxFinding *finding;

      if (ends[i].warns)
        kx_agreement_set_state (agreement, kx_agreement_state_terminating);
      finding = end_with (f, agreement, ends[i].arguments, "patients-there", &decision);
      g_assert_cmpint (finding != NULL, ==, ends[i].warns);
      g_assert_true (finding == NULL || finding->verdict == KX_WARNS);
    }
}

static void
test_a_plaque_holds_nothing_back (Fixture *f, gconstpointer data)
{
  Kx_agreement *agreement = add_running (f);
  g_autoptr (KxDecision) none = NULL, out = NULL, own = NULL, back = NULL;
  const KxFinding *finding;

  g_assert_null (end_with (f, agreement, END "expired", "plaque-out", &none));
  kx_agreement_set_plaque_no (agreement, "鲁康-014");
  finding = end_with (f, agreement, END "expired", "plaque-out", &out);
  g_assert_cmpint (finding->verdict, ==, KX_WARNS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_OFFICE);
  kx_test_admission_enter_own (f, "plaque_return_workdays", "10");
  finding = end_with (f, agreement, END "expired", "plaque-out", &own);
  g_assert_cmpint (finding->cite.force, ==, KX_FORCE_OWN_VALUE);
  enter (f, agreement, kx_agreement_f_plaque_returned_on, 20261120);
  g_assert_null (end_with (f, agreement, END "expired", "plaque-out", &back));
}

static void
test_what_is_entered_has_happened (Fixture *f, gconstpointer data)
{
  static const guint facts[] = { kx_agreement_f_plaque_given_on, kx_agreement_f_plaque_returned_on,
                                 kx_agreement_f_published_on,    kx_agreement_f_filed_on,
                                 kx_agreement_f_settled_on,      kx_agreement_f_patients_moved_on };
  const Kx_agreement *agreement = add_running (f);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr (KxOp) op = kx_test_world_patch (f->world, AGREEMENT, id_of (agreement), facts[i],
                                                 (KxValue){ .DATE = { 20261123 } });

      kx_test_world_refuse (f->world, op, f->clerk, "day-to-come", kx_agreement_entity.fields[facts[i]].name);
      enter (f, agreement, facts[i], 20261122);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/agreement end/" name, Fixture, NULL, set_up, function, kx_test_admission_tear_down)
  ADD ("a decision terminates it", test_a_decision_terminates_it);
  ADD ("days of a decision stand in order", test_days_of_a_decision_stand_in_order);
  ADD ("nobody is put out unheard", test_nobody_is_put_out_unheard);
  ADD ("a case is one of this agency", test_a_case_is_one_of_this_agency);
  ADD ("a superior terminates", test_a_superior_terminates);
  ADD ("kept after all nothing of it is left", test_kept_after_all_nothing_of_it_is_left);
  ADD ("patients and settlement come first", test_patients_and_settlement_come_first);
  ADD ("who is not held back", test_who_is_not_held_back);
  ADD ("a plaque holds nothing back", test_a_plaque_holds_nothing_back);
  ADD ("what is entered has happened", test_what_is_entered_has_happened);
#undef ADD
  return g_test_run ();
}

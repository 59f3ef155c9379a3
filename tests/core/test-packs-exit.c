/* An agency is put out only when it was heard, or waived it, or let its term pass: under every pack, by the
 * law's own words; the order of days is the office's rule, and the term its own value. */
#include "core/entities/kx-exit-case.h"
#include "core/kx-test-packs.h"

typedef KxTestAdmission Fixture;

#define AGREEMENT &kx_agreement_entity
#define EXIT_CASE &kx_exit_case_entity
#define CHECK(f, act, cells) kx_test_packs_check (f, act, cells, G_N_ELEMENTS (cells))
#define KX_N KX_N_POLICY
#define END "ended_on=2026-11-20\nending=terminated\n$reason=违约"

/* Columns: SD, ZB, NN, GD, CZ, HN, CN. */
#define ALL(item)                                                                                            \
  {                                                                                                          \
    item, item, item, item, item, item, item                                                                 \
  }
#define NOWHERE ALL (NULL)
#define LAW "第四十三条"

/* Who has been heard, or not, finds the law in every pack. */
static const KxTestCell refused[] = {
  { "statement-heard", KX_POLICY_statement_right, KX_FAILS, KX_SOURCE_LAW, ALL (LAW) },
};
static const KxTestCell heard[] = {
  { "statement-heard", KX_POLICY_statement_right, KX_HOLDS, KX_SOURCE_LAW, ALL (LAW) },
  { "statement-day-missing", KX_N, KX_HOLDS, KX_SOURCE_PROGRAM, ALL ("") },
  { "statement-term-open", KX_N, KX_FAILS, KX_SOURCE_OFFICE, NOWHERE },
  { "statement-term-short", KX_N, KX_FAILS, KX_SOURCE_OFFICE, NOWHERE },
};
static const KxTestCell noted[] = {
  { "statement-heard", KX_POLICY_statement_right, KX_WARNS, KX_SOURCE_LAW, ALL (LAW) },
};

/* An agreement that has run since 2025, with all done that an end by the office needs. Borrowed. */
static Kx_agreement *
run (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = kx_test_admission_to_signing (f, pack->county);

  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_signed_on (agreement, (KxDate){ 20250110 });
  kx_agreement_set_leaving_decided_on (agreement, (KxDate){ 20261116 });
  kx_agreement_set_patients_moved_on (agreement, (KxDate){ 20261118 });
  kx_agreement_set_settled_on (agreement, (KxDate){ 20261119 });
  return agreement;
}

static KxDecision *
decide (Fixture *f, const KxEntity *entity, const char *id, const char *action, const char *arguments)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, entity, id, action, arguments);

  return kx_test_world_decide (f->world, op, f->leader);
}

static KxDecision *
end (Fixture *f, const KxTestPack *pack, const char *arguments)
{
  return decide (f, AGREEMENT, ((KxRecord *) run (f, pack))->id, "end", arguments);
}

static KxDecision *
applied (KxDecision *decision)
{
  g_autofree char *all = kx_test_world_describe (decision);

  if (decision->result != KX_APPLIED)
    g_error ("refused: %s", all);
  return decision;
}

static KxDecision *
end_unheard (Fixture *f, const KxTestPack *pack)
{
  KxDecision *decision = end (f, pack, END);

  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  return decision;
}

static KxDecision *
end_heard (Fixture *f, const KxTestPack *pack)
{
  const Kx_agreement *agreement = run (f, pack);
  const char *id = ((const KxRecord *) agreement)->id;

  g_autoptr (KxOp) op =
      kx_test_admission_step (f, AGREEMENT, id, "end", END "\nstatement=heard\nstatement_on=2026-11-12");
  KxDecision *decision = applied (kx_test_world_decide (f->world, op, f->leader));
  const KxRecord *row;

  kx_test_world_do (f->world, op, f->leader);
  row = kx_test_admission_row (f, AGREEMENT, id);
  g_assert_cmpint (kx_record_get (row, kx_agreement_f_statement).CODE, ==, kx_exit_case_statement_heard);
  g_assert_cmpint (kx_record_get (row, kx_agreement_f_statement_on).DATE.ymd, ==, 20261112);
  return decision;
}

static KxDecision *
end_waived (Fixture *f, const KxTestPack *pack)
{
  return applied (end (f, pack, END "\nstatement=waived\nstatement_on=2026-11-12"));
}

static KxDecision *
end_without_its_day (Fixture *f, const KxTestPack *pack)
{
  return end (f, pack, END "\nstatement=heard");
}

static KxDecision *
end_in_its_term (Fixture *f, const KxTestPack *pack)
{
  return end (f, pack, END "\nstatement=lapsed\nstatement_on=2026-11-20");
}

/* An exit case of the agency. Borrowed. */
static Kx_exit_case *
add_case (Fixture *f, const char *agency, const char *agreement)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, EXIT_CASE, kx_exit_case_state_running);
  Kx_exit_case *exit_case = kx_exit_case (row);

  g_free (row->space);
  row->space = g_strconcat (f->area, "/exit", NULL);
  kx_exit_case_set_office (exit_case, f->office);
  kx_exit_case_set_agency (exit_case, agency);
  if (agreement != NULL)
    kx_exit_case_set_agreement (exit_case, agreement);
  kx_exit_case_set_measure (exit_case, kx_exit_case_measure_termination);
  kx_exit_case_set_notified_on (exit_case, (KxDate){ 20261102 });
  kx_exit_case_set_statement (exit_case, kx_exit_case_statement_heard);
  kx_exit_case_set_statement_on (exit_case, (KxDate){ 20261110 });
  kx_record_drop (row, kx_exit_case_f_taken_over);
  kx_record_drop (row, kx_exit_case_f_confirmed_by);
  kx_record_drop (row, kx_exit_case_f_decided_on);
  kx_record_drop (row, kx_exit_case_f_effective_on);
  kx_record_drop (row, kx_exit_case_f_ended_on);
  return exit_case;
}

static KxDecision *
end_by_a_case (Fixture *f, const KxTestPack *pack)
{
  const Kx_agreement *agreement = run (f, pack);
  const char *id = ((const KxRecord *) agreement)->id;

  add_case (f, kx_agreement_get_agency (agreement), id);
  return applied (decide (f, AGREEMENT, id, "end", END));
}

/* One of another agreement, one that suspends, one of years before this agreement, one that says nothing. */
static KxDecision *
end_by_other_cases (Fixture *f, const KxTestPack *pack)
{
  const Kx_agreement *agreement = run (f, pack);
  const char *id = ((const KxRecord *) agreement)->id, *agency = kx_agreement_get_agency (agreement);
  g_autofree char *another = kx_test_world_id ();

  add_case (f, agency, another);
  kx_exit_case_set_measure (add_case (f, agency, NULL), kx_exit_case_measure_suspension);
  kx_exit_case_set_statement_on (add_case (f, agency, NULL), (KxDate){ 20250109 });
  kx_record_drop ((KxRecord *) add_case (f, agency, id), kx_exit_case_f_statement);
  add_case (f, kx_test_admission_add_agency (f), NULL);
  return decide (f, AGREEMENT, id, "end", END);
}

static void
test_an_agreement_ends_by_the_office (Fixture *f, gconstpointer data)
{
  static const KxTestCell dayless[] = {
    { "statement-day-missing", KX_N, KX_FAILS, KX_SOURCE_PROGRAM, ALL ("") },
  };
  static const KxTestCell open[] = {
    { "statement-heard", KX_POLICY_statement_right, KX_HOLDS, KX_SOURCE_LAW, ALL (LAW) },
    { "statement-term-open", KX_N, KX_FAILS, KX_SOURCE_OFFICE, ALL ("") },
  };

  CHECK (f, end_unheard, refused);
  CHECK (f, end_heard, heard);
  CHECK (f, end_waived, heard);
  CHECK (f, end_without_its_day, dayless);
  CHECK (f, end_in_its_term, open);
  CHECK (f, end_by_a_case, heard);
  CHECK (f, end_by_other_cases, refused);
}

static KxDecision *
let_expire (Fixture *f, const KxTestPack *pack)
{
  return applied (end (f, pack, "ended_on=2026-11-20\nending=expired\n$reason=到期"));
}

static KxDecision *
let_go (Fixture *f, const KxTestPack *pack)
{
  return applied (end (f, pack, "ended_on=2026-11-20\nending=agency_left\n$reason=申请"));
}

/* Before any of the documents the law's sentence is in no pack. */
static KxDecision *
end_of_long_ago (Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement = run (f, pack);

  kx_agreement_set_signed_on (agreement, (KxDate){ 20180110 });
  return applied (decide (f, AGREEMENT, ((KxRecord *) agreement)->id, "end",
                          "ended_on=2019-11-20\nending=terminated\n$reason=违约"));
}

static void
test_other_endings_ask_for_no_statement (Fixture *f, gconstpointer data)
{
  static const KxTestCell none[] = { { "statement-heard", KX_N, KX_FAILS, KX_SOURCE_LAW, NOWHERE } };

  CHECK (f, let_expire, none);
  CHECK (f, let_go, none);
  CHECK (f, end_of_long_ago, none);
}

static const char *
id_of (const Kx_exit_case *exit_case)
{
  return ((const KxRecord *) exit_case)->id;
}

/* A case of an agency of the office; unheard, unless `statement` says otherwise. Borrowed. */
static Kx_exit_case *
begin_case (Fixture *f, int statement)
{
  Kx_exit_case *exit_case = add_case (f, kx_test_admission_add_agency (f), NULL);

  if (statement >= 0)
    kx_exit_case_set_statement (exit_case, statement);
  else
    {
      kx_record_drop ((KxRecord *) exit_case, kx_exit_case_f_statement);
      kx_record_drop ((KxRecord *) exit_case, kx_exit_case_f_statement_on);
    }
  return exit_case;
}

static KxDecision *
decide_case (Fixture *f, const Kx_exit_case *exit_case, int day)
{
  g_autoptr (KxOp) op = kx_test_world_patch (f->world, EXIT_CASE, id_of (exit_case),
                                             kx_exit_case_f_decided_on, (KxValue){ .DATE = { day } });

  return kx_test_world_decide (f->world, op, f->clerk);
}

static KxDecision *
decide_unheard (Fixture *f, const KxTestPack *pack)
{
  return decide_case (f, begin_case (f, -1), 20261115);
}

static KxDecision *
decide_heard (Fixture *f, const KxTestPack *pack)
{
  return applied (decide_case (f, begin_case (f, kx_exit_case_statement_heard), 20261115));
}

static KxDecision *
decide_after_silence (Fixture *f, const KxTestPack *pack)
{
  return applied (decide_case (f, begin_case (f, kx_exit_case_statement_lapsed), 20261115));
}

/* On the last day on which it may speak. */
static KxDecision *
decide_in_its_term (Fixture *f, const KxTestPack *pack)
{
  return decide_case (f, begin_case (f, kx_exit_case_statement_lapsed), 20261110);
}

/* Six working days after the notice, where the office gives ten. */
static KxDecision *
decide_before_the_own_term (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "statement_workdays", "10");
  return decide_case (f, begin_case (f, kx_exit_case_statement_lapsed), 20261115);
}

static KxDecision *
decide_after_the_own_term (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "statement_workdays", "6");
  return applied (decide_case (f, begin_case (f, kx_exit_case_statement_lapsed), 20261115));
}

static KxDecision *
close_unheard (Fixture *f, const KxTestPack *pack)
{
  return decide (f, EXIT_CASE, id_of (begin_case (f, -1)), "close", "ended_on=2026-11-18\n$reason=办结");
}

static KxDecision *
close_heard (Fixture *f, const KxTestPack *pack)
{
  return applied (decide (f, EXIT_CASE, id_of (begin_case (f, kx_exit_case_statement_waived)), "close",
                          "ended_on=2026-11-18\n$reason=办结"));
}

static void
test_an_exit_case_is_decided (Fixture *f, gconstpointer data)
{
  static const KxTestCell open[] = {
    { "statement-term-open", KX_N, KX_FAILS, KX_SOURCE_OFFICE, ALL ("") },
  };
  static const KxTestCell silent[] = {
    { "statement-heard", KX_POLICY_statement_right, KX_HOLDS, KX_SOURCE_LAW, ALL (LAW) },
    { "statement-term-open", KX_N, KX_HOLDS, KX_SOURCE_OFFICE, ALL ("") },
    /* Nobody gave a number: there is none to fall short of. */
    { "statement-term-short", KX_POLICY_statement_workdays, KX_HOLDS, KX_SOURCE_OFFICE, NOWHERE },
  };
  static const KxTestCell brief[] = {
    { "statement-term-short", KX_POLICY_statement_workdays, KX_FAILS, KX_SOURCE_OFFICE, ALL ("2020-01-01") },
  };
  static const KxTestCell full[] = {
    { "statement-term-short", KX_POLICY_statement_workdays, KX_HOLDS, KX_SOURCE_OFFICE, ALL ("2020-01-01") },
  };

  CHECK (f, decide_unheard, refused);
  CHECK (f, decide_heard, heard);
  CHECK (f, decide_after_silence, silent);
  CHECK (f, decide_in_its_term, open);
  CHECK (f, decide_before_the_own_term, brief);
  CHECK (f, decide_after_the_own_term, full);
  CHECK (f, close_unheard, refused);
  CHECK (f, close_heard, heard);
}

/* Entered with its decision, which was made on paper. */
static KxDecision *
enter_decided (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (EXIT_CASE, NULL, NULL);
  g_autoptr (KxOp) op = NULL;

  kx_exit_case_set_office (kx_exit_case (fields), f->office);
  kx_exit_case_set_agency (kx_exit_case (fields), kx_test_admission_add_agency (f));
  kx_exit_case_set_decided_on (kx_exit_case (fields), (KxDate){ 20260915 });
  op = kx_test_world_op (f->world, KX_OP_CREATE, EXIT_CASE, id, fields);
  return applied (kx_test_world_decide (f->world, op, f->clerk));
}

static Kx_exit_case *
begin_decided (Fixture *f)
{
  Kx_exit_case *exit_case = begin_case (f, -1);

  kx_exit_case_set_decided_on (exit_case, (KxDate){ 20261015 });
  kx_exit_case_set_notified_on (exit_case, (KxDate){ 20260915 });
  return exit_case;
}

static KxDecision *
take_over (Fixture *f, const KxTestPack *pack)
{
  g_autoptr (KxOp) op =
      kx_test_admission_step (f, EXIT_CASE, id_of (begin_decided (f)), "take_over", "state=running");

  return applied (kx_test_world_decide (f->world, op, f->clerk));
}

static KxDecision *
close_what_was_decided_on_paper (Fixture *f, const KxTestPack *pack)
{
  Kx_exit_case *exit_case = begin_decided (f);

  kx_exit_case_set_taken_over (exit_case, TRUE);
  return applied (decide (f, EXIT_CASE, id_of (exit_case), "close", "ended_on=2026-11-18\n$reason=办结"));
}

/* It came in from paper without a decision: that is made now. */
static KxDecision *
close_what_came_undecided (Fixture *f, const KxTestPack *pack)
{
  Kx_exit_case *exit_case = begin_case (f, -1);

  kx_exit_case_set_taken_over (exit_case, TRUE);
  return decide (f, EXIT_CASE, id_of (exit_case), "close", "ended_on=2026-11-18\n$reason=办结");
}

/* What was decided here may not lose what it rests on. */
static KxDecision *
take_the_statement_away (Fixture *f, const KxTestPack *pack)
{
  Kx_exit_case *exit_case = begin_case (f, kx_exit_case_statement_heard);
  KxRecord *fields = kx_record_new (EXIT_CASE, NULL, NULL);
  g_autoptr (KxOp) op = NULL;

  kx_exit_case_set_decided_on (exit_case, (KxDate){ 20261115 });
  kx_record_put_null (fields, kx_exit_case_f_statement);
  op = kx_test_world_op (f->world, KX_OP_PATCH, EXIT_CASE, id_of (exit_case), fields);
  return kx_test_world_decide (f->world, op, f->clerk);
}

/* Another field of a case that lacks its statement is changed all the same. */
static KxDecision *
change_its_ground (Fixture *f, const KxTestPack *pack)
{
  g_autoptr (KxOp) op = kx_test_world_patch (f->world, EXIT_CASE, id_of (begin_decided (f)),
                                             kx_exit_case_f_ground, (KxValue){ .TEXT = "拒收转诊职工" });

  return applied (kx_test_world_decide (f->world, op, f->clerk));
}

static void
test_paper_comes_in_as_it_stands (Fixture *f, gconstpointer data)
{
  static const KxTestCell none[] = { { "statement-heard", KX_N, KX_FAILS, KX_SOURCE_LAW, NOWHERE } };

  CHECK (f, enter_decided, noted);
  CHECK (f, take_over, noted);
  CHECK (f, close_what_was_decided_on_paper, noted);
  CHECK (f, close_what_came_undecided, refused);
  CHECK (f, take_the_statement_away, refused);
  CHECK (f, change_its_ground, none);
}

/* Its own days stand in order, also before anything is decided. */
static void
test_its_days_stand_in_order (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int day;
    const char *code, *field;
  } days[] = {
    { 20261101, "dates-in-order", "statement_on" },
    { 20261123, "day-to-come", "statement_on" },
  };

  kx_test_admission_enter_pack (f, "CN", "410100");
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      const Kx_exit_case *exit_case = begin_case (f, -1);
      g_autoptr (KxOp) op =
          kx_test_world_patch (f->world, EXIT_CASE, id_of (exit_case), kx_exit_case_f_statement_on,
                               (KxValue){ .DATE = { days[i].day } });

      kx_test_world_refuse (f->world, op, f->clerk, days[i].code, days[i].field);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/packs-exit/" name, Fixture, NULL, kx_test_admission_set_up, func, kx_test_admission_tear_down)
  ADD ("an agreement ends by the office", test_an_agreement_ends_by_the_office);
  ADD ("other endings ask for no statement", test_other_endings_ask_for_no_statement);
  ADD ("an exit case is decided", test_an_exit_case_is_decided);
  ADD ("paper comes in as it stands", test_paper_comes_in_as_it_stands);
  ADD ("its days stand in order", test_its_days_stand_in_order);
  return g_test_run ();
}

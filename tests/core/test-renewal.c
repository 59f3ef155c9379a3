/* An agreement that follows another: what stands in its way, what is only said, and its dates, which an
 * independent calendar reckons as well, after any number of renewals and of being carried on. */
#include "core/kx-renewal.h"

#include "core/entities/kx-rectification.h"
#include "core/kx-test-admission.h"

typedef KxTestAdmission Fixture;

#define AGREEMENT &kx_agreement_entity
#define COUNTY "370102"
#define SIGNING "signed_on=2026-11-20\nsigner=王五"
#define REFUSE "decided_on=2026-11-20\nreasons=布局已满，本期不再续签"

/* One that runs until the end of the year. Borrowed. */
static KxRecord *
add_running (Fixture *f)
{
  Kx_agreement *agreement = kx_test_admission_to_signing (f, COUNTY);

  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_signed_on (agreement, (KxDate){ 20241220 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20250101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20261231 });
  kx_agreement_set_scopes (agreement, (KxCodes){ 1 });
  kx_agreement_set_template_name (agreement, "服务协议文本（2025年版）");
  return (KxRecord *) agreement;
}

static KxOp *
make_renewal (Fixture *f, const KxRecord *previous)
{
  g_autofree char *id = kx_test_world_id (), *number = g_strdup_printf ("协议%s", id);
  KxRecord *draft = kx_renewal_draft (previous, NULL);

  kx_agreement_set_number (kx_agreement (draft), number);
  return kx_test_world_op (f->world, KX_OP_CREATE, AGREEMENT, id, draft);
}

/* The id of a new draft that follows `previous`; owned. */
static char *
renew (Fixture *f, const KxRecord *previous)
{
  g_autoptr (KxOp) op = make_renewal (f, previous);

  kx_test_world_do (f->world, op, f->clerk);
  return g_strdup (op->row);
}

static KxRecord *
row_of (Fixture *f, const char *id)
{
  return (KxRecord *) kx_test_admission_row (f, AGREEMENT, id);
}

static void
do_step (Fixture *f, const char *id, const char *action, const char *arguments, const KxActor *actor)
{
  kx_test_admission_do (f, AGREEMENT, id, action, arguments, actor);
}

static void
refuse (Fixture *f, const char *id, const char *action, const char *code)
{
  kx_test_admission_refuse (f, AGREEMENT, id, action, NULL, f->clerk, code);
}

static KxVerdict
verdict_of (Fixture *f, const KxOp *op, const char *code)
{
  g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, f->clerk);
  const KxFinding *finding = kx_test_world_finding (decision, code, NULL);

  g_assert_nonnull (finding);
  return finding->verdict;
}

static KxVerdict
verdict_of_step (Fixture *f, const char *id, const char *action, const char *code)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, AGREEMENT, id, action, NULL);

  return verdict_of (f, op, code);
}

static void
sign (Fixture *f, const char *id)
{
  do_step (f, id, "submit", NULL, f->clerk);
  do_step (f, id, "approve", NULL, f->reviewer);
  do_step (f, id, "agency_sign", SIGNING, f->clerk);
  do_step (f, id, "sign", SIGNING, f->leader);
}

static void
test_it_is_signed_while_the_one_before_runs (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autofree char *id = renew (f, old);
  const KxRecord *draft = row_of (f, id);

  g_assert_cmpint (kx_record_get (draft, kx_agreement_f_starts_on).DATE.ymd, ==, 20270101);
  g_assert_cmpint (kx_record_get (draft, kx_agreement_f_ends_on).DATE.ymd, ==, 20281231);
  g_assert_true (kx_record_same (draft, old, kx_agreement_f_template_name));
  g_assert_true (kx_record_same (draft, old, kx_agreement_f_rehab_types));
  sign (f, id);
  g_assert_true (kx_agreement_runs (row_of (f, id)));
  g_assert_true (kx_agreement_runs (old));
  g_assert_cmpint (kx_record_get (old, kx_agreement_f_ends_on).DATE.ymd, ==, 20261231);
}

/* The first of the row still runs on paper while the third is drawn up. */
static void
test_a_row_of_them_stands_beside_each_other (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autofree char *second = renew (f, old), *third = NULL;
  g_autoptr (KxOp) late = NULL;

  sign (f, second);
  f->world->today = (KxDate){ 20281120 };
  third = renew (f, row_of (f, second));
  do_step (f, third, "submit", NULL, f->clerk);
  /* Two that would follow the same one cannot both. */
  late = make_renewal (f, row_of (f, second));
  kx_test_world_refuse (f->world, late, f->clerk, "second-agreement", NULL);
}

static void
test_the_terms_do_not_overlap (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autofree char *id = renew (f, old);
  Kx_agreement *draft = kx_agreement (row_of (f, id));

  g_assert_cmpint (verdict_of_step (f, id, "submit", "renewal-overlaps"), ==, KX_HOLDS);
  kx_agreement_set_starts_on (draft, (KxDate){ 20261231 });
  refuse (f, id, "submit", "renewal-overlaps");
  kx_agreement_set_starts_on (draft, (KxDate){ 20270102 });
  g_assert_cmpint (verdict_of_step (f, id, "submit", "renewal-gap"), ==, KX_WARNS);
  /* What the old one is carried on for counts. */
  kx_agreement_set_starts_on (draft, (KxDate){ 20270101 });
  kx_agreement_set_ends_on (kx_agreement (old), (KxDate){ 20270331 });
  refuse (f, id, "submit", "renewal-overlaps");
  kx_agreement_set_starts_on (draft, (KxDate){ 20270401 });
  do_step (f, id, "submit", NULL, f->clerk);
}

static void
test_while_it_is_drawn_up_an_overlap_is_said (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autoptr (KxOp) op = make_renewal (f, old);

  kx_agreement_set_starts_on (kx_agreement (op->fields), (KxDate){ 20261201 });
  g_assert_cmpint (verdict_of (f, op, "renewal-overlaps"), ==, KX_WARNS);
  kx_test_world_do (f->world, op, f->clerk);
}

static void
test_it_is_carried_on_only_up_to_the_next (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autofree char *id = renew (f, old);

  g_assert_cmpint (kx_record_get (row_of (f, id), kx_agreement_f_state).CODE, ==, kx_agreement_state_draft);
  do_step (f, old->id, "bridge", "number=3\nmade_on=2026-11-20\nends_on=2027-01-31", f->leader);
  kx_agreement_set_starts_on (kx_agreement (row_of (f, id)), (KxDate){ 20270201 });
  sign (f, id);
  kx_test_admission_refuse (f, AGREEMENT, old->id, "bridge",
                            "number=4\nmade_on=2026-11-20\nends_on=2027-02-01", f->leader,
                            "bridge-into-next");
}

static void
test_only_the_same_two_renew_what_runs (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f), *other = add_running (f);
  g_autoptr (KxOp) op = make_renewal (f, old);
  static const struct
  {
    int state, ending;
    gboolean renewable;
  } cases[] = {
    { kx_agreement_state_approved, -1, FALSE },
    { kx_agreement_state_terminating, -1, TRUE },
    { kx_agreement_state_ended, kx_agreement_ending_expired, TRUE },
    { kx_agreement_state_ended, kx_agreement_ending_terminated, FALSE },
    { kx_agreement_state_ended, kx_agreement_ending_agency_left, FALSE },
  };

  kx_agreement_set_previous (kx_agreement (op->fields), other->id);
  kx_test_world_refuse (f->world, op, f->clerk, "renewal-of-another", "previous");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KxOp) again = make_renewal (f, old);

      kx_agreement_set_state (kx_agreement (old), cases[i].state);
      if (cases[i].ending >= 0)
        kx_agreement_set_ending (kx_agreement (old), cases[i].ending);
      g_assert_cmpint (verdict_of (f, again, "not-renewable"), ==, cases[i].renewable ? KX_HOLDS : KX_FAILS);
    }
}

static void
test_a_decision_by_which_it_ends_stands_in_the_way (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autofree char *id = renew (f, old);
  Kx_exit_case *exit_case = kx_exit_case (
      (KxRecord *) kx_test_world_add (f->world, &kx_exit_case_entity, kx_exit_case_state_running));

  kx_exit_case_set_office (exit_case, f->office);
  kx_exit_case_set_agency (exit_case, kx_record_get (old, kx_agreement_f_agency).REF);
  kx_exit_case_set_agreement (exit_case, old->id);
  kx_exit_case_set_measure (exit_case, kx_exit_case_measure_termination);
  kx_exit_case_set_decided_on (exit_case, (KxDate){ 20261110 });
  refuse (f, id, "submit", "put-out");
  kx_exit_case_set_ban_until (exit_case, (KxDate){ 20271110 });
  refuse (f, id, "submit", "banned");
  kx_exit_case_set_measure (exit_case, kx_exit_case_measure_suspension);
  do_step (f, id, "submit", NULL, f->clerk);
}

static Kx_rectification *
add_rectification (Fixture *f, const KxRecord *old, int state, int due)
{
  Kx_rectification *row =
      kx_rectification ((KxRecord *) kx_test_world_add (f->world, &kx_rectification_entity, (guint) state));

  kx_rectification_set_office (row, f->office);
  kx_rectification_set_agency (row, kx_record_get (old, kx_agreement_f_agency).REF);
  kx_rectification_set_due_on (row, (KxDate){ due });
  kx_rectification_set_rechecked_on (row, (KxDate){ 20261115 });
  return row;
}

static void
test_an_overdue_or_failed_rectification_stands_in_the_way (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autofree char *id = renew (f, old);
  Kx_rectification *row = add_rectification (f, old, kx_rectification_state_issued, 20261101);

  refuse (f, id, "submit", "rectification-hinders");
  kx_rectification_set_state (row, kx_rectification_state_failed);
  refuse (f, id, "submit", "rectification-hinders");
  kx_rectification_set_state (row, kx_rectification_state_passed);
  do_step (f, id, "submit", NULL, f->clerk);
  /* One that is late by the time of the signature counts too. */
  add_rectification (f, old, kx_rectification_state_issued, f->world->today.ymd - 1);
  kx_test_admission_refuse (f, AGREEMENT, id, "approve", NULL, f->reviewer, "rectification-hinders");
}

static void
test_one_in_time_asks_for_a_clause (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autofree char *id = NULL;
  g_autoptr (KxOp) op = NULL;

  add_rectification (f, old, kx_rectification_state_issued, 20270131);
  op = make_renewal (f, old);
  g_assert_cmpint (verdict_of (f, op, "rectification-open"), ==, KX_WARNS);
  id = renew (f, old);
  g_assert_cmpint (verdict_of_step (f, id, "submit", "rectification-open"), ==, KX_WARNS);
  kx_agreement_set_rectify_by (kx_agreement (row_of (f, id)), (KxDate){ 20270131 });
  g_assert_cmpint (verdict_of_step (f, id, "submit", "rectification-open"), ==, KX_HOLDS);
  sign (f, id);
}

static void
test_a_superior_passes_over_it (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autofree char *id = renew (f, old);
  Kx_rectification *row = add_rectification (f, old, kx_rectification_state_issued, 20261101);
  const char *why = "$reason=群众用药需要";

  kx_test_admission_refuse (f, AGREEMENT, id, "renew_despite", why, f->clerk, "approval-needed");
  kx_test_admission_refuse (f, AGREEMENT, id, "renew_despite", NULL, f->leader, "reason-needed");
  do_step (f, id, "renew_despite", why, f->leader);
  g_assert_cmpint (kx_record_get (row_of (f, id), kx_agreement_f_despite_on).DATE.ymd, ==,
                   f->world->today.ymd);
  do_step (f, id, "submit", NULL, f->clerk);
  /* It was not decided about what came later. */
  f->world->today = kx_date_add_days (f->world->today, 10);
  kx_rectification_set_state (row, kx_rectification_state_failed);
  kx_rectification_set_rechecked_on (row, f->world->today);
  kx_test_admission_refuse (f, AGREEMENT, id, "approve", NULL, f->reviewer, "rectification-hinders");
}

static void
test_who_is_not_renewed_is_told_why_and_may_be_after_all (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autoptr (KxOp) op = NULL;
  g_autofree char *id = NULL;

  kx_test_admission_refuse (f, AGREEMENT, old->id, "not_renew", REFUSE, f->clerk, "approval-needed");
  kx_test_admission_refuse (f, AGREEMENT, old->id, "not_renew", "decided_on=2027-11-20\nreasons=无",
                            f->leader, "day-to-come");
  kx_test_admission_refuse (f, AGREEMENT, old->id, "renew_after_all", "$reason=改正", f->leader,
                            "not-refused");
  do_step (f, old->id, "not_renew", REFUSE, f->leader);
  g_assert_cmpint (kx_record_get (old, kx_agreement_f_state).CODE, ==, kx_agreement_state_signed);
  g_assert_cmpstr (kx_record_get (old, kx_agreement_f_not_renewed_why).TEXT, ==, "布局已满，本期不再续签");
  op = make_renewal (f, old);
  kx_test_world_refuse (f->world, op, f->clerk, "renewal-refused", "previous");
  do_step (f, old->id, "renew_after_all", "$reason=上级批复增加布局", f->leader);
  g_assert_false (kx_record_has (old, kx_agreement_f_not_renewed_on));
  id = renew (f, old);
  kx_test_admission_refuse (f, AGREEMENT, old->id, "not_renew", REFUSE, f->leader, "renewal-begun");
}

static void
lose (Fixture *f, const char *drawer)
{
  g_autofree char *space = g_strconcat (f->area, "/", drawer, NULL);

  kx_test_table_remove_space (f->world->table, space);
  f->world->on_device = TRUE;
}

/* What is not here is not known, and does not pass for the best. */
static void
test_what_is_not_here_cannot_be_told (Fixture *f, gconstpointer data)
{
  KxRecord *old = add_running (f);
  g_autoptr (KxOp) op = make_renewal (f, old);

  lose (f, "evaluation");
  g_assert_cmpint (verdict_of (f, op, "rectification-hinders"), ==, KX_CANNOT_TELL);
  lose (f, "exit");
  g_assert_cmpint (verdict_of (f, op, "put-out"), ==, KX_CANNOT_TELL);
  lose (f, "agreement");
  g_assert_cmpint (verdict_of (f, op, "previous-not-here"), ==, KX_CANNOT_TELL);
}

/* The reckoning by hand: days are counted one by one, months by the day of the month. */
static int
length_of (int year, int month)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return lengths[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static KxDate
next_day (KxDate day)
{
  int year = day.ymd / 10000, month = day.ymd / 100 % 100, of_month = day.ymd % 100 + 1;

  if (of_month > length_of (year, month))
    {
      of_month = 1;
      month++;
    }
  return month > 12 ? (KxDate){ (year + 1) * 10000 + 101 }
                    : (KxDate){ year * 10000 + month * 100 + of_month };
}

static KxDate
months_off (KxDate day, int months)
{
  int count = day.ymd / 10000 * 12 + day.ymd / 100 % 100 - 1 + months;

  return (KxDate){ count / 12 * 10000 + (count % 12 + 1) * 100 +
                   MIN (day.ymd % 100, length_of (count / 12, count % 12 + 1)) };
}

/* The day before that of the same number `months` later: the last one of a term. */
static KxDate
last_of_term (KxDate starts, int months)
{
  KxDate over = months_off (starts, months), day = starts, last = starts;

  for (; day.ymd < over.ymd; day = next_day (day))
    last = day;
  return last;
}

static KxDate
random_day (void)
{
  int year = g_test_rand_int_range (2004, 2040), month = g_test_rand_int_range (1, 13);

  /* Ends of months, of February and of years more often than chance has them. */
  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      return (KxDate){ year * 10000 + 229 - (length_of (year, 2) == 28) };
    case 1:
      return (KxDate){ year * 10000 + 101 };
    case 2:
      return (KxDate){ year * 10000 + month * 100 + length_of (year, month) };
    default:
      return (KxDate){ year * 10000 + month * 100 + g_test_rand_int_range (1, 29) };
    }
}

static void
set_term (KxRecord *agreement, KxDate starts, KxDate ends)
{
  kx_agreement_set_starts_on (kx_agreement (agreement), starts);
  kx_agreement_set_ends_on (kx_agreement (agreement), ends);
}

/* As the step does: the end that was signed stays on record. */
static void
carry_on (KxRecord *agreement, int months)
{
  KxDate ends = kx_record_get (agreement, kx_agreement_f_ends_on).DATE;

  if (!kx_record_has (agreement, kx_agreement_f_agreed_end))
    kx_agreement_set_agreed_end (kx_agreement (agreement), ends);
  kx_agreement_set_ends_on (kx_agreement (agreement), months_off (ends, months));
}

static void
test_any_row_of_terms_has_neither_gap_nor_overlap (void)
{
  for (guint round = 0; round < 400; round++)
    {
      int months = g_test_rand_int_range (1, 40);
      KxDate first = random_day ();
      g_autoptr (KxRecord) agreement = kx_record_new (&kx_agreement_entity, "a", NULL);

      set_term (agreement, first, last_of_term (first, months));
      for (guint k = 0; k < 12; k++)
        {
          KxDate was = kx_record_get (agreement, kx_agreement_f_ends_on).DATE, starts;
          g_autoptr (KxRecord) next = NULL;

          for (int n = g_test_rand_int_range (0, 3); n > 0; n--)
            carry_on (agreement, g_test_rand_int_range (1, 7));
          was = kx_record_get (agreement, kx_agreement_f_ends_on).DATE;
          next = kx_renewal_draft (agreement, "b");
          starts = kx_record_get (next, kx_agreement_f_starts_on).DATE;
          g_assert_cmpint (starts.ymd, ==, next_day (was).ymd);
          g_assert_cmpint (kx_record_get (next, kx_agreement_f_ends_on).DATE.ymd, ==,
                           last_of_term (starts, months).ymd);
          g_assert_false (kx_record_has (next, kx_agreement_f_agreed_end));
          kx_record_free (agreement);
          agreement = g_steal_pointer (&next);
        }
    }
}

static void
test_terms_of_days_keep_their_length (void)
{
  static const struct
  {
    int first, last, starts, ends;
  } cases[] = {
    { 20260115, 20260303, 20260304, 20260420 }, /* 48 days */
    { 20240229, 20250227, 20250228, 20260227 }, /* a year from a leap day, counted to the day before */
    { 20240229, 20250228, 20250301, 20260228 }, /* and to the end of the month */
    { 20240301, 20250228, 20250301, 20260228 }, { 20230301, 20240229, 20240301, 20250228 },
    { 20250101, 20251231, 20260101, 20261231 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KxRecord) agreement = kx_record_new (&kx_agreement_entity, "a", NULL);
      KxDate starts, ends;

      set_term (agreement, (KxDate){ cases[i].first }, (KxDate){ cases[i].last });
      kx_renewal_next_term (agreement, &starts, &ends);
      g_assert_cmpint (starts.ymd, ==, cases[i].starts);
      g_assert_cmpint (ends.ymd, ==, cases[i].ends);
    }
}

/* Whatever became of the first term: what has to be done before the end is reckoned from the end as it is. */
static void
test_what_comes_before_the_end_follows_the_end (void)
{
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);
  guint moved = 0;

  for (guint round = 0; round < 2000 || moved < 50; round++)
    {
      int months = g_test_rand_int_range (1, 13);
      KxDate end = random_day (), day = kx_renewal_lead (calendar, end, months),
             same = months_off (end, -months);
      g_autoptr (KxRecord) agreement = kx_record_new (&kx_agreement_entity, "a", NULL);

      g_assert_cmpint (round, <, 100000);
      g_assert_cmpint (day.ymd, <=, same.ymd);
      g_assert_true (kx_calendar_is_workday (calendar, day, NULL));
      /* Every day between is none of work. */
      for (KxDate between = next_day (day); between.ymd <= same.ymd; between = next_day (between))
        g_assert_false (kx_calendar_is_workday (calendar, between, NULL));
      moved += day.ymd != same.ymd;
      set_term (agreement, (KxDate){ 20040101 }, end);
      carry_on (agreement, months);
      g_assert_cmpint (kx_renewal_last_day (agreement).ymd, ==, months_off (end, months).ymd);
    }
}

static void
test_holidays_move_the_lead_forward (void)
{
  static const KxCalendarDay own[] = { { { 20261016 }, FALSE } };
  g_autoptr (KxCalendar) plain = kx_calendar_new (NULL, 0);
  g_autoptr (KxCalendar) calendar = kx_calendar_new (own, 1);

  /* 2026-10-01 to 07 is the national holiday, 09-30 a Wednesday. */
  g_assert_cmpint (kx_renewal_lead (plain, (KxDate){ 20270103 }, 3).ymd, ==, 20260930);
  g_assert_cmpint (kx_renewal_lead (plain, (KxDate){ 20270116 }, 3).ymd, ==, 20261016);
  g_assert_cmpint (kx_renewal_lead (calendar, (KxDate){ 20270116 }, 3).ymd, ==, 20261015);
  g_assert_cmpint (kx_renewal_lead (plain, (KxDate){ 0 }, 3).ymd, ==, 0);
}

static void
test_the_last_day_is_that_on_which_it_ends_now (void)
{
  g_autoptr (KxRecord) agreement = kx_record_new (&kx_agreement_entity, "a", NULL);
  KxDate starts, ends;

  kx_renewal_next_term (agreement, &starts, &ends);
  g_assert_cmpint (starts.ymd, ==, 0);
  set_term (agreement, (KxDate){ 20250101 }, (KxDate){ 20261231 });
  kx_agreement_set_leaving_on (kx_agreement (agreement), (KxDate){ 20270331 });
  g_assert_cmpint (kx_renewal_last_day (agreement).ymd, ==, 20261231);
  kx_agreement_set_leaving_on (kx_agreement (agreement), (KxDate){ 20261130 });
  g_assert_cmpint (kx_renewal_last_day (agreement).ymd, ==, 20261130);
  kx_agreement_set_ended_on (kx_agreement (agreement), (KxDate){ 20261115 });
  g_assert_cmpint (kx_renewal_last_day (agreement).ymd, ==, 20261115);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/renewal/" name, Fixture, NULL, kx_test_admission_set_up, function,                           \
              kx_test_admission_tear_down)
  ADD ("it is signed while the one before runs", test_it_is_signed_while_the_one_before_runs);
  ADD ("a row of them stands beside each other", test_a_row_of_them_stands_beside_each_other);
  ADD ("the terms do not overlap", test_the_terms_do_not_overlap);
  ADD ("while it is drawn up an overlap is said", test_while_it_is_drawn_up_an_overlap_is_said);
  ADD ("it is carried on only up to the next", test_it_is_carried_on_only_up_to_the_next);
  ADD ("only the same two renew what runs", test_only_the_same_two_renew_what_runs);
  ADD ("a decision by which it ends stands in the way", test_a_decision_by_which_it_ends_stands_in_the_way);
  ADD ("an overdue or failed rectification stands in the way",
       test_an_overdue_or_failed_rectification_stands_in_the_way);
  ADD ("one in time asks for a clause", test_one_in_time_asks_for_a_clause);
  ADD ("a superior passes over it", test_a_superior_passes_over_it);
  ADD ("who is not renewed is told why, and may be after all",
       test_who_is_not_renewed_is_told_why_and_may_be_after_all);
  ADD ("what is not here cannot be told", test_what_is_not_here_cannot_be_told);
#undef ADD
  g_test_add_func ("/renewal/any row of terms has neither gap nor overlap",
                   test_any_row_of_terms_has_neither_gap_nor_overlap);
  g_test_add_func ("/renewal/terms of days keep their length", test_terms_of_days_keep_their_length);
  g_test_add_func ("/renewal/what comes before the end follows the end",
                   test_what_comes_before_the_end_follows_the_end);
  g_test_add_func ("/renewal/holidays move the lead forward", test_holidays_move_the_lead_forward);
  g_test_add_func ("/renewal/the last day is that on which it ends now",
                   test_the_last_day_is_that_on_which_it_ends_now);
  return g_test_run ();
}

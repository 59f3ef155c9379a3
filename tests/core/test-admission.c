#include "core/kx-admission.h"

#include "core/entities/kx-application-pause.h"
#include "core/kx-test-admission.h"

typedef KxTestAdmission Fixture;

static KxRecord *
make_application (void)
{
  KxRecord *record = kx_record_new (&kx_application_entity, "a", "370100/agreement");

  kx_application_set_received_on (kx_application (record), (KxDate){ 20260302 });
  kx_application_set_accepted_on (kx_application (record), (KxDate){ 20260305 });
  kx_application_set_publicity_from (kx_application (record), (KxDate){ 20260401 });
  return record;
}

static void
add_pause (GPtrArray *pauses, int kind, int from, int until)
{
  KxRecord *record = kx_record_new (&kx_application_pause_entity, "p", "370100/agreement");

  kx_application_pause_set_kind (kx_application_pause (record), kind);
  kx_application_pause_set_from_on (kx_application_pause (record), (KxDate){ from });
  if (until != 0)
    kx_application_pause_set_until_on (kx_application_pause (record), (KxDate){ until });
  g_ptr_array_add (pauses, record);
}

static GPtrArray *
make_pauses (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
}

#define AWAITED kx_application_pause_kind_supplement

static int
count (int from, gint64 n, gboolean workdays, GPtrArray *pauses, gboolean *ret_stopped,
       gboolean *ret_provisional)
{
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);

  return kx_admission_count ((KxDate){ from }, n, workdays, pauses, calendar, ret_stopped, ret_provisional)
      .ymd;
}

static void
test_holidays_and_make_up_days (void)
{
  gboolean stopped, provisional;

  /* Spring Festival 2026: 15 to 23 February free, 14 and 28 February worked. */
  g_assert_cmpint (count (20260213, 1, TRUE, NULL, &stopped, &provisional), ==, 20260214);
  g_assert_cmpint (count (20260213, 2, TRUE, NULL, &stopped, &provisional), ==, 20260224);
  g_assert_cmpint (count (20260224, 4, TRUE, NULL, &stopped, &provisional), ==, 20260228);
  g_assert_false (provisional);
  /* A term in days that ends within the holiday ends after it. */
  g_assert_cmpint (count (20260209, 7, FALSE, NULL, &stopped, &provisional), ==, 20260224);
  g_assert_cmpint (count (20260209, 5, FALSE, NULL, &stopped, &provisional), ==, 20260214);
  g_assert_cmpint (count (20260214, 0, TRUE, NULL, &stopped, &provisional), ==, 20260214);
}

static void
test_leap_days_and_year_ends (void)
{
  gboolean stopped, provisional;

  g_assert_cmpint (count (20240228, 1, TRUE, NULL, &stopped, &provisional), ==, 20240229);
  g_assert_cmpint (count (20250228, 1, TRUE, NULL, &stopped, &provisional), ==, 20250303);
  g_assert_cmpint (count (20240130, 30, FALSE, NULL, &stopped, &provisional), ==, 20240229);
  /* 1 January 2025 is free, the days after it are published. */
  g_assert_cmpint (count (20241231, 1, TRUE, NULL, &stopped, &provisional), ==, 20250102);
  g_assert_false (provisional);
  /* Beyond the last published year weekdays count, and it is said. */
  count (kx_calendar_get_last_published_year () * 10000 + 1231, 3, TRUE, NULL, &stopped, &provisional);
  g_assert_true (provisional);
  g_assert_cmpint (count (20260302, G_MAXINT64, TRUE, NULL, &stopped, &provisional), ==, 0);
}

static void
test_the_clock_stops_and_runs_on (void)
{
  g_autoptr (GPtrArray) pauses = make_pauses ();
  gboolean stopped, provisional;

  /* Received on Monday, the notice on Wednesday, the supplement on the Monday after. */
  add_pause (pauses, AWAITED, 20260304, 20260309);
  g_assert_cmpint (count (20260302, 5, TRUE, NULL, &stopped, &provisional), ==, 20260309);
  g_assert_cmpint (count (20260302, 5, TRUE, pauses, &stopped, &provisional), ==, 20260312);
  g_assert_false (stopped);
  /* Asked and supplemented on one day: nothing stood. */
  add_pause (pauses, AWAITED, 20260311, 20260311);
  g_assert_cmpint (count (20260302, 5, TRUE, pauses, &stopped, &provisional), ==, 20260312);
  /* What overlaps is not counted twice. */
  add_pause (pauses, AWAITED, 20260306, 20260310);
  g_assert_cmpint (count (20260302, 5, TRUE, pauses, &stopped, &provisional), ==, 20260313);
  /* After the term nothing stops it any more; within, nobody can say when it ends. */
  add_pause (pauses, AWAITED, 20260316, 0);
  g_assert_cmpint (count (20260302, 5, TRUE, pauses, &stopped, &provisional), ==, 20260313);
  g_assert_false (stopped);
  add_pause (pauses, AWAITED, 20260313, 0);
  g_assert_cmpint (count (20260302, 5, TRUE, pauses, &stopped, &provisional), ==, 0);
  g_assert_true (stopped);
}

static gboolean
is_paused (GPtrArray *pauses, KxDate day)
{
  for (guint i = 0; i < pauses->len; i++)
    if (kx_record_get (pauses->pdata[i], kx_application_pause_f_from_on).DATE.ymd <= day.ymd &&
        day.ymd < kx_record_get (pauses->pdata[i], kx_application_pause_f_until_on).DATE.ymd)
      return TRUE;
  return FALSE;
}

static KxDate
random_day (void)
{
  return kx_date_add_days ((KxDate){ 20150101 }, g_test_rand_int_range (0, 365 * 11));
}

static void
add_random_pauses (GPtrArray *pauses, KxDate from)
{
  for (int n = g_test_rand_int_range (0, 5); n > 0; n--)
    {
      KxDate first = kx_date_add_days (from, g_test_rand_int_range (-20, 60));

      add_pause (pauses, AWAITED, first.ymd, kx_date_add_days (first, g_test_rand_int_range (0, 40)).ymd);
    }
}

/* The days that count up to the last one are as many as the term has, and the last one is one of them. */
static void
test_any_term_has_its_days (void)
{
  for (guint turn = 0; turn < 4000; turn++)
    {
      g_autoptr (GPtrArray) pauses = make_pauses ();
      KxCalendarDay own[3];
      g_autoptr (KxCalendar) calendar = NULL;
      KxDate from = random_day (), due;
      int n = g_test_rand_int_range (1, 40), counted = 0;
      gboolean stopped, provisional;

      for (guint i = 0; i < G_N_ELEMENTS (own); i++)
        own[i] =
            (KxCalendarDay){ kx_date_add_days (from, g_test_rand_int_range (0, 40)), g_test_rand_bit () };
      calendar = kx_calendar_new (own, G_N_ELEMENTS (own));
      add_random_pauses (pauses, from);
      due = kx_admission_count (from, n, TRUE, pauses, calendar, &stopped, &provisional);
      g_assert_true (kx_date_is_valid (due));
      g_assert_false (stopped);
      for (KxDate day = from; day.ymd < due.ymd;)
        {
          day = kx_date_add_days (day, 1);
          counted += kx_calendar_is_workday (calendar, day, NULL) && !is_paused (pauses, day);
        }
      g_assert_cmpint (counted, ==, n);
      g_assert_true (kx_calendar_is_workday (calendar, due, NULL));
      g_assert_false (is_paused (pauses, due));
    }
}

/* The same of terms in days: the last day that counts, put off to one that is worked. */
static void
test_any_term_in_days_ends_on_a_day_that_is_worked (void)
{
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);

  for (guint turn = 0; turn < 4000; turn++)
    {
      g_autoptr (GPtrArray) pauses = make_pauses ();
      KxDate from = random_day (), due, last = from;
      int n = g_test_rand_int_range (1, 90);
      gboolean stopped, provisional;

      add_random_pauses (pauses, from);
      due = kx_admission_count (from, n, FALSE, pauses, calendar, &stopped, &provisional);
      for (int left = n; left > 0;)
        {
          last = kx_date_add_days (last, 1);
          left -= !is_paused (pauses, last);
        }
      while (is_paused (pauses, last) || !kx_calendar_is_workday (calendar, last, NULL))
        last = kx_date_add_days (last, 1);
      g_assert_cmpint (due.ymd, ==, last.ymd);
    }
}

static KxPolicy *
read_policy (Fixture *f)
{
  KxPolicy *policy = NULL;

  g_assert_cmpint (
      kx_policy_read (kx_test_table_get_reader (f->world->table), f->office, (KxDate){ 20260302 }, &policy),
      ==, KX_KNOWN);
  return policy;
}

static KxDue
due (Fixture *f, KxAdmissionClock clock, const KxRecord *application, GPtrArray *pauses)
{
  g_autoptr (KxPolicy) policy = read_policy (f);
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);
  KxDue result = kx_admission_due (clock, application, pauses, policy, calendar);

  g_assert_nonnull (result.term);
  result.term = NULL;
  return result;
}

/* In every pack: no value, no day, however the application stands. */
static void
test_a_term_without_a_value_gives_no_day (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *code, *area;
  } packs[] = {
    { "SD", "370100" }, { "NN", "450100" }, { "GD", "440100" }, { "CZ", "320400" }, { "HN", "460100" }
  };

  for (guint p = 0; p < G_N_ELEMENTS (packs); p++)
    {
      g_autoptr (KxRecord) application = make_application ();
      g_autoptr (GPtrArray) pauses = make_pauses ();

      kx_test_admission_add_pack (f, packs[p].code);
      kx_test_admission_move (f, packs[p].area);
      add_pause (pauses, AWAITED, 20260303, 20260304);
      for (int clock = 0; clock < KX_N_CLOCKS; clock++)
        {
          KxDue found = due (f, (KxAdmissionClock) clock, application, pauses);

          g_assert_cmpint (found.on.ymd, ==, 0);
          g_assert_false (found.stopped || found.by_hand);
        }
    }
}

static void
test_a_given_day_counts_where_no_term_does (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) application = make_application ();
  g_autoptr (GPtrArray) pauses = make_pauses ();
  KxDue found;

  kx_application_set_accept_by (kx_application (application), (KxDate){ 20260320 });
  found = due (f, KX_CLOCK_ACCEPTANCE, application, pauses);
  g_assert_cmpint (found.on.ymd, ==, 20260320);
  g_assert_true (found.by_hand);
  kx_test_admission_enter_own (f, "acceptance_workdays", "5");
  found = due (f, KX_CLOCK_ACCEPTANCE, application, pauses);
  g_assert_cmpint (found.on.ymd, ==, 20260309);
  g_assert_false (found.by_hand);
  /* While a supplement is awaited nobody can say. */
  add_pause (pauses, AWAITED, 20260304, 0);
  found = due (f, KX_CLOCK_ACCEPTANCE, application, pauses);
  g_assert_cmpint (found.on.ymd, ==, 0);
  g_assert_true (found.stopped);
}

static void
test_each_clock_has_its_event (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) application = make_application ();
  g_autoptr (GPtrArray) pauses = make_pauses ();
  g_autoptr (KxPolicy) policy = NULL;
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);

  kx_test_admission_enter_own (f, "supplement_workdays", "10");
  kx_test_admission_enter_own (f, "assessment_days", "60");
  kx_test_admission_enter_own (f, "publicity_workdays", "5");
  kx_test_admission_enter_own (f, "objection_workdays", "3");
  kx_test_admission_enter_own (f, "objection_answer_workdays", "15");
  g_assert_cmpint (due (f, KX_CLOCK_SUPPLEMENT, application, pauses).on.ymd, ==, 0);
  add_pause (pauses, AWAITED, 20260303, 20260304);
  add_pause (pauses, kx_application_pause_kind_other, 20260309, 20260310);
  g_assert_cmpint (due (f, KX_CLOCK_SUPPLEMENT, application, pauses).on.ymd, ==, 20260317);
  /* 60 days from 5 March, and one on which it stood: 5 May, the last day of a holiday. */
  g_assert_cmpint (due (f, KX_CLOCK_ASSESSMENT, application, pauses).on.ymd, ==, 20260506);
  /* 1 April on: Qingming on 4 to 6 April. */
  g_assert_cmpint (due (f, KX_CLOCK_PUBLICITY, application, pauses).on.ymd, ==, 20260409);
  g_assert_cmpint (due (f, KX_CLOCK_OBJECTION, application, pauses).on.ymd, ==, 20260414);
  /* A notice that names its last day is over then. */
  kx_application_set_publicity_until (kx_application (application), (KxDate){ 20260415 });
  g_assert_cmpint (due (f, KX_CLOCK_PUBLICITY, application, pauses).on.ymd, ==, 20260415);
  g_assert_cmpint (due (f, KX_CLOCK_OBJECTION, application, pauses).on.ymd, ==, 20260420);
  kx_application_set_objection_until (kx_application (application), (KxDate){ 20260430 });
  g_assert_cmpint (due (f, KX_CLOCK_OBJECTION, application, pauses).on.ymd, ==, 20260430);
  policy = read_policy (f);
  g_assert_cmpint (
      kx_admission_answer_due ((KxDate){ 20260302 }, (KxDate){ 20260303 }, policy, calendar).on.ymd, ==,
      20260323);
}

/* Without a term of their own objections are taken until the notice is over. */
static void
test_objections_end_with_the_notice (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) application = make_application ();

  g_assert_cmpint (due (f, KX_CLOCK_OBJECTION, application, NULL).on.ymd, ==, 0);
  kx_application_set_publicity_until (kx_application (application), (KxDate){ 20260415 });
  g_assert_cmpint (due (f, KX_CLOCK_OBJECTION, application, NULL).on.ymd, ==, 20260415);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/admission/holidays-and-make-up-days", test_holidays_and_make_up_days);
  g_test_add_func ("/admission/leap-days-and-year-ends", test_leap_days_and_year_ends);
  g_test_add_func ("/admission/the-clock-stops-and-runs-on", test_the_clock_stops_and_runs_on);
  g_test_add_func ("/admission/any-term-has-its-days", test_any_term_has_its_days);
  g_test_add_func ("/admission/any-term-in-days-ends-on-a-day-that-is-worked",
                   test_any_term_in_days_ends_on_a_day_that_is_worked);
#define ADD(name, func)                                                                                      \
  g_test_add ("/admission/" name, Fixture, NULL, kx_test_admission_set_up, func, kx_test_admission_tear_down)
  ADD ("a-term-without-a-value-gives-no-day", test_a_term_without_a_value_gives_no_day);
  ADD ("a-given-day-counts-where-no-term-does", test_a_given_day_counts_where_no_term_does);
  ADD ("each-clock-has-its-event", test_each_clock_has_its_event);
  ADD ("objections-end-with-the-notice", test_objections_end_with_the_notice);
  return g_test_run ();
}

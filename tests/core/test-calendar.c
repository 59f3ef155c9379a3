#include "core/kx-calendar.h"

#include <string.h>

static KxDate
date (int ymd)
{
  return (KxDate){ ymd };
}

/* ---- a plain count beside the code under test: one day after another, months by a table ---- */

static KxDate
naive_next (KxDate day)
{
  int y = day.ymd / 10000, m = day.ymd / 100 % 100, d = day.ymd % 100;
  int length = m == 2 ? ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0 ? 29 : 28)
               : m == 4 || m == 6 || m == 9 || m == 11 ? 30
                                                       : 31;

  if (d < length)
    return date (day.ymd + 1);
  return m < 12 ? date (y * 10000 + (m + 1) * 100 + 1) : date ((y + 1) * 10000 + 101);
}

static void
test_every_day_of_three_centuries_follows_the_one_before (void)
{
  KxDate day = date (19000101), next;
  int weekday = 1, count = 0; /* 1900-01-01 was a Monday */

  for (; day.ymd != 21991231; day = next, count++)
    {
      g_assert_true (kx_date_is_valid (day));
      g_assert_cmpint (kx_date_weekday (day), ==, weekday);
      g_assert_cmpint (kx_date_difference (date (19000101), day), ==, count);
      next = naive_next (day);
      g_assert_cmpint (kx_date_add_days (day, 1).ymd, ==, next.ymd);
      g_assert_cmpint (kx_date_add_days (next, -1).ymd, ==, day.ymd);
      weekday = weekday % 7 + 1;
    }
  g_assert_cmpint (count, ==, 109572);
  g_assert_cmpint (kx_date_add_days (date (21991231), 1).ymd, ==, 0);
  g_assert_cmpint (kx_date_add_days (date (19000101), -1).ymd, ==, 0);
  g_assert_cmpint (kx_date_add_days (date (19000101), G_MAXINT).ymd, ==, 0);
  g_assert_cmpint (kx_date_add_days (date (20260101), G_MININT).ymd, ==, 0);
}

static void
test_days_added_and_difference_agree (void)
{
  for (int i = 0; i < 20000; i++)
    {
      KxDate from = kx_date_add_days (date (20260101), g_test_rand_int_range (-40000, 60000));
      int days = g_test_rand_int_range (-2000, 2000);
      KxDate to = kx_date_add_days (from, days);

      g_assert_cmpint (kx_date_difference (from, to), ==, days);
      g_assert_cmpint (kx_date_difference (to, from), ==, -days);
    }
}

static void
test_months_end_where_they_end (void)
{
  static const int cases[][3] = {
    { 20240131, 1, 20240229 },   { 20230131, 1, 20230228 },  { 20240229, 12, 20250228 },
    { 20240229, 48, 20280229 },  { 20260331, -1, 20260228 }, { 20261231, 2, 20270228 },
    { 20260831, 1, 20260930 },   { 20260115, 0, 20260115 },  { 20260115, -13, 20241215 },
    { 20260101, -12, 20250101 }, { 20991231, 2, 21000228 },  { 21991231, 1, 0 },
    { 19000131, -1, 0 },         { 20260630, 36, 20290630 }, { 20260101, 1000000, 0 },
    { 20260101, G_MININT, 0 },   { 20260101, G_MAXINT, 0 },  { 20251130, 3, 20260228 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (kx_date_add_months (date (cases[i][0]), cases[i][1]).ymd, ==, cases[i][2]);
}

static void
test_days_that_do_not_exist_are_no_dates (void)
{
  static const int none[] = { 0,        1,        -20260101, 20260229, 20260230, 21000229,
                              19000229, 20260431, 20261301,  20260001, 20260100, 20260132,
                              18991231, 22000101, 202601011, G_MAXINT, G_MININT };
  KxDate untouched = { 7 };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_false (kx_date_is_valid (date (none[i])));
  g_assert_true (kx_date_is_valid (date (20240229)));
  g_assert_true (kx_date_is_valid (date (20000229)));
  g_assert_false (kx_date_from_parts (2026, 2, 29, &untouched));
  g_assert_false (kx_date_from_parts (2026, 0, 1, &untouched));
  g_assert_false (kx_date_from_parts (2026, 13, 1, &untouched));
  g_assert_false (kx_date_from_parts (2026, 1, 101, &untouched));
  g_assert_false (kx_date_from_parts (G_MAXINT, 1, 1, &untouched));
  g_assert_cmpint (untouched.ymd, ==, 7);
  g_assert_true (kx_date_from_parts (2026, 7, 1, &untouched));
  g_assert_cmpint (untouched.ymd, ==, 20260701);
}

static void
test_text_is_read_strictly_and_written_back (void)
{
  static const char *const refused[] = {
    "",           "2026",       "2026-7-1",    "2026-07-01 ", " 2026-07-01",  "2026-07-0１", "2026/07/01",
    "20260701",   "2026-02-29", "2026-13-01",  "2026-00-01",  "2026-07-00",   "1899-12-31",  "2200-01-01",
    "2026-07-1a", "+026-07-01", "2026-07-011", "2026-07--1",  "2026年7月1日", "0000-00-00"
  };
  KxDate day = date (20231225);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (kx_date_parse (refused[i], &day));
  g_assert_cmpint (day.ymd, ==, 20231225);
  for (int i = 0; i < 5000; i++)
    {
      KxDate before = kx_date_add_days (date (19000101), g_test_rand_int_range (0, 109573)), after = { 0 };
      g_autofree char *text = kx_date_format (before);

      g_assert_cmpuint (strlen (text), ==, 10);
      g_assert_true (kx_date_parse (text, &after));
      g_assert_cmpint (after.ymd, ==, before.ymd);
    }
}

static void
test_none_is_written_as_nothing (void)
{
  g_autofree char *none = kx_date_format (date (0)), *day = kx_date_format (date (20260701));

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (day, ==, "2026-07-01");
}

/* ---- working days ---- */

/* From the yearly notices of the State Council's General Office: what the days around a holiday were. */
static const struct
{
  int day;
  gboolean works;
} known[] = {
  { 20250126, TRUE },  { 20250127, TRUE },  { 20250128, FALSE }, { 20250204, FALSE }, { 20250205, TRUE },
  { 20250208, TRUE },  { 20250209, FALSE }, { 20250427, TRUE },  { 20250501, FALSE }, { 20250505, FALSE },
  { 20250928, TRUE },  { 20251001, FALSE }, { 20251008, FALSE }, { 20251009, TRUE },  { 20251011, TRUE },
  { 20251012, FALSE }, { 20240204, TRUE },  { 20240209, TRUE },  { 20240210, FALSE }, { 20240217, FALSE },
  { 20240218, TRUE },  { 20181229, TRUE },  { 20181231, FALSE }, { 20111231, TRUE },  { 20120102, FALSE },
  { 20240229, TRUE },  { 20200131, FALSE }, { 20150903, FALSE }, { 20150906, TRUE },  { 20260101, FALSE },
  { 20260104, TRUE },  { 20261010, TRUE },  { 20031001, TRUE },
};

static void
test_published_holidays_and_make_up_days_are_known (void)
{
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      gboolean provisional = TRUE;

      g_test_message ("day %d", known[i].day);
      g_assert_cmpint (kx_calendar_is_workday (calendar, date (known[i].day), &provisional), ==,
                       known[i].works);
      g_assert_false (provisional);
    }
}

static void
test_periods_skip_holidays_and_count_make_up_days (void)
{
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);

  /* 26 September 2025 is a Friday; Sunday the 28th is worked, 1 to 8 October are not, Saturday the 11th is.
   */
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (20250926), 1, NULL).ymd, ==, 20250928);
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (20250926), 3, NULL).ymd, ==, 20250930);
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (20250926), 4, NULL).ymd, ==, 20251009);
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (20250926), 6, NULL).ymd, ==, 20251011);
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (20250926), 7, NULL).ymd, ==, 20251013);
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (20251001), 0, NULL).ymd, ==, 20251001);
  g_assert_cmpint (kx_calendar_next_workday (calendar, date (20251001), NULL).ymd, ==, 20251009);
  g_assert_cmpint (kx_calendar_next_workday (calendar, date (20250928), NULL).ymd, ==, 20250928);
  g_assert_cmpint (kx_calendar_workdays_between (calendar, date (20250926), date (20251013), NULL), ==, 7);
  g_assert_cmpint (kx_calendar_workdays_between (calendar, date (20251013), date (20250926), NULL), ==, -7);
  g_assert_cmpint (kx_calendar_workdays_between (calendar, date (20251001), date (20251008), NULL), ==, 0);
  g_assert_cmpint (kx_calendar_workdays_between (calendar, date (20251009), date (20251009), NULL), ==, 0);
}

static void
test_beyond_the_last_published_year_answers_are_provisional (void)
{
  int year = kx_calendar_get_last_published_year ();
  KxDate last = date (year * 10000 + 1231), first = date ((year + 1) * 10000 + 101),
         own_day = kx_date_add_days (last, 70);
  KxCalendarDay own = { own_day, FALSE };
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);
  g_autoptr (KxCalendar) mine = kx_calendar_new (&own, 1);
  gboolean provisional = FALSE;

  g_assert_cmpint (year, >=, 2026);
  g_assert_cmpint (kx_calendar_is_workday (calendar, first, &provisional), ==, kx_date_weekday (first) <= 5);
  g_assert_true (provisional);
  kx_calendar_is_workday (calendar, last, &provisional);
  g_assert_false (provisional);
  kx_calendar_add_workdays (calendar, kx_date_add_days (last, -30), 1, &provisional);
  g_assert_false (provisional);
  kx_calendar_add_workdays (calendar, last, 1, &provisional);
  g_assert_true (provisional);
  kx_calendar_workdays_between (calendar, kx_date_add_days (last, -30), last, &provisional);
  g_assert_false (provisional);
  kx_calendar_workdays_between (calendar, kx_date_add_days (last, -30), first, &provisional);
  g_assert_true (provisional);
  kx_calendar_next_workday (calendar, own_day, &provisional);
  g_assert_true (provisional);
  g_assert_false (kx_calendar_is_workday (mine, own_day, &provisional));
  g_assert_false (provisional);
  g_assert_cmpint (kx_calendar_next_workday (mine, own_day, &provisional).ymd, >, own_day.ymd);
  g_assert_true (provisional);
}

static void
test_the_calendar_ends_with_its_years (void)
{
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);

  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (21991230), 1, NULL).ymd, ==, 21991231);
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (21991230), 2, NULL).ymd, ==, 0);
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (20260101), G_MAXINT, NULL).ymd, ==, 0);
  g_assert_cmpint (kx_calendar_next_workday (calendar, date (21991229), NULL).ymd, ==, 21991230);
}

static void
test_own_days_win_over_the_national_table (void)
{
  KxCalendarDay own[] = { { { 20250403 }, FALSE }, { { 20251001 }, TRUE }, { { 20250928 }, FALSE },
                          { { 20250510 }, TRUE },  { { 20250403 }, TRUE }, { { 20250511 }, TRUE } };
  g_autoptr (KxCalendar) calendar = kx_calendar_new (own, G_N_ELEMENTS (own));

  /* The caller's array is not needed any more. */
  memset (own, 0, sizeof own);
  g_assert_true (kx_calendar_is_workday (calendar, date (20251001), NULL));
  g_assert_false (kx_calendar_is_workday (calendar, date (20250928), NULL));
  g_assert_true (kx_calendar_is_workday (calendar, date (20250510), NULL));
  g_assert_true (kx_calendar_is_workday (calendar, date (20250511), NULL));
  g_assert_true (kx_calendar_is_workday (calendar, date (20250403), NULL));
  g_assert_false (kx_calendar_is_workday (calendar, date (20251002), NULL));
  g_assert_cmpint (kx_calendar_add_workdays (calendar, date (20250926), 3, NULL).ymd, ==, 20251001);
}

/* One byte a day over the years 2004 to 2030: worked or not, by the known national data read another way
 * (through a calendar without own days, one day at a time) and own days laid over it. */
#define SPAN 9862

static void
fill_naive (const KxCalendar *national, const KxCalendarDay *own, guint n, guint8 *works)
{
  KxDate day = date (20040101);

  for (int i = 0; i < SPAN; i++, day = naive_next (day))
    {
      works[i] = (guint8) kx_calendar_is_workday (national, day, NULL);
      for (guint j = 0; j < n; j++)
        if (own[j].date.ymd == day.ymd)
          works[i] = (guint8) own[j].is_workday;
    }
  g_assert_cmpint (day.ymd, ==, 20310101);
}

static void
check_one_period (const KxCalendar *calendar, const guint8 *works)
{
  int from = g_test_rand_int_range (0, SPAN - 400), n = g_test_rand_int_range (0, 200), at = from, left = n;
  int until = g_test_rand_int_range (from, SPAN), count = 0;
  KxDate start = kx_date_add_days (date (20040101), from), end;

  while (left > 0)
    left -= works[++at];
  end = kx_calendar_add_workdays (calendar, start, n, NULL);
  g_assert_cmpint (kx_date_difference (date (20040101), end), ==, at);
  g_assert_cmpint (kx_calendar_workdays_between (calendar, start, end, NULL), ==, n);
  for (int i = from + 1; i <= until; i++)
    count += works[i];
  end = kx_date_add_days (date (20040101), until);
  g_assert_cmpint (kx_calendar_workdays_between (calendar, start, end, NULL), ==, count);
  g_assert_cmpint (kx_calendar_workdays_between (calendar, end, start, NULL), ==, -count);
  for (at = from; !works[at];)
    at++;
  end = kx_calendar_next_workday (calendar, start, NULL);
  g_assert_cmpint (kx_date_difference (date (20040101), end), ==, at);
}

static void
test_random_own_days_agree_with_a_plain_count (void)
{
  g_autoptr (KxCalendar) national = kx_calendar_new (NULL, 0);
  g_autofree guint8 *works = g_malloc (SPAN);

  for (int round = 0; round < 20; round++)
    {
      KxCalendarDay own[40];
      guint n = (guint) g_test_rand_int_range (0, 41);
      g_autoptr (KxCalendar) calendar = NULL;

      for (guint i = 0; i < n; i++)
        own[i] = (KxCalendarDay){ kx_date_add_days (date (20040101), g_test_rand_int_range (0, SPAN)),
                                  g_test_rand_bit () };
      calendar = kx_calendar_new (own, n);
      fill_naive (national, own, n, works);
      for (int i = 0; i < 50; i++)
        check_one_period (calendar, works);
    }
}

static void
test_each_published_year_has_about_250_working_days (void)
{
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);

  for (int year = 2004; year <= kx_calendar_get_last_published_year (); year++)
    {
      int n = kx_calendar_workdays_between (calendar, date ((year - 1) * 10000 + 1231),
                                            date (year * 10000 + 1231), NULL);

      g_test_message ("%d: %d", year, n);
      g_assert_cmpint (n, >=, 247);
      g_assert_cmpint (n, <=, 252);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add_func ("/calendar/" name, test)
  ADD ("every day of three centuries follows the one before",
       test_every_day_of_three_centuries_follows_the_one_before);
  ADD ("days added and difference agree", test_days_added_and_difference_agree);
  ADD ("months end where they end", test_months_end_where_they_end);
  ADD ("days that do not exist are no dates", test_days_that_do_not_exist_are_no_dates);
  ADD ("text is read strictly and written back", test_text_is_read_strictly_and_written_back);
  ADD ("none is written as nothing", test_none_is_written_as_nothing);
  ADD ("published holidays and make-up days are known", test_published_holidays_and_make_up_days_are_known);
  ADD ("periods skip holidays and count make-up days", test_periods_skip_holidays_and_count_make_up_days);
  ADD ("beyond the last published year answers are provisional",
       test_beyond_the_last_published_year_answers_are_provisional);
  ADD ("the calendar ends with its years", test_the_calendar_ends_with_its_years);
  ADD ("own days win over the national table", test_own_days_win_over_the_national_table);
  ADD ("random own days agree with a plain count", test_random_own_days_agree_with_a_plain_count);
  ADD ("each published year has about 250 working days", test_each_published_year_has_about_250_working_days);
#undef ADD
  return g_test_run ();
}

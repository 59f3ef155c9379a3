#include "desktop/form/kx-form-date.h"

#include <string.h>

static const KxDate today = { 20261125 };

static void
test_dates_are_read_as_people_type_them (void)
{
  static const struct
  {
    const char *text;
    int ymd;
  } rows[] = {
    { "2026-07-01", 20260701 },
    { "20260701", 20260701 },
    { "2026年7月1日", 20260701 },
    { "2026.7.1", 20260701 },
    { "２０２６－０７－０１", 20260701 },
    { " 2026 年 7 月 1 日 ", 20260701 },
    { "today", 20261125 },
    { "T", 20261125 },
    { "今天", 20261125 },
    { "明天", 20261126 },
    { "yesterday", 20261124 },
    { "后天", 20261127 },
    { "+30", 20261225 },
    { "-25", 20261031 },
    { "+1w", 20261202 },
    { "+2周", 20261209 },
    { "+3m", 20270225 },
    { "+3个月", 20270225 },
    { "-1y", 20251125 },
    { "+9年", 20351125 },
    { "7-1", 20260701 },
    { "7月1日", 20260701 },
    { "12/31", 20261231 },
    { "2026-07", 20260731 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KxDate date = { 0 };

      g_test_message ("%s", rows[i].text);
      g_assert_null (kx_form_date_read (rows[i].text, TRUE, today, &date));
      g_assert_cmpint (date.ymd, ==, rows[i].ymd);
    }
}

static void
test_what_is_no_date_is_told (void)
{
  static const struct
  {
    const char *text, *says;
  } rows[] = {
    { "2026-02-30", "no such day" }, { "2-30", "no such day" }, { "26-7-1", "four digits" },
    { "1/2/2026", "told apart" },    { "长期", "without end" }, { "2026-01-01至2026-12-31", "Two dates" },
    { "soon", "Write a date" },      { "+", "Write a date" },   { "+3q", "Write a date" },
    { "+1234567", "Write a date" },  { "13", "Write a date" },  { "", "Write a date" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KxDate date = { 1 };
      const char *message = kx_form_date_read (rows[i].text, FALSE, today, &date);

      g_test_message ("%s", rows[i].text);
      g_assert_nonnull (message);
      g_assert_nonnull (strstr (message, rows[i].says));
      g_assert_cmpint (date.ymd, ==, 1);
    }
}

static void
test_only_a_whole_date_steps (void)
{
  KxDate date;

  g_assert_true (kx_form_date_is_whole ("2026-7-1", &date));
  g_assert_true (kx_form_date_is_whole ("20260701", &date));
  g_assert_false (kx_form_date_is_whole ("2026-07", &date));
  g_assert_false (kx_form_date_is_whole ("7-1", &date));
  g_assert_false (kx_form_date_is_whole ("", &date));
}

static void
test_steps_stay_in_the_calendar (void)
{
  g_assert_cmpint (kx_form_date_step ((KxDate){ 20260131 }, KX_FORM_MONTH, 1).ymd, ==, 20260228);
  g_assert_cmpint (kx_form_date_step ((KxDate){ 20240229 }, KX_FORM_YEAR, 1).ymd, ==, 20250228);
  g_assert_cmpint (kx_form_date_step ((KxDate){ 20261231 }, KX_FORM_DAY, 1).ymd, ==, 20270101);
  g_assert_cmpint (kx_form_date_step ((KxDate){ 20260101 }, KX_FORM_WEEK, -1).ymd, ==, 20251225);
  g_assert_cmpint (kx_form_date_step ((KxDate){ 20260101 }, KX_FORM_YEAR, 900).ymd, ==, 21991231);
  g_assert_cmpint (kx_form_date_step ((KxDate){ 20260101 }, KX_FORM_DAY, -99999).ymd, ==, 19000101);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form-date/dates are read as people type them", test_dates_are_read_as_people_type_them);
  g_test_add_func ("/form-date/what is no date is told", test_what_is_no_date_is_told);
  g_test_add_func ("/form-date/only a whole date steps", test_only_a_whole_date_steps);
  g_test_add_func ("/form-date/steps stay in the calendar", test_steps_stay_in_the_calendar);
  return g_test_run ();
}

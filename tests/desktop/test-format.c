#include "desktop/kx-format.h"

#include <gtk/gtk.h>
#include <locale.h>

static void
assert_text (char *got, const char *expected)
{
  g_assert_cmpstr (got, ==, expected);
  g_free (got);
}

static KxTime
at (const char *text)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_iso8601 (text, NULL);

  return (KxTime){ g_date_time_to_unix (local) * 1000 };
}

static void
test_dates (void)
{
  assert_text (kx_format_date ((KxDate){ 20260701 }), "2026-07-01");
  assert_text (kx_format_date ((KxDate){ 0 }), "");
  assert_text (kx_format_date_long ((KxDate){ 20260701 }), "1 July 2026");
  assert_text (kx_format_date_long ((KxDate){ 0 }), "");
}

static void
test_times (void)
{
  KxTime now = at ("2026-07-02T09:00:00Z");

  assert_text (kx_format_time (at ("2026-07-01T10:42:31Z")), "2026-07-01 10:42");
  assert_text (kx_format_time ((KxTime){ 0 }), "");
  assert_text (kx_format_time_short (at ("2026-07-02T08:05:00Z"), now), "08:05");
  assert_text (kx_format_time_short (at ("2026-07-01T23:59:00Z"), now), "yesterday 23:59");
  assert_text (kx_format_time_short (at ("2026-06-30T10:42:00Z"), now), "06-30 10:42");
  assert_text (kx_format_time_short (at ("2025-07-02T10:42:00Z"), now), "2025-07-02");
}

static void
test_numbers (void)
{
  assert_text (kx_format_count (7), "7");
  assert_text (kx_format_percent (0.374), "37\302\240%");
  assert_text (kx_format_percent (2), "100\302\240%");
}

static void
test_days_left (void)
{
  KxDate today = { 20260928 }; /* a Monday; the National Day holidays begin on Thursday */
  g_autoptr (KxCalendar) calendar = kx_calendar_new (NULL, 0);

  assert_text (kx_format_days_left (today, today, NULL), "today");
  assert_text (kx_format_days_left ((KxDate){ 20260929 }, today, NULL), "in 1 day");
  assert_text (kx_format_days_left ((KxDate){ 20260926 }, today, NULL), "2 days ago");
  assert_text (kx_format_days_left ((KxDate){ 20260930 }, today, calendar), "in 2 working days");
  assert_text (kx_format_days_left ((KxDate){ 20261003 }, (KxDate){ 20261001 }, calendar),
               "no working day left");
  assert_text (kx_format_days_left ((KxDate){ 20261001 }, (KxDate){ 20261003 }, calendar), "2 days ago");
  assert_text (kx_format_days_left ((KxDate){ 0 }, today, calendar), "");
  g_autofree char *far = kx_format_days_left ((KxDate){ 20990105 }, today, calendar);

  g_assert_true (g_str_has_suffix (far, ", provisional"));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/dates", test_dates);
  g_test_add_func ("/format/times are as short as can be", test_times);
  g_test_add_func ("/format/numbers", test_numbers);
  g_test_add_func ("/format/how far a date is", test_days_left);
  return g_test_run ();
}

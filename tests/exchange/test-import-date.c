#include "exchange/kx-import-date.h"

static void
test_dates_are_read_as_people_write_them (void)
{
  static const struct
  {
    const char *text;
    KxImportDateKind kind;
    int ymd;
  } rows[] = {
    { "2024-07-01", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024.7.1", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024/7/1", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024年7月1日", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024 年 7 月 1 号", KX_IMPORT_DATE_DAY, 20240701 },
    { "２０２４．７．１", KX_IMPORT_DATE_DAY, 20240701 },
    { "20240701", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024-07-01 00:00:00", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024-07-01T12:30:00", KX_IMPORT_DATE_DAY, 20240701 },
    { "有效期至2024年7月1日", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024.7.1止", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024年7月1日前", KX_IMPORT_DATE_DAY, 20240701 },
    { "2024-02-29", KX_IMPORT_DATE_DAY, 20240229 },
    { "2021-05-01至2026-04-30", KX_IMPORT_DATE_DAY, 20260430 },
    { "2021-05-01-2026-04-30", KX_IMPORT_DATE_DAY, 20260430 },
    { "2021.5.1—2026.4.30", KX_IMPORT_DATE_DAY, 20260430 },
    { "自2021年5月1日起至2026年4月30日止", KX_IMPORT_DATE_DAY, 20260430 },
    { "2021.05～2026.04", KX_IMPORT_DATE_MONTH, 20260430 },
    { "2021-05-2026-04", KX_IMPORT_DATE_MONTH, 20260430 },
    { "2021-05-01至长期", KX_IMPORT_DATE_FOREVER, 0 },
    { "2024-07", KX_IMPORT_DATE_MONTH, 20240731 },
    { "2024年2月", KX_IMPORT_DATE_MONTH, 20240229 },
    { "2024年12月底", KX_IMPORT_DATE_MONTH, 20241231 },
    { "长期", KX_IMPORT_DATE_FOREVER, 0 },
    { " 长 期 有 效 ", KX_IMPORT_DATE_FOREVER, 0 },
    { "永久", KX_IMPORT_DATE_FOREVER, 0 },
    { "无期限", KX_IMPORT_DATE_FOREVER, 0 },
    { "2023-02-29", KX_IMPORT_DATE_NO_DAY, 0 },
    { "2024-13", KX_IMPORT_DATE_NO_DAY, 0 },
    { "24.7.1", KX_IMPORT_DATE_SHORT_YEAR, 0 },
    { "24年7月1日", KX_IMPORT_DATE_SHORT_YEAR, 0 },
    { "1/2/24", KX_IMPORT_DATE_SHORT_YEAR, 0 },
    { "1/2/2024", KX_IMPORT_DATE_AMBIGUOUS, 0 },
    { "01-02-2024", KX_IMPORT_DATE_AMBIGUOUS, 0 },
    { "25/12/2024", KX_IMPORT_DATE_DAY, 20241225 },
    { "12/25/2024", KX_IMPORT_DATE_DAY, 20241225 },
    { "1/1/2024", KX_IMPORT_DATE_DAY, 20240101 },
    { "2024", KX_IMPORT_DATE_NONE, 0 },
    { "2年", KX_IMPORT_DATE_NONE, 0 },
    { "三年", KX_IMPORT_DATE_NONE, 0 },
    { "待定", KX_IMPORT_DATE_NONE, 0 },
    { "2024-07-01abc", KX_IMPORT_DATE_NONE, 0 },
    { "2024-07-0", KX_IMPORT_DATE_NO_DAY, 0 },
    { "2024-7/1", KX_IMPORT_DATE_NONE, 0 },
    { "", KX_IMPORT_DATE_NONE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KxDate date = { 0 };

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (kx_import_date_read (rows[i].text, TRUE, KX_IMPORT_DATES_UNSAID, &date), ==,
                       rows[i].kind);
      g_assert_cmpint (date.ymd, ==, rows[i].ymd);
    }
}

static void
test_a_month_begins_where_no_end_is_meant (void)
{
  KxDate date = { 0 };

  g_assert_cmpint (kx_import_date_read ("2024-07", FALSE, KX_IMPORT_DATES_UNSAID, &date), ==,
                   KX_IMPORT_DATE_MONTH);
  g_assert_cmpint (date.ymd, ==, 20240701);
}

static void
test_two_dates_are_one_too_many_where_no_end_is_meant (void)
{
  KxDate date = { 0 };

  g_assert_cmpint (kx_import_date_read ("2021-05-01至2026-04-30", FALSE, KX_IMPORT_DATES_UNSAID, &date), ==,
                   KX_IMPORT_DATE_RANGE);
  g_assert_cmpint (date.ymd, ==, 0);
}

static void
test_a_person_says_what_is_first (void)
{
  static const struct
  {
    const char *text;
    KxImportDates dates;
    int day;
  } rows[] = {
    { "1/2/2024", KX_IMPORT_DATES_DAY_FIRST, 20240201 },
    { "1/2/2024", KX_IMPORT_DATES_MONTH_FIRST, 20240102 },
    { "1.2.2024-3.4.2026", KX_IMPORT_DATES_DAY_FIRST, 20260403 },
    { "13/2/2024", KX_IMPORT_DATES_MONTH_FIRST, 20240213 },
    { "2/13/2024", KX_IMPORT_DATES_DAY_FIRST, 20240213 },
    { "2024/1/2", KX_IMPORT_DATES_DAY_FIRST, 20240102 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KxDate date;

      g_assert_cmpint (kx_import_date_read (rows[i].text, TRUE, rows[i].dates, &date), ==,
                       KX_IMPORT_DATE_DAY);
      g_assert_cmpint (date.ymd, ==, rows[i].day);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-date/dates-are-read-as-people-write-them",
                   test_dates_are_read_as_people_write_them);
  g_test_add_func ("/import-date/a-month-begins-where-no-end-is-meant",
                   test_a_month_begins_where_no_end_is_meant);
  g_test_add_func ("/import-date/two-dates-are-one-too-many-where-no-end-is-meant",
                   test_two_dates_are_one_too_many_where_no_end_is_meant);
  g_test_add_func ("/import-date/a-person-says-what-is-first", test_a_person_says_what_is_first);
  return g_test_run ();
}

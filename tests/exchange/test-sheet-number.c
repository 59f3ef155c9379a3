#include "exchange/kx-sheet-build.h"
#include "exchange/kx-sheet-number.h"

static void
test_format_codes_are_understood (void)
{
  static const struct
  {
    const char *code;
    KxFormatKind kind;
  } cases[] = {
    { "General", KX_FORMAT_PLAIN },
    { "G/通用格式", KX_FORMAT_PLAIN },
    { "0.00E+00", KX_FORMAT_PLAIN },
    { "#,##0.00;[Red]-#,##0.00", KX_FORMAT_PLAIN },
    { "@", KX_FORMAT_PLAIN },
    { "0\"day\"", KX_FORMAT_PLAIN },
    { "\"y\"0", KX_FORMAT_PLAIN },
    { "\\d0", KX_FORMAT_PLAIN },
    { "_d0", KX_FORMAT_PLAIN },
    { "[h]:mm", KX_FORMAT_PLAIN },
    { "[mm]:ss", KX_FORMAT_PLAIN },
    { "[Red]0", KX_FORMAT_PLAIN },
    { "[DBNum1]General", KX_FORMAT_PLAIN },
    { "", KX_FORMAT_PLAIN },
    { "[", KX_FORMAT_PLAIN },
    { "\"", KX_FORMAT_PLAIN },
    { "\\", KX_FORMAT_PLAIN },
    { "0%", KX_FORMAT_PERCENT },
    { "0.00%", KX_FORMAT_PERCENT },
    { "yyyy-mm-dd", KX_FORMAT_DATE },
    { "yyyy\"年\"m\"月\"d\"日\"", KX_FORMAT_DATE },
    { "[$-804]yyyy\"年\"m\"月\"d\"日\";@", KX_FORMAT_DATE },
    { "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", KX_FORMAT_DATE },
    { "[DBNum1][$-804]yyyy\"年\"m\"月\"", KX_FORMAT_DATE },
    { "m\"月\"d\"日\"", KX_FORMAT_DATE },
    { "mmmm", KX_FORMAT_DATE },
    { "e\"年\"", KX_FORMAT_DATE },
    { "[$-804]aaaa;@", KX_FORMAT_DATE },
    { "yyyy/m/d h:mm AM/PM", KX_FORMAT_DATE },
    { "h:mm", KX_FORMAT_TIME },
    { "mm:ss", KX_FORMAT_TIME },
    { "上午/下午h\"时\"mm\"分\"", KX_FORMAT_TIME },
    { "h:mm AM/PM", KX_FORMAT_TIME },
    { "000000", KX_FORMAT_ZEROS },
    { "0", KX_FORMAT_PLAIN },
    { "00.00", KX_FORMAT_PLAIN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].code);
      g_assert_cmpuint (kx_number_format_parse (cases[i].code).kind, ==, cases[i].kind);
    }
  g_assert_cmpuint (kx_number_format_parse ("000000").width, ==, 6);
  g_assert_cmpuint (kx_number_format_built_in (14).kind, ==, KX_FORMAT_DATE);
  g_assert_cmpuint (kx_number_format_built_in (31).kind, ==, KX_FORMAT_DATE);
  g_assert_cmpuint (kx_number_format_built_in (58).kind, ==, KX_FORMAT_DATE);
  g_assert_cmpuint (kx_number_format_built_in (20).kind, ==, KX_FORMAT_TIME);
  g_assert_cmpuint (kx_number_format_built_in (46).kind, ==, KX_FORMAT_PLAIN);
  g_assert_cmpuint (kx_number_format_built_in (49).kind, ==, KX_FORMAT_PLAIN);
}

static void
test_serials_are_days_in_both_systems (void)
{
  static const struct
  {
    double serial;
    gboolean date_1904;
    int ymd;
    guint seconds;
  } cases[] = {
    { 1, FALSE, 19000101, 0 },
    { 59, FALSE, 19000228, 0 },
    { 61, FALSE, 19000301, 0 },
    { 45474, FALSE, 20240701, 0 },
    { 45474.5, FALSE, 20240701, 43200 },
    { 2958465, FALSE, 99991231, 0 },
    { 45473.9999999, FALSE, 20240701, 0 },
    { 0, TRUE, 19040101, 0 },
    { 1, TRUE, 19040102, 0 },
    { 44012, TRUE, 20240701, 0 },
    { 2957003, TRUE, 99991231, 0 },
  };
  static const double wrong[] = { 0, 0.5, 60, 60.25, -1, 2958466, 1e300 };
  KxDate date = { 7 };
  guint seconds = 7;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (kx_sheet_date_from_serial (wrong[i], FALSE, &date, &seconds));
  g_assert_false (kx_sheet_date_from_serial (2957004, TRUE, &date, &seconds));
  g_assert_false (kx_sheet_date_from_serial (0.0 / 0.0, TRUE, &date, &seconds));
  g_assert_cmpint (date.ymd, ==, 7);
  g_assert_cmpuint (seconds, ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (kx_sheet_date_from_serial (cases[i].serial, cases[i].date_1904, &date, &seconds));
      g_assert_cmpint (date.ymd, ==, cases[i].ymd);
      g_assert_cmpuint (seconds, ==, cases[i].seconds);
    }
}

static void
test_iso_dates_are_read (void)
{
  KxDate date;
  guint seconds;

  g_assert_true (kx_sheet_date_from_iso ("2024-02-29", &date, &seconds));
  g_assert_cmpint (date.ymd, ==, 20240229);
  g_assert_true (kx_sheet_date_from_iso ("2024-07-01T08:30:05.000Z", &date, &seconds));
  g_assert_cmpuint (seconds, ==, 8 * 3600 + 30 * 60 + 5);
  g_assert_false (kx_sheet_date_from_iso ("2023-02-29", &date, &seconds));
  g_assert_false (kx_sheet_date_from_iso ("2024-07", &date, &seconds));
  g_assert_false (kx_sheet_date_from_iso ("2024-07-01T25:00", &date, &seconds));
  g_assert_false (kx_sheet_date_from_iso ("2024-07-01x", &date, &seconds));
  g_assert_false (kx_sheet_date_from_iso ("", &date, &seconds));
}

static void
test_numbers_read_as_people_see_them (void)
{
  static const struct
  {
    const char *digits;
    KxNumberFormat format;
    KxCellKind kind;
    guint flags;
    const char *text;
  } cases[] = {
    { "0.10000000000000001", { 0, 0 }, KX_CELL_NUMBER, 0, "0.1" },
    { "264", { 0, 0 }, KX_CELL_NUMBER, 0, "264" },
    { "-3.5", { 0, 0 }, KX_CELL_NUMBER, 0, "-3.5" },
    { "1E3", { 0, 0 }, KX_CELL_NUMBER, 0, "1000" },
    { "123456789012345", { 0, 0 }, KX_CELL_NUMBER, 0, "123456789012345" },
    { "450103199003074496", { 0, 0 }, KX_CELL_NUMBER, KX_CELL_DIGITS_LOST, "450103199003074496" },
    { "4.5010319900307451E+17", { 0, 0 }, KX_CELL_NUMBER, KX_CELL_DIGITS_LOST, "4.50103199003074e+17" },
    { "0.95", { KX_FORMAT_PERCENT, 0 }, KX_CELL_NUMBER, KX_CELL_PERCENT, "95%" },
    { "0.56999999999999995", { KX_FORMAT_PERCENT, 0 }, KX_CELL_NUMBER, KX_CELL_PERCENT, "57%" },
    { "0.35416666666666669", { KX_FORMAT_TIME, 0 }, KX_CELL_NUMBER, KX_CELL_TIME, "08:30:00" },
    { "12", { KX_FORMAT_ZEROS, 6 }, KX_CELL_NUMBER, 0, "000012" },
    { "45474", { KX_FORMAT_DATE, 0 }, KX_CELL_DATE, 0, "2024-07-01" },
    { "45474.354166666664", { KX_FORMAT_DATE, 0 }, KX_CELL_DATE, KX_CELL_TIME, "2024-07-01 08:30:00" },
    { "60", { KX_FORMAT_DATE, 0 }, KX_CELL_NUMBER, 0, "60" },
    { "0x10", { 0, 0 }, KX_CELL_TEXT, 0, "0x10" },
    { "nan", { 0, 0 }, KX_CELL_TEXT, 0, "nan" },
    { "1e999", { 0, 0 }, KX_CELL_TEXT, 0, "1e999" },
    { "1 2", { 0, 0 }, KX_CELL_TEXT, 0, "1 2" },
  };
  g_autoptr (KxWorkbook) workbook = kx_workbook_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KxCell cell = { .text = "", .digits = "" };

      g_assert_true (kx_sheet_number_cell (workbook, cases[i].digits, cases[i].format, &cell, NULL));
      g_assert_cmpstr (cell.text, ==, cases[i].text);
      g_assert_cmpuint (cell.kind, ==, cases[i].kind);
      g_assert_cmpuint (cell.flags, ==, cases[i].flags);
      g_assert_cmpstr (cell.digits, ==, cell.kind == KX_CELL_TEXT ? "" : cases[i].digits);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-number/format-codes-are-understood", test_format_codes_are_understood);
  g_test_add_func ("/sheet-number/serials-are-days-in-both-systems", test_serials_are_days_in_both_systems);
  g_test_add_func ("/sheet-number/iso-dates-are-read", test_iso_dates_are_read);
  g_test_add_func ("/sheet-number/numbers-read-as-people-see-them", test_numbers_read_as_people_see_them);
  return g_test_run ();
}

#include "exchange/kx-sheet-csv.h"

#include <string.h>

static KxWorkbook *
read_bytes (const char *data, gsize size, const char *encoding, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return kx_sheet_read_csv (bytes, encoding, 0, NULL, error);
}

static KxWorkbook *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  KxWorkbook *workbook = read_bytes (text, strlen (text), NULL, &error);

  g_assert_no_error (error);
  return workbook;
}

static const char *
get (const KxWorkbook *workbook, guint row, guint column)
{
  return kx_sheet_get_cell (kx_workbook_get_sheet (workbook, 0), row, column)->text;
}

#define assert_cell(workbook, row, column, expected)                                                         \
  g_assert_cmpstr (get (workbook, row, column), ==, expected)

static void
test_every_encoding_comes_out_the_same (void)
{
  static const char text[] = "姓名,备注\r\n王䶮,㛃\r\n𠮷田〇,·\r\n";
  static const struct
  {
    const char *name, *mark;
    gsize mark_length;
    gboolean forced;
  } cases[] = {
    { "UTF-8", "", 0, FALSE },
    { "UTF-8", "\xEF\xBB\xBF", 3, FALSE },
    { "UTF-16LE", "\xFF\xFE", 2, FALSE },
    { "UTF-16BE", "\xFE\xFF", 2, FALSE },
    { "UTF-16LE", "", 0, TRUE },
    { "UTF-16BE", "", 0, TRUE },
    { "GB18030", "", 0, FALSE },
    { "GB18030", "", 0, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxWorkbook) workbook = NULL;
      g_autofree char *encoded = NULL;
      g_autoptr (GString) whole = g_string_new_len (cases[i].mark, (gssize) cases[i].mark_length);
      gsize length;

      encoded = g_convert (text, -1, cases[i].name, "UTF-8", NULL, &length, &error);
      g_assert_no_error (error);
      g_string_append_len (whole, encoded, (gssize) length);
      workbook = read_bytes (whole->str, whole->len, cases[i].forced ? cases[i].name : NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (kx_workbook_get_encoding (workbook), ==, cases[i].name);
      assert_cell (workbook, 1, 1, "姓名");
      assert_cell (workbook, 2, 1, "王䶮");
      assert_cell (workbook, 2, 2, "㛃");
      assert_cell (workbook, 3, 1, "𠮷田〇");
      assert_cell (workbook, 3, 2, "·");
    }
}

static void
test_gb18030_bytes_are_the_standard_ones (void)
{
  static const char bytes[] = "\xFE\x9F,\x82\x30\xB7\x31,\x95\x34\xB2\x35,\xA9\x96,\xA1\xA4\n";
  g_autoptr (KxWorkbook) workbook = read_bytes (bytes, sizeof bytes - 1, NULL, NULL);

  assert_cell (workbook, 1, 1, "䶮");
  assert_cell (workbook, 1, 2, "㛃");
  assert_cell (workbook, 1, 3, "𠮷");
  assert_cell (workbook, 1, 4, "〇");
  assert_cell (workbook, 1, 5, "·");
}

static void
test_bad_bytes_are_named (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    const char *encoding;
    const char *words;
  } cases[] = {
    { "a,b\nc,\xFF\n", 8, NULL, "*Line 2, byte 7 *GB18030*" },
    { "名称编码\n济南\xE5\n", 21, NULL, "*Line 2, byte 20 *UTF-8*" },
    { "\xEF\xBB\xBF"
      "a\n\n\xC4\xE3\n",
      9, NULL, "*Line 3, byte 7 *UTF-8*" },
    { "\xFF\xFE"
      "a\0\n\0\x00\xD8",
      8, NULL, "*Line 2, byte 7 *UTF-16LE*" },
    { "\xFE\xFF\0a\0\n\xDC\x00", 8, NULL, "*Line 2, byte 7 *UTF-16BE*" },
    { "a\n\xC4", 3, "GB18030", "*Line 2, byte 3 *GB18030*" },
    { "\xC4\xE3", 2, "UTF-8", "*Line 1, byte 1 *UTF-8*" },
    { "a\nb\nc\0d", 7, NULL, "*Line 3*NUL*" },
    { "\xFF\xFE\0\0", 4, NULL, "*Line 1*NUL*" },
    { "a\n\0\xC4\xE3", 5, NULL, "*Line 2*NUL*" },
    { "a", 1, "BIG5", "*BIG5*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_bytes (cases[i].data, cases[i].size, cases[i].encoding, &error));
      g_assert_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_ENCODING);
      if (!g_pattern_match_simple (cases[i].words, error->message))
        g_error ("case %u: %s", i, error->message);
    }
}

static void
test_delimiters_are_found (void)
{
  static const char *const texts[] = {
    "a,b,c\n1,2;3,4\n",        "a;b;c\n1;2,3;4\n",
    "a\tb\tc\n1\t2,3\t4,5\n",  "a，b，c\n1，2,3，4\n5，6，7\n",
    "sep=;\na;b;c\n1;2,3;4\n", "名单，2024年，全省\na,b,c\n1,2,3\n,,\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KxWorkbook) workbook = read_text (texts[i]);
      guint row = i == 5 ? 2 : 1;
      static const gunichar found[] = { ',', ';', '\t', 0xFF0C, ';', ',' };

      g_assert_cmpuint (kx_workbook_get_delimiter (workbook), ==, found[i]);
      assert_cell (workbook, row, 1, "a");
      assert_cell (workbook, row, 3, "c");
      assert_cell (workbook, row + 1, 1, "1");
    }
}

static void
test_a_given_delimiter_holds (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a,b|c,d\n", 8);
  g_autoptr (KxWorkbook) workbook = kx_sheet_read_csv (bytes, NULL, '|', NULL, NULL);

  assert_cell (workbook, 1, 1, "a,b");
  assert_cell (workbook, 1, 2, "c,d");
  g_assert_cmpuint (kx_workbook_get_delimiter (workbook), ==, '|');
}

static void
test_quotes_enclose_fields (void)
{
  g_autoptr (KxWorkbook) workbook = read_text ("\"a,b\",\"say \"\"yes\"\"\",\"two\r\nlines\"\r\n"
                                               "“a,b”,“say ””yes”””,“十四五”规划,“three\nlines”\r\n"
                                               "\"a\"b,c\"d,“open,'007,\"\"\n");

  assert_cell (workbook, 1, 1, "a,b");
  assert_cell (workbook, 1, 2, "say \"yes\"");
  assert_cell (workbook, 1, 3, "two\nlines");
  assert_cell (workbook, 2, 1, "a,b");
  assert_cell (workbook, 2, 2, "say ”yes”");
  assert_cell (workbook, 2, 3, "“十四五”规划");
  assert_cell (workbook, 2, 4, "three\nlines");
  assert_cell (workbook, 3, 1, "ab");
  assert_cell (workbook, 3, 2, "c\"d");
  assert_cell (workbook, 3, 3, "“open");
  assert_cell (workbook, 3, 4, "'007");
  assert_cell (workbook, 3, 5, "");
}

static void
test_lines_end_in_any_way (void)
{
  static const char *const texts[] = { "a,b\n\nc,d\n", "a,b\r\n\r\nc,d", "a,b\r\rc,d\r" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KxWorkbook) workbook = read_text (texts[i]);

      assert_cell (workbook, 1, 2, "b");
      assert_cell (workbook, 3, 1, "c");
      assert_cell (workbook, 3, 2, "d");
      g_assert_cmpuint (kx_sheet_get_n_rows (kx_workbook_get_sheet (workbook, 0)), ==, 2);
    }
}

static void
test_an_open_quote_is_told_with_its_line (void)
{
  g_autoptr (GError) error = NULL;
  static const char text[] = "a,b\n\"x\ny\",z\nc,\"d\ne\nf\n";

  g_assert_null (read_bytes (text, sizeof text - 1, NULL, &error));
  g_assert_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "line 4"));
}

static void
test_long_hostile_text_takes_little_time (void)
{
  static const char *const pieces[] = { "“,", "“”x,", "\"\",", ",", "“””,", "\n", "，“" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (KxWorkbook) workbook = NULL;
      gint64 start = g_get_monotonic_time ();

      while (text->len < 2 * 1000 * 1000)
        g_string_append (text, pieces[i]);
      g_string_append (text, "”x\n");
      workbook = read_bytes (text->str, text->len, NULL, NULL);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-csv/every-encoding-comes-out-the-same", test_every_encoding_comes_out_the_same);
  g_test_add_func ("/sheet-csv/gb18030-bytes-are-the-standard-ones",
                   test_gb18030_bytes_are_the_standard_ones);
  g_test_add_func ("/sheet-csv/bad-bytes-are-named", test_bad_bytes_are_named);
  g_test_add_func ("/sheet-csv/delimiters-are-found", test_delimiters_are_found);
  g_test_add_func ("/sheet-csv/a-given-delimiter-holds", test_a_given_delimiter_holds);
  g_test_add_func ("/sheet-csv/quotes-enclose-fields", test_quotes_enclose_fields);
  g_test_add_func ("/sheet-csv/lines-end-in-any-way", test_lines_end_in_any_way);
  g_test_add_func ("/sheet-csv/an-open-quote-is-told-with-its-line",
                   test_an_open_quote_is_told_with_its_line);
  g_test_add_func ("/sheet-csv/long-hostile-text-takes-little-time",
                   test_long_hostile_text_takes_little_time);
  return g_test_run ();
}

#include "models/kx-highlight.h"

/* The text with brackets around what is found. */
static void
assert_marked (const char *text, const char *q, const char *expected)
{
  g_autoptr (GArray) found = kx_highlight_find (text, q, FALSE);
  g_autoptr (GString) marked = g_string_new (NULL);
  guint at = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const KxHighlight *highlight = &g_array_index (found, KxHighlight, i);

      g_assert_cmpuint (highlight->start, >=, at);
      g_assert_cmpuint (highlight->end, >, highlight->start);
      g_string_append_len (marked, text + at, highlight->start - at);
      g_string_append_printf (marked, "[%.*s]", (int) (highlight->end - highlight->start),
                              text + highlight->start);
      at = highlight->end;
    }
  g_string_append (marked, text + at);
  g_assert_cmpstr (marked->str, ==, expected);
}

static void
test_words_are_marked_where_they_are_written (void)
{
  assert_marked ("济南市第四人民医院", "人民", "济南市第四[人民]医院");
  assert_marked ("人民路人民医院", "人民", "[人民]路[人民]医院");
  assert_marked ("济南市第四人民医院", "医院 济南", "[济南]市第四人民[医院]");
  assert_marked ("济南市第四人民医院", "第四人民", "济南市[第四人民]医院");
  assert_marked ("济南市第四人民医院", "青岛", "济南市第四人民医院");
  assert_marked ("济南市第四人民医院", NULL, "济南市第四人民医院");
  assert_marked ("济南市第四人民医院", " ，", "济南市第四人民医院");
  assert_marked ("", "x", "");
}

static void
test_pairs_are_marked_when_the_whole_is_not_there (void)
{
  assert_marked ("济南市第四人民医院", "人民第四", "济南市[第四人民]医院");
}

static void
test_pinyin_is_marked_from_the_start (void)
{
  assert_marked ("南宁市第一人民医院", "nns", "[南宁市]第一人民医院");
  assert_marked ("南宁市第一人民医院", "nanningshi", "[南宁市]第一人民医院");
  assert_marked ("南宁市第一人民医院", "nan ning", "[南宁]市第一人民医院");
  assert_marked ("南宁市第一人民医院", "nann", "[南宁]市第一人民医院");
  assert_marked ("南宁市第一人民医院", "yy", "南宁市第一人民医院");
  assert_marked ("六安市中医院", "lasz", "[六安市中]医院");
}

static void
test_codes_and_wide_letters_are_marked (void)
{
  assert_marked ("12370100495573017X", "123701", "[123701]00495573017X");
  assert_marked ("１２３７ 0100", "1237", "[１２３７] 0100");
  assert_marked ("南宁CDC中心", "cdc", "南宁[CDC]中心");
  assert_marked ("南宁 CDC", "南宁cdc", "[南宁 CDC]");
  assert_marked ("南宁（CDC）中心", "中心cdc", "南宁（[CDC]）[中心]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/highlight/words-are-marked-where-they-are-written",
                   test_words_are_marked_where_they_are_written);
  g_test_add_func ("/highlight/pairs-are-marked-when-the-whole-is-not-there",
                   test_pairs_are_marked_when_the_whole_is_not_there);
  g_test_add_func ("/highlight/pinyin-is-marked-from-the-start", test_pinyin_is_marked_from_the_start);
  g_test_add_func ("/highlight/codes-and-wide-letters-are-marked", test_codes_and_wide_letters_are_marked);
  return g_test_run ();
}

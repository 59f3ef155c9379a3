#include "store/kx-search-text.h"

#include <string.h>

/* Asserts that the terms, joined by blanks, are the expected ones. */
static void
assert_terms (KxSearchKind kind, const char *text, const char *expected)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  g_autoptr (GString) joined = g_string_new ("");
  gsize n;

  kx_search_terms_add (terms, kind, text);
  const char *const *all = kx_search_terms_finish (terms, &n);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", all[i]);
  g_assert_cmpstr (joined->str, ==, expected);
}

static gboolean
has_term (KxSearchKind kind, const char *text, const char *term)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  gsize n;

  kx_search_terms_add (terms, kind, text);
  const char *const *all = kx_search_terms_finish (terms, &n);
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (all[i], term))
      return TRUE;
  return FALSE;
}

static void
test_a_name_gives_pairs_name_and_pinyin (void)
{
  assert_terms (KX_SEARCH_NAME, "南宁市医院",
                "ananningshiyiyuan annsyy ayiyuan ayy h医院 h南宁 h宁市 h市医 h院 n南宁市医院");
  assert_terms (KX_SEARCH_PERSON, "单 芳", "af afang asf ashanfang h单芳 h芳 n单芳");
}

static void
test_a_code_is_one_term (void)
{
  assert_terms (KX_SEARCH_CODE, "9145-0100 MA5P999932", "a91450100ma5p999932");
  assert_terms (KX_SEARCH_CODE, "南函〔2025〕12号", "a12 a202512 h02 h12 h20 h25 h2号 h51 h函2 h南函 h号");
}

static void
test_initials_within_a_name_are_cut_at_both_ends (void)
{
  g_assert_true (has_term (KX_SEARCH_NAME, "济南中医院", "izyy"));
  g_assert_false (has_term (KX_SEARCH_NAME, "济南中医院", "iyy"));    /* too few */
  g_assert_false (has_term (KX_SEARCH_NAME, "济南中医院", "ijnzyy")); /* a start */
  g_assert_false (has_term (KX_SEARCH_NAME, "济南市中医院", "izyy")); /* one as well, as azyy */
  g_assert_true (has_term (KX_SEARCH_NAME, "济南市中医院", "azyy"));
  g_assert_true (has_term (KX_SEARCH_NAME, "济南市第一中医院", "izyy"));
  g_assert_false (has_term (KX_SEARCH_NAME, "济南市第一中医院", "isdyzyy")); /* within an area's name */
  g_assert_true (has_term (KX_SEARCH_NAME, "济南铁路局中心医院康复科", "itljzxyyk"));
  g_assert_false (has_term (KX_SEARCH_PERSON, "欧阳中石", "iyzs"));
  assert_terms (KX_SEARCH_NAME, "PDY12345", "apdy12345 npdy12345");
}

static void
test_text_has_no_pinyin (void)
{
  assert_terms (KX_SEARCH_TEXT, "民族 CDC 2", "a2 acdc2 h2 hc2 hcd hdc h族c h民族");
}

static void
test_nothing_comes_of_signs (void)
{
  for (KxSearchKind kind = KX_SEARCH_NAME; kind <= KX_SEARCH_TEXT; kind++)
    {
      assert_terms (kind, "", "");
      assert_terms (kind, "（）- ·", "");
    }
}

static void
test_names_are_typed_from_behind_their_place (void)
{
  static const char *found[][2] = {
    { "南宁市第一人民医院", "annsdyrmyy" },
    { "南宁市第一人民医院", "adyrmyy" },
    { "南宁市第一人民医院", "adiyirenminyiyuan" },
    { "广西壮族自治区南宁市江南区人民医院", "annsjnqrmyy" },
    { "广西壮族自治区南宁市江南区人民医院", "ajnqrmyy" },
    { "广西壮族自治区南宁市江南区人民医院", "armyy" },
    { "山东省立医院", "aslyy" },
    { "江苏省镇江市康复医院", "azjskfyy" },
    { "江苏省镇江市康复医院", "akfyy" },
    { "广州市工伤康复医院", "agskfyy" },
    { "广州医科大学", "aykdx" },
    { "某某医院（江南院区）", "ajnyq" },
    { "朝阳区三里屯街道卫生中心", "awszx" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    if (!has_term (KX_SEARCH_NAME, found[i][0], found[i][1]))
      g_error ("%s lacks %s", found[i][0], found[i][1]);
  g_assert_false (has_term (KX_SEARCH_NAME, "广州市工伤康复医院", "asgskfyy"));
  g_assert_false (has_term (KX_SEARCH_NAME, "菜市场医院", "acyy"));
  g_assert_false (has_term (KX_SEARCH_PERSON, "张区一明", "aym"));
}

static void
test_fields_share_one_sorted_list (void)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  gsize n, again;

  kx_search_terms_add (terms, KX_SEARCH_NAME, "南宁市第一人民医院");
  kx_search_terms_finish (terms, &n);
  kx_search_terms_add (terms, KX_SEARCH_NAME, "南宁市第一人民医院");
  kx_search_terms_add (terms, KX_SEARCH_CODE, "12450100499000121");
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *code = g_strdup_printf ("C%u", i * 7919 % 1000);
      kx_search_terms_add (terms, KX_SEARCH_CODE, code);
    }
  const char *const *all = kx_search_terms_finish (terms, &again);
  g_assert_cmpuint (again, ==, n + 61);
  for (gsize i = 1; i < again; i++)
    g_assert_cmpint (strcmp (all[i - 1], all[i]), <, 0);
  kx_search_terms_reset (terms);
  kx_search_terms_finish (terms, &again);
  g_assert_cmpuint (again, ==, 0);
}

static void
test_terms_are_short_and_valid (void)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  g_autoptr (GString) text = g_string_new ("");
  gsize n;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, i % 7 == 0 ? "装" : i % 11 == 0 ? "𠮷（" : i % 13 < 8 ? "A" : "市");
  for (KxSearchKind kind = KX_SEARCH_NAME; kind <= KX_SEARCH_TEXT; kind++)
    kx_search_terms_add (terms, kind, text->str);
  const char *const *all = kx_search_terms_finish (terms, &n);
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (n, <, 4 * KX_SEARCH_TEXT_MAX);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (strlen (all[i]), <=,
                        all[i][0] == KX_SEARCH_WHOLE_NAME ? KX_SEARCH_NAME_MAX : KX_SEARCH_TERM_MAX);
      g_assert_cmpuint (strlen (all[i]), >, 1);
      g_assert_true (g_utf8_validate (all[i], -1, NULL));
    }
}

static void
test_the_terms_of_a_name_take_little_time (void)
{
  const guint rounds = 1000000;
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  gsize n = 0;

  g_test_timer_start ();
  for (guint i = 0; i < rounds; i++)
    {
      kx_search_terms_reset (terms);
      kx_search_terms_add (terms, KX_SEARCH_NAME, "青岛市黄岛区第二人民医院");
      kx_search_terms_finish (terms, &n);
    }
  g_assert_cmpuint (n, >, 12);
  g_test_message ("%.0f ns for %u terms", g_test_timer_elapsed () * 1e9 / rounds, (guint) n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-text/a-name-gives-pairs-name-and-pinyin",
                   test_a_name_gives_pairs_name_and_pinyin);
  g_test_add_func ("/search-text/a-code-is-one-term", test_a_code_is_one_term);
  g_test_add_func ("/search-text/initials-within-a-name-are-cut-at-both-ends",
                   test_initials_within_a_name_are_cut_at_both_ends);
  g_test_add_func ("/search-text/text-has-no-pinyin", test_text_has_no_pinyin);
  g_test_add_func ("/search-text/nothing-comes-of-signs", test_nothing_comes_of_signs);
  g_test_add_func ("/search-text/names-are-typed-from-behind-their-place",
                   test_names_are_typed_from_behind_their_place);
  g_test_add_func ("/search-text/fields-share-one-sorted-list", test_fields_share_one_sorted_list);
  g_test_add_func ("/search-text/terms-are-short-and-valid", test_terms_are_short_and_valid);
  if (g_test_perf ())
    g_test_add_func ("/search-text/the-terms-of-a-name-take-little-time",
                     test_the_terms_of_a_name_take_little_time);
  return g_test_run ();
}

#include "store/kx-search-plan.h"

#include "store/kx-pinyin.h"
#include "store/kx-text-fold.h"

#include <string.h>

static const char *places[] = { "南宁市", "广西壮族自治区", "山东省", "青岛市黄岛区",
                                "重庆市", "长治",           "",       "六安市" };
static const char *words[] = { "第一", "第二", "人民", "工伤", "康复", "CDC",  "（江南）", "中医",
                               "Ⅱ",    "𠮷",   "铁路", "3",    "·",    "职工", "é",        "ж" };
static const char *ends[] = { "医院", "康复中心", "卫生院", "诊所", "" };

#define PICK(list) list[g_test_rand_int_range (0, G_N_ELEMENTS (list))]

static char *
random_name (void)
{
  GString *name = g_string_new (PICK (places));
  guint n = (guint) g_test_rand_int_range (1, 6);

  for (guint i = 0; i < n; i++)
    g_string_append (name, PICK (words));
  for (guint i = 0; i < 2; i++)
    g_string_append_unichar (name, (gunichar) g_test_rand_int_range (0x4E00, 0x9FA5));
  g_string_append (name, PICK (ends));
  return g_string_free (name, FALSE);
}

static gboolean
matches (const char *query, KxSearchTerms *terms)
{
  g_autoptr (KxSearchPlan) plan = kx_search_plan_new (query);
  gsize n;
  const char *const *all = kx_search_terms_finish (terms, &n);

  return kx_search_plan_matches (plan, all, n);
}

static gboolean
finds (const char *query, KxSearchKind kind, const char *text)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();

  kx_search_terms_add (terms, kind, text);
  return matches (query, terms);
}

static void
test_initials_find_a_hospital (void)
{
  static const char *queries[] = {
    "nnsdyrmyy",    "nns",     "NNSDYRMYY", "dyrmyy",    "nanningshidiyi", "nan ning shi di yi", "nán níng",
    "nanning dyrm", "南",      "院",        "一",        "第一人民",       "南宁 人民",          "人民，南宁",
    "人 民",        "第1人民", "南宁dyrm",  "南宁 dyrm", "（南宁）",       "南宁市第一人民医院", "yrmyy",
    "rmy",          "MYY",     "dyr",
  };
  static const char *others[] = { "nnsderm", "宁南", "第二", "南宁 北",  "第2人民", "ns",   "人民x",
                                  "nsd",     "x",    "院南", "第11人民", "yyy",     "rmyyy" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    if (!finds (queries[i], KX_SEARCH_NAME, "南宁市第一人民医院"))
      g_error ("%s finds nothing", queries[i]);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (finds (others[i], KX_SEARCH_NAME, "南宁市第一人民医院"))
      g_error ("%s finds too much", others[i]);
}

static void
test_other_fields_are_found (void)
{
  g_assert_true (finds ("南宁 cdc", KX_SEARCH_NAME, "南宁市CDC中心"));
  g_assert_true (finds ("南宁cdc", KX_SEARCH_NAME, "南宁市CDC中心"));
  g_assert_true (finds ("dc中", KX_SEARCH_NAME, "南宁市CDC中心"));
  g_assert_true (finds ("第12", KX_SEARCH_NAME, "第十二医院"));
  g_assert_true (finds ("第20", KX_SEARCH_NAME, "第二十医院"));
  g_assert_true (finds ("第36医", KX_SEARCH_NAME, "第三十六医院"));
  g_assert_false (finds ("第2", KX_SEARCH_NAME, "第十二医院"));
  g_assert_true (finds ("stf", KX_SEARCH_PERSON, "单田芳"));
  g_assert_true (finds ("dan", KX_SEARCH_NAME, "单位"));
  g_assert_true (finds ("田 芳", KX_SEARCH_PERSON, "单田芳"));
  g_assert_true (finds ("买买提", KX_SEARCH_PERSON, "阿卜杜拉·买买提"));
  g_assert_true (finds ("mmt", KX_SEARCH_PERSON, "阿卜杜拉·买买提"));
  g_assert_true (finds ("lvliang", KX_SEARCH_NAME, "吕梁"));
  g_assert_true (finds ("lüliang", KX_SEARCH_NAME, "吕梁"));
  g_assert_true (finds ("9145-0100", KX_SEARCH_CODE, "91450100MA5P999932"));
  g_assert_true (finds ("91450100ma5p999932", KX_SEARCH_CODE, "91450100MA5P999932"));
  g_assert_false (finds ("450100", KX_SEARCH_CODE, "91450100MA5P999932"));
  g_assert_true (finds ("函2025", KX_SEARCH_CODE, "南人社函〔2025〕12号"));
  g_assert_true (finds ("12号", KX_SEARCH_CODE, "南人社函〔2025〕12号"));
}

static void
test_empty_queries_have_empty_plans (void)
{
  static const char *queries[] = { "", " ", "，、", "（）·-" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      KxSearchRange range;
      g_autoptr (KxSearchPlan) plan = kx_search_plan_new (queries[i]);
      g_assert_cmpuint (plan->n_alternatives, ==, 0);
      g_assert_false (kx_search_plan_matches (plan, NULL, 0));
      g_assert_false (kx_search_name_prefix (queries[i], &range));
    }
}

static void
test_ranges_are_what_a_database_compares (void)
{
  g_autoptr (KxSearchPlan) two = kx_search_plan_new ("南宁");
  g_autoptr (KxSearchPlan) one = kx_search_plan_new ("南");
  g_autoptr (KxSearchPlan) code = kx_search_plan_new ("A9");

  g_assert_cmpuint (two->n_alternatives, ==, 1);
  g_assert_cmpuint (two->alternatives[0].n_ranges, ==, 1);
  g_assert_cmpstr (two->alternatives[0].ranges[0].lo, ==, "h南宁");
  g_assert_cmpstr (two->alternatives[0].ranges[0].hi, ==, "h南宁\x01");
  g_assert_cmpstr (one->alternatives[0].ranges[0].lo, ==, "h南");
  g_assert_cmpstr (one->alternatives[0].ranges[0].hi, ==, "h\xE5\x8D\x98");
  g_assert_cmpstr (code->alternatives[0].ranges[0].lo, ==, "aa9");
  g_assert_cmpstr (code->alternatives[0].ranges[0].hi, ==, "aa:");
}

/* Every part of a folded name, from any character to any later one. */
static void
check_parts (const char *name, KxSearchTerms *terms)
{
  g_autofree char *folded = kx_text_fold_string (name, KX_SEARCH_QUERY_MAX);
  glong n = g_utf8_strlen (folded, -1);

  for (glong start = 0; start < n; start++)
    for (glong end = start + 1; end <= n; end++)
      {
        g_autofree char *part = g_utf8_substring (folded, start, end);
        if (!g_str_is_ascii (part) && !matches (part, terms))
          g_error ("%s does not find %s", part, name);
      }
}

static void
check_prefixes (const char *text, const char *name, KxSearchTerms *terms)
{
  for (gsize length = 1; length <= strlen (text); length++)
    {
      g_autofree char *prefix = g_strndup (text, length);
      if (!matches (prefix, terms))
        g_error ("%s does not find %s", prefix, name);
    }
}

static void
test_every_part_of_a_random_name_finds_it (void)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = random_name ();
      KxSearchKind kind = i % 2 == 0 ? KX_SEARCH_NAME : KX_SEARCH_PERSON;
      KxPinyinUse use = i % 2 == 0 ? KX_PINYIN_INSTITUTION : KX_PINYIN_PERSON;
      g_autofree char *full = kx_pinyin_full (name, use), *initials = kx_pinyin_initials (name, use);
      g_autofree char *code = g_strdup_printf ("%08X-%u", g_test_rand_int (), i);
      g_autofree char *folded_code = kx_text_fold_string (code, 64);

      kx_search_terms_reset (terms);
      kx_search_terms_add (terms, kind, name);
      kx_search_terms_add (terms, KX_SEARCH_CODE, code);
      check_parts (name, terms);
      check_prefixes (full, name, terms);
      check_prefixes (initials, name, terms);
      check_prefixes (folded_code, name, terms);
      g_assert_true (matches (code, terms));
    }
}

static void
test_a_pair_not_in_the_name_finds_nothing (void)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  guint checked = 0;

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = random_name (), *other = random_name ();
      g_autofree char *folded = kx_text_fold_string (name, 64), *query = kx_text_fold_string (other, 64);
      gboolean inside = TRUE, ascii = FALSE;

      for (const char *p = query; *p != '\0' && *g_utf8_next_char (p) != '\0'; p = g_utf8_next_char (p))
        {
          g_autofree char *pair = g_utf8_substring (p, 0, 2);
          inside = inside && strstr (folded, pair) != NULL;
          ascii = ascii || (guchar) *p < 0x80;
        }
      if (inside || ascii)
        continue;
      checked++;
      kx_search_terms_reset (terms);
      kx_search_terms_add (terms, KX_SEARCH_NAME, name);
      if (matches (query, terms))
        g_error ("%s finds %s", query, name);
    }
  g_assert_cmpuint (checked, >, 200);
}

static void
test_the_start_of_a_name_is_one_range (void)
{
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  gsize n;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = random_name ();
      g_autofree char *folded = kx_text_fold_string (name, 64);
      kx_search_terms_reset (terms);
      kx_search_terms_add (terms, KX_SEARCH_NAME, name);
      const char *const *all = kx_search_terms_finish (terms, &n);
      for (const char *p = g_utf8_next_char (folded);; p = g_utf8_next_char (p))
        {
          g_autofree char *start = g_strndup (folded, (gsize) (p - folded));
          g_auto (KxSearchRange) range = { NULL, NULL };
          guint found = 0;
          g_assert_true (kx_search_name_prefix (start, &range));
          g_assert_true (g_utf8_validate (range.lo, -1, NULL) && g_utf8_validate (range.hi, -1, NULL));
          for (gsize k = 0; k < n; k++)
            found += strcmp (all[k], range.lo) >= 0 && strcmp (all[k], range.hi) < 0;
          g_assert_cmpuint (found, ==, 1);
          if (*p == '\0')
            break;
        }
    }
}

static void
test_hostile_queries_have_bounded_plans (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) query = g_string_new ("");
      guint n = (guint) g_test_rand_int_range (0, 300);
      for (guint k = 0; k < n; k++)
        switch (g_test_rand_int_range (0, 4))
          {
          case 0:
            g_string_append_c (query, (char) g_test_rand_int_range (1, 0x7f));
            break;
          case 1:
            g_string_append (query, "第21");
            break;
          case 2:
            g_string_append_unichar (query, (gunichar) g_test_rand_int_range (0xE000, 0x110000));
            break;
          default:
            g_string_append_unichar (query, (gunichar) g_test_rand_int_range (0x80, 0xD800));
            break;
          }
      g_autoptr (KxSearchPlan) plan = kx_search_plan_new (query->str);
      g_assert_cmpuint (plan->n_alternatives, <=, KX_SEARCH_ALTERNATIVES_MAX);
      for (guint a = 0; a < plan->n_alternatives; a++)
        {
          const KxSearchAlternative *alternative = &plan->alternatives[a];
          g_assert_cmpuint (alternative->n_ranges, >, 0);
          g_assert_cmpuint (alternative->n_ranges, <, 2 * KX_SEARCH_QUERY_MAX);
          for (guint r = 0; r < alternative->n_ranges; r++)
            {
              g_assert_true (g_utf8_validate (alternative->ranges[r].lo, -1, NULL));
              g_assert_true (g_utf8_validate (alternative->ranges[r].hi, -1, NULL));
              g_assert_cmpint (strcmp (alternative->ranges[r].lo, alternative->ranges[r].hi), <, 0);
              g_assert_cmpuint (strlen (alternative->ranges[r].lo), <=, KX_SEARCH_TERM_MAX);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-plan/initials-find-a-hospital", test_initials_find_a_hospital);
  g_test_add_func ("/search-plan/other-fields-are-found", test_other_fields_are_found);
  g_test_add_func ("/search-plan/empty-queries-have-empty-plans", test_empty_queries_have_empty_plans);
  g_test_add_func ("/search-plan/ranges-are-what-a-database-compares",
                   test_ranges_are_what_a_database_compares);
  g_test_add_func ("/search-plan/every-part-of-a-random-name-finds-it",
                   test_every_part_of_a_random_name_finds_it);
  g_test_add_func ("/search-plan/a-pair-not-in-the-name-finds-nothing",
                   test_a_pair_not_in_the_name_finds_nothing);
  g_test_add_func ("/search-plan/the-start-of-a-name-is-one-range", test_the_start_of_a_name_is_one_range);
  g_test_add_func ("/search-plan/hostile-queries-have-bounded-plans",
                   test_hostile_queries_have_bounded_plans);
  return g_test_run ();
}

#include "store/kx-search-plan.h"

#include "store/kx-text-fold.h"

#include <string.h>

/* A query cut at its blanks and commas. */
typedef struct
{
  gunichar chars[KX_SEARCH_QUERY_MAX * 2];
  struct
  {
    guint start, end;
  } words[KX_SEARCH_QUERY_MAX];
  guint n_words;
} Query;

static gboolean
is_ascii (gunichar c)
{
  return c < 0x80;
}

static gboolean
is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

static void
fold_query (Query *query, const char *text)
{
  guint8 borders[KX_SEARCH_QUERY_MAX];
  guint n = kx_text_fold (text, query->chars, borders, KX_SEARCH_QUERY_MAX);

  query->n_words = 0;
  for (guint i = 0; i < n; i++)
    {
      if (i == 0 || borders[i] == KX_FOLD_AFTER_BREAK)
        query->words[query->n_words++].start = i;
      query->words[query->n_words - 1].end = i + 1;
    }
}

static gboolean
is_all_ascii (const gunichar *chars, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!is_ascii (chars[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_mixed (const gunichar *chars, guint n)
{
  gboolean ascii = FALSE, wide = FALSE;

  for (guint i = 0; i < n; i++)
    {
      ascii = ascii || is_ascii (chars[i]);
      wide = wide || !is_ascii (chars[i]);
    }
  return ascii && wide;
}

/* Terms are cut to most bytes at a character, and so must be what looks for them. */
static char *
make_term (char tag, const gunichar *chars, guint n, gsize most, gunichar *ret_last)
{
  GString *term = g_string_sized_new (KX_SEARCH_TERM_MAX + 8);

  g_string_append_c (term, tag);
  for (guint i = 0; i < n; i++)
    {
      gsize length = term->len;
      g_string_append_unichar (term, chars[i]);
      if (term->len > most)
        {
          g_string_truncate (term, length);
          break;
        }
      *ret_last = chars[i];
    }
  return g_string_free (term, FALSE);
}

static char *
replace_last (const char *term, gunichar c)
{
  GString *other = g_string_new_len (term, g_utf8_prev_char (term + strlen (term)) - term);

  g_string_append_unichar (other, c);
  return g_string_free (other, FALSE);
}

/* Every term that begins so: up to the next character in the place of the last one, skipping what UTF-8
 * has no form for. */
static KxSearchRange
prefix_range (char tag, const gunichar *chars, guint n, gsize most)
{
  gunichar last = 0;
  KxSearchRange range = { .lo = make_term (tag, chars, n, most, &last) };

  range.hi = replace_last (range.lo, last == 0xD7FF ? 0xE000 : last + 1);
  return range;
}

/* One term: none holds a control character, so nothing else stands between. */
static KxSearchRange
exact_range (char tag, const gunichar *chars, guint n)
{
  gunichar last = 0;
  KxSearchRange range = { .lo = make_term (tag, chars, n, KX_SEARCH_TERM_MAX, &last) };

  range.hi = g_strconcat (range.lo, "\x01", NULL);
  return range;
}

static void
add_range (GArray *ranges, KxSearchRange range)
{
  for (guint i = 0; i < ranges->len; i++)
    {
      KxSearchRange *other = &g_array_index (ranges, KxSearchRange, i);
      if (g_str_equal (other->lo, range.lo) && g_str_equal (other->hi, range.hi))
        {
          kx_search_range_clear (&range);
          return;
        }
    }
  g_array_append_val (ranges, range);
}

/* ASCII from the start of a code, of initials, of pinyin or of a word; all else by its pairs of characters.
 */
static void
add_word (GArray *ranges, const gunichar *chars, guint n)
{
  if (is_all_ascii (chars, n))
    add_range (ranges, prefix_range (KX_SEARCH_ASCII_START, chars, n, KX_SEARCH_TERM_MAX));
  else if (n == 1)
    add_range (ranges, prefix_range (KX_SEARCH_PAIR, chars, 1, KX_SEARCH_TERM_MAX));
  else
    for (guint i = 0; i + 1 < n; i++)
      add_range (ranges, exact_range (KX_SEARCH_PAIR, chars + i, 2));
}

/* 南宁cdc as 南宁 and cdc. */
static void
add_split_word (GArray *ranges, const gunichar *chars, guint n)
{
  for (guint start = 0, end; start < n; start = end)
    {
      for (end = start + 1; end < n && is_ascii (chars[end]) == is_ascii (chars[start]);)
        end++;
      add_word (ranges, chars + start, end - start);
    }
}

/* The number of digits at the start that a Chinese number of up to two digits can stand for. */
static guint
count_digits (const gunichar *chars, guint n)
{
  guint digits = 0;

  while (digits < n && is_digit (chars[digits]))
    digits++;
  return digits > 0 && digits <= 2 && chars[0] != '0' ? digits : 0;
}

/* 第1人民 as 第一人民, 第12 as 第十二; FALSE where there is nothing to write so. */
static gboolean
write_numbers (const gunichar *chars, guint n, gunichar *ret_chars, guint *ret_n)
{
  /* 一 to 九 */
  static const gunichar digits[] = {
    0, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D
  };
  guint count = 0;
  gboolean found = FALSE;

  for (guint i = 0; i < n; i++)
    {
      gboolean begins = i == 0 || !is_ascii (chars[i - 1]);
      guint length = begins ? count_digits (chars + i, n - i) : 0;
      if (length == 0 || (i + length < n && is_ascii (chars[i + length])))
        {
          ret_chars[count++] = chars[i];
          continue;
        }
      guint tens = length == 2 ? chars[i] - '0' : 0, ones = chars[i + length - 1] - '0';
      if (tens > 1)
        ret_chars[count++] = digits[tens];
      if (tens > 0)
        ret_chars[count++] = 0x5341; /* 十 */
      if (ones > 0)
        ret_chars[count++] = digits[ones];
      found = TRUE;
      i += length - 1;
    }
  *ret_n = count;
  return found;
}

static void
add_alternative (KxSearchPlan *plan, GArray *ranges)
{
  KxSearchAlternative *alternative = &plan->alternatives[plan->n_alternatives++];

  alternative->n_ranges = ranges->len;
  alternative->ranges = (KxSearchRange *) (void *) g_array_free (ranges, FALSE);
}

static GArray *
new_ranges (void)
{
  return g_array_new (FALSE, FALSE, sizeof (KxSearchRange));
}

static void
add_literal (KxSearchPlan *plan, const Query *query)
{
  GArray *ranges = new_ranges ();

  for (guint i = 0; i < query->n_words; i++)
    add_word (ranges, query->chars + query->words[i].start, query->words[i].end - query->words[i].start);
  add_alternative (plan, ranges);
}

static void
add_split (KxSearchPlan *plan, const Query *query)
{
  GArray *ranges = new_ranges ();

  for (guint i = 0; i < query->n_words; i++)
    add_split_word (ranges, query->chars + query->words[i].start,
                    query->words[i].end - query->words[i].start);
  add_alternative (plan, ranges);
}

static void
add_numbers (KxSearchPlan *plan, const Query *query)
{
  GArray *ranges = new_ranges ();
  gboolean found = FALSE;

  for (guint i = 0; i < query->n_words; i++)
    {
      const gunichar *chars = query->chars + query->words[i].start;
      guint n = query->words[i].end - query->words[i].start, n_written;
      gunichar written[KX_SEARCH_QUERY_MAX * 2];
      if (is_mixed (chars, n) && write_numbers (chars, n, written, &n_written))
        {
          add_word (ranges, written, n_written);
          found = TRUE;
        }
      else
        add_word (ranges, chars, n);
    }
  if (found)
    {
      add_alternative (plan, ranges);
      return;
    }
  for (guint i = 0; i < ranges->len; i++)
    kx_search_range_clear (&g_array_index (ranges, KxSearchRange, i));
  g_array_unref (ranges);
}

/* "nan ning shi" as nanningshi. */
static void
add_joined (KxSearchPlan *plan, const Query *query)
{
  GArray *ranges = new_ranges ();

  add_word (ranges, query->chars, query->words[query->n_words - 1].end);
  add_alternative (plan, ranges);
}

/* zyy as the initials of a part of a name; looked for after all that begins so. */
static void
add_inside (KxSearchPlan *plan, const Query *query)
{
  GArray *ranges = new_ranges ();

  add_range (ranges, prefix_range (KX_SEARCH_INITIALS, query->chars, query->words[0].end,
                                   KX_SEARCH_INITIALS_MAX + 1));
  add_alternative (plan, ranges);
}

/* Whether the sorted terms hold one of the range. */
static gboolean
holds (const KxSearchRange *range, const char *const *terms, gsize n)
{
  gsize low = 0, high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      if (strcmp (terms[middle], range->lo) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low < n && strcmp (terms[low], range->hi) < 0;
}

/**
 * kx_search_plan_new:
 * @query: what a person typed, valid UTF-8; the first #KX_SEARCH_QUERY_MAX folded characters count
 *
 * Makes ranges over search terms of a query. Words between blanks and commas must all be found. A word with
 * Chinese characters is found anywhere in a text; one in ASCII from the start of a code, of initials, of
 * pinyin or of a Latin word, and alone, of some letters, also as initials within a name. A word of both is
 * looked for as written, as its two parts, and with a number of up to two digits written in Chinese; several
 * words in ASCII also joined, as pinyin typed with blanks.
 *
 * Returns: (transfer full): the plan; without alternatives if there is nothing to look for
 */
KxSearchPlan *
kx_search_plan_new (const char *query)
{
  KxSearchPlan *plan = g_new0 (KxSearchPlan, 1);
  Query folded;
  gboolean mixed = FALSE, ascii = TRUE;

  fold_query (&folded, query);
  if (folded.n_words == 0)
    return plan;
  for (guint i = 0; i < folded.n_words; i++)
    {
      const gunichar *chars = folded.chars + folded.words[i].start;
      guint n = folded.words[i].end - folded.words[i].start;
      mixed = mixed || is_mixed (chars, n);
      ascii = ascii && is_all_ascii (chars, n);
    }
  add_literal (plan, &folded);
  if (mixed)
    {
      add_split (plan, &folded);
      add_numbers (plan, &folded);
    }
  if (ascii && folded.n_words > 1)
    add_joined (plan, &folded);
  else if (ascii && folded.words[0].end >= KX_SEARCH_INITIALS_MIN && !is_digit (folded.chars[0]))
    add_inside (plan, &folded);
  return plan;
}

/**
 * kx_search_plan_free:
 * @plan: (nullable): a plan
 */
void
kx_search_plan_free (KxSearchPlan *plan)
{
  if (plan == NULL)
    return;
  for (guint i = 0; i < plan->n_alternatives; i++)
    {
      KxSearchAlternative *alternative = &plan->alternatives[i];
      for (guint k = 0; k < alternative->n_ranges; k++)
        kx_search_range_clear (&alternative->ranges[k]);
      g_free (alternative->ranges);
    }
  g_free (plan);
}

/**
 * kx_search_plan_matches:
 * @plan: a plan
 * @terms: the terms of one record as kx_search_terms_finish() gives them
 * @n_terms: how many
 *
 * What a database does with the plan, in memory.
 *
 * Returns: whether the record is found; an empty plan finds none
 */
gboolean
kx_search_plan_matches (const KxSearchPlan *plan, const char *const *terms, gsize n_terms)
{
  for (guint i = 0; i < plan->n_alternatives; i++)
    {
      const KxSearchAlternative *alternative = &plan->alternatives[i];
      guint k = 0;
      while (k < alternative->n_ranges && holds (&alternative->ranges[k], terms, n_terms))
        k++;
      if (k == alternative->n_ranges)
        return TRUE;
    }
  return FALSE;
}

/**
 * kx_search_name_prefix:
 * @query: what a person typed, valid UTF-8
 * @ret_range: (out): the terms of names that begin so
 *
 * One range instead of a plan, to show names that begin with the query before those that only hold it.
 *
 * Returns: %FALSE, and no range, if there is nothing to look for
 */
gboolean
kx_search_name_prefix (const char *query, KxSearchRange *ret_range)
{
  gunichar chars[KX_SEARCH_QUERY_MAX];
  guint n = kx_text_fold (query, chars, NULL, KX_SEARCH_QUERY_MAX);

  if (n == 0)
    return FALSE;
  *ret_range = prefix_range (KX_SEARCH_WHOLE_NAME, chars, n, KX_SEARCH_NAME_MAX);
  return TRUE;
}

/**
 * kx_search_range_clear:
 * @range: a range; its strings are freed
 */
void
kx_search_range_clear (KxSearchRange *range)
{
  g_clear_pointer (&range->lo, g_free);
  g_clear_pointer (&range->hi, g_free);
}

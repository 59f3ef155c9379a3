#include "exchange/kx-import-date.h"

#include "core/kx-calendar.h"
#include "exchange/kx-import-text.h"

#include <string.h>

#define FOREVER "长期有效 长期 永久有效 永久 无期限 无固定期限 无限期 不限 forever indefinite"

/* One part of a date that is being read; `at` moves on as it is. */
typedef struct
{
  const char *at;
  gboolean is_end;
  KxImportDates dates;
} Scan;

/* The length of a run of digits; its value. */
static guint
read_run (const char *text, guint most, guint *ret_value)
{
  guint n = 0, value = 0;

  for (; n <= most && g_ascii_isdigit (text[n]); n++)
    value = value * 10 + (guint) (text[n] - '0');
  *ret_value = value;
  return n;
}

static gboolean
skip (Scan *scan, const char *word)
{
  if (!g_str_has_prefix (scan->at, word))
    return FALSE;
  scan->at += strlen (word);
  return TRUE;
}

static void
skip_any (Scan *scan, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (skip (scan, words[i]))
      i = G_MAXUINT; /* from the beginning again */
}

static KxImportDateKind
make_day (guint year, guint month, guint day, KxDate *ret_date)
{
  return kx_date_from_parts ((int) year, (int) month, (int) day, ret_date) ? KX_IMPORT_DATE_DAY
                                                                           : KX_IMPORT_DATE_NO_DAY;
}

static KxImportDateKind
make_month (const Scan *scan, guint year, guint month, KxDate *ret_date)
{
  int last = month >= 1 && month <= 12 ? kx_date_days_in_month ((int) year, (int) month) : 0;

  if (!kx_date_from_parts ((int) year, (int) month, scan->is_end ? last : 1, ret_date))
    return KX_IMPORT_DATE_NO_DAY;
  return KX_IMPORT_DATE_MONTH;
}

/* What follows a year of four digits. */
static KxImportDateKind
read_after_year (Scan *scan, guint year, KxDate *ret_date)
{
  const char *separator = scan->at;
  gboolean words = skip (scan, "年");
  guint month, day, n;

  if (!words && strspn (separator, "-./") == 0)
    return KX_IMPORT_DATE_NONE;
  if (!words)
    scan->at++;
  n = read_run (scan->at, 2, &month);
  if (n < 1 || n > 2)
    return KX_IMPORT_DATE_NONE;
  scan->at += n;
  if (words ? !skip (scan, "月") : *scan->at != *separator)
    return words ? KX_IMPORT_DATE_NONE : make_month (scan, year, month, ret_date);
  n = read_run (scan->at + !words, 2, &day);
  if (n < 1 || n > 2)
    {
      if (words && !skip (scan, "底"))
        skip (scan, "末");
      return make_month (scan, year, month, ret_date);
    }
  scan->at += n + !words;
  if (!skip (scan, "日"))
    skip (scan, "号");
  return make_day (year, month, day, ret_date);
}

/* Dates that begin with one or two digits: their order is not known, or their year is short. */
static KxImportDateKind
read_short (Scan *scan, guint first, KxDate *ret_date)
{
  char separator = *scan->at;
  guint second, year, n;

  if (skip (scan, "年"))
    /* 24年7月, but not the span of time 2年 */
    return g_ascii_isdigit (*scan->at) ? KX_IMPORT_DATE_SHORT_YEAR : KX_IMPORT_DATE_NONE;
  if (separator == '\0' || strchr ("-./", separator) == NULL)
    return KX_IMPORT_DATE_NONE;
  scan->at++;
  n = read_run (scan->at, 2, &second);
  if (n < 1 || n > 2 || scan->at[n] != separator)
    return KX_IMPORT_DATE_NONE;
  scan->at += n + 1;
  n = read_run (scan->at, 4, &year);
  scan->at += MIN (n, 4);
  if (n == 1 || n == 2)
    return KX_IMPORT_DATE_SHORT_YEAR;
  if (n != 4)
    return KX_IMPORT_DATE_NONE;
  if (first <= 12 && second <= 12 && first != second)
    {
      if (scan->dates == KX_IMPORT_DATES_UNSAID)
        return KX_IMPORT_DATE_AMBIGUOUS;
      return scan->dates == KX_IMPORT_DATES_DAY_FIRST ? make_day (year, second, first, ret_date)
                                                      : make_day (year, first, second, ret_date);
    }
  return first > 12 ? make_day (year, second, first, ret_date) : make_day (year, first, second, ret_date);
}

static KxImportDateKind
read_date (Scan *scan, KxDate *ret_date)
{
  guint value, n = read_run (scan->at, 8, &value);

  scan->at += MIN (n, 8);
  switch (n)
    {
    case 8:
      return make_day (value / 10000, value / 100 % 100, value % 100, ret_date);
    case 4:
      return read_after_year (scan, value, ret_date);
    case 1:
    case 2:
      return read_short (scan, value, ret_date);
    default:
      return KX_IMPORT_DATE_NONE;
    }
}

/* Without blanks, without a time of day, in half-width forms. */
static char *
clean (const char *text)
{
  g_autofree char *half = kx_import_half_width (text);
  char *colon = strchr (half, ':');

  /* 2024-07-01 00:00:00: the blank before the hours ends the day. */
  if (colon != NULL && colon > half && g_ascii_isdigit (colon[-1]) && g_ascii_isdigit (colon[1]))
    {
      char *blank = colon;

      while (blank > half && *blank != ' ' && *blank != 'T')
        blank--;
      if (blank > half && strspn (blank + 1, "0123456789:.Z") == strlen (blank + 1))
        *blank = '\0';
    }
  return kx_import_fold (half);
}

KxImportDateKind
kx_import_date_read (const char *text, gboolean is_end, KxImportDates dates, KxDate *ret_date)
{
  static const char *const before[] = { "有效期限", "有效期", "截止", "截至", "自",
                                        "从",       "至",     "到",   "(",    NULL };
  static const char *const after[] = { "止", "前", "到期", "起", ")", "以前", NULL };
  static const char *const between[] = { "至", "到", "~", "-", "—", "–", "―", NULL };
  g_autofree char *cleaned = clean (text);
  Scan scan = { cleaned, is_end, dates };
  KxDate date = { 0 };
  KxImportDateKind kind;
  const char *rest;

  skip_any (&scan, before);
  if (kx_import_is_one_of (scan.at, FOREVER))
    return KX_IMPORT_DATE_FOREVER;
  kind = read_date (&scan, &date);
  if (kind == KX_IMPORT_DATE_SHORT_YEAR || kind == KX_IMPORT_DATE_AMBIGUOUS)
    return kind;
  skip_any (&scan, after);
  rest = scan.at;
  if (kind != KX_IMPORT_DATE_NONE && *rest != '\0')
    {
      skip_any (&scan, between);
      if (scan.at == rest)
        return KX_IMPORT_DATE_NONE;
      if (kx_import_is_one_of (scan.at, FOREVER))
        return is_end ? KX_IMPORT_DATE_FOREVER : KX_IMPORT_DATE_RANGE;
      kind = read_date (&scan, &date);
      skip_any (&scan, after);
      if (*scan.at != '\0')
        return KX_IMPORT_DATE_NONE;
      if (kind <= KX_IMPORT_DATE_MONTH && !is_end)
        return KX_IMPORT_DATE_RANGE;
    }
  if (kind <= KX_IMPORT_DATE_MONTH)
    *ret_date = date;
  return kind;
}

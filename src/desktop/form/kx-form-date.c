#include "desktop/form/kx-form-date.h"

#include "core/kx-calendar.h"
#include "exchange/kx-import-date.h"
#include "exchange/kx-import-text.h"

#include <string.h>

/* Days as words; the distance from today. */
static const struct
{
  const char *words;
  int days;
} named_days[] = {
  { "today t 今天 今日 本日", 0 },
  { "tomorrow 明天 明日", 1 },
  { "yesterday 昨天 昨日", -1 },
  { "后天", 2 },
  { "前天", -2 },
};

/* Reads a number at `*text` of at most `most` digits and moves on; -1: there is none. */
static int
read_number (const char **text, guint most)
{
  int value = 0;
  guint n = 0;

  for (; n < most && g_ascii_isdigit (**text); n++, ++*text)
    value = value * 10 + (**text - '0');
  return n > 0 && !g_ascii_isdigit (**text) ? value : -1;
}

/* "+30", "-1w", "+2个月": from today. */
static gboolean
read_distance (const char *text, KxDate today, KxDate *ret_date)
{
  static const struct
  {
    const char *words;
    KxFormStep step;
  } units[] = {
    { "d 天 日", KX_FORM_DAY },
    { "w 周 星期", KX_FORM_WEEK },
    { "m 月 个月", KX_FORM_MONTH },
    { "y 年", KX_FORM_YEAR },
  };
  gboolean back = *text == '-';
  int n;

  if (*text != '+' && *text != '-')
    return FALSE;
  text++;
  n = read_number (&text, 5);
  if (n < 0)
    return FALSE;
  if (*text == '\0')
    {
      *ret_date = kx_form_date_step (today, KX_FORM_DAY, back ? -n : n);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (kx_import_is_one_of (text, units[i].words))
      {
        *ret_date = kx_form_date_step (today, units[i].step, back ? -n : n);
        return TRUE;
      }
  return FALSE;
}

/* "7-1", "7.1", "7月1日": of this year. */
static gboolean
read_without_year (const char *text, int *ret_month, int *ret_day)
{
  int month = read_number (&text, 2), day;

  if (month < 0)
    return FALSE;
  if (g_str_has_prefix (text, "月"))
    text += strlen ("月");
  else if (*text != '\0' && strchr ("-./", *text) != NULL)
    text++;
  else
    return FALSE;
  day = read_number (&text, 2);
  if (day < 0 || (*text != '\0' && !kx_import_is_one_of (text, "日 号")))
    return FALSE;
  *ret_month = month;
  *ret_day = day;
  return TRUE;
}

static const char *
describe (KxImportDateKind kind)
{
  switch (kind)
    {
    case KX_IMPORT_DATE_DAY:
    case KX_IMPORT_DATE_MONTH:
      return NULL;
    case KX_IMPORT_DATE_FOREVER:
      return N_ ("Leave the date empty and mark the entry as being without end");
    case KX_IMPORT_DATE_NO_DAY:
      return N_ ("There is no such day");
    case KX_IMPORT_DATE_AMBIGUOUS:
      return N_ ("Day and month cannot be told apart; write the year first");
    case KX_IMPORT_DATE_SHORT_YEAR:
      return N_ ("Write the year with four digits");
    case KX_IMPORT_DATE_RANGE:
      return N_ ("Two dates stand here; one is needed");
    case KX_IMPORT_DATE_NONE:
    default:
      return N_ ("Write a date such as 2026-07-01, 20260701 or “today”");
    }
}

const char *
kx_form_date_read (const char *text, gboolean is_end, KxDate today, KxDate *ret_date)
{
  g_autofree char *folded = kx_import_fold (text);
  int month, day;
  KxImportDateKind kind;

  for (guint i = 0; i < G_N_ELEMENTS (named_days); i++)
    if (kx_import_is_one_of (folded, named_days[i].words))
      {
        *ret_date = kx_form_date_step (today, KX_FORM_DAY, named_days[i].days);
        return NULL;
      }
  if (read_distance (folded, today, ret_date))
    return NULL;
  if (read_without_year (folded, &month, &day))
    return kx_date_from_parts (today.ymd / 10000, month, day, ret_date) ? NULL
                                                                        : describe (KX_IMPORT_DATE_NO_DAY);
  kind = kx_import_date_read (text, is_end, KX_IMPORT_DATES_UNSAID, ret_date);
  return describe (kind);
}

gboolean
kx_form_date_is_whole (const char *text, KxDate *ret_date)
{
  return kx_import_date_read (text, FALSE, KX_IMPORT_DATES_UNSAID, ret_date) == KX_IMPORT_DATE_DAY;
}

KxDate
kx_form_date_step (KxDate date, KxFormStep step, int n)
{
  static const int size[] = { 1, 7, 1, 12 };
  KxDate moved;

  if (step == KX_FORM_DAY || step == KX_FORM_WEEK)
    moved = kx_date_add_days (date, n * size[step]);
  else
    moved = kx_date_add_months (date, n * size[step]);
  if (moved.ymd != 0)
    return moved;
  return (KxDate){ n < 0 ? KX_DATE_FIRST_YEAR * 10000 + 101 : KX_DATE_LAST_YEAR * 10000 + 1231 };
}

gboolean
kx_form_date_is_end (const KxField *field)
{
  return g_str_has_suffix (field->name, "valid_to") || g_str_has_suffix (field->name, "until_on") ||
         g_str_has_suffix (field->name, "ends_on");
}

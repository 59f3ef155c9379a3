#include "core/kx-calendar.h"

#include "core/tables/kx-workday-rows.h"

#include <string.h>

struct _KxCalendar
{
  KxCalendarDay *own_days; /* by date, each once */
  guint n_own_days;
};

/* Days since 1970-01-01 in the Gregorian calendar. Years are counted from March, so that the leap day is a
 * year's last: the days before month m (0 = March) are (153 m + 2) / 5. Years before 1 are not asked for. */
static int
date_to_days (KxDate date)
{
  int month = date.ymd / 100 % 100;
  int year = date.ymd / 10000 - (month <= 2 ? 1 : 0);

  month = (month + 9) % 12;
  return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.ymd % 100 - 1 -
         719468;
}

/* The inverse, or none outside the years. */
static KxDate
date_from_days (gint64 days)
{
  KxDate date = { 0 };
  int rest, era, day, year, month;

  if (days < date_to_days ((KxDate){ KX_DATE_FIRST_YEAR * 10000 + 101 }) ||
      days > date_to_days ((KxDate){ KX_DATE_LAST_YEAR * 10000 + 1231 }))
    return date;
  rest = (int) days + 719468;
  era = rest / 146097;
  day = rest % 146097;
  year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  day -= 365 * year + year / 4 - year / 100;
  month = (5 * day + 2) / 153;
  day -= (153 * month + 2) / 5;
  month = month < 10 ? month + 3 : month - 9;
  date.ymd = (era * 400 + year + (month <= 2 ? 1 : 0)) * 10000 + month * 100 + day + 1;
  return date;
}

/**
 * kx_date_days_in_month:
 * @year: a year from 1 on, Gregorian
 * @month: 1 to 12; another has 0 days
 *
 * How many days the month has.
 */
int
kx_date_days_in_month (int year, int month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

  if (month < 1 || month > 12)
    return 0;
  return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/** kx_date_is_valid: whether @date is a day of the years 1900 to 2199; none (0) is not. */
gboolean
kx_date_is_valid (KxDate date)
{
  int year = date.ymd / 10000, day = date.ymd % 100;

  return year >= KX_DATE_FIRST_YEAR && year <= KX_DATE_LAST_YEAR && day >= 1 &&
         day <= kx_date_days_in_month (year, date.ymd / 100 % 100);
}

/**
 * kx_date_from_parts:
 * @ret_date: (out): the date; untouched on FALSE
 *
 * Makes a date of a year, a month (1 to 12) and a day. FALSE when there is no such day in the years served.
 */
gboolean
kx_date_from_parts (int year, int month, int day, KxDate *ret_date)
{
  if (year < KX_DATE_FIRST_YEAR || year > KX_DATE_LAST_YEAR || day < 1 ||
      day > kx_date_days_in_month (year, month))
    return FALSE;
  ret_date->ymd = year * 10000 + month * 100 + day;
  return TRUE;
}

/** kx_date_add_days: the date @days later, or earlier if negative; none outside the years served. */
KxDate
kx_date_add_days (KxDate date, int days)
{
  g_return_val_if_fail (kx_date_is_valid (date), (KxDate){ 0 });
  return date_from_days ((gint64) date_to_days (date) + days);
}

/**
 * kx_date_add_months:
 *
 * The same day of the month @months later, or earlier if negative, and the month's last day where that month
 * is shorter (民法典 article 202: 没有对应日的，月末日为期间的最后一日). None outside the years served.
 */
KxDate
kx_date_add_months (KxDate date, int months)
{
  gint64 count = (gint64) (date.ymd / 10000) * 12 + date.ymd / 100 % 100 - 1 + months;
  KxDate result = { 0 };
  int year, month;

  g_return_val_if_fail (kx_date_is_valid (date), result);
  if (count < KX_DATE_FIRST_YEAR * 12 || count >= (KX_DATE_LAST_YEAR + 1) * 12)
    return result;
  year = (int) (count / 12);
  month = (int) (count % 12) + 1;
  kx_date_from_parts (year, month, MIN (date.ymd % 100, kx_date_days_in_month (year, month)), &result);
  return result;
}

/** kx_date_difference: days from @from to @to, negative when @to is earlier. */
int
kx_date_difference (KxDate from, KxDate to)
{
  g_return_val_if_fail (kx_date_is_valid (from) && kx_date_is_valid (to), 0);
  return date_to_days (to) - date_to_days (from);
}

/** kx_date_weekday: 1 for Monday to 7 for Sunday (ISO 8601). */
int
kx_date_weekday (KxDate date)
{
  g_return_val_if_fail (kx_date_is_valid (date), 0);
  /* 1899-12-31, 25568 days before 1970, was a Sunday. */
  return (date_to_days (date) + 25568 + 6) % 7 + 1;
}

/** kx_date_format: the date as ISO 8601 writes it, 2026-07-01; "" for none. Free with g_free(). */
char *
kx_date_format (KxDate date)
{
  if (date.ymd == 0)
    return g_strdup ("");
  return g_strdup_printf ("%04d-%02d-%02d", date.ymd / 10000, date.ymd / 100 % 100, date.ymd % 100);
}

/**
 * kx_date_parse:
 * @text: a text
 * @ret_date: (out): the date; untouched on FALSE
 *
 * Reads YYYY-MM-DD and nothing else: no spaces, no shorter forms, no other digits than 0 to 9.
 */
gboolean
kx_date_parse (const char *text, KxDate *ret_date)
{
  int value = 0;

  for (int i = 0; i < 10; i++)
    {
      if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
        return FALSE;
      if (text[i] != '-')
        value = value * 10 + (text[i] - '0');
    }
  if (text[10] != '\0')
    return FALSE;
  return kx_date_from_parts (value / 10000, value / 100 % 100, value % 100, ret_date);
}

static int
compare_days (const void *a, const void *b)
{
  const KxCalendarDay *x = a, *y = b;

  return x->date.ymd < y->date.ymd ? -1 : x->date.ymd > y->date.ymd;
}

/**
 * kx_calendar_new:
 * @own_days: (array length=n_own_days) (nullable): the office's own days in any order; copied. Of a date
 * named twice the later entry counts
 * @n_own_days: how many
 *
 * A calendar of the national holidays and make-up days (国务院办公厅关于部分节假日安排的通知, each year from
 * 2004), over which an office's own days win.
 */
KxCalendar *
kx_calendar_new (const KxCalendarDay *own_days, gsize n_own_days)
{
  KxCalendar *self = g_new0 (KxCalendar, 1);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  self->own_days = g_new (KxCalendarDay, n_own_days);
  for (gsize i = 0; i < n_own_days; i++)
    {
      gpointer key = GINT_TO_POINTER (own_days[i].date.ymd), place;

      if (!g_hash_table_lookup_extended (places, key, NULL, &place))
        {
          place = GUINT_TO_POINTER (self->n_own_days++);
          g_hash_table_insert (places, key, place);
        }
      self->own_days[GPOINTER_TO_UINT (place)] = own_days[i];
    }
  if (self->n_own_days > 0)
    qsort (self->own_days, self->n_own_days, sizeof *self->own_days, compare_days);
  return self;
}

/** kx_calendar_copy: Returns: (transfer full): another one of the same days */
KxCalendar *
kx_calendar_copy (const KxCalendar *self)
{
  return kx_calendar_new (self->own_days, self->n_own_days);
}

/** kx_calendar_free: (transfer full) (nullable): frees a calendar. */
void
kx_calendar_free (KxCalendar *self)
{
  if (self == NULL)
    return;
  g_free (self->own_days);
  g_free (self);
}

/** kx_calendar_get_last_published_year: the last year whose national holidays are in the table. */
int
kx_calendar_get_last_published_year (void)
{
  return kx_workday_last_year;
}

static const KxCalendarDay *
find_day (const KxCalendarDay *days, guint n, KxDate date)
{
  KxCalendarDay key = { .date = date };

  return n > 0 ? bsearch (&key, days, n, sizeof *days, compare_days) : NULL;
}

/* Whether one valid day is worked; *provisional becomes TRUE when that may still change, and is left
 * otherwise. */
static gboolean
is_worked (const KxCalendar *self, KxDate date, gboolean *provisional)
{
  const KxCalendarDay *day = find_day (self->own_days, self->n_own_days, date);

  if (day != NULL)
    return day->is_workday;
  if (date.ymd / 10000 > kx_workday_last_year)
    *provisional = TRUE;
  else if ((day = find_day (kx_workday_rows, kx_workday_n_rows, date)) != NULL)
    return day->is_workday;
  return kx_date_weekday (date) <= 5;
}

static void
answer (gboolean provisional, gboolean *ret_provisional)
{
  if (ret_provisional != NULL)
    *ret_provisional = provisional;
}

/**
 * kx_calendar_is_workday:
 * @ret_provisional: (out) (optional): TRUE when the answer goes by weekdays alone because the year's national
 *   holidays are not published yet
 *
 * Whether the office works on @date: by its own days, else by the national table, else from Monday to Friday.
 */
gboolean
kx_calendar_is_workday (const KxCalendar *self, KxDate date, gboolean *ret_provisional)
{
  gboolean provisional = FALSE, works;

  g_return_val_if_fail (kx_date_is_valid (date), FALSE);
  works = is_worked (self, date, &provisional);
  answer (provisional, ret_provisional);
  return works;
}

/**
 * kx_calendar_next_workday:
 * @ret_provisional: (out) (optional): TRUE when a day that counted is not published yet
 *
 * @date itself if it is worked, otherwise the first day after it that is (民法典 article 203: a period whose
 * last day is a holiday ends on the day after the holiday). None beyond the years served.
 */
KxDate
kx_calendar_next_workday (const KxCalendar *self, KxDate date, gboolean *ret_provisional)
{
  gboolean provisional = FALSE;

  g_return_val_if_fail (kx_date_is_valid (date), (KxDate){ 0 });
  while (date.ymd != 0 && !is_worked (self, date, &provisional))
    date = kx_date_add_days (date, 1);
  answer (provisional, ret_provisional);
  return date;
}

/**
 * kx_calendar_add_workdays:
 * @from: the day of the event, which does not count (民法典 article 201)
 * @n: how many working days, 0 or more; 0 gives @from itself, worked or not
 * @ret_provisional: (out) (optional): TRUE when a day that counted is not published yet
 *
 * The @n-th working day after @from. None beyond the years served.
 */
KxDate
kx_calendar_add_workdays (const KxCalendar *self, KxDate from, int n, gboolean *ret_provisional)
{
  gboolean provisional = FALSE;
  KxDate date = from;

  g_return_val_if_fail (kx_date_is_valid (from) && n >= 0, (KxDate){ 0 });
  while (n > 0 && (date = kx_date_add_days (date, 1)).ymd != 0)
    if (is_worked (self, date, &provisional))
      n--;
  answer (provisional, ret_provisional);
  return date;
}

/**
 * kx_calendar_workdays_between:
 * @ret_provisional: (out) (optional): TRUE when a day that counted is not published yet
 *
 * How many working days lie after @from up to and with @to, so that adding them to @from arrives at @to if
 * that is worked. With @to before @from the number between them, negative: how long something is overdue.
 */
int
kx_calendar_workdays_between (const KxCalendar *self, KxDate from, KxDate to, gboolean *ret_provisional)
{
  int days = kx_date_difference (from, to), sign = days < 0 ? -1 : 1, count = 0;
  gboolean provisional = FALSE;
  KxDate date = days < 0 ? to : from;

  for (days = ABS (days); days > 0; days--)
    {
      date = kx_date_add_days (date, 1);
      if (is_worked (self, date, &provisional))
        count++;
    }
  answer (provisional, ret_provisional);
  return sign * count;
}

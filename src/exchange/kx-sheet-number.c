#include "exchange/kx-sheet-number.h"

#include "exchange/kx-sheet-build.h"

#include <math.h>
#include <string.h>

#define SECONDS_OF_DAY 86400
#define LAST_SERIAL 2958465 /* 9999-12-31 counted from 1900 */

/* What the first section of a format code mentions. */
typedef struct
{
  gboolean day, month, clock, elapsed, percent, placeholder, other;
  guint zeros;
} Mentions;

/* Skips what a code quotes, escapes, pads or puts in brackets; returns the new place, or NULL at a letter to
 * be read. Elapsed time, [h] [mm] [ss], is the one bracket that matters. */
static const char *
skip_literal (const char *p, Mentions *seen)
{
  const char *end;

  switch (*p)
    {
    case '"':
      end = strchr (p + 1, '"');
      return end != NULL ? end + 1 : p + strlen (p);
    case '\\':
    case '_':
    case '*':
      return p[1] != '\0' ? g_utf8_next_char (p + 1) : p + 1;
    case '[':
      end = strchr (p, ']');
      if (end == NULL)
        return p + strlen (p);
      seen->elapsed |= end > p + 1 && strspn (p + 1, "hHmMsS") == (gsize) (end - p - 1);
      return end + 1;
    default:
      return NULL;
    }
}

/* Words whose letters are no date letters. */
static const char *
skip_word (const char *p)
{
  static const char *const words[] = { "General", "G/通用格式", "AM/PM", "A/P", "上午/下午" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strncasecmp (p, words[i], strlen (words[i])) == 0)
      return p + strlen (words[i]);
  return NULL;
}

static const char *
read_letter (const char *p, Mentions *seen)
{
  switch (g_ascii_tolower (*p))
    {
    case 'e': /* 1.0E+00 is an exponent, e"年" a year */
      if (p[1] == '+' || p[1] == '-')
        {
          seen->other = TRUE;
          return p + 2;
        }
      seen->day = TRUE;
      break;
    case 'y':
    case 'd':
    case 'g':
    case 'b':
      seen->day = TRUE;
      break;
    case 'a': /* aaa and aaaa are names of weekdays */
      seen->day |= g_ascii_strncasecmp (p, "aaa", 3) == 0;
      break;
    case 'm':
      seen->month = TRUE;
      break;
    case 'h':
    case 's':
      seen->clock = TRUE;
      break;
    case '%':
      seen->percent = TRUE;
      break;
    case '0':
      seen->zeros++;
      seen->placeholder = TRUE;
      break;
    case '#':
    case '?':
      seen->placeholder = seen->other = TRUE;
      break;
    default:
      seen->other = TRUE;
      break;
    }
  return g_utf8_next_char (p);
}

static double
fraction_to_seconds (double serial, double *ret_days)
{
  double days = floor (serial), seconds = round ((serial - days) * SECONDS_OF_DAY);

  if (seconds >= SECONDS_OF_DAY)
    {
      days += 1;
      seconds = 0;
    }
  *ret_days = days;
  return seconds;
}

static gboolean
keep_text (KxWorkbook *workbook, const char *text, const char **place, GError **error)
{
  const char *kept = kx_workbook_take_text (workbook, text, strlen (text), error);

  if (kept == NULL)
    return FALSE;
  *place = kept;
  return TRUE;
}

/* The figure as a spreadsheet shows it: files hold 17 digits, people typed at most 15. */
static char *
show_number (double number, const char *digits, KxNumberFormat format)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double days, seconds;

  if (format.kind == KX_FORMAT_PERCENT)
    return g_strconcat (g_ascii_formatd (buffer, sizeof buffer, "%.15g", number * 100), "%", NULL);
  if (format.kind == KX_FORMAT_TIME && number >= 0 && number < 1)
    {
      seconds = fraction_to_seconds (number, &days);
      return g_strdup_printf ("%02u:%02u:%02u", (guint) seconds / 3600, (guint) seconds / 60 % 60,
                              (guint) seconds % 60);
    }
  if (format.kind == KX_FORMAT_ZEROS && number >= 0 && number < 1e15)
    return g_strdup_printf ("%0*" G_GINT64_FORMAT, (int) format.width, (gint64) round (number));
  if (strspn (digits, "0123456789") == strlen (digits) && strlen (digits) < 40)
    return g_strdup (digits);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", number));
}

static gboolean
read_digits (const char **p, guint n, guint *ret_value)
{
  guint value = 0;

  for (guint i = 0; i < n; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      value = value * 10 + (guint) (**p - '0');
    }
  *ret_value = value;
  return TRUE;
}

/* The meaning of a number format that files name only by its @id (ECMA-376 part 1, 18.8.30, with the numbers
 * 27 to 58 as the simplified Chinese editions use them). */
KxNumberFormat
kx_number_format_built_in (guint id)
{
  KxNumberFormat format = { KX_FORMAT_PLAIN, 0 };

  if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
      id == 57 || id == 58)
    format.kind = KX_FORMAT_DATE;
  else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 55 || id == 56)
    format.kind = KX_FORMAT_TIME;
  else if (id == 9 || id == 10)
    format.kind = KX_FORMAT_PERCENT;
  return format;
}

/* The meaning of a format @code such as yyyy"年"m"月"d"日", judged by its first section. Elapsed time such as
 * [h]:mm is a plain number. */
KxNumberFormat
kx_number_format_parse (const char *code)
{
  Mentions seen = { 0 };
  KxNumberFormat format = { KX_FORMAT_PLAIN, 0 };

  for (const char *p = code; *p != '\0' && *p != ';';)
    {
      const char *next = skip_literal (p, &seen);

      if (next == NULL && (next = skip_word (p)) != NULL)
        seen.other = TRUE;
      p = next != NULL ? next : read_letter (p, &seen);
    }
  if (seen.elapsed)
    return format;
  if (seen.day || (seen.month && !seen.clock && !seen.placeholder))
    format.kind = KX_FORMAT_DATE;
  else if (seen.clock)
    format.kind = KX_FORMAT_TIME;
  else if (seen.percent)
    format.kind = KX_FORMAT_PERCENT;
  else if (seen.zeros > 1 && !seen.other && seen.zeros < 32)
    format = (KxNumberFormat){ KX_FORMAT_ZEROS, (guint8) seen.zeros };
  return format;
}

/* The day and the second of the day of a date serial. In the 1900 system serial 1 is 1900-01-01 and serial 60
 * is 1900-02-29, a day that never was: it and anything out of range is no date (FALSE). In the 1904 system
 * serial 0 is 1904-01-01 (ECMA-376 part 1, 18.17.4.1). */
gboolean
kx_sheet_date_from_serial (double serial, gboolean date_1904, KxDate *ret_date, guint *ret_seconds)
{
  GDate day;
  double days, seconds;

  if (!(serial >= 0 && serial < LAST_SERIAL + 1))
    return FALSE;
  seconds = fraction_to_seconds (serial, &days);
  if (days > LAST_SERIAL - (date_1904 ? 1462 : 0))
    return FALSE;
  g_date_clear (&day, 1);
  if (date_1904)
    g_date_set_dmy (&day, 1, G_DATE_JANUARY, 1904);
  else if (days >= 1 && days < 60)
    g_date_set_dmy (&day, 31, G_DATE_DECEMBER, 1899);
  else if (days > 60)
    g_date_set_dmy (&day, 30, G_DATE_DECEMBER, 1899);
  else
    return FALSE;
  g_date_add_days (&day, (guint) days);
  *ret_date = (KxDate){ g_date_get_year (&day) * 10000 + (int) g_date_get_month (&day) * 100 +
                        g_date_get_day (&day) };
  *ret_seconds = (guint) seconds;
  return TRUE;
}

/* The day and the second of the day of yyyy-mm-dd, also followed by Thh:mm:ss with anything finer; FALSE when
 * the text is not that or the day does not exist. */
gboolean
kx_sheet_date_from_iso (const char *text, KxDate *ret_date, guint *ret_seconds)
{
  guint year, month, day, hour = 0, minute = 0, second = 0;

  if (!read_digits (&text, 4, &year) || *text++ != '-' || !read_digits (&text, 2, &month) || *text++ != '-' ||
      !read_digits (&text, 2, &day))
    return FALSE;
  if (*text == 'T' || *text == ' ')
    {
      text++;
      if (!read_digits (&text, 2, &hour) || *text++ != ':' || !read_digits (&text, 2, &minute))
        return FALSE;
      if (*text == ':' && (text++, !read_digits (&text, 2, &second)))
        return FALSE;
      text += strspn (text, ".0123456789Z");
    }
  if (*text != '\0' || hour > 23 || minute > 59 || second > 59 || year == 0 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  *ret_date = (KxDate){ (int) (year * 10000 + month * 100 + day) };
  *ret_seconds = hour * 3600 + minute * 60 + second;
  return TRUE;
}

/* Fills kind, flags, number, date and strings of @cell from the @digits a file holds for it. What is no
 * number stays as text. The flag KX_CELL_FORMULA set before is kept. FALSE when the workbook is full. */
gboolean
kx_sheet_number_cell (KxWorkbook *workbook, const char *digits, KxNumberFormat format, KxCell *cell,
                      GError **error)
{
  g_autofree char *text = NULL;
  char *end;
  double number;
  KxDate date;
  guint seconds;

  number = g_ascii_strtod (digits, &end);
  if (*digits == '\0' || *end != '\0' || strspn (digits, "0123456789+-.eE") != strlen (digits) ||
      !isfinite (number))
    {
      cell->kind = KX_CELL_TEXT;
      return keep_text (workbook, digits, &cell->text, error);
    }
  cell->number = number;
  if (!keep_text (workbook, digits, &cell->digits, error))
    return FALSE;
  if (format.kind == KX_FORMAT_DATE &&
      kx_sheet_date_from_serial (number, kx_workbook_get_date_1904 (workbook), &date, &seconds))
    return kx_sheet_date_cell (workbook, date, seconds, cell, error);

  cell->kind = KX_CELL_NUMBER;
  if (fabs (number) >= 1e15)
    cell->flags |= KX_CELL_DIGITS_LOST;
  if (format.kind == KX_FORMAT_PERCENT)
    cell->flags |= KX_CELL_PERCENT;
  if (format.kind == KX_FORMAT_TIME && number >= 0 && number < 1)
    cell->flags |= KX_CELL_TIME;
  text = show_number (number, digits, format);
  if (g_str_equal (text, digits))
    {
      cell->text = cell->digits;
      return TRUE;
    }
  return keep_text (workbook, text, &cell->text, error);
}

/* Fills kind, flags, date and text of @cell for a day and the @seconds of its time of day (0: none). */
gboolean
kx_sheet_date_cell (KxWorkbook *workbook, KxDate date, guint seconds, KxCell *cell, GError **error)
{
  char text[40];
  guint ymd = (guint) date.ymd;

  cell->kind = KX_CELL_DATE;
  cell->date = date;
  if (seconds > 0)
    {
      cell->flags |= KX_CELL_TIME;
      g_snprintf (text, sizeof text, "%04u-%02u-%02u %02u:%02u:%02u", ymd / 10000, ymd / 100 % 100, ymd % 100,
                  seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
  else
    g_snprintf (text, sizeof text, "%04u-%02u-%02u", ymd / 10000, ymd / 100 % 100, ymd % 100);
  return keep_text (workbook, text, &cell->text, error);
}

#include "core/kx-field.h"

#include "core/kx-calendar.h"

#include <string.h>

/* The years of the calendar, 1900 to 2199, as instants in UTC. */
#define FIRST_SECOND G_GINT64_CONSTANT (-2208988800)
#define LAST_SECOND G_GINT64_CONSTANT (7258118399)
#define MOST_DAYS 1000000

gboolean
kx_field_is_text (const KxField *field)
{
  return field->kind == KX_TEXT || field->kind == KX_LONG_TEXT || field->kind == KX_REF ||
         field->kind == KX_CONFIG;
}

gint64
kx_field_max_chars (const KxField *field)
{
  if (field->max > 0)
    return field->max;
  if (field->kind == KX_REF)
    return 36;
  return field->kind == KX_TEXT ? 200 : 20000;
}

guint
kx_field_n_codes (const KxField *field)
{
  guint n = 0;

  while (field->codes != NULL && field->codes[n].name != NULL)
    n++;
  return n;
}

int
kx_field_code (const KxField *field, const char *name, gsize length)
{
  for (int i = 0; field->codes != NULL && field->codes[i].name != NULL; i++)
    if (strlen (field->codes[i].name) == length && memcmp (field->codes[i].name, name, length) == 0)
      return i;
  return -1;
}

const char *
kx_field_code_label (const KxField *field, int index)
{
  g_return_val_if_fail (index >= 0 && (guint) index < kx_field_n_codes (field), "");
  return field->codes[index].label;
}

gboolean
kx_value_equal (const KxField *field, KxValue a, KxValue b)
{
  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_CONFIG:
      return g_strcmp0 (a.TEXT, b.TEXT) == 0;
    case KX_CODE:
      return a.CODE == b.CODE;
    case KX_BOOLEAN:
      return !a.BOOLEAN == !b.BOOLEAN;
    case KX_DATE:
      return a.DATE.ymd == b.DATE.ymd;
    case KX_CODES:
      return a.CODES.bits == b.CODES.bits;
    case KX_INTEGER:
      return a.INTEGER == b.INTEGER;
    case KX_DECIMAL:
      return a.DECIMAL.scaled == b.DECIMAL.scaled;
    case KX_TIME:
      return a.TIME.ms == b.TIME.ms;
    case KX_N_KINDS:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gint64
power_of_ten (guint digits)
{
  gint64 power = 1;

  while (digits-- > 0)
    power *= 10;
  return power;
}

static char *
decimal_to_text (const KxField *field, KxDecimal value)
{
  gint64 unit = power_of_ten (field->digits);
  guint64 size = value.scaled < 0 ? (guint64) - (value.scaled + 1) + 1 : (guint64) value.scaled;
  const char *sign = value.scaled < 0 ? "-" : "";

  if (field->digits == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, sign, size);
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, sign, size / (guint64) unit,
                          (int) field->digits, size % (guint64) unit);
}

static gboolean
decimal_from_text (const KxField *field, const char *text, KxDecimal *ret_value)
{
  gboolean negative = *text == '-';
  gint64 scaled = 0; /* below zero, where there is room for one more */
  int decimals = -1;

  text += negative;
  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (; *text != '\0'; text++)
    {
      if (*text == '.' && decimals < 0 && g_ascii_isdigit (text[1]))
        {
          decimals = 0;
          continue;
        }
      if (!g_ascii_isdigit (*text) || (decimals >= 0 && ++decimals > (int) field->digits))
        return FALSE;
      if (__builtin_mul_overflow (scaled, 10, &scaled) ||
          __builtin_sub_overflow (scaled, *text - '0', &scaled))
        return FALSE;
    }
  for (int i = MAX (decimals, 0); i < (int) field->digits; i++)
    if (__builtin_mul_overflow (scaled, 10, &scaled))
      return FALSE;
  if (!negative && scaled == G_MININT64)
    return FALSE;
  ret_value->scaled = negative ? scaled : -scaled;
  return TRUE;
}

static char *
codes_to_text (const KxField *field, KxCodes value)
{
  GString *text = g_string_new (" ");

  for (guint i = 0; field->codes[i].name != NULL; i++)
    if (value.bits >> i & 1)
      g_string_append_printf (text, "%s ", field->codes[i].name);
  return g_string_free (text, FALSE);
}

static gboolean
codes_from_text (const KxField *field, const char *text, KxCodes *ret_value)
{
  KxCodes value = { 0 };

  while (*text != '\0')
    {
      gsize length = strcspn (text, " ");
      int code = length > 0 ? kx_field_code (field, text, length) : -1;

      if (length > 0 && code < 0)
        return FALSE;
      if (code >= 0)
        value.bits |= G_GUINT64_CONSTANT (1) << code;
      text += length + (text[length] == ' ');
    }
  *ret_value = value;
  return TRUE;
}

static void
write_digits (char *text, int number, int digits)
{
  for (int i = digits - 1; i >= 0; i--, number /= 10)
    text[i] = (char) ('0' + number % 10);
}

void
kx_time_write (KxTime time, char ret_text[KX_TIME_TEXT_SIZE])
{
  gint64 days = time.ms / 86400000 - (time.ms % 86400000 < 0);
  int ms = (int) (time.ms - days * 86400000);
  KxDate date = kx_date_add_days ((KxDate){ 19700101 }, (int) CLAMP (days, -MOST_DAYS, MOST_DAYS));

  memcpy (ret_text, "0000-00-00T00:00:00.000Z", KX_TIME_TEXT_SIZE);
  write_digits (ret_text, date.ymd / 10000, 4);
  write_digits (ret_text + 5, date.ymd / 100 % 100, 2);
  write_digits (ret_text + 8, date.ymd % 100, 2);
  write_digits (ret_text + 11, ms / 3600000, 2);
  write_digits (ret_text + 14, ms / 60000 % 60, 2);
  write_digits (ret_text + 17, ms / 1000 % 60, 2);
  write_digits (ret_text + 20, ms % 1000, 3);
}

char *
kx_time_to_text (KxTime time)
{
  char *text = g_malloc (KX_TIME_TEXT_SIZE);

  kx_time_write (time, text);
  return text;
}

/* The very form that kx_time_write() gives, by far the most frequent; -1: another digit. */
static int
read_digits (const char *text, int digits)
{
  int number = 0;

  for (int i = 0; i < digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      number = number * 10 + text[i] - '0';
    }
  return number;
}

static gboolean
read_own_form (const char *text, KxTime *ret_time)
{
  int hour, minute, second, ms;
  KxDate date;

  if (strlen (text) != KX_TIME_TEXT_SIZE - 1 || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
      text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z')
    return FALSE;
  hour = read_digits (text + 11, 2);
  minute = read_digits (text + 14, 2);
  second = read_digits (text + 17, 2);
  ms = read_digits (text + 20, 3);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || ms < 0 ||
      !kx_date_from_parts (read_digits (text, 4), read_digits (text + 5, 2), read_digits (text + 8, 2),
                           &date))
    return FALSE;
  ret_time->ms =
      ((kx_date_difference ((KxDate){ 19700101 }, date) * G_GINT64_CONSTANT (24) + hour) * 60 + minute) *
          60000 +
      second * 1000 + ms;
  return TRUE;
}

gboolean
kx_time_from_text (const char *text, KxTime *ret_time)
{
  g_autoptr (GDateTime) parsed = NULL;
  gint64 seconds;

  if (read_own_form (text, ret_time))
    return TRUE;
  if (strlen (text) > 40 || strchr (text, 'T') == NULL)
    return FALSE;
  parsed = g_date_time_new_from_iso8601 (text, NULL);
  if (parsed == NULL)
    return FALSE;
  seconds = g_date_time_to_unix (parsed);
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
    return FALSE;
  ret_time->ms = seconds * 1000 + g_date_time_get_microsecond (parsed) / 1000;
  return TRUE;
}

char *
kx_value_to_text (const KxField *field, KxValue value)
{
  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_CONFIG:
      return g_strdup (value.TEXT);
    case KX_CODE:
      return g_strdup (field->codes[value.CODE].name);
    case KX_CODES:
      return codes_to_text (field, value.CODES);
    case KX_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value.INTEGER);
    case KX_BOOLEAN:
      return g_strdup (value.BOOLEAN ? "true" : "false");
    case KX_DECIMAL:
      return decimal_to_text (field, value.DECIMAL);
    case KX_DATE:
      return kx_date_format (value.DATE);
    case KX_TIME:
      return kx_time_to_text (value.TIME);
    case KX_N_KINDS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
integer_from_text (const char *text, gint64 *ret_value)
{
  const char *digits = text + (*text == '-');

  if (!g_ascii_isdigit (*digits) || (*digits == '0' && digits[1] != '\0'))
    return FALSE;
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, ret_value, NULL);
}

gboolean
kx_value_from_text (const KxField *field, const char *text, KxValue *ret_value)
{
  int code;

  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_CONFIG:
      ret_value->TEXT = text;
      return TRUE;
    case KX_CODE:
      if ((code = kx_field_code (field, text, strlen (text))) < 0)
        return FALSE;
      ret_value->CODE = code;
      return TRUE;
    case KX_CODES:
      return codes_from_text (field, text, &ret_value->CODES);
    case KX_INTEGER:
      return integer_from_text (text, &ret_value->INTEGER);
    case KX_BOOLEAN:
      if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
        return FALSE;
      ret_value->BOOLEAN = *text == 't';
      return TRUE;
    case KX_DECIMAL:
      return decimal_from_text (field, text, &ret_value->DECIMAL);
    case KX_DATE:
      return kx_date_parse (text, &ret_value->DATE);
    case KX_TIME:
      return kx_time_from_text (text, &ret_value->TIME);
    case KX_N_KINDS:
    default:
      g_return_val_if_reached (FALSE);
    }
}

#include "core/kx-letter.h"

#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-suspension.h"

#include <string.h>

#define OPENING "〔"
#define CLOSING "〕"
#define ENDING "号"

/* More than an office has in a lifetime. */
#define MOST_TEMPLATES 1000

/* More than one agreement ever has. */
#define MOST_SUSPENSIONS 1000

static gboolean
has_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isspace (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* Four digits between the brackets. */
static gboolean
is_year (const char *from, const char *to)
{
  return to - from == 4 && (from[0] == '1' || from[0] == '2') && strspn (from, "0123456789") == 4;
}

const char *
kx_letter_number_fault (const char *text)
{
  const char *opening = strstr (text, OPENING);
  const char *closing = opening != NULL ? strstr (opening, CLOSING) : NULL;
  const char *number = closing != NULL ? closing + strlen (CLOSING) : NULL;
  gsize digits;

  if (has_blank (text))
    return N_ ("The number of a document has no blanks");
  if (opening == NULL || opening == text || closing == NULL || !is_year (opening + strlen (OPENING), closing))
    return N_ ("The number of a document has its mark, and the year in brackets 〔2026〕");
  if (g_str_has_prefix (number, "第"))
    return N_ ("There is no 第 before the number");
  if (*number == '0')
    return N_ ("The number has no zero in front");
  digits = strspn (number, "0123456789");
  if (digits == 0 || !g_str_equal (number + digits, ENDING))
    return N_ ("After the year come a number and 号");
  return NULL;
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

const char *
kx_letter_pattern_fault (const char *pattern)
{
  const char *text = pattern != NULL ? pattern : KX_SERIES_PATTERN;
  gboolean right = count (text, "{mark}") == 1 && count (text, "{year}") == 1 && count (text, "{no}") == 1 &&
                   count (text, "{") == 3 && count (text, "}") == 3;

  return right ? NULL : N_ ("The form must name mark, year and no in braces, once each");
}

/* The first `part` of what `self` holds; there is one. */
static void
put (GString *self, const char *part, const char *text)
{
  char *at = strstr (self->str, part);
  gssize place = at - self->str;

  g_string_erase (self, place, (gssize) strlen (part));
  g_string_insert (self, place, text);
}

char *
kx_letter_number (const KxRecord *series, gint64 no)
{
  const char *pattern = kx_record_get (series, kx_letter_series_f_pattern).TEXT;
  GString *text = g_string_new (pattern != NULL ? pattern : KX_SERIES_PATTERN);
  int width = (int) kx_record_get (series, kx_letter_series_f_width).INTEGER;
  g_autofree char *number = g_strdup_printf ("%0*" G_GINT64_FORMAT, MAX (width, 1), no);
  g_autofree char *year =
      g_strdup_printf ("%" G_GINT64_FORMAT, kx_record_get (series, kx_letter_series_f_year).INTEGER);

  /* The mark last: it may have braces of its own. */
  put (text, "{no}", number);
  put (text, "{year}", year);
  put (text, "{mark}", kx_record_get (series, kx_letter_series_f_mark).TEXT);
  return g_string_free (text, FALSE);
}

gint64
kx_letter_next_no (const KxRecord *series)
{
  return kx_record_has (series, kx_letter_series_f_last_no)
             ? kx_record_get (series, kx_letter_series_f_last_no).INTEGER + 1
             : kx_record_get (series, kx_letter_series_f_starts_at).INTEGER;
}

gboolean
kx_letter_fits_suspension (int kind, const KxRecord *suspension)
{
  gboolean hold = kx_suspension_is_hold (suspension);
  int state = kx_record_get (suspension, kx_suspension_f_state).CODE;

  if (state == kx_suspension_state_annulled)
    return FALSE;
  if (kind == kx_letter_kind_resumption)
    return !hold && state != kx_suspension_state_proposed;
  return (kind == kx_letter_kind_hold || kind == kx_letter_kind_suspension) &&
         hold == (kind == kx_letter_kind_hold) && state != kx_suspension_state_lifted;
}

KxAnswer
kx_letter_find_suspension (KxReader *reader, const char *agreement, int kind, guint *ret_n,
                           KxRecord **ret_only)
{
  KxQuery query = { .entity = &kx_suspension_entity,
                    .terms = { { .field = kx_suspension_f_agreement, .value.REF = agreement } },
                    .n_terms = 1 };
  g_autoptr (GPtrArray) rows = NULL;
  const KxRecord *only = NULL;
  KxAnswer answer = kx_reader_list (reader, &query, MOST_SUSPENSIONS, &rows);
  guint n = 0;

  if (answer != KX_KNOWN)
    return answer;
  for (guint i = 0; i < rows->len; i++)
    if (kx_letter_fits_suspension (kind, rows->pdata[i]))
      {
        only = rows->pdata[i];
        n++;
      }
  *ret_n = n;
  *ret_only = n == 1 ? kx_record_copy (only) : NULL;
  return KX_KNOWN;
}

KxAnswer
kx_letter_find_template (KxReader *reader, const char *office, int kind, KxDate day, KxRecord **ret_template)
{
  KxQuery query = {
    .entity = &kx_letter_template_entity,
    .terms = { { .field = kx_letter_template_f_office, .value.REF = office },
               { .field = kx_letter_template_f_kind, .value.CODE = kind },
               { .field = kx_letter_template_f_from_on, .test = KX_BELOW, .value.DATE = day } },
    .n_terms = 3
  };
  g_autoptr (GPtrArray) rows = NULL;
  const KxRecord *newest = NULL;
  KxAnswer answer = kx_reader_list (reader, &query, MOST_TEMPLATES, &rows);

  if (answer != KX_KNOWN)
    return answer;
  for (guint i = 0; i < rows->len; i++)
    if (newest == NULL || kx_record_get (rows->pdata[i], kx_letter_template_f_from_on).DATE.ymd >
                              kx_record_get (newest, kx_letter_template_f_from_on).DATE.ymd)
      newest = rows->pdata[i];
  *ret_template = newest != NULL ? kx_record_copy (newest) : NULL;
  return KX_KNOWN;
}

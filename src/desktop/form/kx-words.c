#include "desktop/form/kx-words.h"

#include "desktop/form/kx-area-search.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"

char *
kx_words_finding (const KxFinding *finding)
{
  return kx_finding_fill (finding, _ (finding->message));
}

const char *
kx_words_verdict (KxVerdict verdict)
{
  switch (verdict)
    {
    case KX_HOLDS:
      return C_ ("precondition", "Met");
    case KX_WARNS:
      return C_ ("precondition", "Look at this");
    case KX_FAILS:
      return C_ ("precondition", "Not met");
    case KX_CANNOT_TELL:
    default:
      return C_ ("precondition", "Cannot be told here");
    }
}

const char *
kx_words_verdict_icon (KxVerdict verdict)
{
  static const char *const icons[] = { "emblem-ok-symbolic", "dialog-warning-symbolic",
                                       "dialog-error-symbolic", "dialog-question-symbolic" };

  return icons[verdict];
}

const char *
kx_words_source (KxSource source)
{
  static const char *const words[] = { "",
                                       N_ ("Law"),
                                       N_ ("Document"),
                                       N_ ("Clause of the agreement"),
                                       N_ ("By analogy"),
                                       N_ ("Rule of this office"),
                                       N_ ("Rule of this program") };

  return source == KX_SOURCE_NONE ? "" : _ (words[source]);
}

const char *
kx_words_force (KxForce force)
{
  static const char *const words[] = { "",
                                       N_ ("Duty"),
                                       N_ ("Encouraged"),
                                       N_ ("To be explored"),
                                       N_ ("Pilot"),
                                       N_ ("Optional"),
                                       N_ ("This office's own value") };

  return force == KX_FORCE_NONE ? "" : _ (words[force]);
}

static char *
word_codes (const KxField *field, KxCodes codes)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; field->codes[i].name != NULL; i++)
    if (codes.bits >> i & 1)
      {
        if (words->len > 0)
          /* Translators: stands between the members of a list. */
          g_string_append (words, C_ ("between members of a list", ", "));
        g_string_append (words, _ (kx_field_code_label (field, (int) i)));
      }
  return g_string_free (words, FALSE);
}

static char *
word_text (const KxField *field, const char *text)
{
  g_autofree char *area = NULL;

  if (text == NULL)
    return g_strdup ("");
  if (field->format != KX_FORMAT_AREA)
    return g_strdup (text);
  area = kx_area_words (text);
  if (strstr (area, text) != NULL)
    return g_steal_pointer (&area);
  /* Translators: name and code of an area. */
  return g_strdup_printf (_ ("%s (%s)"), area, text);
}

char *
kx_words_value (const KxField *field, KxValue value)
{
  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_CONFIG:
      return word_text (field, value.TEXT);
    case KX_CODE:
      return g_strdup (_ (kx_field_code_label (field, value.CODE)));
    case KX_CODES:
      return word_codes (field, value.CODES);
    case KX_BOOLEAN:
      return g_strdup (value.BOOLEAN ? C_ ("value", "Yes") : C_ ("value", "No"));
    case KX_DATE:
      return kx_format_date (value.DATE);
    case KX_TIME:
      return kx_format_time (value.TIME);
    case KX_INTEGER:
    case KX_DECIMAL:
    case KX_N_KINDS:
    default:
      return kx_value_to_text (field, value);
    }
}

char *
kx_words_field (const KxRecord *record, guint field)
{
  if (!kx_record_has (record, field))
    return g_strdup ("");
  return kx_words_value (&record->entity->fields[field], kx_record_get (record, field));
}

char *
kx_words_stored (const KxField *field, const char *text)
{
  KxValue value;

  if (text == NULL)
    return g_strdup ("");
  return kx_value_from_text (field, text, &value) ? kx_words_value (field, value) : g_strdup (text);
}

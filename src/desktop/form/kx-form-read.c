#include "desktop/form/kx-form-read.h"

#include "core/kx-area-table.h"
#include "core/kx-check.h"
#include "desktop/form/kx-form-date.h"
#include "exchange/kx-import-text.h"

#include <string.h>

static KxFinding *
fail (const KxField *field, const char *code, const char *message)
{
  KxFinding *finding = kx_finding_new (KX_FAILS, code, field->name, message);

  finding->cite.source = KX_SOURCE_PROGRAM;
  return finding;
}

/* A number in half-width digits without what people put between thousands: 1,200 or 1 200. A single comma
 * that is no such separator stays, and is then wrong. Free with g_free(). */
static char *
plain_number (const char *typed)
{
  g_autofree char *half = kx_import_half_width (typed);
  GString *plain = g_string_new (NULL);

  for (const char *p = half; *p != '\0'; p++)
    {
      gboolean between = (*p == ',' || *p == ' ') && plain->len > 0 && strspn (p + 1, "0123456789") == 3;

      if (!between)
        g_string_append_c (plain, *p);
    }
  return g_string_free (plain, FALSE);
}

static KxFinding *
read_number (KxRecord *record, guint i, const char *typed)
{
  const KxField *field = &record->entity->fields[i];
  g_autofree char *plain = plain_number (typed);
  KxValue value;

  if (!kx_value_from_text (field, plain, &value))
    return fail (field, "wrong-number",
                 field->kind == KX_INTEGER ? N_ ("Write a whole number, such as 120")
                                           : N_ ("Write a number, such as 12.5"));
  kx_record_put (record, i, value);
  return NULL;
}

static KxFinding *
read_date (KxRecord *record, guint i, const char *typed, KxDate today)
{
  const KxField *field = &record->entity->fields[i];
  KxDate date;
  const char *fault = kx_form_date_read (typed, kx_form_date_is_end (field), today, &date);

  if (fault != NULL)
    return fail (field, "wrong-date", fault);
  kx_record_put (record, i, (KxValue){ .DATE = date });
  return NULL;
}

/* The code of the one area that bears the name; the text itself when it is a code, or nothing known. */
static KxFinding *
read_area (KxRecord *record, guint i, const char *typed)
{
  const KxField *field = &record->entity->fields[i];
  g_autofree char *clean = g_strstrip (g_strdup (typed));
  g_autoptr (GPtrArray) areas = NULL;

  if (g_ascii_isdigit (*clean) || clean[0] == '\0')
    {
      g_autofree char *code = kx_check_normalize (field, clean);

      kx_record_put (record, i, (KxValue){ .TEXT = code });
      return NULL;
    }
  areas = kx_area_table_find (clean, KX_AREA_COUNTRY_CODE, (KxDate){ 0 });
  if (areas->len == 0)
    return fail (field, "unknown-area", N_ ("No area bears this name; choose one from the list"));
  if (areas->len > 1)
    return fail (field, "ambiguous-area", N_ ("Several areas bear this name; choose one from the list"));
  kx_record_put (record, i, (KxValue){ .TEXT = ((const KxArea *) areas->pdata[0])->code });
  return NULL;
}

static KxFinding *
read_text (KxRecord *record, guint i, const char *typed)
{
  const KxField *field = &record->entity->fields[i];
  g_autofree char *clean = NULL;

  if (field->kind == KX_TEXT && field->format == KX_FORMAT_AREA)
    return read_area (record, i, typed);
  clean = kx_check_normalize (field, typed);
  kx_record_put (record, i, (KxValue){ .TEXT = clean });
  return NULL;
}

static KxFinding *
read_kind (KxRecord *record, guint i, const char *typed, KxDate today)
{
  const KxField *field = &record->entity->fields[i];
  KxValue value;

  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_CONFIG:
      return read_text (record, i, typed);
    case KX_REF:
      /* What is no id is a name that was typed and never chosen. */
      kx_record_put (record, i, (KxValue){ .REF = typed });
      break;
    case KX_INTEGER:
    case KX_DECIMAL:
      return read_number (record, i, typed);
    case KX_DATE:
      return read_date (record, i, typed, today);
    case KX_CODE:
    case KX_CODES:
    case KX_BOOLEAN:
    case KX_TIME:
    case KX_N_KINDS:
    default:
      if (!kx_value_from_text (field, typed, &value))
        return fail (field, "not-chosen", N_ ("Choose one from the list"));
      kx_record_put (record, i, value);
    }
  return NULL;
}

KxFinding *
kx_form_read (KxRecord *record, guint i, const char *typed, KxDate today)
{
  const KxField *field = &record->entity->fields[i];
  KxFinding *finding = NULL;

  kx_record_drop (record, i);
  if (typed[strspn (typed, " \t\n")] == '\0')
    kx_record_put_null (record, i);
  else
    finding = read_kind (record, i, typed, today);
  if (finding == NULL && kx_record_has (record, i))
    finding = kx_check_value (field, kx_record_get (record, i), today);
  if (finding == NULL && (field->flags & KX_REQUIRED) && !kx_record_has (record, i))
    finding = kx_finding_new (KX_FAILS, "required", field->name, N_ ("This has to be given"));
  if (finding != NULL && field->kind == KX_REF && kx_record_has (record, i))
    {
      kx_finding_free (finding);
      finding = fail (field, "not-chosen", N_ ("Choose one from the list"));
    }
  if (finding != NULL)
    kx_record_drop (record, i);
  return finding;
}

char *
kx_form_typed (const KxRecord *record, guint field)
{
  if (!kx_record_has (record, field) || (record->entity->fields[field].flags & KX_SEALED))
    return g_strdup ("");
  return kx_record_text (record, field);
}

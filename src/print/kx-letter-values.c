#include "print/kx-letter-values.h"

#include "core/entities/kx-office.h"
#include "core/kx-area-table.h"
#include "print/kx-letter-words.h"
#include "print/kx-letter.h"

#include <string.h>

#define ISSUER "letter.issuer"
#define FULL_STOP "。"

static char *
dup_area (const char *code)
{
  const KxArea *area = kx_area_table_lookup (code);

  return g_strdup (area != NULL ? area->name : code);
}

static char *
dup_codes (const KxField *field, KxCodes codes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kx_field_n_codes (field); i++)
    if ((codes.bits >> i & 1) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "、" : "",
                              kx_letter_word (kx_field_code_label (field, (int) i)));
  return g_string_free (text, FALSE);
}

/* 85.50 is written 85.5, 85.00 is written 85. */
static char *
dup_decimal (const KxField *field, KxValue value)
{
  char *text = kx_value_to_text (field, value);
  gsize length = strlen (text);

  if (strchr (text, '.') == NULL)
    return text;
  while (text[length - 1] == '0')
    text[--length] = '\0';
  if (text[length - 1] == '.')
    text[length - 1] = '\0';
  return text;
}

char *
kx_letter_dup_value (const KxField *field, KxValue value)
{
  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
      return field->format == KX_FORMAT_AREA ? dup_area (value.TEXT) : g_strdup (value.TEXT);
    case KX_CODE:
      return g_strdup (kx_letter_word (kx_field_code_label (field, value.CODE)));
    case KX_CODES:
      return dup_codes (field, value.CODES);
    case KX_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value.INTEGER);
    case KX_BOOLEAN:
      return g_strdup (value.BOOLEAN ? "是" : "否");
    case KX_DECIMAL:
      return dup_decimal (field, value);
    case KX_DATE:
      return kx_letter_dup_date (value.DATE);
    case KX_REF:
    case KX_TIME:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      return g_strdup ("");
    }
}

void
kx_letter_values_say (KxDocxValues *values, const KxLetterField *field, const char *text)
{
  g_autofree char *name = g_strconcat ("letter.", field->name, NULL),
                  *said = g_strdup (text != NULL ? text : "");

  g_strstrip (said);
  while (field->input == KX_LETTER_LINE && g_str_has_suffix (said, FULL_STOP))
    said[strlen (said) - strlen (FULL_STOP)] = '\0';
  if (*said == '\0' && !field->needed && field->input == KX_LETTER_TEXT)
    kx_docx_values_leave_out (values, name);
  else
    kx_docx_values_set (values, name, said);
}

KxDocxValues *
kx_letter_values_new (const KxLetterKind *kind)
{
  KxDocxValues *values = kx_docx_values_new ();

  for (const KxLetterRecord *record = kind->records; record->name != NULL; record++)
    for (guint i = 0; i < record->entity->n_fields; i++)
      {
        g_autofree char *name = g_strconcat (record->name, ".", record->entity->fields[i].name, NULL);

        kx_docx_values_set (values, name, NULL);
      }
  for (const KxLetterField *field = kind->fields; field->name != NULL; field++)
    kx_letter_values_say (values, field, NULL);
  if (kind->list != NULL)
    kx_docx_values_add_list (values, kind->list);
  return values;
}

static void
put_issuer (KxDocxValues *values, const KxRecord *office)
{
  const char *before = kx_docx_values_get (values, ISSUER),
             *name = kx_record_get (office, kx_office_f_letter_name).TEXT;

  if (before == NULL || *before == '\0')
    kx_docx_values_set (values, ISSUER, name != NULL ? name : kx_record_get (office, kx_office_f_name).TEXT);
}

void
kx_letter_values_put_record (KxDocxValues *values, const char *name, const KxRecord *record)
{
  for (guint i = 0; record != NULL && i < record->entity->n_fields; i++)
    {
      const KxField *field = &record->entity->fields[i];
      g_autofree char *called =
          name != NULL ? g_strconcat (name, ".", field->name, NULL) : g_strdup (field->name);
      g_autofree char *text = kx_record_has (record, i) && (field->flags & KX_SEALED) == 0
                                  ? kx_letter_dup_value (field, kx_record_get (record, i))
                                  : NULL;

      kx_docx_values_set (values, called, text);
    }
  if (record != NULL && record->entity == &kx_office_entity)
    put_issuer (values, record);
}

void
kx_letter_values_put_date (KxDocxValues *values, const char *name, KxDate date)
{
  g_autofree char *text = kx_letter_dup_date (date);

  kx_docx_values_set (values, name, text);
}

KxDocxValues *
kx_letter_values_add_row (KxDocxValues *values, const char *list)
{
  KxDocxValues *row = kx_docx_values_add_row (values, list);
  g_autofree char *ordinal = g_strdup_printf ("%u", kx_docx_values_get_rows (values, list)->len);

  kx_docx_values_set (row, "ordinal", ordinal);
  return row;
}

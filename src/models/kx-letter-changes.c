#include "models/kx-letter-changes.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-change-case.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter-words.h"

#define NOTHING "—"

void
kx_letter_changes_add (KxDocxValues *values, const char *item, const char *before, const char *after)
{
  KxDocxValues *row = kx_letter_values_add_row (values, "changes");

  kx_docx_values_set (row, "item", item);
  kx_docx_values_set (row, "before", before != NULL && *before != '\0' ? before : NOTHING);
  kx_docx_values_set (row, "after", after != NULL && *after != '\0' ? after : NOTHING);
}

/* What an agency reported */

static int
field_of (const KxRecord *change)
{
  return kx_entity_field (&kx_agency_entity, kx_record_get (change, kx_change_case_f_field).TEXT);
}

static const char *
get_item (const KxRecord *change)
{
  int field = field_of (change);

  return field >= 0 ? kx_letter_word (kx_agency_entity.fields[field].label)
                    : kx_record_get (change, kx_change_case_f_field).TEXT;
}

/* The case has its texts as history has them. */
static char *
dup_words (const KxRecord *change, guint which)
{
  const char *text = kx_record_get (change, which).LONG_TEXT;
  int field = field_of (change);
  KxValue value;

  if (text == NULL || field < 0 || !kx_value_from_text (&kx_agency_entity.fields[field], text, &value))
    return g_strdup (text);
  return kx_letter_dup_value (&kx_agency_entity.fields[field], value);
}

void
kx_letter_changes_add_case (KxDocxValues *values, const KxRecord *change)
{
  g_autofree char *before = dup_words (change, kx_change_case_f_old_text),
                  *after = dup_words (change, kx_change_case_f_new_text);

  kx_letter_changes_add (values, get_item (change), before, after);
}

#include "models/kx-letter-read.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-letter.h"
#include "models/kx-display.h"
#include "models/kx-letter-lists.h"
#include "models/kx-row-read.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter-words.h"
#include "print/kx-letter.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#include <string.h>

static const char *
code_of (const KxRecord *letter)
{
  return kx_letter_kind_codes[kx_record_get (letter, kx_letter_f_kind).CODE].name;
}

const KxLetterKind *
kx_letter_read_kind (const KxRecord *letter)
{
  return kx_letter_kind_find (code_of (letter));
}

static KxRecord *
get_row (KxBook *book, const KxEntity *entity, const char *id)
{
  return id != NULL ? kx_row_get (book, entity, id, NULL) : NULL;
}

static void
put_reference (KxBook *book, KxDocxValues *values, const char *name, const KxEntity *entity, const char *id)
{
  g_autoptr (KxRecord) row = get_row (book, entity, id);

  kx_letter_values_put_record (values, name, row);
}

static void
put_records (KxBook *book, KxDocxValues *values, const KxRecord *letter)
{
  const char *agreement = kx_record_get (letter, kx_letter_f_agreement).REF;
  g_autoptr (KxRecord) row = get_row (book, &kx_agreement_entity, agreement);

  put_reference (book, values, "office", &kx_office_entity, kx_record_get (letter, kx_letter_f_office).REF);
  put_reference (book, values, "agency", &kx_agency_entity, kx_record_get (letter, kx_letter_f_agency).REF);
  put_reference (book, values, "application", &kx_application_entity,
                 kx_record_get (letter, kx_letter_f_application).REF);
  put_reference (book, values, "suspension", &kx_suspension_entity,
                 kx_record_get (letter, kx_letter_f_suspension).REF);
  kx_letter_values_put_record (values, "agreement", row);
  if (row != NULL)
    put_reference (book, values, "previous", &kx_agreement_entity,
                   kx_record_get (row, kx_agreement_f_previous).REF);
}

KxDocxValues *
kx_letter_read_values (KxBook *book, const KxRecord *letter, GHashTable *said)
{
  const KxLetterKind *kind = kx_letter_read_kind (letter);
  KxDocxValues *values = kx_letter_values_new (kind);
  const char *issuer = kx_record_get (letter, kx_letter_f_issuer).TEXT;

  put_records (book, values, letter);
  if (issuer != NULL)
    kx_docx_values_set (values, "letter.issuer", issuer);
  if (kx_record_has (letter, kx_letter_f_doc_number))
    kx_docx_values_set (values, "letter.number", kx_record_get (letter, kx_letter_f_doc_number).TEXT);
  if (kx_record_has (letter, kx_letter_f_number))
    kx_docx_values_set (values, "letter.register_number", kx_record_get (letter, kx_letter_f_number).TEXT);
  if (kx_record_has (letter, kx_letter_f_dated_on))
    kx_letter_values_put_date (values, "letter.date", kx_record_get (letter, kx_letter_f_dated_on).DATE);
  kx_letter_lists_read (values, book, letter, kind, said);
  return values;
}

void
kx_letter_put_said (KxDocxValues *values, const KxLetterKind *kind, GHashTable *said)
{
  for (const KxLetterField *field = kind->fields; field->name != NULL; field++)
    {
      const char *text = kx_letter_field_is_said (field) ? g_hash_table_lookup (said, field->name) : NULL;
      g_autofree char *name = g_strconcat ("letter.", field->name, NULL);
      const KxField day = { .kind = KX_DATE };
      KxValue value;

      if (text == NULL || *text == '\0')
        continue;
      if (field->input == KX_LETTER_DAY && kx_value_from_text (&day, text, &value))
        kx_letter_values_put_date (values, name, value.DATE);
      else
        kx_letter_values_say (values, field, text);
    }
}

static char *
dup_lack (const char *msgid, GPtrArray *fields)
{
  g_autofree char *joined = kx_display_join (fields);

  return kx_display_fill (msgid, "fields", joined, NULL);
}

char *
kx_letter_read_lacks (const KxLetterKind *kind, GPtrArray *unknown, GPtrArray *empty)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *strange = NULL, *blank = NULL;

  for (guint i = 0; i < empty->len; i++)
    g_ptr_array_add (labels, kx_letter_kind_dup_label (kind, empty->pdata[i]));
  if (unknown->len > 0)
    strange = dup_lack (N_ ("The template has fields that this program does not know, and they stay as they "
                            "stand: {fields}"),
                        unknown);
  if (labels->len > 0)
    blank = dup_lack (N_ ("Still missing, and left as a blank: {fields}"), labels);
  if (strange != NULL && blank != NULL)
    return g_strconcat (strange, "\n", blank, NULL);
  return strange != NULL ? g_steal_pointer (&strange) : g_steal_pointer (&blank);
}

KxRecord *
kx_letter_read_file (KxBook *book, const KxRecord *template)
{
  g_autoptr (GPtrArray) files =
      kx_row_read_parts (book, &kx_attachment_entity, kx_attachment_f_owner, template->id);
  const KxRecord *newest = NULL;

  for (guint i = 0; i < files->len; i++)
    {
      const KxRecord *file = files->pdata[i];

      if (g_str_has_suffix (kx_record_get (file, kx_attachment_f_file_name).TEXT, ".docx") &&
          (newest == NULL || file->created_at.ms > newest->created_at.ms))
        newest = file;
    }
  return newest != NULL ? kx_record_copy (newest) : NULL;
}

KxRecord *
kx_letter_read_own (KxBook *book, const KxRecord *letter, KxRecord **ret_file)
{
  KxDate day = kx_record_has (letter, kx_letter_f_dated_on)
                   ? kx_record_get (letter, kx_letter_f_dated_on).DATE
                   : kx_display_today ();
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (KxRecord) template = NULL;

  kx_letter_find_template (reader, kx_record_get (letter, kx_letter_f_office).REF,
                           kx_record_get (letter, kx_letter_f_kind).CODE, day, &template);
  *ret_file = template != NULL ? kx_letter_read_file (book, template) : NULL;
  return *ret_file != NULL ? g_steal_pointer (&template) : NULL;
}

char *
kx_letter_read_file_name (const KxRecord *letter, const char *agency, const char *suffix)
{
  const KxLetterKind *kind = kx_letter_read_kind (letter);
  const char *number = kx_record_has (letter, kx_letter_f_doc_number)
                           ? kx_record_get (letter, kx_letter_f_doc_number).TEXT
                           : kx_record_get (letter, kx_letter_f_number).TEXT;
  KxDate day = kx_record_has (letter, kx_letter_f_dated_on)
                   ? kx_record_get (letter, kx_letter_f_dated_on).DATE
                   : kx_display_today ();

  return kx_letter_dup_file_name (day, agency,
                                  kind != NULL ? kind->word : kx_letter_word (N_ ("Other letter")),
                                  number != NULL ? number : "草稿", suffix);
}

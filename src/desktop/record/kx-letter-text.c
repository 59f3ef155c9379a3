#include "desktop/record/kx-letter-text.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-office.h"
#include "core/kx-letter.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-clock-list.h"
#include "models/kx-admission-standing.h"
#include "models/kx-display.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter-words.h"
#include "print/kx-letter.h"
#include "store/kx-row.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const char *
code_of (const KxRecord *letter)
{
  return kx_letter_kind_codes[kx_record_get (letter, kx_letter_f_kind).CODE].name;
}

const KxLetterKind *
kx_letter_text_kind (const KxRecord *letter)
{
  return kx_letter_kind_find (code_of (letter));
}

static gboolean
is_of_record (const char *name)
{
  static const char *const names[] = { "issuer", "number", "date", NULL };

  return g_strv_contains (names, name);
}

GPtrArray *
kx_letter_text_asked (const KxLetterKind *kind)
{
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kind->fields) && kind->fields[i].name != NULL; i++)
    if (!is_of_record (kind->fields[i].name))
      g_ptr_array_add (fields, (gpointer) &kind->fields[i]);
  return fields;
}

GHashTable *
kx_letter_text_read_said (const KxRecord *letter)
{
  GHashTable *said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *text = kx_record_get (letter, kx_letter_f_said).CONFIG;
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return said;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
      g_hash_table_insert (said, g_strdup (name), json_node_dup_string (value));
  return said;
}

char *
kx_letter_text_write_said (GHashTable *said)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (said), (GCompareFunc) strcmp);

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_string_member (object, name->data, g_hash_table_lookup (said, name->data));
  return json_to_string (node, FALSE);
}

static void
put_reference (KxDesk *desk, KxDocxValues *values, const char *name, const KxEntity *entity, const char *id)
{
  g_autoptr (KxRecord) row = id != NULL ? kx_desk_get_row (desk, entity, id) : NULL;

  kx_letter_values_put_record (values, name, row);
}

static void
put_records (KxDesk *desk, KxDocxValues *values, const KxRecord *letter)
{
  const char *agreement = kx_record_get (letter, kx_letter_f_agreement).REF;
  g_autoptr (KxRecord) row =
      agreement != NULL ? kx_desk_get_row (desk, &kx_agreement_entity, agreement) : NULL;

  put_reference (desk, values, "office", &kx_office_entity, kx_record_get (letter, kx_letter_f_office).REF);
  put_reference (desk, values, "agency", &kx_agency_entity, kx_record_get (letter, kx_letter_f_agency).REF);
  put_reference (desk, values, "application", &kx_application_entity,
                 kx_record_get (letter, kx_letter_f_application).REF);
  kx_letter_values_put_record (values, "agreement", row);
  if (row != NULL)
    put_reference (desk, values, "previous", &kx_agreement_entity,
                   kx_record_get (row, kx_agreement_f_previous).REF);
}

/* Documents that lack something, by name. */
static void
add_missing (KxDesk *desk, KxDocxValues *values, const KxRecord *letter)
{
  const char *application = kx_record_get (letter, kx_letter_f_application).REF;
  g_autoptr (GPtrArray) items = NULL;

  if (application == NULL)
    return;
  items = kx_desk_list (desk, &kx_application_item_entity, kx_application_item_f_application, application);
  for (guint i = 0; i < items->len; i++)
    {
      const KxRecord *item = items->pdata[i];
      const char *called = kx_record_get (item, kx_application_item_f_document).TEXT;
      int kind = kx_record_get (item, kx_application_item_f_kind).CODE;
      KxDocxValues *row;

      if (!kx_application_item_lacks (item))
        continue;
      row = kx_letter_values_add_row (values, "missing");
      kx_docx_values_set (row, "document",
                          called != NULL
                              ? called
                              : kx_letter_word (kx_field_code_label (
                                    &kx_application_item_entity.fields[kx_application_item_f_kind], kind)));
      kx_docx_values_set (row, "remark",
                          kx_record_has (item, kx_application_item_f_note)
                              ? kx_record_get (item, kx_application_item_f_note).LONG_TEXT
                              : kx_letter_word (N_ ("Missing")));
    }
}

/* The office's agencies whose agreements run. */
static void
add_agencies (KxDesk *desk, KxDocxValues *values, const KxRecord *letter)
{
  g_autoptr (GPtrArray) agreements = kx_desk_list (desk, &kx_agreement_entity, kx_agreement_f_office,
                                                   kx_record_get (letter, kx_letter_f_office).REF);

  for (guint i = 0; i < agreements->len; i++)
    {
      const KxRecord *agreement = agreements->pdata[i];
      KxDate ends = kx_record_get (agreement, kx_agreement_f_ends_on).DATE;
      g_autoptr (KxRecord) agency = NULL;
      KxDocxValues *row;

      if (!kx_agreement_runs (agreement) || (ends.ymd != 0 && ends.ymd < kx_display_today ().ymd))
        continue;
      agency =
          kx_desk_get_row (desk, &kx_agency_entity, kx_record_get (agreement, kx_agreement_f_agency).REF);
      row = kx_letter_values_add_row (values, "agencies");
      kx_letter_values_put_record (row, NULL, agreement);
      kx_letter_values_put_record (row, NULL, agency);
    }
}

/* The last day for the supplement, as the clock of the application has it; one that rests on holidays that
 * are not published yet is left to the hand. */
static void
put_by (KxDesk *desk, KxDocxValues *values, const KxRecord *letter)
{
  const char *id = kx_record_get (letter, kx_letter_f_application).REF;
  g_autoptr (KxRecord) application = id != NULL ? kx_desk_get_row (desk, &kx_application_entity, id) : NULL;
  g_autoptr (GArray) clocks = application != NULL ? kx_clock_list_read (desk, application) : NULL;

  for (guint i = 0; clocks != NULL && i < clocks->len; i++)
    {
      const KxAdmissionStanding *standing = &g_array_index (clocks, KxAdmissionStanding, i);

      if (standing->clock == KX_CLOCK_SUPPLEMENT && standing->on.ymd != 0 &&
          (standing->by_hand || !standing->provisional))
        kx_letter_values_put_date (values, "letter.by", standing->on);
    }
}

static void
put_said (KxDocxValues *values, const KxLetterKind *kind, GHashTable *said)
{
  g_autoptr (GPtrArray) asked = kx_letter_text_asked (kind);

  for (guint i = 0; i < asked->len; i++)
    {
      const KxLetterField *field = asked->pdata[i];
      const char *text = g_hash_table_lookup (said, field->name);
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

KxDocxValues *
kx_letter_text_values (KxDesk *desk, const KxRecord *letter, GHashTable *said)
{
  const KxLetterKind *kind = kx_letter_text_kind (letter);
  KxDocxValues *values = kx_letter_values_new (kind);
  const char *issuer = kx_record_get (letter, kx_letter_f_issuer).TEXT;

  put_records (desk, values, letter);
  if (issuer != NULL)
    kx_docx_values_set (values, "letter.issuer", issuer);
  if (kx_record_has (letter, kx_letter_f_doc_number))
    kx_docx_values_set (values, "letter.number", kx_record_get (letter, kx_letter_f_doc_number).TEXT);
  if (kx_record_has (letter, kx_letter_f_number))
    kx_docx_values_set (values, "letter.register_number", kx_record_get (letter, kx_letter_f_number).TEXT);
  if (kx_record_has (letter, kx_letter_f_dated_on))
    kx_letter_values_put_date (values, "letter.date", kx_record_get (letter, kx_letter_f_dated_on).DATE);
  if (g_strcmp0 (kind->list, "missing") == 0)
    {
      put_by (desk, values, letter);
      add_missing (desk, values, letter);
    }
  put_said (values, kind, said);
  if (g_strcmp0 (kind->list, "agencies") == 0)
    add_agencies (desk, values, letter);
  return values;
}

KxRecord *
kx_letter_text_find_file (KxDesk *desk, const KxRecord *template)
{
  g_autoptr (GPtrArray) files =
      kx_desk_list (desk, &kx_attachment_entity, kx_attachment_f_owner, template->id);
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

static KxRecord *
find_template (KxDesk *desk, const KxRecord *letter)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxDate day = kx_record_has (letter, kx_letter_f_dated_on)
                   ? kx_record_get (letter, kx_letter_f_dated_on).DATE
                   : kx_display_today ();
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxRecord *template = NULL;

  if (book != NULL)
    {
      g_autoptr (KxReader) reader = kx_row_reader_new (book);

      kx_letter_find_template (reader, kx_record_get (letter, kx_letter_f_office).REF,
                               kx_record_get (letter, kx_letter_f_kind).CODE, day, &template);
    }
  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  return template;
}

KxRecord *
kx_letter_text_own (KxDesk *desk, const KxRecord *letter, KxRecord **ret_file)
{
  g_autoptr (KxRecord) template = find_template (desk, letter);

  *ret_file = template != NULL ? kx_letter_text_find_file (desk, template) : NULL;
  return *ret_file != NULL ? g_steal_pointer (&template) : NULL;
}

static char *
dup_agency (KxDesk *desk, const KxRecord *letter)
{
  const char *id = kx_record_get (letter, kx_letter_f_agency).REF;

  return id != NULL ? kx_lookup_dup_title (kx_desk_get_lookup (desk), &kx_agency_entity, id) : NULL;
}

char *
kx_letter_text_file_name (KxDesk *desk, const KxRecord *letter, const char *suffix)
{
  const KxLetterKind *kind = kx_letter_text_kind (letter);
  const char *number = kx_record_has (letter, kx_letter_f_doc_number)
                           ? kx_record_get (letter, kx_letter_f_doc_number).TEXT
                           : kx_record_get (letter, kx_letter_f_number).TEXT;
  g_autofree char *agency = dup_agency (desk, letter);
  KxDate day = kx_record_has (letter, kx_letter_f_dated_on)
                   ? kx_record_get (letter, kx_letter_f_dated_on).DATE
                   : kx_display_today ();

  return kx_letter_dup_file_name (day, agency,
                                  kind != NULL ? kind->word : kx_letter_word (N_ ("Other letter")),
                                  number != NULL ? number : "草稿", suffix);
}

char *
kx_letter_text_notice (KxDesk *desk, const KxRecord *letter)
{
  const char *number = kx_record_has (letter, kx_letter_f_doc_number)
                           ? kx_record_get (letter, kx_letter_f_doc_number).TEXT
                           : kx_record_get (letter, kx_letter_f_number).TEXT;
  const char *issuer = kx_record_get (letter, kx_letter_f_issuer).TEXT;
  g_autofree char *agency = dup_agency (desk, letter);
  g_autofree char *date = kx_letter_dup_date (kx_record_get (letter, kx_letter_f_dated_on).DATE);
  GString *text = g_string_new (NULL);

  /* Chinese in every language, as the letter is. */
  if (agency != NULL)
    g_string_append_printf (text, "%s：\n", agency);
  g_string_append_printf (text, "《%s》", kx_record_get (letter, kx_letter_f_title).TEXT);
  if (number != NULL)
    g_string_append_printf (text, "（%s）", number);
  g_string_append_printf (text, "已于%s印发。本消息仅作告知，不代替送达，正式文书以送达的为准。收到请回复。",
                          date);
  if (issuer != NULL)
    g_string_append_printf (text, "\n%s", issuer);
  return g_string_free (text, FALSE);
}

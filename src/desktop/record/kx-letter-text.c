#include "desktop/record/kx-letter-text.h"

#include "core/entities/kx-application.h"
#include "core/entities/kx-letter.h"
#include "desktop/record/kx-clock-list.h"
#include "models/kx-admission-standing.h"
#include "models/kx-display.h"
#include "models/kx-letter-offer.h"
#include "models/kx-letter-read.h"
#include "models/kx-name-list.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter.h"

const KxLetterKind *
kx_letter_text_kind (const KxRecord *letter)
{
  return kx_letter_read_kind (letter);
}

GPtrArray *
kx_letter_text_asked (const KxLetterKind *kind)
{
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kind->fields) && kind->fields[i].name != NULL; i++)
    if (kx_letter_field_is_said (&kind->fields[i]))
      g_ptr_array_add (fields, (gpointer) &kind->fields[i]);
  return fields;
}

GHashTable *
kx_letter_text_read_offer (KxDesk *desk, const KxRecord *letter)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  GHashTable *texts;

  if (book == NULL)
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  texts = kx_letter_offer_read (book, letter, kx_display_today ());
  kx_mirror_give_reader (mirror, book);
  return texts;
}

/* As of which day a list is: the day that is said, else that of the letter, else today. */
static KxDate
get_as_of (const KxRecord *letter, GHashTable *said)
{
  const char *text = g_hash_table_lookup (said, "as_of");
  const KxField day = { .kind = KX_DATE };
  KxValue value;

  if (text != NULL && kx_value_from_text (&day, text, &value))
    return value.DATE;
  return kx_record_has (letter, kx_letter_f_dated_on) ? kx_record_get (letter, kx_letter_f_dated_on).DATE
                                                      : kx_display_today ();
}

/* The public list of the office: its agencies whose agreements are in force on the day. What cannot be read,
 * or is more than one list takes, stays blank. */
static void
add_agencies (KxDesk *desk, KxDocxValues *values, const KxRecord *letter, GHashTable *said)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxListQuery query = { .entity = &kx_agreement_entity,
                        .actor = kx_mirror_get_actor (mirror),
                        .terms = { { .field = kx_agreement_f_office,
                                     .value.REF = kx_record_get (letter, kx_letter_f_office).REF } },
                        .n_terms = 1,
                        .sort = kx_agreement_f_agency };
  KxBook *book = query.actor != NULL ? kx_mirror_take_reader (mirror, NULL) : NULL;
  g_autoptr (KxNameList) list =
      book != NULL ? kx_name_list_read (book, &query, NULL, get_as_of (letter, said), NULL) : NULL;

  if (list != NULL)
    kx_name_list_fill (list, values);
  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
}

/* The last day for the supplement, as the clock of the application has it, which the term of the policy or of
 * the office makes, or else somebody gave. A day that is counted is left to the hand while the holidays that
 * bear on it are not published: a letter makes no day up. */
static void
put_by (KxDesk *desk, KxDocxValues *values, const KxRecord *letter)
{
  const char *id = kx_record_get (letter, kx_letter_f_application).REF;
  g_autoptr (KxRecord) application = id != NULL ? kx_desk_get_row (desk, &kx_application_entity, id) : NULL;
  g_autoptr (GArray) clocks = application != NULL ? kx_clock_list_read (desk, application) : NULL;
  KxDate by =
      application != NULL ? kx_record_date (application, kx_application_f_supplement_by) : (KxDate){ 0 };

  for (guint i = 0; clocks != NULL && i < clocks->len; i++)
    {
      const KxAdmissionStanding *standing = &g_array_index (clocks, KxAdmissionStanding, i);

      if (standing->clock == KX_CLOCK_SUPPLEMENT)
        by = standing->provisional && !standing->by_hand ? (KxDate){ 0 } : standing->on;
    }
  if (by.ymd != 0)
    kx_letter_values_put_date (values, "letter.by", by);
}

KxDocxValues *
kx_letter_text_values (KxDesk *desk, const KxRecord *letter, GHashTable *said)
{
  const KxLetterKind *kind = kx_letter_text_kind (letter);
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxDocxValues *values =
      book != NULL ? kx_letter_read_values (book, letter, said) : kx_letter_values_new (kind);

  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  if (g_strcmp0 (kind->list, "missing") == 0)
    put_by (desk, values, letter);
  if (g_strcmp0 (kind->list, "agencies") == 0)
    add_agencies (desk, values, letter, said);
  kx_letter_put_said (values, kind, said);
  return values;
}

KxRecord *
kx_letter_text_find_file (KxDesk *desk, const KxRecord *template)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxRecord *file = book != NULL ? kx_letter_read_file (book, template) : NULL;

  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  return file;
}

KxRecord *
kx_letter_text_own (KxDesk *desk, const KxRecord *letter, KxRecord **ret_file)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxRecord *template = NULL;

  *ret_file = NULL;
  if (book != NULL)
    {
      template = kx_letter_read_own (book, letter, ret_file);
      kx_mirror_give_reader (mirror, book);
    }
  return template;
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
  g_autofree char *agency = dup_agency (desk, letter);

  return kx_letter_read_file_name (letter, agency, suffix);
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

#include "models/kx-letter-offer.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-letter.h"
#include "models/kx-letter-changes.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter.h"
#include "store/kx-row.h"

/* Letters are Chinese in every language. */
#define WHOLE "全部"
#define AGREEMENT "服务协议"
#define BETWEEN "；"
#define TOLD "我单位于%s告知你单位享有陈述、申辩的权利"

static void
offer (GHashTable *texts, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    g_hash_table_insert (texts, g_strdup (name), g_strdup (text));
}

static void
offer_day (GHashTable *texts, const char *name, KxDate day)
{
  const KxField field = { .kind = KX_DATE };

  if (day.ymd != 0)
    g_hash_table_insert (texts, g_strdup (name), kx_value_to_text (&field, (KxValue){ .DATE = day }));
}

/* The one that the letter names, or else the only one that it can be about; NULL: none. Free with
 * kx_record_free(). */
static KxRecord *
find_suspension (KxBook *book, const KxRecord *letter)
{
  const char *named = kx_record_get (letter, kx_letter_f_suspension).REF,
             *agreement = kx_record_get (letter, kx_letter_f_agreement).REF;
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxRecord *only = NULL;
  guint n;

  if (named != NULL)
    return kx_row_get (book, &kx_suspension_entity, named, NULL);
  if (agreement != NULL)
    kx_letter_find_suspension (reader, agreement, kx_record_get (letter, kx_letter_f_kind).CODE, &n, &only);
  return only;
}

/* What is suspended, as it stands before "的工伤康复服务". */
static char *
dup_target (const KxRecord *suspension)
{
  switch (kx_record_get (suspension, kx_suspension_f_target).CODE)
    {
    case kx_suspension_target_all:
      return g_strdup (WHOLE);
    case kx_suspension_target_scope:
      return kx_record_has (suspension, kx_suspension_f_scopes)
                 ? kx_letter_dup_value (&suspension->entity->fields[kx_suspension_f_scopes],
                                        kx_record_get (suspension, kx_suspension_f_scopes))
                 : NULL;
    case kx_suspension_target_department:
      return g_strdup (kx_record_get (suspension, kx_suspension_f_department).TEXT);
    case kx_suspension_target_person:
      return g_strdup (kx_record_get (suspension, kx_suspension_f_person).TEXT);
    default:
      return NULL;
    }
}

/* The clause of the agreement, and the law. */
static char *
dup_basis (const KxRecord *suspension)
{
  const char *clause = kx_record_get (suspension, kx_suspension_f_clause).TEXT,
             *law = kx_record_get (suspension, kx_suspension_f_law).TEXT;

  return g_strconcat (clause != NULL ? AGREEMENT : "", clause != NULL ? clause : "",
                      clause != NULL && law != NULL ? BETWEEN : "", law, NULL);
}

/* What the agency said when it was heard; whether it convinced anybody is not on record. */
static char *
dup_answer (const KxRecord *suspension)
{
  g_autofree char *on = kx_letter_dup_date (kx_record_date (suspension, kx_suspension_f_statement_on));

  if (!kx_record_has (suspension, kx_suspension_f_statement) || *on == '\0')
    return NULL;
  switch (kx_record_get (suspension, kx_suspension_f_statement).CODE)
    {
    case kx_exit_case_statement_heard:
      return g_strdup_printf ("你单位于%s提出陈述、申辩", on);
    case kx_exit_case_statement_waived:
      return g_strdup_printf ("你单位于%s书面放弃陈述、申辩", on);
    case kx_exit_case_statement_lapsed:
      return g_strdup_printf ("至%s期限届满，你单位未提出陈述、申辩", on);
    default:
      return NULL;
    }
}

/* When the agency was told of its right to speak, and what it made of it. */
static char *
dup_statement (const KxRecord *suspension)
{
  g_autofree char *told = kx_letter_dup_date (kx_record_date (suspension, kx_suspension_f_notified_on)),
                  *answer = dup_answer (suspension);
  GString *text = g_string_new (NULL);

  if (*told != '\0')
    g_string_append_printf (text, TOLD, told);
  if (answer != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "，" : "", answer);
  if (text->len > 0)
    g_string_append (text, "。");
  return g_string_free (text, FALSE);
}

static void
offer_suspension (GHashTable *texts, const KxRecord *suspension)
{
  g_autofree char *basis = dup_basis (suspension), *target = dup_target (suspension),
                  *statement = dup_statement (suspension);
  g_autofree char *measure = kx_letter_dup_value (&suspension->entity->fields[kx_suspension_f_kind],
                                                  kx_record_get (suspension, kx_suspension_f_kind));

  offer (texts, "facts", kx_record_get (suspension, kx_suspension_f_facts).LONG_TEXT);
  offer (texts, "basis", basis);
  offer_day (texts, "from", kx_record_date (suspension, kx_suspension_f_from_on));
  offer_day (texts, "until", kx_record_date (suspension, kx_suspension_f_until_on));
  if (kx_suspension_is_hold (suspension))
    {
      offer (texts, "measure", measure);
      return;
    }
  offer (texts, "statement", statement);
  offer (texts, "target", target);
  offer (texts, "transition", kx_record_get (suspension, kx_suspension_f_patients).LONG_TEXT);
}

static void
offer_resumption (GHashTable *texts, const KxRecord *suspension, KxDate agreement_end, KxDate today)
{
  KxDate lifted = kx_record_date (suspension, kx_suspension_f_lifted_on);
  g_autofree char *target = dup_target (suspension), *days = NULL;

  offer (texts, "target", target);
  offer (texts, "findings", kx_record_get (suspension, kx_suspension_f_verified).LONG_TEXT);
  offer_day (texts, "suspended_on", kx_record_date (suspension, kx_suspension_f_served_on));
  offer_day (texts, "suspended_from", kx_suspension_begins (suspension));
  offer_day (texts, "from", lifted);
  /* Until then they are still counted. */
  if (lifted.ymd == 0)
    return;
  days = g_strdup_printf (
      "%d", kx_suspension_days (suspension, agreement_end, lifted.ymd > today.ymd ? lifted : today));
  offer (texts, "days", days);
}

GHashTable *
kx_letter_offer_read (KxBook *book, const KxRecord *letter, KxDate today)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  int kind = kx_record_get (letter, kx_letter_f_kind).CODE;
  g_autoptr (KxRecord) agreement = NULL, suspension = NULL;

  if (kind == kx_letter_kind_supplement)
    {
      g_autofree char *changes = kx_letter_changes_dup_offer (book, letter);

      offer (texts, KX_LETTER_CHANGES, changes);
    }
  if (kind != kx_letter_kind_hold && kind != kx_letter_kind_suspension && kind != kx_letter_kind_resumption)
    return texts;
  suspension = find_suspension (book, letter);
  if (suspension == NULL)
    return texts;
  if (kind != kx_letter_kind_resumption)
    {
      offer_suspension (texts, suspension);
      return texts;
    }
  agreement = kx_row_get (book, &kx_agreement_entity,
                          kx_record_get (suspension, kx_suspension_f_agreement).REF, NULL);
  offer_resumption (texts, suspension,
                    agreement != NULL ? kx_record_date (agreement, kx_agreement_f_ends_on) : (KxDate){ 0 },
                    today);
  return texts;
}

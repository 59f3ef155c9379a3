#include "models/kx-letter-lists.h"

#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-letter.h"
#include "models/kx-letter-changes.h"
#include "models/kx-renewal-terms.h"
#include "models/kx-row-read.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter-words.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#include <string.h>

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;
  int by_kind =
      kx_record_get (x, kx_application_item_f_kind).CODE - kx_record_get (y, kx_application_item_f_kind).CODE;

  return by_kind != 0 ? by_kind : g_strcmp0 (x->id, y->id);
}

/* Documents that lack something, by name, in the order of the checklist. */
static void
add_missing (KxBook *book, KxDocxValues *values, const KxRecord *letter)
{
  const char *application = kx_record_get (letter, kx_letter_f_application).REF;
  g_autoptr (GPtrArray) items = NULL;

  if (application == NULL)
    return;
  items =
      kx_row_read_parts (book, &kx_application_item_entity, kx_application_item_f_application, application);
  g_ptr_array_sort (items, compare_items);
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

/* Ways of payment */

static void
add_term (GPtrArray *terms, const KxRecord *payment, guint share, guint clause)
{
  g_autofree char *value = NULL;
  const char *label = kx_letter_word (payment->entity->fields[share].label);

  if (!kx_record_has (payment, share))
    return;
  value = kx_letter_dup_value (&payment->entity->fields[share], kx_record_get (payment, share));
  g_ptr_array_add (terms,
                   kx_record_has (payment, clause)
                       ? g_strdup_printf ("%s：%s（%s）", label, value, kx_record_get (payment, clause).TEXT)
                       : g_strdup_printf ("%s：%s", label, value));
}

/* Each share with the clause on which it rests, a line each, and the note. */
static char *
dup_terms (const KxRecord *payment)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);

  add_term (terms, payment, kx_agreement_payment_f_surplus_pct, kx_agreement_payment_f_surplus_clause);
  add_term (terms, payment, kx_agreement_payment_f_overrun_pct, kx_agreement_payment_f_overrun_clause);
  add_term (terms, payment, kx_agreement_payment_f_deposit_pct, kx_agreement_payment_f_deposit_clause);
  if (kx_record_has (payment, kx_agreement_payment_f_note))
    g_ptr_array_add (terms, g_strdup (kx_record_get (payment, kx_agreement_payment_f_note).LONG_TEXT));
  g_ptr_array_add (terms, NULL);
  return g_strjoinv ("\n", (char **) terms->pdata);
}

static int
compare_payments (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;

  return kx_record_get (x, kx_agreement_payment_f_method).CODE -
         kx_record_get (y, kx_agreement_payment_f_method).CODE;
}

static void
add_payments (KxDocxValues *values, KxBook *book, const KxRecord *letter)
{
  const char *agreement = kx_record_get (letter, kx_letter_f_agreement).REF;
  g_autoptr (GPtrArray) payments = NULL;

  if (agreement == NULL)
    return;
  payments =
      kx_row_read_parts (book, &kx_agreement_payment_entity, kx_agreement_payment_f_agreement, agreement);
  g_ptr_array_sort (payments, compare_payments);
  for (guint i = 0; i < payments->len; i++)
    {
      const KxRecord *payment = payments->pdata[i];
      g_autofree char *terms = dup_terms (payment);
      g_autofree char *method = kx_letter_dup_value (&payment->entity->fields[kx_agreement_payment_f_method],
                                                     kx_record_get (payment, kx_agreement_payment_f_method));
      KxDocxValues *row = kx_letter_values_add_row (values, "payments");

      kx_docx_values_set (row, "item", kx_record_get (payment, kx_agreement_payment_f_purpose).TEXT);
      kx_docx_values_set (row, "method", method);
      kx_docx_values_set (row, "terms", terms);
    }
}

/* What differs from before */

/* The rows of all kinds that are compared. (element-type KxRecord) */
static GPtrArray *
read_parts (KxBook *book, const char *agreement)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  const char *const *names = kx_renewal_compared_parts ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      const KxEntity *entity = kx_schema_entity (book->schema, names[i]);
      int parent = entity != NULL ? kx_entity_flagged (entity, KX_PARENT) : -1;

      if (parent >= 0)
        g_ptr_array_extend_and_steal (all, kx_row_read_parts (book, entity, (guint) parent, agreement));
    }
  return all;
}

/* Of the agreement and the one before it. */
static void
add_renewed_terms (KxDocxValues *values, KxBook *book, const KxRecord *letter)
{
  const char *id = kx_record_get (letter, kx_letter_f_agreement).REF, *before;
  g_autoptr (KxRecord) agreement = id != NULL ? kx_row_get (book, &kx_agreement_entity, id, NULL) : NULL;
  g_autoptr (KxRecord) previous = NULL;
  g_autoptr (GPtrArray) old_parts = NULL, parts = NULL, lines = NULL;

  before = agreement != NULL ? kx_record_get (agreement, kx_agreement_f_previous).REF : NULL;
  previous = before != NULL ? kx_row_get (book, &kx_agreement_entity, before, NULL) : NULL;
  if (previous == NULL)
    return;
  old_parts = read_parts (book, previous->id);
  parts = read_parts (book, agreement->id);
  lines = kx_renewal_compare (previous, agreement, old_parts, parts, &kx_terms_written);
  for (guint i = 0; i < lines->len; i++)
    {
      const KxTermsLine *line = lines->pdata[i];

      kx_letter_changes_add (values, line->label, line->old, line->now);
    }
}

/* What the agency reported on the day that is said. */
static void
add_reported_changes (KxDocxValues *values, KxBook *book, const KxRecord *letter, GHashTable *said)
{
  const char *agency = kx_record_get (letter, kx_letter_f_agency).REF,
             *text = g_hash_table_lookup (said, "reported_on");
  const KxField day = { .kind = KX_DATE };
  KxValue reported;
  g_autoptr (GPtrArray) cases = NULL;

  if (agency == NULL || text == NULL || !kx_value_from_text (&day, text, &reported))
    return;
  cases = kx_row_read_parts (book, &kx_change_case_entity, kx_change_case_f_agency, agency);
  for (guint i = 0; i < cases->len; i++)
    if (kx_record_get (cases->pdata[i], kx_change_case_f_reported_on).DATE.ymd == reported.DATE.ymd)
      kx_letter_changes_add_case (values, cases->pdata[i]);
}

void
kx_letter_lists_read (KxDocxValues *values, KxBook *book, const KxRecord *letter, const KxLetterKind *kind,
                      GHashTable *said)
{
  if (g_strcmp0 (kind->list, "missing") == 0)
    add_missing (book, values, letter);
  else if (g_strcmp0 (kind->list, "payments") == 0)
    add_payments (values, book, letter);
  else if (g_str_equal (kind->code, "renewal"))
    add_renewed_terms (values, book, letter);
  else if (g_str_equal (kind->code, "supplement"))
    kx_letter_changes_add_said (values, said);
  else if (g_str_equal (kind->code, "change_notice"))
    add_reported_changes (values, book, letter, said);
}

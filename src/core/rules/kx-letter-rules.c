#include "core/rules/kx-letter-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-letter-print.h"
#include "core/entities/kx-letter-sending.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-letter.h"
#include "core/rules/kx-late-rules.h"
#include "core/rules/kx-rule.h"
#include "core/rules/kx-series-rules.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

#define KIND(kind) (1u << kx_letter_kind_##kind)
#define ABOUT_AGREEMENT                                                                                      \
  (KIND (agreement) | KIND (supplement) | KIND (bridge) | KIND (change_notice) | KIND (renewal) |            \
   KIND (non_renewal) | KIND (suspension) | KIND (hold) | KIND (resumption) | KIND (termination) |           \
   KIND (expiry))
#define ABOUT_SUSPENSION (KIND (suspension) | KIND (hold) | KIND (resumption))
#define ABOUT_APPLICATION (KIND (acceptance) | KIND (non_acceptance) | KIND (supplement_notice))

static const char *
office_of (const KxScene *scene)
{
  return kx_record_get (scene->after, kx_letter_f_office).REF;
}

static int
kind_of (const KxScene *scene)
{
  return kx_record_get (scene->after, kx_letter_f_kind).CODE;
}

/* The day of the letter; before it is given, today. */
static KxDate
get_dated (const KxScene *scene)
{
  const KxRecord *given = scene->op->fields;

  return given != NULL && kx_record_has (given, kx_letter_issue_f_dated_on)
             ? kx_record_get (given, kx_letter_issue_f_dated_on).DATE
             : scene->today;
}

/* The row that the letter's field refers to, with its office and agency; NULL: it names none, or it is not
 * here. */
static KxRecord *
get_about (const KxScene *scene, guint field)
{
  const KxField *of = &kx_letter_entity.fields[field];
  const char *id = kx_record_get (scene->after, field).REF;
  KxRecord *row = NULL;

  if (id == NULL ||
      kx_reader_get (scene->reader, kx_schema_entity (scene->schema, of->target), id, &row) != KX_KNOWN)
    return NULL;
  return row;
}

/* One that cannot be read here is judged by the service. */
static void
check_about (const KxScene *scene, guint field, GPtrArray *findings)
{
  g_autoptr (KxRecord) about = get_about (scene, field);
  const char *agency = kx_record_get (scene->after, kx_letter_f_agency).REF, *other;

  if (about == NULL)
    return;
  other = kx_record_get (about, (guint) kx_entity_field (about->entity, "agency")).REF;
  kx_rule_add (findings,
               about->deleted_at.ms == 0 && (agency == NULL || g_strcmp0 (agency, other) == 0) &&
                   g_strcmp0 (kx_record_get (about, (guint) kx_entity_field (about->entity, "office")).REF,
                              office_of (scene)) == 0,
               "letter-apart", kx_letter_entity.fields[field].name,
               N_ ("What the letter is about must belong to its office and agency"), &program_rule);
}

/* One of the agreement that is named beside it, and of the kind that such a letter is about. */
static void
check_suspension (const KxScene *scene, guint kind, GPtrArray *findings)
{
  g_autoptr (KxRecord) suspension = get_about (scene, kx_letter_f_suspension);
  const char *agreement = kx_record_get (scene->after, kx_letter_f_agreement).REF;

  if (suspension == NULL)
    return;
  kx_rule_add (findings,
               agreement == NULL ||
                   g_strcmp0 (kx_record_get (suspension, kx_suspension_f_agreement).REF, agreement) == 0,
               "letter-apart-suspension", "suspension",
               N_ ("The suspension must be one of the agreement that the letter names"), &program_rule);
  if (kind & ABOUT_SUSPENSION)
    kx_rule_add (findings, kx_suspension_is_hold (suspension) == (kind == KIND (hold)),
                 "letter-about-another", "suspension",
                 N_ ("A hold has a notice of its own, a suspension those of it and its resumption"),
                 &program_rule);
}

/* Which of several nobody guesses. */
static void
check_which (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("The agreement has several of them: name the one that the letter is about");
  const char *agreement = kx_record_get (scene->after, kx_letter_f_agreement).REF;
  g_autoptr (KxRecord) only = NULL;
  guint n = 0;

  if (agreement == NULL)
    return;
  if (kx_letter_find_suspension (scene->reader, agreement, kind_of (scene), &n, &only) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "letter-about-which", "suspension", message));
  else if (n > 1)
    kx_rule_add (findings, FALSE, "letter-about-which", "suspension", message, &program_rule);
}

void
kx_guard_letter_about (const KxScene *scene, GPtrArray *findings)
{
  guint kind = 1u << kind_of (scene);
  gboolean names = kx_record_has (scene->after, kx_letter_f_suspension);

  if (!kx_record_has (scene->after, kx_letter_f_kind))
    return;
  if (kind & ABOUT_AGREEMENT)
    kx_rule_add (findings, names || kx_record_has (scene->after, kx_letter_f_agreement), "letter-about",
                 "agreement", N_ ("A letter of this kind must name its agreement"), &program_rule);
  if (kind & ABOUT_APPLICATION)
    kx_rule_add (findings, kx_record_has (scene->after, kx_letter_f_application), "letter-about",
                 "application", N_ ("A letter of this kind must name its application"), &program_rule);
  check_about (scene, kx_letter_f_agreement, findings);
  check_about (scene, kx_letter_f_application, findings);
  check_about (scene, kx_letter_f_suspension, findings);
  check_suspension (scene, kind, findings);
  if ((kind & ABOUT_SUSPENSION) && !names && scene->op->kind == KX_OP_CREATE)
    check_which (scene, findings);
  if (findings->len == 0)
    kx_rule_add (findings, TRUE, "letter-about", NULL, N_ ("A letter of this kind stands by itself"),
                 &program_rule);
}

/* Other letters of the body with the number; one that is void lets it go. */
static KxAnswer
is_given (const KxScene *scene, const char *number, gboolean *ret_given)
{
  const char *issuer = kx_record_get (scene->after, kx_letter_f_issuer).TEXT;
  KxQuery query = { .entity = &kx_letter_entity,
                    .terms = { { .field = kx_letter_f_office, .value.REF = office_of (scene) },
                               { .field = kx_letter_f_doc_number, .value.TEXT = number } },
                    .n_terms = 2,
                    .except = scene->op->row };
  g_autoptr (GPtrArray) rows = NULL;
  KxAnswer answer = kx_reader_list (scene->reader, &query, 100, &rows);

  *ret_given = FALSE;
  for (guint i = 0; answer == KX_KNOWN && i < rows->len; i++)
    *ret_given |= kx_record_get (rows->pdata[i], kx_letter_f_state).CODE != kx_letter_state_void &&
                  g_strcmp0 (kx_record_get (rows->pdata[i], kx_letter_f_issuer).TEXT, issuer) == 0;
  return answer;
}

void
kx_guard_letter_doc_number (const KxScene *scene, GPtrArray *findings)
{
  static const KxCite standard = { .source = KX_SOURCE_DOCUMENT,
                                   .document = "GB/T 9704-2012",
                                   .item = "7.2.5" };
  const char *number = kx_record_get (scene->after, kx_letter_f_doc_number).TEXT;
  const char *alone = N_ ("The body must have given this number to no other letter");
  const char *fault;
  gboolean given;

  if (number == NULL || office_of (scene) == NULL)
    {
      kx_rule_add (findings, TRUE, "doc-number", "doc_number",
                   N_ ("The number of the document may come later"), &office_rule);
      return;
    }
  fault = kx_letter_number_fault (number);
  kx_rule_add (findings, fault == NULL, "doc-number", "doc_number",
               fault != NULL ? fault : N_ ("The number of the document is written as it has to be"),
               &standard);
  if (is_given (scene, number, &given) == KX_KNOWN)
    kx_rule_add (findings, !given, "doc-number-given", "doc_number", alone, &office_rule);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "doc-number-given", "doc_number", alone));
}

void
kx_guard_letter_settled (const KxScene *scene, GPtrArray *findings)
{
  guint64 open = G_GUINT64_CONSTANT (1) << kx_letter_f_doc_number | G_GUINT64_CONSTANT (1)
                                                                        << kx_letter_f_note;

  if (kx_record_get (scene->row, kx_letter_f_state).CODE != kx_letter_state_draft)
    kx_rule_stays (scene, open, "letter-settled", N_ ("What was issued stays as it is"), &office_rule,
                   findings);
}

void
kx_guard_letter_complete (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings, kx_record_has (scene->after, kx_letter_f_issuer), "letter-incomplete", "issuer",
               N_ ("The body that issues it must be named"), &program_rule);
}

void
kx_guard_letter_day (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_came (scene, get_dated (scene), "dated_on", N_ ("The day of the letter must have come"), findings);
}

/* The number that its agreement has already; NULL: none. Free with g_free(). */
static char *
dup_agreed_number (const KxScene *scene)
{
  g_autoptr (KxRecord) agreement =
      kind_of (scene) == kx_letter_kind_agreement ? get_about (scene, kx_letter_f_agreement) : NULL;

  return agreement != NULL ? g_strdup (kx_record_get (agreement, kx_agreement_f_number).TEXT) : NULL;
}

void
kx_guard_letter_series (const KxScene *scene, GPtrArray *findings)
{
  g_autofree char *agreed = dup_agreed_number (scene);
  g_auto (KxTakenNumber) number = { 0 };

  if (agreed != NULL)
    kx_rule_add (findings, TRUE, "no-series", NULL, N_ ("The letter bears the number of its agreement"),
                 &office_rule);
  else
    kx_rule_next_number (scene, office_of (scene), kind_of (scene), get_dated (scene), &number, findings);
}

void
kx_guard_letter_service (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  if (given == NULL || !kx_record_has (given, kx_letter_service_f_served_on))
    return;
  kx_rule_came (scene, kx_record_get (given, kx_letter_service_f_served_on).DATE, "served_on",
                N_ ("The day of the service must have come"), findings);
  kx_rule_given_order (scene, kx_letter_service_f_served_on, kx_letter_f_dated_on, TRUE,
                       "served-before-issued", N_ ("A letter is served after it was issued"), findings);
}

void
kx_guard_letter_proof (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  const char *id = given != NULL ? kx_record_get (given, kx_letter_service_f_proof).REF : NULL;
  const char *message = N_ ("The proof of service must lie with the letter");
  g_autoptr (KxRecord) proof = NULL;

  if (id == NULL)
    return;
  if (kx_reader_get (scene->reader, &kx_attachment_entity, id, &proof) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "proof-missing", "proof", message));
  else
    kx_rule_add (findings,
                 proof != NULL && proof->deleted_at.ms == 0 &&
                     g_strcmp0 (kx_record_get (proof, kx_attachment_f_owner).REF, scene->op->row) == 0,
                 "proof-missing", "proof", message, &office_rule);
}

void
kx_guard_letter_void (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) agreement = get_about (scene, kx_letter_f_agreement);
  gboolean bears = agreement != NULL && kind_of (scene) == kx_letter_kind_agreement &&
                   kx_record_has (scene->row, kx_letter_f_register_no) &&
                   g_strcmp0 (kx_record_get (agreement, kx_agreement_f_number).TEXT,
                              kx_record_get (scene->row, kx_letter_f_number).TEXT) == 0;

  kx_rule_add (findings,
               !bears || kx_record_get (agreement, kx_agreement_f_state).CODE == kx_agreement_state_draft,
               "number-borne", NULL,
               N_ ("An agreement that was handed in keeps its number: send it back first"), &office_rule);
}

static KxRecord *
get_letter (const KxScene *scene)
{
  int parent = kx_entity_flagged (scene->after->entity, KX_PARENT);
  const char *id = kx_record_get (scene->after, (guint) parent).REF;
  KxRecord *letter = NULL;

  if (id == NULL || kx_reader_get (scene->reader, &kx_letter_entity, id, &letter) != KX_KNOWN)
    return NULL;
  return letter;
}

void
kx_guard_letter_part (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) letter = get_letter (scene);

  if (letter != NULL)
    kx_rule_add (findings, kx_record_get (letter, kx_letter_f_state).CODE != kx_letter_state_draft,
                 "letter-not-issued", NULL, N_ ("The letter must have been issued"), &program_rule);
}

void
kx_guard_letter_part_day (const KxScene *scene, GPtrArray *findings)
{
  gboolean sending = kx_record_is (scene->after, "letter_sending");
  guint field = sending ? kx_letter_sending_f_sent_on : kx_letter_print_f_printed_on;
  const char *name = scene->after->entity->fields[field].name;
  g_autoptr (KxRecord) letter = get_letter (scene);

  if (!kx_record_has (scene->after, field))
    return;
  kx_rule_came (scene, kx_record_get (scene->after, field).DATE, name, N_ ("This day must have come"),
                findings);
  if (letter != NULL && kx_record_has (letter, kx_letter_f_dated_on))
    kx_rule_add (
        findings,
        kx_record_get (scene->after, field).DATE.ymd >= kx_record_get (letter, kx_letter_f_dated_on).DATE.ymd,
        "before-letter", name, N_ ("This day must not come before that of the letter"), &program_rule);
}

void
kx_guard_letter_template (const KxScene *scene, GPtrArray *findings)
{
  static const guint fields[] = { kx_letter_template_f_office, kx_letter_template_f_kind,
                                  kx_letter_template_f_from_on };
  const char *message = N_ ("No other template for this kind of letter may begin on the same day");
  KxQuery query = { .entity = &kx_letter_template_entity,
                    .n_terms = G_N_ELEMENTS (fields),
                    .except = scene->op->row };
  gint64 others;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!kx_record_has (scene->after, fields[i]))
        return;
      query.terms[i] = (KxTerm){ .field = fields[i], .value = kx_record_get (scene->after, fields[i]) };
    }
  if (kx_reader_count (scene->reader, &query, &others) == KX_KNOWN)
    kx_rule_add (findings, others == 0, "template-twice", "from_on", message, &program_rule);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "template-twice", "from_on", message));
}

/* The office's own name stands on a letter until somebody names another body. */
static void
put_issuer (const KxScene *scene, KxDecision *decision)
{
  g_autoptr (KxRecord) office = get_about (scene, kx_letter_f_office);
  const char *name = office != NULL ? kx_record_get (office, kx_office_f_letter_name).TEXT : NULL;

  if (office == NULL || kx_record_has (scene->after, kx_letter_f_issuer))
    return;
  kx_record_put (kx_rule_own_change (scene, decision), kx_letter_f_issuer,
                 (KxValue){ .TEXT = name != NULL ? name : kx_record_get (office, kx_office_f_name).TEXT });
}

/* The suspension says which agreement it is, and the agreement which suspension if there is only one. */
static void
put_suspension (const KxScene *scene, KxDecision *decision)
{
  const char *agreement = kx_record_get (scene->after, kx_letter_f_agreement).REF;
  g_autoptr (KxRecord) suspension = get_about (scene, kx_letter_f_suspension);
  guint n;

  if (suspension != NULL && agreement == NULL)
    kx_record_put (kx_rule_own_change (scene, decision), kx_letter_f_agreement,
                   kx_record_get (suspension, kx_suspension_f_agreement));
  if (agreement == NULL || kx_record_has (scene->after, kx_letter_f_suspension) ||
      (1u << kind_of (scene) & ABOUT_SUSPENSION) == 0)
    return;
  if (kx_letter_find_suspension (scene->reader, agreement, kind_of (scene), &n, &suspension) == KX_KNOWN &&
      suspension != NULL)
    kx_record_put (kx_rule_own_change (scene, decision), kx_letter_f_suspension,
                   (KxValue){ .REF = suspension->id });
}

void
kx_effect_letter_drawn_up (const KxScene *scene, KxDecision *decision)
{
  static const guint fields[] = { kx_letter_f_agreement, kx_letter_f_application, kx_letter_f_suspension };

  put_issuer (scene, decision);
  put_suspension (scene, decision);
  if (kx_record_has (scene->after, kx_letter_f_agency))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (KxRecord) about = get_about (scene, fields[i]);

      if (about != NULL)
        kx_record_put (kx_rule_own_change (scene, decision), kx_letter_f_agency,
                       kx_record_get (about, (guint) kx_entity_field (about->entity, "agency")));
    }
}

/* An agreement without a number bears that of its letter from now on. */
static void
number_agreement (const KxScene *scene, const char *text, KxDecision *decision)
{
  g_autoptr (KxRecord) agreement =
      kind_of (scene) == kx_letter_kind_agreement ? get_about (scene, kx_letter_f_agreement) : NULL;
  KxRecord *change;

  if (agreement == NULL)
    return;
  change = kx_record_new (agreement->entity, agreement->id, agreement->space);
  if (text != NULL)
    kx_record_put (change, kx_agreement_f_number, (KxValue){ .TEXT = text });
  else
    kx_record_put_null (change, kx_agreement_f_number);
  kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
}

void
kx_effect_letter_issued (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);
  g_autofree char *agreed = dup_agreed_number (scene);
  g_auto (KxTakenNumber) number = { 0 };
  KxDate dated = get_dated (scene);

  kx_record_put (change, kx_letter_f_dated_on, (KxValue){ .DATE = dated });
  kx_record_put (change, kx_letter_f_issued_by, (KxValue){ .REF = scene->actor->user });
  if (agreed != NULL)
    kx_record_put (change, kx_letter_f_number, (KxValue){ .TEXT = agreed });
  else if (kx_rule_next_number (scene, office_of (scene), kind_of (scene), dated, &number, NULL))
    {
      kx_record_put (change, kx_letter_f_number, (KxValue){ .TEXT = number.text });
      kx_record_put (change, kx_letter_f_taken_from, (KxValue){ .REF = number.series->id });
      kx_record_put (change, kx_letter_f_register_no, (KxValue){ .INTEGER = number.no });
      kx_effect_number_taken (scene, &number, decision);
      number_agreement (scene, number.text, decision);
    }
  kx_effect_note_late (scene, office_of (scene), dated, decision);
}

void
kx_effect_letter_served (const KxScene *scene, KxDecision *decision)
{
  static const guint kept[] = { kx_letter_f_served_on, kx_letter_f_served_how, kx_letter_f_served_to,
                                kx_letter_f_proof };
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    kx_record_put (change, kept[i],
                   kx_record_get (given, (guint) kx_entity_field (given->entity,
                                                                  kx_letter_entity.fields[kept[i]].name)));
  kx_effect_note_late (scene, office_of (scene), kx_record_get (given, kx_letter_service_f_served_on).DATE,
                       decision);
}

void
kx_effect_letter_voided (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);
  g_autofree char *agreed = dup_agreed_number (scene);

  kx_record_put (change, kx_letter_f_voided_on, (KxValue){ .DATE = scene->today });
  kx_record_put (change, kx_letter_f_voided_by, (KxValue){ .REF = scene->actor->user });
  if (agreed != NULL && kx_record_has (scene->row, kx_letter_f_register_no) &&
      g_str_equal (agreed, kx_record_get (scene->row, kx_letter_f_number).TEXT))
    number_agreement (scene, NULL, decision);
}

void
kx_effect_letter_sent (const KxScene *scene, KxDecision *decision)
{
  kx_record_put (kx_rule_own_change (scene, decision), kx_letter_sending_f_sent_by,
                 (KxValue){ .REF = scene->actor->user });
}

void
kx_effect_letter_printed (const KxScene *scene, KxDecision *decision)
{
  kx_record_put (kx_rule_own_change (scene, decision), kx_letter_print_f_printed_by,
                 (KxValue){ .REF = scene->actor->user });
}

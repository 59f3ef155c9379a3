#include "core/rules/kx-agreement-rules.h"

#include "core/entities/kx-office.h"
#include "core/kx-layout.h"
#include "core/kx-take-over.h"
#include "core/rules/kx-agreement-overlap-rules.h"
#include "core/rules/kx-agreement-text-rules.h"
#include "core/rules/kx-approval-rules.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-late-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-renewal-rules.h"
#include "core/rules/kx-rule.h"
#include "core/rules/kx-suspension-rules.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static const char *
agency_of (const KxScene *scene)
{
  return kx_record_get (scene->after, kx_agreement_f_agency).REF;
}

static const char *
office_of (const KxScene *scene)
{
  return kx_record_get (scene->after, kx_agreement_f_office).REF;
}

static gboolean
is_action (const KxScene *scene, const char *action)
{
  return scene->op->kind == KX_OP_ACTION && g_str_equal (scene->op->action, action);
}

/* What is entered or corrected stands on paper already. */
static gboolean
is_from_paper (const KxScene *scene)
{
  const KxRecord *given = scene->op->fields;

  return (given != NULL && kx_record_is (given, "take_over")) ||
         (scene->row != NULL && scene->op->kind == KX_OP_PATCH && kx_take_over_is (scene->row));
}

KxDate
kx_rule_agreement_day (const KxScene *scene)
{
  const KxRecord *given = scene->op->fields;

  if (scene->op->kind == KX_OP_ACTION && given != NULL && kx_record_is (given, "signing") &&
      kx_record_has (given, kx_signing_f_signed_on))
    return kx_record_get (given, kx_signing_f_signed_on).DATE;
  if (is_from_paper (scene) && kx_record_has (scene->after, kx_agreement_f_signed_on))
    return kx_record_get (scene->after, kx_agreement_f_signed_on).DATE;
  return scene->today;
}

/* NULL with a finding when it cannot be told, without one when there is none, which is told elsewhere. */
static KxRecord *
get_agency (const KxScene *scene, GPtrArray *findings)
{
  KxRecord *agency = NULL;
  const char *id = agency_of (scene);

  if (id == NULL || kx_reader_get (scene->reader, &kx_agency_entity, id, &agency) == KX_KNOWN)
    return agency;
  g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "agency-not-here", "agency",
                                             N_ ("The record of the agency must be here")));
  return NULL;
}

void
kx_guard_agreement_dates (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_dates (scene->after, kx_agreement_f_starts_on, kx_agreement_f_ends_on, findings);
}

void
kx_guard_agreement_complete (const KxScene *scene, GPtrArray *findings)
{
  static const struct
  {
    guint field;
    const char *message;
  } needed[] = {
    { kx_agreement_f_number, N_ ("The agreement must have its number") },
    { kx_agreement_f_scopes, N_ ("The scopes of service must be given") },
    { kx_agreement_f_rehab_types, N_ ("The types of rehabilitation must be given") },
    { kx_agreement_f_starts_on, N_ ("The first day must be given") },
    { kx_agreement_f_ends_on, N_ ("The last day must be given") },
    { kx_agreement_f_counts_toward, N_ ("It must be said against which limit of the layout it counts") },
    { kx_agreement_f_counts_area, N_ ("The county or city where it counts must be given") },
  };
  gboolean rehabilitation =
      kx_record_get (scene->after, kx_agreement_f_kind).CODE == kx_agreement_kind_rehabilitation;

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (rehabilitation || needed[i].field == kx_agreement_f_number ||
        needed[i].field == kx_agreement_f_starts_on || needed[i].field == kx_agreement_f_ends_on)
      kx_rule_add (findings, kx_record_has (scene->after, needed[i].field), "incomplete",
                   kx_agreement_entity.fields[needed[i].field].name, needed[i].message, &program_rule);
}

void
kx_guard_agreement_place (const KxScene *scene, GPtrArray *findings)
{
  const char *area = kx_record_get (scene->after, kx_agreement_f_counts_area).TEXT;

  if (area != NULL && kx_record_has (scene->after, kx_agreement_f_counts_toward))
    kx_rule_place (scene, kx_record_get (scene->after, kx_agreement_f_counts_toward).CODE, area, findings);
}

/* Who is counted already takes no further place. */
static const char *
counted_as (const KxRecord *agency, const char *id)
{
  const char *same = agency != NULL ? kx_record_get (agency, kx_agency_f_alias_of).REF : NULL;

  return same != NULL ? same : id;
}

static void
judge_room (const KxScene *scene, const KxLayoutCount *count, GPtrArray *findings)
{
  gboolean room = kx_layout_has_room (count), duty = count->cite.force == KX_FORCE_DUTY;
  gboolean reasoned = kx_record_has (scene->after, kx_agreement_f_layout_reason);
  gboolean early = !is_action (scene, "sign");
  KxFinding *finding;

  if (!count->limited)
    finding = kx_finding_new (KX_HOLDS, "layout-unlimited", "counts_area",
                              N_ ("No document and no own value limits this place; it has {used}"));
  else if (!room && duty)
    finding = kx_finding_new (early ? KX_WARNS : KX_FAILS, "layout-full", "counts_area",
                              N_ ("Places taken here: {used} of {limit}; the document allows no more"));
  else if (!room)
    finding = kx_finding_new (early || reasoned ? KX_WARNS : KX_FAILS, "layout-full", "layout_reason",
                              N_ ("Places taken here: {used} of {limit}; going beyond needs a reason"));
  else
    finding =
        kx_finding_new (KX_HOLDS, "layout-full", "counts_area", N_ ("Places taken here: {used} of {limit}"));
  finding->cite = count->cite;
  kx_finding_arg_int (kx_finding_arg_int (finding, "limit", count->limit), "used", count->used);
  g_ptr_array_add (findings, finding);
}

void
kx_guard_layout (const KxScene *scene, GPtrArray *findings)
{
  const char *area = kx_record_get (scene->after, kx_agreement_f_counts_area).TEXT;
  KxLayoutPlace place = { .toward = kx_record_get (scene->after, kx_agreement_f_counts_toward).CODE,
                          .area = area };
  g_autoptr (KxRecord) agency = NULL;
  g_autoptr (KxPolicy) policy = NULL;
  KxLayoutCount count;

  if (kx_record_get (scene->after, kx_agreement_f_kind).CODE != kx_agreement_kind_rehabilitation ||
      area == NULL || !kx_record_has (scene->after, kx_agreement_f_counts_toward))
    return;
  agency = get_agency (scene, findings);
  policy = kx_rule_policy (scene, office_of (scene), kx_rule_agreement_day (scene), findings);
  if (policy == NULL)
    return;
  if (kx_layout_count (scene->reader, policy, &place, counted_as (agency, agency_of (scene)), &count) ==
      KX_KNOWN)
    judge_room (scene, &count, findings);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "layout-full", "counts_area",
                                               N_ ("The agreements of this place must be here")));
}

static gboolean
has_licence (const KxRecord *agency, KxDate day)
{
  return kx_record_get (agency, kx_agency_f_licence_no_end).BOOLEAN ||
         (kx_record_has (agency, kx_agency_f_licence_valid_to) &&
          kx_record_get (agency, kx_agency_f_licence_valid_to).DATE.ymd >= day.ymd);
}

void
kx_guard_agreement_licence (const KxScene *scene, GPtrArray *findings)
{
  const guint64 medical = G_GUINT64_CONSTANT (1) << kx_agreement_rehab_types_medical;
  g_autoptr (KxRecord) agency = get_agency (scene, findings);
  g_autoptr (KxPolicy) policy = NULL;
  gboolean licensed;

  if (agency == NULL ||
      kx_record_get (scene->after, kx_agreement_f_kind).CODE != kx_agreement_kind_rehabilitation)
    return;
  policy = kx_rule_policy (scene, office_of (scene), kx_rule_agreement_day (scene), findings);
  if (policy == NULL)
    return;
  licensed = has_licence (agency, kx_rule_agreement_day (scene));
  if (kx_record_get (scene->after, kx_agreement_f_rehab_types).CODES.bits & medical)
    {
      const KxParameter *rule = kx_policy_get (policy, KX_POLICY_medical_needs_licence);
      KxFinding *finding = kx_finding_new (licensed ? KX_HOLDS : KX_FAILS, "licence-needed", "rehab_types",
                                           N_ ("Medical rehabilitation needs a practice licence that has not "
                                               "run out"));

      /* Without a pack nobody says so. */
      if (!licensed && !(rule->set && rule->value.BOOLEAN))
        finding->verdict = KX_WARNS;
      finding->cite = rule->cite;
      g_ptr_array_add (findings, finding);
    }
  else if (!licensed)
    kx_rule_warn (findings, "licence-missing", "rehab_types",
                  N_ ("The agency holds no practice licence: name the document by which the fund pays"),
                  &office_rule);
}

void
kx_guard_agreement_other_officer (const KxScene *scene, GPtrArray *findings)
{
  const KxDutyDone done[] = {
    { KX_DUTY (propose), kx_record_get (scene->row, kx_agreement_f_proposed_by).REF },
    { KX_DUTY (approve), kx_record_get (scene->row, kx_agreement_f_approved_by).REF },
    { KX_DUTY (register_signing), kx_record_get (scene->row, kx_agreement_f_agency_entered_by).REF },
  };

  /* On paper somebody else decided it, and two officers saw the answer. */
  if (!kx_rule_decides_here (scene))
    return;
  kx_rule_duties (scene, office_of (scene), is_action (scene, "sign") ? KX_DUTY (sign) : KX_DUTY (approve),
                  done, G_N_ELEMENTS (done), findings);
}

void
kx_guard_agreement_signing (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  KxDate ends = kx_record_date (scene->row, kx_agreement_f_ends_on), on, agency;

  if (given == NULL || !kx_record_is (given, "signing") || !kx_record_has (given, kx_signing_f_signed_on))
    return;
  on = kx_record_get (given, kx_signing_f_signed_on).DATE;
  agency = kx_record_get (scene->row, kx_agreement_f_agency_signed_on).DATE;
  kx_rule_add (findings, on.ymd <= scene->today.ymd, "signed-tomorrow", "signed_on",
               N_ ("The day of a signature must have come"), &program_rule);
  if (ends.ymd != 0)
    kx_rule_add (findings, on.ymd <= ends.ymd, "signed-after-end", "signed_on",
                 N_ ("It must be signed by the last day of its term"), &program_rule);
  if (is_action (scene, "sign") && agency.ymd > on.ymd)
    kx_rule_warn (findings, "signed-before-agency", "signed_on",
                  N_ ("The office signed before the agency did"), &office_rule);
  /* The term may begin before the last seal. */
  if (is_action (scene, "sign") && kx_record_has (scene->row, kx_agreement_f_starts_on) &&
      kx_record_get (scene->row, kx_agreement_f_starts_on).DATE.ymd < on.ymd)
    kx_rule_warn (findings, "began-before-signing", "signed_on",
                  N_ ("The term begins before the day of the signature"), &office_rule);
}

void
kx_guard_agreement_settled (const KxScene *scene, GPtrArray *findings)
{
  const guint64 open = G_GUINT64_CONSTANT (1) << kx_agreement_f_plaque_no |
                       G_GUINT64_CONSTANT (1) << kx_agreement_f_plaque_given_on |
                       G_GUINT64_CONSTANT (1) << kx_agreement_f_plaque_returned_on |
                       G_GUINT64_CONSTANT (1) << kx_agreement_f_plaque_returned_by |
                       G_GUINT64_CONSTANT (1) << kx_agreement_f_published_on |
                       G_GUINT64_CONSTANT (1) << kx_agreement_f_filed_on |
                       G_GUINT64_CONSTANT (1) << kx_agreement_f_patients_moved_on |
                       G_GUINT64_CONSTANT (1) << kx_agreement_f_settled_on |
                       G_GUINT64_CONSTANT (1) << kx_agreement_f_note;

  kx_rule_stays (scene, open, "signed-stays",
                 N_ ("What was signed stays as it was signed; a change is a step of its own"), &office_rule,
                 findings);
}

void
kx_guard_agreement_corrected (const KxScene *scene, GPtrArray *findings)
{
  static const guint fields[] = { kx_agreement_f_starts_on, kx_agreement_f_ends_on, kx_agreement_f_scopes,
                                  kx_agreement_f_counts_toward, kx_agreement_f_counts_area };
  guint from = findings->len;
  gboolean touched = FALSE;

  for (guint i = 0; scene->op->fields != NULL && i < G_N_ELEMENTS (fields); i++)
    touched |= kx_record_mentions (scene->op->fields, fields[i]);
  if (!touched || !kx_take_over_is (scene->row))
    return;
  kx_guard_agreement_dates (scene, findings);
  kx_guard_agreement_place (scene, findings);
  kx_guard_agreement_only_one (scene, findings);
  kx_guard_layout (scene, findings);
  kx_rule_soften (findings, from);
}

void
kx_guard_agreement_end (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  guint from;
  KxDate on;

  if (given == NULL || !kx_record_has (given, kx_agreement_end_f_ended_on))
    return;
  on = kx_record_get (given, kx_agreement_end_f_ended_on).DATE;
  kx_rule_add (findings, on.ymd <= scene->today.ymd, "ends-tomorrow", "ended_on",
               N_ ("The day of the end must have come"), &program_rule);
  from = findings->len;
  kx_rule_given_order (scene, kx_agreement_end_f_ended_on, kx_agreement_f_signed_on, TRUE,
                       "ended-before-signed", N_ ("It must not end before it was signed"), findings);
  /* Paper may have been signed when its term was over already. */
  if (kx_take_over_is (scene->row))
    kx_rule_soften (findings, from);
}

void
kx_guard_agreement_taken_over (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  guint from = findings->len;
  int state;

  if (given == NULL || !kx_record_has (given, kx_take_over_f_state))
    return;
  state = kx_record_get (given, kx_take_over_f_state).CODE;
  kx_guard_agreement_complete (scene, findings);
  kx_guard_agreement_only_one (scene, findings);
  kx_guard_agreement_dates (scene, findings);
  kx_guard_agreement_place (scene, findings);
  kx_guard_renewal (scene, findings);
  if (state != kx_agreement_state_ended)
    {
      kx_guard_agreement_licence (scene, findings);
      kx_guard_layout (scene, findings);
      kx_guard_agreement_terms (scene, findings);
    }
  kx_rule_soften (findings, from);
  kx_rule_add (findings, 1u << state >= 1u << kx_agreement_state_signed, "taken-over-unsigned", "state",
               N_ ("Only what was signed on paper is taken over"), &program_rule);
}

void
kx_effect_agreement_proposed (const KxScene *scene, KxDecision *decision)
{
  kx_record_put (kx_rule_own_change (scene, decision), kx_agreement_f_proposed_by,
                 (KxValue){ .REF = scene->actor->user });
}

void
kx_effect_agreement_approved (const KxScene *scene, KxDecision *decision)
{
  /* Who approved it on paper has no account: the slip says who. */
  if (kx_rule_decides_here (scene))
    kx_record_put (kx_rule_own_change (scene, decision), kx_agreement_f_approved_by,
                   (KxValue){ .REF = scene->actor->user });
}

static void
put_signing (const KxScene *scene, KxDecision *decision, guint on, guint signer)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, on, kx_record_get (scene->op->fields, kx_signing_f_signed_on));
  kx_record_put (change, signer, kx_record_get (scene->op->fields, kx_signing_f_signer));
  kx_effect_note_late (scene, office_of (scene),
                       kx_record_get (scene->op->fields, kx_signing_f_signed_on).DATE, decision);
}

void
kx_effect_agreement_agency_signed (const KxScene *scene, KxDecision *decision)
{
  put_signing (scene, decision, kx_agreement_f_agency_signed_on, kx_agreement_f_agency_signer);
  kx_record_put (kx_rule_own_change (scene, decision), kx_agreement_f_agency_entered_by,
                 (KxValue){ .REF = scene->actor->user });
}

void
kx_effect_agreement_signed (const KxScene *scene, KxDecision *decision)
{
  put_signing (scene, decision, kx_agreement_f_signed_on, kx_agreement_f_office_signer);
}

void
kx_effect_agreement_corrected (const KxScene *scene, KxDecision *decision)
{
  if (kx_record_mentions (scene->op->fields, kx_agreement_f_ended_on))
    kx_effect_suspensions_end (scene, kx_record_date (scene->after, kx_agreement_f_ended_on), decision);
}

void
kx_effect_agreement_ended (const KxScene *scene, KxDecision *decision)
{
  static const struct
  {
    guint given, kept;
  } heard[] = { { kx_agreement_end_f_statement, kx_agreement_f_statement },
                { kx_agreement_end_f_statement_on, kx_agreement_f_statement_on } };
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_agreement_f_ended_on,
                 kx_record_get (scene->op->fields, kx_agreement_end_f_ended_on));
  kx_record_put (change, kx_agreement_f_ending, kx_record_get (scene->op->fields, kx_agreement_end_f_ending));
  for (guint i = 0; kx_record_get (change, kx_agreement_f_ending).CODE == kx_agreement_ending_terminated &&
                    i < G_N_ELEMENTS (heard);
       i++)
    if (kx_record_has (scene->op->fields, heard[i].given))
      kx_record_put (change, heard[i].kept, kx_record_get (scene->op->fields, heard[i].given));
  kx_effect_suspensions_end (scene, kx_record_date (scene->op->fields, kx_agreement_end_f_ended_on),
                             decision);
  kx_effect_note_late (scene, office_of (scene),
                       kx_record_get (scene->op->fields, kx_agreement_end_f_ended_on).DATE, decision);
}

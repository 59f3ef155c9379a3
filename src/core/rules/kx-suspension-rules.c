#include "core/rules/kx-suspension-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-rectification.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-calendar.h"
#include "core/rules/kx-approval-rules.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-late-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

/* More than one agency ever has. */
#define MOST_RECTIFICATIONS 1000
#define MOST_SUSPENSIONS 1000

/* A hundred years: longer than any term, and than the calendar. */
#define LONGEST_DAYS 36500

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static const char *
office_of (const KxScene *scene)
{
  return kx_record_get (scene->row, kx_suspension_f_office).REF;
}

static gboolean
comes_from_agency (const KxRecord *suspension)
{
  return kx_record_get (suspension, kx_suspension_f_origin).CODE == kx_suspension_origin_agency;
}

/* A day that the step was given, by the name of the argument; none where it is missing. */
static KxDate
given_day (const KxScene *scene, guint argument)
{
  return scene->op->fields != NULL ? kx_record_date (scene->op->fields, argument) : (KxDate){ 0 };
}

/* NULL with a finding when it is not here, without one when there is none, which is told elsewhere. */
static KxRecord *
get_agreement (const KxScene *scene, GPtrArray *findings)
{
  const char *id = kx_record_get (scene->after, kx_suspension_f_agreement).REF;
  KxRecord *agreement = NULL;

  if (id == NULL || kx_reader_get (scene->reader, &kx_agreement_entity, id, &agreement) == KX_KNOWN)
    return agreement;
  g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "agreement-not-here", "agreement",
                                             N_ ("The agreement must be here")));
  return NULL;
}

void
kx_guard_suspension_agreement (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxRecord) agreement = get_agreement (scene, findings);

  if (agreement != NULL)
    kx_rule_add (findings, kx_agreement_runs (agreement), "agreement-does-not-run", "agreement",
                 N_ ("The agreement must have been signed, and must not have ended"), &program_rule);
}

void
kx_guard_suspension_dates (const KxScene *scene, GPtrArray *findings)
{
  static const guint come[] = { kx_suspension_f_asked_on, kx_suspension_f_notified_on,
                                kx_suspension_f_statement_on };

  kx_rule_dates (scene->after, kx_suspension_f_from_on, kx_suspension_f_until_on, findings);
  kx_rule_dates (scene->after, kx_suspension_f_notified_on, kx_suspension_f_statement_on, findings);
  for (guint i = 0; i < G_N_ELEMENTS (come); i++)
    if (kx_record_has (scene->after, come[i]))
      kx_rule_came (scene, kx_record_date (scene->after, come[i]), kx_suspension_entity.fields[come[i]].name,
                    N_ ("This day must have come"), findings);
}

void
kx_guard_suspension_target (const KxScene *scene, GPtrArray *findings)
{
  guint64 some = kx_record_get (scene->after, kx_suspension_f_scopes).CODES.bits;
  g_autoptr (KxRecord) agreement = some != 0 ? get_agreement (scene, findings) : NULL;

  if (agreement != NULL)
    kx_rule_add (findings, (some & ~kx_record_get (agreement, kx_agreement_f_scopes).CODES.bits) == 0,
                 "scope-not-agreed", "scopes", N_ ("The scopes must be scopes of the agreement"),
                 &program_rule);
}

void
kx_guard_suspension_settled (const KxScene *scene, GPtrArray *findings)
{
  const guint64 open = G_GUINT64_CONSTANT (1) << kx_suspension_f_statement |
                       G_GUINT64_CONSTANT (1) << kx_suspension_f_statement_on |
                       G_GUINT64_CONSTANT (1) << kx_suspension_f_note;

  kx_rule_stays (scene, open, "decided-stays", N_ ("What was decided stays on record"), &office_rule,
                 findings);
}

void
kx_guard_suspension_decided (const KxScene *scene, GPtrArray *findings)
{
  KxDate decided = given_day (scene, kx_suspension_decision_f_decided_on);

  if (decided.ymd == 0)
    return;
  kx_rule_came (scene, decided, "decided_on", N_ ("The day of the decision must have come"), findings);
  kx_rule_given_order (scene, kx_suspension_decision_f_decided_on, kx_suspension_f_asked_on, TRUE,
                       "decided-before-asked", N_ ("It must not be decided before it was asked for"),
                       findings);
  kx_rule_given_order (scene, kx_suspension_decision_f_decided_on, kx_suspension_f_statement_on, TRUE,
                       "decided-before-heard", N_ ("It must not be decided before the agency was heard"),
                       findings);
  if (kx_record_has (scene->row, kx_suspension_f_from_on) &&
      kx_record_date (scene->row, kx_suspension_f_from_on).ymd < decided.ymd)
    kx_rule_warn (findings, "begins-before-decided", "decided_on",
                  N_ ("It is to begin before the day of the decision"), &office_rule);
}

static void
need (const KxScene *scene, guint field, const char *message, GPtrArray *findings)
{
  kx_rule_add (findings, kx_record_has (scene->after, field), "incomplete",
               kx_suspension_entity.fields[field].name, message, &program_rule);
}

void
kx_guard_suspension_complete (const KxScene *scene, GPtrArray *findings)
{
  int target = kx_record_get (scene->after, kx_suspension_f_target).CODE;

  need (scene, kx_suspension_f_from_on, N_ ("The first day must be given"), findings);
  if (target == kx_suspension_target_scope)
    need (scene, kx_suspension_f_scopes, N_ ("The scopes that it concerns must be given"), findings);
  if (target == kx_suspension_target_department)
    need (scene, kx_suspension_f_department, N_ ("The department that it concerns must be given"), findings);
  if (target == kx_suspension_target_person)
    need (scene, kx_suspension_f_person, N_ ("The person whom it concerns must be given"), findings);
  if (comes_from_agency (scene->after))
    need (scene, kx_suspension_f_asked_on, N_ ("The day on which the agency asked must be given"), findings);
  else
    need (scene, kx_suspension_f_facts, N_ ("The facts must be given"), findings);
}

void
kx_guard_suspension_clause (const KxScene *scene, GPtrArray *findings)
{
  KxDate decided = given_day (scene, kx_suspension_decision_f_decided_on);
  gboolean by_law =
      kx_record_get (scene->after, kx_suspension_f_kind).CODE == kx_suspension_kind_hold_patients &&
      kx_record_has (scene->after, kx_suspension_f_law);
  gboolean given = by_law || kx_record_has (scene->after, kx_suspension_f_clause);
  g_autoptr (KxPolicy) policy = NULL;
  const KxParameter *rule;
  KxFinding *finding;

  if (decided.ymd == 0 || comes_from_agency (scene->after))
    return;
  policy = kx_rule_policy (scene, office_of (scene), decided, findings);
  if (policy == NULL)
    return;
  rule = kx_policy_get (policy, KX_POLICY_withhold_needs_clause);
  finding = kx_finding_new (given ? KX_HOLDS : KX_FAILS, "clause-needed", "clause",
                            given ? N_ ("It rests on a clause of the agreement, or on the law")
                                  : N_ ("The agreement has no clause for it, so it cannot be done: enter the "
                                        "clause by which it is suspended or withheld"));
  /* Without a pack nobody says so. */
  if (!given && !(rule->set && rule->value.BOOLEAN && rule->cite.force == KX_FORCE_DUTY))
    finding->verdict = KX_WARNS;
  finding->cite = rule->cite;
  g_ptr_array_add (findings, finding);
}

/* The value that says how long such a one lasts at most. FALSE: none does. */
static gboolean
get_key (const KxRecord *suspension, KxPolicyKey *ret_key)
{
  gboolean hold = kx_suspension_is_hold (suspension);

  *ret_key = hold ? KX_POLICY_hold_days : KX_POLICY_suspension_days;
  return hold || comes_from_agency (suspension);
}

/* It lasts no longer than so many days from `first` on. */
static void
check_days (const KxScene *scene, KxPolicyKey key, KxDate day, KxDate first, KxDate last, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = kx_rule_policy (scene, office_of (scene), day, findings);
  KxFinding *finding;
  gint64 days;

  if (policy == NULL || first.ymd == 0 || last.ymd == 0 || !kx_policy_integer (policy, key, &days) ||
      days > LONGEST_DAYS)
    return;
  finding = kx_finding_new (kx_date_difference (first, last) < days ? KX_HOLDS : KX_FAILS, "lasts-too-long",
                            "until_on", N_ ("It lasts for {days} days at most"));
  finding->cite = kx_policy_get (policy, key)->cite;
  g_ptr_array_add (findings, kx_finding_arg_int (finding, "days", days));
}

void
kx_guard_suspension_length (const KxScene *scene, GPtrArray *findings)
{
  KxDate decided = given_day (scene, kx_suspension_decision_f_decided_on);
  KxPolicyKey key;

  if (decided.ymd == 0 || !get_key (scene->after, &key))
    return;
  kx_rule_add (findings, kx_record_has (scene->after, kx_suspension_f_until_on), "last-day-needed",
               "until_on", N_ ("It must have a last day, on which it lapses"), &office_rule);
  check_days (scene, key, decided, kx_record_date (scene->after, kx_suspension_f_from_on),
              kx_record_date (scene->after, kx_suspension_f_until_on), findings);
}

void
kx_guard_suspension_patients (const KxScene *scene, GPtrArray *findings)
{
  KxDate from = kx_record_date (scene->after, kx_suspension_f_from_on);
  KxDate moved = kx_record_date (scene->after, kx_suspension_f_moved_by);
  g_autofree char *reason = g_strstrip (g_strdup (scene->op->reason != NULL ? scene->op->reason : ""));

  if (kx_record_get (scene->after, kx_suspension_f_kind).CODE != kx_suspension_kind_service)
    return;
  kx_rule_add (findings, kx_record_has (scene->after, kx_suspension_f_patients), "plan-needed", "patients",
               N_ ("There must be a plan for the patients: who goes where, and when"), &office_rule);
  if (from.ymd != 0 && moved.ymd > from.ymd)
    kx_rule_add (findings, *reason != '\0', "reason-needed", "$reason",
                 N_ ("It begins before the last patient is moved: that needs a reason"), &office_rule);
}

void
kx_guard_suspension_other_officer (const KxScene *scene, GPtrArray *findings)
{
  KxDutyDone done = { KX_DUTY (propose), kx_record_get (scene->row, kx_suspension_f_proposed_by).REF };

  /* On paper somebody else decided it, and two officers saw the answer. */
  if (kx_rule_decides_here (scene))
    kx_rule_duties (scene, office_of (scene), KX_DUTY (approve), &done, 1, findings);
}

static void
check_proof (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("The proof of service must lie with the suspension: what was only sent was not "
                            "served");
  const char *id = kx_record_get (scene->op->fields, kx_suspension_service_f_service_proof).REF;
  g_autoptr (KxRecord) proof = NULL;

  if (id == NULL)
    return;
  if (kx_reader_get (scene->reader, &kx_attachment_entity, id, &proof) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "proof-missing", "service_proof", message));
  else
    kx_rule_add (findings,
                 proof != NULL && proof->deleted_at.ms == 0 &&
                     g_strcmp0 (kx_record_get (proof, kx_attachment_f_owner).REF, scene->op->row) == 0,
                 "proof-missing", "service_proof", message, &program_rule);
}

void
kx_guard_suspension_served (const KxScene *scene, GPtrArray *findings)
{
  KxDate served = given_day (scene, kx_suspension_service_f_served_on);

  if (served.ymd == 0)
    return;
  kx_rule_came (scene, served, "served_on", N_ ("The day of the service must have come"), findings);
  kx_rule_given_order (scene, kx_suspension_service_f_served_on, kx_suspension_f_decided_on, TRUE,
                       "served-before-decided", N_ ("It must not be served before it was decided"), findings);
  if (!comes_from_agency (scene->row) &&
      served.ymd > kx_record_date (scene->row, kx_suspension_f_from_on).ymd)
    kx_rule_warn (findings, "begins-when-served", "served_on",
                  N_ ("It was to begin earlier: it begins on the day of the service"), &office_rule);
  check_proof (scene, findings);
}

void
kx_guard_suspension_extended (const KxScene *scene, GPtrArray *findings)
{
  KxDate made = given_day (scene, kx_suspension_extension_f_made_on);
  KxDate until = given_day (scene, kx_suspension_extension_f_until_on);
  KxDate last = kx_record_date (scene->row, kx_suspension_f_until_on);
  KxPolicyKey key;

  if (made.ymd == 0 || until.ymd == 0)
    return;
  kx_rule_add (findings, get_key (scene->row, &key), "no-extension", NULL,
               N_ ("Only what lapses on a day is extended"), &program_rule);
  kx_rule_add (findings, !kx_record_has (scene->row, kx_suspension_f_first_until), "extended-once", NULL,
               N_ ("It is extended once, and not again"), &office_rule);
  kx_rule_came (scene, made, "made_on", N_ ("The day of the paper must have come"), findings);
  if (last.ymd == 0)
    return;
  kx_rule_add (findings, made.ymd <= last.ymd, "lapsed", "made_on",
               N_ ("What has lapsed is not extended: a new decision follows it"), &office_rule);
  kx_rule_add (findings, until.ymd > last.ymd, "extended-no-longer", "until_on",
               N_ ("It must last past the day on which it lapses now"), &program_rule);
  check_days (scene, key, made, kx_date_add_days (last, 1), until, findings);
}

void
kx_guard_suspension_lifted (const KxScene *scene, GPtrArray *findings)
{
  KxDate lifted = given_day (scene, kx_suspension_lifting_f_lifted_on);
  KxDate first = kx_suspension_begins (scene->row);
  KxDate last = kx_record_date (scene->row, kx_suspension_f_until_on);
  g_autoptr (KxRecord) agreement = get_agreement (scene, findings);
  KxDate end;

  if (lifted.ymd == 0)
    return;
  kx_rule_add (findings, first.ymd == 0 || lifted.ymd >= first.ymd, "lifted-before-it-began", "lifted_on",
               N_ ("It must not resume before it was suspended"), &program_rule);
  kx_rule_add (findings, last.ymd == 0 || lifted.ymd <= last.ymd, "lapsed", "lifted_on",
               N_ ("It must not have lapsed by then: what has lapsed goes on by itself"), &program_rule);
  if (agreement == NULL)
    return;
  end = kx_record_date (agreement, kx_agreement_f_ends_on);
  kx_rule_add (findings, kx_agreement_runs (agreement) && (end.ymd == 0 || lifted.ymd <= end.ymd),
               "agreement-over", "lifted_on", N_ ("The agreement must not be over on that day"),
               &program_rule);
}

void
kx_guard_suspension_rectified (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("What the agency had to put right must have passed the recheck");
  KxQuery query = { .entity = &kx_rectification_entity, .n_terms = 2 };
  g_autoptr (GPtrArray) rows = NULL;
  guint from = findings->len;
  gboolean open = FALSE;

  query.terms[0] = (KxTerm){ .field = kx_rectification_f_agency,
                             .value = kx_record_get (scene->row, kx_suspension_f_agency) };
  query.terms[1] = (KxTerm){ .field = kx_rectification_f_office, .value.REF = office_of (scene) };
  if (kx_reader_list (scene->reader, &query, MOST_RECTIFICATIONS, &rows) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "rectification-open", NULL, message));
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    open |= kx_rectification_is_open (rows->pdata[i]);
  kx_rule_add (findings, !open, "rectification-open", NULL, message, &office_rule);
  if (comes_from_agency (scene->row))
    kx_rule_soften (findings, from);
}

void
kx_effect_suspension_proposed (const KxScene *scene, KxDecision *decision)
{
  const char *id = kx_record_get (scene->after, kx_suspension_f_agreement).REF;
  KxRecord *change = kx_rule_own_change (scene, decision);
  g_autoptr (KxRecord) agreement = NULL;

  kx_record_put (change, kx_suspension_f_proposed_by, (KxValue){ .REF = scene->actor->user });
  if (kx_reader_get (scene->reader, &kx_agreement_entity, id, &agreement) != KX_KNOWN || agreement == NULL)
    return;
  kx_record_put (change, kx_suspension_f_office, kx_record_get (agreement, kx_agreement_f_office));
  kx_record_put (change, kx_suspension_f_agency, kx_record_get (agreement, kx_agreement_f_agency));
}

void
kx_effect_suspension_decided (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_suspension_f_decided_on,
                 kx_record_get (given, kx_suspension_decision_f_decided_on));
  kx_record_put (change, kx_suspension_f_number, kx_record_get (given, kx_suspension_decision_f_number));
  /* Who decided it on paper has no account: the slip says who. */
  if (kx_rule_decides_here (scene))
    kx_record_put (change, kx_suspension_f_decided_by, (KxValue){ .REF = scene->actor->user });
  kx_effect_note_late (scene, office_of (scene), given_day (scene, kx_suspension_decision_f_decided_on),
                       decision);
}

void
kx_effect_suspension_served (const KxScene *scene, KxDecision *decision)
{
  static const struct
  {
    guint given, kept;
  } fields[] = { { kx_suspension_service_f_served_on, kx_suspension_f_served_on },
                 { kx_suspension_service_f_served_how, kx_suspension_f_served_how },
                 { kx_suspension_service_f_service_proof, kx_suspension_f_service_proof } };
  KxRecord *change = kx_rule_own_change (scene, decision);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    kx_record_put (change, fields[i].kept, kx_record_get (scene->op->fields, fields[i].given));
  kx_effect_note_late (scene, office_of (scene), given_day (scene, kx_suspension_service_f_served_on),
                       decision);
}

void
kx_effect_suspension_extended (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_suspension_f_first_until, kx_record_get (scene->row, kx_suspension_f_until_on));
  kx_record_put (change, kx_suspension_f_until_on, kx_record_get (given, kx_suspension_extension_f_until_on));
  kx_record_put (change, kx_suspension_f_extended_by,
                 kx_record_get (given, kx_suspension_extension_f_number));
  kx_effect_note_late (scene, office_of (scene), given_day (scene, kx_suspension_extension_f_made_on),
                       decision);
}

void
kx_effect_suspension_lifted (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_suspension_f_lifted_on, kx_record_get (given, kx_suspension_lifting_f_lifted_on));
  kx_record_put (change, kx_suspension_f_verified, kx_record_get (given, kx_suspension_lifting_f_verified));
  kx_effect_note_late (scene, office_of (scene), given_day (scene, kx_suspension_lifting_f_lifted_on),
                       decision);
}

void
kx_effect_suspensions_end (const KxScene *scene, KxDate day, KxDecision *decision)
{
  KxQuery query = { .entity = &kx_suspension_entity,
                    .terms = { { .field = kx_suspension_f_agreement, .value.REF = scene->op->row },
                               { .field = kx_suspension_f_state,
                                 .value.CODE = kx_suspension_state_decided } },
                    .n_terms = 2 };
  g_autoptr (GPtrArray) rows = NULL;

  if (kx_reader_list (scene->reader, &query, MOST_SUSPENSIONS, &rows) != KX_KNOWN)
    return;
  for (guint i = 0; i < rows->len; i++)
    {
      const KxRecord *row = rows->pdata[i];
      KxRecord *change = kx_record_new (&kx_suspension_entity, row->id, row->space);

      if (day.ymd != 0)
        kx_record_put (change, kx_suspension_f_ended_with, (KxValue){ .DATE = day });
      else
        kx_record_put_null (change, kx_suspension_f_ended_with);
      kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
    }
}

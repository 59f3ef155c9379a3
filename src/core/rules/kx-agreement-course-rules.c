#include "core/rules/kx-agreement-course-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/rules/kx-agreement-text-rules.h"
#include "core/rules/kx-exit-rules.h"
#include "core/rules/kx-late-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static const char *
office_of (const KxScene *scene)
{
  return kx_record_get (scene->row, kx_agreement_f_office).REF;
}

/* The last day that was signed, however often it was carried on since. */
static KxDate
agreed_end (const KxRecord *agreement)
{
  guint field = kx_record_has (agreement, kx_agreement_f_agreed_end) ? kx_agreement_f_agreed_end
                                                                     : kx_agreement_f_ends_on;

  return kx_record_get (agreement, field).DATE;
}

static void
check_bridge_length (const KxScene *scene, KxDate made, KxDate until, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = kx_rule_policy (scene, office_of (scene), made, findings);
  KxDate agreed = agreed_end (scene->row), last;

  if (policy != NULL && agreed.ymd != 0 &&
      kx_rule_months_after (policy, KX_POLICY_bridge_months, agreed, &last))
    kx_rule_add_months (
        policy, KX_POLICY_bridge_months, until.ymd <= last.ymd ? KX_HOLDS : KX_FAILS, "bridge-too-long",
        "ends_on", N_ ("It may be carried on for {months} months after the end that was signed, at most"),
        findings);
}

void
kx_guard_bridge (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  KxDate ends = kx_record_get (scene->row, kx_agreement_f_ends_on).DATE, made, until;

  if (given == NULL || !kx_record_has (given, kx_bridge_f_made_on) ||
      !kx_record_has (given, kx_bridge_f_ends_on))
    return;
  made = kx_record_get (given, kx_bridge_f_made_on).DATE;
  until = kx_record_get (given, kx_bridge_f_ends_on).DATE;
  kx_rule_came (scene, made, "made_on", N_ ("The day of the paper must have come"), findings);
  kx_rule_add (findings, ends.ymd != 0 && made.ymd <= ends.ymd, "bridge-too-late", "made_on",
               N_ ("What is over is not carried on: a new agreement follows it"), &office_rule);
  kx_rule_add (findings, ends.ymd == 0 || until.ymd > ends.ymd, "bridge-no-longer", "ends_on",
               N_ ("It must be carried on past the day on which it ends now"), &program_rule);
  check_bridge_length (scene, made, until, findings);
}

void
kx_guard_not_put_out (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("No decision may be in force by which it ends");
  g_autoptr (GPtrArray) cases = NULL;
  gboolean put_out = FALSE;

  if (kx_rule_exit_cases (scene, kx_exit_case_f_decided_on, &cases) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "put-out", NULL, message));
      return;
    }
  for (guint i = 0; i < cases->len; i++)
    put_out |= kx_record_has (cases->pdata[i], kx_exit_case_f_decided_on);
  kx_rule_add (findings, !put_out, "put-out", NULL, message, &office_rule);
}

static void
check_notice (const KxPolicy *policy, KxDate asked, KxDate ends, GPtrArray *findings)
{
  KxDate first;

  if (kx_rule_months_after (policy, KX_POLICY_leave_notice_months, asked, &first))
    kx_rule_add_months (policy, KX_POLICY_leave_notice_months, ends.ymd >= first.ymd ? KX_HOLDS : KX_FAILS,
                        "notice-too-short", "ends_on",
                        N_ ("An agency that wants to leave says so {months} months before"), findings);
}

void
kx_guard_agreement_leave (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  g_autoptr (KxPolicy) policy = NULL;
  const KxParameter *bar;
  KxDate asked;

  if (given == NULL || !kx_record_has (given, kx_leave_f_asked_on) ||
      !kx_record_has (given, kx_leave_f_ends_on))
    return;
  asked = kx_record_get (given, kx_leave_f_asked_on).DATE;
  kx_rule_came (scene, asked, "asked_on", N_ ("The day on which it asked must have come"), findings);
  kx_rule_dates (given, kx_leave_f_asked_on, kx_leave_f_ends_on, findings);
  policy = kx_rule_policy (scene, office_of (scene), asked, findings);
  if (policy == NULL)
    return;
  check_notice (policy, asked, kx_record_get (given, kx_leave_f_ends_on).DATE, findings);
  bar = kx_policy_get (policy, KX_POLICY_public_hospitals_leave);
  if (bar->set && !bar->value.BOOLEAN)
    kx_rule_add (findings, !kx_rule_public_agency (scene, findings), "public-hospital-leaves", NULL,
                 N_ ("A public hospital may not ask to leave"), &bar->cite);
}

void
kx_guard_agreement_unpaid (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  g_autoptr (KxPolicy) policy = NULL;
  KxDate received;

  if (given == NULL || !kx_record_has (given, kx_unpaid_notice_f_received_on))
    return;
  received = kx_record_get (given, kx_unpaid_notice_f_received_on).DATE;
  kx_rule_came (scene, received, "received_on", N_ ("The day on which it came must have come"), findings);
  kx_rule_dates (given, kx_unpaid_notice_f_received_on, kx_unpaid_notice_f_ends_on, findings);
  if (!kx_record_has (given, kx_unpaid_notice_f_unpaid))
    kx_rule_warn (findings, "unpaid-not-listed", "unpaid", N_ ("The claims that are unpaid should be listed"),
                  &office_rule);
  policy = kx_rule_policy (scene, office_of (scene), received, findings);
  if (policy != NULL)
    kx_rule_note (policy, KX_POLICY_unpaid_agency_leaves, "unpaid-agency", NULL,
                  N_ ("An agency that is not paid in time may end the agreement"), findings);
}

void
kx_guard_agreement_as_planned (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  if (given == NULL || !kx_record_has (scene->row, kx_agreement_f_leaving_on))
    return;
  if (kx_record_has (given, kx_agreement_end_f_ending) &&
      kx_record_get (given, kx_agreement_end_f_ending).CODE !=
          kx_record_get (scene->row, kx_agreement_f_leaving_as).CODE)
    kx_rule_warn (findings, "ends-otherwise", "ending", N_ ("Another way to end was entered before"),
                  &office_rule);
  if (kx_record_has (given, kx_agreement_end_f_ended_on) &&
      kx_record_get (given, kx_agreement_end_f_ended_on).DATE.ymd <
          kx_record_get (scene->row, kx_agreement_f_leaving_on).DATE.ymd)
    kx_rule_warn (findings, "ends-early", "ended_on", N_ ("It ends before the day that was entered before"),
                  &office_rule);
}

void
kx_effect_agreement_bridged (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_agreement_f_agreed_end, (KxValue){ .DATE = agreed_end (scene->row) });
  kx_record_put (change, kx_agreement_f_ends_on, kx_record_get (given, kx_bridge_f_ends_on));
  kx_record_put (change, kx_agreement_f_bridge_number, kx_record_get (given, kx_bridge_f_number));
  kx_record_put (change, kx_agreement_f_bridged_on, kx_record_get (given, kx_bridge_f_made_on));
  kx_effect_note_late (scene, office_of (scene), kx_record_get (given, kx_bridge_f_made_on).DATE, decision);
}

static void
put_leaving (const KxScene *scene, guint asked, guint ends, int as, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_agreement_f_leaving_asked_on, kx_record_get (given, asked));
  kx_record_put (change, kx_agreement_f_leaving_on, kx_record_get (given, ends));
  kx_record_put (change, kx_agreement_f_leaving_as, (KxValue){ .CODE = as });
  kx_effect_note_late (scene, office_of (scene), kx_record_get (given, asked).DATE, decision);
}

void
kx_effect_agreement_leaves (const KxScene *scene, KxDecision *decision)
{
  put_leaving (scene, kx_leave_f_asked_on, kx_leave_f_ends_on, kx_agreement_ending_agency_left, decision);
}

void
kx_effect_agreement_unpaid (const KxScene *scene, KxDecision *decision)
{
  static const struct
  {
    guint given, kept;
  } words[] = { { kx_unpaid_notice_f_unpaid, kx_agreement_f_unpaid },
                { kx_unpaid_notice_f_dispute, kx_agreement_f_dispute } };

  put_leaving (scene, kx_unpaid_notice_f_received_on, kx_unpaid_notice_f_ends_on, kx_agreement_ending_unpaid,
               decision);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (kx_record_has (scene->op->fields, words[i].given))
      kx_record_put (kx_rule_own_change (scene, decision), words[i].kept,
                     kx_record_get (scene->op->fields, words[i].given));
}

void
kx_effect_agreement_kept (const KxScene *scene, KxDecision *decision)
{
  static const guint fields[] = { kx_agreement_f_leaving_asked_on,
                                  kx_agreement_f_leaving_on,
                                  kx_agreement_f_leaving_as,
                                  kx_agreement_f_unpaid,
                                  kx_agreement_f_dispute,
                                  kx_agreement_f_leaving_number,
                                  kx_agreement_f_leaving_decided_on,
                                  kx_agreement_f_leaving_served_on,
                                  kx_agreement_f_leaving_clause,
                                  kx_agreement_f_patients,
                                  kx_agreement_f_statement,
                                  kx_agreement_f_statement_on };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (kx_record_has (scene->row, fields[i]))
      kx_record_put_null (kx_rule_own_change (scene, decision), fields[i]);
}

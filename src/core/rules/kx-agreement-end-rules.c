#include "core/rules/kx-agreement-end-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
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

static void
check_patients (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  g_autofree char *reason = g_strstrip (g_strdup (scene->op->reason != NULL ? scene->op->reason : ""));

  if (kx_record_date (given, kx_termination_f_moved_by).ymd >
      kx_record_date (given, kx_termination_f_ends_on).ymd)
    kx_rule_add (findings, *reason != '\0', "reason-needed", "$reason",
                 N_ ("It ends before the last patient is moved: that needs a reason"), &office_rule);
}

void
kx_guard_termination (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  if (given == NULL || !kx_record_has (given, kx_termination_f_decided_on) ||
      !kx_record_has (given, kx_termination_f_served_on) || !kx_record_has (given, kx_termination_f_ends_on))
    return;
  kx_rule_came (scene, kx_record_date (given, kx_termination_f_decided_on), "decided_on",
                N_ ("The day of the decision must have come"), findings);
  kx_rule_came (scene, kx_record_date (given, kx_termination_f_served_on), "served_on",
                N_ ("The day of the service must have come"), findings);
  kx_rule_add (findings,
               kx_record_date (given, kx_termination_f_served_on).ymd >=
                   kx_record_date (given, kx_termination_f_decided_on).ymd,
               "served-before-decided", "served_on", N_ ("It must not be served before it was decided"),
               &program_rule);
  kx_rule_add (findings,
               kx_record_date (given, kx_termination_f_ends_on).ymd >=
                   kx_record_date (given, kx_termination_f_served_on).ymd,
               "ends-before-served", "ends_on", N_ ("It must not end before it was served"), &office_rule);
  check_patients (scene, findings);
}

void
kx_guard_termination_clause (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  g_autoptr (KxPolicy) policy = NULL;

  if (given == NULL || !kx_record_has (given, kx_termination_f_decided_on))
    return;
  policy = kx_rule_policy (scene, office_of (scene), kx_record_date (given, kx_termination_f_decided_on),
                           findings);
  if (policy == NULL)
    return;
  kx_rule_note (policy, KX_POLICY_withhold_needs_clause, "clause-needed", "clause",
                N_ ("An agreement is terminated as it says itself: name the clause"), findings);
  kx_rule_note (policy, KX_POLICY_exit_mechanism, "exit-mechanism", NULL,
                N_ ("What the policy says of an exit is noted"), findings);
}

void
kx_guard_termination_case (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("The exit case must be one of this office against this agency that ends it");
  const char *id =
      scene->op->fields != NULL ? kx_record_get (scene->op->fields, kx_termination_f_exit_case).REF : NULL;
  g_autoptr (KxRecord) row = NULL;

  if (id == NULL)
    return;
  if (kx_reader_get (scene->reader, &kx_exit_case_entity, id, &row) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "case-of-another", "exit_case", message));
      return;
    }
  kx_rule_add (findings,
               row != NULL && row->deleted_at.ms == 0 &&
                   g_strcmp0 (kx_record_get (row, kx_exit_case_f_agency).REF,
                              kx_record_get (scene->row, kx_agreement_f_agency).REF) == 0 &&
                   g_strcmp0 (kx_record_get (row, kx_exit_case_f_office).REF, office_of (scene)) == 0 &&
                   (!kx_record_has (row, kx_exit_case_f_agreement) ||
                    g_str_equal (kx_record_get (row, kx_exit_case_f_agreement).REF, scene->op->row)) &&
                   kx_record_has (row, kx_exit_case_f_measure) &&
                   kx_record_get (row, kx_exit_case_f_measure).CODE == kx_exit_case_measure_termination,
               "case-of-another", "exit_case", message, &program_rule);
}

void
kx_guard_agreement_facts (const KxScene *scene, GPtrArray *findings)
{
  static const guint facts[] = { kx_agreement_f_plaque_given_on, kx_agreement_f_plaque_returned_on,
                                 kx_agreement_f_published_on,    kx_agreement_f_filed_on,
                                 kx_agreement_f_settled_on,      kx_agreement_f_patients_moved_on };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (kx_record_has (scene->after, facts[i]) && !kx_record_same (scene->row, scene->after, facts[i]))
      kx_rule_came (scene, kx_record_date (scene->after, facts[i]), kx_agreement_entity.fields[facts[i]].name,
                    N_ ("This day must have come"), findings);
  kx_rule_dates (scene->after, kx_agreement_f_plaque_given_on, kx_agreement_f_plaque_returned_on, findings);
}

/* The plaque is asked for where one was given: a day that is shown, and holds nothing back. */
static void
check_plaque (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = NULL;
  const KxParameter *term;

  if (!kx_record_has (scene->row, kx_agreement_f_plaque_no) ||
      kx_record_has (scene->row, kx_agreement_f_plaque_returned_on))
    return;
  policy = kx_rule_policy (scene, office_of (scene),
                           kx_record_date (scene->op->fields, kx_agreement_end_f_ended_on), findings);
  term = policy != NULL ? kx_policy_get (policy, KX_POLICY_plaque_return_workdays) : NULL;
  kx_rule_warn (findings, "plaque-out", "plaque_returned_on",
                N_ ("The plaque was given and is not back yet: it is taken back after the end"),
                term != NULL && term->set ? &term->cite : &office_rule);
}

void
kx_guard_agreement_closing (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  guint from = findings->len;
  int ending;

  if (given == NULL || !kx_record_has (given, kx_agreement_end_f_ended_on) ||
      !kx_record_has (given, kx_agreement_end_f_ending))
    return;
  ending = kx_record_get (given, kx_agreement_end_f_ending).CODE;
  check_plaque (scene, findings);
  /* Where the term is over another agreement may go on with the same patients. */
  if (kx_record_get (scene->row, kx_agreement_f_state).CODE != kx_agreement_state_terminating &&
      ending != kx_agreement_ending_terminated && ending != kx_agreement_ending_agency_left)
    return;
  if (ending == kx_agreement_ending_terminated)
    kx_rule_add (
        findings, kx_record_has (scene->row, kx_agreement_f_leaving_decided_on), "end-undecided", "ending",
        N_ ("The decision by which the office terminates it must have been entered before"), &office_rule);
  kx_rule_add (findings, kx_record_has (scene->row, kx_agreement_f_patients_moved_on), "patients-there",
               "patients_moved_on",
               N_ ("All patients must be moved or discharged: enter the day in the agreement"), &office_rule);
  kx_rule_add (findings, kx_record_has (scene->row, kx_agreement_f_settled_on), "settlement-open",
               "settled_on", N_ ("The settlement must be closed: enter the day in the agreement"),
               &office_rule);
  /* Who was not paid leaves by the law, and who is gone cannot be kept. */
  if (ending == kx_agreement_ending_unpaid || ending == kx_agreement_ending_merged ||
      kx_record_get (scene->row, kx_agreement_f_taken_over).BOOLEAN)
    kx_rule_soften (findings, from);
}

/* The case that was named is one about this agreement from now on. */
static void
name_in_case (const KxScene *scene, KxDecision *decision)
{
  const char *id = kx_record_get (scene->op->fields, kx_termination_f_exit_case).REF;
  g_autoptr (KxRecord) row = NULL;
  KxRecord *change;

  if (id == NULL || kx_reader_get (scene->reader, &kx_exit_case_entity, id, &row) != KX_KNOWN ||
      row == NULL || kx_record_has (row, kx_exit_case_f_agreement))
    return;
  change = kx_record_new (&kx_exit_case_entity, row->id, row->space);
  kx_record_put (change, kx_exit_case_f_agreement, (KxValue){ .REF = scene->op->row });
  kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
}

void
kx_effect_agreement_terminated (const KxScene *scene, KxDecision *decision)
{
  static const struct
  {
    guint given, kept;
  } fields[] = { { kx_termination_f_decided_on, kx_agreement_f_leaving_decided_on },
                 { kx_termination_f_number, kx_agreement_f_leaving_number },
                 { kx_termination_f_clause, kx_agreement_f_leaving_clause },
                 { kx_termination_f_served_on, kx_agreement_f_leaving_served_on },
                 { kx_termination_f_ends_on, kx_agreement_f_leaving_on },
                 { kx_termination_f_patients, kx_agreement_f_patients },
                 { kx_termination_f_statement, kx_agreement_f_statement },
                 { kx_termination_f_statement_on, kx_agreement_f_statement_on } };
  const KxRecord *given = scene->op->fields;
  KxRecord *change = kx_rule_own_change (scene, decision);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (kx_record_has (given, fields[i].given))
      kx_record_put (change, fields[i].kept, kx_record_get (given, fields[i].given));
  kx_record_put (change, kx_agreement_f_leaving_as, (KxValue){ .CODE = kx_agreement_ending_terminated });
  name_in_case (scene, decision);
  kx_effect_note_late (scene, office_of (scene), kx_record_date (given, kx_termination_f_decided_on),
                       decision);
}

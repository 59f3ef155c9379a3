#include "core/rules/kx-exit-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/kx-take-over.h"
#include "core/rules/kx-late-rules.h"
#include "core/rules/kx-rule.h"
#include "core/rules/kx-statement-rules.h"

/* More cases than one agency ever has. */
#define MOST_CASES 1000

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static gboolean
is_to_end (const KxRecord *exit_case, const KxRecord *agreement, guint day)
{
  const char *named = kx_record_get (exit_case, kx_exit_case_f_agreement).REF;

  if (!kx_record_has (exit_case, kx_exit_case_f_measure) ||
      kx_record_get (exit_case, kx_exit_case_f_measure).CODE != kx_exit_case_measure_termination)
    return FALSE;
  if (named != NULL)
    return g_str_equal (named, agreement->id);
  return kx_record_get (exit_case, day).DATE.ymd >=
         kx_record_get (agreement, kx_agreement_f_signed_on).DATE.ymd;
}

KxAnswer
kx_rule_exit_cases_of (const KxScene *scene, const KxRecord *agreement, guint day, GPtrArray **ret_cases)
{
  KxQuery query = { .entity = &kx_exit_case_entity, .n_terms = 2 };
  KxAnswer answer;

  query.terms[0] = (KxTerm){ .field = kx_exit_case_f_agency,
                             .value.REF = kx_record_get (agreement, kx_agreement_f_agency).REF };
  query.terms[1] = (KxTerm){ .field = kx_exit_case_f_office,
                             .value.REF = kx_record_get (agreement, kx_agreement_f_office).REF };
  answer = kx_reader_list (scene->reader, &query, MOST_CASES, ret_cases);
  for (guint i = answer == KX_KNOWN ? (*ret_cases)->len : 0; i-- > 0;)
    if (!is_to_end ((*ret_cases)->pdata[i], agreement, day))
      g_ptr_array_remove_index (*ret_cases, i);
  return answer;
}

KxAnswer
kx_rule_exit_cases (const KxScene *scene, guint day, GPtrArray **ret_cases)
{
  return kx_rule_exit_cases_of (scene, scene->row, day, ret_cases);
}

void
kx_guard_exit_agreement (const KxScene *scene, GPtrArray *findings)
{
  const char *id = kx_record_get (scene->after, kx_exit_case_f_agreement).REF;
  g_autoptr (KxRecord) agreement = NULL;

  if (id == NULL)
    return;
  if (kx_reader_get (scene->reader, &kx_agreement_entity, id, &agreement) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "agreement-not-here", "agreement",
                                               N_ ("The agreement must be here")));
  else if (agreement != NULL)
    kx_rule_add (findings,
                 g_strcmp0 (kx_record_get (agreement, kx_agreement_f_agency).REF,
                            kx_record_get (scene->after, kx_exit_case_f_agency).REF) == 0,
                 "agreement-of-another-agency", "agreement",
                 N_ ("The agreement must be one with this agency"), &program_rule);
}

void
kx_guard_exit_dates (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_dates (scene->after, kx_exit_case_f_notified_on, kx_exit_case_f_statement_on, findings);
  kx_rule_dates (scene->after, kx_exit_case_f_statement_on, kx_exit_case_f_decided_on, findings);
  kx_rule_dates (scene->after, kx_exit_case_f_notified_on, kx_exit_case_f_decided_on, findings);
  kx_rule_dates (scene->after, kx_exit_case_f_decided_on, kx_exit_case_f_effective_on, findings);
  kx_rule_dates (scene->after, kx_exit_case_f_decided_on, kx_exit_case_f_ban_until, findings);
}

void
kx_guard_exit_ban (const KxScene *scene, GPtrArray *findings)
{
  if (kx_record_has (scene->after, kx_exit_case_f_ban_until))
    kx_rule_add (findings, kx_record_get (scene->after, kx_exit_case_f_at_fault).BOOLEAN, "ban-without-fault",
                 "ban_until", N_ ("Who was not at fault may apply again at any time"), &office_rule);
}

void
kx_guard_exit_closing (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_given_order (scene, kx_exit_closing_f_ended_on, kx_exit_case_f_decided_on, TRUE,
                       "ended-before-decided", N_ ("It must not end before it was decided"), findings);
}

void
kx_guard_exit_settled (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_stays (scene, G_GUINT64_CONSTANT (1) << kx_exit_case_f_note, "closed-stays",
                 N_ ("What was closed stays as it was closed"), &office_rule, findings);
}

void
kx_guard_exit_undecided (const KxScene *scene, GPtrArray *findings)
{
  /* What paper says and nobody confirmed yet may have been entered wrongly. */
  kx_rule_add (findings,
               !kx_record_has (scene->row, kx_exit_case_f_decided_on) ||
                   kx_take_over_is_unconfirmed (scene->row),
               "decided-stays", NULL, N_ ("What was decided stays on record"), &office_rule);
}

void
kx_guard_exit_taken_over (const KxScene *scene, GPtrArray *findings)
{
  guint from = findings->len;

  kx_guard_exit_agreement (scene, findings);
  kx_guard_exit_dates (scene, findings);
  kx_guard_exit_ban (scene, findings);
  kx_guard_exit_statement (scene, findings);
  kx_rule_soften (findings, from);
}

void
kx_effect_exit_closed (const KxScene *scene, KxDecision *decision)
{
  kx_record_put (kx_rule_own_change (scene, decision), kx_exit_case_f_ended_on,
                 kx_record_get (scene->op->fields, kx_exit_closing_f_ended_on));
  kx_effect_note_late (scene, kx_record_get (scene->row, kx_exit_case_f_office).REF,
                       kx_record_get (scene->op->fields, kx_exit_closing_f_ended_on).DATE, decision);
}

#include "core/rules/kx-rectification-rules.h"

#include "core/entities/kx-rectification.h"
#include "core/rules/kx-duty-rules.h"
#include "core/rules/kx-late-rules.h"
#include "core/rules/kx-rule.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

void
kx_guard_rectification_dates (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_dates (scene->after, kx_rectification_f_issued_on, kx_rectification_f_due_on, findings);
  kx_rule_dates (scene->after, kx_rectification_f_issued_on, kx_rectification_f_reported_on, findings);
  kx_rule_dates (scene->after, kx_rectification_f_issued_on, kx_rectification_f_rechecked_on, findings);
}

void
kx_guard_rectification_complete (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings, kx_record_has (scene->after, kx_rectification_f_matter), "incomplete", "matter",
               N_ ("It must say what is to be put right"), &program_rule);
  kx_rule_add (findings, kx_record_has (scene->after, kx_rectification_f_due_on), "incomplete", "due_on",
               N_ ("It must say by when"), &program_rule);
}

void
kx_guard_rectification_term (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_given_order (scene, kx_issuing_f_issued_on, kx_rectification_f_due_on, FALSE, "due-before-issue",
                       N_ ("It must not be due before it is issued"), findings);
}

void
kx_guard_rectification_settled (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_stays (scene, G_GUINT64_CONSTANT (1) << kx_rectification_f_note, "issued-stays",
                 N_ ("What was issued stays as it was issued"), &office_rule, findings);
}

static void
check_after_issue (const KxScene *scene, guint argument, GPtrArray *findings)
{
  kx_rule_given_order (scene, argument, kx_rectification_f_issued_on, TRUE, "before-issue",
                       N_ ("This day must not come before the day of issue"), findings);
}

void
kx_guard_rectification_reported (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;

  check_after_issue (scene, kx_reporting_f_reported_on, findings);
  if (given != NULL && kx_record_has (given, kx_reporting_f_reported_on) &&
      kx_record_has (scene->row, kx_rectification_f_due_on) &&
      kx_record_get (given, kx_reporting_f_reported_on).DATE.ymd >
          kx_record_get (scene->row, kx_rectification_f_due_on).DATE.ymd)
    kx_rule_warn (findings, "reported-late", "reported_on",
                  N_ ("The agency reported after the day on which it was due"), &office_rule);
}

void
kx_guard_rectification_rechecked (const KxScene *scene, GPtrArray *findings)
{
  KxDutyDone issued = { KX_DUTY (issue), kx_record_get (scene->row, kx_rectification_f_issued_by).REF };

  check_after_issue (scene, kx_recheck_f_rechecked_on, findings);
  kx_rule_given_order (scene, kx_recheck_f_rechecked_on, kx_rectification_f_reported_on, TRUE,
                       "before-report", N_ ("It must not be rechecked before it was reported"), findings);
  kx_rule_duties (scene, kx_record_get (scene->row, kx_rectification_f_office).REF, KX_DUTY (recheck),
                  &issued, 1, findings);
}

void
kx_guard_rectification_second_initial (const KxScene *scene, GPtrArray *findings)
{
  KxDutyDone issued = { KX_DUTY (issue), kx_record_get (scene->row, kx_rectification_f_issued_by).REF };

  kx_rule_duties (scene, kx_record_get (scene->row, kx_rectification_f_office).REF, KX_DUTY (close_on_paper),
                  &issued, 1, findings);
}

void
kx_guard_rectification_taken_over (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  guint from = findings->len;

  if (given == NULL || !kx_record_has (given, kx_rectification_take_over_f_state))
    return;
  kx_guard_rectification_complete (scene, findings);
  kx_guard_rectification_dates (scene, findings);
  kx_rule_soften (findings, from);
  kx_rule_add (findings,
               kx_record_get (given, kx_rectification_take_over_f_state).CODE != kx_rectification_state_draft,
               "taken-over-unissued", "state", N_ ("Only what was issued on paper is taken over"),
               &program_rule);
}

/* The day that the step's first argument names. */
static void
note_late (const KxScene *scene, KxDecision *decision)
{
  kx_effect_note_late (scene, kx_record_get (scene->row, kx_rectification_f_office).REF,
                       kx_record_get (scene->op->fields, 0).DATE, decision);
}

void
kx_effect_rectification_issued (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);

  kx_record_put (change, kx_rectification_f_issued_on,
                 kx_record_get (scene->op->fields, kx_issuing_f_issued_on));
  kx_record_put (change, kx_rectification_f_issued_by, (KxValue){ .REF = scene->actor->user });
  note_late (scene, decision);
}

void
kx_effect_rectification_reported (const KxScene *scene, KxDecision *decision)
{
  kx_record_put (kx_rule_own_change (scene, decision), kx_rectification_f_reported_on,
                 kx_record_get (scene->op->fields, kx_reporting_f_reported_on));
  note_late (scene, decision);
}

void
kx_effect_rectification_rechecked (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change = kx_rule_own_change (scene, decision);
  gboolean passed = kx_record_get (scene->op->fields, kx_recheck_f_result).CODE == kx_recheck_result_passed;

  kx_record_put (change, kx_rectification_f_state,
                 (KxValue){ .CODE = passed ? kx_rectification_state_passed : kx_rectification_state_failed });
  kx_record_put (change, kx_rectification_f_rechecked_on,
                 kx_record_get (scene->op->fields, kx_recheck_f_rechecked_on));
  kx_record_put (change, kx_rectification_f_rechecked_by, (KxValue){ .REF = scene->actor->user });
  note_late (scene, decision);
}

void
kx_effect_rectification_closed (const KxScene *scene, KxDecision *decision)
{
  kx_record_put (kx_rule_own_change (scene, decision), kx_rectification_f_closing_line,
                 kx_record_get (scene->op->fields, kx_paper_closing_f_closing_line));
}

#include "core/rules/kx-upward-rules.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-upward.h"
#include "core/rules/kx-rule.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };

void
kx_guard_upward (const KxScene *scene, GPtrArray *findings)
{
  gboolean answered = kx_record_get (scene->after, kx_upward_f_result).CODE != kx_upward_result_pending;

  kx_rule_dates (scene->after, kx_upward_f_sent_on, kx_upward_f_answered_on, findings);
  kx_rule_came (scene, kx_record_date (scene->after, kx_upward_f_sent_on), "sent_on",
                N_ ("The day of sending must have come"), findings);
  kx_rule_came (scene, kx_record_date (scene->after, kx_upward_f_answered_on), "answered_on",
                N_ ("The day of the answer must have come"), findings);
  kx_rule_add (findings, answered == kx_record_has (scene->after, kx_upward_f_answered_on), "answer-day",
               "answered_on", N_ ("An answer has its day, and without one there is none"), &program_rule);
}

void
kx_guard_upward_unused (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_unused (scene, &kx_admission_round_entity, kx_admission_round_f_authority,
                  (KxValue){ .REF = scene->row->id }, N_ ("No admission round may rest on it"), findings);
}

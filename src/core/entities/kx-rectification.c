#include "core/entities/kx-rectification.h"

#include "core/rules/kx-rectification-rules.h"
#include "core/rules/kx-take-over-rules.h"

KX_DEFINE_CODES (rectification, source, KX_RECTIFICATION_SOURCES)
KX_DEFINE_CODES (rectification, state, KX_RECTIFICATION_STATES)
KX_DEFINE_CODES (recheck, result, KX_RECTIFICATION_RESULTS)

KX_DEFINE_ENTITY (issuing, KX_ISSUING_FIELDS, .label = N_ ("Issue notice"))
KX_DEFINE_ENTITY (reporting, KX_REPORTING_FIELDS, .label = N_ ("Enter the report"))
KX_DEFINE_ENTITY (recheck, KX_RECHECK_FIELDS, .label = N_ ("Enter the recheck"))
KX_DEFINE_ENTITY (paper_closing, KX_PAPER_CLOSING_FIELDS, .label = N_ ("Close on paper"))
KX_DEFINE_ENTITY (rectification_take_over, KX_RECTIFICATION_TAKE_OVER_FIELDS, .label = N_ ("Take over"))

#define IN(state) (1u << kx_rectification_state_##state)
#define TO(state) kx_rectification_state_##state
#define ON_PAPER (KX_FROM_ANY & ~IN (draft))
#define CLERK KX_ROLE (clerk)
#define SECOND (KX_ROLE (reviewer) | KX_ROLE (leader))

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Write rectification"),
    .from = KX_FROM_ANY,
    .to = TO (draft),
    .roles = CLERK,
    .guards = { kx_guard_agency_of_office, kx_guard_rectification_dates } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (draft),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_rectification_dates } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = ON_PAPER,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_rectification_settled, kx_guard_rectification_dates } },
  { .kind = KX_OP_ACTION,
    .action = "issue",
    .label = N_ ("Issue notice"),
    .from = IN (draft),
    .to = TO (issued),
    .roles = SECOND,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_issuing_entity,
    .guards = { kx_guard_rectification_complete, kx_guard_day_has_come, kx_guard_rectification_term },
    .effect = kx_effect_rectification_issued },
  { .kind = KX_OP_ACTION,
    .action = "report",
    .label = N_ ("Enter the agency's report"),
    .from = IN (issued) | IN (failed),
    .to = TO (reported),
    .roles = CLERK,
    .arguments = &kx_reporting_entity,
    .guards = { kx_guard_day_has_come, kx_guard_rectification_reported },
    .effect = kx_effect_rectification_reported },
  { .kind = KX_OP_ACTION,
    .action = "recheck",
    .label = N_ ("Enter the recheck"),
    .from = IN (issued) | IN (reported),
    .to = KX_STAYS,
    .roles = CLERK | SECOND,
    .arguments = &kx_recheck_entity,
    .guards = { kx_guard_day_has_come, kx_guard_rectification_rechecked },
    .effect = kx_effect_rectification_rechecked },
  { .kind = KX_OP_ACTION,
    .action = "close_on_paper",
    .label = N_ ("Close on paper"),
    .from = IN (issued) | IN (reported),
    .to = TO (closed_on_paper),
    .roles = SECOND,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_paper_closing_entity,
    .guards = { kx_guard_rectification_second_initial },
    .effect = kx_effect_rectification_closed },
  { .kind = KX_OP_ACTION,
    .action = "take_over",
    .label = N_ ("Take over what runs on paper"),
    .from = IN (draft),
    .to = KX_STAYS,
    .roles = CLERK,
    .arguments = &kx_rectification_take_over_entity,
    .guards = { kx_guard_rectification_taken_over },
    .effect = kx_effect_taken_over },
  { .kind = KX_OP_ACTION,
    .action = "confirm_take_over",
    .label = N_ ("Confirm what was taken over"),
    .from = ON_PAPER,
    .to = KX_STAYS,
    .roles = SECOND,
    .flags = KX_ONLINE | KX_EXACT,
    .guards = { kx_guard_take_over_confirmed },
    .effect = kx_effect_take_over_confirmed },
  { .kind = KX_OP_ACTION,
    .action = "correct_take_over",
    .label = N_ ("Correct the state on paper"),
    .from = ON_PAPER,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .arguments = &kx_rectification_take_over_entity,
    .guards = { kx_guard_take_over_open, kx_guard_rectification_taken_over },
    .effect = kx_effect_taken_over },
  { .kind = KX_OP_ACTION,
    .action = "reopen_take_over",
    .label = N_ ("Take the confirmation back"),
    .from = ON_PAPER,
    .to = KX_STAYS,
    .roles = SECOND,
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .guards = { kx_guard_take_over_reopened },
    .effect = kx_effect_take_over_reopened },
  { .kind = KX_OP_DELETE, .label = N_ ("Delete"), .from = IN (draft), .to = KX_STAYS, .roles = CLERK },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = ON_PAPER,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .guards = { kx_guard_take_over_open } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agency_of_office } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (rectification, KX_RECTIFICATION_FIELDS, .collection = "rectifications",
                  .drawer = "evaluation", .label = N_ ("Rectification"), .state = kx_rectification_f_state,
                  .lifecycle = &lifecycle)

gboolean
kx_rectification_is_open (const KxRecord *rectification)
{
  int state = kx_record_get (rectification, kx_rectification_f_state).CODE;

  return state == kx_rectification_state_issued || state == kx_rectification_state_reported ||
         state == kx_rectification_state_failed;
}

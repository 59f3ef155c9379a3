#include "core/entities/kx-exit-case.h"

#include "core/rules/kx-exit-rules.h"
#include "core/rules/kx-statement-rules.h"
#include "core/rules/kx-take-over-rules.h"

KX_DEFINE_CODES (exit_case, measure, KX_EXIT_MEASURES)
KX_DEFINE_CODES (exit_case, statement, KX_EXIT_STATEMENTS)
KX_DEFINE_CODES (exit_case, state, KX_EXIT_STATES)

KX_DEFINE_ENTITY (exit_closing, KX_EXIT_CLOSING_FIELDS, .label = N_ ("Close"))
KX_DEFINE_ENTITY (exit_take_over, KX_EXIT_TAKE_OVER_FIELDS, .label = N_ ("Take over"))

#define IN(state) (1u << kx_exit_case_state_##state)
#define CLERK KX_ROLE (clerk)
#define SECOND (KX_ROLE (reviewer) | KX_ROLE (leader))

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Open exit case"),
    .from = KX_FROM_ANY,
    .to = kx_exit_case_state_running,
    .roles = CLERK,
    .guards = { kx_guard_agency_of_office, kx_guard_exit_agreement, kx_guard_exit_dates, kx_guard_exit_ban,
                kx_guard_exit_statement } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (running),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_exit_agreement, kx_guard_exit_dates, kx_guard_exit_ban, kx_guard_exit_statement } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (closed),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_exit_settled, kx_guard_exit_agreement, kx_guard_exit_dates, kx_guard_exit_ban,
                kx_guard_exit_statement } },
  { .kind = KX_OP_ACTION,
    .action = "close",
    .label = N_ ("Close"),
    .from = IN (running),
    .to = kx_exit_case_state_closed,
    .roles = CLERK | SECOND,
    .superiors = SECOND,
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .arguments = &kx_exit_closing_entity,
    .guards = { kx_guard_day_has_come, kx_guard_exit_closing, kx_guard_exit_statement },
    .effect = kx_effect_exit_closed },
  { .kind = KX_OP_ACTION,
    .action = "take_over",
    .label = N_ ("Take over what runs on paper"),
    .from = IN (running),
    .to = KX_STAYS,
    .roles = CLERK,
    .arguments = &kx_exit_take_over_entity,
    .guards = { kx_guard_not_taken_over_yet, kx_guard_exit_taken_over },
    .effect = kx_effect_taken_over },
  { .kind = KX_OP_ACTION,
    .action = "confirm_take_over",
    .label = N_ ("Confirm what was taken over"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = SECOND,
    .flags = KX_ONLINE | KX_EXACT,
    .guards = { kx_guard_take_over_confirmed },
    .effect = kx_effect_take_over_confirmed },
  { .kind = KX_OP_ACTION,
    .action = "correct_take_over",
    .label = N_ ("Correct the state on paper"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .arguments = &kx_exit_take_over_entity,
    .guards = { kx_guard_take_over_open, kx_guard_exit_taken_over },
    .effect = kx_effect_taken_over },
  { .kind = KX_OP_ACTION,
    .action = "reopen_take_over",
    .label = N_ ("Take the confirmation back"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = SECOND,
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .guards = { kx_guard_take_over_reopened },
    .effect = kx_effect_take_over_reopened },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = IN (running),
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .guards = { kx_guard_exit_undecided } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = IN (closed),
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

KX_DEFINE_ENTITY (exit_case, KX_EXIT_CASE_FIELDS, .collection = "exit-cases", .drawer = "exit",
                  .label = N_ ("Exit case"), .state = kx_exit_case_f_state, .lifecycle = &lifecycle)

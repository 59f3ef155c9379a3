#include "core/entities/kx-change-case.h"

#include "core/rules/kx-change-rules.h"
#include "core/rules/kx-take-over-rules.h"

KX_DEFINE_CODES (change_case, state, KX_CHANGE_CASE_STATES)
KX_DEFINE_CODES (change_case, proposal, KX_CHANGE_CASE_PROPOSALS)
KX_DEFINE_CODES (change_case, needs_assessment, KX_CHANGE_CASE_DECISIONS)

KX_DEFINE_ENTITY (change_decision, KX_CHANGE_DECISION_FIELDS, .label = N_ ("Decide"))
KX_DEFINE_ENTITY (change_finish, KX_CHANGE_FINISH_FIELDS, .label = N_ ("Close"))

#define IN(state) (1u << kx_change_case_state_##state)
#define CLERK KX_ROLE (clerk)
#define SECOND (KX_ROLE (reviewer) | KX_ROLE (leader))

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Enter change"),
    .from = KX_FROM_ANY,
    .to = kx_change_case_state_reported,
    .roles = CLERK,
    .guards = { kx_guard_change_field, kx_guard_change_dates, kx_guard_change_reported },
    .effect = kx_effect_change_proposed },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (reported) | IN (in_assessment),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_change_dates, kx_guard_change_reported } },
  { .kind = KX_OP_ACTION,
    .action = "decide",
    .label = N_ ("Decide whether it needs an assessment"),
    .from = IN (reported),
    .to = KX_STAYS,
    .roles = CLERK | SECOND,
    .superiors = SECOND,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_change_decision_entity,
    .guards = { kx_guard_change_decision },
    .effect = kx_effect_change_decided },
  { .kind = KX_OP_ACTION,
    .action = "finish",
    .label = N_ ("Close"),
    .from = IN (in_assessment),
    .to = kx_change_case_state_closed,
    .roles = CLERK | SECOND,
    .arguments = &kx_change_finish_entity,
    .guards = { kx_guard_day_has_come },
    .effect = kx_effect_change_finished },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = IN (reported),
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = CLERK },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (change_case, KX_CHANGE_CASE_FIELDS, .collection = "change-cases", .drawer = "agency",
                  .label = N_ ("Change case"), .state = kx_change_case_f_state, .lifecycle = &lifecycle)

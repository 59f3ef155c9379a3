#include "core/entities/kx-objection.h"

#include "core/rules/kx-application-part-rules.h"

KX_DEFINE_CODES (objection, state, KX_OBJECTION_STATES)

KX_DEFINE_ENTITY (objection_decision, KX_OBJECTION_DECISION_FIELDS, .label = N_ ("Decide objection"))

#define IN(state) (1u << kx_objection_state_##state)
#define TO(state) kx_objection_state_##state
#define CLERK KX_ROLE (clerk)
#define DECIDERS (KX_ROLE (reviewer) | KX_ROLE (leader))

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Enter objection"),
    .from = KX_FROM_ANY,
    .to = TO (open),
    .roles = CLERK,
    .guards = { kx_guard_objection_received, kx_guard_objection_term },
    .effect = kx_effect_objection_entered },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = IN (open),
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_objection_received, kx_guard_objection_term } },
  { .kind = KX_OP_ACTION,
    .action = "uphold",
    .label = N_ ("Uphold"),
    .from = IN (open),
    .to = TO (upheld),
    .roles = DECIDERS,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_objection_decision_entity,
    .guards = { kx_guard_objection_decision },
    .effect = kx_effect_objection_decided },
  { .kind = KX_OP_ACTION,
    .action = "dismiss",
    .label = N_ ("Dismiss"),
    .from = IN (open),
    .to = TO (dismissed),
    .roles = DECIDERS,
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_objection_decision_entity,
    .guards = { kx_guard_objection_decision },
    .effect = kx_effect_objection_decided },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = IN (open),
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = IN (open), .to = KX_STAYS, .roles = CLERK },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (objection, KX_OBJECTION_FIELDS, .collection = "objections", .drawer = "agreement",
                  .label = N_ ("Objection"), .state = kx_objection_f_state, .lifecycle = &lifecycle)

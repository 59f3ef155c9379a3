#include "core/entities/kx-route-step.h"

#include "core/rules/kx-approval-rules.h"

KX_DEFINE_CODES (route_step, line, KX_ROUTE_LINES)

#define KEEPERS (KX_ROLE (leader) | KX_ROLE (policy_officer))
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add step"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_route_act, kx_guard_route_ordinal } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_route_ordinal } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (route_step, KX_ROUTE_STEP_FIELDS, .collection = "route-steps", .drawer = "public",
                  .label = N_ ("Step of an approval"), .lifecycle = &lifecycle)

#include "core/entities/kx-own-value.h"

#include "core/rules/kx-policy-rules.h"

#define KEEPERS (KX_ROLE (leader) | KX_ROLE (policy_officer))
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Enter value"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_own_value, kx_guard_own_value_day } },
  { .kind = KX_OP_PATCH, .label = N_ ("Change"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = KEEPERS },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE | KX_NEEDS_REASON,
    .guards = { kx_guard_own_value_ahead } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (own_value, KX_OWN_VALUE_FIELDS, .collection = "own-values", .drawer = "public",
                  .label = N_ ("Own value"), .lifecycle = &lifecycle)

#include "core/entities/kx-duty-pair.h"

#include "core/rules/kx-duty-rules.h"

KX_DEFINE_CODES (duty_pair, duty_a, KX_DUTIES_A)
KX_DEFINE_CODES (duty_pair, duty_b, KX_DUTIES_B)
KX_DEFINE_CODES (duty_pair, rule, KX_DUTY_RULES)

#define KEEPERS (KX_ROLE (leader) | KX_ROLE (policy_officer))
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add rule on duties"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_duty_pair, kx_guard_duty_pair_once } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_duty_pair } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE | KX_NEEDS_REASON },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (duty_pair, KX_DUTY_PAIR_FIELDS, .collection = "duty-pairs", .drawer = "public",
                  .label = N_ ("Rule on duties"), .lifecycle = &lifecycle)

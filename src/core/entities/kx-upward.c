#include "core/entities/kx-upward.h"

#include "core/rules/kx-upward-rules.h"

KX_DEFINE_CODES (upward, kind, KX_UPWARD_KINDS)
KX_DEFINE_CODES (upward, result, KX_UPWARD_RESULTS)

#define WRITERS (KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (policy_officer))
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Enter paper sent upward"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = WRITERS,
    .guards = { kx_guard_upward } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = WRITERS,
    .guards = { kx_guard_upward } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = WRITERS,
    .guards = { kx_guard_upward_unused } },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = WRITERS },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (upward, KX_UPWARD_FIELDS, .collection = "upwards", .drawer = "agreement",
                  .label = N_ ("Paper sent upward"), .lifecycle = &lifecycle)

#include "core/entities/kx-seal-use.h"

#include "core/rules/kx-approval-rules.h"

#define CLERK KX_ROLE (clerk)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Enter use of a seal"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_seal_use } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .guards = { kx_guard_seal_use } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = CLERK },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (seal_use, KX_SEAL_USE_FIELDS, .collection = "seal-uses", .drawer = "agreement",
                  .label = N_ ("Use of a seal"), .lifecycle = &lifecycle)

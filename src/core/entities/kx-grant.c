#include "core/entities/kx-grant.h"

#include "core/rules/kx-account-rules.h"

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Grant"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE,
    .guards = { kx_guard_grant_area, kx_guard_grant_dates, kx_guard_admin_apart } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE,
    .guards = { kx_guard_grant_dates, kx_guard_admin_remains } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Withdraw"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE,
    .guards = { kx_guard_admin_remains } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE,
    .guards = { kx_guard_grant_area, kx_guard_admin_apart } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (grant, KX_GRANT_FIELDS, .collection = "grants", .drawer = "account", .label = N_ ("Grant"),
                  .traits = KX_LOCAL, .lifecycle = &lifecycle)

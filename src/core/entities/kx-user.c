#include "core/entities/kx-user.h"

#include "core/rules/kx-account-rules.h"

KX_DEFINE_CODES (user, state, KX_USER_STATES)

#define ACTIVE (1u << kx_user_state_active)
#define DISABLED (1u << kx_user_state_disabled)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add user"),
    .from = KX_FROM_ANY,
    .to = kx_user_state_active,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE,
    .guards = { kx_guard_login_free } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE,
    .guards = { kx_guard_admin_remains } },
  { .kind = KX_OP_ACTION,
    .action = "disable",
    .label = N_ ("Disable"),
    .from = ACTIVE,
    .to = kx_user_state_disabled,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON,
    .guards = { kx_guard_not_oneself, kx_guard_admin_remains } },
  { .kind = KX_OP_ACTION,
    .action = "enable",
    .label = N_ ("Enable"),
    .from = DISABLED,
    .to = kx_user_state_active,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE | KX_EXACT | KX_NEEDS_REASON },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = DISABLED,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .flags = KX_ONLINE,
    .guards = { kx_guard_login_free } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (user, KX_USER_FIELDS, .collection = "users", .drawer = "account", .label = N_ ("User"),
                  .traits = KX_LOCAL, .state = kx_user_f_state, .lifecycle = &lifecycle)

#include "core/entities/kx-former-name.h"

#include "core/rules/kx-agency-rules.h"

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add former name"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk),
    .guards = { kx_guard_former_name_dates } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk),
    .guards = { kx_guard_former_name_dates } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (former_name, KX_FORMER_NAME_FIELDS, .collection = "former-names", .drawer = "agency",
                  .label = N_ ("Former name"), .traits = KX_SEARCH_AS_PARENT, .lifecycle = &lifecycle)

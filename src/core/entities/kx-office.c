#include "core/entities/kx-office.h"

#include "core/rules/kx-area-rules.h"

KX_DEFINE_CODES (office, kind, KX_OFFICE_KINDS)

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add office"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .guards = { kx_guard_office_area } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin) | KX_ROLE (leader) },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .guards = { kx_guard_office_unused } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin) },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (office, KX_OFFICE_FIELDS, .collection = "offices", .drawer = "public",
                  .label = N_ ("Office"), .lifecycle = &lifecycle)

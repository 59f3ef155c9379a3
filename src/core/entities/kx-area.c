#include "core/entities/kx-area.h"

#include "core/rules/kx-area-rules.h"

KX_DEFINE_CODES (area, level, KX_AREA_LEVELS)

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add zone"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .guards = { kx_guard_zone } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .guards = { kx_guard_zone } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .guards = { kx_guard_zone, kx_guard_area_unused } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin) },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (area, KX_AREA_FIELDS, .collection = "areas", .drawer = "public", .label = N_ ("Area"),
                  .traits = KX_NATIONAL, .lifecycle = &lifecycle)

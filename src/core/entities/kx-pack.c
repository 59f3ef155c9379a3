#include "core/entities/kx-pack.h"

#include "core/rules/kx-policy-rules.h"

/* The service alone makes them, from the files it was installed with. */
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Load"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = 0,
    .flags = KX_ONLINE,
    .guards = { kx_guard_pack } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (pack, KX_PACK_FIELDS, .collection = "policy-packs", .drawer = "public",
                  .label = N_ ("Policy pack"), .traits = KX_NATIONAL, .lifecycle = &lifecycle)

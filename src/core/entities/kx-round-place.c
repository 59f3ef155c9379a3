#include "core/entities/kx-round-place.h"

#include "core/rules/kx-round-rules.h"

#define CLERK KX_ROLE (clerk)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add places"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_round_place_open, kx_guard_round_place, kx_guard_round_place_limit } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_round_place_open, kx_guard_round_place, kx_guard_round_place_limit } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_round_place_open } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_round_place_open, kx_guard_round_place } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (round_place, KX_ROUND_PLACE_FIELDS, .collection = "round-places", .drawer = "agreement",
                  .label = N_ ("Places of a round"), .lifecycle = &lifecycle)

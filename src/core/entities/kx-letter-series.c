#include "core/entities/kx-letter-series.h"

#include "core/rules/kx-series-rules.h"

KX_DEFINE_CODES (letter_series, state, KX_LETTER_SERIES_STATES)

KX_DEFINE_ENTITY (series_last, KX_SERIES_LAST_FIELDS, .label = N_ ("Confirm its last number"))

#define IN(state) (1u << kx_letter_series_state_##state)
#define TO(state) kx_letter_series_state_##state
#define KEEPERS (KX_ROLE (leader) | KX_ROLE (policy_officer))
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add series"),
    .from = KX_FROM_ANY,
    .to = TO (open),
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_series_pattern, kx_guard_series_alone } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_series_pattern, kx_guard_series_alone, kx_guard_series_begun } },
  { .kind = KX_OP_ADD,
    .label = N_ ("Add"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_series_alone } },
  { .kind = KX_OP_REMOVE,
    .label = N_ ("Remove"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE },
  { .kind = KX_OP_ACTION,
    .action = "close",
    .label = N_ ("Close until its last number is confirmed"),
    .from = IN (open),
    .to = TO (closed),
    .roles = KEEPERS | KX_ROLE (reviewer),
    .flags = KX_ONLINE | KX_NEEDS_REASON },
  { .kind = KX_OP_ACTION,
    .action = "confirm_last",
    .label = N_ ("Confirm its last number"),
    .from = IN (closed),
    .to = TO (open),
    .roles = KEEPERS | KX_ROLE (reviewer),
    .flags = KX_ONLINE | KX_EXACT,
    .arguments = &kx_series_last_entity,
    .guards = { kx_guard_series_last },
    .effect = kx_effect_series_confirmed },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .flags = KX_ONLINE,
    .guards = { kx_guard_series_unused } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (letter_series, KX_LETTER_SERIES_FIELDS, .collection = "letter-series", .drawer = "public",
                  .label = N_ ("Series of numbers"), .state = kx_letter_series_f_state,
                  .lifecycle = &lifecycle)

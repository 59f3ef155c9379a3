#include "core/entities/kx-conflict.h"

#include "core/rules/kx-conflict-rules.h"

KX_DEFINE_CODES (conflict, kind, KX_CONFLICT_KINDS)
KX_DEFINE_CODES (conflict, state, KX_CONFLICT_STATES)
KX_DEFINE_CODES (conflict, outcome, KX_CONFLICT_OUTCOMES)

KX_DEFINE_ENTITY (close, KX_CLOSE_FIELDS, .label = N_ ("Close"))

/* Made by kx_decide() beside the change that ends in it, never by an op of its own. */
static const KxTransition rows[] = {
  { .kind = KX_OP_ACTION,
    .action = "close",
    .label = N_ ("Close"),
    .from = 1u << kx_conflict_state_open,
    .to = kx_conflict_state_closed,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader),
    .arguments = &kx_close_entity,
    .effect = kx_effect_conflict_closed },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (conflict, KX_CONFLICT_FIELDS, .collection = "conflicts", .drawer = "agency",
                  .label = N_ ("Conflict"), .state = kx_conflict_f_state, .lifecycle = &lifecycle)

#include "core/entities/kx-letter-print.h"

#include "core/rules/kx-letter-rules.h"

KX_DEFINE_CODES (letter_print, way, KX_LETTER_PRINTS)

/* A log: nothing in it is changed or goes. */
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Enter print"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader),
    .guards = { kx_guard_letter_part, kx_guard_letter_part_day },
    .effect = kx_effect_letter_printed },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (letter_print, KX_LETTER_PRINT_FIELDS, .collection = "letter-prints", .drawer = "agreement",
                  .label = N_ ("Print of a letter"), .lifecycle = &lifecycle)

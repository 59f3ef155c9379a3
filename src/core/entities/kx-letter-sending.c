#include "core/entities/kx-letter-sending.h"

#include "core/rules/kx-letter-rules.h"

KX_DEFINE_CODES (letter_sending, sent_how, KX_LETTER_SENDINGS)

#define CLERK KX_ROLE (clerk)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Enter sending"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_letter_part, kx_guard_letter_part_day },
    .effect = kx_effect_letter_sent },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON,
    .guards = { kx_guard_letter_part_day } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .flags = KX_NEEDS_REASON },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = CLERK },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (letter_sending, KX_LETTER_SENDING_FIELDS, .collection = "letter-sendings",
                  .drawer = "agreement", .label = N_ ("Sending"), .lifecycle = &lifecycle)

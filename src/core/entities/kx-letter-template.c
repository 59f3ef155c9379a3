#include "core/entities/kx-letter-template.h"

#include "core/rules/kx-letter-rules.h"

#define KEEPERS (KX_ROLE (clerk) | KX_ROLE (leader) | KX_ROLE (policy_officer))
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add template"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .guards = { kx_guard_letter_template } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .guards = { kx_guard_letter_template } },
  { .kind = KX_OP_DELETE, .label = N_ ("Delete"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = KEEPERS },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KEEPERS,
    .guards = { kx_guard_letter_template } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (letter_template, KX_LETTER_TEMPLATE_FIELDS, .collection = "letter-templates",
                  .drawer = "public", .label = N_ ("Template of a letter"), .lifecycle = &lifecycle)

#include "core/entities/kx-person.h"

#include "core/rules/kx-account-rules.h"

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add person"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin) },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin) },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin),
    .guards = { kx_guard_person_unused } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (admin) },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (person, KX_PERSON_FIELDS, .collection = "persons", .drawer = "public",
                  .label = N_ ("Person"), .lifecycle = &lifecycle)

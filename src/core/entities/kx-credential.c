#include "core/entities/kx-credential.h"

#include "core/rules/kx-agency-rules.h"

KX_DEFINE_CODES (credential, kind, KX_CREDENTIAL_KINDS)

static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add credential"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk),
    .guards = { kx_guard_credential_dates } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk),
    .guards = { kx_guard_credential_dates } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (credential, KX_CREDENTIAL_FIELDS, .collection = "credentials", .drawer = "agency",
                  .label = N_ ("Credential"), .traits = KX_SEARCH_AS_PARENT, .lifecycle = &lifecycle)

#include "core/entities/kx-own-day.h"

#include "core/kx-lifecycle.h"

KX_DEFINE_CODES (own_day, kind, KX_OWN_DAY_KINDS)

#define KEEPERS (KX_ROLE (leader) | KX_ROLE (admin))
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE, .label = N_ ("Add day"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = KEEPERS },
  { .kind = KX_OP_PATCH, .label = N_ ("Change"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = KEEPERS },
  { .kind = KX_OP_DELETE, .label = N_ ("Delete"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = KEEPERS },
  { .kind = KX_OP_RESTORE, .label = N_ ("Restore"), .from = KX_FROM_ANY, .to = KX_STAYS, .roles = KEEPERS },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (own_day, KX_OWN_DAY_FIELDS, .collection = "own-days", .drawer = "public",
                  .label = N_ ("Office's own day"), .lifecycle = &lifecycle)

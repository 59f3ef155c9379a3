#include "core/entities/kx-late-entry.h"

#include "core/kx-lifecycle.h"

/* Made by effects beside the act, never by an op of its own. */
static const KxTransition rows[] = {
  { .kind = KX_OP_PATCH,
    .label = N_ ("Explain"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = KX_ROLE (clerk) | KX_ROLE (reviewer) | KX_ROLE (leader) },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (late_entry, KX_LATE_ENTRY_FIELDS, .collection = "late-entries", .drawer = "agreement",
                  .label = N_ ("Late entry"), .lifecycle = &lifecycle)

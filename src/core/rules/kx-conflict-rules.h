/* How conflicts come and go. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Adds the row changes that keep what the op of a device proposed for the fields in decision->conflicts; of
 * an op that deletes, one conflict for all of them. Adds nothing for plain REST, which was told at once. */
void kx_conflict_add (const KxScene *scene, KxDecision *decision);

void kx_effect_conflict_closed (const KxScene *scene, KxDecision *decision);

G_END_DECLS

/* Two records of one institution: one is linked to the other, which stays; both keep their history, and what
 * finds the one finds the other. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The action's `target` is another living record of the same office that is itself linked to none; this one
 * is not linked yet, and none is linked to it. */
void kx_guard_alias_target (const KxScene *scene, GPtrArray *findings);

/* The record is linked to another. */
void kx_guard_is_alias (const KxScene *scene, GPtrArray *findings);

/* No living record is linked to this one. */
void kx_guard_no_aliases (const KxScene *scene, GPtrArray *findings);

/* Warns of a place that goes beyond its limit when each of the two records counts by itself again. It never
 * refuses: whether they are one institution is a fact. */
void kx_guard_alias_room (const KxScene *scene, GPtrArray *findings);

/* Warns when the record that this one was linked to cannot take the link again. */
void kx_guard_alias_restored (const KxScene *scene, GPtrArray *findings);

void kx_effect_link_alias (const KxScene *scene, KxDecision *decision);
void kx_effect_unlink_alias (const KxScene *scene, KxDecision *decision);

/* A record whose former main record is gone, or is linked itself, comes back without the link. */
void kx_effect_alias_restored (const KxScene *scene, KxDecision *decision);

G_END_DECLS

/* What all records have in common that run on paper already and come in as they stand (存量接续): they name
 * their agency in the field `agency`, and have the fields `taken_over`, `taken_over_as`, `taken_over_by`,
 * `confirmed_by` and `confirmed_on`. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The agency named is one of the same office, and not a second record of another. */
void kx_guard_agency_of_office (const KxScene *scene, GPtrArray *findings);

/* No date among the action's arguments lies ahead. */
void kx_guard_day_has_come (const KxScene *scene, GPtrArray *findings);

/* It came in once. */
void kx_guard_not_taken_over_yet (const KxScene *scene, GPtrArray *findings);

/* It was taken over, nobody confirmed it yet, and who confirms did not enter it: this floor cannot be
 * lowered. */
void kx_guard_take_over_confirmed (const KxScene *scene, GPtrArray *findings);

/* It was taken over, nobody confirmed it, and no step changed its state since: what was entered wrongly may
 * be entered rightly, or go. */
void kx_guard_take_over_open (const KxScene *scene, GPtrArray *findings);

/* It was taken over and confirmed. */
void kx_guard_take_over_reopened (const KxScene *scene, GPtrArray *findings);

/* Puts the state that the action's first argument names, and who took it over. What only another state has
 * goes (kx_take_over_allows()). */
void kx_effect_taken_over (const KxScene *scene, KxDecision *decision);

void kx_effect_take_over_confirmed (const KxScene *scene, KxDecision *decision);

/* Nobody has confirmed it then: it may be corrected, and a second officer looks at it again. */
void kx_effect_take_over_reopened (const KxScene *scene, KxDecision *decision);

G_END_DECLS

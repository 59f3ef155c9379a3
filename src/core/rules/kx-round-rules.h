/* Preconditions and effects around admission rounds and their places. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* It opens before it closes, and the closing time is a time of day. */
void kx_guard_round_dates (const KxScene *scene, GPtrArray *findings);

/* What was announced stays; contact and note may change. */
void kx_guard_round_announced (const KxScene *scene, GPtrArray *findings);

/* The day of the step has come. */
void kx_guard_round_day (const KxScene *scene, GPtrArray *findings);

/* What a call has to say is there: days, conditions, contact, places. */
void kx_guard_round_complete (const KxScene *scene, GPtrArray *findings);

/* Notes whether an approval stands behind the places; no document asks for one. */
void kx_guard_round_authority (const KxScene *scene, GPtrArray *findings);

/* Notes places that go beyond a limit of the layout; it blocks at the ranking. */
void kx_guard_round_limits (const KxScene *scene, GPtrArray *findings);

/* Another than who prepared it announces it, as the office rules its duties. */
void kx_guard_round_other_officer (const KxScene *scene, GPtrArray *findings);

/* The closing is put off, not brought forward. */
void kx_guard_round_extends (const KxScene *scene, GPtrArray *findings);

/* The round has closed: nothing is ranked before. */
void kx_guard_round_over (const KxScene *scene, GPtrArray *findings);

/* Each application is far enough to be ranked, and counts where the round has places. */
void kx_guard_round_applications (const KxScene *scene, GPtrArray *findings);

/* Those who would be placed stay within the limits of the layout. */
void kx_guard_round_places (const KxScene *scene, GPtrArray *findings);

/* Notes where the last place goes to one of two who stand equal. */
void kx_guard_round_tie (const KxScene *scene, GPtrArray *findings);

/* Nobody waits for a decision but reserves. */
void kx_guard_round_decided (const KxScene *scene, GPtrArray *findings);

/* No application names it. */
void kx_guard_round_unused (const KxScene *scene, GPtrArray *findings);

/* The places of a round that is being prepared change freely; in an announced one they only become fewer. */
void kx_guard_round_place_open (const KxScene *scene, GPtrArray *findings);

/* It is a place of the office, named once. */
void kx_guard_round_place (const KxScene *scene, GPtrArray *findings);

/* Notes when the places and what is taken go beyond the limit. */
void kx_guard_round_place_limit (const KxScene *scene, GPtrArray *findings);

/* What the step was given goes into the round. */
void kx_effect_round_dated (const KxScene *scene, KxDecision *decision);

/* Gives each application its rank, and a place or a place among the reserves. */
void kx_effect_round_ranked (const KxScene *scene, KxDecision *decision);

/* Reserves who are still there are refused: no place. */
void kx_effect_round_closed (const KxScene *scene, KxDecision *decision);

G_END_DECLS

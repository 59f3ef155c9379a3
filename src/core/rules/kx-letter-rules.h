/* Preconditions and effects around letters, their sending and printing, and an office's own templates. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* It names what its kind is about, and all that it names belongs together. A new one names the suspension as
 * well where its agreement has several that it could be about. */
void kx_guard_letter_about (const KxScene *scene, GPtrArray *findings);

/* The number of the document is written as it has to be, and the body gave it to no other letter. */
void kx_guard_letter_doc_number (const KxScene *scene, GPtrArray *findings);

/* What was issued stays, but what is known later. */
void kx_guard_letter_settled (const KxScene *scene, GPtrArray *findings);

void kx_guard_letter_complete (const KxScene *scene, GPtrArray *findings);

/* Its day has come. */
void kx_guard_letter_day (const KxScene *scene, GPtrArray *findings);

/* There is a number for it. An agreement that has its number already needs none. */
void kx_guard_letter_series (const KxScene *scene, GPtrArray *findings);

void kx_guard_letter_service (const KxScene *scene, GPtrArray *findings);

/* The proof of service lies with the letter. */
void kx_guard_letter_proof (const KxScene *scene, GPtrArray *findings);

/* The number of an agreement that was handed in is not taken away from it. */
void kx_guard_letter_void (const KxScene *scene, GPtrArray *findings);

/* Of a sending and a print: its letter was issued. */
void kx_guard_letter_part (const KxScene *scene, GPtrArray *findings);

/* The same: its day has come, and not before the letter's. */
void kx_guard_letter_part_day (const KxScene *scene, GPtrArray *findings);

/* One template of a kind from a day on. */
void kx_guard_letter_template (const KxScene *scene, GPtrArray *findings);

void kx_effect_letter_drawn_up (const KxScene *scene, KxDecision *decision);
void kx_effect_letter_issued (const KxScene *scene, KxDecision *decision);
void kx_effect_letter_served (const KxScene *scene, KxDecision *decision);
void kx_effect_letter_voided (const KxScene *scene, KxDecision *decision);
void kx_effect_letter_sent (const KxScene *scene, KxDecision *decision);
void kx_effect_letter_printed (const KxScene *scene, KxDecision *decision);

G_END_DECLS

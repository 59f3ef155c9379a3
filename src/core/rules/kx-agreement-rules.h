/* Preconditions and effects around service agreements. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The day whose rules count: that of the act, where it has one, not that of its entry. */
KxDate kx_rule_agreement_day (const KxScene *scene);

/* It begins before it ends. */
void kx_guard_agreement_dates (const KxScene *scene, GPtrArray *findings);

/* What has to stand in it before anybody reviews it: number, scopes, types, term, and where it counts. */
void kx_guard_agreement_complete (const KxScene *scene, GPtrArray *findings);

/* The place lies in the office's area and is of the kind that it counts toward. */
void kx_guard_agreement_place (const KxScene *scene, GPtrArray *findings);

/* The place has room for one more agency; while it is being drawn up that is a note. A limit that no document
 * sets as a duty may be passed with a reason. */
void kx_guard_layout (const KxScene *scene, GPtrArray *findings);

/* Medical rehabilitation is done by who holds a practice licence that has not run out. */
void kx_guard_agreement_licence (const KxScene *scene, GPtrArray *findings);

/* Who approves or signs here is not who proposed, as the office rules its duties. */
void kx_guard_agreement_other_officer (const KxScene *scene, GPtrArray *findings);

/* The dates of both signatures are past, neither comes after the last day of the term, and the agency's does
 * not come after the office's. */
void kx_guard_agreement_signing (const KxScene *scene, GPtrArray *findings);

/* Once it is signed only the plaque and the note are changed by hand; what was taken over is completed. */
void kx_guard_agreement_settled (const KxScene *scene, GPtrArray *findings);

/* Of a change to what was taken over: where days, scopes or the place are corrected, what they meet is a
 * note.
 */
void kx_guard_agreement_corrected (const KxScene *scene, GPtrArray *findings);

/* It ends on a day on which it ran; that of paper which was signed afterwards is noted. */
void kx_guard_agreement_end (const KxScene *scene, GPtrArray *findings);

/* What runs on paper comes in as it stands: what would refuse is a note. */
void kx_guard_agreement_taken_over (const KxScene *scene, GPtrArray *findings);

void kx_effect_agreement_proposed (const KxScene *scene, KxDecision *decision);
void kx_effect_agreement_approved (const KxScene *scene, KxDecision *decision);
void kx_effect_agreement_agency_signed (const KxScene *scene, KxDecision *decision);
void kx_effect_agreement_signed (const KxScene *scene, KxDecision *decision);
void kx_effect_agreement_corrected (const KxScene *scene, KxDecision *decision);
void kx_effect_agreement_ended (const KxScene *scene, KxDecision *decision);

G_END_DECLS

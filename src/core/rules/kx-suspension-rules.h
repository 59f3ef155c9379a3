/* Preconditions and effects around suspensions and holds of an agreement. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The agreement binds both sides. */
void kx_guard_suspension_agreement (const KxScene *scene, GPtrArray *findings);

/* Its days stand in order, and what happened has come. */
void kx_guard_suspension_dates (const KxScene *scene, GPtrArray *findings);

/* The scopes are some of the agreement's. */
void kx_guard_suspension_target (const KxScene *scene, GPtrArray *findings);

/* What was decided stays; how the agency was heard and a note are added. */
void kx_guard_suspension_settled (const KxScene *scene, GPtrArray *findings);

/* The decision has come, and its days stand in order. */
void kx_guard_suspension_decided (const KxScene *scene, GPtrArray *findings);

/* It says what it concerns, from when, and why. */
void kx_guard_suspension_complete (const KxScene *scene, GPtrArray *findings);

/* It is done as the agreement says, so there is a clause of it (社会保险经办条例第四十三条); a
 * hold on new patients may rest on the law instead, and an agency's own request needs neither. */
void kx_guard_suspension_clause (const KxScene *scene, GPtrArray *findings);

/* A hold and what an agency asks for lapse on a day, and last no longer than the office's own value. */
void kx_guard_suspension_length (const KxScene *scene, GPtrArray *findings);

/* Where service is suspended there is a plan for the patients, and it begins when they are moved, or the step
 * gives a reason. */
void kx_guard_suspension_patients (const KxScene *scene, GPtrArray *findings);

/* Another officer than the one who proposed it decides. */
void kx_guard_suspension_other_officer (const KxScene *scene, GPtrArray *findings);

/* It was decided before it was served, and the proof lies with it. */
void kx_guard_suspension_served (const KxScene *scene, GPtrArray *findings);

/* A hold is extended once, before it has lapsed, by no more than the office's own value. */
void kx_guard_suspension_extended (const KxScene *scene, GPtrArray *findings);

/* It resumes while it is suspended and the agreement goes on. */
void kx_guard_suspension_lifted (const KxScene *scene, GPtrArray *findings);

/* What the agency had to put right passed the recheck; a warning where the agency asked for the suspension.
 */
void kx_guard_suspension_rectified (const KxScene *scene, GPtrArray *findings);

/* Of an agreement that ends on `day`: what is decided and did not resume ends with it. */
void kx_effect_suspensions_end (const KxScene *scene, KxDate day, KxDecision *decision);

void kx_effect_suspension_proposed (const KxScene *scene, KxDecision *decision);
void kx_effect_suspension_decided (const KxScene *scene, KxDecision *decision);
void kx_effect_suspension_served (const KxScene *scene, KxDecision *decision);
void kx_effect_suspension_extended (const KxScene *scene, KxDecision *decision);
void kx_effect_suspension_lifted (const KxScene *scene, KxDecision *decision);

G_END_DECLS

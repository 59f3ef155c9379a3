/* Preconditions and effects around what a superior decides: in the window, or on paper (审批单). */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Whether the actor may decide this step as a superior, rather than by an answer on paper; TRUE for steps
 * that need none. */
gboolean kx_rule_decides_here (const KxScene *scene);

/* Of a step that names superiors: one of them acts, or a slip for this very record and step was agreed to, a
 * second officer confirmed it, and the record still says what the slip was about. kx_decide() asks this of
 * all such steps; lifecycles need not name it. */
void kx_guard_approved (const KxScene *scene, GPtrArray *findings);

/* The slip by which such a step was taken serves no other; kx_decide() sees to it. */
void kx_effect_approval_used (const KxScene *scene, KxDecision *decision);

/* The slip names the office of the record it is about. */
void kx_guard_approval_owner (const KxScene *scene, GPtrArray *findings);

/* The record knows the step, and it is one that a superior decides. */
void kx_guard_approval_act (const KxScene *scene, GPtrArray *findings);

/* The preconditions are a list that can be read. */
void kx_guard_approval_findings (const KxScene *scene, GPtrArray *findings);

/* It was not answered before it was sent; conditions, a refusal and a return have their words. */
void kx_guard_approval_answer (const KxScene *scene, GPtrArray *findings);

/* Who confirms an answer did not enter it: this floor cannot be lowered. */
void kx_guard_approval_second (const KxScene *scene, GPtrArray *findings);

/* The scan belongs to the slip, and its bytes are stored. */
void kx_guard_approval_scan (const KxScene *scene, GPtrArray *findings);

void kx_effect_approval_prepared (const KxScene *scene, KxDecision *decision);
void kx_effect_approval_sent (const KxScene *scene, KxDecision *decision);
void kx_effect_approval_answered (const KxScene *scene, KxDecision *decision);
void kx_effect_approval_sent_back (const KxScene *scene, KxDecision *decision);
void kx_effect_approval_confirmed (const KxScene *scene, KxDecision *decision);

/* Of a step of a route: the kind of record knows the step, and a superior decides it. */
void kx_guard_route_act (const KxScene *scene, GPtrArray *findings);

/* No other step of the same way has this place. */
void kx_guard_route_ordinal (const KxScene *scene, GPtrArray *findings);

/* A seal is put to what was approved, not before, and not tomorrow. */
void kx_guard_seal_use (const KxScene *scene, GPtrArray *findings);

G_END_DECLS

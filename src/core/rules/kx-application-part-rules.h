/* Preconditions and effects around what belongs to an application: its checklist, its stopped clocks, the
 * objections to it. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The application is still being handled. */
void kx_guard_application_part (const KxScene *scene, GPtrArray *findings);

/* A document that is there has its day, one of the office's own its name. Notes what comes after closing. */
void kx_guard_item (const KxScene *scene, GPtrArray *findings);

/* Only a line that the office added goes; the others are "not needed". */
void kx_guard_item_own (const KxScene *scene, GPtrArray *findings);

/* It has its cause, the first day has come, the last is not before it, and no other clock stands open. */
void kx_guard_pause (const KxScene *scene, GPtrArray *findings);

/* The day of the receipt has come. */
void kx_guard_objection_received (const KxScene *scene, GPtrArray *findings);

/* Notes what came before the notice or after the term. */
void kx_guard_objection_term (const KxScene *scene, GPtrArray *findings);

/* The day has come, and who decides did not assess. */
void kx_guard_objection_decision (const KxScene *scene, GPtrArray *findings);

/* Of an agreement: no objection to the admission that it follows from is open or was upheld. */
void kx_guard_agreement_objections (const KxScene *scene, GPtrArray *findings);

/* With the last document that lacked the clock runs again. */
void kx_effect_item_changed (const KxScene *scene, KxDecision *decision);

/* The application waits for the decision on it. */
void kx_effect_objection_entered (const KxScene *scene, KxDecision *decision);

void kx_effect_objection_decided (const KxScene *scene, KxDecision *decision);

G_END_DECLS

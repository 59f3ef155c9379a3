/* Preconditions and effects around changes of an agency. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Makes a case of each watched field that the op changes of an agency with which an agreement runs; of a
 * field whose case nobody decided yet the case goes on with the newer value. */
void kx_effect_agency_watched (const KxScene *scene, KxDecision *decision);

/* Whether a change of this field of an agency asks for a new assessment, as the program proposes it. */
gboolean kx_change_proposes_assessment (guint agency_field);

/* The field is a watched one. */
void kx_guard_change_field (const KxScene *scene, GPtrArray *findings);

/* Its days stand in order. */
void kx_guard_change_dates (const KxScene *scene, GPtrArray *findings);

/* Warns of a report later than the office's own term; without one nothing is late. */
void kx_guard_change_reported (const KxScene *scene, GPtrArray *findings);

/* Shows what the program proposes, and warns of another decision. */
void kx_guard_change_decision (const KxScene *scene, GPtrArray *findings);

void kx_effect_change_proposed (const KxScene *scene, KxDecision *decision);
void kx_effect_change_decided (const KxScene *scene, KxDecision *decision);
void kx_effect_change_finished (const KxScene *scene, KxDecision *decision);

G_END_DECLS

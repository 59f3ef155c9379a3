/* Preconditions and effects around rectifications. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Its days stand in order. */
void kx_guard_rectification_dates (const KxScene *scene, GPtrArray *findings);

/* It says what is to be put right, and by when. */
void kx_guard_rectification_complete (const KxScene *scene, GPtrArray *findings);

/* The agency is given until the day of issue or later. */
void kx_guard_rectification_term (const KxScene *scene, GPtrArray *findings);

/* What was issued stays; what was taken over is completed. */
void kx_guard_rectification_settled (const KxScene *scene, GPtrArray *findings);

/* It was not reported before it was issued; warns of a report that came late. */
void kx_guard_rectification_reported (const KxScene *scene, GPtrArray *findings);

/* It is not rechecked before it was issued or reported; warns when the same officer issued it. */
void kx_guard_rectification_rechecked (const KxScene *scene, GPtrArray *findings);

/* A trifle closed on paper has a second officer's initial: not of the one who issued it. */
void kx_guard_rectification_second_initial (const KxScene *scene, GPtrArray *findings);

/* What runs on paper comes in as it stands: what would refuse is a note. */
void kx_guard_rectification_taken_over (const KxScene *scene, GPtrArray *findings);

void kx_effect_rectification_issued (const KxScene *scene, KxDecision *decision);
void kx_effect_rectification_reported (const KxScene *scene, KxDecision *decision);
void kx_effect_rectification_rechecked (const KxScene *scene, KxDecision *decision);
void kx_effect_rectification_closed (const KxScene *scene, KxDecision *decision);

G_END_DECLS

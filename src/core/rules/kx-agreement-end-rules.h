/* How an office ends an agreement by a decision, and what has to be seen to before it is over. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* The days of the decision stand in order: it ends when it was served or later, and when the patients are
 * moved or later, or the step gives a reason. */
void kx_guard_termination (const KxScene *scene, GPtrArray *findings);

/* Shows that an agreement is terminated as it says (社会保险经办条例第四十三条). */
void kx_guard_termination_clause (const KxScene *scene, GPtrArray *findings);

/* The exit case that is named is one of this office against this agency. */
void kx_guard_termination_case (const KxScene *scene, GPtrArray *findings);

/* Of what is entered beside the agreement (plaque, list, filing, patients, settlement): the day has come. */
void kx_guard_agreement_facts (const KxScene *scene, GPtrArray *findings);

/* Of "end": where an agency leaves or is put out its patients are moved and its settlement is closed before.
 * An agency that was not paid, and one that merged or closed, is not held back by it. A plaque that was given
 * and not returned is a warning, never more. */
void kx_guard_agreement_closing (const KxScene *scene, GPtrArray *findings);

void kx_effect_agreement_terminated (const KxScene *scene, KxDecision *decision);

G_END_DECLS

/* What a step of a lifecycle needs beyond a row in the right state, so that tests can take every one. A new
 * entity adds its own lines here. */
#pragma once

#include "core/kx-test-world.h"

G_BEGIN_DECLS

/* Makes the row fit for the step. */
void kx_test_steps_prepare (KxTestWorld *world, const KxTransition *step, KxRecord *row);

/* Arguments with which the action can be taken; NULL: it has none. Owned. */
KxRecord *kx_test_steps_arguments (const KxTransition *step);

/* A field that a patch may change in this state, or, of an add or remove, one that is a set; -1: none. */
int kx_test_steps_field (const KxEntity *entity, KxOpKind kind, guint state);

/* An op that takes this step in `world`, on a row made for it in this state; the system may take it. */
KxOp *kx_test_steps_op (KxTestWorld *world, const KxEntity *entity, const KxTransition *step, guint state);

G_END_DECLS

/* What would become of an op once others were done, which are not: what somebody is typing is judged before
 * it is saved. */
#pragma once

#include "core/kx-decide.h"

G_BEGIN_DECLS

/* Decides the op of `scene` on the rows as the ops of `before` (element-type KxOp) would leave them, each
 * decided on what those before it leave. Where one of them is refused, its decision is returned. Pure, as
 * kx_decide(); free with kx_decision_free(). */
KxDecision *kx_decide_after (const KxScene *scene, GPtrArray *before);

G_END_DECLS

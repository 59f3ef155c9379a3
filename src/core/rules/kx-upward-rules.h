/* Preconditions around what is sent to the body above. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Sent before it is answered, both days have come, and an answer has its day. */
void kx_guard_upward (const KxScene *scene, GPtrArray *findings);

/* No round rests on it. */
void kx_guard_upward_unused (const KxScene *scene, GPtrArray *findings);

G_END_DECLS

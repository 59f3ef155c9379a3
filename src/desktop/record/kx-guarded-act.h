/* An act and its preconditions, together: the list of what holds and what does not, and the button below it,
 * which waits for all of them. The decision is tried on the mirror; pressed, the act goes to the service if
 * it happens there, else into the mirror. */
#pragma once

#include "core/kx-op.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_GUARDED_ACT (kx_guarded_act_get_type ())
G_DECLARE_FINAL_TYPE (KxGuardedAct, kx_guarded_act, KX, GUARDED_ACT, GtkWidget)

/* Signal "done" (): the act went through. A refusal is shown with the list, and nothing is lost.
 *
 * `label` is the verb on the button. */
KxGuardedAct *kx_guarded_act_new (KxDesk *desk, const char *label);

/* What would be done, tried anew each time: after each key, and when the service comes or goes. Both are
 * taken. `op` NULL: it cannot be said yet; `own`: findings of the page itself (element-type KxFinding), such
 * as a field that is empty, or NULL. */
void kx_guarded_act_set_op (KxGuardedAct *self, KxOp *op, GPtrArray *own);

/* TRUE when nothing that is known here stands against it. */
gboolean kx_guarded_act_is_ready (KxGuardedAct *self);

/* As the button does; nothing while it is not ready. */
void kx_guarded_act_press (KxGuardedAct *self);

G_END_DECLS

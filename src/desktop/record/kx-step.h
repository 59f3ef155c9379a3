/* The steps of a record's lifecycle: which are open, what stands in their way, and the op that takes one. */
#pragma once

#include "core/kx-lifecycle.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* The actions that the record's state has, in the order of the table: `mine`, those that the user's roles
 * allow; else those that are others'. Looks at values and links of other records are none of them
 * (element-type KxTransition, borrowed). Free with g_ptr_array_unref(). */
GPtrArray *kx_step_list_open (KxDesk *desk, const KxRecord *record, gboolean mine);

/* The op of a step; `arguments`, which are copied, and `reason` may be NULL. Free with kx_op_free(). */
KxOp *kx_step_make_op (const KxRecord *record, const KxTransition *step, const KxRecord *arguments,
                       const char *reason);

/* What would become of `op`, tried on the mirror, as people read it: that the service has to be reached
 * stands in the place of "needs-service"; what a form still has to be given is left out. Free with
 * kx_decision_free(). */
KxDecision *kx_step_try (KxDesk *desk, const KxRecord *record, const KxTransition *step, const KxOp *op);

/* The same for a form that is being typed: `ret_needed` is what preconditions want to be given that was not,
 * (element-type KxFinding), as KX_WARNS, because nobody was wrong yet. Free with g_ptr_array_unref(). */
KxDecision *kx_step_try_typed (KxDesk *desk, const KxRecord *record, const KxTransition *step, const KxOp *op,
                               GPtrArray **ret_needed);

/* TRUE when the step is not taken without a reason, whatever else it wants. */
gboolean kx_step_wants_reason (const KxTransition *step, const KxDecision *tried);

/* TRUE when nothing but the way to the service and the approval of a superior is wanting: it can be prepared,
 * or taken. */
gboolean kx_step_can_prepare (const KxDecision *tried);

/* TRUE when nothing at all is wanting. */
gboolean kx_step_can_take (const KxDecision *tried);

/* The step by which this user can take `step` back at once; NULL: there is none. */
const KxTransition *kx_step_find_inverse (KxDesk *desk, const KxRecord *record, const KxTransition *step);

/* TRUE when a dialog asks before it is taken: it needs something, or nobody can take it back. */
gboolean kx_step_asks (KxDesk *desk, const KxRecord *record, const KxTransition *step);

/* What happens then, in one sentence. `tried` may be NULL. Free with g_free(). */
char *kx_step_dup_effect (const KxRecord *record, const KxTransition *step, const KxDecision *tried);

/* Where what was typed about a step is kept. Free with g_free(). */
char *kx_step_dup_draft_key (const KxRecord *record, const KxTransition *step);

G_END_DECLS

/* What the files of the push share. */
#pragma once

#include "store/kx-push.h"

G_BEGIN_DECLS

/* The line that answers one op of a transaction that was applied. Free with g_free(); NULL with an error. */
char *kx_push_answer_applied (KxBook *book, const KxActor *actor, const KxWireOp *op,
                              const KxOutcome *outcome, GError **error);

/* The line of a refused one, with `findings` (element-type KxFinding) and the row as it stands, if `actor`
 * may see it. */
char *kx_push_answer_refused (KxBook *book, const KxActor *actor, const KxWireOp *op, GPtrArray *findings,
                              GError **error);

/* The line of one that was not looked at. */
char *kx_push_answer_held (const KxWireOp *op);

/* What is given when an op comes once more: the line it got then, without rows that `actor` may not see any
 * more. Free with g_free(). */
char *kx_push_answer_again (KxBook *book, const KxActor *actor, const char *line);

G_END_DECLS

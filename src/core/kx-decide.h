/* The one way through: every change of every row, on the service and on a desktop, is decided here. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Decides one op on today's rows. Pure: the same scene gives the same decision, ids of made rows included.
 * Never NULL; free with kx_decision_free(). A row that the actor may not see answers as one that is not
 * there. */
KxDecision *kx_decide (const KxScene *scene);

/* Codes of findings that others turn into an answer of their own. */
#define KX_CODE_NOT_FOUND "not-found"
#define KX_CODE_TRASHED "trashed"
#define KX_CODE_EXISTS "exists"
#define KX_CODE_ROLE "role"
#define KX_CODE_STATE "state"
#define KX_CODE_CHANGED_SINCE "changed-since"
#define KX_CODE_NO_SUCH_STEP "no-such-step"

/* The space in which a new row of these fields would stand, or NULL with a finding. Free with g_free(). */
char *kx_decide_space (const KxScene *scene, const KxRecord *fields, KxDecision *decision);

G_END_DECLS

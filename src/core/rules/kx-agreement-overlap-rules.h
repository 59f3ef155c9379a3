/* Of one kind of service an agency has one agreement at a time with an office. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* No other agreement of the same office, agency and kind covers one of its scopes on one of its days, but the
 * one before it and the one after it. What has ended covers nothing; an agreement whose scopes are not known
 * covers all. An end that is not known never comes, a first day that is not known is past, and not before
 * today where nobody has signed yet. Looks at a change only when it touches days or scopes. */
void kx_guard_agreement_only_one (const KxScene *scene, GPtrArray *findings);

G_END_DECLS

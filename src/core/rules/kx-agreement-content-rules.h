/* What an agreement deals with when it is handed in, approved and signed. No law of the country lists the
 * subjects of an agreement: what a document of the office's own jurisdiction, or the office itself, wants in
 * it is a precondition; what others want is an example and warns. */
#pragma once

#include "core/kx-lifecycle.h"
#include "core/kx-policy.h"

G_BEGIN_DECLS

/* The parts of a parameter that lists things: those before and after 、 ， ； or a line end. NULL: it has no
 * value. Free with g_strfreev(). */
char **kx_rule_listed (const KxPolicy *policy, KxPolicyKey key);

/* The parts of an enumeration as documents and people write one, parted by 、 or by another mark, without the
 * blanks around them and without empty ones. Free with g_strfreev(). */
char **kx_rule_parts (const char *text);

/* What the documents and own values say of one way of payment: how it stands to them, and to their shares. */
void kx_rule_payment (const KxPolicy *policy, const KxRecord *payment, GPtrArray *findings);

/* Adds what is to be said of the contents of the scene's agreement for rehabilitation: clauses, payment,
 * deposit, versions, phases, paths for disputes. `policy` is what governs it. */
void kx_rule_agreement_contents (const KxScene *scene, const KxPolicy *policy, GPtrArray *findings);

G_END_DECLS

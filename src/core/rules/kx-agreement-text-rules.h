/* What documents and own values say of the scopes, the text, the length and the end of an agreement. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Warns of a scope that the document opens as a pilot: for any agency but the one it names for it, and where
 * it names none. A city that was designated enters a value of its own for the scope, with the paper that says
 * so; then nothing is said. Where the document wants the unified text the record says which one it is; if it
 * does not, or names another than the office entered as the unified one, that is a warning, and the signature
 * needs a reason. A length beyond an own value is a warning. So are most faults
 * of its contents (kx-agreement-content-rules.h). */
void kx_guard_agreement_terms (const KxScene *scene, GPtrArray *findings);

/* The agency of the agreement is a public one; FALSE, with a finding that it cannot be told, where it is not
 * here. */
gboolean kx_rule_public_agency (const KxScene *scene, GPtrArray *findings);

/* What stands behind an end: shown, and it forbids nothing. An own value by which public hospitals stay is a
 * warning where one asks to leave. */
void kx_guard_agreement_ground (const KxScene *scene, GPtrArray *findings);

G_END_DECLS

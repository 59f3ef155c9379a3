/* The right of statement and defence (陈述申辩): an office that puts an agency out has heard it before, or
 * the agency waived it, or let its term pass. The law gives the right; in which order days follow is the
 * office's rule, and how long the term is an own value. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* An exit case that is decided or closed says how the agency was heard. What was decided on paper before it
 * was entered comes in as it stands: there it is a warning. */
void kx_guard_exit_statement (const KxScene *scene, GPtrArray *findings);

/* An agreement that its office terminates: the step says how the agency was heard, or an exit case of it
 * does. Other endings need no statement. */
void kx_guard_agreement_statement (const KxScene *scene, GPtrArray *findings);

/* A suspension that the office decides: the agency was heard before. A hold for the time being does not wait
 * for that: the agency is told of its right at once. What the agency asked for needs neither. */
void kx_guard_suspension_statement (const KxScene *scene, GPtrArray *findings);

G_END_DECLS

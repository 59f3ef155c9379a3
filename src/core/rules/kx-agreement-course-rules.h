/* What happens to an agreement while it runs: it is carried on past its end (顺延), its agency asks to leave,
 * or ends it because it was not paid. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* It is carried on while it runs, until a later day, and all in all not for longer than the office allows
 * itself after the end that was signed. Where nobody gave such a length none is assumed. Everything else of
 * it stays. */
void kx_guard_bridge (const KxScene *scene, GPtrArray *findings);

/* No case of this office against the agency was decided by which the agreement ends. */
void kx_guard_not_put_out (const KxScene *scene, GPtrArray *findings);

/* The agency asked; it gave the notice that the office wants, and the office's own value does not keep public
 * hospitals. */
void kx_guard_agreement_leave (const KxScene *scene, GPtrArray *findings);

/* An unpaid agency ends it by itself (工伤保险条例第五十九条第二款): the office notes its
 * notice, and cannot refuse it. No term of notice and no bar for public hospitals counts here. */
void kx_guard_agreement_unpaid (const KxScene *scene, GPtrArray *findings);

/* Of "end": warns where it ends on another day or in another way than was entered before. */
void kx_guard_agreement_as_planned (const KxScene *scene, GPtrArray *findings);

void kx_effect_agreement_bridged (const KxScene *scene, KxDecision *decision);
void kx_effect_agreement_leaves (const KxScene *scene, KxDecision *decision);
void kx_effect_agreement_unpaid (const KxScene *scene, KxDecision *decision);
void kx_effect_agreement_kept (const KxScene *scene, KxDecision *decision);

G_END_DECLS

/* Preconditions and effects around an agreement that follows another (续签), and around letting one run out
 * (不续签). */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Of an agreement that names one before it: the same parties and kind; that one runs, or its term is over;
 * the new term begins after the last day of the old one, and a gap is said; nobody decided that it ends or is
 * not renewed. A rectification that is overdue or failed stands in the way from handing in on, unless a
 * superior decided to renew despite it; one that is open and in time is said, and asks for a clause with its
 * day (带整改续签). That the law knows no such bar is why these are the office's own rules. No grade on
 * record is no objection. */
void kx_guard_renewal (const KxScene *scene, GPtrArray *findings);

/* Says whether a rectification stands in the way that a superior may pass over. */
void kx_guard_renewal_hindered (const KxScene *scene, GPtrArray *findings);

/* It is not carried on into the term of one that follows it. */
void kx_guard_bridge_successor (const KxScene *scene, GPtrArray *findings);

/* The day has come, and no agreement that follows is in the making. */
void kx_guard_not_renewing (const KxScene *scene, GPtrArray *findings);

/* It was decided not to renew it. */
void kx_guard_renewal_refused (const KxScene *scene, GPtrArray *findings);

void kx_effect_renewed_despite (const KxScene *scene, KxDecision *decision);
void kx_effect_not_renewed (const KxScene *scene, KxDecision *decision);
void kx_effect_renewed_after_all (const KxScene *scene, KxDecision *decision);

G_END_DECLS

/* Who may do what on one record (岗位分离): an office's own table over what stands in no document, and
 * beneath it a floor that no table lowers: nobody confirms his own entry of a signature, result, measure,
 * draw, take-over or answer on paper. */
#pragma once

#include "core/entities/kx-duty-pair.h"
#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* A duty that somebody did on the record before. */
typedef struct
{
  int duty;         /* KX_DUTY (…) */
  const char *user; /* id; NULL: nobody did, so nothing is asked */
} KxDutyDone;

/**
 * kx_rule_duties:
 * @scene: the actor wants to do it now
 * @office: id of the office whose table counts
 * @duty: KX_DUTY (…)
 * @done: what was done on the record before, by whom
 * @n_done: how many
 * @findings: gets a finding "same-officer" for each pair that is ruled: a program rule where the floor
 * stands, an office rule where the table or what the program proposes for it does
 *
 * A guest of another office, of the city or of the bureau, is a second person. Whether two people are of
 * different offices is known at the service alone.
 */
void kx_rule_duties (const KxScene *scene, const char *office, int duty, const KxDutyDone *done, guint n_done,
                     GPtrArray *findings);

/* TRUE for two duties that are never in one hand. */
gboolean kx_duty_is_floor (int one, int other);

/* The rule (kx_duty_pair_rule_…) for an office whose table says nothing of the two; -1: none. */
int kx_duty_proposed (int one, int other);

/* They are two duties, and the floor is not lowered. */
void kx_guard_duty_pair (const KxScene *scene, GPtrArray *findings);

/* The office has one rule a pair, whichever stands first. */
void kx_guard_duty_pair_once (const KxScene *scene, GPtrArray *findings);

G_END_DECLS

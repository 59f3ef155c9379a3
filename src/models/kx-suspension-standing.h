/* How a suspension stands on a day, in words: whether it runs, since when and until when, and on how many
 * days it did. It follows from its days, and is never stored. */
#pragma once

#include "core/entities/kx-suspension.h"

G_BEGIN_DECLS

/**
 * kx_suspension_standing_words:
 * @suspension: the row
 * @agreement_end: the last day of its agreement; 0: not known
 * @today: the day on which it is looked at
 * @ret_runs: (out) (optional): whether it has its effect on that day
 *
 * "Proposed", "Decided, not served", "Begins on 1 Dec 2026", "Suspended for 14 days, last day 31 Dec 2026",
 * "Resumed from 4 Dec 2026, after 14 days". Free with g_free().
 */
char *kx_suspension_standing_words (const KxRecord *suspension, KxDate agreement_end, KxDate today,
                                    gboolean *ret_runs);

/**
 * kx_suspension_first_words:
 * @suspension: the row
 *
 * The first day of its effect, which is not before the decision was served; the day that stands in it while
 * nothing follows from it yet, or nothing any more. For whoever settles fees by the list. Free with g_free().
 */
char *kx_suspension_first_words (const KxRecord *suspension);

/**
 * kx_suspension_last_words:
 * @suspension: the row
 *
 * The last day of its effect: that before the service resumed, or that on which its agreement was ended, at
 * most its own last day. Of one that had no effect, its own last day. Free with g_free().
 */
char *kx_suspension_last_words (const KxRecord *suspension);

G_END_DECLS

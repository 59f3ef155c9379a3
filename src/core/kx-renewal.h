/* An agreement that follows another (续签): its term, counted from the day on which the one before it ends
 * now, and what is taken over from that one when it is drawn up. Nothing is renewed by itself. */
#pragma once

#include "core/entities/kx-agreement.h"
#include "core/kx-calendar.h"

G_BEGIN_DECLS

/* The last day on which it runs as things stand: after all by which it was carried on, or the day on which it
 * ended or is to end. None where it has no last day. */
KxDate kx_renewal_last_day (const KxRecord *agreement);

/* The term that would follow: from the day after the last one, for as long as was signed, whole months where
 * that one had whole months. None where the one before has no term, or the years end. */
void kx_renewal_next_term (const KxRecord *agreement, KxDate *ret_starts, KxDate *ret_ends);

/* The day by which the office has done something `months` before `end`; where that is no working day, the
 * working day before it. None before the years begin. */
KxDate kx_renewal_lead (const KxCalendar *calendar, KxDate end, int months);

/* An agreement drawn up after `agreement`: the same parties and kind, the terms of that one, the term that
 * follows, no number. `id` is that of the new row. Free with kx_record_free(). */
KxRecord *kx_renewal_draft (const KxRecord *agreement, const char *id);

/* TRUE of a field that is a term of an agreement: copied to one that follows, and compared with it. The days
 * of its term are not. */
gboolean kx_renewal_is_term (guint field);

/* The kinds of rows of an agreement that are terms of it, by name and ended by NULL; static. Its clauses are
 * looked at anew in each text. */
const char *const *kx_renewal_parts (void);

/* Such a row as the one of `agreement`. Free with kx_record_free(). */
KxRecord *kx_renewal_copy_part (const KxRecord *part, const char *agreement);

G_END_DECLS

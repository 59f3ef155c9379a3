/* The clocks of an application: when something is due by the dates on record, by the terms of the policy or
 * of the office, by the office's working days, and by the times in which the clock stood still. Nothing of it
 * is stored. */
#pragma once

#include "core/entities/kx-application.h"
#include "core/kx-calendar.h"
#include "core/kx-policy.h"

G_BEGIN_DECLS

typedef enum
{
  KX_CLOCK_ACCEPTANCE, /* from the receipt to the acceptance */
  KX_CLOCK_SUPPLEMENT, /* from the notice that something is missing */
  KX_CLOCK_ASSESSMENT, /* from the acceptance to the result */
  KX_CLOCK_PUBLICITY,  /* how long the public notice stands */
  KX_CLOCK_OBJECTION,  /* until when objections are taken after it */
  KX_N_CLOCKS
} KxAdmissionClock;

typedef struct
{
  KxDate from;          /* the event from which it runs; 0: it has not begun */
  KxDate on;            /* the last day; 0: none */
  gboolean by_hand;     /* the day was given, no term makes it */
  KxDate set_aside;     /* a day that was given and does not count, because a term makes another; 0: none */
  gboolean stopped;     /* it stands still now, so there is no last day yet */
  gboolean provisional; /* it goes beyond the holidays that are published */
  const KxParameter *term; /* what gives the term, with its citation; borrowed from the policy */
} KxDue;

/* The parameter that gives the term of this clock. */
KxPolicyKey kx_admission_term (KxAdmissionClock clock);

/**
 * kx_admission_from:
 * @clock: a clock
 * @application: an application
 * @pauses: (element-type KxRecord): its stopped clocks
 *
 * The day of the event from which the clock runs, whose rules count: none when it has not begun.
 */
KxDate kx_admission_from (KxAdmissionClock clock, const KxRecord *application, GPtrArray *pauses);

/**
 * kx_admission_due:
 * @clock: a clock
 * @application: an application
 * @pauses: (element-type KxRecord): its stopped clocks
 * @policy: what governs the office on the day of kx_admission_from()
 * @calendar: the office's working days
 *
 * When it is due. A term without a value gives no day; then the one that a person gave counts, if any. A
 * notice that went out names its own last day, which counts in any case.
 */
KxDue kx_admission_due (KxAdmissionClock clock, const KxRecord *application, GPtrArray *pauses,
                        const KxPolicy *policy, const KxCalendar *calendar);

/**
 * kx_admission_count:
 * @from: the day of the event, which does not count
 * @n: how many days, 0 or more; 0 gives @from
 * @workdays: working days instead of days; a term in days that ends on a free day ends on the next that is
 *   worked (民法典 article 203)
 * @pauses: (element-type KxRecord) (nullable): stopped clocks: the days from the first up to the one on which
 *   it runs again do not count
 * @calendar: the office's working days
 * @ret_stopped: (out): it stands still before the term is over
 * @ret_provisional: (out): a day that counted is not published yet
 *
 * The last day of a term; none when it stands still, or beyond the years served.
 */
KxDate kx_admission_count (KxDate from, gint64 n, gboolean workdays, GPtrArray *pauses,
                           const KxCalendar *calendar, gboolean *ret_stopped, gboolean *ret_provisional);

/* When an objection received on `day` has to be answered, by `given` where the policy has no term. */
KxDue kx_admission_answer_due (KxDate day, KxDate given, const KxPolicy *policy, const KxCalendar *calendar);

G_END_DECLS

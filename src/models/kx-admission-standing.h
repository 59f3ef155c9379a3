/* How the clocks of an application stand on a day, in words: until when, and what gives the term. Nothing of
 * it is stored; which of them runs is told by kx-admission-step.h. */
#pragma once

#include "core/kx-admission.h"
#include "models/kx-filter.h"

G_BEGIN_DECLS

typedef struct
{
  KxAdmissionClock clock; /* KX_N_CLOCKS: that of an objection */
  char *objector;         /* whose objection has to be answered; owned by the list; NULL: none */
  char *objection;        /* its id; owned by the list; NULL: none */
  KxDate from;            /* the event from which it runs */
  KxDate on;              /* the last day; 0: none */
  KxDate done_on;         /* what it waited for happened; 0: not yet */
  KxDate stopped_on;      /* it has stood still since then; 0: it runs */
  KxDate today;           /* the day on which it was looked at */
  int workdays;           /* from that day to the last one, negative when it has passed */
  gboolean by_hand;       /* a person gave the last day */
  KxDate set_aside;       /* the one that a person gave, where the term comes before it; 0: none */
  gboolean provisional;   /* it lies beyond the holidays that are published */
  gboolean set;           /* a document or the office gives a term */
  gint64 term;            /* how many days; only where it is set */
  KxCite cite;            /* what gives it; KX_SOURCE_NONE: nothing does */
} KxAdmissionStanding;

/**
 * kx_admission_standing_make:
 * @clock: a clock
 * @application: an application
 * @pauses: (element-type KxRecord): its stopped clocks
 * @policy: what governs the office on the day of kx_admission_from()
 * @calendar: the office's working days
 * @today: the day on which it is looked at
 *
 * How the clock stands; `from` is 0 when it has not begun. What it says outlives the policy.
 */
KxAdmissionStanding kx_admission_standing_make (KxAdmissionClock clock, const KxRecord *application,
                                                GPtrArray *pauses, const KxPolicy *policy,
                                                const KxCalendar *calendar, KxDate today);

/* The clocks that have begun, in their order, and below them that of each objection, with what it takes read
 * at once. (element-type KxAdmissionStanding) NULL: it is not all on this computer. Free with
 * g_array_unref(). */
GArray *kx_admission_standing_read (KxReader *reader, const KxRecord *application, const KxCalendar *calendar,
                                    KxDate today);

/* "Accept the application", "Answer the objection of 某职工". Free with g_free(). */
char *kx_admission_standing_dup_label (const KxAdmissionStanding *standing);

/* TRUE when its last day has passed, it runs, and what it waits for has not happened. */
gboolean kx_admission_standing_is_over (const KxAdmissionStanding *standing);

/* TRUE when it is over and the office should have acted: the agency's own term and a notice that is over only
 * let the office go on. */
gboolean kx_admission_standing_is_late (const KxAdmissionStanding *standing);

/* "Until 2026-07-10, in 3 working days", "Stopped since 2026-07-01, so nothing is late", "No last day",
 * "Done on 2026-07-03". Free with g_free(). */
char *kx_admission_standing_dup_when (const KxAdmissionStanding *standing);

/* Since when, and where the last day comes from in the words of kx_admission_source_words(): "From
 * 2026-07-01; 20 working days". Free with g_free(). */
char *kx_admission_standing_dup_why (const KxAdmissionStanding *standing);

/* What lists of applications are filtered by: whether anything is still to be done. */
#define KX_ADMISSION_N_HANDLINGS 2
extern const KxFilterPreset kx_admission_handlings[KX_ADMISSION_N_HANDLINGS];

G_END_DECLS

/* What an application waits for, and which clock runs meanwhile. Nothing of it is stored:
 * core/kx-admission.h. */
#pragma once

#include "core/kx-admission.h"
#include "core/kx-reader.h"

G_BEGIN_DECLS

typedef enum
{
  KX_ADMISSION_ACCEPTING,  /* somebody decides whether to accept it */
  KX_ADMISSION_SUPPLYING,  /* the agency has to hand in what is missing */
  KX_ADMISSION_ASSESSING,  /* the result of the assessment is to come */
  KX_ADMISSION_NEXT,       /* no clock: to be ranked, published or decided */
  KX_ADMISSION_PUBLISHED,  /* the public notice stands, or has ended */
  KX_ADMISSION_OBJECTIONS, /* as published, and objections are taken for longer */
  KX_ADMISSION_OBJECTED,   /* somebody objected; each objection has its own clock */
  KX_ADMISSION_OVER
} KxAdmissionStep;

/* The stopped clocks of an application. (element-type KxRecord) NULL: they could not be read. Free with
 * g_ptr_array_unref(). */
GPtrArray *kx_admission_list_pauses (KxReader *reader, const char *application);

/**
 * kx_admission_step:
 * @application: an application
 * @pauses: (element-type KxRecord): its stopped clocks
 * @ret_clock: (out): the clock that runs or stands still; KX_N_CLOCKS: none
 *
 * What the application waits for. Of the clocks of the public notice it gives the first;
 * kx_admission_notice_clock() says which of the two is later.
 */
KxAdmissionStep kx_admission_step (const KxRecord *application, GPtrArray *pauses,
                                   KxAdmissionClock *ret_clock);

/* The clock that ends later of the two that a public notice starts. */
KxAdmissionClock kx_admission_notice_clock (const KxRecord *application, const KxPolicy *policy,
                                            const KxCalendar *calendar);

/* From when it stands still, as long as nobody knows until when; none when it runs. */
KxDate kx_admission_stopped_since (GPtrArray *pauses);

/* Where a last day comes from, in the words of every place that says so: "5 working days, this office's own
 * value", that a person gave it, or that there is none. `term` is that of `key`, `by_hand` and `set_aside` as
 * in KxDue. Free with g_free(). */
char *kx_admission_source_words (KxPolicyKey key, const KxParameter *term, gboolean by_hand,
                                 KxDate set_aside);

/* The same with the name of the term before it: "Term for accepting an application: 5 working days". Free
 * with g_free(). */
char *kx_admission_term_words (const KxDue *due, KxPolicyKey key);

/* What stands behind it. */
KxCite kx_admission_term_cite (const KxDue *due);

G_END_DECLS

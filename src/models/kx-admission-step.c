#include "models/kx-admission-step.h"

#include "core/entities/kx-application-pause.h"
#include "models/kx-display.h"
#include "models/kx-policy-list.h"
#include "sync/kx-gettext.h"

/* More than any application has. */
#define MOST_PAUSES 1000

GPtrArray *
kx_admission_list_pauses (KxReader *reader, const char *application)
{
  KxQuery query = { .entity = &kx_application_pause_entity,
                    .terms = { { .field = kx_application_pause_f_application, .value.REF = application } },
                    .n_terms = 1 };
  GPtrArray *pauses = NULL;

  return kx_reader_list (reader, &query, MOST_PAUSES, &pauses) == KX_KNOWN ? pauses : NULL;
}

/* The stopped clock of this kind that nobody has started again; a negative kind: of any. NULL: none. */
static const KxRecord *
find_standing (GPtrArray *pauses, int kind)
{
  for (guint i = 0; i < pauses->len; i++)
    if (!kx_record_has (pauses->pdata[i], kx_application_pause_f_until_on) &&
        (kind < 0 || kx_record_get (pauses->pdata[i], kx_application_pause_f_kind).CODE == kind))
      return pauses->pdata[i];
  return NULL;
}

/* Up to the result of the assessment the dates tell more than the state: one that is being supplemented may
 * have been accepted before. */
static KxAdmissionStep
step_before_result (const KxRecord *application, GPtrArray *pauses, KxAdmissionClock *ret_clock)
{
  if (find_standing (pauses, kx_application_pause_kind_supplement) != NULL)
    {
      *ret_clock = KX_CLOCK_SUPPLEMENT;
      return KX_ADMISSION_SUPPLYING;
    }
  if (!kx_record_has (application, kx_application_f_accepted_on))
    {
      *ret_clock = KX_CLOCK_ACCEPTANCE;
      return KX_ADMISSION_ACCEPTING;
    }
  if (kx_record_has (application, kx_application_f_assessed_on))
    return KX_ADMISSION_NEXT;
  *ret_clock = KX_CLOCK_ASSESSMENT;
  return KX_ADMISSION_ASSESSING;
}

KxAdmissionStep
kx_admission_step (const KxRecord *application, GPtrArray *pauses, KxAdmissionClock *ret_clock)
{
  *ret_clock = KX_N_CLOCKS;
  switch (kx_record_get (application, kx_application_f_state).CODE)
    {
    case kx_application_state_received:
    case kx_application_state_supplementing:
    case kx_application_state_accepted:
    case kx_application_state_assessing:
      return step_before_result (application, pauses, ret_clock);
    case kx_application_state_publicity:
      *ret_clock = KX_CLOCK_PUBLICITY;
      return KX_ADMISSION_PUBLISHED;
    case kx_application_state_objection:
      return KX_ADMISSION_OBJECTED;
    default:
      return KX_ADMISSION_OVER;
    }
}

KxAdmissionClock
kx_admission_notice_clock (const KxRecord *application, const KxPolicy *policy, const KxCalendar *calendar)
{
  KxDue notice = kx_admission_due (KX_CLOCK_PUBLICITY, application, NULL, policy, calendar);
  KxDue objections = kx_admission_due (KX_CLOCK_OBJECTION, application, NULL, policy, calendar);

  return objections.on.ymd > notice.on.ymd ? KX_CLOCK_OBJECTION : KX_CLOCK_PUBLICITY;
}

KxDate
kx_admission_stopped_since (GPtrArray *pauses)
{
  const KxRecord *pause = find_standing (pauses, -1);

  return pause != NULL ? kx_record_get (pause, kx_application_pause_f_from_on).DATE : (KxDate){ 0 };
}

char *
kx_admission_source_words (KxPolicyKey key, const KxParameter *term, gboolean by_hand, KxDate set_aside)
{
  g_autofree char *value = NULL, *given = NULL, *source = NULL;

  if (by_hand)
    return g_strdup (_ ("a person gave the last day"));
  if (!term->set)
    return g_strdup (_ ("no document and no own value gives a term, so nothing is late"));
  value = kx_policy_value_dup_words (key, term->value);
  /* Translators: {term} is "20 working days" */
  source = term->cite.force == KX_FORCE_OWN_VALUE
               ? kx_display_fill (N_ ("{term}, this office's own value"), "term", value, NULL)
               : g_steal_pointer (&value);
  if (set_aside.ymd == 0)
    return g_steal_pointer (&source);
  given = kx_display_date (set_aside);
  /* Translators: {source} is "20 working days"; the term comes before the day that somebody entered */
  return kx_display_fill (N_ ("{source}; the day that was entered, {date}, does not count"), "source", source,
                          "date", given, NULL);
}

char *
kx_admission_term_words (const KxDue *due, KxPolicyKey key)
{
  g_autofree char *source = kx_admission_source_words (key, due->term, due->by_hand, due->set_aside);

  /* Translators: {term} is "Term for accepting an application", {source} "5 working days" or why there is
   * none */
  return kx_display_fill (N_ ("{term}: {source}"), "term", _ (kx_policy_line (key)->field.label), "source",
                          source, NULL);
}

/* A day that a person gave rests on the office, also where a document would give another. */
KxCite
kx_admission_term_cite (const KxDue *due)
{
  if (due->by_hand)
    return (KxCite){ .source = KX_SOURCE_OFFICE };
  if (due->term->cite.source == KX_SOURCE_NONE)
    return (KxCite){ .source = KX_SOURCE_PROGRAM };
  return due->term->cite;
}

#include "models/kx-admission-standing.h"

#include "core/entities/kx-application-pause.h"
#include "models/kx-admission-step.h"
#include "models/kx-display.h"
#include "models/kx-policy-list.h"
#include "sync/kx-gettext.h"

/* clang-format off */
#define OPEN_STATES ((G_GUINT64_CONSTANT (1) << kx_application_state_admitted) - 1)
#define OVER_STATES (G_GUINT64_CONSTANT (1) << kx_application_state_admitted | \
                     G_GUINT64_CONSTANT (1) << kx_application_state_refused | \
                     G_GUINT64_CONSTANT (1) << kx_application_state_withdrawn)
#define IN(states) { .field = kx_application_f_state, .test = KX_ONE_OF, .value.CODES.bits = states }

const KxFilterPreset kx_admission_handlings[] = {
  { N_("Still being handled"), { IN (OPEN_STATES) }, 1 },
  { N_("Decided or withdrawn"), { IN (OVER_STATES) }, 1 },
};

static const struct
{
  const char *label;
  guint done; /* the field of the application that tells when what it waits for happened */
} clocks[KX_N_CLOCKS] = {
  [KX_CLOCK_ACCEPTANCE] = { N_("Accept the application"), kx_application_f_accepted_on },
  [KX_CLOCK_SUPPLEMENT] = { N_("Supplement by the agency"), kx_application_f_accepted_on },
  [KX_CLOCK_ASSESSMENT] = { N_("Assess the application"), kx_application_f_assessed_on },
  [KX_CLOCK_PUBLICITY] = { N_("Stand in public notice"), kx_application_f_decided_on },
  [KX_CLOCK_OBJECTION] = { N_("Take objections"), kx_application_f_decided_on },
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (kx_admission_handlings) == KX_ADMISSION_N_HANDLINGS);

static KxDate
date_of (const KxRecord *record, guint field)
{
  return kx_record_get (record, field).DATE;
}

/* When the newest notice for supplement was answered, or none of the clock's own events came but the
 * application was decided or withdrawn. */
static KxDate
find_done (KxAdmissionClock clock, const KxRecord *application, GPtrArray *pauses)
{
  KxDate done = date_of (application, clocks[clock].done), newest = { 0 };

  if (clock == KX_CLOCK_SUPPLEMENT)
    done.ymd = 0;
  for (guint i = 0; clock == KX_CLOCK_SUPPLEMENT && i < pauses->len; i++)
    {
      const KxRecord *pause = pauses->pdata[i];
      KxDate from = date_of (pause, kx_application_pause_f_from_on);

      if (kx_record_get (pause, kx_application_pause_f_kind).CODE != kx_application_pause_kind_supplement ||
          from.ymd <= newest.ymd)
        continue;
      newest = from;
      done = date_of (pause, kx_application_pause_f_until_on);
    }
  if (done.ymd == 0)
    done = date_of (application, kx_application_f_decided_on);
  return done.ymd != 0 ? done : date_of (application, kx_application_f_withdrawn_on);
}

/* Since when the clock stands still: the earliest pause without an end that has begun. Only the office's own
 * terms stand still while an agency is awaited. */
static KxDate
find_stopped (KxAdmissionClock clock, GPtrArray *pauses, KxDate today)
{
  KxDate since = { 0 };

  if (clock != KX_CLOCK_ACCEPTANCE && clock != KX_CLOCK_ASSESSMENT)
    return since;
  for (guint i = 0; i < pauses->len; i++)
    {
      KxDate from = date_of (pauses->pdata[i], kx_application_pause_f_from_on);

      if (!kx_record_has (pauses->pdata[i], kx_application_pause_f_until_on) && from.ymd <= today.ymd &&
          (since.ymd == 0 || from.ymd < since.ymd))
        since = from;
    }
  return since;
}

KxAdmissionStanding
kx_admission_standing_make (KxAdmissionClock clock, const KxRecord *application, GPtrArray *pauses,
                            const KxPolicy *policy, const KxCalendar *calendar, KxDate today)
{
  KxDue due = kx_admission_due (clock, application, pauses, policy, calendar);
  KxAdmissionStanding standing = { .clock = clock,
                                   .from = due.from,
                                   .on = due.on,
                                   .today = today,
                                   .by_hand = due.by_hand,
                                   .provisional = due.provisional,
                                   .set = due.term->set,
                                   .cite = due.term->cite };

  if (due.term->set)
    standing.term = due.term->value.INTEGER;
  if (due.from.ymd == 0)
    return standing;
  standing.done_on = find_done (clock, application, pauses);
  if (standing.done_on.ymd == 0)
    standing.stopped_on = find_stopped (clock, pauses, today);
  if (due.on.ymd != 0)
    {
      gboolean unsure = FALSE;

      standing.workdays = kx_calendar_workdays_between (calendar, today, due.on, &unsure);
      standing.provisional |= unsure;
    }
  return standing;
}

GArray *
kx_admission_standing_read (KxReader *reader, const KxRecord *application, const KxCalendar *calendar,
                            KxDate today)
{
  const char *office = kx_record_get (application, kx_application_f_office).REF;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (KxAdmissionStanding));
  g_autoptr (GPtrArray) pauses = office != NULL ? kx_admission_list_pauses (reader, application->id) : NULL;

  if (pauses == NULL)
    return NULL;
  for (guint i = 0; i < KX_N_CLOCKS; i++)
    {
      KxDate from = kx_admission_from ((KxAdmissionClock) i, application, pauses);
      g_autoptr (KxPolicy) policy = NULL;
      KxAdmissionStanding standing;

      if (from.ymd == 0)
        continue;
      if (kx_policy_read (reader, office, from, &policy) != KX_KNOWN)
        return NULL;
      standing =
          kx_admission_standing_make ((KxAdmissionClock) i, application, pauses, policy, calendar, today);
      if (standing.from.ymd != 0)
        g_array_append_val (found, standing);
    }
  return g_steal_pointer (&found);
}

const char *
kx_admission_clock_label (KxAdmissionClock clock)
{
  return _ (clocks[clock].label);
}

gboolean
kx_admission_standing_is_over (const KxAdmissionStanding *standing)
{
  return standing->on.ymd != 0 && standing->done_on.ymd == 0 && standing->stopped_on.ymd == 0 &&
         standing->on.ymd < standing->today.ymd;
}

gboolean
kx_admission_standing_is_late (const KxAdmissionStanding *standing)
{
  return kx_admission_standing_is_over (standing) &&
         (standing->clock == KX_CLOCK_ACCEPTANCE || standing->clock == KX_CLOCK_ASSESSMENT);
}

char *
kx_admission_standing_dup_when (const KxAdmissionStanding *standing)
{
  g_autofree char *on = standing->on.ymd != 0 ? kx_display_date (standing->on) : NULL;
  g_autofree char *other = NULL;

  if (standing->done_on.ymd != 0)
    {
      other = kx_display_date (standing->done_on);
      if (on == NULL)
        /* Translators: of what a term waits for */
        return kx_display_fill (N_ ("Done on {date}"), "date", other, NULL);
      return kx_display_fill (N_ ("Done on {date}, last day {last}"), "date", other, "last", on, NULL);
    }
  if (standing->stopped_on.ymd != 0)
    {
      other = kx_display_date (standing->stopped_on);
      return kx_display_fill (N_ ("Stopped since {date}, so nothing is late"), "date", other, NULL);
    }
  if (on == NULL)
    return g_strdup (_ ("No last day"));
  other = kx_display_remaining (standing->on, standing->today, standing->workdays, standing->provisional);
  /* Translators: {date} is the last day of a term, {distance} "in 3 working days" */
  return kx_display_fill (N_ ("Until {date}, {distance}"), "date", on, "distance", other, NULL);
}

char *
kx_admission_standing_dup_why (const KxAdmissionStanding *standing)
{
  g_autofree char *from = kx_display_date (standing->from), *term = NULL;

  if (standing->by_hand)
    return kx_display_fill (N_ ("From {from}; a person gave the last day"), "from", from, NULL);
  if (!standing->set)
    return kx_display_fill (N_ ("From {from}; no document and no own value gives a term, so nothing is late"),
                            "from", from, NULL);
  term =
      kx_policy_value_dup_words (kx_admission_term (standing->clock), (KxValue){ .INTEGER = standing->term });
  /* Translators: {term} is "20 working days" */
  return kx_display_fill (standing->cite.force == KX_FORCE_OWN_VALUE
                              ? N_ ("From {from}; {term}, this office's own value")
                              : N_ ("From {from}; {term}"),
                          "from", from, "term", term, NULL);
}

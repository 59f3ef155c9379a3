#include "models/kx-admission-standing.h"

#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-objection.h"
#include "models/kx-admission-step.h"
#include "models/kx-display.h"
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

/* More than anybody raises against one admission. */
#define MOST_OBJECTIONS 1000

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

static KxAdmissionStanding
begin (const KxDue *due, KxDate today)
{
  return (KxAdmissionStanding){ .from = due->from,
                                .on = due->on,
                                .today = today,
                                .by_hand = due->by_hand,
                                .set_aside = due->set_aside,
                                .provisional = due->provisional,
                                .set = due->term->set,
                                .term = due->term->set ? due->term->value.INTEGER : 0,
                                .cite = due->term->cite };
}

static void
count_workdays (KxAdmissionStanding *standing, const KxCalendar *calendar)
{
  gboolean unsure = FALSE;

  if (standing->on.ymd == 0)
    return;
  standing->workdays = kx_calendar_workdays_between (calendar, standing->today, standing->on, &unsure);
  standing->provisional |= unsure;
}

KxAdmissionStanding
kx_admission_standing_make (KxAdmissionClock clock, const KxRecord *application, GPtrArray *pauses,
                            const KxPolicy *policy, const KxCalendar *calendar, KxDate today)
{
  KxDue due = kx_admission_due (clock, application, pauses, policy, calendar);
  KxAdmissionStanding standing = begin (&due, today);

  standing.clock = clock;
  if (due.from.ymd == 0)
    return standing;
  standing.done_on = find_done (clock, application, pauses);
  if (standing.done_on.ymd == 0)
    standing.stopped_on = find_stopped (clock, pauses, today);
  count_workdays (&standing, calendar);
  return standing;
}

static void
clear_standing (gpointer data)
{
  KxAdmissionStanding *standing = data;

  g_free (standing->objector);
  g_free (standing->objection);
}

static int
compare_received (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;
  int day = date_of (x, kx_objection_f_received_on).ymd - date_of (y, kx_objection_f_received_on).ymd;

  return day != 0 ? day : g_strcmp0 (x->id, y->id);
}

/* NULL: they could not be read. */
static GPtrArray *
list_objections (KxReader *reader, const char *application)
{
  KxQuery query = { .entity = &kx_objection_entity,
                    .terms = { { .field = kx_objection_f_application, .value.REF = application } },
                    .n_terms = 1 };
  GPtrArray *objections = NULL;

  if (kx_reader_list (reader, &query, MOST_OBJECTIONS, &objections) != KX_KNOWN)
    return NULL;
  g_ptr_array_sort (objections, compare_received);
  return objections;
}

/* When an objection has to be answered. Whoever decided on the application needs no answer to it any more. */
static KxAdmissionStanding
make_answer (const KxRecord *objection, const KxRecord *application, const KxPolicy *policy,
             const KxCalendar *calendar, KxDate today)
{
  KxDue due = kx_admission_answer_due (date_of (objection, kx_objection_f_received_on),
                                       date_of (objection, kx_objection_f_answer_by), policy, calendar);
  KxAdmissionStanding standing = begin (&due, today);

  standing.clock = KX_N_CLOCKS;
  standing.objector = kx_display_title (objection);
  standing.objection = g_strdup (objection->id);
  standing.done_on = date_of (objection, kx_objection_f_decided_on);
  if (standing.done_on.ymd == 0)
    standing.done_on = date_of (application, kx_application_f_decided_on);
  if (standing.done_on.ymd == 0)
    standing.done_on = date_of (application, kx_application_f_withdrawn_on);
  count_workdays (&standing, calendar);
  return standing;
}

/* FALSE: not all of it is here. */
static gboolean
read_answers (KxReader *reader, const KxRecord *application, const KxCalendar *calendar, KxDate today,
              GArray *found)
{
  const char *office = kx_record_get (application, kx_application_f_office).REF;
  g_autoptr (GPtrArray) objections = list_objections (reader, application->id);

  for (guint i = 0; objections != NULL && i < objections->len; i++)
    {
      KxDate from = date_of (objections->pdata[i], kx_objection_f_received_on);
      g_autoptr (KxPolicy) policy = NULL;
      KxAdmissionStanding standing;

      if (from.ymd == 0)
        continue;
      if (kx_policy_read (reader, office, from, &policy) != KX_KNOWN)
        return FALSE;
      standing = make_answer (objections->pdata[i], application, policy, calendar, today);
      g_array_append_val (found, standing);
    }
  return objections != NULL;
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
  g_array_set_clear_func (found, clear_standing);
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
  return read_answers (reader, application, calendar, today, found) ? g_steal_pointer (&found) : NULL;
}

char *
kx_admission_standing_dup_label (const KxAdmissionStanding *standing)
{
  if (standing->objector != NULL)
    /* Translators: {name} raised it */
    return kx_display_fill (N_ ("Answer the objection of {name}"), "name", standing->objector, NULL);
  return g_strdup (_ (clocks[standing->clock].label));
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
         (standing->clock == KX_CLOCK_ACCEPTANCE || standing->clock == KX_CLOCK_ASSESSMENT ||
          standing->objector != NULL);
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
  KxParameter term = { .set = standing->set, .value.INTEGER = standing->term, .cite = standing->cite };
  KxPolicyKey key =
      standing->objector != NULL ? KX_POLICY_objection_answer_workdays : kx_admission_term (standing->clock);
  g_autofree char *from = kx_display_date (standing->from),
                  *source = kx_admission_source_words (key, &term, standing->by_hand, standing->set_aside);

  /* Translators: {from} is a day; {source} is "20 working days", or why there is no last day */
  return kx_display_fill (N_ ("From {from}; {source}"), "from", from, "source", source, NULL);
}

#include "core/kx-admission.h"

#include "core/entities/kx-application-pause.h"

/* `field`: where a person gives the last day; `wins`: that day counts also where a term makes another. */
static const struct
{
  KxPolicyKey key;
  guint from, field;
  gboolean pauses, wins;
} clocks[KX_N_CLOCKS] = {
  [KX_CLOCK_ACCEPTANCE] = { KX_POLICY_acceptance_workdays, kx_application_f_received_on,
                            kx_application_f_accept_by, TRUE, FALSE },
  [KX_CLOCK_SUPPLEMENT] = { KX_POLICY_supplement_workdays, 0, kx_application_f_supplement_by, FALSE, FALSE },
  [KX_CLOCK_ASSESSMENT] = { KX_POLICY_assessment_days, kx_application_f_accepted_on,
                            kx_application_f_assess_by, TRUE, FALSE },
  [KX_CLOCK_PUBLICITY] = { KX_POLICY_publicity_workdays, kx_application_f_publicity_from,
                           kx_application_f_publicity_until, FALSE, TRUE },
  [KX_CLOCK_OBJECTION] = { KX_POLICY_objection_workdays, kx_application_f_publicity_from,
                           kx_application_f_objection_until, FALSE, TRUE },
};

KxPolicyKey
kx_admission_term (KxAdmissionClock clock)
{
  return clocks[clock].key;
}

/* The first day of the newest notice for supplement. */
static KxDate
asked_on (GPtrArray *pauses)
{
  KxDate newest = { 0 };

  for (guint i = 0; pauses != NULL && i < pauses->len; i++)
    {
      KxDate from = kx_record_date (pauses->pdata[i], kx_application_pause_f_from_on);

      if (kx_record_get (pauses->pdata[i], kx_application_pause_f_kind).CODE ==
              kx_application_pause_kind_supplement &&
          from.ymd > newest.ymd)
        newest = from;
    }
  return newest;
}

KxDate
kx_admission_from (KxAdmissionClock clock, const KxRecord *application, GPtrArray *pauses)
{
  return clock == KX_CLOCK_SUPPLEMENT ? asked_on (pauses) : kx_record_date (application, clocks[clock].from);
}

/* Whether the clock stands on this day; *stopped: nobody knows yet when it runs again. */
static gboolean
stands (GPtrArray *pauses, KxDate day, gboolean *stopped)
{
  gboolean found = FALSE;

  for (guint i = 0; pauses != NULL && i < pauses->len; i++)
    {
      const KxRecord *pause = pauses->pdata[i];
      gboolean ends = kx_record_has (pause, kx_application_pause_f_until_on);

      if (day.ymd < kx_record_date (pause, kx_application_pause_f_from_on).ymd ||
          (ends && day.ymd >= kx_record_date (pause, kx_application_pause_f_until_on).ymd))
        continue;
      found = TRUE;
      *stopped |= !ends;
    }
  return found;
}

KxDate
kx_admission_count (KxDate from, gint64 n, gboolean workdays, GPtrArray *pauses, const KxCalendar *calendar,
                    gboolean *ret_stopped, gboolean *ret_provisional)
{
  gboolean worked = TRUE, provisional = FALSE, unsure;
  KxDate day = from;

  *ret_stopped = *ret_provisional = FALSE;
  /* Days that all count need no looking at, up to the last. */
  if (!workdays && n > 1 && (pauses == NULL || pauses->len == 0))
    {
      day = kx_date_add_days (from, (int) MIN (n - 1, G_MAXINT));
      if (day.ymd == 0)
        return day;
      n = 1;
    }
  /* A term in days goes on to the next day that is worked, also when it is over. */
  for (gint64 left = n; left > 0 || !worked;)
    {
      day = kx_date_add_days (day, 1);
      if (day.ymd == 0)
        return day;
      if (stands (pauses, day, ret_stopped))
        {
          if (*ret_stopped)
            return (KxDate){ 0 };
          continue;
        }
      worked = kx_calendar_is_workday (calendar, day, &unsure);
      if (worked || !workdays)
        left--;
      provisional |= unsure && (workdays || left <= 0);
    }
  *ret_provisional = provisional;
  return day;
}

static KxDue
make_due (KxPolicyKey key, KxDate from, GPtrArray *pauses, const KxPolicy *policy, const KxCalendar *calendar)
{
  KxDue due = { .from = from, .term = kx_policy_get (policy, key) };

  if (from.ymd != 0 && due.term->set)
    due.on =
        kx_admission_count (from, due.term->value.INTEGER, kx_policy_line (key)->unit == KX_UNIT_WORKDAYS,
                            pauses, calendar, &due.stopped, &due.provisional);
  return due;
}

/* The day that a person gave counts where no term makes one, or where it `wins` in any case. */
static void
give (KxDue *due, KxDate given, gboolean wins)
{
  if (given.ymd == 0 || due->from.ymd == 0)
    return;
  if (due->term->set && !wins)
    {
      if (given.ymd != due->on.ymd)
        due->set_aside = given;
      return;
    }
  due->on = given;
  due->by_hand = TRUE;
  due->provisional = FALSE;
}

KxDue
kx_admission_due (KxAdmissionClock clock, const KxRecord *application, GPtrArray *pauses,
                  const KxPolicy *policy, const KxCalendar *calendar)
{
  KxDate from = kx_admission_from (clock, application, pauses);
  KxDate given = kx_record_date (application, clocks[clock].field);
  KxDue due;

  /* Objections are taken after the notice, and without a term of their own until it is over. */
  if (clock == KX_CLOCK_OBJECTION && from.ymd != 0)
    {
      KxDue notice = kx_admission_due (KX_CLOCK_PUBLICITY, application, pauses, policy, calendar);

      due = make_due (clocks[clock].key, notice.on, NULL, policy, calendar);
      due.provisional |= notice.provisional;
      if (!due.term->set)
        {
          notice.from = notice.on;
          due = notice;
        }
    }
  else
    due = make_due (clocks[clock].key, from, clocks[clock].pauses ? pauses : NULL, policy, calendar);
  if (from.ymd != 0)
    give (&due, given, clocks[clock].wins);
  return due;
}

KxDue
kx_admission_answer_due (KxDate day, KxDate given, const KxPolicy *policy, const KxCalendar *calendar)
{
  KxDue due = make_due (KX_POLICY_objection_answer_workdays, day, NULL, policy, calendar);

  give (&due, given, FALSE);
  return due;
}

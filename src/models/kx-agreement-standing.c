#include "models/kx-agreement-standing.h"

#include "core/kx-calendar.h"
#include "models/kx-display.h"
#include "models/kx-office-days.h"
#include "sync/kx-gettext.h"

/* clang-format off */
#define RUNS { .field = kx_agreement_f_state, .test = KX_ONE_OF, \
               .value.CODES.bits = 1u << kx_agreement_state_signed | 1u << kx_agreement_state_terminating }
#define FROM_TODAY(f, t, n) { .field = kx_agreement_f_##f, .test = t, .from_today = TRUE, .days = n }
#define BEGUN FROM_TODAY (starts_on, KX_BELOW, 0)
#define NOT_OVER FROM_TODAY (ends_on, KX_ABOVE, 0)
#define TAKEN_OVER { .field = kx_agreement_f_taken_over, .test = KX_EQUALS, .value.BOOLEAN = TRUE }

const KxFilterPreset kx_agreement_standings[] = {
  { N_("In force"), { RUNS, BEGUN, NOT_OVER }, 3 },
  { N_("In force, ends within 30 days"), { RUNS, BEGUN, NOT_OVER, FROM_TODAY (ends_on, KX_BELOW, 30) }, 4 },
  { N_("In force, ends within 60 days"), { RUNS, BEGUN, NOT_OVER, FROM_TODAY (ends_on, KX_BELOW, 60) }, 4 },
  { N_("In force, ends within 90 days"), { RUNS, BEGUN, NOT_OVER, FROM_TODAY (ends_on, KX_BELOW, KX_STANDING_SOON_DAYS) }, 4 },
  { N_("Expired"), { RUNS, FROM_TODAY (ends_on, KX_BELOW, -1) }, 2 },
  { N_("Signed, not in force yet"), { RUNS, FROM_TODAY (starts_on, KX_ABOVE, 1) }, 2 },
};

const KxFilterPreset kx_agreement_takings_over[] = {
  { N_("Not confirmed yet"), { TAKEN_OVER, { .field = kx_agreement_f_confirmed_on, .test = KX_IS_NULL } }, 2 },
  { N_("All that were taken over"), { TAKEN_OVER }, 1 },
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (kx_agreement_standings) == KX_AGREEMENT_N_STANDINGS);
G_STATIC_ASSERT (G_N_ELEMENTS (kx_agreement_takings_over) == KX_AGREEMENT_N_TAKEN_OVER);

/* An agreement without a last day has no term that could be over. */
KxStanding
kx_agreement_standing (const KxRecord *agreement, KxDate today)
{
  KxDate starts = kx_record_get (agreement, kx_agreement_f_starts_on).DATE;
  KxDate ends = kx_record_get (agreement, kx_agreement_f_ends_on).DATE;

  if (kx_record_has (agreement, kx_agreement_f_state) &&
      kx_record_get (agreement, kx_agreement_f_state).CODE == kx_agreement_state_ended)
    return KX_STANDING_ENDED;
  if (!kx_record_has (agreement, kx_agreement_f_state) || !kx_agreement_runs (agreement))
    return KX_STANDING_MAKING;
  if (kx_record_has (agreement, kx_agreement_f_ends_on) && ends.ymd < today.ymd)
    return KX_STANDING_EXPIRED;
  if (kx_record_has (agreement, kx_agreement_f_starts_on) && starts.ymd > today.ymd)
    return KX_STANDING_AHEAD;
  return kx_record_has (agreement, kx_agreement_f_ends_on) &&
                 ends.ymd <= kx_date_add_days (today, KX_STANDING_SOON_DAYS).ymd
             ? KX_STANDING_SOON
             : KX_STANDING_IN_FORCE;
}

/* How far the last day is away, in working days of the office; NULL: it is to come, and no working day is
 * left. */
static char *
dup_distance (const KxRecord *agreement, KxDate ends, KxDate today)
{
  gboolean past = ends.ymd < today.ymd, provisional = FALSE;
  int days = kx_office_days_between (kx_record_get (agreement, kx_agreement_f_office).REF,
                                     past ? ends : today, past ? today : ends, &provisional);

  return days == 0 && ends.ymd > today.ymd ? NULL : kx_display_remaining (ends, today, days, provisional);
}

char *
kx_agreement_standing_words (const KxRecord *agreement, KxDate today)
{
  KxDate ends = kx_record_get (agreement, kx_agreement_f_ends_on).DATE;
  gboolean terminating =
      kx_record_has (agreement, kx_agreement_f_state) &&
      kx_record_get (agreement, kx_agreement_f_state).CODE == kx_agreement_state_terminating;
  g_autofree char *state = kx_display_field (agreement, kx_agreement_f_state), *told = NULL;
  const char *running = terminating ? state : _ ("In force");

  switch (kx_agreement_standing (agreement, today))
    {
    case KX_STANDING_AHEAD:
      told = kx_display_field (agreement, kx_agreement_f_starts_on);
      /* Translators: of an agreement that is signed; {date} is its first day */
      return kx_display_fill (N_ ("Begins on {date}"), "date", told, NULL);
    case KX_STANDING_SOON:
      told = dup_distance (agreement, ends, today);
      if (told == NULL)
        return kx_display_fill (N_ ("{state}, no working day left"), "state", running, NULL);
      /* Translators: of an agreement; {state} is "In force", {distance} "in 3 working days" */
      return kx_display_fill (N_ ("{state}, ends {distance}"), "state", running, "distance", told, NULL);
    case KX_STANDING_EXPIRED:
      told = dup_distance (agreement, ends, today);
      /* Translators: of an agreement; {distance} is "3 working days ago" */
      return kx_display_fill (N_ ("Expired {distance}"), "distance", told, NULL);
    case KX_STANDING_IN_FORCE:
      return g_strdup (running);
    case KX_STANDING_MAKING:
    case KX_STANDING_ENDED:
    default:
      return g_steal_pointer (&state);
    }
}

gboolean
kx_agreement_is_unconfirmed (const KxRecord *agreement)
{
  return kx_record_get (agreement, kx_agreement_f_taken_over).BOOLEAN &&
         !kx_record_has (agreement, kx_agreement_f_confirmed_on);
}

const char *
kx_agreement_taken_over_words (const KxRecord *agreement)
{
  if (!kx_record_get (agreement, kx_agreement_f_taken_over).BOOLEAN)
    return "";
  return kx_agreement_is_unconfirmed (agreement) ? _ ("Taken over, not confirmed") : _ ("Taken over");
}

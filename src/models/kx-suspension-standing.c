#include "models/kx-suspension-standing.h"

#include "models/kx-display.h"
#include "sync/kx-gettext.h"

/* On how many days. Owned. */
static char *
dup_days (const KxRecord *suspension, KxDate agreement_end, KxDate today)
{
  int days = kx_suspension_days (suspension, agreement_end, today);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong) days), days);
}

static char *
dup_running (KxDate last, const char *days)
{
  g_autofree char *until = last.ymd != 0 ? kx_display_date (last) : NULL;

  if (until == NULL)
    /* Translators: {days} is "14 days" */
    return kx_display_fill (N_ ("Suspended for {days}, without a last day"), "days", days, NULL);
  return kx_display_fill (N_ ("Suspended for {days}, last day {date}"), "days", days, "date", until, NULL);
}

char *
kx_suspension_standing_words (const KxRecord *suspension, KxDate agreement_end, KxDate today,
                              gboolean *ret_runs)
{
  int state = kx_record_get (suspension, kx_suspension_f_state).CODE;
  KxDate first = kx_suspension_begins (suspension), last = kx_suspension_ends (suspension, agreement_end);
  g_autofree char *days = dup_days (suspension, agreement_end, today), *date = NULL;
  gboolean runs = kx_suspension_runs (suspension, agreement_end, today);

  if (ret_runs != NULL)
    *ret_runs = runs;
  if (state == kx_suspension_state_decided && first.ymd == 0)
    return g_strdup (_ ("Decided, not served"));
  if (runs)
    return dup_running (last, days);
  if (state == kx_suspension_state_lifted)
    {
      date = kx_display_date (kx_record_date (suspension, kx_suspension_f_lifted_on));
      return kx_display_fill (N_ ("Resumed from {date}, after {days}"), "date", date, "days", days, NULL);
    }
  if (state == kx_suspension_state_decided && last.ymd != 0 && last.ymd < today.ymd)
    {
      date = kx_display_date (last);
      return kx_display_fill (N_ ("Over since {date}, after {days}"), "date", date, "days", days, NULL);
    }
  if (state == kx_suspension_state_decided)
    {
      date = kx_display_date (first);
      return kx_display_fill (N_ ("Begins on {date}"), "date", date, NULL);
    }
  return kx_display_field (suspension, kx_suspension_f_state);
}

/* It has, had or will have an effect. */
static gboolean
takes_effect (const KxRecord *suspension)
{
  KxDate first = kx_suspension_begins (suspension), last = kx_suspension_ends (suspension, (KxDate){ 0 });

  return first.ymd != 0 && (last.ymd == 0 || last.ymd >= first.ymd);
}

char *
kx_suspension_first_words (const KxRecord *suspension)
{
  return takes_effect (suspension) ? kx_display_date (kx_suspension_begins (suspension))
                                   : kx_display_field (suspension, kx_suspension_f_from_on);
}

char *
kx_suspension_last_words (const KxRecord *suspension)
{
  KxDate last = takes_effect (suspension) ? kx_suspension_ends (suspension, (KxDate){ 0 }) : (KxDate){ 0 };

  return last.ymd != 0 ? kx_display_date (last) : kx_display_field (suspension, kx_suspension_f_until_on);
}

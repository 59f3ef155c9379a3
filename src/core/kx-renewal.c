#include "core/kx-renewal.h"

/* Longer than any agreement runs. */
#define MOST_MONTHS 600

/* What is about one agreement alone: its number and term, how it came about and ended. Why a limit was
 * passed, or another version taken, is said anew each time. */
static const guint own[] = {
  kx_agreement_f_number,         kx_agreement_f_starts_on,  kx_agreement_f_ends_on,
  kx_agreement_f_layout_reason,  kx_agreement_f_rectify_by, kx_agreement_f_ended_on,
  kx_agreement_f_ending,         kx_agreement_f_statement,  kx_agreement_f_statement_on,
  kx_agreement_f_version_reason,
};

static const char *const parts[] = { "agreement_payment", "agreement_deposit", NULL };

gboolean
kx_renewal_is_term (guint field)
{
  const guint apart = KX_SERVICE_SETS | KX_BESIDE | KX_FIXED;

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (own[i] == field)
      return FALSE;
  return (kx_agreement_entity.fields[field].flags & apart) == 0;
}

const char *const *
kx_renewal_parts (void)
{
  return parts;
}

KxRecord *
kx_renewal_copy_part (const KxRecord *part, const char *agreement)
{
  int parent = kx_entity_flagged (part->entity, KX_PARENT);
  KxRecord *copy = kx_record_new (part->entity, NULL, NULL);

  g_return_val_if_fail (parent >= 0, copy);
  for (guint i = 0; i < part->entity->n_fields; i++)
    if ((part->entity->fields[i].flags & KX_SERVICE_SETS) == 0 && kx_record_has (part, i))
      kx_record_take (copy, part, i);
  kx_record_put (copy, (guint) parent, (KxValue){ .REF = agreement });
  return copy;
}

KxDate
kx_renewal_last_day (const KxRecord *agreement)
{
  KxDate ends = kx_record_get (agreement, kx_agreement_f_ends_on).DATE;
  KxDate leaves = kx_record_get (agreement, kx_agreement_f_leaving_on).DATE;

  if (kx_record_has (agreement, kx_agreement_f_ended_on))
    return kx_record_get (agreement, kx_agreement_f_ended_on).DATE;
  return leaves.ymd != 0 && (ends.ymd == 0 || leaves.ymd < ends.ymd) ? leaves : ends;
}

/* How many whole months the days from `starts` up to the one before `over` are; 0: they are not whole
 * months. A term that began on a day that another month lacks is whole on either side of it. */
static int
count_months (KxDate starts, KxDate over)
{
  int months = (over.ymd / 10000 - starts.ymd / 10000) * 12 + over.ymd / 100 % 100 - starts.ymd / 100 % 100;

  for (int n = months; n >= MAX (months - 1, 1); n--)
    {
      KxDate same = kx_date_add_months (starts, n);
      gboolean shorter = same.ymd != 0 && same.ymd % 100 < starts.ymd % 100;

      if (same.ymd != 0 && (same.ymd == over.ymd || (shorter && kx_date_add_days (same, 1).ymd == over.ymd)))
        return n;
    }
  return 0;
}

/* The last day of a term that begins on `starts` and is as long as the one from `first` to `last`. */
static KxDate
end_of_term (KxDate starts, KxDate first, KxDate last)
{
  KxDate over = kx_date_add_days (last, 1);
  int months = over.ymd != 0 ? count_months (first, over) : 0;

  if (months == 0 || months > MOST_MONTHS)
    return kx_date_add_days (starts, kx_date_difference (first, last));
  over = kx_date_add_months (starts, months);
  return over.ymd != 0 ? kx_date_add_days (over, -1) : over;
}

void
kx_renewal_next_term (const KxRecord *agreement, KxDate *ret_starts, KxDate *ret_ends)
{
  KxDate first = kx_record_get (agreement, kx_agreement_f_starts_on).DATE;
  KxDate agreed = kx_record_get (agreement, kx_record_has (agreement, kx_agreement_f_agreed_end)
                                                ? kx_agreement_f_agreed_end
                                                : kx_agreement_f_ends_on)
                      .DATE;
  KxDate last = kx_renewal_last_day (agreement), starts = { 0 };

  *ret_starts = *ret_ends = (KxDate){ 0 };
  if (!kx_date_is_valid (last))
    return;
  starts = kx_date_add_days (last, 1);
  *ret_starts = starts;
  if (starts.ymd != 0 && kx_date_is_valid (first) && kx_date_is_valid (agreed) && first.ymd <= agreed.ymd)
    *ret_ends = end_of_term (starts, first, agreed);
}

KxDate
kx_renewal_lead (const KxCalendar *calendar, KxDate end, int months)
{
  KxDate day = kx_date_is_valid (end) ? kx_date_add_months (end, -months) : (KxDate){ 0 };

  while (day.ymd != 0 && !kx_calendar_is_workday (calendar, day, NULL))
    day = kx_date_add_days (day, -1);
  return day;
}

KxRecord *
kx_renewal_draft (const KxRecord *agreement, const char *id)
{
  static const guint same[] = { kx_agreement_f_office, kx_agreement_f_agency, kx_agreement_f_kind };
  KxRecord *draft = kx_record_new (&kx_agreement_entity, id, NULL);
  KxDate starts, ends;

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    kx_record_put (draft, same[i], kx_record_get (agreement, same[i]));
  for (guint i = 0; i < kx_agreement_entity.n_fields; i++)
    if (kx_renewal_is_term (i) && kx_record_has (agreement, i))
      kx_record_take (draft, agreement, i);
  kx_record_put (draft, kx_agreement_f_previous, (KxValue){ .REF = agreement->id });
  kx_renewal_next_term (agreement, &starts, &ends);
  if (starts.ymd != 0)
    kx_record_put (draft, kx_agreement_f_starts_on, (KxValue){ .DATE = starts });
  if (ends.ymd != 0)
    kx_record_put (draft, kx_agreement_f_ends_on, (KxValue){ .DATE = ends });
  return draft;
}

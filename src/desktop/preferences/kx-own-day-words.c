#include "desktop/preferences/kx-own-day-words.h"

#include "core/entities/kx-own-day.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

const char *
kx_own_day_weekday (KxDate day)
{
  static const char *const names[] = { N_ ("Monday"), N_ ("Tuesday"),  N_ ("Wednesday"), N_ ("Thursday"),
                                       N_ ("Friday"), N_ ("Saturday"), N_ ("Sunday") };

  return _ (names[kx_date_weekday (day) - 1]);
}

/* What a day is by the national calendar. */
typedef struct
{
  gboolean works, provisional;
  const char *what; /* "a public holiday" */
} Law;

static Law
look_up (KxDate day)
{
  g_autoptr (KxCalendar) national = kx_calendar_new (NULL, 0);
  Law law = { 0 };
  gboolean weekday = kx_date_weekday (day) <= 5;

  law.works = kx_calendar_is_workday (national, day, &law.provisional);
  if (law.works)
    law.what = weekday ? _ ("a working day") : _ ("a make-up working day");
  else
    law.what = weekday ? _ ("a public holiday") : _ ("a day off");
  return law;
}

static char *
add_provisional (char *words, const Law *law, KxDate day)
{
  g_autofree char *before = words;

  if (!law->provisional)
    return g_steal_pointer (&before);
  /* Translators: a sentence without its end, and a year. */
  return g_strdup_printf (_ ("%s; the holidays of %d are not published yet"), before, day.ymd / 10000);
}

char *
kx_own_day_dup_law (KxDate day)
{
  Law law = look_up (day);
  /* Translators: a weekday; what such a day is, as in "a public holiday". */
  char *words = g_strdup_printf (_ ("%s; by the national calendar %s"), kx_own_day_weekday (day), law.what);

  return add_provisional (words, &law, day);
}

char *
kx_own_day_dup_effect (const KxRecord *record)
{
  KxDate day = kx_record_get (record, kx_own_day_f_day).DATE;
  int kind = kx_record_get (record, kx_own_day_f_kind).CODE;
  gboolean works = kind == kx_own_day_kind_workday;
  const char *word = kx_display_code (&kx_own_day_entity.fields[kx_own_day_f_kind], kind);
  Law law = look_up (day);
  char *words;

  if (works == law.works)
    /* Translators: "Working day" or "Day off". */
    words = g_strdup_printf (_ ("%s; the national calendar says the same"), word);
  else
    /* Translators: "Working day" or "Day off"; what it is by the national calendar, as in "a public holiday".
     */
    words = g_strdup_printf (_ ("%s; otherwise %s"), word, law.what);
  return add_provisional (words, &law, day);
}

char *
kx_own_day_dup_title (const KxRecord *record)
{
  KxDate day = kx_record_get (record, kx_own_day_f_day).DATE;
  g_autofree char *date = kx_format_date (day);
  const char *name = kx_record_get (record, kx_own_day_f_name).TEXT;

  if (name == NULL || *name == '\0')
    return g_strdup_printf ("%s %s", date, kx_own_day_weekday (day));
  return g_strdup_printf ("%s %s · %s", date, kx_own_day_weekday (day), name);
}

KxCalendar *
kx_own_day_make_calendar (GPtrArray *records)
{
  g_autofree KxCalendarDay *days = g_new (KxCalendarDay, records->len + 1);

  for (guint i = 0; i < records->len; i++)
    {
      const KxRecord *record = records->pdata[i];

      days[i].date = kx_record_get (record, kx_own_day_f_day).DATE;
      days[i].is_workday = kx_record_get (record, kx_own_day_f_kind).CODE == kx_own_day_kind_workday;
    }
  return kx_calendar_new (days, records->len);
}

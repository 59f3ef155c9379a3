#include "desktop/kx-format.h"

#include "desktop/kx-gettext.h"

#include <gio/gio.h>

static GDateTime *
to_local (KxTime time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time.ms / 1000);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

char *
kx_format_date (KxDate date)
{
  return date.ymd != 0 ? kx_date_format (date) : g_strdup ("");
}

char *
kx_format_date_long (KxDate date)
{
  g_autoptr (GDateTime) day = NULL;

  if (date.ymd == 0)
    return g_strdup ("");
  day = g_date_time_new_utc (date.ymd / 10000, date.ymd / 100 % 100, date.ymd % 100, 0, 0, 0);
  /* Translators: a date in a letter, such as 1 July 2026; see strftime(3). */
  return day != NULL ? g_date_time_format (day, _ ("%-d %B %Y")) : kx_date_format (date);
}

char *
kx_format_time (KxTime time)
{
  g_autoptr (GDateTime) local = time.ms != 0 ? to_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

char *
kx_format_time_short (KxTime time, KxTime now)
{
  g_autoptr (GDateTime) then = time.ms != 0 ? to_local (time) : NULL;
  g_autoptr (GDateTime) today = to_local (now);
  g_autoptr (GDateTime) yesterday = today != NULL ? g_date_time_add_days (today, -1) : NULL;

  if (then == NULL || today == NULL)
    return kx_format_time (time);
  if (g_date_time_get_year (then) == g_date_time_get_year (today) &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (today))
    return g_date_time_format (then, "%H:%M");
  if (g_date_time_get_year (then) == g_date_time_get_year (yesterday) &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (yesterday))
    /* Translators: a moment of the day before; see strftime(3). */
    return g_date_time_format (then, _ ("yesterday %H:%M"));
  if (g_date_time_get_year (then) == g_date_time_get_year (today))
    return g_date_time_format (then, "%m-%d %H:%M");
  return g_date_time_format (then, "%Y-%m-%d");
}

char *
kx_format_count (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

char *
kx_format_size (guint64 bytes)
{
  return g_format_size (bytes);
}

char *
kx_format_percent (double part)
{
  return g_strdup_printf ("%d\302\240%%", (int) (CLAMP (part, 0, 1) * 100 + 0.5));
}

static char *
format_distance (int days, gboolean working)
{
  guint count = (guint) ABS (days);

  if (working && days > 0)
    return g_strdup_printf (ngettext ("in %u working day", "in %u working days", count), count);
  if (working)
    return g_strdup_printf (ngettext ("%u working day ago", "%u working days ago", count), count);
  if (days > 0)
    return g_strdup_printf (ngettext ("in %u day", "in %u days", count), count);
  return g_strdup_printf (ngettext ("%u day ago", "%u days ago", count), count);
}

char *
kx_format_days_left (KxDate date, KxDate today, const KxCalendar *calendar)
{
  gboolean provisional = FALSE;
  gboolean past = date.ymd < today.ymd;
  g_autofree char *distance = NULL;
  int days;

  if (date.ymd == 0)
    return g_strdup ("");
  if (date.ymd == today.ymd)
    return g_strdup (_ ("today"));
  if (calendar == NULL)
    days = kx_date_difference (past ? date : today, past ? today : date);
  else
    days = kx_calendar_workdays_between (calendar, past ? date : today, past ? today : date, &provisional);
  if (days == 0 && !past)
    distance = g_strdup (_ ("no working day left"));
  else if (days == 0) /* nobody worked since */
    distance = format_distance (kx_date_difference (today, date), FALSE);
  else
    distance = format_distance (past ? -days : days, calendar != NULL);
  if (!provisional)
    return g_steal_pointer (&distance);
  /* Translators: the holidays of that year are not published yet. */
  return g_strdup_printf (_ ("%s, provisional"), distance);
}

KxDate
kx_format_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  KxDate today = { g_date_time_get_year (now) * 10000 + g_date_time_get_month (now) * 100 +
                   g_date_time_get_day_of_month (now) };

  return today;
}

KxTime
kx_format_now (void)
{
  return (KxTime){ g_get_real_time () / 1000 };
}

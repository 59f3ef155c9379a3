#include "models/kx-office-days.h"

#include "core/entities/kx-own-day.h"

static GMutex mutex;
static GHashTable *calendars; /* (element-type utf8 KxCalendar) by office; NULL: none yet */
static KxCalendar *national;

/* Takes the days of one office out of `days`. */
static void
add_calendar (GHashTable *table, const char *office, GArray *days)
{
  if (office != NULL && days->len > 0)
    g_hash_table_replace (table, g_strdup (office),
                          kx_calendar_new ((const KxCalendarDay *) (const void *) days->data, days->len));
  g_array_set_size (days, 0);
}

GHashTable *
kx_office_days_read (KxBook *book, GError **error)
{
  g_autoptr (GHashTable) table =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kx_calendar_free);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db,
                                           "SELECT office, day, kind FROM own_day WHERE deleted_at = 0 AND "
                                           "office IS NOT NULL ORDER BY office, day",
                                           NULL, 0, error);
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (KxCalendarDay));
  g_autofree char *office = NULL;
  GError *local = NULL;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      const char *next = kx_db_rows_text (rows, 0), *kind = kx_db_rows_text (rows, 2);
      KxCalendarDay day = { { (int) kx_db_rows_integer (rows, 1) },
                            g_strcmp0 (kind, kx_own_day_kind_codes[kx_own_day_kind_workday].name) == 0 };

      if (g_strcmp0 (office, next) != 0)
        {
          add_calendar (table, office, days);
          g_free (office);
          office = g_strdup (next);
        }
      g_array_append_val (days, day);
    }
  add_calendar (table, office, days);
  if (local != NULL)
    g_propagate_error (error, local);
  return rows != NULL && local == NULL ? g_steal_pointer (&table) : NULL;
}

static void
read_mirror (KxMirror *mirror)
{
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_mirror_take_reader (mirror, &error);
  GHashTable *now = book != NULL ? kx_office_days_read (book, &error) : NULL, *before;

  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  if (now == NULL)
    {
      g_message ("The working days of the offices are not known: %s", error->message);
      return;
    }
  g_mutex_lock (&mutex);
  before = calendars;
  calendars = now;
  g_mutex_unlock (&mutex);
  g_clear_pointer (&before, g_hash_table_unref);
}

static void
on_rows_changed (KxMirror *mirror, KxRowsChanged *changed, gpointer data)
{
  if (kx_rows_changed_concerns (changed, kx_mirror_get_schema (mirror), &kx_own_day_entity))
    read_mirror (mirror);
}

void
kx_office_days_follow (KxMirror *mirror)
{
  if (g_signal_handler_find (mirror, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_rows_changed, NULL) != 0)
    return;
  read_mirror (mirror);
  g_signal_connect (mirror, "rows-changed", G_CALLBACK (on_rows_changed), NULL);
}

/* With the lock held. Borrowed. */
static const KxCalendar *
find_calendar (const char *office)
{
  const KxCalendar *own =
      office != NULL && calendars != NULL ? g_hash_table_lookup (calendars, office) : NULL;

  if (national == NULL)
    national = kx_calendar_new (NULL, 0);
  return own != NULL ? own : national;
}

int
kx_office_days_between (const char *office, KxDate from, KxDate to, gboolean *ret_provisional)
{
  int days;

  g_mutex_lock (&mutex);
  days = kx_calendar_workdays_between (find_calendar (office), from, to, ret_provisional);
  g_mutex_unlock (&mutex);
  return days;
}

KxCalendar *
kx_office_days_dup_calendar (const char *office)
{
  KxCalendar *calendar;

  g_mutex_lock (&mutex);
  calendar = kx_calendar_copy (find_calendar (office));
  g_mutex_unlock (&mutex);
  return calendar;
}

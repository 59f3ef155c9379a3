#include "models/kx-admission-days.h"

#include "core/entities/kx-application.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "models/kx-admission-standing.h"
#include "models/kx-admission-step.h"
#include "models/kx-display.h"
#include "models/kx-office-days.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

/* Offices and days; beyond it is begun anew. */
#define MOST_POLICIES 500

static GMutex lock;          /* of what follows: lists word rows on the main thread, an export on another */
static KxMirror *followed;   /* weak */
static GHashTable *policies; /* (element-type utf8 KxPolicy) by "office/day" */

static void
on_rows_changed (KxMirror *mirror, KxRowsChanged *changed, gpointer data)
{
  static const KxEntity *const governing[] = { &kx_pack_entity, &kx_own_value_entity, &kx_office_entity };
  g_autoptr (GMutexLocker) held = g_mutex_locker_new (&lock);

  for (guint i = 0; i < G_N_ELEMENTS (governing); i++)
    if (kx_rows_changed_concerns (changed, kx_mirror_get_schema (mirror), governing[i]))
      g_hash_table_remove_all (policies);
}

void
kx_admission_days_follow (KxMirror *mirror)
{
  g_autoptr (GMutexLocker) held = g_mutex_locker_new (&lock);

  if (followed == mirror)
    return;
  if (policies == NULL)
    policies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kx_policy_free);
  g_hash_table_remove_all (policies);
  if (followed != NULL)
    g_signal_handlers_disconnect_by_func (followed, on_rows_changed, NULL);
  g_set_weak_pointer (&followed, mirror);
  g_signal_connect (mirror, "rows-changed", G_CALLBACK (on_rows_changed), NULL);
}

/* Borrowed; NULL: it cannot be told. */
static const KxPolicy *
find_policy (KxReader *reader, const char *office, KxDate day)
{
  g_autofree char *key = g_strdup_printf ("%s/%d", office, day.ymd);
  KxPolicy *policy = g_hash_table_lookup (policies, key);

  if (policy != NULL || kx_policy_read (reader, office, day, &policy) != KX_KNOWN)
    return policy;
  if (g_hash_table_size (policies) >= MOST_POLICIES)
    g_hash_table_remove_all (policies);
  g_hash_table_insert (policies, g_steal_pointer (&key), policy);
  return policy;
}

/* FALSE: no clock runs, or it cannot be told how it stands. */
static gboolean
read_clock (KxReader *reader, const KxRecord *application, KxDate today, KxAdmissionStanding *ret_standing)
{
  const char *office = kx_record_get (application, kx_application_f_office).REF;
  g_autoptr (GPtrArray) pauses = office != NULL ? kx_admission_list_pauses (reader, application->id) : NULL;
  g_autoptr (KxCalendar) calendar = NULL;
  KxAdmissionClock clock;
  const KxPolicy *policy;
  KxDate from;

  if (pauses == NULL)
    return FALSE;
  kx_admission_step (application, pauses, &clock);
  if (clock == KX_N_CLOCKS)
    return FALSE;
  from = kx_admission_from (clock, application, pauses);
  policy = from.ymd != 0 ? find_policy (reader, office, from) : NULL;
  if (policy == NULL)
    return FALSE;
  calendar = kx_office_days_dup_calendar (office);
  *ret_standing = kx_admission_standing_make (clock, application, pauses, policy, calendar, today);
  return TRUE;
}

static gboolean
find_standing (const KxRecord *application, KxDate today, KxAdmissionStanding *ret_standing)
{
  g_autoptr (GMutexLocker) held = g_mutex_locker_new (&lock);
  KxBook *book = followed != NULL ? kx_mirror_take_reader (followed, NULL) : NULL;
  gboolean found;

  if (book == NULL)
    return FALSE;
  {
    g_autoptr (KxReader) reader = kx_row_reader_new (book);

    found = read_clock (reader, application, today, ret_standing);
  }
  kx_mirror_give_reader (followed, book);
  return found;
}

char *
kx_admission_days_words (const KxRecord *application, KxDate today, gboolean *ret_late)
{
  g_autofree char *state = kx_display_field (application, kx_application_f_state), *date = NULL;
  KxAdmissionStanding standing;

  *ret_late = FALSE;
  if (!find_standing (application, today, &standing))
    return g_steal_pointer (&state);
  if (standing.stopped_on.ymd != 0)
    /* Translators: of an application whose term does not run; {state} is "Received" */
    return kx_display_fill (N_ ("{state}, the term stands still"), "state", state, NULL);
  if (standing.on.ymd == 0)
    return g_steal_pointer (&state);
  date = kx_display_date (standing.on);
  if (!kx_admission_standing_is_over (&standing))
    return kx_display_fill (N_ ("{state}, until {date}"), "state", state, "date", date, NULL);
  *ret_late = kx_admission_standing_is_late (&standing);
  if (!*ret_late)
    return kx_display_fill (N_ ("{state}, over since {date}"), "state", state, "date", date, NULL);
  return kx_display_fill (N_ ("{state}, was due on {date}"), "state", state, "date", date, NULL);
}

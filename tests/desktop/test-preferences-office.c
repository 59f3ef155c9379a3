/* The office's facts, letterhead and own days in the preferences, with and without a network. */
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-day.h"
#include "core/kx-calendar.h"
#include "desktop/kx-format.h"
#include "desktop/kx-test-preferences.h"
#include "desktop/preferences/kx-own-day-words.h"
#include "desktop/preferences/kx-preferences-window.h"
#include "kx-test-keys.h"

#include <string.h>

#define READ_ONLY "To be read only: a leader or an administrator of 济南市 changes it."
#define SAVED_HERE "Saved here; it is sent when the service can be reached"

/* What the service has under `path`, asked beside the program. */
static char *
ask_service (KxTestPreferences *self, const char *path)
{
  g_autoptr (KxClient) client = kx_test_preferences_sign_in (self, "leader", "leader", NULL);

  return kx_test_preferences_call (client, path);
}

static void
test_letterhead (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *answer = NULL;

  kx_test_preferences_cut (self);
  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, "_Edit");
  kx_test_preferences_fill (self, "Name on letters", "济南市示例社会保险中心（函）");
  kx_test_preferences_fill (self, "Mark of its letters", "济社保函");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, SAVED_HERE);
  kx_test_preferences_see (self, "济南市示例社会保险中心（函）");
  g_assert_false (kx_test_preferences_sees (self, "Save"));
  kx_test_preferences_mend (self);
  answer = ask_service (self, "/v1/offices?area=370100");
  g_assert_nonnull (strstr (answer, "\"letter_name\":\"济南市示例社会保险中心（函）\""));
  g_assert_nonnull (strstr (answer, "\"letter_mark\":\"济社保函\""));
}

static void
test_undo (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *answer = NULL;

  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, "_Edit");
  kx_test_preferences_fill (self, "Short name", "济社");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, "济社");
  kx_test_preferences_press (self, "Undo");
  kx_test_preferences_see (self, "济南社保");
  kx_test_preferences_await_sent (self);
  answer = ask_service (self, "/v1/offices?area=370100");
  g_assert_nonnull (strstr (answer, "\"short_name\":\"济南社保\""));
}

static void
test_undo_key (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, "_Edit");
  kx_test_preferences_fill (self, "Short name", "济社");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, "济社");
  g_assert_true (kx_test_press (GTK_WINDOW (self->preferences), GDK_KEY_z, GDK_CONTROL_MASK));
  /* There is nothing else to take back, though the toast may still be seen. */
  g_assert_false (kx_test_press (GTK_WINDOW (self->preferences), GDK_KEY_z, GDK_CONTROL_MASK));
  kx_test_preferences_see (self, "济南社保");
}

static void
test_refusal (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *typed = NULL;

  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, "_Edit");
  kx_test_preferences_fill (self, "Telephone", "no number");
  kx_test_preferences_fill (self, "Address", "济南市市中区示例路18号");
  kx_test_preferences_press (self, "Save");
  /* Neither what is wrong nor what is right was lost. */
  typed = kx_test_preferences_dup_typed (self, "Telephone");
  g_assert_cmpstr (typed, ==, "no number");
  g_assert_true (kx_test_preferences_sees (self, "Save"));
  kx_test_preferences_fill (self, "Telephone", "0531-55500099");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, "0531-55500099");
  kx_test_preferences_see (self, "济南市市中区示例路18号");
}

static void
test_draft (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *typed = NULL, *again = NULL;

  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, "_Edit");
  kx_test_preferences_fill (self, "Usual addressee of letters", "各协议机构");
  /* Closed without a word: it is kept. */
  kx_test_preferences_close (self);
  kx_test_preferences_open (self, "office");
  typed = kx_test_preferences_dup_typed (self, "Usual addressee of letters");
  g_assert_cmpstr (typed, ==, "各协议机构");
  kx_test_preferences_press (self, "Cancel");
  kx_test_preferences_see (self, "What you typed was thrown away");
  g_assert_false (kx_test_preferences_sees (self, "Save"));
  kx_test_preferences_press (self, "Undo");
  again = kx_test_preferences_dup_typed (self, "Usual addressee of letters");
  g_assert_cmpstr (again, ==, "各协议机构");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, "各协议机构");
}

static void
test_read_only (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "office");
  kx_test_preferences_see (self, READ_ONLY);
  kx_test_preferences_see (self, "济南市示例社会保险中心");
  g_assert_false (kx_test_preferences_sees (self, "_Edit"));
  g_assert_false (kx_test_preferences_sees (self, "_Add day"));
  kx_test_preferences_see (self, "Own days");
}

/* The next day from tomorrow on that counts as a working day so far. */
static KxDate
next_workday (void)
{
  g_autoptr (KxCalendar) national = kx_calendar_new (NULL, 0);

  return kx_calendar_next_workday (national, kx_date_add_days (kx_format_today (), 1), NULL);
}

/* "Ten working days from today: …" with the own day of the demonstration, and so many working days later. */
static char *
dup_sample (int later)
{
  const KxCalendarDay own = { .date = { 20261226 }, .is_workday = TRUE };
  g_autoptr (KxCalendar) calendar = kx_calendar_new (&own, 1);
  g_autofree char *date =
      kx_format_date (kx_calendar_add_workdays (calendar, kx_format_today (), 10 + later, NULL));

  return g_strdup_printf ("Ten working days from today: %s", date);
}

static void
test_own_day (KxTestPreferences *self, gconstpointer user)
{
  KxDate day = next_workday ();
  g_autofree char *date = kx_format_date (day), *before = dup_sample (0), *after = dup_sample (1);
  g_autofree char *title = g_strdup_printf ("%s %s · 停电", date, kx_own_day_weekday (day));
  g_autofree char *law = kx_own_day_dup_law (day), *answer = NULL, *gone = NULL;
  g_autofree char *path = g_strdup_printf ("/v1/own-days?day=%s", date), *tip = NULL;

  kx_test_preferences_cut (self);
  kx_test_preferences_open (self, "office");
  kx_test_preferences_see (self, before);
  kx_test_preferences_press (self, "_Add day");
  kx_test_preferences_see (self, "Add a day");
  kx_test_preferences_fill (self, "Day", date);
  kx_test_preferences_see (self, law);
  kx_test_preferences_fill (self, "Occasion", "停电");
  kx_test_preferences_press (self, "Save");
  /* A day off more: what is due in ten working days is due a day later. */
  kx_test_preferences_see (self, title);
  kx_test_preferences_see (self, after);
  kx_test_preferences_mend (self);
  answer = ask_service (self, path);
  g_assert_nonnull (strstr (answer, "\"kind\":\"holiday\""));
  /* Deleted, taken back, deleted for good. */
  tip = g_strdup_printf ("Delete %s", date);
  g_signal_emit_by_name (kx_test_preferences_find_tip (self, tip), "clicked");
  kx_test_preferences_see (self, before);
  kx_test_preferences_press (self, "Undo");
  kx_test_preferences_see (self, after);
  g_signal_emit_by_name (kx_test_preferences_find_tip (self, tip), "clicked");
  kx_test_preferences_await_gone (self, title);
  kx_test_preferences_await_sent (self);
  gone = ask_service (self, path);
  g_assert_null (strstr (gone, "\"kind\":\"holiday\""));
}

static void
test_same_day (KxTestPreferences *self, gconstpointer user)
{
  KxDate day = next_workday ();
  g_autofree char *date = kx_format_date (day);
  g_autofree char *title = g_strdup_printf ("%s %s · 停电", date, kx_own_day_weekday (day));
  g_autofree char *changed = g_strdup_printf ("%s %s · 检修", date, kx_own_day_weekday (day));
  g_autofree char *typed = NULL;

  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, "_Add day");
  kx_test_preferences_fill (self, "Day", date);
  kx_test_preferences_fill (self, "Occasion", "停电");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, title);
  kx_test_preferences_await_gone (self, "Add a day");
  /* Another one of the same date is refused, with what was typed still there. */
  kx_test_preferences_press (self, "_Add day");
  kx_test_preferences_fill (self, "Day", date);
  kx_test_preferences_fill (self, "Occasion", "再停电");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, "1 entry has to be put right");
  typed = kx_test_preferences_dup_typed (self, "Occasion");
  g_assert_cmpstr (typed, ==, "再停电");
  kx_test_preferences_press (self, "Cancel");
  kx_test_preferences_await_gone (self, "Add a day");
  /* The one that is there is changed: its date stays. */
  kx_test_preferences_press (self, title);
  kx_test_preferences_see (self, "Change a day");
  kx_test_preferences_fill (self, "Occasion", "检修");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, changed);
}

/* The id of the first row of an answer. */
static char *
find_id (KxTestPreferences *self, const char *path)
{
  g_autofree char *answer = ask_service (self, path);
  const char *id = strstr (answer, "\"id\":\"");

  g_assert_nonnull (id);
  return g_strndup (id + strlen ("\"id\":\""), 36);
}

static void
test_open (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *district = find_id (self, "/v1/offices?area=370112");
  g_autofree char *day = find_id (self, "/v1/own-days?day=2026-12-26");

  kx_test_preferences_open_row (self, "office", district);
  kx_test_preferences_see (self, "历城社保");
  kx_test_preferences_close (self);
  kx_test_preferences_open_row (self, "own_day", day);
  kx_test_preferences_see (self, "济南社保");
  kx_test_preferences_close (self);
  g_assert_false (kx_window_open_row (self->window, "person", day));
}

static void
test_room (KxTestPreferences *self, gconstpointer user)
{
  static const int widths[] = { 360, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      kx_test_preferences_open (self, "office");
      gtk_window_set_default_size (GTK_WINDOW (self->preferences), widths[i], 640);
      kx_test_preferences_look (self);
      kx_test_preferences_press (self, "_Edit");
      kx_test_preferences_look (self);
      kx_test_preferences_press (self, "Cancel");
      kx_test_preferences_press (self, "_Add day");
      kx_test_preferences_see (self, "Add a day");
      kx_test_preferences_look (self);
      kx_test_preferences_close (self);
    }
}

/* What is said about days of which the law has its own opinion. */
static void
test_words (void)
{
  static const struct
  {
    int day, kind;
    const char *effect;
  } cases[] = {
    { 20261226, kx_own_day_kind_workday, "Working day; otherwise a day off" },
    { 20261225, kx_own_day_kind_holiday, "Day off; otherwise a working day" },
    { 20261001, kx_own_day_kind_workday, "Working day; otherwise a public holiday" },
    { 20261010, kx_own_day_kind_holiday, "Day off; otherwise a make-up working day" },
    { 20261225, kx_own_day_kind_workday, "Working day; the national calendar says the same" },
    { 20990105, kx_own_day_kind_holiday,
      "Day off; otherwise a working day; the holidays of 2099 are not published yet" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KxRecord) row = kx_record_new (&kx_own_day_entity, NULL, NULL);
      g_autofree char *effect = NULL;

      kx_own_day_set_day (kx_own_day (row), (KxDate){ cases[i].day });
      kx_own_day_set_kind (kx_own_day (row), cases[i].kind);
      effect = kx_own_day_dup_effect (row);
      g_assert_cmpstr (effect, ==, cases[i].effect);
    }
}

int
main (int argc, char **argv)
{
  kx_test_preferences_init (&argc, &argv);
  g_test_add_func ("/preferences/office/own days in words", test_words);
  kx_test_preferences_add ("/preferences/office/a letterhead changed without a network arrives", "leader",
                           test_letterhead);
  kx_test_preferences_add ("/preferences/office/a change is taken back", "leader", test_undo);
  kx_test_preferences_add ("/preferences/office/a change is taken back by its key", "leader", test_undo_key);
  kx_test_preferences_add ("/preferences/office/what is refused stays typed", "leader", test_refusal);
  kx_test_preferences_add ("/preferences/office/what was typed outlives the window", "leader", test_draft);
  kx_test_preferences_add ("/preferences/office/a clerk reads it and is told who changes it", "clerk",
                           test_read_only);
  kx_test_preferences_add ("/preferences/office/an own day shifts the deadlines", "leader", test_own_day);
  kx_test_preferences_add ("/preferences/office/a date has one own day", "leader", test_same_day);
  kx_test_preferences_add ("/preferences/office/a row is opened from elsewhere", "leader", test_open);
  kx_test_preferences_add ("/preferences/office/there is room", "demo", test_room);
  return kx_test_preferences_run ();
}

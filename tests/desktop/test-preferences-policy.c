/* The policy page of the preferences over a real service: what governs the office, and its own values. */
#include "core/entities/kx-own-value.h"
#include "core/kx-date.h"
#include "desktop/kx-format.h"
#include "desktop/kx-test-preferences.h"
#include "kx-test-keys.h"

#include <string.h>

#define BAN "No new application after an exit at fault"
#define ENTER "_Enter the own value"

/* What the service has under `path`, asked beside the program. */
static char *
ask_service (KxTestPreferences *self, const char *path)
{
  g_autoptr (KxClient) client = kx_test_preferences_sign_in (self, "leader", "leader", NULL);

  return kx_test_preferences_call (client, path);
}

static GtkWidget *
find (KxTestPreferences *self, GType type, const char *label)
{
  return kx_test_find (self->preferences, type, label);
}

static GtkEditable *
find_entry (KxTestPreferences *self, const char *title)
{
  GtkWidget *entry = find (self, ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (entry);
  return GTK_EDITABLE (entry);
}

static void
fill (KxTestPreferences *self, const char *title, const char *text)
{
  gtk_editable_set_text (find_entry (self, title), text);
}

static void
test_what_governs (KxTestPreferences *self, gconstpointer user)
{
  GtkWidget *row;

  kx_test_preferences_open (self, "policy");
  kx_test_preferences_see (self, "山东省");
  /* A subject is opened, and says what the document decides and how firmly. */
  row = find (self, ADW_TYPE_EXPANDER_ROW, "Layout");
  g_assert_nonnull (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  kx_test_preferences_see (self, "2 agencies · Duty · 山东省");
  kx_test_preferences_press (self, "Agencies in a county, at most");
  kx_test_preferences_see (self,
                           "A document decides this as a duty, so the office enters no value of its own.");
  kx_test_preferences_see (self, "“每个县（市、区）不超过2家”");
  g_assert_false (kx_test_preferences_sees (self, ENTER));
}

static void
search (KxTestPreferences *self, const char *words, const char *label)
{
  GtkWidget *entry = find (self, GTK_TYPE_SEARCH_ENTRY, "Search all parameters");

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  kx_test_preferences_see (self, label);
}

/* That the own value is to end is kept as what is typed is. */
static void
assert_end_is_kept (KxTestPreferences *self)
{
  for (int round = 0; round < 2; round++)
    {
      GtkWidget *row = find (self, ADW_TYPE_ACTION_ROW, "No value from that day on"), *none;

      g_assert_nonnull (row);
      none = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
      g_assert_cmpint (gtk_switch_get_active (GTK_SWITCH (none)), ==, round);
      gtk_switch_set_active (GTK_SWITCH (none), TRUE);
      g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (find_entry (self, "Value, in months"))));
      if (round == 1)
        gtk_switch_set_active (GTK_SWITCH (none), FALSE);
      else
        {
          kx_test_preferences_close (self);
          kx_test_preferences_open (self, "policy");
          search (self, "application exit", BAN);
          kx_test_preferences_press (self, BAN);
        }
    }
}

static void
test_an_own_value (KxTestPreferences *self, gconstpointer user)
{
  KxDate day = kx_date_add_days (kx_format_today (), 30);
  g_autofree char *date = kx_format_date (day), *answer = NULL, *gone = NULL, *tip = NULL;
  g_autofree char *title = g_strdup_printf ("12 months from %s", date);

  kx_test_preferences_open (self, "policy");
  search (self, "application exit", BAN);
  kx_test_preferences_press (self, BAN);
  kx_test_preferences_see (self, "No own value");
  kx_test_preferences_see (self, "A value must be given");
  kx_test_preferences_see (self, "The first day must be given");
  g_assert_false (gtk_widget_get_sensitive (find (self, GTK_TYPE_BUTTON, "Enter the own value")));
  /* Not a number: said at once, in the list beside the button. */
  fill (self, "First day, such as 2026-07-01", date);
  fill (self, "Value, in months", "a year");
  kx_test_preferences_see (self, "The value must be of the parameter's kind, and not below zero");
  g_assert_false (gtk_widget_get_sensitive (find (self, GTK_TYPE_BUTTON, "Enter the own value")));
  fill (self, "Value, in months", "12");
  fill (self, "Document of the office", "济社保办〔2026〕9号");
  kx_test_preferences_press (self, ENTER);
  kx_test_preferences_see (self, title);
  kx_test_preferences_see (self, "Coming · 济社保办〔2026〕9号");
  /* Keys lead on from there: the button is dead again. */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->preferences)),
                                         GTK_WIDGET (find_entry (self, "Value, in months"))));
  answer = ask_service (self, "/v1/own-values?parameter=reapply_ban_months");
  g_assert_nonnull (strstr (answer, "\"value\":\"12\""));
  assert_end_is_kept (self);
  /* What has not come into force can go, with a reason. */
  tip = g_strdup_printf ("Delete %s", date);
  g_signal_emit_by_name (kx_test_preferences_find_tip (self, tip), "clicked");
  kx_test_preferences_answer ("Delete this own value?", "act", "输入有误");
  kx_test_preferences_await_gone (self, title);
  gone = ask_service (self, "/v1/own-values?parameter=reapply_ban_months");
  g_assert_null (strstr (gone, "\"value\":\"12\""));
}

static void
test_without_the_service (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_cut (self);
  kx_test_preferences_open (self, "policy");
  search (self, "application exit", BAN);
  kx_test_preferences_press (self, BAN);
  fill (self, "Value, in months", "24");
  fill (self, "First day, such as 2026-07-01", "2099-01-01");
  kx_test_preferences_see (self, "The service must be reachable: this happens there");
  g_assert_false (gtk_widget_get_sensitive (find (self, GTK_TYPE_BUTTON, "Enter the own value")));
  /* What was typed outlives the window. */
  kx_test_preferences_close (self);
  kx_test_preferences_open (self, "policy");
  search (self, "application exit", BAN);
  kx_test_preferences_press (self, BAN);
  g_assert_cmpstr (gtk_editable_get_text (find_entry (self, "Value, in months")), ==, "24");
}

static void
test_a_clerk_reads (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "policy");
  search (self, "application exit", BAN);
  kx_test_preferences_press (self, BAN);
  kx_test_preferences_see (self, "A leader or a policy officer of this office enters own values.");
  g_assert_false (kx_test_preferences_sees (self, ENTER));
}

static void
test_a_search_without_an_answer (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "policy");
  search (self, "zzz", "No parameter has these words");
  search (self, "negotiated", "Agreements are negotiated as equals");
}

static void
test_room (KxTestPreferences *self, gconstpointer user)
{
  static const int widths[] = { 360, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      kx_test_preferences_open (self, "policy");
      gtk_window_set_default_size (GTK_WINDOW (self->preferences), widths[i], 640);
      kx_test_preferences_see (self, "山东省");
      kx_test_preferences_look (self);
      search (self, "term", "Term for objections");
      kx_test_preferences_look (self);
      kx_test_preferences_press (self, "Term for objections");
      kx_test_preferences_see (self, "What holds today");
      kx_test_preferences_look (self);
      kx_test_preferences_close (self);
    }
}

int
main (int argc, char **argv)
{
  kx_test_preferences_init (&argc, &argv);
  kx_test_preferences_add ("/preferences/policy/what governs the office is said", "leader",
                           test_what_governs);
  kx_test_preferences_add ("/preferences/policy/an own value is entered and deleted", "leader",
                           test_an_own_value);
  kx_test_preferences_add ("/preferences/policy/without the service it waits and stays typed", "leader",
                           test_without_the_service);
  kx_test_preferences_add ("/preferences/policy/a clerk reads it", "clerk", test_a_clerk_reads);
  kx_test_preferences_add ("/preferences/policy/a search without an answer", "leader",
                           test_a_search_without_an_answer);
  kx_test_preferences_add ("/preferences/policy/there is room", "demo", test_room);
  return kx_test_preferences_run ();
}

/* Users and their roles in the preferences: what is done there, the service knows. */
#include "desktop/kx-test-drive.h"
#include "desktop/kx-test-preferences.h"
#include "desktop/preferences/kx-preferences-window.h"
#include "desktop/preferences/kx-users-preferences.h"

#include <string.h>

#define CLERK "单小满 (clerk)"

static gboolean
may_sign_in (KxTestPreferences *self, const char *user, const char *password)
{
  g_autoptr (KxClient) client = kx_test_preferences_sign_in (self, user, password, NULL);

  return client != NULL;
}

/* The id of the office of 济南, from the mirror's service. */
static char *
find_office (KxTestPreferences *self)
{
  g_autoptr (KxClient) client = kx_test_preferences_sign_in (self, "admin", "admin", NULL);
  g_autofree char *answer = kx_test_preferences_call (client, "/v1/offices?area=370100");
  const char *id = strstr (answer, "\"id\":\"");

  g_assert_nonnull (id);
  return g_strndup (id + strlen ("\"id\":\""), 36);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *place = strstr (text, part); place != NULL; place = strstr (place + 1, part))
    n++;
  return n;
}

static guint
count_drafts (KxTestPreferences *self)
{
  g_auto (GStrv) drafts = kx_mirror_list_drafts (kx_profile_get_mirror (self->profile), "");

  return g_strv_length (drafts);
}

/* The preferences closed, or the program: what was typed is there again, but no password. */
static void
test_add_later (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *person = NULL, *login = NULL;

  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_press (self, "_Add user");
  kx_test_preferences_see (self, "Add a user");
  kx_test_preferences_fill (self, "Full name", "新来人");
  kx_test_preferences_fill (self, "Sign-in name", "new-one");
  kx_test_drive_type (self->preferences, "First password", "new-one-7");
  kx_test_preferences_close (self);
  g_assert_cmpuint (count_drafts (self), ==, 2);
  /* As the list of drafts opens it. */
  kx_test_preferences_open_row (self, "user", "new");
  kx_test_preferences_see (self, "Add a user");
  person = kx_test_preferences_dup_typed (self, "Full name");
  login = kx_test_preferences_dup_typed (self, "Sign-in name");
  g_assert_cmpstr (person, ==, "新来人");
  g_assert_cmpstr (login, ==, "new-one");
  kx_test_preferences_press (self, "Add this user");
  kx_test_preferences_see (self, "The account needs a first password");
}

static void
test_add (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *office = find_office (self), *typed = NULL, *persons = NULL, *id = NULL;
  g_autoptr (KxClientSession) session = NULL;
  g_autoptr (KxClient) client = NULL, admin = NULL;

  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_press (self, "_Add user");
  kx_test_preferences_see (self, "Add a user");
  kx_test_preferences_fill (self, "Full name", "新来人");
  kx_test_preferences_fill (self, "Office", office);
  kx_test_preferences_fill (self, "Post", "经办人");
  kx_test_preferences_fill (self, "Sign-in name", "clerk");
  kx_test_preferences_fill (self, "Role", "clerk");
  kx_test_drive_type (self->preferences, "First password", "new-one-7");
  kx_test_preferences_press (self, "Add this user");
  /* There is one of that name: said beside it, and nothing typed is gone. */
  kx_test_preferences_see (self, "The sign-in name must not be in use");
  typed = kx_test_preferences_dup_typed (self, "Full name");
  g_assert_cmpstr (typed, ==, "新来人");
  /* One looks something up and comes back: it still stands there. */
  g_signal_emit_by_name (kx_test_preferences_find_tip (self, "Back"), "clicked");
  kx_test_preferences_await_gone (self, "Add a user");
  kx_test_preferences_press (self, "_Add user");
  kx_test_preferences_see (self, "Add a user");
  kx_test_preferences_fill (self, "Sign-in name", "new-one");
  kx_test_preferences_press (self, "Add this user");
  kx_test_preferences_see (self, "Added: new-one");
  kx_test_preferences_see (self, "新来人 (new-one)");
  g_assert_cmpuint (count_drafts (self), ==, 0);
  client = kx_test_preferences_sign_in (self, "new-one", "new-one-7", &session);
  g_assert_nonnull (client);
  /* The role came with the office's area. */
  g_assert_cmpuint (session->actor->roles->len, ==, 1);
  g_assert_cmpuint (kx_actor_roles (session->actor, "370100"), ==, KX_ROLE (clerk));
  g_assert_cmpuint (kx_actor_roles (session->actor, "370200"), ==, 0);
  /* The refused attempt left nobody behind. */
  admin = kx_test_preferences_sign_in (self, "admin", "admin", NULL);
  persons = kx_test_preferences_call (admin, "/v1/persons?limit=500");
  g_assert_cmpuint (count (persons, "新来人"), ==, 1);
  /* Who sees the person can tell what the account did. */
  id = g_strdup_printf ("\"id\":\"%s\"", session->actor->user);
  g_assert_cmpuint (count (persons, id), ==, 1);
}

static void
test_needs_all (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_press (self, "_Add user");
  kx_test_preferences_see (self, "Add a user");
  kx_test_preferences_press (self, "Add this user");
  kx_test_preferences_see (self, "The account needs a first password");
  kx_test_preferences_see (self, "1 entry has to be put right");
  kx_test_preferences_see (self, "Full name: This has to be given");
  g_assert_true (kx_test_preferences_sees (self, "Add this user"));
}

static void
test_roles (KxTestPreferences *self, gconstpointer user)
{
  g_autoptr (KxClientSession) with = NULL, without = NULL, again = NULL;
  g_autoptr (KxClient) first = NULL, second = NULL, third = NULL;

  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_press (self, CLERK);
  kx_test_preferences_see (self, "Clerk · 济南市");
  kx_test_preferences_press (self, "_Give a role");
  kx_test_preferences_fill (self, "Role", "reviewer");
  kx_test_preferences_fill (self, "From", "2026-12-31");
  kx_test_preferences_fill (self, "Until", "2026-12-01");
  kx_test_preferences_press (self, "Give this role");
  kx_test_preferences_see (self, "1 entry has to be put right");
  kx_test_preferences_fill (self, "From", "");
  kx_test_preferences_fill (self, "Until", "2099-12-31");
  kx_test_preferences_press (self, "Give this role");
  kx_test_preferences_see (self, "Reviewer · 济南市, until 2099-12-31");
  first = kx_test_preferences_sign_in (self, "clerk", "clerk", &with);
  g_assert_cmpuint (kx_actor_roles (with->actor, "370100"), ==, KX_ROLE (clerk) | KX_ROLE (reviewer));
  /* The first in the list is the clerk's. */
  kx_test_preferences_press (self, "Withdraw");
  kx_test_preferences_await_gone (self, "Clerk · 济南市");
  second = kx_test_preferences_sign_in (self, "clerk", "clerk", &without);
  g_assert_cmpuint (kx_actor_roles (without->actor, "370100"), ==, KX_ROLE (reviewer));
  kx_test_preferences_press (self, "Undo");
  kx_test_preferences_see (self, "Clerk · 济南市");
  third = kx_test_preferences_sign_in (self, "clerk", "clerk", &again);
  g_assert_cmpuint (kx_actor_roles (again->actor, "370100"), ==, KX_ROLE (clerk) | KX_ROLE (reviewer));
}

static void
test_access (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_press (self, CLERK);
  kx_test_preferences_see (self, "Active");
  kx_test_preferences_press (self, "Disable…");
  kx_test_preferences_answer ("Disable the account of " CLERK "?", "act", "调离");
  kx_test_preferences_see (self, "Disabled");
  g_assert_false (may_sign_in (self, "clerk", "clerk"));
  kx_test_preferences_press (self, "Open again…");
  kx_test_preferences_answer ("Open the account of " CLERK " again?", "act", "调回");
  kx_test_preferences_see (self, "Active");
  g_assert_true (may_sign_in (self, "clerk", "clerk"));
  g_assert_false (gtk_widget_is_sensitive (kx_test_drive_find (self->preferences, "Set password")));
  kx_test_drive_type (self->preferences, "New password for this account", "another-7");
  kx_test_preferences_press (self, "Set password");
  kx_test_preferences_see (self, "The password was set");
  g_assert_false (may_sign_in (self, "clerk", "clerk"));
  g_assert_true (may_sign_in (self, "clerk", "another-7"));
}

static void
test_oneself (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, "石管南 (admin)");
  kx_test_preferences_press (self, "石管南 (admin)");
  kx_test_preferences_see (self, "No one may disable their own account.");
  g_assert_false (kx_test_preferences_sees (self, "Disable…"));
}

/* By an administrator, and seen by everybody. */
static void
test_name (KxTestPreferences *self, gconstpointer user)
{
  g_autoptr (KxClient) admin = NULL;
  g_autoptr (KxClientSession) session = NULL;
  g_autoptr (KxClient) clerk = NULL;
  g_autofree char *persons = NULL;

  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_press (self, CLERK);
  kx_test_preferences_see (self, "Clerk · 济南市");
  kx_test_preferences_press (self, "_Edit");
  kx_test_preferences_fill (self, "Full name", "单");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, "1 entry has to be put right");
  kx_test_preferences_fill (self, "Full name", "单大满");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, "Saved");
  /* The page and the list follow what the service says. */
  kx_test_preferences_see (self, "单大满 (clerk)");
  g_signal_emit_by_name (kx_test_preferences_find_tip (self, "Back"), "clicked");
  kx_test_preferences_see (self, "单大满 (clerk)");
  g_assert_cmpuint (count_drafts (self), ==, 0);
  admin = kx_test_preferences_sign_in (self, "admin", "admin", NULL);
  persons = kx_test_preferences_call (admin, "/v1/persons?limit=500");
  g_assert_cmpuint (count (persons, "单大满"), ==, 1);
  g_assert_cmpuint (count (persons, "单小满"), ==, 0);
  clerk = kx_test_preferences_sign_in (self, "clerk", "clerk", &session);
  g_assert_nonnull (clerk);
}

/* Typed and not saved: it is opened from the list of drafts, with what was typed. */
static void
test_name_later (KxTestPreferences *self, gconstpointer user)
{
  g_auto (GStrv) drafts = NULL;
  g_autofree char *typed = NULL;

  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_press (self, CLERK);
  kx_test_preferences_press (self, "_Edit");
  kx_test_preferences_fill (self, "Full name", "单大满");
  kx_test_preferences_close (self);
  drafts = kx_mirror_list_drafts (kx_profile_get_mirror (self->profile), "person/");
  g_assert_cmpuint (g_strv_length (drafts), ==, 1);
  kx_test_preferences_open_row (self, "person", drafts[0] + strlen ("person/"));
  kx_test_preferences_see (self, "Clerk · 济南市");
  typed = kx_test_preferences_dup_typed (self, "Full name");
  g_assert_cmpstr (typed, ==, "单大满");
}

/* Without the others there is the own name, on the page about the own account. */
static void
test_own_name (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "account");
  kx_test_preferences_see (self, "石管南 (admin)");
  kx_test_preferences_press (self, "_Edit");
  kx_test_preferences_fill (self, "Full name", "石管北");
  kx_test_preferences_press (self, "Save");
  kx_test_preferences_see (self, "石管北 (admin)");
  kx_test_preferences_await_sent (self);
}

static GtkWidget *
find_search (GtkWidget *root)
{
  GtkWidget *found = GTK_IS_SEARCH_ENTRY (root) && gtk_widget_get_mapped (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_search (child);
  return found;
}

static void
test_search (KxTestPreferences *self, gconstpointer user)
{
  GtkWidget *entry;

  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_see (self, "石管南 (admin)");
  entry = find_search (self->preferences);
  gtk_editable_set_text (GTK_EDITABLE (entry), "sgn"); /* initials of 石管南 */
  kx_test_preferences_await_gone (self, CLERK);
  kx_test_preferences_see (self, "石管南 (admin)");
  gtk_editable_set_text (GTK_EDITABLE (entry), "nobody at all");
  kx_test_preferences_see (self, "No user answers to this search");
}

static void
test_offline (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_cut (self);
  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, "Not up to date");
  g_assert_false (gtk_widget_is_sensitive (kx_test_drive_find (self->preferences, "_Add user")));
  g_assert_false (kx_test_preferences_sees (self, CLERK));
  kx_test_preferences_mend (self);
  kx_test_preferences_see (self, CLERK);
  kx_test_preferences_await_gone (self, "Not up to date");
  g_assert_true (gtk_widget_is_sensitive (kx_test_drive_find (self->preferences, "_Add user")));
  /* The network goes while one account is looked at: the act says so, and changes nothing. */
  kx_test_preferences_press (self, CLERK);
  kx_test_preferences_cut (self);
  kx_test_preferences_press (self, "Withdraw");
  kx_test_preferences_answer ("The role was not withdrawn", "close", NULL);
  kx_test_preferences_see (self, "Clerk · 济南市");
}

static void
test_auditor (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "users");
  kx_test_preferences_see (self, "To be read only: administrators add users and give roles.");
  kx_test_preferences_see (self, CLERK);
  g_assert_false (kx_test_preferences_sees (self, "_Add user"));
  kx_test_preferences_press (self, CLERK);
  kx_test_preferences_see (self, "Clerk · 济南市");
  g_assert_false (kx_test_preferences_sees (self, "Withdraw"));
  g_assert_false (kx_test_preferences_sees (self, "_Give a role"));
  g_assert_false (kx_test_preferences_sees (self, "Disable…"));
  g_assert_false (kx_test_preferences_sees (self, "Set password"));
  kx_test_preferences_see (self, "Person");
  g_assert_false (kx_test_preferences_sees (self, "_Edit"));
}

static void
test_clerk (KxTestPreferences *self, gconstpointer user)
{
  g_assert_false (kx_users_preferences_are_for (self->profile));
  kx_test_preferences_open (self, "account");
  g_assert_false (kx_test_preferences_sees (self, "Users"));
  kx_test_preferences_see (self, CLERK);
  g_assert_false (kx_test_preferences_sees (self, "_Edit"));
}

static void
test_room (KxTestPreferences *self, gconstpointer user)
{
  static const int widths[] = { 360, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      kx_test_preferences_open (self, "users");
      gtk_window_set_default_size (GTK_WINDOW (self->preferences), widths[i], 640);
      kx_test_preferences_see (self, CLERK);
      kx_test_preferences_look (self);
      kx_test_preferences_press (self, CLERK);
      kx_test_preferences_press (self, "_Give a role");
      kx_test_preferences_press (self, "_Edit");
      kx_test_preferences_look (self);
      g_signal_emit_by_name (kx_test_preferences_find_tip (self, "Back"), "clicked");
      kx_test_preferences_await_gone (self, "Set password");
      kx_test_preferences_press (self, "_Add user");
      kx_test_preferences_see (self, "Add a user");
      kx_test_preferences_look (self);
      kx_test_preferences_close (self);
    }
}

int
main (int argc, char **argv)
{
  kx_test_preferences_init (&argc, &argv);
  kx_test_preferences_add ("/preferences/users/one who is added can sign in", "admin", test_add);
  kx_test_preferences_add ("/preferences/users/one who is not added yet stays typed", "admin",
                           test_add_later);
  kx_test_preferences_add ("/preferences/users/one who is added needs a name, a role and a password", "admin",
                           test_needs_all);
  kx_test_preferences_add ("/preferences/users/roles are given, withdrawn and given back", "admin",
                           test_roles);
  kx_test_preferences_add ("/preferences/users/an account is disabled, opened and gets a password", "admin",
                           test_access);
  kx_test_preferences_add ("/preferences/users/nobody disables the own account", "admin", test_oneself);
  kx_test_preferences_add ("/preferences/users/a name is put right", "admin", test_name);
  kx_test_preferences_add ("/preferences/users/a name that was not saved stays typed", "admin",
                           test_name_later);
  kx_test_preferences_add ("/preferences/users/the own name is put right", "admin", test_own_name);
  kx_test_preferences_add ("/preferences/users/somebody is found by initials", "admin", test_search);
  kx_test_preferences_add ("/preferences/users/without the service it says so", "admin", test_offline);
  kx_test_preferences_add ("/preferences/users/an auditor reads", "auditor", test_auditor);
  kx_test_preferences_add ("/preferences/users/a clerk has no such page", "clerk", test_clerk);
  kx_test_preferences_add ("/preferences/users/there is room", "admin", test_room);
  return kx_test_preferences_run ();
}

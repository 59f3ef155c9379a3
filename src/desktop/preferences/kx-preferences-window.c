#include "desktop/preferences/kx-preferences-window.h"

#include "desktop/help/kx-help-window.h"
#include "desktop/preferences/kx-account-preferences.h"
#include "desktop/preferences/kx-look-preferences.h"
#include "desktop/preferences/kx-office-preferences.h"
#include "desktop/preferences/kx-policy-preferences.h"
#include "desktop/preferences/kx-storage-preferences.h"
#include "desktop/preferences/kx-users-preferences.h"
#include "sync/kx-profile.h"

struct _KxPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GObject *profile;
  KxOfficePreferences *office; /* borrowed: a page; NULL: none */
  KxPolicyPreferences *policy; /* likewise */
  KxUsersPreferences *users;   /* likewise */
};

G_DEFINE_FINAL_TYPE (KxPreferencesWindow, kx_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
find_groups (GtkWidget *root, GPtrArray *groups)
{
  if (ADW_IS_PREFERENCES_GROUP (root))
    g_ptr_array_add (groups, g_object_ref (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_groups (child, groups);
}

/* libadwaita's search over the rows, before its version 1.3, never lets go of the groups it has seen: at
 * least all that is in them goes with the window, and what that holds on to, such as the profile. */
static gboolean
empty_group (gpointer group)
{
  /* Besides ours there is one more reference: nobody else will. */
  if (G_OBJECT (group)->ref_count > 1)
    g_object_run_dispose (group);
  return G_SOURCE_REMOVE;
}

static void
follow_parent (GtkWidget *group)
{
  if (gtk_widget_get_parent (group) == NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, empty_group, g_object_ref (group), g_object_unref);
}

static void
dispose (GObject *object)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);

  find_groups (GTK_WIDGET (object), groups);
  g_clear_object (&KX_PREFERENCES_WINDOW (object)->profile);
  G_OBJECT_CLASS (kx_preferences_window_parent_class)->dispose (object);
  for (guint i = 0; i < groups->len; i++)
    if (gtk_widget_get_parent (groups->pdata[i]) == NULL)
      empty_group (groups->pdata[i]);
    else
      /* A page that awaits an answer outlives its window. */
      g_signal_connect (groups->pdata[i], "notify::parent", G_CALLBACK (follow_parent), NULL);
}

static void
kx_preferences_window_class_init (KxPreferencesWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_preferences_window_init (KxPreferencesWindow *self)
{
}

KxPreferencesWindow *
kx_preferences_window_new (GtkWindow *over, KxProfile *profile)
{
  KxPreferencesWindow *self = g_object_new (KX_TYPE_PREFERENCES_WINDOW, "transient-for", over, NULL);

  kx_help_bind (GTK_WINDOW (self), "preferences");
  g_set_object (&self->profile, (GObject *) profile);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), kx_look_preferences_new ());
  if (profile == NULL)
    return self;
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), kx_account_preferences_new (profile));
  self->office = KX_OFFICE_PREFERENCES (kx_office_preferences_new (profile));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (self->office));
  self->policy = KX_POLICY_PREFERENCES (kx_policy_preferences_new (profile));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (self->policy));
  if (kx_users_preferences_are_for (profile))
    {
      self->users = KX_USERS_PREFERENCES (kx_users_preferences_new (profile));
      adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (self->users));
    }
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), kx_storage_preferences_new (profile));
  return self;
}

/* Whoever is being added, is so in one form of person, account and first role. */
static KxPreferencesWindow *
open_new_user (GtkWindow *over, KxProfile *profile)
{
  KxPreferencesWindow *self;

  if (!kx_users_preferences_are_for (profile))
    return NULL;
  self = kx_preferences_window_new (over, profile);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), "users");
  gtk_window_present (GTK_WINDOW (self));
  kx_users_preferences_add_user (self->users);
  return self;
}

/* One's own name stands on the page about the own account; those of others with theirs. */
static KxPreferencesWindow *
open_person (GtkWindow *over, KxProfile *profile, const char *id)
{
  const KxActor *actor = kx_mirror_get_actor (kx_profile_get_mirror (profile));
  gboolean own = actor != NULL && g_strcmp0 (actor->user, id) == 0;
  KxPreferencesWindow *self;

  if (!own && !kx_users_preferences_are_for (profile))
    return NULL;
  self = kx_preferences_window_new (over, profile);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), own ? "account" : "users");
  gtk_window_present (GTK_WINDOW (self));
  if (!own)
    kx_users_preferences_show_person (self->users, id);
  return self;
}

static KxPreferencesWindow *
open_own_value (GtkWindow *over, KxProfile *profile, const char *id)
{
  KxPreferencesWindow *self = kx_preferences_window_new (over, profile);

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), "policy");
  gtk_window_present (GTK_WINDOW (self));
  kx_policy_preferences_show_row (self->policy, id);
  return self;
}

KxPreferencesWindow *
kx_preferences_window_open_row (GtkWindow *over, KxProfile *profile, const char *entity, const char *id)
{
  static const char *const of_users[] = { "person", "user", "grant", NULL };
  static const char *const of_office[] = { "office", "own_day", "route_step", "duty_pair", NULL };
  KxPreferencesWindow *self;

  if (profile != NULL && g_str_equal (id, "new") && g_strv_contains (of_users, entity))
    return open_new_user (over, profile);
  if (profile != NULL && g_str_equal (entity, "person"))
    return open_person (over, profile, id);
  if (profile != NULL && g_str_equal (entity, "own_value"))
    return open_own_value (over, profile, id);
  if (profile == NULL || !g_strv_contains (of_office, entity))
    return NULL;
  self = kx_preferences_window_new (over, profile);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), "office");
  gtk_window_present (GTK_WINDOW (self));
  kx_office_preferences_show_row (self->office, entity, id);
  return self;
}

/* The pages of the preferences against a real service. */
#include "desktop/kx-application.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-window.h"
#include "lib/kx-test-kangxied.h"
#include "sync/kx-client-device.h"
#include "sync/kx-profile.h"

typedef struct
{
  char *folder, *url;
  KxTestKangxied *service;
  KxProfile *profile;
  KxWindow *window;
  GtkWidget *preferences;
} Fixture;

static void
connected (GObject *source, GAsyncResult *result, gpointer data)
{
  KxProfile **profile = data;
  g_autoptr (GError) error = NULL;

  *profile = kx_profile_connect_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static KxProfile *
connect_as (Fixture *fixture, const char *user, const char *name)
{
  KxProfileConnect connect = {
    .url = fixture->url, .user = user, .password = user, .name = name, .device = name
  };
  KxProfile *profile = NULL;

  kx_profile_connect_async (&connect, NULL, connected, &profile);
  kx_test_drive_until (is_set, &profile);
  return profile;
}

static gboolean
is_synchronized (gpointer profile)
{
  return kx_sync_get_state (kx_profile_get_sync (profile)) == KX_SYNC_IDLE;
}

/* Shows the page of that name. */
static void
open_page (Fixture *fixture, const char *page)
{
  fixture->preferences =
      GTK_WIDGET (kx_preferences_window_new (GTK_WINDOW (fixture->window), fixture->profile));
  g_object_add_weak_pointer (G_OBJECT (fixture->preferences), (gpointer *) &fixture->preferences);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->preferences), page);
  gtk_window_present (GTK_WINDOW (fixture->preferences));
  kx_test_drive_settle ();
}

static void
set_up (Fixture *fixture, gconstpointer user)
{
  g_autofree char *data = NULL;

  fixture->folder = g_dir_make_tmp ("kx-preferences-XXXXXX", NULL);
  data = g_build_filename (fixture->folder, "service", NULL);
  fixture->service = kx_test_kangxied_start (data, "--demo", NULL);
  fixture->url = g_strdup_printf ("http://127.0.0.1:%u", fixture->service->port);
  fixture->profile = connect_as (fixture, user, "desk");
  kx_profile_start (fixture->profile);
  fixture->window = kx_window_new (NULL, fixture->profile);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kx_test_drive_until (is_synchronized, fixture->profile);
}

static void
remove_folder (const char *folder)
{
  const char *argv[] = { "rm", "-rf", folder, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) profiles = NULL;

  GtkWidget *preferences = fixture->preferences;

  /* It may outlive the fixture. */
  g_clear_weak_pointer (&fixture->preferences);
  if (preferences != NULL)
    gtk_window_destroy (GTK_WINDOW (preferences));
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->profile);
  kx_test_drive_settle ();
  kx_test_kangxied_free (fixture->service);
  remove_folder (fixture->folder);
  /* The next case begins without profiles. */
  profiles = kx_profile_list ();
  for (char **profile = profiles; *profile != NULL; profile++)
    remove_folder (*profile);
  g_free (fixture->folder);
  g_free (fixture->url);
}

/* Presses the verb of the dialog that asks. */
static void
answer (const char *question, const char *response)
{
  GListModel *windows = gtk_window_get_toplevels ();

  kx_test_drive_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) &&
          g_strcmp0 (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), question) == 0)
        {
          adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), response);
          gtk_window_destroy (GTK_WINDOW (window));
          /* Before the window below it goes. */
          g_clear_object (&window);
          kx_test_drive_settle ();
          return;
        }
    }
  g_error ("“%s” is not asked", question);
}

static void
test_password (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  open_page (fixture, "account");
  row = kx_test_drive_find (fixture->preferences, "Change the password");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  kx_test_drive_await (fixture->preferences, "Current password");
  kx_test_drive_type (fixture->preferences, "Current password", "clerk");
  kx_test_drive_type (fixture->preferences, "New password", "a-longer-password-7");
  kx_test_drive_type (fixture->preferences, "New password once more", "another");
  kx_test_drive_await (fixture->preferences, "The new password and its repetition differ");
  g_assert_false (gtk_widget_is_sensitive (kx_test_drive_find (fixture->preferences, "_Change password")));
  kx_test_drive_type (fixture->preferences, "New password once more", "a-longer-password-7");
  kx_test_drive_press (fixture->preferences, "_Change password");
  kx_test_drive_await (fixture->preferences, "The password was changed");
  g_assert_true (kx_profile_is_signed_in (fixture->profile));
}

static gboolean
is_revoked_row_gone (gpointer preferences)
{
  return kx_test_drive_find (preferences, "laptop") == NULL &&
         kx_test_drive_find (preferences, "desk") != NULL;
}

static void
registered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxClientDevice) device = kx_client_register_device_finish (KX_CLIENT (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (device);
  *(gboolean *) data = TRUE;
}

static gboolean
is_known (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_devices (Fixture *fixture, gconstpointer data)
{
  /* One folder is of one service and user; the other computer is another registration. */
  g_autoptr (KxClient) client = kx_client_new (fixture->url, NULL);
  gboolean known = FALSE;

  kx_client_set_token (client, kx_client_get_session_token (kx_profile_get_client (fixture->profile)), NULL);
  kx_client_register_device_async (client, "laptop", NULL, registered, &known);
  kx_test_drive_until (is_known, &known);
  open_page (fixture, "account");
  kx_test_drive_await (fixture->preferences, "desk");
  kx_test_drive_press (fixture->preferences, "Revoke…");
  answer ("Revoke “laptop”?", "stay");
  g_assert_nonnull (kx_test_drive_find (fixture->preferences, "laptop"));
  kx_test_drive_press (fixture->preferences, "Revoke…");
  answer ("Revoke “laptop”?", "act");
  kx_test_drive_until (is_revoked_row_gone, fixture->preferences);
}

static gboolean
has_no_profile (gpointer window)
{
  return kx_window_get_profile (window) == NULL;
}

static void
test_leave (Fixture *fixture, gconstpointer data)
{
  g_autofree char *dir = g_strdup (kx_profile_get_dir (fixture->profile));

  open_page (fixture, "account");
  kx_test_drive_press (fixture->preferences, "Sign _out");
  kx_test_drive_await (fixture->preferences, "You are signed out");
  g_assert_true (g_file_test (dir, G_FILE_TEST_IS_DIR));
  g_assert_false (kx_profile_is_signed_in (fixture->profile));
  kx_test_drive_press (fixture->preferences, "_Forget…");
  answer ("Forget this profile?", "act");
  kx_test_drive_until (has_no_profile, fixture->window);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  g_assert_null (fixture->preferences);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("kx-preferences-home-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  kx_desktop_init ();
  g_test_add ("/preferences/password", Fixture, "clerk", set_up, test_password, tear_down);
  g_test_add ("/preferences/devices", Fixture, "clerk", set_up, test_devices, tear_down);
  g_test_add ("/preferences/leave", Fixture, "clerk", set_up, test_leave, tear_down);
  result = g_test_run ();
  remove_folder (home);
  return result;
}

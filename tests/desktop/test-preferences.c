/* The account in the preferences, against a real service. */
#include "desktop/kx-settings.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-test-preferences.h"
#include "sync/kx-client-device.h"

static void
test_password (KxTestPreferences *self, gconstpointer user)
{
  GtkWidget *row;

  kx_test_preferences_open (self, "account");
  row = kx_test_drive_find (self->preferences, "Change the password");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  kx_test_preferences_see (self, "Current password");
  kx_test_drive_type (self->preferences, "Current password", "clerk");
  kx_test_drive_type (self->preferences, "New password", "a-longer-password-7");
  kx_test_drive_type (self->preferences, "New password once more", "another");
  kx_test_preferences_see (self, "The new password and its repetition differ");
  g_assert_false (gtk_widget_is_sensitive (kx_test_drive_find (self->preferences, "_Change password")));
  kx_test_drive_type (self->preferences, "New password once more", "a-longer-password-7");
  kx_test_preferences_press (self, "_Change password");
  kx_test_preferences_see (self, "The password was changed");
  g_assert_true (kx_profile_is_signed_in (self->profile));
}

static gboolean
may_start_again (KxTestPreferences *self)
{
  GtkWidget *button = kx_test_drive_find (self->preferences, "Start _again now");

  return button != NULL && gtk_widget_get_mapped (button);
}

/* Only a language that is not spoken yet asks for another start. */
static void
test_language (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "look");
  g_assert_false (may_start_again (self));
  g_settings_set_string (kx_settings_get (), "language", "zh_CN");
  kx_test_preferences_see (self, "The new language begins with the next start");
  g_assert_true (may_start_again (self));
  g_settings_set_string (kx_settings_get (), "language", "");
  kx_test_drive_settle ();
  g_assert_false (may_start_again (self));
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
test_devices (KxTestPreferences *self, gconstpointer user)
{
  /* One folder is of one service and user; the other computer is another registration. */
  g_autoptr (KxClient) client = kx_client_new (self->url, NULL);
  gboolean known = FALSE;

  kx_client_set_token (client, kx_client_get_session_token (kx_profile_get_client (self->profile)), NULL);
  kx_client_register_device_async (client, "laptop", NULL, registered, &known);
  kx_test_drive_until (is_known, &known);
  kx_test_preferences_open (self, "account");
  kx_test_preferences_see (self, "desk");
  kx_test_preferences_press (self, "Revoke…");
  kx_test_preferences_answer ("Revoke “laptop”?", "stay", NULL);
  g_assert_nonnull (kx_test_drive_find (self->preferences, "laptop"));
  kx_test_preferences_press (self, "Revoke…");
  kx_test_preferences_answer ("Revoke “laptop”?", "act", NULL);
  kx_test_preferences_await_gone (self, "laptop");
  kx_test_preferences_see (self, "desk");
}

static gboolean
has_no_profile (gpointer window)
{
  return kx_window_get_profile (window) == NULL;
}

static void
test_leave (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *dir = g_strdup (kx_profile_get_dir (self->profile));

  kx_test_preferences_open (self, "account");
  kx_test_preferences_press (self, "Sign _out");
  kx_test_preferences_see (self, "You are signed out");
  g_assert_true (g_file_test (dir, G_FILE_TEST_IS_DIR));
  g_assert_false (kx_profile_is_signed_in (self->profile));
  kx_test_preferences_press (self, "_Forget…");
  kx_test_preferences_answer ("Forget this profile?", "act", NULL);
  kx_test_drive_until (has_no_profile, self->window);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  g_assert_null (self->preferences);
}

int
main (int argc, char **argv)
{
  kx_test_preferences_init (&argc, &argv);
  kx_test_preferences_add ("/preferences/password", "clerk", test_password);
  kx_test_preferences_add ("/preferences/language", "clerk", test_language);
  kx_test_preferences_add ("/preferences/devices", "clerk", test_devices);
  kx_test_preferences_add ("/preferences/leave", "clerk", test_leave);
  return kx_test_preferences_run ();
}

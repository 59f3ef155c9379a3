/* Storage, backup and restore in the preferences, over real profiles and their services. */
#include "desktop/kx-toolkit.h"
#include "desktop/kx-daily-backup.h"
#include "desktop/kx-files.h"
#include "desktop/kx-settings.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-window.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "sync/kx-local-backup.h"
#include "sync/kx-test-desk.h"
#include "sync/kx-test-wait.h"
#include "sync/kx-test-work.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>
#include <utime.h>

#define AGENCIES "SELECT count(*) FROM agency WHERE deleted_at = 0"

typedef struct
{
  char *folder; /* for backups and what is saved */
  KxTestDesk *desk;
  KxProfile *profile;
  KxWindow *window;
  GtkWidget *preferences;
} Fixture;

static void
open_preferences (Fixture *f)
{
  f->preferences = GTK_WIDGET (kx_preferences_window_new (GTK_WINDOW (f->window), f->profile));
  g_object_add_weak_pointer (G_OBJECT (f->preferences), (gpointer *) &f->preferences);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (f->preferences), "storage");
  gtk_window_present (GTK_WINDOW (f->preferences));
  kx_test_drive_settle ();
}

static void
open_window (Fixture *f)
{
  f->window = kx_window_new (NULL, f->profile);
  gtk_window_present (GTK_WINDOW (f->window));
  kx_test_work_await_quiet (f->profile);
  open_preferences (f);
}

static void
set_up_connected (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = kx_test_make_folder ();
  f->desk = kx_test_desk_new ();
  f->profile = kx_test_work_connect (f->desk->url, "clerk", "clerk", "desk", &error);
  g_assert_no_error (error);
  kx_profile_start (f->profile);
  open_window (f);
}

static void
set_up_local (Fixture *f, gconstpointer data)
{
  f->folder = kx_test_make_folder ();
  f->profile = kx_test_work_local ("office");
  open_window (f);
}

static void
close_preferences (Fixture *f)
{
  GtkWidget *preferences = f->preferences;

  if (preferences == NULL)
    return;
  g_clear_weak_pointer (&f->preferences);
  g_object_ref (preferences);
  gtk_window_destroy (GTK_WINDOW (preferences));
  kx_test_drive_settle ();
  kx_test_finalize (preferences);
}

/* All of it ends, and the next case begins without profiles and stores. */
static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *stores = g_build_filename (g_get_user_data_dir (), "kangxie", NULL);
  g_autoptr (GSettings) settings = kx_settings_new_for_profile ("office");

  close_preferences (f);
  g_object_ref (f->window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  kx_test_finalize (f->window);
  kx_test_work_finish (f->profile);
  g_clear_pointer (&f->desk, kx_test_desk_free);
  g_settings_reset (settings, "backup-folder");
  kx_test_remove_folder (f->folder);
  kx_test_remove_folder (g_steal_pointer (&stores));
}

/* The dialog with that heading; NULL: none is shown. */
static AdwMessageDialog *
find_dialog (const char *heading)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) &&
          g_str_has_prefix (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), heading))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static gboolean
is_asked (gpointer heading)
{
  return find_dialog (heading) != NULL;
}

/* Waits for the dialog and gives its words. Free with g_free(). */
static char *
await_dialog (const char *heading)
{
  kx_test_drive_until (is_asked, (gpointer) heading);
  return g_strdup (adw_message_dialog_get_body (find_dialog (heading)));
}

static void
answer (const char *heading, const char *response)
{
  GtkWindow *window;

  kx_test_drive_until (is_asked, (gpointer) heading);
  window = GTK_WINDOW (find_dialog (heading));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), response);
  gtk_window_destroy (window);
  kx_test_drive_settle ();
}

typedef struct
{
  GtkWidget *root;
  const char *title, *start;
} Said;

/* Whether the row of this title says something that begins so. */
static gboolean
is_said (gpointer data)
{
  const Said *said = data;
  GtkWidget *row = kx_test_drive_find (said->root, said->title);
  const char *words = ADW_IS_ACTION_ROW (row) ? adw_action_row_get_subtitle (ADW_ACTION_ROW (row)) : NULL;

  return words != NULL && g_str_has_prefix (words, said->start);
}

static void
await_said (Fixture *f, const char *title, const char *start)
{
  kx_test_drive_until (is_said, &(Said){ f->preferences, title, start });
}

/* The button in the row of this title. */
static void
press_in_row (Fixture *f, const char *title, const char *label)
{
  kx_test_drive_settle ();
  kx_test_drive_press (kx_test_drive_find (f->preferences, title), label);
}

static void
choose (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  kx_files_answer_next (file);
}

/* The only name in a folder that begins so. Free with g_free(). */
static char *
find_in (const char *folder, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  char *found = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      {
        g_assert_null (found);
        found = g_build_filename (folder, name, NULL);
      }
  return found;
}

/* --- A profile of a service --- */

static void
test_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *damaged = g_build_filename (kx_profile_get_dir (f->profile), "mirror.db.damaged-1", NULL);

  await_said (f, "Attachments", "None");
  await_said (f, "Not sent yet", "Nothing");
  g_assert_nonnull (kx_test_drive_find (f->preferences, "The service makes the backups"));
  g_assert_null (kx_test_drive_find (f->preferences, "_Back up now"));
  g_assert_null (kx_test_drive_find (f->preferences, "_Save…"));
  g_assert_null (kx_test_drive_find (f->preferences, "Damaged data that were put aside"));
  g_assert_true (is_said (&(Said){ f->preferences, "Folder", kx_profile_get_dir (f->profile) }));
  close_preferences (f);
  g_assert_true (g_file_set_contents (damaged, "half a database", -1, NULL));
  open_preferences (f);
  await_said (f, "Damaged data that were put aside", "15 bytes");
  press_in_row (f, "Damaged data that were put aside", "_Remove");
  kx_test_drive_await (f->preferences, "The damaged data were removed");
  g_assert_false (g_file_test (damaged, G_FILE_TEST_EXISTS));
}

static void
test_check (Fixture *f, gconstpointer data)
{
  press_in_row (f, "Check the copy", "_Check");
  await_said (f, "Check the copy", "Compared ");
  kx_test_desk_stop (f->desk);
  press_in_row (f, "Check the copy", "_Check");
  await_said (f, "Check the copy", "Not now: ");
  g_assert_true (gtk_widget_is_sensitive (kx_test_drive_find (f->preferences, "_Check")));
  kx_test_desk_start (f->desk);
  g_assert_true (kx_profile_set_url (f->profile, f->desk->url, NULL));
  await_said (f, "Check the copy", "Compared ");
}

static void
test_fetch_anew (Fixture *f, gconstpointer data)
{
  gint64 agencies = kx_test_work_number (f->profile, AGENCIES);

  press_in_row (f, "Fetch everything anew", "_Fetch…");
  answer ("Fetch everything anew?", "stay");
  g_assert_true (gtk_widget_is_sensitive (kx_test_drive_find (f->preferences, "_Fetch…")));
  press_in_row (f, "Fetch everything anew", "_Fetch…");
  answer ("Fetch everything anew?", "act");
  await_said (f, "Fetch everything anew", "Everything was fetched anew");
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, agencies);
}

static gboolean
has_no_profile (gpointer window)
{
  return kx_window_get_profile (window) == NULL;
}

/* What was not sent is offered to be saved before it goes. */
static void
test_remove (Fixture *f, gconstpointer data)
{
  g_autofree char *dir = g_strdup (kx_profile_get_dir (f->profile)), *words = NULL, *saved = NULL;
  g_autofree char *sheet = NULL, *bytes = NULL;
  gsize size;

  kx_test_desk_stop (f->desk);
  kx_sync_now (kx_profile_get_sync (f->profile));
  kx_test_work_await (f->profile, KX_SYNC_OFFLINE);
  g_free (kx_test_work_add_agency (f->profile, "没有发出的医院"));
  kx_mirror_put_draft (kx_profile_get_mirror (f->profile), "agency/d", "{\"typed\":{\"name\":\"半句\"}}");
  await_said (f, "Not sent yet", "1 change or file was not sent.");
  press_in_row (f, "Remove this profile from this computer", "_Remove…");
  words = await_dialog ("Forget this profile?");
  g_assert_nonnull (strstr (words, "1 change or file was not sent. 1 draft was not handed over."));
  answer ("Forget this profile?", "stay");
  g_assert_true (g_file_test (dir, G_FILE_TEST_IS_DIR));
  /* A folder that takes nothing: nothing is saved, nothing is removed. */
  press_in_row (f, "Remove this profile from this computer", "_Remove…");
  choose ("/proc");
  answer ("Forget this profile?", "other");
  answer ("Nothing was saved", "close");
  g_assert_true (g_file_test (dir, G_FILE_TEST_IS_DIR));
  press_in_row (f, "Remove this profile from this computer", "_Remove…");
  choose (f->folder);
  answer ("Forget this profile?", "other");
  /* It is asked again when it is saved. */
  answer ("Forget this profile?", "act");
  kx_test_drive_until (has_no_profile, f->window);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  g_assert_null (f->preferences);
  saved = find_in (f->folder, "kangxie-unsent-");
  g_assert_nonnull (saved);
  sheet = g_build_filename (saved, "unsent.xlsx", NULL);
  g_assert_true (g_file_get_contents (sheet, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 1000);
}

/* --- A profile on this computer --- */

static void
back_up (Fixture *f)
{
  press_in_row (f, "Make a backup", "_Back up now");
  await_said (f, "Make a backup", "Backup made: ");
}

static void
test_backup (Fixture *f, gconstpointer data)
{
  g_autofree char *path = NULL, *words = NULL;
  g_autoptr (GSettings) settings = kx_settings_new_for_profile ("office");
  g_autofree char *kept = NULL;

  g_assert_null (kx_test_drive_find (f->preferences, "The service makes the backups"));
  await_said (f, "Folder for backups", "None was chosen yet");
  /* Nothing chosen: it asks first. */
  kx_files_answer_next (NULL);
  press_in_row (f, "Make a backup", "_Back up now");
  await_said (f, "Folder for backups", "None was chosen yet");
  choose (f->folder);
  back_up (f);
  path = find_in (f->folder, "kangxie-");
  g_assert_nonnull (path);
  kept = g_settings_get_string (settings, "backup-folder");
  g_assert_cmpstr (kept, ==, f->folder);
  g_assert_nonnull (kx_test_drive_find (f->preferences, "Restore…"));
  /* It is known when the preferences are opened again. */
  close_preferences (f);
  open_preferences (f);
  await_said (f, "Make a backup", "The last one is of ");
  g_assert_nonnull (kx_test_drive_find (f->preferences, "Restore…"));
  press_in_row (f, "Recovery text", "_Show…");
  words = await_dialog ("Recovery text");
  g_assert_true (g_str_has_prefix (words, "KX1-"));
  answer ("Recovery text", "close");
}

static gboolean
has_a_backup (gpointer folder)
{
  g_autoptr (GPtrArray) list = kx_local_backup_list (folder, NULL);

  return list->len == 1;
}

static gboolean
is_done (gpointer daily)
{
  return !kx_daily_backup_is_busy (daily);
}

static gboolean
is_wanted (gpointer settings)
{
  return g_settings_get_boolean (settings, "backup-daily");
}

/* Once a day, where it was said so; what fails is told in the window. */
static void
test_daily (Fixture *f, gconstpointer data)
{
  g_autoptr (KxDailyBackup) daily = kx_daily_backup_new (f->window, f->profile);
  g_autoptr (GSettings) settings = kx_settings_new_for_profile ("office");
  guint told = g_list_model_get_n_items (kx_window_get_notices (f->window));
  g_autofree char *path = NULL, *missing = g_build_filename (f->folder, "stick", NULL);
  GtkWidget *row = kx_test_drive_find (f->preferences, "Back up every day");
  struct utimbuf yesterday = { time (NULL) - 86400, time (NULL) - 86400 };

  g_assert_false (gtk_widget_is_sensitive (row));
  choose (f->folder);
  press_in_row (f, "Folder for backups", "_Choose…");
  g_assert_true (gtk_widget_is_sensitive (row));
  g_assert_false (kx_daily_backup_look (daily));
  adw_action_row_activate (ADW_ACTION_ROW (row));
  kx_test_drive_until (is_wanted, settings);
  g_assert_true (kx_daily_backup_look (daily));
  g_assert_false (kx_daily_backup_look (daily));
  kx_test_drive_until (is_done, daily);
  path = find_in (f->folder, "kangxie-");
  g_assert_nonnull (path);
  /* Not again today, but tomorrow. */
  g_assert_false (kx_daily_backup_look (daily));
  g_assert_cmpuint (g_list_model_get_n_items (kx_window_get_notices (f->window)), ==, told);
  g_assert_cmpint (g_utime (path, &yesterday), ==, 0);
  g_settings_set_string (settings, "backup-folder", missing);
  g_assert_true (kx_daily_backup_look (daily));
  kx_test_drive_until (is_done, daily);
  g_assert_cmpuint (g_list_model_get_n_items (kx_window_get_notices (f->window)), ==, told + 1);
  g_settings_set_string (settings, "backup-folder", f->folder);
  /* What failed is not tried again at once. */
  g_assert_false (kx_daily_backup_look (daily));
  g_settings_reset (settings, "backup-daily");
  kx_test_finalize (g_steal_pointer (&daily));
}

/* The button takes the place of the one that began, and the focus with it. */
static void
test_given_up (Fixture *f, gconstpointer data)
{
  GtkWidget *row = kx_test_drive_find (f->preferences, "Make a backup"), *make, *stop;
  g_autoptr (GDir) dir = NULL;

  choose (f->folder);
  press_in_row (f, "Folder for backups", "_Choose…");
  kx_test_drive_settle ();
  make = kx_test_drive_find (row, "_Back up now");
  g_assert_null (kx_test_drive_find (row, "_Cancel"));
  gtk_widget_grab_focus (make);
  g_signal_emit_by_name (make, "clicked");
  stop = gtk_window_get_focus (GTK_WINDOW (f->preferences));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (stop)), ==, "_Cancel");
  g_signal_emit_by_name (stop, "clicked");
  await_said (f, "Make a backup", "It is being given up");
  g_signal_emit_by_name (stop, "clicked"); /* once more is no more */
  kx_test_drive_await (f->preferences, "The backup was given up; earlier ones are as they were");
  await_said (f, "Make a backup", "There is none in this folder yet");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f->preferences)) == make);
  dir = g_dir_open (f->folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  /* The next one is whole. */
  back_up (f);
}

/* Closing the preferences does not stop a backup. */
static void
test_closed_meanwhile (Fixture *f, gconstpointer data)
{
  choose (f->folder);
  press_in_row (f, "Make a backup", "_Back up now");
  close_preferences (f);
  kx_test_drive_until (has_a_backup, f->folder);
  open_preferences (f);
  await_said (f, "Make a backup", "The last one is of ");
}

/* Nor does it hide that one failed. */
static void
test_fails_meanwhile (Fixture *f, gconstpointer data)
{
  GtkWidget *row = kx_test_drive_find (f->preferences, "Make a backup");

  choose ("/proc");
  press_in_row (f, "Folder for backups", "_Choose…");
  kx_test_drive_settle ();
  /* Closed before anything else can happen. */
  g_signal_emit_by_name (kx_test_drive_find (row, "_Back up now"), "clicked");
  close_preferences (f);
  answer ("The backup was not made", "close");
}

static void
test_bad_target (Fixture *f, gconstpointer data)
{
  g_autofree char *words = NULL, *path = NULL, *missing = g_build_filename (f->folder, "stick", NULL);

  choose ("/proc");
  press_in_row (f, "Make a backup", "_Back up now");
  words = await_dialog ("The backup was not made");
  g_assert_nonnull (strstr (words, "/proc"));
  answer ("The backup was not made", "close");
  await_said (f, "Make a backup", "Nothing can be written into the folder /proc");
  g_assert_true (gtk_widget_is_sensitive (kx_test_drive_find (f->preferences, "_Back up now")));
  /* A disk that is not plugged in. */
  choose (missing);
  press_in_row (f, "Folder for backups", "_Choose…");
  await_said (f, "Make a backup", "The folder cannot be read now.");
  press_in_row (f, "Make a backup", "_Back up now");
  answer ("The backup was not made", "close");
  choose (f->folder);
  press_in_row (f, "Folder for backups", "_Choose…");
  back_up (f);
  path = find_in (f->folder, "kangxie-");
  g_assert_nonnull (path);
}

/* Closing the preferences does not hide where the data of before were put. */
static void
test_restored_meanwhile (Fixture *f, gconstpointer data)
{
  g_autofree char *said = NULL;

  choose (f->folder);
  back_up (f);
  kx_test_drive_press (f->preferences, "Restore…");
  answer ("Go back to ", "act");
  close_preferences (f);
  said = await_dialog ("The backup was restored");
  g_assert_nonnull (strstr (said, "before-restore-"));
  answer ("The backup was restored", "close");
}

/* Back to the backup, without what came later; then work goes on. */
static void
test_restore (Fixture *f, gconstpointer data)
{
  g_autofree char *words = NULL, *said = NULL;

  g_free (kx_test_work_add_agency (f->profile, "备份之前的医院"));
  kx_test_work_await_quiet (f->profile);
  choose (f->folder);
  back_up (f);
  g_free (kx_test_work_add_agency (f->profile, "备份之后的医院"));
  kx_test_work_await_quiet (f->profile);
  kx_test_drive_press (f->preferences, "Restore…");
  words = await_dialog ("Go back to ");
  g_assert_nonnull (strstr (words, "holds 1 agency."));
  g_assert_nonnull (strstr (words, "1 change that you made since then is not in it"));
  answer ("Go back to ", "stay");
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 2);
  g_assert_true (gtk_widget_is_sensitive (kx_test_drive_find (f->preferences, "_Back up now")));
  kx_test_drive_press (f->preferences, "Restore…");
  answer ("Go back to ", "act");
  said = await_dialog ("The backup was restored");
  g_assert_nonnull (strstr (said, "before-restore-"));
  answer ("The backup was restored", "close");
  kx_test_work_await_number (f->profile, AGENCIES, 1);
  g_free (kx_test_work_add_agency (f->profile, "回退之后的医院"));
  kx_test_work_await_quiet (f->profile);
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 2);
}

static void
test_enter_again (Fixture *f, gconstpointer data)
{
  choose (f->folder);
  back_up (f);
  g_free (kx_test_work_add_agency (f->profile, "备份之后的医院"));
  kx_test_work_await_quiet (f->profile);
  kx_test_drive_press (f->preferences, "Restore…");
  answer ("Go back to ", "other");
  answer ("The backup was restored", "close");
  kx_test_work_await_quiet (f->profile);
  kx_test_work_await_number (f->profile, AGENCIES " AND seq > 0", 1);
}

static void
test_bad_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = NULL, *bytes = NULL, *words = NULL;
  g_autofree char *other = g_build_filename (f->folder, "letters.zst", NULL);
  gsize size;

  g_free (kx_test_work_add_agency (f->profile, "留下的医院"));
  kx_test_work_await_quiet (f->profile);
  choose (f->folder);
  back_up (f);
  path = find_in (f->folder, "kangxie-");
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) (size / 2), NULL));
  kx_test_drive_press (f->preferences, "Restore…");
  words = await_dialog ("This backup cannot be used");
  g_assert_nonnull (strstr (words, "no whole backup of Kangxie"));
  answer ("This backup cannot be used", "close");
  g_assert_true (g_file_set_contents (other, "dear colleague", -1, NULL));
  choose (other);
  press_in_row (f, "Restore a backup file", "_Open…");
  answer ("This backup cannot be used", "close");
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 1);
  g_assert_true (gtk_widget_is_sensitive (kx_test_drive_find (f->preferences, "_Open…")));
}

/* A backup of another computer, and the recovery text that was written down there. */
static char *
make_foreign (Fixture *f, char **ret_recovery)
{
  KxProfile *other = kx_test_work_local ("other");
  KxLocal *local = kx_profile_get_local (other);
  char *path = g_build_filename (f->folder, "other.tar.zst", NULL);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_test_work_await_quiet (other);
  g_free (kx_test_work_add_agency (other, "旧电脑上的医院"));
  kx_test_work_await_quiet (other);
  kx_local_backup_make_async (local, path, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_true (kx_local_backup_make_finish (local, result, NULL, NULL, &error));
  *ret_recovery = kx_profile_dup_recovery (other);
  g_clear_object (&result);
  kx_test_work_finish (other);
  return path;
}

static void
open_foreign (Fixture *f, const char *path, const char *recovery)
{
  choose (path);
  press_in_row (f, "Restore a backup file", "_Open…");
  kx_test_drive_until (is_asked, (gpointer) "Go back to ");
  g_assert_false (adw_message_dialog_get_response_enabled (find_dialog ("Go back to "), "act"));
  kx_test_drive_type (GTK_WIDGET (find_dialog ("Go back to ")), "Recovery text", recovery);
  answer ("Go back to ", "act");
}

/* The old computer is gone: its backup is opened here with its recovery text, and only with that. */
static void
test_foreign (Fixture *f, gconstpointer data)
{
  g_autofree char *recovery = NULL, *path = make_foreign (f, &recovery);
  g_autofree char *own = kx_profile_dup_recovery (f->profile), *now = NULL;

  open_foreign (f, path, own);
  answer ("This is not the recovery text of that computer", "close");
  g_assert_cmpint (kx_test_work_number (f->profile, AGENCIES), ==, 0);
  open_foreign (f, path, recovery);
  answer ("The backup was restored", "close");
  kx_test_work_await_number (f->profile, AGENCIES, 1);
  kx_test_work_await_quiet (f->profile);
  now = kx_profile_dup_recovery (f->profile);
  g_assert_cmpstr (now, ==, recovery);
}

/* Of a profile on this computer a backup is offered first. */
static void
test_remove_local (Fixture *f, gconstpointer data)
{
  g_autofree char *store = kx_profile_dup_store_dir (f->profile), *path = NULL;

  press_in_row (f, "Remove this profile from this computer", "_Remove…");
  choose (f->folder);
  answer ("Forget this profile?", "other");
  answer ("Forget this profile?", "act");
  kx_test_drive_until (has_no_profile, f->window);
  g_assert_false (g_file_test (store, G_FILE_TEST_EXISTS));
  path = find_in (f->folder, "kangxie-");
  g_assert_nonnull (path);
}

#define ADD(name, kind, test) g_test_add ("/storage/" name, Fixture, NULL, set_up_##kind, test, tear_down)

int
main (int argc, char **argv)
{
  char *home = g_dir_make_tmp ("kx-storage-home-XXXXXX", NULL);
  char *runtime = g_dir_make_tmp ("kx-run-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_setenv ("KANGXIED", kx_test_kangxied_path (), TRUE);
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("what is kept is told", connected, test_kept);
  ADD ("the copy is compared", connected, test_check);
  ADD ("everything is fetched anew", connected, test_fetch_anew);
  ADD ("what was not sent is saved before the profile goes", connected, test_remove);
  ADD ("a backup is made and listed", local, test_backup);
  ADD ("a backup is given up", local, test_given_up);
  ADD ("a backup goes on without its window", local, test_closed_meanwhile);
  ADD ("a backup that fails without its window is told", local, test_fails_meanwhile);
  ADD ("a backup is made every day", local, test_daily);
  ADD ("bad folders are told", local, test_bad_target);
  ADD ("a backup is restored, and work goes on", local, test_restore);
  ADD ("a restore that ends without its window is told", local, test_restored_meanwhile);
  ADD ("what came later is entered again", local, test_enter_again);
  ADD ("bad files are told", local, test_bad_file);
  ADD ("a backup of another computer is restored with its recovery text", local, test_foreign);
  ADD ("a backup is made before the profile goes", local, test_remove_local);
  status = g_test_run ();
  kx_test_remove_folder (home);
  kx_test_remove_folder (runtime);
  return status;
}

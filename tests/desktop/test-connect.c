/* The first pages and the sync line against a real service. */
#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "desktop/dialogs/kx-finder.h"
#include "desktop/kx-application.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-banner.h"
#include "desktop/kx-notice.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/start/kx-start.h"
#include "lib/kx-test-kangxied.h"
#include "lib/kx-test-source.h"
#include "sync/kx-profile.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  KxTestKangxied *service;
  char *url;
  KxWindow *window;
} Fixture;

static void
start_service (Fixture *fixture)
{
  g_autofree char *data = g_build_filename (fixture->folder, "service", NULL);

  fixture->service = kx_test_kangxied_start_demo (data);
  g_free (fixture->url);
  fixture->url = g_strdup_printf ("http://127.0.0.1:%u", fixture->service->port);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("kx-connect-XXXXXX", NULL);
  start_service (fixture);
  fixture->window = kx_window_new (NULL, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kx_window_open_start (fixture->window);
  kx_test_drive_settle ();
}

static void
close_window (Fixture *fixture)
{
  g_object_ref (fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  kx_test_drive_settle ();
  kx_test_finalize (fixture->window);
}

static void
remove_folder (const char *folder)
{
  const char *argv[] = { "rm", "-rf", folder, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
forget_profiles (void)
{
  g_auto (GStrv) profiles = kx_profile_list ();

  for (char **profile = profiles; *profile != NULL; profile++)
    remove_folder (*profile);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (fixture);
  kx_test_kangxied_free (fixture->service);
  remove_folder (fixture->folder);
  /* The next case begins without profiles. */
  forget_profiles ();
  g_free (fixture->folder);
  g_free (fixture->url);
}

static gboolean
has_profile (gpointer window)
{
  return kx_window_get_profile (window) != NULL;
}

static void
connect_as (Fixture *fixture, const char *user, const char *password)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  kx_test_drive_press (window, "Connect to a service");
  kx_test_drive_type (window, "Address", fixture->url);
  kx_test_drive_press (window, "_Next");
  kx_test_drive_await (window, "User name");
  kx_test_drive_type (window, "User name", user);
  kx_test_drive_type (window, "Password", password);
  kx_test_drive_press (window, "_Sign in");
}

static gboolean
is_open (gpointer window)
{
  return kx_sync_get_state (kx_profile_get_sync (kx_window_get_profile (window))) != KX_SYNC_OFF;
}

static gboolean
is_synchronized (gpointer window)
{
  KxProfile *profile = kx_window_get_profile (window);

  return profile != NULL && kx_sync_get_state (kx_profile_get_sync (profile)) == KX_SYNC_IDLE;
}

static void
test_first_run (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_auto (GStrv) profiles = NULL;

  /* What --page asks for comes once there is something to see. */
  kx_window_go (fixture->window, "activity");
  connect_as (fixture, "clerk", "wrong");
  kx_test_drive_await (window, "_Sign in");
  g_assert_null (kx_window_get_profile (fixture->window));
  kx_test_drive_type (window, "Password", "clerk");
  kx_test_drive_press (window, "_Sign in");
  kx_test_drive_until (has_profile, fixture->window);
  kx_test_drive_until (is_synchronized, fixture->window);
  g_assert_cmpstr (kx_profile_get_user_name (kx_window_get_profile (fixture->window)), ==, "clerk");
  g_assert_cmpstr (kx_page_get_title (kx_window_get_page (fixture->window)), ==, "Activity");
  profiles = kx_profile_list ();
  g_assert_cmpuint (g_strv_length (profiles), ==, 1);
}

static void
test_no_service (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  kx_test_kangxied_stop (fixture->service);
  kx_test_drive_press (window, "Connect to a service");
  kx_test_drive_type (window, "Address", fixture->url);
  kx_test_drive_press (window, "_Next");
  kx_test_drive_await (window, "_Next");
  g_assert_cmpint (kx_start_is_busy (kx_window_open_start (fixture->window)), ==, FALSE);
  g_assert_null (kx_window_get_profile (fixture->window));
  start_service (fixture);
}

static gboolean
is_offline (gpointer window)
{
  return kx_sync_get_state (kx_profile_get_sync (kx_window_get_profile (window))) == KX_SYNC_OFFLINE;
}

/* An agency that the window's profile has. */
static KxRecord *
get_agency (KxWindow *window)
{
  KxMirror *mirror = kx_profile_get_mirror (kx_window_get_profile (window));
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  const KxListQuery query = {
    .entity = &kx_agency_entity, .actor = kx_mirror_get_actor (mirror), .sort = KX_SORT_TITLE, .limit = 1
  };
  g_autoptr (KxListPage) page = kx_list_run (book, &query, NULL);

  kx_mirror_give_reader (mirror, book);
  g_assert_cmpuint (page->records->len, ==, 1);
  return kx_record_copy (page->records->pdata[0]);
}

static void
open_link (KxWindow *window, const char *text)
{
  g_autoptr (KxLink) link = kx_link_parse (text);

  g_assert_nonnull (link);
  kx_window_open_link (window, link);
}

typedef struct
{
  KxWindow *window;
  const char *words;
} Notice;

static gboolean
is_told (gpointer data)
{
  Notice *notice = data;
  g_autoptr (KxNotice) newest = g_list_model_get_item (kx_window_get_notices (notice->window), 0);

  return newest != NULL && strstr (kx_notice_get_text (newest), notice->words) != NULL;
}

static gboolean
is_page (gpointer data)
{
  Notice *notice = data;
  KxPage *page = kx_window_get_page (notice->window);

  return page != NULL && g_strcmp0 (kx_page_get_title (page), notice->words) == 0;
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  KxWindow *window = fixture->window;
  g_autoptr (KxRecord) row = NULL;
  g_autofree char *here = NULL, *any = NULL;
  const char *name;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, window);
  row = get_agency (window);
  name = kx_agency_get_name (kx_agency (row));
  here = kx_link_make (fixture->url, "agency", row->id);
  any = kx_link_make (NULL, "agency", row->id);
  open_link (window, here);
  kx_test_drive_until (is_page, &(Notice){ window, name });
  g_assert_true (kx_window_back (window));

  /* Nobody knows it; what is hidden from the person looks the same. */
  open_link (window, "kangxie:agency/0192f0c4-9d7e-7000-8000-00000000dead");
  kx_test_drive_until (is_told, &(Notice){ window, "The record is not here" });
  g_assert_false (is_page (&(Notice){ window, name }));

  /* Another service is connected to first. */
  open_link (window, "kangxie://kangxie.example.org/agency/a");
  g_assert_true (is_told (&(Notice){ window, "The link leads to kangxie.example.org" }));
  g_assert_null (kx_window_get_page (window));
  open_link (window, "kangxie://local/agency/a");
  g_assert_true (is_told (&(Notice){ window, "kept on one computer alone" }));
  open_link (window, any);
  kx_test_drive_until (is_page, &(Notice){ window, name });

  /* Without the service, what is here is shown, and the rest is not promised. */
  g_assert_true (kx_window_back (window));
  kx_test_kangxied_stop (fixture->service);
  open_link (window, here);
  kx_test_drive_until (is_page, &(Notice){ window, name });
  open_link (window, "kangxie:agency/0192f0c4-9d7e-7000-8000-00000000dead");
  kx_test_drive_until (is_told, &(Notice){ window, "the service cannot be reached now" });
  start_service (fixture);
}

/* The link waits for the first sign-in and the first load. */
static void
test_link_waits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KxRecord) row = NULL;
  g_autofree char *link = NULL;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, fixture->window);
  row = get_agency (fixture->window);
  link = kx_link_make (fixture->url, "agency", row->id);
  close_window (fixture);
  forget_profiles ();
  fixture->window = kx_window_new (NULL, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  open_link (fixture->window, link);
  g_assert_true (is_told (&(Notice){ fixture->window, "The link leads to 127.0.0.1:" }));
  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_page, &(Notice){ fixture->window, kx_agency_get_name (kx_agency (row)) });
}

static KxWindow *
get_only_window (GtkApplication *application)
{
  GList *windows = gtk_application_get_windows (application);

  g_assert_cmpuint (g_list_length (windows), ==, 1);
  return KX_WINDOW (windows->data);
}

/* As the session hands a link over that was followed elsewhere. */
static void
test_application_opens_links (Fixture *fixture, gconstpointer data)
{
  KxApplication *application;
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (GFile) file = NULL, wrong = g_file_new_for_uri ("kangxie:agency");
  g_autofree char *link = NULL;
  KxWindow *window;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, fixture->window);
  row = get_agency (fixture->window);
  link = kx_link_make (fixture->url, "agency", row->id);
  file = g_file_new_for_uri (link);
  close_window (fixture);

  application = kx_application_new ();
  g_application_set_flags (G_APPLICATION (application),
                           g_application_get_flags (G_APPLICATION (application)) | G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_open (G_APPLICATION (application), &file, 1, "");
  window = get_only_window (GTK_APPLICATION (application));
  kx_test_drive_until (is_page, &(Notice){ window, kx_agency_get_name (kx_agency (row)) });
  /* The window that is there serves the next one too. */
  g_application_open (G_APPLICATION (application), &wrong, 1, "");
  g_assert_true (get_only_window (GTK_APPLICATION (application)) == window);
  g_assert_true (is_told (&(Notice){ window, "is not the address of a record" }));
  fixture->window = window;
  close_window (fixture);
  g_object_unref (application);
  fixture->window = kx_window_new (NULL, NULL);
}

static void
test_opens_without_network (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, fixture->window);
  name = g_path_get_basename (kx_profile_get_dir (kx_window_get_profile (fixture->window)));
  kx_window_go (fixture->window, "agencies");
  close_window (fixture);
  kx_test_kangxied_stop (fixture->service);

  fixture->window = kx_window_new (NULL, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kx_window_open_profile (fixture->window, name);
  g_assert_nonnull (kx_window_get_profile (fixture->window));
  /* One goes on where one stopped. */
  g_assert_cmpstr (kx_page_get_title (kx_window_get_page (fixture->window)), ==, "Agencies");
  kx_test_drive_until (is_offline, fixture->window);
  kx_test_drive_await (GTK_WIDGET (fixture->window), "Offline");
  start_service (fixture);
}

/* A profile that takes its time to be opened. */
typedef struct
{
  KxApplication *application;
  KxDb *db; /* owned; holds its mirror */
  KxWindow *window;
} Slow;

static gboolean
is_seen (gpointer data)
{
  Slow *slow = data;
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (slow->application));

  slow->window = windows != NULL ? KX_WINDOW (windows->data) : NULL;
  return slow->window != NULL && gtk_widget_get_mapped (GTK_WIDGET (slow->window));
}

static gboolean
is_at_agencies (gpointer data)
{
  return is_page (&(Notice){ ((Slow *) data)->window, "Agencies" });
}

/* In the main loop of the program. */
static gboolean
play_slow (gpointer data)
{
  Slow *slow = data;

  kx_test_drive_until (is_seen, slow);
  kx_test_drive_await (GTK_WIDGET (slow->window), "Opening…");
  g_assert_null (kx_window_get_profile (slow->window));
  g_assert_false (kx_window_is_settled (slow->window));
  /* Where one goes meanwhile it begins. */
  g_assert_true (kx_window_go (slow->window, "agencies"));
  g_assert_null (kx_window_get_page (slow->window));
  kx_db_rollback (slow->db);
  kx_test_drive_until (is_at_agencies, slow);
  g_assert_nonnull (kx_window_get_profile (slow->window));
  kx_test_drive_until (is_open, slow->window);
  gtk_window_destroy (GTK_WINDOW (slow->window));
  return G_SOURCE_REMOVE;
}

static void
run_application (Slow *slow, const char *profile)
{
  char *argv[] = { "kangxie", "--profile", (char *) profile, NULL };

  slow->application = kx_application_new ();
  g_application_set_flags (G_APPLICATION (slow->application),
                           g_application_get_flags (G_APPLICATION (slow->application)) |
                               G_APPLICATION_NON_UNIQUE);
  g_idle_add (play_slow, slow);
  g_assert_cmpint (g_application_run (G_APPLICATION (slow->application), 3, argv), ==, 0);
  g_object_unref (slow->application);
}

/* The window is seen before its profile is open, and says what it waits for. */
static void
test_window_before_its_profile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL, *path = NULL;
  g_autoptr (GError) error = NULL;
  Slow slow = { 0 };

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, fixture->window);
  name = g_path_get_basename (kx_profile_get_dir (kx_window_get_profile (fixture->window)));
  path = g_build_filename (kx_profile_get_dir (kx_window_get_profile (fixture->window)), "mirror.db", NULL);
  close_window (fixture);
  slow.db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (kx_db_begin_write (slow.db, &error));
  run_application (&slow, name);
  kx_db_free (slow.db);
  fixture->window = kx_window_new (NULL, NULL);
}

static GtkWidget *
find_dialog (KxWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (other) == GTK_WINDOW (window))
        return GTK_WIDGET (other);
    }
  return NULL;
}

static char *
make_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

/* The service answers at this port with a certificate of its own; 0: at any. */
static void
start_with_certificate (Fixture *fixture, const char *name, guint port)
{
  g_autofree char *data = make_path (fixture, "service"), *certificate = make_path (fixture, "cert.pem"),
                  *key = make_path (fixture, "key.pem");
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", port);

  if (name != NULL)
    kx_test_kangxied_make_certificate (certificate, key, name);
  g_assert_cmpint (kx_test_kangxied_stop (fixture->service), ==, 0);
  kx_test_kangxied_free (fixture->service);
  fixture->service = kx_test_kangxied_start (data, "--demo", "--tls-cert", certificate, "--tls-key", key,
                                             "--listen", listen, NULL);
  g_free (fixture->url);
  fixture->url = g_strdup_printf ("https://127.0.0.1:%u", fixture->service->port);
}

static gboolean
has_failed (gpointer window)
{
  return kx_sync_get_state (kx_profile_get_sync (kx_window_get_profile (window))) == KX_SYNC_FAILED;
}

/* Gives the fingerprint that was shown to be compared. */
static char *
ask_about_certificate (Fixture *fixture, const char *answer)
{
  GtkWidget *dialog;
  char *body = NULL, *fingerprint;

  kx_test_drive_press (GTK_WIDGET (fixture->window), "_Compare…");
  dialog = find_dialog (fixture->window);
  g_assert_nonnull (dialog);
  g_object_get (dialog, "body", &body, NULL);
  fingerprint = g_strdup (strrchr (body, '\n') + 1);
  g_free (body);
  kx_test_drive_press (dialog, answer);
  return fingerprint;
}

/* That of the certificate in a file, as openssl writes it. Free with g_free(). */
static char *
make_fingerprint (const char *path)
{
  g_autofree char *said = NULL;
  const char *argv[] = { "openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", path, NULL };

  g_assert_true (
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said, NULL, NULL, NULL));
  return g_strdup (g_strstrip (strchr (said, '=') + 1));
}

static gboolean
has_banner (Fixture *fixture)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (kx_window_get_banners (fixture->window)));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    if (kx_banner_get_revealed (KX_BANNER (child)))
      return TRUE;
  return FALSE;
}

/* The certificate was renewed: nothing goes to the service before somebody has compared it. */
static void
test_another_certificate (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *before = NULL, *now = NULL, *path = make_path (fixture, "cert.pem"), *kept = NULL,
                  *about = NULL, *pinned = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *refused = NULL, *accepted = NULL, *expected = NULL;
  KxClient *client;

  start_with_certificate (fixture, "first", 0);
  kx_test_drive_press (window, "Connect to a service");
  kx_test_drive_type (window, "Address", fixture->url);
  kx_test_drive_press (window, "_Next");
  kx_test_drive_await (window, "_Accept this certificate");
  kx_test_drive_press (window, "_Accept this certificate");
  kx_test_drive_await (window, "User name");
  kx_test_drive_type (window, "User name", "clerk");
  kx_test_drive_type (window, "Password", "clerk");
  kx_test_drive_press (window, "_Sign in");
  kx_test_drive_until (is_synchronized, fixture->window);
  client = kx_profile_get_client (kx_window_get_profile (fixture->window));
  before = g_strdup (kx_client_get_pinned (client));

  start_with_certificate (fixture, "second", fixture->service->port);
  kx_sync_now (kx_profile_get_sync (kx_window_get_profile (fixture->window)));
  kx_test_drive_until (has_failed, fixture->window);
  kx_test_drive_await (window, "The service shows a certificate that was not accepted on this computer. What "
                               "you do is kept here and sent once it is.");
  g_assert_true (has_banner (fixture));
  expected = make_fingerprint (path);
  refused = ask_about_certificate (fixture, "_Do not connect");
  g_assert_cmpstr (refused, ==, expected);
  g_assert_cmpstr (kx_client_get_pinned (client), ==, before);
  accepted = ask_about_certificate (fixture, "_Accept this certificate");
  g_assert_cmpstr (accepted, ==, expected);
  kx_test_drive_until (is_synchronized, fixture->window);
  g_assert_true (g_file_get_contents (path, &now, NULL, NULL));
  pinned = g_strdup (kx_client_get_pinned (client));
  g_assert_cmpstr (g_strstrip (now), ==, g_strstrip (pinned));
  g_assert_false (has_banner (fixture));
  /* It holds for the next start as well. */
  about =
      g_build_filename (kx_profile_get_dir (kx_window_get_profile (fixture->window)), "profile.ini", NULL);
  g_assert_true (g_file_get_contents (about, &kept, NULL, NULL));
  lines = g_strsplit (now, "\n", -1);
  g_assert_nonnull (strstr (kept, lines[1]));
}

static void
open_again (Fixture *fixture, const char *profile)
{
  close_window (fixture);
  fixture->window = kx_window_new (NULL, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kx_window_open_profile (fixture->window, profile);
}

/* Back from it one comes to the list; one that is gone leaves the list, and so does having gone back. */
static void
test_record_is_opened_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr (KxRecord) row = NULL;
  const char *title;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, fixture->window);
  name = g_path_get_basename (kx_profile_get_dir (kx_window_get_profile (fixture->window)));
  row = get_agency (fixture->window);
  title = kx_agency_get_name (kx_agency (row));
  kx_window_go (fixture->window, "agencies");
  kx_window_open_row (fixture->window, "agency", row->id);
  kx_test_drive_until (is_page, &(Notice){ fixture->window, title });
  open_again (fixture, name);
  kx_test_drive_until (is_page, &(Notice){ fixture->window, title });
  g_assert_true (kx_window_back (fixture->window));
  g_assert_true (is_page (&(Notice){ fixture->window, "Agencies" }));
  open_again (fixture, name);
  kx_test_drive_settle ();
  g_assert_true (is_page (&(Notice){ fixture->window, "Agencies" }));
  kx_window_open_row (fixture->window, "agency", "0192f0c4-9d7e-7000-8000-00000000dead");
  open_again (fixture, name);
  kx_test_drive_settle ();
  g_assert_true (is_page (&(Notice){ fixture->window, "Agencies" }));
}

static gboolean
has_found (gpointer finder)
{
  return kx_finder_get_n_found (finder) > 0;
}

static void
test_finder (Fixture *fixture, gconstpointer data)
{
  KxFinder *finder;
  GtkWidget *entry;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, fixture->window);
  finder = kx_finder_new (fixture->window);
  gtk_window_present (GTK_WINDOW (finder));
  kx_test_drive_await (GTK_WIDGET (finder),
                       "A few characters are enough: nnsdyrmyy finds 南宁市第一人民医院.");
  entry = gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (finder)), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "jn");
  kx_test_drive_until (has_found, finder);
  g_assert_cmpuint (kx_finder_get_n_found (finder), <=, 20);
  gtk_editable_set_text (GTK_EDITABLE (entry), "zzqqxxjj");
  kx_test_drive_await (GTK_WIDGET (finder), "No agency found");
  g_assert_cmpuint (kx_finder_get_n_found (finder), ==, 0);
  gtk_window_destroy (GTK_WINDOW (finder));
}

static void
note_signed_in (gboolean signed_in, gpointer data)
{
  *(int *) data = signed_in ? 1 : 0;
}

static void
signed_out (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (kx_client_sign_out_finish (KX_CLIENT (source), result, NULL));
  *(gboolean *) data = TRUE;
}

static gboolean
is_set (gpointer data)
{
  return *(int *) data > 0;
}

static void
test_password_again (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;
  int done = 0, signed_in = -1;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, fixture->window);
  kx_window_need_session (fixture->window, note_signed_in, &signed_in, NULL);
  g_assert_cmpint (signed_in, ==, 1);

  kx_client_sign_out_async (kx_profile_get_client (kx_window_get_profile (fixture->window)), NULL, signed_out,
                            &done);
  kx_test_drive_until (is_set, &done);
  signed_in = -1;
  kx_window_need_session (fixture->window, note_signed_in, &signed_in, NULL);
  dialog = find_dialog (fixture->window);
  kx_test_drive_await (dialog, "Password");
  kx_test_drive_type (dialog, "Password", "wrong");
  kx_test_drive_press (dialog, "_Sign in");
  kx_test_drive_await (dialog, "_Sign in");
  g_assert_cmpint (signed_in, ==, -1);
  kx_test_drive_type (dialog, "Password", "clerk");
  kx_test_drive_press (dialog, "_Sign in");
  kx_test_drive_until (is_set, &signed_in);
  g_assert_true (kx_profile_is_signed_in (kx_window_get_profile (fixture->window)));
}

static gboolean
is_signed_out (gpointer window)
{
  return kx_sync_get_state (kx_profile_get_sync (kx_window_get_profile (window))) == KX_SYNC_SIGNED_OUT;
}

/* The link waits for the password, and is gone on with once it was given. */
static void
test_link_waits_for_password (Fixture *fixture, gconstpointer data)
{
  KxWindow *window = fixture->window;
  GtkWidget *dialog;
  int signed_in = -1;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, window);
  kx_client_set_token (kx_profile_get_client (kx_window_get_profile (window)), NULL, NULL);
  kx_sync_now (kx_profile_get_sync (kx_window_get_profile (window)));
  kx_test_drive_until (is_signed_out, window);
  kx_test_drive_await (GTK_WIDGET (window),
                       "Your session has ended. What you do is kept here and sent once you "
                       "have signed in again.");
  open_link (window, "kangxie:agency/0192f0c4-9d7e-7000-8000-00000000dead");
  g_assert_true (is_told (&(Notice){ window, "once you have signed in again" }));
  kx_window_need_session (window, note_signed_in, &signed_in, NULL);
  dialog = find_dialog (window);
  kx_test_drive_await (dialog, "Password");
  kx_test_drive_type (dialog, "Password", "clerk");
  kx_test_drive_press (dialog, "_Sign in");
  kx_test_drive_until (is_told, &(Notice){ window, "The record is not here" });
  g_assert_cmpint (signed_in, ==, 1);
}

/* The answer comes when the window is gone: nothing of it may be touched. */
static void
test_closed_while_asking (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;
  int done = 0, signed_in = -1;

  connect_as (fixture, "clerk", "clerk");
  kx_test_drive_until (is_synchronized, fixture->window);
  kx_client_sign_out_async (kx_profile_get_client (kx_window_get_profile (fixture->window)), NULL, signed_out,
                            &done);
  kx_test_drive_until (is_set, &done);
  kx_window_need_session (fixture->window, note_signed_in, &signed_in, NULL);
  dialog = find_dialog (fixture->window);
  kx_test_drive_await (dialog, "Password");
  kx_test_drive_type (dialog, "Password", "clerk");
  kx_test_drive_press (dialog, "_Sign in");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpint (signed_in, ==, 0);
}

static void
test_local (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  kx_test_drive_press (window, "Work on this computer");
  kx_test_drive_type (window, "Area: code or name", "没有此地");
  kx_test_drive_type (window, "Your name", "李娜");
  kx_test_drive_press (window, "_Begin");
  kx_test_drive_await (window,
                       "No area is called “没有此地”. Give its name as 南宁市, or its code of six digits.");
  kx_test_drive_type (window, "Area: code or name", "南宁市");
  kx_test_drive_press (window, "_Begin");
  kx_test_drive_until (is_synchronized, fixture->window);
  g_assert_true (kx_profile_is_local (kx_window_get_profile (fixture->window)));
}

static int
run_program (const char *url, const char *sign_in)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_unsetenv (launcher, "XDG_DATA_DIRS");
  g_subprocess_launcher_setenv (launcher, "KANGXIE_SIGN_IN", sign_in, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, KX_TEST_KANGXIE, "--server", url, "--profile",
                                         "demo", "--exit-after-startup", NULL);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static void
test_program_signs_in (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run_program (fixture->url, "demo:demo"), ==, 0);
  g_assert_cmpint (run_program (fixture->url, "demo:wrong"), ==, 1);
}

int
main (int argc, char **argv)
{
  /* Profiles of these tests only. */
  g_autofree char *home = g_dir_make_tmp ("kx-home-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)
  ADD ("/connect/first run: wrong password, right password, first load", test_first_run);
  ADD ("/connect/nobody answers", test_no_service);
  ADD ("/connect/a known profile opens without network, where it was left", test_opens_without_network);
  ADD ("/connect/the record that was shown is opened again", test_record_is_opened_again);
  ADD ("/connect/the window is seen before its profile is open", test_window_before_its_profile);
  ADD ("/connect/a certificate that was renewed is compared and accepted", test_another_certificate);
  ADD ("/connect/a link is followed, or it is said why not", test_links);
  ADD ("/connect/a link waits for the first sign-in", test_link_waits);
  ADD ("/connect/the program opens links", test_application_opens_links);
  ADD ("/connect/an agency is found from anywhere", test_finder);
  ADD ("/connect/the password is asked over the page", test_password_again);
  ADD ("/connect/a link waits for the password", test_link_waits_for_password);
  ADD ("/connect/a window closed while the password is checked", test_closed_while_asking);
  ADD ("/connect/work on this computer", test_local);
  ADD ("/connect/the program signs in by itself on this computer", test_program_signs_in);
  status = g_test_run ();
  remove_folder (home);
  return status;
}

#include "kx-test-page.h"

#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "core/entities/kx-agency.h"
#include "sync/kx-test-wait.h"

KxTestDesk *kx_test_page_service;

static KxProfile *
connect (const char *user)
{
  const KxProfileConnect connect = { .url = kx_test_page_service->url, .user = user, .password = user };
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KxProfile *profile;

  kx_profile_connect_async (&connect, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  profile = kx_profile_connect_finish (result, &error);
  g_assert_no_error (error);
  kx_profile_start (profile);
  return profile;
}

static gboolean
is_synchronized (gpointer profile)
{
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (profile), &summary);
  return kx_sync_get_state (kx_profile_get_sync (profile)) == KX_SYNC_IDLE && summary.waiting == 0 &&
         summary.uploads == 0 && summary.synced_at.ms != 0;
}

typedef struct
{
  KxProfile *profile;
  gint64 before; /* when it was synchronized last */
} Round;

static gboolean
is_round_over (gpointer data)
{
  Round *round = data;
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (round->profile), &summary);
  return summary.synced_at.ms > round->before && is_synchronized (round->profile);
}

/* A whole round: what was done before it is known on both sides. */
void
kx_test_page_synchronize (KxTestPage *fixture)
{
  Round round = { fixture->profile, 0 };
  KxMirrorSummary summary;

  kx_test_drive_until (is_synchronized, fixture->profile);
  kx_mirror_get_summary (kx_profile_get_mirror (fixture->profile), &summary);
  round.before = summary.synced_at.ms;
  kx_sync_now (kx_profile_get_sync (fixture->profile));
  kx_test_drive_until (is_round_over, &round);
  kx_test_drive_settle ();
}

static gboolean
is_shown (gpointer data)
{
  return ((KxTestPage *) data)->page->form != NULL;
}

void
kx_test_page_open_page (KxTestPage *fixture, const char *id)
{
  g_assert_true (kx_window_open_row (fixture->window, fixture->entity->name, id));
  fixture->page = KX_RECORD_PAGE (kx_window_get_page (fixture->window));
  kx_test_drive_until (is_shown, fixture);
  kx_test_drive_settle ();
}

void
kx_test_page_open_tab (KxTestPage *fixture, const char *name)
{
  adw_view_stack_set_visible_child_name (fixture->page->tabs, name);
  kx_test_drive_settle ();
}

static char *
dup_id (const char *user, const KxEntity *entity, const char *query)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (kx_test_page_service, user);
  g_autoptr (KxRecord) row = kx_test_desk_find (client, entity, query);

  return g_strdup (row->id);
}

/* An agency of 济南 with at least two changes, that no other test has touched. */
void
kx_test_page_set_up (KxTestPage *fixture, gconstpointer data)
{
  kx_test_page_set_up_for (fixture, "clerk", &kx_agency_entity, data);
}

void
kx_test_page_set_up_for (KxTestPage *fixture, const char *user, const KxEntity *entity, const char *query)
{
  fixture->folder = kx_test_make_folder ();
  fixture->entity = entity;
  fixture->profile = connect (user);
  kx_test_drive_until (is_synchronized, fixture->profile);
  fixture->window = kx_window_new (NULL, fixture->profile);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kx_test_drive_settle ();
  fixture->id = dup_id (user, entity, query);
  kx_test_page_open_page (fixture, fixture->id);
}

void
kx_test_page_tear_down (KxTestPage *fixture, gconstpointer data)
{
  g_auto (GStrv) profiles = NULL;

  g_object_ref (fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  kx_test_drive_settle ();
  kx_test_finalize (fixture->window);
  kx_test_drive_settle ();
  kx_test_finalize (fixture->profile);
  profiles = kx_profile_list ();
  for (char **profile = profiles; *profile != NULL; profile++)
    kx_test_remove_folder (g_strdup (*profile));
  kx_test_remove_folder (fixture->folder);
  g_free (fixture->id);
}

/* Another window over the one of the fixture, or NULL. */
GtkWidget *
kx_test_page_find_dialog (gpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (((KxTestPage *) data)->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return GTK_WIDGET (window);
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return kx_test_page_find_dialog (data) != NULL;
}

GtkWidget *
kx_test_page_await_dialog (KxTestPage *fixture)
{
  kx_test_drive_until (has_dialog, fixture);
  return kx_test_page_find_dialog (fixture);
}

/* Answers the question in front, which wants a reason. */
void
kx_test_page_answer (KxTestPage *fixture, const char *reason)
{
  GtkWidget *dialog = kx_test_page_await_dialog (fixture);

  kx_test_drive_type (dialog, "Reason", reason);
  kx_test_drive_settle ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "act");
  gtk_window_close (GTK_WINDOW (dialog));
  kx_test_drive_settle ();
}

typedef struct
{
  GtkWidget *root;
  const char *words;
} Sight;

static gboolean
is_seen (gpointer data)
{
  Sight *sight = data;

  return kx_test_shows (sight->root, sight->words);
}

void
kx_test_page_await_words (gpointer root, const char *words)
{
  kx_test_drive_until (is_seen, &(Sight){ root, words });
}

int
kx_test_page_run (int argc, char **argv, void (*add) (void))
{
  /* Profiles of these tests only. */
  char *home = kx_test_make_folder ();
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  kx_test_page_service = kx_test_desk_new ();
  add ();
  status = g_test_run ();
  kx_test_desk_free (kx_test_page_service);
  kx_test_remove_folder (home);
  return status;
}

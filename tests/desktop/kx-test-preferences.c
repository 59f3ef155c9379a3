#include "desktop/kx-test-preferences.h"

#include "desktop/form/kx-field-entry.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-test-look.h"
#include "desktop/preferences/kx-preferences-window.h"

static char *home; /* of the profiles */

static void
remove_folder (const char *folder)
{
  const char *argv[] = { "rm", "-rf", folder, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
start_service (KxTestPreferences *self)
{
  g_autofree char *data = g_build_filename (self->folder, "service", NULL);

  self->service = kx_test_kangxied_start_demo (data);
  g_free (self->url);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", self->service->port);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static void
connected (GObject *source, GAsyncResult *result, gpointer data)
{
  KxProfile **profile = data;
  g_autoptr (GError) error = NULL;

  *profile = kx_profile_connect_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
is_exchanged (gpointer profile)
{
  KxMirrorSummary summary;

  kx_mirror_get_summary (kx_profile_get_mirror (profile), &summary);
  return summary.waiting == 0 && kx_sync_is_online (kx_profile_get_sync (profile)) &&
         kx_sync_get_state (kx_profile_get_sync (profile)) == KX_SYNC_IDLE;
}

static void
set_up (KxTestPreferences *self, gconstpointer user)
{
  KxProfileConnect connect = { .user = user, .password = user, .name = "desk", .device = "desk" };

  self->folder = g_dir_make_tmp ("kx-preferences-XXXXXX", NULL);
  start_service (self);
  connect.url = self->url;
  kx_profile_connect_async (&connect, NULL, connected, &self->profile);
  kx_test_drive_until (is_set, &self->profile);
  kx_profile_start (self->profile);
  self->window = kx_window_new (NULL, self->profile);
  gtk_window_present (GTK_WINDOW (self->window));
  kx_test_drive_until (is_exchanged, self->profile);
}

/* A widget that has to go. */
typedef struct
{
  gpointer widget; /* weak */
  const char *type;
} Watched;

/* All of it but the groups, which the search of libadwaita 1.2 keeps, emptied, and what GTK keeps to show
 * tooltips in. */
static void
watch (GtkWidget *widget, GPtrArray *all)
{
  Watched *watched;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow"))
    return;
  if (!ADW_IS_PREFERENCES_GROUP (widget))
    {
      watched = g_new (Watched, 1);
      *watched = (Watched){ widget, G_OBJECT_TYPE_NAME (widget) };
      g_object_add_weak_pointer (G_OBJECT (widget), &watched->widget);
      g_ptr_array_add (all, watched);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch (child, all);
}

static gboolean
are_gone (gpointer data)
{
  GPtrArray *all = data;

  for (guint i = 0; i < all->len; i++)
    if (((Watched *) all->pdata[i])->widget != NULL)
      return FALSE;
  return TRUE;
}

/* Waits a while, and says what stays. */
static void
await_end (GPtrArray *all)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!are_gone (all) && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  for (guint i = 0; i < all->len; i++)
    if (((Watched *) all->pdata[i])->widget != NULL)
      g_error ("A %s is not finalized", ((Watched *) all->pdata[i])->type);
}

void
kx_test_preferences_close (KxTestPreferences *self)
{
  g_autoptr (GPtrArray) watched = g_ptr_array_new_with_free_func (g_free);

  if (self->preferences == NULL)
    return;
  watch (self->preferences, watched);
  gtk_window_destroy (GTK_WINDOW (self->preferences));
  g_clear_weak_pointer (&self->preferences);
  await_end (watched);
}

static gboolean
is_last (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

static void
tear_down (KxTestPreferences *self, gconstpointer user)
{
  g_auto (GStrv) profiles = NULL;

  kx_test_preferences_close (self);
  g_object_ref (self->window);
  gtk_window_destroy (GTK_WINDOW (self->window));
  kx_test_drive_until (is_last, self->window);
  g_assert_finalize_object (self->window);
  kx_test_drive_until (is_last, self->profile);
  g_assert_finalize_object (self->profile);
  g_clear_pointer (&self->service, kx_test_kangxied_free);
  remove_folder (self->folder);
  /* The next case begins without profiles. */
  profiles = kx_profile_list ();
  for (char **profile = profiles; *profile != NULL; profile++)
    remove_folder (*profile);
  g_free (self->folder);
  g_free (self->url);
}

void
kx_test_preferences_init (int *argc, char ***argv)
{
  home = g_dir_make_tmp ("kx-preferences-home-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (argc, argv, NULL);
  kx_toolkit_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

void
kx_test_preferences_add (const char *name, const char *user,
                         void (*test) (KxTestPreferences *self, gconstpointer user))
{
  g_test_add (name, KxTestPreferences, user, set_up, test, tear_down);
}

int
kx_test_preferences_run (void)
{
  int result = g_test_run ();

  remove_folder (home);
  g_free (home);
  return result;
}

void
kx_test_preferences_open (KxTestPreferences *self, const char *page)
{
  g_set_weak_pointer (&self->preferences,
                      GTK_WIDGET (kx_preferences_window_new (GTK_WINDOW (self->window), self->profile)));
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->preferences), page);
  gtk_window_present (GTK_WINDOW (self->preferences));
  kx_test_drive_settle ();
}

void
kx_test_preferences_open_row (KxTestPreferences *self, const char *entity, const char *id)
{
  g_assert_true (kx_window_open_row (self->window, entity, id));
  g_set_weak_pointer (&self->preferences, kx_test_drive_find_window (KX_TYPE_PREFERENCES_WINDOW));
  g_assert_nonnull (self->preferences);
  kx_test_drive_settle ();
}

void
kx_test_preferences_see (KxTestPreferences *self, const char *words)
{
  kx_test_drive_await (self->preferences, words);
}

typedef struct
{
  GtkWidget *root;
  const char *words;
} Sight;

static gboolean
is_unseen (gpointer data)
{
  Sight *sight = data;

  return kx_test_drive_find (sight->root, sight->words) == NULL;
}

void
kx_test_preferences_await_gone (KxTestPreferences *self, const char *words)
{
  kx_test_drive_until (is_unseen, &(Sight){ self->preferences, words });
}

gboolean
kx_test_preferences_sees (KxTestPreferences *self, const char *words)
{
  kx_test_drive_settle ();
  return kx_test_drive_find (self->preferences, words) != NULL;
}

void
kx_test_preferences_press (KxTestPreferences *self, const char *words)
{
  kx_test_drive_press (self->preferences, words);
}

void
kx_test_preferences_look (KxTestPreferences *self)
{
  kx_test_look_settle (GTK_WINDOW (self->preferences));
  kx_test_look_assert_room (GTK_WINDOW (self->preferences));
}

static gboolean
is_offline (gpointer profile)
{
  return !kx_sync_is_online (kx_profile_get_sync (profile));
}

void
kx_test_preferences_cut (KxTestPreferences *self)
{
  kx_test_kangxied_kill (self->service);
  g_clear_pointer (&self->service, kx_test_kangxied_free);
  kx_sync_now (kx_profile_get_sync (self->profile));
  kx_test_drive_until (is_offline, self->profile);
}

void
kx_test_preferences_mend (KxTestPreferences *self)
{
  g_autoptr (GError) error = NULL;

  start_service (self);
  kx_profile_set_url (self->profile, self->url, &error);
  g_assert_no_error (error);
  kx_sync_now (kx_profile_get_sync (self->profile));
  kx_test_drive_until (is_exchanged, self->profile);
}

void
kx_test_preferences_await_sent (KxTestPreferences *self)
{
  kx_test_drive_until (is_exchanged, self->profile);
}

static KxEditor *
find_editor (KxTestPreferences *self, const char *label)
{
  GtkWidget *found, *entry;

  kx_test_drive_settle ();
  found = kx_test_drive_find (self->preferences, label);
  if (found == NULL)
    g_error ("“%s” cannot be seen", label);
  entry = gtk_widget_get_ancestor (found, KX_TYPE_FIELD_ENTRY);
  g_assert_nonnull (entry);
  g_assert_nonnull (kx_field_entry_get_editor (KX_FIELD_ENTRY (entry)));
  return kx_field_entry_get_editor (KX_FIELD_ENTRY (entry));
}

void
kx_test_preferences_fill (KxTestPreferences *self, const char *label, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (kx_editor_get_input (find_editor (self, label))), text);
  kx_test_drive_settle ();
}

char *
kx_test_preferences_dup_typed (KxTestPreferences *self, const char *label)
{
  return kx_editor_dup_typed (find_editor (self, label));
}

static GtkWidget *
find_tip (GtkWidget *root, const char *tip)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_strcmp0 (gtk_widget_get_tooltip_text (root), tip) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_tip (child, tip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
kx_test_preferences_find_tip (KxTestPreferences *self, const char *tip)
{
  GtkWidget *found;

  kx_test_drive_settle ();
  found = find_tip (self->preferences, tip);
  if (found == NULL)
    g_error ("Nothing with the tooltip “%s” can be seen", tip);
  return found;
}

/* The entry of a dialog that asks for a reason. */
static GtkWidget *
find_entry (GtkWidget *root)
{
  GtkWidget *found = NULL;

  if (ADW_IS_ENTRY_ROW (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child);
  return found;
}

/* A dialog that is looked for by its question. */
typedef struct
{
  const char *question;
  AdwMessageDialog *found; /* borrowed */
} Asked;

static gboolean
is_asked (gpointer data)
{
  Asked *asked = data;
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) &&
          g_strcmp0 (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), asked->question) == 0)
        asked->found = ADW_MESSAGE_DIALOG (window);
    }
  return asked->found != NULL;
}

void
kx_test_preferences_answer (const char *question, const char *response, const char *reason)
{
  Asked asked = { .question = question };

  kx_test_drive_until (is_asked, &asked);
  if (reason != NULL)
    gtk_editable_set_text (GTK_EDITABLE (find_entry (GTK_WIDGET (asked.found))), reason);
  adw_message_dialog_response (asked.found, response);
  gtk_window_destroy (GTK_WINDOW (asked.found));
  kx_test_drive_settle ();
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

KxClient *
kx_test_preferences_sign_in (KxTestPreferences *self, const char *user, const char *password,
                             KxClientSession **ret_session)
{
  g_autoptr (KxClient) client = kx_client_new (self->url, NULL);
  g_autoptr (KxClientSession) session = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  kx_client_sign_in_async (client, user, password, NULL, keep_result, &result);
  kx_test_drive_until (is_set, &result);
  session = kx_client_sign_in_finish (client, result, &error);
  g_object_unref (result);
  if (session == NULL)
    {
      g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REFUSED);
      return NULL;
    }
  if (ret_session != NULL)
    *ret_session = g_steal_pointer (&session);
  return g_steal_pointer (&client);
}

char *
kx_test_preferences_call (KxClient *client, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  GAsyncResult *result = NULL;

  kx_client_call_async (client, "GET", path, NULL, NULL, NULL, keep_result, &result);
  kx_test_drive_until (is_set, &result);
  answer = kx_client_call_finish (client, result, NULL, &error);
  g_object_unref (result);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
}

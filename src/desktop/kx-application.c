#include "desktop/kx-application.h"

#include "desktop/help/kx-help-window.h"
#include "desktop/import/kx-exchange.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-head-start.h"
#include "desktop/kx-keys.h"
#include "desktop/kx-places.h"
#include "desktop/kx-settings.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-window.h"
#include "desktop/start/kx-start.h"
#include "sync/kx-profile.h"

#include <glib-unix.h>
#include <time.h>

/* The session ends, the terminal is closed, or somebody types ^C there. */
static const int ends[] = { SIGTERM, SIGHUP, SIGINT };

struct _KxApplication
{
  AdwApplication parent_instance;

  GtkWindow *help;          /* weak */
  char *first, *first_page; /* owned; the profile to begin with and its page; NULL: not known yet */
  KxHeadStart *head_start;  /* owned; NULL: the first window has its profile */
  GThread *icons;           /* reads the icon themes */
  GtkWindow *opening;       /* weak; the first window, while it waits for that profile; NULL: it does not */
  guint sources[G_N_ELEMENTS (ends)]; /* of the signals */
  gboolean exit_after_startup, drawn, wanted, restart;
  int exit_status;
};

G_DEFINE_FINAL_TYPE (KxApplication, kx_application, ADW_TYPE_APPLICATION)

static KxWindow *
find_window (KxApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    if (KX_IS_WINDOW (link->data))
      return link->data;
  return NULL;
}

/* (element-type GtkWindow) owned ones: those that stand over a window may go with it. */
static GPtrArray *
list_windows (GtkApplication *application)
{
  GPtrArray *windows = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    g_ptr_array_add (windows, g_object_ref (link->data));
  return windows;
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GPtrArray) windows = list_windows (GTK_APPLICATION (data));

  /* Each window asks what to do with what was typed. */
  for (guint i = 0; i < windows->len; i++)
    gtk_window_close (windows->pdata[i]);
}

static void
destroy_dialogs (void)
{
  GListModel *all = gtk_window_get_toplevels ();
  g_autoptr (GPtrArray) dialogs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (window) != NULL)
        g_ptr_array_add (dialogs, g_steal_pointer (&window));
    }
  /* The last that came stands over the others. */
  while (dialogs->len > 0)
    {
      g_autoptr (GtkWindow) dialog = g_ptr_array_steal_index (dialogs, dialogs->len - 1);

      gtk_window_destroy (dialog);
    }
}

/* Nobody is there any more who could be asked: what was typed stays as drafts, and the mirror is closed,
 * which saves the next start from looking it through as after a power cut. */
static gboolean
end (gpointer data)
{
  g_autoptr (GPtrArray) windows = list_windows (GTK_APPLICATION (data));

  /* What stands over a window looks at it while it goes. */
  destroy_dialogs ();
  for (guint i = 0; i < windows->len; i++)
    if (KX_IS_WINDOW (windows->pdata[i]))
      gtk_window_destroy (windows->pdata[i]);
  g_application_quit (G_APPLICATION (data));
  return G_SOURCE_CONTINUE;
}

static void
end_once (gpointer data)
{
  end (data);
}

/* What was typed stays as drafts, and what was shown is shown again: nobody is asked. */
static void
restart (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KX_APPLICATION (data)->restart = TRUE;
  /* Not while a button of what goes is being pressed. */
  g_idle_add_once (end_once, data);
}

static void
show_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = kx_keys_new_window ();

  gtk_window_set_transient_for (GTK_WINDOW (window), gtk_application_get_active_window (data));
  gtk_window_present (GTK_WINDOW (window));
}

static void
show_help (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxApplication *self = KX_APPLICATION (data);
  GtkWindow *over = gtk_application_get_active_window (GTK_APPLICATION (self));
  KxPage *page = KX_IS_WINDOW (over) ? kx_window_get_page (KX_WINDOW (over)) : NULL;
  const char *topic = page != NULL ? kx_page_get_help_topic (page) : "connect";

  /* Who asks for help in the help reads on. */
  if (parameter == NULL && over != NULL && over == self->help)
    return;
  if (parameter != NULL)
    topic = g_variant_get_string (parameter, NULL);
  if (self->help == NULL)
    g_set_weak_pointer (&self->help, GTK_WINDOW (kx_help_window_new (over)));
  kx_help_window_show_topic (KX_HELP_WINDOW (self->help), topic);
  gtk_window_present (self->help);
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (data), "application-name", _ ("Kangxie"),
                         "application-icon", "org.kangxie.Kangxie", "version", KX_VERSION, "license-type",
                         GTK_LICENSE_GPL_3_0, "developer-name", _ ("The Kangxie authors"), "comments",
                         _ ("Manages the rehabilitation agreement agencies of work-injury insurance."),
                         "copyright", _ ("© The Kangxie authors"), NULL);
}

static void
show_preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *over = gtk_application_get_active_window (data);
  KxProfile *profile = KX_IS_WINDOW (over) ? kx_window_get_profile (KX_WINDOW (over)) : NULL;

  gtk_window_present (GTK_WINDOW (kx_preferences_window_new (over, profile)));
}

/* Of a notification: what it tells of, or at least the window. */
static void
show_import (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxWindow *window = find_window (KX_APPLICATION (data));

  if (window == NULL)
    return;
  gtk_window_present (GTK_WINDOW (window));
  kx_exchange_show_import (kx_exchange_get (window), g_variant_get_uint32 (parameter));
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit },
  { .name = "restart", .activate = restart },
  { .name = "shortcuts", .activate = show_shortcuts },
  { .name = "help", .activate = show_help },
  { .name = "help-topic", .activate = show_help, .parameter_type = "s" },
  { .name = "about", .activate = show_about },
  { .name = "import-result", .activate = show_import, .parameter_type = "u" },
  { .name = "preferences", .activate = show_preferences },
};

/* The words with which a place that does not exist yet is refused. Free with g_free(). */
static char *
dup_refusal (const char *page)
{
  const KxPlace *place = kx_place_find (page);

  if (place != NULL)
    /* Translators: the name of a page that a later version brings. */
    return g_strdup_printf (_ ("“%s” arrives with a later version"), _ (place->title));
  return g_strdup_printf (_ ("There is no page called “%s”"), page);
}

/* TRUE once the window has been drawn and nothing is under way in it. */
static gboolean
end_when_settled (gpointer data)
{
  KxApplication *self = KX_APPLICATION (data);
  KxWindow *window = find_window (self);

  if (window != NULL && (!self->drawn || !kx_window_is_settled (window)))
    return G_SOURCE_CONTINUE;
  /* Who named a service or a profile wants to see it. */
  self->exit_status = self->wanted && (window == NULL || kx_window_get_profile (window) == NULL) ? 1 : 0;
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

/* For displays that ask each window for its icon: it is drawn from an SVG file in several sizes, which nobody
 * waits for. */
static gboolean
set_icon (gpointer data)
{
  gtk_window_set_default_icon_name ("org.kangxie.Kangxie");
  return G_SOURCE_REMOVE;
}

/* After a frame: the first one begins the waiting, and the one with what the page is opened for is told, for
 * the benchmark of starting: when, and how much processor time it took, in microseconds. */
static void
note_frame (GdkFrameClock *clock, KxApplication *self)
{
  KxWindow *window = find_window (self);
  struct timespec work;

  if (!self->drawn && self->exit_after_startup)
    g_timeout_add (50, end_when_settled, self);
  self->drawn = TRUE;
  if (window != NULL && !kx_window_is_settled (window))
    return;
  g_signal_handlers_disconnect_by_func (clock, note_frame, self);
  g_idle_add_full (G_PRIORITY_LOW, set_icon, NULL, NULL);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &work);
  g_log ("kangxie", G_LOG_LEVEL_DEBUG, "drawn at %" G_GINT64_FORMAT " work %" G_GINT64_FORMAT,
         g_get_monotonic_time (), (gint64) work.tv_sec * G_USEC_PER_SEC + work.tv_nsec / 1000);
}

static void
await_first_frame (GtkWidget *window, KxApplication *self)
{
  GdkFrameClock *clock = gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (window)));

  g_signal_connect (clock, "after-paint", G_CALLBACK (note_frame), self);
}

static void
show_page (KxWindow *window, const char *page)
{
  g_autofree char *refusal = NULL;

  if (page == NULL || kx_window_go (window, page))
    return;
  refusal = dup_refusal (page);
  g_printerr ("kangxie: %s\n", refusal);
  kx_window_toast (window, refusal);
}

/* Without a page: which one comes follows from what is opened in it. */
static KxWindow *
make_window (KxApplication *self)
{
  KxWindow *window = g_object_new (KX_TYPE_WINDOW, "application", self, NULL);

  if (!self->drawn)
    g_signal_connect (window, "map", G_CALLBACK (await_first_frame), self);
  return window;
}

/* The window that shows the profile of this name. */
static KxWindow *
find_window_of (KxApplication *self, const char *name)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    {
      KxProfile *profile = KX_IS_WINDOW (link->data) ? kx_window_get_profile (link->data) : NULL;
      g_autofree char *shown = profile != NULL ? g_path_get_basename (kx_profile_get_dir (profile)) : NULL;

      if (g_strcmp0 (shown, name) == 0)
        return link->data;
    }
  return NULL;
}

/* Name of a profile of this computer at that address; of several, the one used last. */
static char *
find_profile_at (const char *url)
{
  g_auto (GStrv) folders = kx_profile_list ();
  g_autoptr (KxClient) client = kx_client_new (url, NULL);

  for (char **folder = folders; client != NULL && *folder != NULL; folder++)
    {
      g_autoptr (KxProfileInfo) info = kx_profile_info_read (*folder, NULL);

      if (info != NULL && g_str_equal (info->url, kx_client_get_url (client)))
        return g_path_get_basename (*folder);
    }
  return NULL;
}

static gboolean
is_profile (const char *name)
{
  g_autofree char *folder = kx_profile_dir (name);
  g_autoptr (KxProfileInfo) info = kx_profile_info_read (folder, NULL);

  return info != NULL;
}

/* Demonstrations sign in by themselves: KANGXIE_SIGN_IN is USER:PASSWORD, and nothing but this computer gets
 * it. */
static char **
dup_sign_in (const char *server)
{
  const char *given = g_getenv ("KANGXIE_SIGN_IN");
  g_auto (GStrv) parts = given != NULL ? g_strsplit (given, ":", 2) : NULL;

  if (parts == NULL || g_strv_length (parts) != 2 || !kx_start_is_loopback (server))
    return NULL;
  return g_steal_pointer (&parts);
}

/* Gives the first window its profile, and waits for it if need be. The window may have gone meanwhile. */
static void
end_head_start (gpointer data)
{
  KxApplication *self = data;
  g_autoptr (KxWindow) window = self->opening != NULL ? g_object_ref (KX_WINDOW (self->opening)) : NULL;
  KxProfile *profile = window != NULL ? kx_head_start_take (self->head_start, self->first) : NULL;

  g_clear_weak_pointer (&self->opening);
  g_clear_pointer (&self->head_start, kx_head_start_free);
  if (profile != NULL)
    kx_window_take_profile (window, self->first, profile);
  else if (window != NULL)
    kx_window_open_profile (window, self->first);
}

static void
open_profile (KxApplication *self, KxWindow *window, const char *name)
{
  if (self->head_start == NULL || !g_str_equal (name, self->first))
    {
      kx_window_open_profile (window, name);
      return;
    }
  g_set_weak_pointer (&self->opening, GTK_WINDOW (window));
  if (kx_head_start_is_done (self->head_start))
    {
      end_head_start (self);
      return;
    }
  /* A mirror may be looked through, as after a power cut, or lie on a slow disk. */
  kx_window_await_profile (window);
  kx_head_start_await (self->head_start, end_head_start, self);
}

static void
open_server (KxWindow *window, const char *server, const char *profile)
{
  g_auto (GStrv) sign_in = dup_sign_in (server);
  g_autofree char *known = NULL;

  if (sign_in == NULL && (known = find_profile_at (server)) != NULL &&
      (profile == NULL || g_str_equal (known, profile)))
    kx_window_open_profile (window, known);
  else
    kx_start_connect (kx_window_open_start (window), server, profile, sign_in != NULL ? sign_in[0] : NULL,
                      sign_in != NULL ? sign_in[1] : NULL);
}

/* Without options: the profile that was open last, or the first pages. A new window begins at `page`, if
 * there is one. */
static KxWindow *
open_window (KxApplication *self, const char *server, const char *profile, const char *page)
{
  g_autofree char *last = g_settings_get_string (kx_settings_get (), "last-profile");
  KxWindow *window;

  /* Who asks meanwhile may ask for that profile too. */
  if (self->opening != NULL)
    end_head_start (self);
  window = server == NULL && profile == NULL ? find_window (self) : NULL;
  if (window == NULL && profile != NULL)
    window = find_window_of (self, profile);
  if (window != NULL)
    return window;
  window = make_window (self);
  if (page != NULL)
    kx_window_begin_at (window, page);
  if (server != NULL)
    open_server (window, server, profile);
  else if (profile != NULL)
    open_profile (self, window, profile);
  else if (*last != '\0' && is_profile (last))
    open_profile (self, window, last);
  else
    kx_window_open_start (window);
  if (self->opening == NULL)
    g_clear_pointer (&self->head_start, kx_head_start_free);
  return window;
}

/* The window that shows what is kept at the link's service, with the profile of this computer that is
 * connected to it. Where there is none, a window that can be connected. */
static KxWindow *
open_window_at (KxApplication *self, const KxLink *link)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_auto (GStrv) folders = NULL;

  if (self->opening != NULL)
    end_head_start (self);
  if (link->service == NULL)
    return KX_IS_WINDOW (active) ? KX_WINDOW (active) : open_window (self, NULL, NULL, NULL);
  for (GList *one = gtk_application_get_windows (GTK_APPLICATION (self)); one != NULL; one = one->next)
    {
      KxProfile *profile = KX_IS_WINDOW (one->data) ? kx_window_get_profile (one->data) : NULL;

      if (profile != NULL && kx_link_is_at (link, kx_profile_get_url (profile)))
        return one->data;
    }
  folders = kx_profile_list ();
  for (char **folder = folders; *folder != NULL; folder++)
    {
      g_autoptr (KxProfileInfo) info = kx_profile_info_read (*folder, NULL);
      g_autofree char *name = g_path_get_basename (*folder);

      if (info != NULL && kx_link_is_at (link, info->url))
        return open_window (self, NULL, name, NULL);
    }
  return open_window (self, NULL, NULL, NULL);
}

/* Free with g_free(). */
static char *
dup_no_address (const char *text)
{
  /* Translators: what was given as the address of a record. */
  return g_strdup_printf (_ ("“%s” is not the address of a record"), text);
}

/* `window` NULL: the one that the link asks for. */
static void
open_link (KxApplication *self, KxWindow *window, const char *text)
{
  g_autoptr (KxLink) link = kx_link_parse (text);
  g_autofree char *words = NULL;

  if (window == NULL)
    window = link != NULL ? open_window_at (self, link) : open_window (self, NULL, NULL, NULL);
  gtk_window_present (GTK_WINDOW (window));
  if (link != NULL)
    {
      kx_window_open_link (window, link);
      return;
    }
  words = dup_no_address (text);
  kx_window_toast (window, words);
}

/* Addresses that were followed in a mail or a document, as the session hands them over. */
static void
open_files (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      open_link (KX_APPLICATION (application), NULL, uri);
    }
}

static void
activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (open_window (KX_APPLICATION (application), NULL, NULL, NULL)));
}

static int
command_line (GApplication *application, GApplicationCommandLine *command)
{
  KxApplication *self = KX_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command);
  const char *server = NULL, *profile = NULL, *page = NULL;
  g_autofree const char **links = NULL;
  KxWindow *window = NULL;

  g_variant_dict_lookup (options, "server", "&s", &server);
  g_variant_dict_lookup (options, "profile", "&s", &profile);
  g_variant_dict_lookup (options, "page", "&s", &page);
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &links);
  self->wanted = server != NULL || profile != NULL;
  if (self->wanted || page != NULL || links == NULL)
    {
      window = open_window (self, server, profile, page);
      show_page (window, page);
      gtk_window_present (GTK_WINDOW (window));
    }
  for (guint i = 0; links != NULL && links[i] != NULL; i++)
    open_link (self, window, links[i]);
  return 0;
}

/* Which profile the first window will show, unless a link or a service decides it. */
static void
note_first (KxApplication *self, GVariantDict *options)
{
  const char *profile = NULL;
  g_autofree char *last = g_settings_get_string (kx_settings_get (), "last-profile");

  if (g_variant_dict_contains (options, "server") || g_variant_dict_contains (options, G_OPTION_REMAINING))
    return;
  g_variant_dict_lookup (options, "profile", "&s", &profile);
  self->first = g_strdup (profile != NULL ? profile : last);
  g_variant_dict_lookup (options, "page", "s", &self->first_page);
}

static int
handle_local_options (GApplication *application, GVariantDict *options)
{
  const char *page = NULL;
  g_autofree const char **links = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("kangxie %s\n", KX_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "page", "&s", &page) && kx_place_find (page) == NULL)
    {
      g_autofree char *refusal = dup_refusal (page);

      g_printerr ("kangxie: %s\n", refusal);
      return 2;
    }
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &links);
  for (guint i = 0; links != NULL && links[i] != NULL; i++)
    {
      g_autoptr (KxLink) link = kx_link_parse (links[i]);
      g_autofree char *refusal = link == NULL ? dup_no_address (links[i]) : NULL;

      if (link != NULL)
        continue;
      g_printerr ("kangxie: %s\n", refusal);
      return 2;
    }
  KX_APPLICATION (application)->exit_after_startup = g_variant_dict_contains (options, "exit-after-startup");
  if (KX_APPLICATION (application)->exit_after_startup || g_getenv ("KANGXIE_SIGN_IN") != NULL)
    {
      /* A window of its own, also beside a running program. */
      g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  note_first (KX_APPLICATION (application), options);
  return -1;
}

static void
startup (GApplication *application)
{
  KxApplication *self = KX_APPLICATION (application);

  kx_toolkit_open_display ();
  if (self->first != NULL && *self->first != '\0')
    self->head_start = kx_head_start_begin (self->first, self->first_page);
  /* The style sheet is looked up while starting. */
  kx_toolkit_init ();
  G_APPLICATION_CLASS (kx_application_parent_class)->startup (application);
  self->icons = kx_toolkit_load_icons ();
  kx_keys_bind (GTK_APPLICATION (application));
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    self->sources[i] = g_unix_signal_add (ends[i], end, self);
}

static void
dispose (GObject *object)
{
  KxApplication *self = KX_APPLICATION (object);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    g_clear_handle_id (&self->sources[i], g_source_remove);
  g_clear_pointer (&self->icons, g_thread_join);
  g_clear_weak_pointer (&self->help);
  g_clear_weak_pointer (&self->opening);
  g_clear_pointer (&self->head_start, kx_head_start_free);
  g_clear_pointer (&self->first, g_free);
  g_clear_pointer (&self->first_page, g_free);
  G_OBJECT_CLASS (kx_application_parent_class)->dispose (object);
}

static void
kx_application_class_init (KxApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  application_class->startup = startup;
  application_class->activate = activate;
  application_class->command_line = command_line;
  application_class->open = open_files;
  application_class->handle_local_options = handle_local_options;
}

static void
add_options (GApplication *application)
{
  const GOptionEntry entries[] = {
    { .long_name = "server",
      .arg = G_OPTION_ARG_STRING,
      .description = _ ("Connect to the service at this address"),
      .arg_description = _ ("URL") },
    { .long_name = "profile",
      .arg = G_OPTION_ARG_STRING,
      .description = _ ("Open this profile"),
      .arg_description = _ ("NAME") },
    { .long_name = "page",
      .arg = G_OPTION_ARG_STRING,
      .description = _ ("Show this page: overview, agencies, activity"),
      .arg_description = _ ("NAME") },
    { .long_name = "exit-after-startup", .description = _ ("End once the window has been drawn") },
    { .long_name = G_OPTION_REMAINING,
      .arg = G_OPTION_ARG_STRING_ARRAY,
      /* Translators: what may be given on the command line: addresses of records. */
      .arg_description = _ ("[ADDRESS…]") },
    { .long_name = "version", .description = _ ("Say which version this is") },
    { NULL },
  };

  g_application_add_main_option_entries (application, entries);
}

static void
kx_application_init (KxApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  add_options (G_APPLICATION (self));
}

KxApplication *
kx_application_new (void)
{
  return g_object_new (KX_TYPE_APPLICATION, "application-id", "org.kangxie.Kangxie", "resource-base-path",
                       "/org/kangxie/Kangxie", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, NULL);
}

int
kx_application_get_exit_status (KxApplication *self)
{
  g_return_val_if_fail (KX_IS_APPLICATION (self), 1);
  return self->exit_status;
}

gboolean
kx_application_wants_restart (KxApplication *self)
{
  g_return_val_if_fail (KX_IS_APPLICATION (self), FALSE);
  return self->restart;
}

void
kx_application_let_go (KxApplication *self)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) answer = NULL;

  g_return_if_fail (KX_IS_APPLICATION (self));
  if (!(g_application_get_flags (G_APPLICATION (self)) & G_APPLICATION_NON_UNIQUE))
    bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  /* Answered before the next one asks whether somebody has the name. */
  if (bus != NULL)
    answer = g_dbus_connection_call_sync (
        bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ReleaseName",
        g_variant_new ("(s)", g_application_get_application_id (G_APPLICATION (self))), NULL,
        G_DBUS_CALL_FLAGS_NONE, 2000, NULL, NULL);
  g_object_unref (self);
}

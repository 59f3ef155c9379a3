#include "desktop/kx-application.h"

#include "desktop/help/kx-help-window.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-keys.h"
#include "desktop/kx-places.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-window.h"

/* Generated from resources/. */
void kx_register_resource (void);

struct _KxApplication
{
  AdwApplication parent_instance;

  GtkWindow *help; /* weak */
  gboolean exit_after_startup;
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

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  /* Each window asks what to do with what was typed. */
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (link->data);
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
  const char *topic = "connect";

  if (parameter != NULL)
    topic = g_variant_get_string (parameter, NULL);
  else if (page != NULL)
    topic = kx_page_get_help_topic (page);
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

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit },
  { .name = "shortcuts", .activate = show_shortcuts },
  { .name = "help", .activate = show_help },
  { .name = "help-topic", .activate = show_help, .parameter_type = "s" },
  { .name = "about", .activate = show_about },
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

static void
end_after_frame (GdkFrameClock *clock, GApplication *application)
{
  g_signal_handlers_disconnect_by_func (clock, end_after_frame, application);
  g_idle_add_once ((GSourceOnceFunc) g_application_quit, application);
}

static void
await_first_frame (GtkWidget *window, GApplication *application)
{
  GdkFrameClock *clock = gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (window)));

  g_signal_connect (clock, "after-paint", G_CALLBACK (end_after_frame), application);
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

static void
activate (GApplication *application)
{
  KxApplication *self = KX_APPLICATION (application);
  KxWindow *window = find_window (self);

  if (window == NULL)
    window = kx_window_new (GTK_APPLICATION (application), NULL);
  if (self->exit_after_startup)
    g_signal_connect (window, "map", G_CALLBACK (await_first_frame), application);
  gtk_window_present (GTK_WINDOW (window));
}

static int
command_line (GApplication *application, GApplicationCommandLine *command)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command);
  const char *page = NULL;

  g_variant_dict_lookup (options, "page", "&s", &page);
  g_application_activate (application);
  if (find_window (KX_APPLICATION (application)) != NULL)
    show_page (find_window (KX_APPLICATION (application)), page);
  return 0;
}

static int
handle_local_options (GApplication *application, GVariantDict *options)
{
  const char *page = NULL;

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
  if (g_variant_dict_contains (options, "exit-after-startup"))
    {
      KX_APPLICATION (application)->exit_after_startup = TRUE;
      /* One's own window, also beside a running program. */
      g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  return -1;
}

static void
startup (GApplication *application)
{
  /* The style sheet is looked up while starting. */
  kx_desktop_init ();
  G_APPLICATION_CLASS (kx_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name ("org.kangxie.Kangxie");
  kx_keys_bind (GTK_APPLICATION (application));
}

static void
dispose (GObject *object)
{
  g_clear_weak_pointer (&KX_APPLICATION (object)->help);
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

void
kx_desktop_init (void)
{
  static gboolean done;

  if (done)
    return;
  done = TRUE;
  kx_register_resource ();
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/kangxie/Kangxie/icons");
}

KxApplication *
kx_application_new (void)
{
  return g_object_new (KX_TYPE_APPLICATION, "application-id", "org.kangxie.Kangxie", "resource-base-path",
                       "/org/kangxie/Kangxie", "flags", G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}

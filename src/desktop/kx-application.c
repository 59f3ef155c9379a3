#include "desktop/kx-application.h"

#include "desktop/kx-gettext.h"
#include "desktop/kx-keys.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-window.h"

/* Generated from resources/. */
void kx_register_resource (void);

struct _KxApplication
{
  AdwApplication parent_instance;

  char *server, *profile, *page;
  gboolean exit_after_startup;
};

G_DEFINE_FINAL_TYPE (KxApplication, kx_application, ADW_TYPE_APPLICATION)

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  /* Each window asks what to do with what was typed. */
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (link->data);
  g_list_free (windows);
}

static void
show_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = kx_keys_new_window ();

  gtk_window_set_transient_for (GTK_WINDOW (window), gtk_application_get_active_window (data));
  gtk_window_present (GTK_WINDOW (window));
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (data), "application-name", _ ("Kangxie"),
                         "application-icon", "org.kangxie.Kangxie", "version", KX_VERSION, "license-type",
                         GTK_LICENSE_GPL_3_0, "developer-name", _ ("The Kangxie authors"), "comments",
                         _ ("Manages the rehabilitation agreement agencies of work-injury insurance."), NULL);
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
  { .name = "about", .activate = show_about },
  { .name = "preferences", .activate = show_preferences },
};

static void
startup (GApplication *application)
{
  /* The style sheet is looked up while starting. */
  kx_desktop_init ();
  G_APPLICATION_CLASS (kx_application_parent_class)->startup (application);
  kx_keys_bind (GTK_APPLICATION (application));
}

static void
activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (kx_window_new (GTK_APPLICATION (application), NULL));
  gtk_window_present (window);
}

static void
finalize (GObject *object)
{
  KxApplication *self = KX_APPLICATION (object);

  g_free (self->server);
  g_free (self->profile);
  g_free (self->page);
  G_OBJECT_CLASS (kx_application_parent_class)->finalize (object);
}

static void
kx_application_class_init (KxApplicationClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  G_APPLICATION_CLASS (class)->startup = startup;
  G_APPLICATION_CLASS (class)->activate = activate;
}

static void
kx_application_init (KxApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
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
                       "/org/kangxie/Kangxie", NULL);
}

#include "desktop/kx-toolkit.h"

/* Generated from resources/. */
void kx_register_resource (void);

static GtkIconTheme *
get_icon_theme (void)
{
  return gtk_icon_theme_get_for_display (gdk_display_get_default ());
}

void
kx_toolkit_open_display (void)
{
  if (gtk_is_initialized () || g_getenv ("GTK_THEME") != NULL)
    return;
  /* As libadwaita will name it, which has it empty. */
  g_setenv ("GTK_THEME", "Adwaita-empty", TRUE);
  gtk_init ();
  gtk_settings_get_default ();
  /* With it libadwaita would take its own style for unwanted. */
  g_unsetenv ("GTK_THEME");
}

void
kx_toolkit_init (void)
{
  static gboolean done;

  if (done)
    return;
  done = TRUE;
  kx_toolkit_open_display ();
  kx_register_resource ();
  adw_init ();
  gtk_icon_theme_add_resource_path (get_icon_theme (), "/org/kangxie/Kangxie/icons");
}

/* The first question has the themes read. */
static gpointer
load_icons (gpointer data)
{
  g_autoptr (GtkIconTheme) theme = data;

  gtk_icon_theme_has_icon (theme, "open-menu-symbolic");
  return NULL;
}

GThread *
kx_toolkit_load_icons (void)
{
  return g_thread_new ("kx-icons", load_icons, g_object_ref (get_icon_theme ()));
}

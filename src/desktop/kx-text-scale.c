#include "desktop/kx-text-scale.h"

#include <gtk/gtk.h>

/* What GtkSettings calls the usual size: 96 dots an inch, in 1024ths. */
#define USUAL (96 * 1024)

int
kx_text_scaled (int pixels)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dots = USUAL;

  if (settings != NULL)
    g_object_get (settings, "gtk-xft-dpi", &dots, NULL);
  return dots > 0 ? (int) ((gint64) pixels * dots / USUAL) : pixels;
}

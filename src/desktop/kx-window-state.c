#include "desktop/kx-window-state.h"

#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-settings.h"
#include "desktop/kx-window-private.h"

static void
follow_density (KxWindow *self)
{
  g_autofree char *density = g_settings_get_string (kx_settings_get (), "density");

  if (g_str_equal (density, "compact"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
}

void
kx_window_state_restore (KxWindow *self)
{
  GSettings *settings = kx_settings_get ();
  int width, height;

  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), MAX (width, 360), MAX (height, 300));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_widget_set_visible (self->sidebar, g_settings_get_boolean (settings, "sidebar"));
  g_signal_connect_object (settings, "changed::density", G_CALLBACK (follow_density), self,
                           G_CONNECT_SWAPPED);
  follow_density (self);
}

static void
close_after_all (KxChoice choice, const char *reason, gpointer window)
{
  if (choice == KX_ASK_ACT)
    gtk_window_destroy (GTK_WINDOW (window));
}

/* One question names everything that was not handed over. */
static void
ask_before_closing (KxWindow *self, GPtrArray *dirty)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *effect = NULL;

  for (guint i = 0; i < dirty->len; i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? "\n" : "",
                            kx_page_get_title (g_ptr_array_index (dirty, i)));
  /* Translators: %s is a list of titles, one a line. */
  effect = g_strdup_printf (
      _ ("Not saved yet:\n%s\nWhat was typed stays on this computer as a draft and is shown again."),
      names->str);
  kx_ask (GTK_WIDGET (self),
          &(KxQuestion){ .question = _ ("Close without saving?"),
                         .effect = effect,
                         .stay = _ ("_Keep open"),
                         .act = _ ("_Close") },
          close_after_all, self, NULL);
}

gboolean
kx_window_close_request (GtkWindow *window)
{
  KxWindow *self = KX_WINDOW (window);
  g_autoptr (GPtrArray) dirty = kx_navigator_dup_dirty (self->navigator);

  kx_window_state_save (self);
  if (dirty->len == 0)
    return FALSE;
  ask_before_closing (self, dirty);
  return TRUE;
}

void
kx_window_state_save (KxWindow *self)
{
  GSettings *settings = kx_settings_get ();
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0 && height > 0)
    g_settings_set (settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_boolean (settings, "sidebar", gtk_widget_get_visible (self->sidebar));
}

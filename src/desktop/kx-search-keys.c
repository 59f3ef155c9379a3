#include "desktop/kx-search-keys.h"

/* Borrowed: parts of one window. */
typedef struct
{
  GtkSearchBar *bar;
  GtkEditable *entry;
  GtkWidget *button;
} Keys;

static gboolean
begin (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, const Keys *keys)
{
  gunichar letter = gdk_keyval_to_unicode (key);
  GtkEditable *text = gtk_editable_get_delegate (keys->entry);

  if (!gtk_widget_get_visible (keys->button) || gtk_search_bar_get_search_mode (keys->bar) ||
      (state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0 || !g_unichar_isgraph (letter))
    return GDK_EVENT_PROPAGATE;
  gtk_search_bar_set_search_mode (keys->bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (keys->entry));
  return gtk_event_controller_key_forward (controller, GTK_WIDGET (text));
}

void
kx_search_keys_begin (GtkWidget *widget, GtkSearchBar *bar, GtkEditable *entry, GtkWidget *button)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  Keys *keys = g_new (Keys, 1);

  *keys = (Keys){ bar, entry, button };
  g_object_set_data_full (G_OBJECT (controller), "kx-keys", keys, g_free);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (begin), keys);
  gtk_widget_add_controller (widget, controller);
}

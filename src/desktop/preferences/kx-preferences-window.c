#include "desktop/preferences/kx-preferences-window.h"

#include "desktop/help/kx-help-window.h"
#include "desktop/preferences/kx-account-preferences.h"
#include "desktop/preferences/kx-look-preferences.h"
#include "desktop/preferences/kx-storage-preferences.h"

struct _KxPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GObject *profile;
};

G_DEFINE_FINAL_TYPE (KxPreferencesWindow, kx_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
dispose (GObject *object)
{
  g_clear_object (&KX_PREFERENCES_WINDOW (object)->profile);
  G_OBJECT_CLASS (kx_preferences_window_parent_class)->dispose (object);
}

static void
kx_preferences_window_class_init (KxPreferencesWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_preferences_window_init (KxPreferencesWindow *self)
{
}

KxPreferencesWindow *
kx_preferences_window_new (GtkWindow *over, KxProfile *profile)
{
  KxPreferencesWindow *self = g_object_new (KX_TYPE_PREFERENCES_WINDOW, "transient-for", over, NULL);

  kx_help_bind (GTK_WINDOW (self), "preferences");
  g_set_object (&self->profile, (GObject *) profile);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), kx_look_preferences_new ());
  if (profile != NULL)
    {
      adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), kx_account_preferences_new (profile));
      adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), kx_storage_preferences_new (profile));
    }
  return self;
}

KxProfile *
kx_preferences_window_get_profile (KxPreferencesWindow *self)
{
  g_return_val_if_fail (KX_IS_PREFERENCES_WINDOW (self), NULL);
  return (KxProfile *) self->profile;
}

/* The page of the preferences about language and density: what belongs to this computer. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_LOOK_PREFERENCES (kx_look_preferences_get_type ())
G_DECLARE_FINAL_TYPE (KxLookPreferences, kx_look_preferences, KX, LOOK_PREFERENCES, AdwPreferencesPage)

AdwPreferencesPage *kx_look_preferences_new (void);

G_END_DECLS

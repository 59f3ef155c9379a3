/* The page of the preferences about what this computer keeps: backups, how much there is, comparing it with
 * the service, fetching it anew, removing it. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_STORAGE_PREFERENCES (kx_storage_preferences_get_type ())
G_DECLARE_FINAL_TYPE (KxStoragePreferences, kx_storage_preferences, KX, STORAGE_PREFERENCES,
                      AdwPreferencesPage)

AdwPreferencesPage *kx_storage_preferences_new (KxProfile *profile);

G_END_DECLS

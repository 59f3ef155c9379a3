/* The page of the preferences about who is signed in, the password, the computers that synchronise for this
 * person, and leaving. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_ACCOUNT_PREFERENCES (kx_account_preferences_get_type ())
G_DECLARE_FINAL_TYPE (KxAccountPreferences, kx_account_preferences, KX, ACCOUNT_PREFERENCES,
                      AdwPreferencesPage)

AdwPreferencesPage *kx_account_preferences_new (KxProfile *profile);

G_END_DECLS

/* The page of the preferences about accounts and what is granted to them: administrators change them,
 * auditors read them. They are with the service alone. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_USERS_PREFERENCES (kx_users_preferences_get_type ())
G_DECLARE_FINAL_TYPE (KxUsersPreferences, kx_users_preferences, KX, USERS_PREFERENCES, AdwPreferencesPage)

/* TRUE when the person may see accounts at all, and there are others than the own one: a store on this
 * computer has but one. */
gboolean kx_users_preferences_are_for (KxProfile *profile);

AdwPreferencesPage *kx_users_preferences_new (KxProfile *profile);

/* Opens the form for a new user, with what was typed there before, if this person may add one. */
void kx_users_preferences_add_user (KxUsersPreferences *self);

/* Opens the account of a person as soon as the service has said which it is. */
void kx_users_preferences_show_person (KxUsersPreferences *self, const char *person);

G_END_DECLS

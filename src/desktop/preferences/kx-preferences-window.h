/* Preferences: everything is applied at once. Each page of it is a widget of its own in this folder. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_PREFERENCES_WINDOW (kx_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (KxPreferencesWindow, kx_preferences_window, KX, PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

/* Without profile only what belongs to this computer is shown. */
KxPreferencesWindow *kx_preferences_window_new (GtkWindow *over, KxProfile *profile);

/* Opens the preferences where rows of this entity are kept: the office, its own days and values, persons;
 * with the id "new" also where a person, an account or a role is being added. NULL: no row of theirs. */
KxPreferencesWindow *kx_preferences_window_open_row (GtkWindow *over, KxProfile *profile, const char *entity,
                                                     const char *id);

G_END_DECLS

/* The page of the preferences about the offices a person works for: their facts and their own days. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_OFFICE_PREFERENCES (kx_office_preferences_get_type ())
G_DECLARE_FINAL_TYPE (KxOfficePreferences, kx_office_preferences, KX, OFFICE_PREFERENCES, AdwPreferencesPage)

AdwPreferencesPage *kx_office_preferences_new (KxProfile *profile);

/* Shows the office of that row, and of a line of a route or a rule on duties its page over it, also while the
 * row is only a draft: an office, one of its own days, such a line or rule. FALSE: it is not known here;
 * another office is shown then. */
gboolean kx_office_preferences_show_row (KxOfficePreferences *self, const char *entity, const char *id);

G_END_DECLS

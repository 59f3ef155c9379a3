/* The page of the preferences about the policy that governs an office: its documents, and all parameters by
 * subject. */
#pragma once

#include "core/kx-policy.h"
#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_POLICY_PREFERENCES (kx_policy_preferences_get_type ())
G_DECLARE_FINAL_TYPE (KxPolicyPreferences, kx_policy_preferences, KX, POLICY_PREFERENCES, AdwPreferencesPage)

AdwPreferencesPage *kx_policy_preferences_new (KxProfile *profile);

/* Opens the parameter of this row, which is an own value, or one that was typed and not saved; the page has
 * to be in a window. FALSE: it is not known here. */
gboolean kx_policy_preferences_show_row (KxPolicyPreferences *self, const char *id);

G_END_DECLS

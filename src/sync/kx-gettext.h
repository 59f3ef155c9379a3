/* Words in the language of this process. <glib/gi18n-lib.h> cannot be used beside core, which has an N_() of
 * its own. */
#pragma once

#include <glib.h>

#define _(text) g_dgettext (GETTEXT_PACKAGE, text)
#define C_(context, text) g_dpgettext2 (GETTEXT_PACKAGE, context, text)

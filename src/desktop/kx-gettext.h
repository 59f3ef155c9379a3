/* Words in the language of this process; N_() comes with core. */
#pragma once

#include "core/kx-field.h"

#include <glib.h>

#define _(text) g_dgettext (GETTEXT_PACKAGE, text)
#define C_(context, text) g_dpgettext2 (GETTEXT_PACKAGE, context, text)

#ifdef ngettext
#undef ngettext
#endif
#define ngettext(one, many, count) g_dngettext (GETTEXT_PACKAGE, one, many, count)

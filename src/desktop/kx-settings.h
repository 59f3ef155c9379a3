/* What this computer remembers of the window and its user's taste: GSettings of the schema
 * org.kangxie.Kangxie. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The settings, made once; borrowed. Without an installed schema that of the build folder is taken. */
GSettings *kx_settings_get (void);

/* What is remembered for one profile, in the folder /org/kangxie/Kangxie/profiles/NAME/. Free with
 * g_object_unref(). */
GSettings *kx_settings_new_for_profile (const char *name);

G_END_DECLS

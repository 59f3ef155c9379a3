/* A profile of a desktop, with a mirror as it is after the first load. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes the profile `name` below `home`, which is XDG_DATA_HOME, with that many agencies. Its service does
 * not answer. */
void kx_bench_profile_make (const char *home, const char *name, guint rows);

G_END_DECLS

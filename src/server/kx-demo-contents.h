/* What the agreements of the demonstration data contain: clauses, ways of payment, deposit. */
#pragma once

#include "server/kx-demo-work.h"

G_BEGIN_DECLS

/* Adds to the agreement that the tables call `name`, which was just drawn up, what they say that it contains:
 * two works of the clerk's, from `at` on. */
gboolean kx_demo_fill_contents (KxDemoWork *f, const char *name, KxTime at, GError **error);

G_END_DECLS

/* Find anything: a few words, and the agencies they find, from wherever one is (Ctrl+K). */
#pragma once

#include "desktop/kx-window.h"

G_BEGIN_DECLS

#define KX_TYPE_FINDER (kx_finder_get_type ())
G_DECLARE_FINAL_TYPE (KxFinder, kx_finder, KX, FINDER, AdwWindow)

/* Opens what is chosen in `window`, whose profile is searched. */
KxFinder *kx_finder_new (KxWindow *window);

/* How many are shown. */
guint kx_finder_get_n_found (KxFinder *self);

G_END_DECLS

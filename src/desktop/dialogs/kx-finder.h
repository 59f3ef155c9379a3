/* Find anything: a few words, and the agencies they find, from wherever one is (Ctrl+K). */
#pragma once

#include "desktop/kx-window.h"

G_BEGIN_DECLS

#define KX_TYPE_FINDER (kx_finder_get_type ())
G_DECLARE_FINAL_TYPE (KxFinder, kx_finder, KX, FINDER, AdwWindow)

/* Opens what is chosen in `window`, whose profile is searched. */
KxFinder *kx_finder_new (KxWindow *window);

/* What was chosen: its id, borrowed. */
typedef void (*KxFinderChosen) (KxWindow *window, const char *agency, gpointer data);

/* Asks for an agency instead, under `question` in the title; `data` lives as long as the program. Not called
 * when the person goes away. */
KxFinder *kx_finder_choose (KxWindow *window, const char *question, KxFinderChosen chosen, gpointer data);

/* How many are shown. */
guint kx_finder_get_n_found (KxFinder *self);

G_END_DECLS

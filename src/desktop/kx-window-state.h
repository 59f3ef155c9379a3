/* Size, sidebar and density of a window, remembered in the settings. */
#pragma once

#include "desktop/kx-window.h"

G_BEGIN_DECLS

/* Gives a new window the size it had, and keeps its density as the preferences say. */
void kx_window_state_restore (KxWindow *self);

void kx_window_state_save (KxWindow *self);

/* The close-request of the window class: remembers its state, and asks when something typed was not handed
 * over. TRUE: it stays open. */
gboolean kx_window_close_request (GtkWindow *window);

G_END_DECLS

/* What a person would see at a window: texts that nobody marked for translation, and texts that have no room.
 * Run by run-pseudo.py. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The style sheet, which otherwise comes with the application: margins and sizes are as a person sees them.
 * Once the display is open. */
void kx_test_look_load_style (void);

/* Runs the main loop until nothing waits and a frame was drawn. */
void kx_test_look_settle (GtkWindow *window);

/* Fails the test for each text below `root` with letters of its own that bears no mark of the catalogue.
 * `known` ends with NULL: what may stand there as it is, such as names. */
void kx_test_look_assert_marked (GtkWidget *root, const char *const *known);

/* Fails the test for each widget that reaches beyond the window, unless it can be scrolled to, and for each
 * shortened text without a tooltip that gives the whole. */
void kx_test_look_assert_room (GtkWindow *window);

G_END_DECLS

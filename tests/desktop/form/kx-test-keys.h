/* Keys for tests that open windows: they reach a widget as a person's keys do, without an input method and
 * without the X server. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Runs the main loop until nothing waits. */
void kx_test_run_out (void);

/* Runs the main loop until `done` says so, for at most a minute; FALSE: it never did. */
gboolean kx_test_wait_for (gboolean (*done) (gpointer data), gpointer data);

/* Types into the widget that has the focus in `window`, a character at a time. */
void kx_test_type (GtkWindow *window, const char *text);

/* Selects everything in the entry that has the focus, so that what is typed next takes its place. */
void kx_test_select_all (GtkWindow *window);

/* Presses a key on the widget that has the focus: key controllers and shortcuts of it and of all widgets
 * around it have their turn, Tab moves the focus, Space and Return press buttons. TRUE when somebody took it.
 */
gboolean kx_test_press (GtkWindow *window, guint key, GdkModifierType state);

/* The first widget below `root` whose accessible label, as a test context has it, is `label` and whose type
 * is `type`; NULL: there is none. */
GtkWidget *kx_test_find (GtkWidget *root, GType type, const char *label);

/* The first widget of `type` below `root`, in reading order, that is shown. */
GtkWidget *kx_test_find_type (GtkWidget *root, GType type);

/* TRUE when a label below `root` that is shown has these words in it. */
gboolean kx_test_shows (GtkWidget *root, const char *words);

G_END_DECLS

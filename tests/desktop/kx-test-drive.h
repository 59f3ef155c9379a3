/* Widgets driven as a person would: found by their words, pressed, typed into, waited for. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The first widget below `root` that a person can see and that says these words: a button, a row, a label.
 * NULL: none. */
GtkWidget *kx_test_drive_find (GtkWidget *root, const char *words);

/* The first widget below `root`, in reading order, of which `is_it` says so; NULL: none. */
GtkWidget *kx_test_drive_find_that (GtkWidget *root,
                                    gboolean (*is_it) (GtkWidget *widget, gconstpointer data),
                                    gconstpointer data);

/* The first toplevel of this type; NULL: none is open. Borrowed: GTK has it. */
gpointer kx_test_drive_find_window (GType type);

/* Presses the button or row of these words; it has to be there and alive. */
void kx_test_drive_press (GtkWidget *root, const char *words);

/* Types into the row of this title. */
void kx_test_drive_type (GtkWidget *root, const char *title, const char *text);

/* Runs the main loop until nothing waits. */
void kx_test_drive_settle (void);

/* Runs the main loop until `condition` holds; fails the test after a minute. */
void kx_test_drive_until (gboolean (*condition) (gpointer data), gpointer data);

/* Waits until the words can be seen below `root`. */
void kx_test_drive_await (GtkWidget *root, const char *words);

G_END_DECLS

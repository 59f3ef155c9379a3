/* Texts of pages and dialogs that may be longer than the window is wide. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A label that begins at the left and wraps, if need be within a word; `style` may be NULL. */
GtkWidget *kx_label_new (const char *words, const char *style);

/* The same at the end of a box. Borrowed. */
GtkWidget *kx_label_add (GtkWidget *box, const char *words, const char *style);

/* How many characters of half width a text takes: a Chinese one is as wide as two Latin ones. */
int kx_label_columns (const char *words);

/* A line of texts that wrap and of what stands beside them, `spacing` apart. A box would ask how wide several
 * texts below each other are at the height they got; a long one among them then pushes what follows out of
 * the window. Returns: (transfer floating) */
GtkWidget *kx_label_line_new (int spacing);

/* Puts `child` at the end of the line. */
void kx_label_line_add (GtkWidget *line, GtkWidget *child);

/* The words of a tick box wrap where they have no room, if need be within a word. */
void kx_label_wrap_check (GtkWidget *check);

G_END_DECLS

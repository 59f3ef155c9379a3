/* Texts of pages and dialogs that may be longer than the window is wide. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A label that begins at the left and wraps, if need be within a word; `style` may be NULL. */
GtkWidget *kx_label_new (const char *words, const char *style);

/* The same at the end of a box. Borrowed. */
GtkWidget *kx_label_add (GtkWidget *box, const char *words, const char *style);

G_END_DECLS

/* Letters typed at a page begin a search in it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A letter that nothing below `widget` took opens `bar` and stands in `entry`, unless `button`, which opens
 * and shuts the bar by hand, is hidden. GtkSearchBar's own way (gtk_search_bar_set_key_capture_widget())
 * gives an input method the letter before the entry has the focus: it loses that one and turns the next ones
 * round. */
void kx_search_keys_begin (GtkWidget *widget, GtkSearchBar *bar, GtkEditable *entry, GtkWidget *button);

G_END_DECLS

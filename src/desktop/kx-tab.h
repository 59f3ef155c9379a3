/* Where the Tab key goes. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tab leaves the list for what comes after it, Shift+Tab for what is before it; GTK 4.8 goes through all of
 * its rows, of which there may be thousands. */
void kx_tab_leave_list (GtkWidget *list);

G_END_DECLS

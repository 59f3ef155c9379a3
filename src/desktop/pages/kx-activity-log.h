/* The log of the activity page: what was told, newest first. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Both may be NULL: what a mirror kept (element-type KxMirrorNotice), and a window's notices (of KxNotice).
 * Gives a list of KxNotice, at most a hundred. */
void kx_activity_log_fill (GListStore *log, GPtrArray *kept, GListModel *notices);

/* GtkListBoxCreateWidgetFunc for a KxNotice. */
GtkWidget *kx_activity_log_make_row (gpointer notice, gpointer data);

G_END_DECLS

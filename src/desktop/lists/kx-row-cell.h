/* A cell of a table over a KxRowList, or a row of two lines of it: it follows its item, which gets its row
 * later. */
#pragma once

#include "models/kx-row-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One field. Numbers stand at the right. */
GtkWidget *kx_row_cell_new (guint field, gboolean numeric);

/* The row's title, and below it the other fields in one line. `fields` is copied. */
GtkWidget *kx_row_cell_new_lines (const guint *fields, guint n_fields);

gboolean kx_row_cell_is (GtkWidget *widget);

void kx_row_cell_bind (GtkWidget *cell, KxRowItem *item);
void kx_row_cell_unbind (GtkWidget *cell);

/* FALSE: it shows nothing now. */
gboolean kx_row_cell_get_position (GtkWidget *cell, guint *ret_position);

G_END_DECLS

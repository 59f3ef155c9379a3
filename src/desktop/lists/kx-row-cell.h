/* A cell of a table over a KxRowList, or a row of two lines of it: it follows its item, which gets its row
 * later. */
#pragma once

#include "desktop/lists/kx-row-column.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One column, which outlives the cell. Numbers stand at the right. */
GtkWidget *kx_row_cell_new (const KxRowColumn *column);

/* The first column, and below it the other ones in one line. The list is copied, the columns outlive the
 * cell. */
GtkWidget *kx_row_cell_new_lines (const KxRowColumn *const *columns, guint n_columns);

gboolean kx_row_cell_is (GtkWidget *widget);

void kx_row_cell_bind (GtkWidget *cell, KxRowItem *item);
void kx_row_cell_unbind (GtkWidget *cell);

/* FALSE: it shows nothing now. */
gboolean kx_row_cell_get_position (GtkWidget *cell, guint *ret_position);

G_END_DECLS

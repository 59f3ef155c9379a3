/* Children side by side in as many equal columns as there is room for, in reading order; wide ones over all
 * columns. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_COLUMNS (kx_columns_get_type ())
G_DECLARE_FINAL_TYPE (KxColumns, kx_columns, KX, COLUMNS, GtkWidget)

/* A column is at least `least_width` wide, and as wide as its widest child needs; there are at most `most`.
 */
KxColumns *kx_columns_new (int least_width, int column_spacing, int row_spacing, guint most);

/* Adds a child at the end. */
void kx_columns_add (KxColumns *self, GtkWidget *child, gboolean wide);

G_END_DECLS

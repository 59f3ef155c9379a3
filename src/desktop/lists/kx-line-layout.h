/* Puts lines of text one above the other so that Chinese and Latin ones stand on the same baseline and have
 * the same height: side by side in a row, and before it is known what will be written. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_LINE_LAYOUT (kx_line_layout_get_type ())
G_DECLARE_FINAL_TYPE (KxLineLayout, kx_line_layout, KX, LINE_LAYOUT, GtkLayoutManager)

G_END_DECLS

/* Puts children side by side as wide as they want to be, and goes on below where there is no more room: chips
 * in a narrow window. A child that is wider than the line alone gets all of it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_WRAP_LAYOUT (kx_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (KxWrapLayout, kx_wrap_layout, KX, WRAP_LAYOUT, GtkLayoutManager)

/* `spacing` is between children and between lines. */
GtkLayoutManager *kx_wrap_layout_new (int spacing);

G_END_DECLS

/* A part of the window that asks for the same width whatever is shown in it: a leaflet folds by the width
 * that its parts would like, which is not to change with the page. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_PANE (kx_pane_get_type ())
G_DECLARE_FINAL_TYPE (KxPane, kx_pane, KX, PANE, GtkWidget)

/* Properties: "child", "natural-width". */

G_END_DECLS

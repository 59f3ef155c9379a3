/* A part of the window whose width does not follow from its height, and which can ask for the same width
 * whatever is shown in it: a leaflet folds by the width that its parts would like, which is not to change
 * with the page.
 *
 * Around texts that wrap it saves most of what it costs to lay them out side by side with something: a box
 * asks each of its children which width it wants at its height, and a label tries width after width to tell.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_PANE (kx_pane_get_type ())
G_DECLARE_FINAL_TYPE (KxPane, kx_pane, KX, PANE, GtkWidget)

/* Properties: "child", "natural-width" (0: that of the child). */

/* Returns: (transfer floating): a pane with the natural width of `child`, which it takes */
GtkWidget *kx_pane_new (GtkWidget *child);

G_END_DECLS

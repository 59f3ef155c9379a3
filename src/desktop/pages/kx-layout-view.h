/* The layout of agencies: each place as a bar that opens, or all of them as a table. */
#pragma once

#include "models/kx-layout-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal "open" (const char *id): the agreement of this id is to be shown. */
#define KX_TYPE_LAYOUT_VIEW (kx_layout_view_get_type ())
G_DECLARE_FINAL_TYPE (KxLayoutView, kx_layout_view, KX, LAYOUT_VIEW, AdwBin)

/* Returns: (transfer floating): reads on its own from now on */
GtkWidget *kx_layout_view_new (KxRowSource *source);

gboolean kx_layout_view_is_loading (KxLayoutView *self);

G_END_DECLS

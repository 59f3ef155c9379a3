/* The small pictures of the overview: horizontal bars with words and values, or the same as a table of counts
 * and shares. */
#pragma once

#include "models/kx-figures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_FIGURE_BARS (kx_figure_bars_get_type ())
G_DECLARE_FINAL_TYPE (KxFigureBars, kx_figure_bars, KX, FIGURE_BARS, GtkWidget)

/* Follows `figures`. */
GtkWidget *kx_figure_bars_new (KxFigures *figures, KxFigure figure);

G_END_DECLS

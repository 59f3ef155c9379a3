/* Figures for the small pictures of the overview: how many agencies there are of each kind, level, ownership
 * and place, and how long their licences hold. Counted in one reading, again when rows changed. */
#pragma once

#include "models/kx-row-answer.h"

G_BEGIN_DECLS

typedef enum
{
  KX_FIGURE_KIND,
  KX_FIGURE_LEVEL,
  KX_FIGURE_OWNERSHIP,
  KX_FIGURE_PLACE,   /* counties of one city, or cities */
  KX_FIGURE_LICENCE, /* by the time left */
  KX_N_FIGURES
} KxFigure;

/* One part of a figure, with the filter that lists its rows. */
typedef struct
{
  char *label; /* owned, translated */
  guint count;
  KxFilter *filter; /* owned; NULL: no single filter lists them */
} KxFigurePart;

/* Signal "changed" (): there are other numbers. */
#define KX_TYPE_FIGURES (kx_figures_get_type ())
G_DECLARE_FINAL_TYPE (KxFigures, kx_figures, KX, FIGURES, KxRowAnswer)

KxFigures *kx_figures_new (KxRowSource *source);

/* Only agencies of offices in this area and below; NULL: all. */
void kx_figures_set_area (KxFigures *figures, const char *area);

#define kx_figures_is_loading(figures) kx_row_answer_is_loading (KX_ROW_ANSWER (figures))
#define kx_figures_get_error(figures) kx_row_answer_get_error (KX_ROW_ANSWER (figures))

/* How many agencies were counted. */
guint kx_figures_get_total (KxFigures *figures);

/* What the figure shows, translated: "Agencies by kind". */
const char *kx_figure_title (KxFigure figure);

/* The parts that are not empty, in the order of their codes, places the most first; those without the fact
 * last. Borrowed until "changed". (element-type KxFigurePart) */
GPtrArray *kx_figures_list (KxFigures *figures, KxFigure figure);

G_END_DECLS

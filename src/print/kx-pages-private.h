/* How a document comes onto its pages: what the files share that make its lines, put paragraphs and tables on
 * pages and part them. Lengths are points. */
#pragma once

#include "print/kx-pages-lines.h"
#include "print/kx-pages.h"

G_BEGIN_DECLS

#define KX_PAGE_HAIR 0.01 /* sums of lines are not exact */

/* A line of text at its place, a picture, or, without a layout, a rule. */
typedef struct
{
  const KxPicture
      *picture;          /* borrowed or NULL; `x` and `y`: of the column and the line it is reckoned from */
  PangoLayout *layout;   /* owned or NULL */
  PangoLayoutLine *line; /* owned or NULL */
  double x, y;           /* of the baseline, or where the rule begins */
  double to_x, to_y, width;
} KxPageItem;

struct _KxPages
{
  KxDocxModel *model;
  KxPagesFonts *fonts;
  PangoContext *context;
  GPtrArray *pages; /* (element-type GArray of KxPageItem) */
  guint n_pages;    /* as was found the last time; 0: not yet */
  gboolean too_many;
  double top[KX_EDGES], bottom[KX_EDGES]; /* between which the text of a page stands */
};

/* A block that is ready to be put on pages. */
typedef struct
{
  const KxBlock *block;
  GArray *lines;   /* of a paragraph; (element-type KxPageLine) */
  double after;    /* of a paragraph */
  GPtrArray *rows; /* of a table; (element-type KxPageRow) */
} KxPagePiece;

/* The lines of one cell, those of its paragraphs one behind the other. */
typedef struct
{
  const KxCell *cell;
  double x, width;
  GArray *lines; /* (element-type KxPageLine) */
  guint from;    /* the first that stands on no page yet */
} KxPageCell;

typedef struct
{
  const KxRow *row;
  GArray *cells; /* (element-type KxPageCell) */
} KxPageRow;

/* Where the next line goes. */
typedef struct
{
  KxPages *pages;
  GArray *page;   /* borrowed */
  double y;       /* from the top of the paper */
  double gap;     /* wanted above it */
  gboolean fresh; /* nothing stands on the page yet */
  gboolean edge;  /* of a header or footer, which goes on to no other page */
} KxPageFlow;

/* Which header and footer a page has. */
guint kx_page_get_edge (const KxPages *pages, guint n);

/* Above the first line of a page. */
double kx_page_flow_top (const KxPageFlow *flow);

/* Below the last line that may stand on a page. */
double kx_page_flow_bottom (const KxPageFlow *flow);

/* Begins a page. */
void kx_page_flow_turn (KxPageFlow *flow);

/* Puts pieces (element-type KxPagePiece) onto pages. */
void kx_page_flow_pieces (KxPageFlow *flow, GArray *pieces);
void kx_page_flow_table (KxPageFlow *flow, const KxPagePiece *piece);

/* A page on which nothing stands. (element-type KxPageItem) */
GArray *kx_page_new (void);

void kx_page_put_line (GArray *page, const KxPageLine *line, double x, double y);

/* Draws a picture with its left upper corner at a place. */
void kx_page_draw_picture (cairo_t *cr, const KxPicture *picture, double x, double y);

/* What draws the pictures that stand in lines. (PangoCairoShapeRendererFunc) */
void kx_page_draw_shape (cairo_t *cr, PangoAttrShape *shape, gboolean do_path, gpointer data);

/* Draws one that has a place of its own, in front of the text or behind it. */
void kx_page_draw_anchored (cairo_t *cr, const KxDocxModel *model, const KxPageItem *item);

/* Nothing when it has no width. */
void kx_page_put_rule (GArray *page, double x, double y, double to_x, double to_y, double width);

/* Borrowed. */
const KxPageLine *kx_page_line_at (GArray *lines, guint i);

/* The height of the lines from `from` on, with what is above each. */
double kx_page_lines_measure (GArray *lines, guint from);

/* The height of what stands on no page yet. */
double kx_page_row_measure (const KxPageRow *row);

G_END_DECLS

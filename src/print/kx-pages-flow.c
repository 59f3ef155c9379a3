#include "print/kx-pages-private.h"

#define MOST_PAGES 1000

static void
clear_item (gpointer data)
{
  KxPageItem *item = data;

  g_clear_pointer (&item->line, pango_layout_line_unref);
  g_clear_object (&item->layout);
}

GArray *
kx_page_new (void)
{
  GArray *page = g_array_new (FALSE, FALSE, sizeof (KxPageItem));

  g_array_set_clear_func (page, clear_item);
  return page;
}

guint
kx_page_get_edge (const KxPages *pages, guint n)
{
  return n == 0 && pages->model->first_differs ? KX_EDGE_FIRST : n % 2 == 0 ? KX_EDGE_ODD : KX_EDGE_EVEN;
}

/* The edge of the page that is being filled. */
static guint
get_edge (const KxPageFlow *flow)
{
  return kx_page_get_edge (flow->pages, MAX (flow->pages->pages->len, 1) - 1);
}

double
kx_page_flow_top (const KxPageFlow *flow)
{
  return flow->edge ? 0 : flow->pages->top[get_edge (flow)];
}

double
kx_page_flow_bottom (const KxPageFlow *flow)
{
  return flow->edge ? G_MAXDOUBLE : flow->pages->bottom[get_edge (flow)];
}

void
kx_page_flow_turn (KxPageFlow *flow)
{
  GArray *page = kx_page_new ();

  /* On and on over the last one: who asked is told. */
  if (flow->pages->pages->len >= MOST_PAGES)
    {
      flow->pages->too_many = TRUE;
      g_array_unref (page);
      page = g_ptr_array_index (flow->pages->pages, flow->pages->pages->len - 1);
      g_array_set_size (page, 0);
    }
  else
    g_ptr_array_add (flow->pages->pages, page);
  flow->page = page;
  flow->y = kx_page_flow_top (flow);
  flow->gap = 0;
  flow->fresh = TRUE;
}

void
kx_page_put_line (GArray *page, const KxPageLine *line, double x, double y)
{
  KxPageItem item = { .layout = g_object_ref (line->layout),
                      .line = pango_layout_line_ref (line->line),
                      .x = x + line->x,
                      .y = y + line->baseline };

  for (guint i = 0; line->anchored != NULL && i < line->anchored->len; i++)
    {
      KxPageItem picture = { .picture = line->anchored->pdata[i], .x = x, .y = y };

      g_array_append_val (page, picture);
    }
  if (line->number != NULL)
    {
      KxPageItem number = { .layout = g_object_ref (line->number),
                            .line = pango_layout_line_ref (pango_layout_get_line_readonly (line->number, 0)),
                            .x = x + line->number_x,
                            .y = item.y };

      g_array_append_val (page, number);
    }
  g_array_append_val (page, item);
}

void
kx_page_put_rule (GArray *page, double x, double y, double to_x, double to_y, double width)
{
  KxPageItem item = { .x = x, .y = y, .to_x = to_x, .to_y = to_y, .width = width };

  if (width > 0)
    g_array_append_val (page, item);
}

const KxPageLine *
kx_page_line_at (GArray *lines, guint i)
{
  return &g_array_index (lines, KxPageLine, i);
}

double
kx_page_lines_measure (GArray *lines, guint from)
{
  double height = 0;

  for (guint i = from; i < lines->len; i++)
    height += kx_page_line_at (lines, i)->gap + kx_page_line_at (lines, i)->height;
  return height;
}

/* Paragraphs */

/* How many lines from `from` on fit; one alone at the foot or at the head of a page does not count. */
static guint
count_fitting (const KxPageFlow *flow, GArray *lines, guint from)
{
  double y = flow->y + (flow->fresh ? 0 : MAX (flow->gap, kx_page_line_at (lines, from)->gap));
  guint n = 0, all = lines->len - from;

  while (n < all &&
         y + kx_page_line_at (lines, from + n)->height <= kx_page_flow_bottom (flow) + KX_PAGE_HAIR)
    y += kx_page_line_at (lines, from + n++)->height;
  if (n < all && n == 1 && from == 0)
    n = 0;
  if (n + 1 == all && n > 0)
    n = n > 2 ? n - 1 : 0;
  return n == 0 && flow->fresh ? 1 : n;
}

static void
flow_paragraph (KxPageFlow *flow, const KxPagePiece *piece)
{
  guint at = 0;

  while (at < piece->lines->len)
    {
      guint n = count_fitting (flow, piece->lines, at);

      if (n == 0)
        {
          kx_page_flow_turn (flow);
          continue;
        }
      if (!flow->fresh)
        flow->y += MAX (flow->gap, kx_page_line_at (piece->lines, at)->gap);
      flow->gap = 0;
      for (; n > 0; n--, at++)
        {
          kx_page_put_line (flow->page, kx_page_line_at (piece->lines, at), flow->pages->model->left,
                            flow->y);
          flow->y += kx_page_line_at (piece->lines, at)->height;
          flow->fresh = FALSE;
        }
      if (at < piece->lines->len)
        kx_page_flow_turn (flow);
    }
  flow->gap = piece->after;
}

/* The height of a piece and of those that it is to stand on one page with: to the first two lines of what
 * does not hold on to its next. */
static double
measure_chain (GArray *pieces, guint from)
{
  double height = 0, gap = 0;

  for (guint i = from; i < pieces->len; i++)
    {
      const KxPagePiece *piece = &g_array_index (pieces, KxPagePiece, i);
      guint n = 0;

      if (piece->lines == NULL)
        return height + gap + (piece->rows->len > 0 ? kx_page_row_measure (piece->rows->pdata[0]) : 0);
      height += MAX (gap, kx_page_line_at (piece->lines, 0)->gap);
      gap = piece->after;
      if (piece->block->looks.keep_next)
        height += kx_page_lines_measure (piece->lines, 0) - kx_page_line_at (piece->lines, 0)->gap;
      for (; !piece->block->looks.keep_next && n < MIN (piece->lines->len, 2); n++)
        height += kx_page_line_at (piece->lines, n)->height;
      if (!piece->block->looks.keep_next)
        break;
    }
  return height;
}

void
kx_page_flow_pieces (KxPageFlow *flow, GArray *pieces)
{
  double page = kx_page_flow_bottom (flow) - kx_page_flow_top (flow);

  for (guint i = 0; i < pieces->len; i++)
    {
      const KxPagePiece *piece = &g_array_index (pieces, KxPagePiece, i);
      gboolean held = i > 0 && g_array_index (pieces, KxPagePiece, i - 1).block->looks.keep_next;

      if (piece->block->looks.break_before && !flow->fresh && !flow->edge)
        kx_page_flow_turn (flow);
      else if (piece->block->looks.keep_next && !held && !flow->fresh)
        {
          double chain = measure_chain (pieces, i);

          if (chain <= page && flow->y + flow->gap + chain > kx_page_flow_bottom (flow) + KX_PAGE_HAIR)
            kx_page_flow_turn (flow);
        }
      if (piece->lines != NULL)
        flow_paragraph (flow, piece);
      else
        kx_page_flow_table (flow, piece);
    }
}

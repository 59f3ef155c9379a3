#include "print/kx-pages-private.h"

double
kx_page_row_measure (const KxPageRow *row)
{
  double height = row->row->height;

  for (guint i = 0; i < row->cells->len && !row->row->exact; i++)
    {
      const KxPageCell *cell = &g_array_index (row->cells, KxPageCell, i);

      height = MAX (height, kx_page_lines_measure (cell->lines, cell->from));
    }
  return height;
}

static double
get_left (const KxPages *pages, const KxPagePiece *piece)
{
  const KxDocxModel *model = pages->model;
  const KxPageRow *row = piece->rows->len > 0 ? piece->rows->pdata[0] : NULL;
  double width = 0, room = model->width - model->left - model->right;

  for (guint i = 0; row != NULL && i < row->cells->len; i++)
    width += g_array_index (row->cells, KxPageCell, i).width;
  switch (piece->block->table->align)
    {
    case KX_ALIGN_CENTER:
      return model->left + (room - width) / 2;
    case KX_ALIGN_RIGHT:
      return model->left + room - width;
    case KX_ALIGN_LEFT:
    case KX_ALIGN_BOTH:
    default:
      return model->left;
    }
}

static void
put_borders (KxPageFlow *flow, const KxPagePiece *piece, const KxPageRow *row, double left, double height,
             gboolean first, gboolean last)
{
  const KxTable *table = piece->block->table;

  for (guint i = 0; i < row->cells->len; i++)
    {
      const KxPageCell *cell = &g_array_index (row->cells, KxPageCell, i);
      double x = left + cell->x, to_x = x + cell->width, y = flow->y, to_y = y + height;

      if (first || !cell->cell->continues)
        kx_page_put_rule (flow->page, x, y, to_x, y, first ? table->top : table->between_rows);
      kx_page_put_rule (flow->page, x, y, x, to_y, i == 0 ? table->left : table->between_columns);
      if (i + 1 == row->cells->len)
        kx_page_put_rule (flow->page, to_x, y, to_x, to_y, table->right);
      if (last)
        kx_page_put_rule (flow->page, x, to_y, to_x, to_y, table->bottom);
    }
}

/* Puts lines of a cell on the page until the row is full, and remembers where it stopped. */
static void
put_cell (KxPageFlow *flow, const KxTable *table, KxPageCell *cell, double left, double height)
{
  double rest = height - kx_page_lines_measure (cell->lines, cell->from),
         y = flow->y + (rest > 0 ? rest * cell->cell->valign / 2 : 0), end = flow->y + height;

  for (; cell->from < cell->lines->len; cell->from++)
    {
      const KxPageLine *line = kx_page_line_at (cell->lines, cell->from);

      if (y + line->gap + line->height > end + KX_PAGE_HAIR)
        return;
      y += line->gap;
      kx_page_put_line (flow->page, line, left + cell->x + table->margin_left, y);
      y += line->height;
    }
}

static void
put_row (KxPageFlow *flow, const KxPagePiece *piece, const KxPageRow *row, double height, gboolean first,
         gboolean last)
{
  double left = get_left (flow->pages, piece);

  for (guint i = 0; i < row->cells->len; i++)
    put_cell (flow, piece->block->table, &g_array_index (row->cells, KxPageCell, i), left, height);
  put_borders (flow, piece, row, left, height, first, last);
  flow->y += height;
  flow->fresh = FALSE;
}

static gboolean
has_more (const KxPageRow *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    if (g_array_index (row->cells, KxPageCell, i).from < g_array_index (row->cells, KxPageCell, i).lines->len)
      return TRUE;
  return FALSE;
}

static void
begin_again (const KxPageRow *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    g_array_index (row->cells, KxPageCell, i).from = 0;
}

/* A new page of the table begins with its heads. */
static void
turn_page_of_table (KxPageFlow *flow, const KxPagePiece *piece, guint n_heads)
{
  kx_page_flow_turn (flow);
  for (guint i = 0; i < n_heads; i++)
    {
      const KxPageRow *head = piece->rows->pdata[i];

      begin_again (head);
      put_row (flow, piece, head, kx_page_row_measure (head), i == 0, FALSE);
    }
}

/* The heads at the top, which come again, unless they take half of the page themselves. */
static guint
count_heads (const KxPageFlow *flow, const KxPagePiece *piece)
{
  double height = 0, room = (kx_page_flow_bottom (flow) - kx_page_flow_top (flow)) / 2;
  guint n = 0;

  while (n < piece->rows->len && ((const KxPageRow *) piece->rows->pdata[n])->row->head)
    {
      begin_again (piece->rows->pdata[n]);
      height += kx_page_row_measure (piece->rows->pdata[n++]);
    }
  return height <= room && n < piece->rows->len ? n : 0;
}

/* The least that may stand of a row at the foot of a page: all of it, or its first lines. */
static double
measure_least (const KxPageFlow *flow, const KxPageRow *row)
{
  double least = 0, whole = kx_page_row_measure (row),
         page = kx_page_flow_bottom (flow) - kx_page_flow_top (flow);

  if (row->row->whole && whole <= page)
    return whole;
  for (guint i = 0; i < row->cells->len; i++)
    {
      const KxPageCell *cell = &g_array_index (row->cells, KxPageCell, i);

      if (cell->from < cell->lines->len)
        least = MAX (least, kx_page_line_at (cell->lines, cell->from)->gap +
                                kx_page_line_at (cell->lines, cell->from)->height);
    }
  return MIN (MAX (least, row->row->exact ? row->row->height : 0), whole);
}

static void
flow_row (KxPageFlow *flow, const KxPagePiece *piece, guint index, guint n_heads, gboolean *begins)
{
  const KxPageRow *row = piece->rows->pdata[index];
  gboolean placed = FALSE, turned = FALSE;

  begin_again (row);
  while (!placed || (has_more (row) && !row->row->exact))
    {
      double height = kx_page_row_measure (row), room = kx_page_flow_bottom (flow) - flow->y;

      if (!turned && !flow->fresh && measure_least (flow, row) > room + KX_PAGE_HAIR)
        {
          turn_page_of_table (flow, piece, n_heads);
          *begins = n_heads == 0;
          turned = TRUE;
          continue;
        }
      /* Where not even a line has room on a page of its own, it goes over its foot. */
      height = MIN (height, MAX (room, measure_least (flow, row)));
      put_row (flow, piece, row, height, *begins,
               index + 1 == piece->rows->len || height + KX_PAGE_HAIR < kx_page_row_measure (row));
      *begins = FALSE;
      placed = TRUE;
      turned = FALSE;
    }
}

void
kx_page_flow_table (KxPageFlow *flow, const KxPagePiece *piece)
{
  guint n_heads = count_heads (flow, piece);
  gboolean begins = TRUE;

  flow->y += flow->fresh ? 0 : flow->gap;
  flow->gap = 0;
  for (guint i = 0; i < piece->rows->len; i++)
    flow_row (flow, piece, i, i < n_heads ? 0 : n_heads, &begins);
}

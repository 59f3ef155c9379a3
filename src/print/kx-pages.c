#include "print/kx-pages.h"

#include "core/kx-field.h"
#include "print/kx-docx.h"
#include "print/kx-gettext.h"
#include "print/kx-pages-lines.h"

#define MOST_PAGES 1000
#define HAIR 0.01 /* points: sums of lines are not exact */

/* A line of text at its place, or, without a layout, a rule. */
typedef struct
{
  PangoLayout *layout;   /* owned or NULL */
  PangoLayoutLine *line; /* owned or NULL */
  double x, y;           /* of the baseline, or where the rule begins */
  double to_x, to_y, width;
} Item;

struct _KxPages
{
  KxDocxModel *model;
  KxPagesFonts *fonts;
  PangoContext *context;
  GPtrArray *pages; /* (element-type GArray of Item) */
  gboolean too_many;
};

/* A block that is ready to be put on pages. */
typedef struct
{
  const KxBlock *block;
  GArray *lines;   /* of a paragraph; (element-type KxPageLine) */
  double after;    /* of a paragraph */
  GPtrArray *rows; /* of a table; (element-type Row) */
} Piece;

/* The lines of one cell, those of its paragraphs one behind the other. */
typedef struct
{
  const KxCell *cell;
  double x, width;
  GArray *lines; /* (element-type KxPageLine) */
  guint from;    /* the first that stands on no page yet */
} CellLines;

typedef struct
{
  const KxRow *row;
  GArray *cells; /* (element-type CellLines) */
} Row;

/* Where the next line goes. */
typedef struct
{
  KxPages *pages;
  GArray *page;   /* borrowed */
  double y;       /* from the top of the paper */
  double gap;     /* wanted above it */
  gboolean fresh; /* nothing stands on the page yet */
} Flow;

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->line, pango_layout_line_unref);
  g_clear_object (&item->layout);
}

static GArray *
new_page (void)
{
  GArray *page = g_array_new (FALSE, FALSE, sizeof (Item));

  g_array_set_clear_func (page, clear_item);
  return page;
}

static double
get_bottom (const Flow *flow)
{
  return flow->pages->model->height - flow->pages->model->bottom;
}

static void
turn_page (Flow *flow)
{
  GArray *page = new_page ();

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
  flow->y = flow->pages->model->top;
  flow->gap = 0;
  flow->fresh = TRUE;
}

static void
put_line (GArray *page, const KxPageLine *line, double x, double y)
{
  Item item = { .layout = g_object_ref (line->layout),
                .line = pango_layout_line_ref (line->line),
                .x = x + line->x,
                .y = y + line->baseline };

  g_array_append_val (page, item);
}

static void
put_rule (GArray *page, double x, double y, double to_x, double to_y, double width)
{
  Item item = { .x = x, .y = y, .to_x = to_x, .to_y = to_y, .width = width };

  if (width > 0)
    g_array_append_val (page, item);
}

static const KxPageLine *
get_line (GArray *lines, guint i)
{
  return &g_array_index (lines, KxPageLine, i);
}

/* Paragraphs */

/* How many lines from `from` on fit; one alone at the foot or at the head of a page does not count. */
static guint
count_fitting (const Flow *flow, GArray *lines, guint from)
{
  double y = flow->y + (flow->fresh ? 0 : MAX (flow->gap, get_line (lines, from)->gap));
  guint n = 0, all = lines->len - from;

  while (n < all && y + get_line (lines, from + n)->height <= get_bottom (flow) + HAIR)
    y += get_line (lines, from + n++)->height;
  if (n < all && n == 1 && from == 0)
    n = 0;
  if (n + 1 == all && n > 0)
    n = n > 2 ? n - 1 : 0;
  return n == 0 && flow->fresh ? 1 : n;
}

static void
flow_paragraph (Flow *flow, const Piece *piece)
{
  guint at = 0;

  while (at < piece->lines->len)
    {
      guint n = count_fitting (flow, piece->lines, at);

      if (n == 0)
        {
          turn_page (flow);
          continue;
        }
      if (!flow->fresh)
        flow->y += MAX (flow->gap, get_line (piece->lines, at)->gap);
      flow->gap = 0;
      for (; n > 0; n--, at++)
        {
          put_line (flow->page, get_line (piece->lines, at), flow->pages->model->left, flow->y);
          flow->y += get_line (piece->lines, at)->height;
          flow->fresh = FALSE;
        }
      if (at < piece->lines->len)
        turn_page (flow);
    }
  flow->gap = piece->after;
}

/* Tables */

static double
measure_lines (GArray *lines, guint from)
{
  double height = 0;

  for (guint i = from; i < lines->len; i++)
    height += get_line (lines, i)->gap + get_line (lines, i)->height;
  return height;
}

static double
measure_row (const Row *row)
{
  double height = row->row->height;

  for (guint i = 0; i < row->cells->len && !row->row->exact; i++)
    {
      const CellLines *cell = &g_array_index (row->cells, CellLines, i);

      height = MAX (height, measure_lines (cell->lines, cell->from));
    }
  return height;
}

static double
get_left (const KxPages *pages, const Piece *piece)
{
  const KxDocxModel *model = pages->model;
  const Row *row = piece->rows->len > 0 ? piece->rows->pdata[0] : NULL;
  double width = 0, room = model->width - model->left - model->right;

  for (guint i = 0; row != NULL && i < row->cells->len; i++)
    width += g_array_index (row->cells, CellLines, i).width;
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
put_borders (Flow *flow, const Piece *piece, const Row *row, double left, double height, gboolean first,
             gboolean last)
{
  const KxTable *table = piece->block->table;

  for (guint i = 0; i < row->cells->len; i++)
    {
      const CellLines *cell = &g_array_index (row->cells, CellLines, i);
      double x = left + cell->x, to_x = x + cell->width, y = flow->y, to_y = y + height;

      if (first || !cell->cell->continues)
        put_rule (flow->page, x, y, to_x, y, first ? table->top : table->between_rows);
      put_rule (flow->page, x, y, x, to_y, i == 0 ? table->left : table->between_columns);
      if (i + 1 == row->cells->len)
        put_rule (flow->page, to_x, y, to_x, to_y, table->right);
      if (last)
        put_rule (flow->page, x, to_y, to_x, to_y, table->bottom);
    }
}

/* Puts lines of a cell on the page until the row is full, and remembers where it stopped. */
static void
put_cell (Flow *flow, const KxTable *table, CellLines *cell, double left, double height)
{
  double rest = height - measure_lines (cell->lines, cell->from),
         y = flow->y + (rest > 0 ? rest * cell->cell->valign / 2 : 0), end = flow->y + height;

  for (; cell->from < cell->lines->len; cell->from++)
    {
      const KxPageLine *line = get_line (cell->lines, cell->from);

      if (y + line->gap + line->height > end + HAIR)
        return;
      y += line->gap;
      put_line (flow->page, line, left + cell->x + table->margin_left, y);
      y += line->height;
    }
}

static void
put_row (Flow *flow, const Piece *piece, const Row *row, double height, gboolean first, gboolean last)
{
  double left = get_left (flow->pages, piece);

  for (guint i = 0; i < row->cells->len; i++)
    put_cell (flow, piece->block->table, &g_array_index (row->cells, CellLines, i), left, height);
  put_borders (flow, piece, row, left, height, first, last);
  flow->y += height;
  flow->fresh = FALSE;
}

static gboolean
has_more (const Row *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    if (g_array_index (row->cells, CellLines, i).from < g_array_index (row->cells, CellLines, i).lines->len)
      return TRUE;
  return FALSE;
}

static void
begin_again (const Row *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    g_array_index (row->cells, CellLines, i).from = 0;
}

/* A new page of the table begins with its heads. */
static void
turn_page_of_table (Flow *flow, const Piece *piece, guint n_heads)
{
  turn_page (flow);
  for (guint i = 0; i < n_heads; i++)
    {
      const Row *head = piece->rows->pdata[i];

      begin_again (head);
      put_row (flow, piece, head, measure_row (head), i == 0, FALSE);
    }
}

/* The heads at the top, which come again, unless they take half of the page themselves. */
static guint
count_heads (const Flow *flow, const Piece *piece)
{
  double height = 0, room = (get_bottom (flow) - flow->pages->model->top) / 2;
  guint n = 0;

  while (n < piece->rows->len && ((const Row *) piece->rows->pdata[n])->row->head)
    {
      begin_again (piece->rows->pdata[n]);
      height += measure_row (piece->rows->pdata[n++]);
    }
  return height <= room && n < piece->rows->len ? n : 0;
}

/* The least that may stand of a row at the foot of a page: all of it, or its first lines. */
static double
measure_least (const Flow *flow, const Row *row)
{
  double least = 0, whole = measure_row (row), page = get_bottom (flow) - flow->pages->model->top;

  if (row->row->whole && whole <= page)
    return whole;
  for (guint i = 0; i < row->cells->len; i++)
    {
      const CellLines *cell = &g_array_index (row->cells, CellLines, i);

      if (cell->from < cell->lines->len)
        least =
            MAX (least, get_line (cell->lines, cell->from)->gap + get_line (cell->lines, cell->from)->height);
    }
  return MIN (MAX (least, row->row->exact ? row->row->height : 0), whole);
}

static void
flow_row (Flow *flow, const Piece *piece, guint index, guint n_heads, gboolean *begins)
{
  const Row *row = piece->rows->pdata[index];
  gboolean placed = FALSE, turned = FALSE;

  begin_again (row);
  while (!placed || (has_more (row) && !row->row->exact))
    {
      double height = measure_row (row), room = get_bottom (flow) - flow->y;

      if (!turned && !flow->fresh && measure_least (flow, row) > room + HAIR)
        {
          turn_page_of_table (flow, piece, n_heads);
          *begins = n_heads == 0;
          turned = TRUE;
          continue;
        }
      /* Where not even a line has room on a page of its own, it goes over its foot. */
      height = MIN (height, MAX (room, measure_least (flow, row)));
      put_row (flow, piece, row, height, *begins,
               index + 1 == piece->rows->len || height + HAIR < measure_row (row));
      *begins = FALSE;
      placed = TRUE;
      turned = FALSE;
    }
}

static void
flow_table (Flow *flow, const Piece *piece)
{
  guint n_heads = count_heads (flow, piece);
  gboolean begins = TRUE;

  flow->y += flow->fresh ? 0 : flow->gap;
  flow->gap = 0;
  for (guint i = 0; i < piece->rows->len; i++)
    flow_row (flow, piece, i, i < n_heads ? 0 : n_heads, &begins);
}

/* Making pieces */

static KxPageSetting
get_setting (const KxPages *self, guint page)
{
  return (KxPageSetting){ self->context, self->fonts, page, self->pages->len };
}

static void
clear_cell_lines (gpointer data)
{
  g_array_unref (((CellLines *) data)->lines);
}

static void
row_free (gpointer data)
{
  g_array_unref (((Row *) data)->cells);
  g_free (data);
}

/* Moves the lines of `more` behind those of `lines`, so much lower. */
static void
append_lines (GArray *lines, GArray *more, double gap)
{
  for (guint i = 0; i < more->len; i++)
    {
      KxPageLine line = *get_line (more, i);

      line.gap = i == 0 ? MAX (line.gap, gap) : line.gap;
      g_object_ref (line.layout);
      pango_layout_line_ref (line.line);
      g_array_append_val (lines, line);
    }
  g_array_unref (more);
}

/* The lines of all blocks in a cell; those of a table in it one below the other. */
static void
add_cell_blocks (const KxPages *self, GPtrArray *blocks, double width, GArray **lines, double *gap)
{
  const KxPageSetting setting = get_setting (self, 1);

  for (guint i = 0; i < blocks->len; i++)
    {
      const KxBlock *block = blocks->pdata[i];
      double after = 0;

      if (block->table == NULL)
        {
          GArray *own = kx_page_lines_new (&setting, block, width, &after);

          if (*lines == NULL)
            *lines = own;
          else
            append_lines (*lines, own, *gap);
          *gap = after;
          continue;
        }
      for (guint row = 0; row < block->table->rows->len; row++)
        {
          const KxRow *inner = block->table->rows->pdata[row];

          for (guint cell = 0; cell < inner->cells->len; cell++)
            add_cell_blocks (self, ((KxCell *) inner->cells->pdata[cell])->blocks, width, lines, gap);
        }
    }
}

static Row *
make_row (const KxPages *self, const KxTable *table, const KxRow *row)
{
  Row *made = g_new0 (Row, 1);
  double x = 0;

  made->row = row;
  made->cells = g_array_new (FALSE, FALSE, sizeof (CellLines));
  g_array_set_clear_func (made->cells, clear_cell_lines);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const KxCell *cell = row->cells->pdata[i];
      CellLines lines = { .cell = cell, .x = x, .width = cell->width };
      double gap = 0;

      if (!cell->continues)
        add_cell_blocks (self, cell->blocks, cell->width - table->margin_left - table->margin_right,
                         &lines.lines, &gap);
      if (lines.lines == NULL)
        lines.lines = g_array_new (FALSE, FALSE, sizeof (KxPageLine));
      if (lines.lines->len > 0)
        g_array_index (lines.lines, KxPageLine, lines.lines->len - 1).height += gap;
      g_array_append_val (made->cells, lines);
      x += cell->width;
    }
  return made;
}

static void
clear_piece (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->lines, g_array_unref);
  g_clear_pointer (&piece->rows, g_ptr_array_unref);
}

/* (element-type Piece) */
static GArray *
make_pieces (const KxPages *self, GPtrArray *blocks, guint page)
{
  const KxPageSetting setting = get_setting (self, page);
  const KxDocxModel *model = self->model;
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  g_array_set_clear_func (pieces, clear_piece);
  for (guint i = 0; i < blocks->len; i++)
    {
      const KxBlock *block = blocks->pdata[i];
      Piece piece = { .block = block };

      if (block->table == NULL)
        piece.lines =
            kx_page_lines_new (&setting, block, model->width - model->left - model->right, &piece.after);
      else
        {
          piece.rows = g_ptr_array_new_with_free_func (row_free);
          for (guint row = 0; row < block->table->rows->len; row++)
            g_ptr_array_add (piece.rows, make_row (self, block->table, block->table->rows->pdata[row]));
        }
      g_array_append_val (pieces, piece);
    }
  return pieces;
}

/* The height of a piece and of those that it is to stand on one page with: to the first two lines of what
 * does not hold on to its next. */
static double
measure_chain (GArray *pieces, guint from)
{
  double height = 0, gap = 0;

  for (guint i = from; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);
      guint n = 0;

      if (piece->lines == NULL)
        return height + gap + (piece->rows->len > 0 ? measure_row (piece->rows->pdata[0]) : 0);
      height += MAX (gap, get_line (piece->lines, 0)->gap);
      gap = piece->after;
      if (piece->block->looks.keep_next)
        height += measure_lines (piece->lines, 0) - get_line (piece->lines, 0)->gap;
      for (; !piece->block->looks.keep_next && n < MIN (piece->lines->len, 2); n++)
        height += get_line (piece->lines, n)->height;
      if (!piece->block->looks.keep_next)
        break;
    }
  return height;
}

static void
flow_pieces (Flow *flow, GArray *pieces)
{
  double page = get_bottom (flow) - flow->pages->model->top;

  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);
      gboolean held = i > 0 && g_array_index (pieces, Piece, i - 1).block->looks.keep_next;

      if (piece->block->looks.break_before && !flow->fresh)
        turn_page (flow);
      else if (piece->block->looks.keep_next && !held && !flow->fresh)
        {
          double chain = measure_chain (pieces, i);

          if (chain <= page && flow->y + flow->gap + chain > get_bottom (flow) + HAIR)
            turn_page (flow);
        }
      if (piece->lines != NULL)
        flow_paragraph (flow, piece);
      else
        flow_table (flow, piece);
    }
}

/* What stands at the edge of a page: at its place from the edge, downwards or upwards. */
static void
put_edge (KxPages *self, guint n, GPtrArray *blocks, gboolean at_foot)
{
  g_autoptr (GArray) pieces = blocks != NULL ? make_pieces (self, blocks, n + 1) : NULL;
  double height = 0, y;

  for (guint i = 0; pieces != NULL && i < pieces->len; i++)
    if (g_array_index (pieces, Piece, i).lines != NULL)
      height +=
          measure_lines (g_array_index (pieces, Piece, i).lines, 0) + g_array_index (pieces, Piece, i).after;
  y = at_foot ? self->model->height - self->model->footer_at - height : self->model->header_at;
  for (guint i = 0; pieces != NULL && i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);

      for (guint line = 0; piece->lines != NULL && line < piece->lines->len; line++)
        {
          y += get_line (piece->lines, line)->gap;
          put_line (self->pages->pdata[n], get_line (piece->lines, line), self->model->left, y);
          y += get_line (piece->lines, line)->height;
        }
      y += piece->after;
    }
}

static void
lay_out (KxPages *self)
{
  g_autoptr (GArray) pieces = make_pieces (self, self->model->blocks, 1);
  Flow flow = { .pages = self };

  turn_page (&flow);
  flow_pieces (&flow, pieces);
  for (guint i = 0; i < self->pages->len; i++)
    {
      put_edge (self, i, self->model->header[i % 2], FALSE);
      put_edge (self, i, self->model->footer[i % 2], TRUE);
    }
}

static PangoContext *
make_context (PangoFontMap *map, const char *language)
{
  PangoContext *context = pango_font_map_create_context (map);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* As on paper, whatever the screen does. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string (language != NULL ? language : "zh-CN"));
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  cairo_font_options_destroy (options);
  return context;
}

KxPages *
kx_pages_new (GBytes *document, GError **error)
{
  g_autoptr (KxDocxModel) model = kx_docx_model_new (document, error);
  g_autoptr (KxPages) self = NULL;
  PangoFontMap *map = pango_cairo_font_map_get_default ();

  if (model == NULL)
    return NULL;
  self = g_new0 (KxPages, 1);
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->fonts = kx_pages_fonts_new (map);
  self->context = make_context (map, model->language);
  self->model = g_steal_pointer (&model);
  lay_out (self);
  if (!self->too_many)
    return g_steal_pointer (&self);
  g_set_error_literal (error, KX_DOCX_ERROR, KX_DOCX_ERROR_LIMIT,
                       _ ("The document has more pages than any letter needs"));
  return NULL;
}

void
kx_pages_free (KxPages *self)
{
  g_ptr_array_unref (self->pages);
  g_object_unref (self->context);
  kx_pages_fonts_free (self->fonts);
  kx_docx_model_free (self->model);
  g_free (self);
}

guint
kx_pages_get_n (const KxPages *self)
{
  return self->pages->len;
}

void
kx_pages_get_size (const KxPages *self, double *ret_width, double *ret_height)
{
  *ret_width = self->model->width;
  *ret_height = self->model->height;
}

void
kx_pages_draw (const KxPages *self, guint n, cairo_t *cr)
{
  const GArray *page = g_ptr_array_index (self->pages, n);

  cairo_save (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < page->len; i++)
    {
      const Item *item = &g_array_index (page, Item, i);

      cairo_move_to (cr, item->x, item->y);
      if (item->line != NULL)
        {
          pango_cairo_show_layout_line (cr, item->line);
          continue;
        }
      cairo_set_line_width (cr, item->width);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_SQUARE);
      cairo_line_to (cr, item->to_x, item->to_y);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

const char *
kx_pages_get_title (const KxPages *self)
{
  return self->model->title;
}

const char *
kx_pages_get_language (const KxPages *self)
{
  return self->model->language;
}

GPtrArray *
kx_pages_list_unshown (const KxPages *self)
{
  static const struct
  {
    guint bit;
    const char *what;
  } kinds[] = { { KX_UNSHOWN_PICTURES, N_ ("Pictures") },
                { KX_UNSHOWN_TEXT_BOXES, N_ ("Text boxes") },
                { KX_UNSHOWN_NUMBERING, N_ ("Automatic numbers of paragraphs") },
                { KX_UNSHOWN_NOTES, N_ ("Footnotes and endnotes") },
                { KX_UNSHOWN_SECTIONS, N_ ("Columns, and pages of different measures") } };
  GPtrArray *list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((self->model->unshown & kinds[i].bit) != 0)
      {
        list = list != NULL ? list : g_ptr_array_new ();
        g_ptr_array_add (list, (gpointer) kinds[i].what);
      }
  return list;
}

GPtrArray *
kx_pages_list_substitutes (const KxPages *self)
{
  return kx_pages_fonts_list_substitutes (self->fonts);
}

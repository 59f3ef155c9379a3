#include "print/kx-pages.h"

#include "core/kx-field.h"
#include "print/kx-docx.h"
#include "print/kx-gettext.h"
#include "print/kx-pages-private.h"

#define LEAST_ROOM 20 /* points: half of what the text of a page has in any case */

static KxPageSetting
get_setting (const KxPages *self, guint page)
{
  return (KxPageSetting){ self->context, self->fonts, page, self->n_pages, self->model->tab_stop };
}

static void
clear_cell_lines (gpointer data)
{
  g_array_unref (((KxPageCell *) data)->lines);
}

static void
row_free (gpointer data)
{
  g_array_unref (((KxPageRow *) data)->cells);
  g_free (data);
}

/* Moves the lines of `more` behind those of `lines`, so much lower. */
static void
append_lines (GArray *lines, GArray *more, double gap)
{
  for (guint i = 0; i < more->len; i++)
    {
      KxPageLine line = kx_page_line_copy (kx_page_line_at (more, i));

      line.gap = i == 0 ? MAX (line.gap, gap) : line.gap;
      g_array_append_val (lines, line);
    }
  g_array_unref (more);
}

/* The lines of all blocks in a cell; those of a table in it one below the other. */
static void
add_cell_blocks (const KxPages *self, guint page, GPtrArray *blocks, double width, GArray **lines,
                 double *gap)
{
  const KxPageSetting setting = get_setting (self, page);

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
            add_cell_blocks (self, page, ((KxCell *) inner->cells->pdata[cell])->blocks, width, lines, gap);
        }
    }
}

static KxPageRow *
make_row (const KxPages *self, guint page, const KxTable *table, const KxRow *row)
{
  KxPageRow *made = g_new0 (KxPageRow, 1);
  double x = 0;

  made->row = row;
  made->cells = g_array_new (FALSE, FALSE, sizeof (KxPageCell));
  g_array_set_clear_func (made->cells, clear_cell_lines);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const KxCell *cell = row->cells->pdata[i];
      KxPageCell lines = { .cell = cell, .x = x, .width = cell->width };
      double gap = 0;

      if (!cell->continues)
        add_cell_blocks (self, page, cell->blocks, cell->width - table->margin_left - table->margin_right,
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
  KxPagePiece *piece = data;

  g_clear_pointer (&piece->lines, g_array_unref);
  g_clear_pointer (&piece->rows, g_ptr_array_unref);
}

/* (element-type KxPagePiece) */
static GArray *
make_pieces (const KxPages *self, GPtrArray *blocks, guint page)
{
  const KxPageSetting setting = get_setting (self, page);
  const KxDocxModel *model = self->model;
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (KxPagePiece));

  g_array_set_clear_func (pieces, clear_piece);
  for (guint i = 0; i < blocks->len; i++)
    {
      const KxBlock *block = blocks->pdata[i];
      KxPagePiece piece = { .block = block };

      if (block->table == NULL)
        piece.lines =
            kx_page_lines_new (&setting, block, model->width - model->left - model->right, &piece.after);
      else
        {
          piece.rows = g_ptr_array_new_with_free_func (row_free);
          for (guint row = 0; row < block->table->rows->len; row++)
            g_ptr_array_add (piece.rows, make_row (self, page, block->table, block->table->rows->pdata[row]));
        }
      g_array_append_val (pieces, piece);
    }
  return pieces;
}

/* Puts what stands at an edge onto a page, downwards from `y`, and gives how high it is. */
static double
put_pieces (KxPages *self, GArray *page, GArray *pieces, double y)
{
  KxPageFlow flow = { .pages = self, .page = page, .y = y, .edge = TRUE };

  kx_page_flow_pieces (&flow, pieces);
  return flow.y + flow.gap - y;
}

static double
measure_pieces (KxPages *self, GArray *pieces)
{
  g_autoptr (GArray) trial = kx_page_new ();

  return put_pieces (self, trial, pieces, 0);
}

/* The text of a page makes room for a header or footer that is higher than the margin, as far as there is
 * any. */
static void
find_room (KxPages *self)
{
  const KxDocxModel *model = self->model;

  for (guint i = 0; i < KX_EDGES; i++)
    {
      g_autoptr (GArray) header = model->header[i] != NULL ? make_pieces (self, model->header[i], 1) : NULL,
                         footer = model->footer[i] != NULL ? make_pieces (self, model->footer[i], 1) : NULL;
      double most = model->height / 2 - LEAST_ROOM, above = model->top, below = model->bottom;

      if (header != NULL)
        above = MAX (above, model->header_at + measure_pieces (self, header));
      if (footer != NULL)
        below = MAX (below, model->footer_at + measure_pieces (self, footer));
      self->top[i] = MIN (above, most);
      self->bottom[i] = model->height - MIN (below, most);
    }
}

/* What stands at the edge of a page: at its place from the edge, downwards or upwards. */
static void
put_edge (KxPages *self, guint n, GPtrArray *blocks, gboolean at_foot)
{
  const KxDocxModel *model = self->model;
  g_autoptr (GArray) pieces = blocks != NULL ? make_pieces (self, blocks, n + 1) : NULL;
  double y = model->header_at;

  if (pieces == NULL)
    return;
  if (at_foot)
    y = model->height - model->footer_at - measure_pieces (self, pieces);
  put_pieces (self, self->pages->pdata[n], pieces, y);
}

static void
put_blocks (KxPages *self)
{
  g_autoptr (GArray) pieces = make_pieces (self, self->model->blocks, 1);
  KxPageFlow flow = { .pages = self };

  g_ptr_array_set_size (self->pages, 0);
  kx_page_flow_turn (&flow);
  kx_page_flow_pieces (&flow, pieces);
}

static void
lay_out (KxPages *self)
{
  find_room (self);
  put_blocks (self);
  self->n_pages = self->pages->len;
  /* Now that it is known how many there are. */
  if (self->model->counts_pages)
    put_blocks (self);
  self->n_pages = self->pages->len;
  for (guint i = 0; i < self->pages->len; i++)
    {
      guint which = kx_page_get_edge (self, i);

      put_edge (self, i, self->model->header[which], FALSE);
      put_edge (self, i, self->model->footer[which], TRUE);
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
  pango_cairo_context_set_shape_renderer (context, kx_page_draw_shape, NULL, NULL);
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

static void
draw_item (cairo_t *cr, const KxPageItem *item)
{
  cairo_move_to (cr, item->x, item->y);
  if (item->line != NULL)
    {
      pango_cairo_show_layout_line (cr, item->line);
      return;
    }
  cairo_set_line_width (cr, item->width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_SQUARE);
  cairo_line_to (cr, item->to_x, item->to_y);
  cairo_stroke (cr);
}

static void
draw_anchored (const KxPages *self, cairo_t *cr, const GArray *page, gboolean behind)
{
  for (guint i = 0; i < page->len; i++)
    {
      const KxPageItem *item = &g_array_index (page, KxPageItem, i);

      if (item->picture != NULL && item->picture->is_behind == behind)
        kx_page_draw_anchored (cr, self->model, item);
    }
}

void
kx_pages_draw (const KxPages *self, guint n, cairo_t *cr)
{
  const GArray *page = g_ptr_array_index (self->pages, n);

  cairo_save (cr);
  draw_anchored (self, cr, page, TRUE);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < page->len; i++)
    if (g_array_index (page, KxPageItem, i).picture == NULL)
      draw_item (cr, &g_array_index (page, KxPageItem, i));
  draw_anchored (self, cr, page, FALSE);
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
                { KX_UNSHOWN_WRAPPING, N_ ("Text around pictures, and pictures that are turned") },
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

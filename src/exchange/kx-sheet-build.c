#include "exchange/kx-sheet-build.h"

#include "exchange/kx-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CELLS_IN_BLOCK 4096
#define MAX_MERGES 65536
#define MAX_MERGED_STRIPS (4 * 1024 * 1024)

static void
free_sheet (KxSheet *self)
{
  for (guint i = 0; self->strips != NULL && i <= self->n_columns; i++)
    g_clear_pointer (&self->strips[i], g_array_unref);
  g_free (self->strips);
  g_array_unref (self->rows);
  g_array_unref (self->open_row);
  g_array_unref (self->merges);
  g_free (self->name);
  g_free (self);
}

static gint
compare_strips (gconstpointer a, gconstpointer b)
{
  const KxSheetStrip *left = a, *right = b;

  return left->first_row < right->first_row ? -1 : left->first_row > right->first_row;
}

/* Overlapping merges are not allowed by the format; where they occur, the upper one holds. */
static void
order_strips (GArray *strips)
{
  guint kept = 0;

  g_array_sort (strips, compare_strips);
  for (guint i = 0; i < strips->len; i++)
    {
      KxSheetStrip strip = g_array_index (strips, KxSheetStrip, i);

      if (kept > 0 && strip.first_row <= g_array_index (strips, KxSheetStrip, kept - 1).last_row)
        continue;
      g_array_index (strips, KxSheetStrip, kept++) = strip;
    }
  g_array_set_size (strips, kept);
}

/* Only columns that hold something are indexed: a range beyond them carries no value. */
static gboolean
index_merges (KxSheet *self, GError **error)
{
  gsize n_strips = 0;

  self->strips = g_new0 (GArray *, self->n_columns + 1);
  for (guint i = 0; i < self->merges->len; i++)
    {
      const KxSheetMerge *merge = &g_array_index (self->merges, KxSheetMerge, i);
      KxSheetStrip strip = { merge->first_row, merge->last_row, merge->first_row, merge->first_column };

      for (guint column = merge->first_column; column <= MIN (merge->last_column, self->n_columns); column++)
        {
          if (++n_strips > MAX_MERGED_STRIPS)
            {
              g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                           /* Translators: %s is the name of a sheet */
                           _ ("The sheet “%s” has too many merged cells. Undo the merging and try again."),
                           self->name);
              return FALSE;
            }
          if (self->strips[column] == NULL)
            self->strips[column] = g_array_new (FALSE, FALSE, sizeof (KxSheetStrip));
          g_array_append_val (self->strips[column], strip);
        }
    }
  for (guint column = 1; column <= self->n_columns; column++)
    if (self->strips[column] != NULL)
      order_strips (self->strips[column]);
  return TRUE;
}

/* Cells of a row lie together in one block; a row wider than a block gets a block of its own. */
static KxCell *
take_cells (KxWorkbook *self, guint n)
{
  gsize size = MAX (n, CELLS_IN_BLOCK);
  KxCell *block;

  if (self->free_in_block < n)
    {
      g_ptr_array_add (self->blocks, g_new (KxCell, size));
      self->free_in_block = size;
    }
  else
    size = CELLS_IN_BLOCK;
  block = g_ptr_array_index (self->blocks, self->blocks->len - 1);
  block += size - self->free_in_block;
  /* After a wide row nothing is left over, so a remainder always belongs to a block of the usual size. */
  self->free_in_block -= n;
  return block;
}

/* An empty workbook to be filled within @limits. */
KxWorkbook *
kx_workbook_new (const KxSheetLimits *limits)
{
  KxWorkbook *self = g_new0 (KxWorkbook, 1);

  self->limits = limits != NULL ? *limits : kx_sheet_limits_default;
  self->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) free_sheet);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->text = g_string_chunk_new (64 * 1024);
  return self;
}

/* Sets whether serial 0 of the workbook is 1904-01-01. */
void
kx_workbook_set_date_1904 (KxWorkbook *self, gboolean date_1904)
{
  self->date_1904 = date_1904;
}

/* Notes what parts the fields of a text file. */
void
kx_workbook_set_delimiter (KxWorkbook *self, gunichar delimiter)
{
  self->delimiter = delimiter;
}

/* Notes the encoding a text file was read in. */
void
kx_workbook_set_encoding (KxWorkbook *self, const char *encoding)
{
  g_free (self->encoding);
  self->encoding = g_strdup (encoding);
}

/* Keeps a copy of @length bytes of UTF-8 for the life of the workbook; NULL and KX_SHEET_ERROR_LIMIT when the
 * workbook holds more text than its limits allow. */
const char *
kx_workbook_take_text (KxWorkbook *self, const char *text, gsize length, GError **error)
{
  if (length == 0)
    return "";
  if (length > self->limits.text_bytes - self->n_text_bytes)
    {
      g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                           _ ("The file holds too much text. Split it into smaller files."));
      return NULL;
    }
  self->n_text_bytes += length;
  return g_string_chunk_insert_len (self->text, text, (gssize) length);
}

/* Opens the next sheet; the workbook owns it. NULL when there are more sheets than the limits allow. */
KxSheet *
kx_workbook_add_sheet (KxWorkbook *self, const char *name, gboolean hidden, GError **error)
{
  KxSheet *sheet;

  if (self->sheets->len >= self->limits.sheets)
    {
      g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                   /* Translators: %u is a number of sheets */
                   _ ("The workbook has more than %u sheets. Keep only the sheets to be read."),
                   self->limits.sheets);
      return NULL;
    }
  sheet = g_new0 (KxSheet, 1);
  sheet->workbook = self;
  sheet->name = g_strdup (name);
  sheet->hidden = hidden;
  sheet->rows = g_array_new (FALSE, FALSE, sizeof (KxSheetRow));
  sheet->open_row = g_array_new (FALSE, FALSE, sizeof (KxCell));
  sheet->merges = g_array_new (FALSE, FALSE, sizeof (KxSheetMerge));
  g_ptr_array_add (self->sheets, sheet);
  return sheet;
}

/* Marks columns as hidden; what lies outside a sheet is ignored. */
void
kx_sheet_hide_columns (KxSheet *self, guint first, guint last)
{
  for (guint column = MAX (first, 1); column <= MIN (last, KX_SHEET_MAX_COLUMNS); column++)
    self->hidden_columns[(column - 1) / 8] |= (guint8) (1u << ((column - 1) % 8));
}

/* Notes a merged range, all four bounds 1-based and inclusive. */
gboolean
kx_sheet_add_merge (KxSheet *self, guint first_row, guint first_column, guint last_row, guint last_column,
                    GError **error)
{
  KxSheetMerge merge = { first_row, first_column, last_row, last_column };

  if (first_row == 0 || first_column == 0 || first_row > last_row || first_column > last_column ||
      last_row > KX_SHEET_MAX_ROWS || last_column > KX_SHEET_MAX_COLUMNS)
    {
      g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
                   /* Translators: %s is the name of a sheet */
                   _ ("The sheet “%s” is damaged: a merged range lies outside it. Save the file again."),
                   self->name);
      return FALSE;
    }
  if (self->merges->len >= MAX_MERGES)
    {
      g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                   /* Translators: %s is the name of a sheet */
                   _ ("The sheet “%s” has too many merged cells. Undo the merging and try again."),
                   self->name);
      return FALSE;
    }
  g_array_append_val (self->merges, merge);
  return TRUE;
}

/* Adds a cell to the open row. Its strings must come from kx_workbook_take_text() or be static. Columns must
 * rise; an empty cell that says nothing is dropped. */
gboolean
kx_sheet_add_cell (KxSheet *self, const KxCell *cell, GError **error)
{
  const GArray *open = self->open_row;

  if (cell->column == 0 || cell->column > KX_SHEET_MAX_COLUMNS ||
      (open->len > 0 && g_array_index (open, KxCell, open->len - 1).column >= cell->column))
    {
      g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
                   /* Translators: %s is the name of a sheet */
                   _ ("The sheet “%s” is damaged: its cells are out of order. Save the file again."),
                   self->name);
      return FALSE;
    }
  if (cell->kind == KX_CELL_EMPTY && cell->flags == 0)
    return TRUE;
  if (self->workbook->n_cells >= self->workbook->limits.cells)
    {
      g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                           _ ("The file has too many cells. Split it into smaller files."));
      return FALSE;
    }
  self->workbook->n_cells++;
  g_array_append_vals (self->open_row, cell, 1);
  return TRUE;
}

/* Closes the open row under its 1-based @number. Numbers must rise; a row without cells is not kept. */
gboolean
kx_sheet_end_row (KxSheet *self, guint number, gboolean hidden, GError **error)
{
  KxSheetRow row = { .number = number, .n_cells = (guint16) self->open_row->len, .hidden = hidden != FALSE };
  KxCell *cells;

  if (number == 0 || number > KX_SHEET_MAX_ROWS ||
      (self->rows->len > 0 && g_array_index (self->rows, KxSheetRow, self->rows->len - 1).number >= number))
    {
      g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
                   /* Translators: %s is the name of a sheet */
                   _ ("The sheet “%s” is damaged: its rows are out of order. Save the file again."),
                   self->name);
      return FALSE;
    }
  if (row.n_cells == 0)
    return TRUE;
  if (self->rows->len >= self->workbook->limits.rows)
    {
      g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                   /* Translators: the first %s is the name of a sheet, %u a number of rows */
                   _ ("The sheet “%s” has more than %u rows. Split it into smaller files."), self->name,
                   self->workbook->limits.rows);
      return FALSE;
    }
  cells = take_cells (self->workbook, row.n_cells);
  memcpy (cells, self->open_row->data, row.n_cells * sizeof (KxCell));
  row.cells = cells;
  self->n_columns = MAX (self->n_columns, cells[row.n_cells - 1].column);
  g_array_append_val (self->rows, row);
  g_array_set_size (self->open_row, 0);
  return TRUE;
}

/* Ends the filling: checks that there is something at all and prepares merged ranges for look-up. */
gboolean
kx_workbook_finish (KxWorkbook *self, GError **error)
{
  gsize n_rows = 0;

  for (guint i = 0; i < self->sheets->len; i++)
    {
      KxSheet *sheet = g_ptr_array_index (self->sheets, i);

      n_rows += sheet->rows->len;
      if (!index_merges (sheet, error))
        return FALSE;
    }
  if (n_rows == 0)
    {
      g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_EMPTY, _ ("Nothing is in the file."));
      return FALSE;
    }
  return TRUE;
}

#include "exchange/kx-sheet.h"

#include "exchange/kx-sheet-private.h"

const KxSheetLimits kx_sheet_limits_default = {
  .file_bytes = 20 * 1000 * 1000,
  .rows = 50000 + 200,
  .sheets = 64,
  .cells = 4 * 1000 * 1000,
  .text_bytes = 128 * 1024 * 1024,
  .part_bytes = 384 * 1024 * 1024,
  .total_bytes = 512 * 1024 * 1024,
  .ratio = 300,
};

static const KxCell empty_cell = { .text = "", .digits = "" };

G_DEFINE_QUARK (kx_sheet_error_quark, kx_sheet_error)

static const KxSheetStrip *
find_strip (const KxSheet *self, guint row, guint column)
{
  const GArray *strips = column <= self->n_columns && self->strips != NULL ? self->strips[column] : NULL;
  guint low = 0, high = strips != NULL ? strips->len : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const KxSheetStrip *strip = &g_array_index (strips, KxSheetStrip, middle);

      if (row < strip->first_row)
        high = middle;
      else if (row > strip->last_row)
        low = middle + 1;
      else
        return strip;
    }
  return NULL;
}

/* Frees the workbook with all sheets, rows, cells and strings. */
void
kx_workbook_free (KxWorkbook *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->sheets);
  g_ptr_array_unref (self->blocks);
  g_string_chunk_free (self->text);
  g_free (self->encoding);
  g_free (self);
}

/* The number of sheets, hidden ones included. */
guint
kx_workbook_get_n_sheets (const KxWorkbook *self)
{
  return self->sheets->len;
}

/* The @i-th sheet, counted from 0; borrowed. */
const KxSheet *
kx_workbook_get_sheet (const KxWorkbook *self, guint i)
{
  g_return_val_if_fail (i < self->sheets->len, NULL);
  return g_ptr_array_index (self->sheets, i);
}

/* Whether serial numbers of dates count from 1904-01-01: what a mapper needs to read a serial in a column of
 * dates. */
gboolean
kx_workbook_get_date_1904 (const KxWorkbook *self)
{
  return self->date_1904;
}

/* What parts the fields of a text file; 0 for workbooks. */
gunichar
kx_workbook_get_delimiter (const KxWorkbook *self)
{
  return self->delimiter;
}

/* The encoding a text file was read in ("UTF-8", "UTF-16LE", "UTF-16BE" or "GB18030"); NULL for workbooks. */
const char *
kx_workbook_get_encoding (const KxWorkbook *self)
{
  return self->encoding;
}

/* The sheet's name; "" for text files. */
const char *
kx_sheet_get_name (const KxSheet *self)
{
  return self->name;
}

/* Whether the file hides the sheet. */
gboolean
kx_sheet_get_hidden (const KxSheet *self)
{
  return self->hidden;
}

/* Whether the file hides the 1-based @column. */
gboolean
kx_sheet_get_column_hidden (const KxSheet *self, guint column)
{
  return column >= 1 && column <= KX_SHEET_MAX_COLUMNS &&
         (self->hidden_columns[(column - 1) / 8] >> ((column - 1) % 8) & 1) != 0;
}

/* The last column that holds something; 0 in an empty sheet. */
guint
kx_sheet_get_n_columns (const KxSheet *self)
{
  return self->n_columns;
}

/* How many rows hold something. */
guint
kx_sheet_get_n_rows (const KxSheet *self)
{
  return self->rows->len;
}

/* The @i-th row that holds something, counted from 0; its own number may be greater. */
const KxSheetRow *
kx_sheet_get_row (const KxSheet *self, guint i)
{
  g_return_val_if_fail (i < self->rows->len, NULL);
  return &g_array_index (self->rows, KxSheetRow, i);
}

/* The row with the file's @number, or NULL when nothing is in it. */
const KxSheetRow *
kx_sheet_find_row (const KxSheet *self, guint number)
{
  guint low = 0, high = self->rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const KxSheetRow *row = &g_array_index (self->rows, KxSheetRow, middle);

      if (row->number == number)
        return row;
      if (row->number < number)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

/* The cell of a row (NULL: an empty row) in a 1-based column; never NULL, an empty cell where nothing stands.
 */
const KxCell *
kx_sheet_row_get_cell (const KxSheetRow *row, guint column)
{
  guint low = 0, high = row != NULL ? row->n_cells : 0;

  /* Most rows are full from the first column on. */
  if (column >= 1 && column <= high && row->cells[column - 1].column == column)
    return &row->cells[column - 1];
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (row->cells[middle].column == column)
        return &row->cells[middle];
      if (row->cells[middle].column < column)
        low = middle + 1;
      else
        high = middle;
    }
  return &empty_cell;
}

/* The cell at a 1-based place, as it stands in the file; never NULL. */
const KxCell *
kx_sheet_get_cell (const KxSheet *self, guint row, guint column)
{
  return kx_sheet_row_get_cell (kx_sheet_find_row (self, row), column);
}

/* Whether the place lies in a merged range; if so, tells the range's upper left corner, which holds its
 * value. */
gboolean
kx_sheet_get_merge (const KxSheet *self, guint row, guint column, guint *ret_row, guint *ret_column)
{
  const KxSheetStrip *strip = find_strip (self, row, column);

  if (strip == NULL)
    return FALSE;
  if (ret_row != NULL)
    *ret_row = strip->origin_row;
  if (ret_column != NULL)
    *ret_column = strip->origin_column;
  return TRUE;
}

/* The cell at a place, where merged cells all carry the value of their upper left corner; never NULL. */
const KxCell *
kx_sheet_get_filled_cell (const KxSheet *self, guint row, guint column)
{
  kx_sheet_get_merge (self, row, column, &row, &column);
  return kx_sheet_get_cell (self, row, column);
}

/* The name people know a cell by, such as "C19". */
char *
kx_sheet_cell_name (guint row, guint column)
{
  char letters[8];
  guint i = sizeof letters - 1;

  letters[i] = '\0';
  for (; column > 0 && i > 0; column = (column - 1) / 26)
    letters[--i] = (char) ('A' + (column - 1) % 26);
  return g_strdup_printf ("%s%u", letters + i, row);
}

/* Reads a cell's name, "C19" or "$C$19"; FALSE when it is none or lies outside a sheet. */
gboolean
kx_sheet_parse_cell_name (const char *name, guint *ret_row, guint *ret_column)
{
  guint row = 0, column = 0;

  name += *name == '$';
  for (; g_ascii_isalpha (*name) && column <= KX_SHEET_MAX_COLUMNS; name++)
    column = column * 26 + (guint) (g_ascii_toupper (*name) - 'A') + 1;
  name += *name == '$';
  for (; g_ascii_isdigit (*name) && row <= KX_SHEET_MAX_ROWS; name++)
    row = row * 10 + (guint) (*name - '0');
  if (*name != '\0' || row == 0 || row > KX_SHEET_MAX_ROWS || column == 0 || column > KX_SHEET_MAX_COLUMNS)
    return FALSE;
  *ret_row = row;
  *ret_column = column;
  return TRUE;
}

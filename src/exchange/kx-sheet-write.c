#include "exchange/kx-sheet-write.h"

#include "exchange/kx-sheet-write-private.h"
#include "exchange/kx-sheet.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
clear_column (gpointer data)
{
  KxWriteColumn *column = data;

  g_free (column->title);
  g_free (column->code);
  g_free (column->note);
  g_strfreev (column->choices);
}

static void
clear_note (gpointer data)
{
  g_free (((KxWriteNote *) data)->text);
}

static gboolean
check_text (const KxSheetWriter *self, guint column, const char *text, GError **error)
{
  g_autofree char *name = NULL;

  if (text == NULL || g_utf8_validate (text, -1, NULL))
    return TRUE;
  name = kx_sheet_cell_name (self->rows->len + 1, column + 1);
  g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_ENCODING,
               /* Translators: %s is the name of a cell such as C19, counted from the first row of data */
               _ ("The data cell %s is not valid text."), name);
  return FALSE;
}

static GBytes *
read_whole (const char *path, GError **error)
{
  char *data;
  gsize size;

  return g_file_get_contents (path, &data, &size, error) ? g_bytes_new_take (data, size) : NULL;
}

/* The library that writes workbooks writes to a named file. */
static GBytes *
write_through_file (const KxSheetWriter *self, GError **error)
{
  g_autofree char *path = NULL;
  GBytes *bytes = NULL;
  int fd = g_file_open_tmp ("sheet-XXXXXX.xlsx", &path, error);

  if (fd < 0)
    return NULL;
  close (fd);
  if (kx_write_xlsx (self, path, error))
    bytes = read_whole (path, error);
  g_unlink (path);
  return bytes;
}

/* Whether a spreadsheet may take the text for a formula, or a program for a command: it begins with = + - @,
 * a tab or a carriage return. */
gboolean
kx_write_is_formula_like (const char *text)
{
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

/* A writer of one table; @name is the sheet's, where the format has sheets. */
KxSheetWriter *
kx_sheet_writer_new (KxSheetOutput output, const char *name)
{
  KxSheetWriter *self = g_new0 (KxSheetWriter, 1);

  self->output = output;
  self->name = g_strdup (name);
  self->columns = g_array_new (FALSE, TRUE, sizeof (KxWriteColumn));
  g_array_set_clear_func (self->columns, clear_column);
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->text = g_string_chunk_new (64 * 1024);
  self->notes = g_array_new (FALSE, FALSE, sizeof (KxWriteNote));
  g_array_set_clear_func (self->notes, clear_note);
  self->more = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_sheet_writer_free);
  return self;
}

/* Frees the writer and what it was given. */
void
kx_sheet_writer_free (KxSheetWriter *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->heading);
  g_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_string_chunk_free (self->text);
  g_array_unref (self->notes);
  g_ptr_array_unref (self->more);
  g_free (self);
}

void
kx_sheet_writer_add_sheet (KxSheetWriter *self, KxSheetWriter *sheet)
{
  g_ptr_array_add (self->more, sheet);
}

/* A line above the header, such as what was selected and when. */
void
kx_sheet_writer_set_heading (KxSheetWriter *self, const char *heading)
{
  g_free (self->heading);
  self->heading = g_utf8_make_valid (heading, -1);
}

/* Adds a column, before any row, and returns its number, counted from 0. The @code, which may be NULL, stands
 * in a hidden row of a workbook, so that a renamed title is still known. */
guint
kx_sheet_writer_add_column (KxSheetWriter *self, const char *title, const char *code, KxColumnKind kind)
{
  KxWriteColumn column = { .title = g_utf8_make_valid (title, -1), .kind = kind };

  g_warn_if_fail (self->rows->len == 0);
  column.code = code != NULL ? g_utf8_make_valid (code, -1) : NULL;
  g_array_append_val (self->columns, column);
  return self->columns->len - 1;
}

/* What a user may choose from in a column of a workbook; NULL-terminated. */
void
kx_sheet_writer_set_choices (KxSheetWriter *self, guint column, const char *const *choices)
{
  KxWriteColumn *place;

  g_return_if_fail (column < self->columns->len);
  place = &g_array_index (self->columns, KxWriteColumn, column);
  g_strfreev (place->choices);
  place->choices = g_strdupv ((char **) choices);
}

/* A note on the title of a column of a workbook: what to fill in. */
void
kx_sheet_writer_set_column_note (KxSheetWriter *self, guint column, const char *text)
{
  KxWriteColumn *place;

  g_return_if_fail (column < self->columns->len);
  place = &g_array_index (self->columns, KxWriteColumn, column);
  g_free (place->note);
  place->note = g_utf8_make_valid (text, -1);
}

/* Adds a row: one text a column, NULL for an empty cell. The texts are copied. KX_SHEET_ERROR_ENCODING, and
 * no row, when one is not UTF-8. */
gboolean
kx_sheet_writer_add_row (KxSheetWriter *self, const char *const *cells, GError **error)
{
  const char **row;

  for (guint i = 0; i < self->columns->len; i++)
    if (!check_text (self, i, cells[i], error))
      return FALSE;
  row = g_new (const char *, MAX (self->columns->len, 1));
  for (guint i = 0; i < self->columns->len; i++)
    row[i] = cells[i] != NULL && *cells[i] != '\0' ? g_string_chunk_insert (self->text, cells[i]) : "";
  g_ptr_array_add (self->rows, row);
  return TRUE;
}

/* Marks a cell of a row added before, both counted from 0, as faulty: it is coloured and bears the note.
 * Several notes on one cell make one. Delimited text has no notes. */
void
kx_sheet_writer_note (KxSheetWriter *self, guint row, guint column, const char *text)
{
  KxWriteNote note = { row, column, NULL };

  g_return_if_fail (row < self->rows->len && column < self->columns->len);
  note.text = g_utf8_make_valid (text, -1);
  g_array_append_val (self->notes, note);
}

/* How many rows were added. */
guint
kx_sheet_writer_get_n_rows (const KxSheetWriter *self)
{
  return self->rows->len;
}

/* The file as bytes, owned by the caller. Errors: KX_SHEET_ERROR for a cell that cannot be written,
 * G_FILE_ERROR for the temporary file of a workbook. */
GBytes *
kx_sheet_writer_finish (KxSheetWriter *self, GError **error)
{
  return self->output == KX_SHEET_OUT_XLSX ? write_through_file (self, error) : kx_write_csv (self, error);
}

/* Writes the file to @path whole or not at all. */
gboolean
kx_sheet_writer_finish_file (KxSheetWriter *self, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = kx_sheet_writer_finish (self, error);
  gsize size;
  const char *data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  return g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
}

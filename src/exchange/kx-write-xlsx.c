#include "exchange/kx-sheet-write-private.h"

#include "exchange/kx-sheet-number.h"
#include "exchange/kx-sheet.h"
#include "late/kx-late-xlsxwriter.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH_ROWS 200 /* rows looked at to find a column's width */
#define MIN_WIDTH 8
#define MAX_WIDTH 48
#define LISTS "lists" /* the sheet that holds choices */
#define FAULT_COLOUR 0xFFC7CE
#define HEADER_COLOUR 0xDDE7F3

typedef struct
{
  const KxSheetWriter *writer;
  lxw_worksheet *sheet;
  lxw_format *heading, *header;
  lxw_format *plain[3], *faulty[3]; /* by KxColumnKind */
  GHashTable *notes;                /* (row, column) as gint64 -> GString; owned */
  guint first_row;                  /* of data, counted from 0 */
} Writing;

static void
free_text (gpointer text)
{
  g_string_free (text, TRUE);
}

static gint64
make_key (guint row, guint column)
{
  return (gint64) row << 16 | column;
}

static GHashTable *
join_notes (const KxSheetWriter *writer)
{
  GHashTable *notes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_text);

  for (guint i = 0; i < writer->notes->len; i++)
    {
      const KxWriteNote *note = &g_array_index (writer->notes, KxWriteNote, i);
      gint64 key = make_key (note->row, note->column);
      GString *text = g_hash_table_lookup (notes, &key);

      if (text == NULL)
        g_hash_table_insert (notes, g_memdup2 (&key, sizeof key), g_string_new (note->text));
      else
        g_string_append_printf (text, "\n%s", note->text);
    }
  return notes;
}

/* Spreadsheets allow 31 characters of a sheet's name, none of them a bracket or one of : * ? / \, and no
 * apostrophe at an end; "History" is taken. */
static char *
make_sheet_name (const char *wish)
{
  GString *name = g_string_new (NULL);

  for (const char *p = wish != NULL ? wish : ""; *p != '\0' && g_utf8_strlen (name->str, -1) < 31;
       p = g_utf8_next_char (p))
    g_string_append_unichar (name, strchr ("[]:*?/\\'", *p) != NULL || g_unichar_iscntrl (g_utf8_get_char (p))
                                       ? ' '
                                       : g_utf8_get_char (p));
  g_strstrip (name->str);
  if (*name->str == '\0' || g_ascii_strcasecmp (name->str, LISTS) == 0 ||
      g_ascii_strcasecmp (name->str, "History") == 0)
    g_string_assign (name, "Sheet1");
  return g_string_free (name, FALSE);
}

/* Han characters take the width of two. */
static guint
measure (const char *text)
{
  guint width = 0, widest = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      width = c == '\n' ? 0 : width + (g_unichar_iswide (c) ? 2 : 1);
      widest = MAX (widest, width);
    }
  return widest;
}

static void
make_formats (Writing *writing, lxw_workbook *book)
{
  static const char *const number_formats[] = { "@", "General", "yyyy-mm-dd" };

  writing->heading = workbook_add_format (book);
  format_set_bold (writing->heading);
  writing->header = workbook_add_format (book);
  format_set_bold (writing->header);
  format_set_num_format (writing->header, "@");
  format_set_bg_color (writing->header, HEADER_COLOUR);
  format_set_text_wrap (writing->header);
  format_set_align (writing->header, LXW_ALIGN_VERTICAL_CENTER);
  for (guint i = 0; i < G_N_ELEMENTS (number_formats); i++)
    {
      writing->plain[i] = workbook_add_format (book);
      writing->faulty[i] = workbook_add_format (book);
      format_set_num_format (writing->plain[i], number_formats[i]);
      format_set_num_format (writing->faulty[i], number_formats[i]);
      format_set_bg_color (writing->faulty[i], FAULT_COLOUR);
    }
}

static void
write_note (Writing *writing, guint row, guint column, const char *text)
{
  lxw_comment_options options = { .x_scale = 1.6, .y_scale = 1.2 };

  worksheet_write_comment_opt (writing->sheet, row, (lxw_col_t) column, text, &options);
}

static void
write_header (Writing *writing)
{
  const KxSheetWriter *writer = writing->writer;
  lxw_row_col_options hidden = { .hidden = LXW_TRUE };
  gboolean has_codes = FALSE;
  guint row = 0;

  if (writer->heading != NULL)
    worksheet_write_string (writing->sheet, row++, 0, writer->heading, writing->heading);
  for (guint i = 0; i < writer->columns->len; i++)
    {
      const KxWriteColumn *column = &g_array_index (writer->columns, KxWriteColumn, i);

      worksheet_write_string (writing->sheet, row, (lxw_col_t) i, column->title, writing->header);
      if (column->note != NULL)
        write_note (writing, row, i, column->note);
      if (column->code == NULL)
        continue;
      worksheet_write_string (writing->sheet, row + 1, (lxw_col_t) i, column->code,
                              writing->plain[KX_COLUMN_TEXT]);
      has_codes = TRUE;
    }
  row++;
  if (has_codes)
    worksheet_set_row_opt (writing->sheet, row++, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
  worksheet_freeze_panes (writing->sheet, row, 0);
  writing->first_row = row;
}

/* More than 255 characters of choices do not fit in the file's list, so a second sheet, out of sight, holds
 * them. The library's own way to name a range (its type LIST_FORMULA) loses memory in 1.1.4: it gets a list
 * of one choice, which is then replaced. */
static void
write_choices (Writing *writing, lxw_worksheet *lists, guint column, guint last_row)
{
  char **choices = g_array_index (writing->writer->columns, KxWriteColumn, column).choices;
  g_autofree char *first = kx_sheet_cell_name (1, column + 1), *letters = NULL, *range = NULL;
  const char *stand_in[] = { "x", NULL };
  lxw_data_validation validation = { .validate = LXW_VALIDATION_TYPE_LIST,
                                     .value_list = (char **) stand_in,
                                     .ignore_blank = LXW_VALIDATION_ON,
                                     .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };
  lxw_data_val_obj *made;
  guint n = g_strv_length (choices);

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    worksheet_write_string (lists, i, (lxw_col_t) column, choices[i], NULL);
  if (worksheet_data_validation_range (writing->sheet, writing->first_row, (lxw_col_t) column, last_row,
                                       (lxw_col_t) column, &validation) != LXW_NO_ERROR)
    return;
  letters = g_strndup (first, strcspn (first, "1"));
  range = g_strdup_printf (LISTS "!$%s$1:$%s$%u", letters, letters, n);
  made = STAILQ_FIRST (writing->sheet->data_validations);
  while (STAILQ_NEXT (made, list_pointers) != NULL)
    made = STAILQ_NEXT (made, list_pointers);
  free (made->value_formula);
  made->value_formula = strdup (range);
}

static void
write_columns (Writing *writing, lxw_workbook *book)
{
  const KxSheetWriter *writer = writing->writer;
  guint last_row = MIN (writing->first_row + MAX (writer->rows->len, 1000), KX_SHEET_MAX_ROWS - 1);
  lxw_worksheet *lists = NULL;

  for (guint i = 0; i < writer->columns->len; i++)
    {
      const KxWriteColumn *column = &g_array_index (writer->columns, KxWriteColumn, i);
      guint width = MAX (measure (column->title) + 2, MIN_WIDTH);

      for (guint row = 0; row < MIN (writer->rows->len, WIDTH_ROWS); row++)
        width = MAX (width, measure (((const char **) g_ptr_array_index (writer->rows, row))[i]) + 2);
      worksheet_set_column (writing->sheet, (lxw_col_t) i, (lxw_col_t) i, MIN (width, MAX_WIDTH),
                            writing->plain[column->kind]);
      if (column->choices == NULL)
        continue;
      if (lists == NULL)
        {
          lists = workbook_add_worksheet (book, LISTS);
          worksheet_hide (lists);
        }
      write_choices (writing, lists, i, last_row);
    }
}

/* What a spreadsheet keeps exactly: at most 15 digits. */
static gboolean
is_figure (const char *text, double *ret_number)
{
  char *end;
  guint n_digits = 0;

  for (const char *p = text; *p != '\0'; p++)
    n_digits += g_ascii_isdigit (*p);
  if (n_digits == 0 || n_digits > 15 || strspn (text, "-0123456789.") != strlen (text))
    return FALSE;
  *ret_number = g_ascii_strtod (text, &end);
  return *end == '\0';
}

static gboolean
is_day (const char *text, lxw_datetime *ret_day)
{
  KxDate date;
  guint seconds;

  if (strlen (text) != 10 || !kx_sheet_date_from_iso (text, &date, &seconds) || date.ymd < 19000301)
    return FALSE;
  *ret_day = (lxw_datetime){ .year = date.ymd / 10000, .month = date.ymd / 100 % 100, .day = date.ymd % 100 };
  return TRUE;
}

static lxw_error
write_cell (Writing *writing, guint row, guint column, const char *text)
{
  KxColumnKind kind = g_array_index (writing->writer->columns, KxWriteColumn, column).kind;
  gint64 key = make_key (row, column);
  const GString *note = g_hash_table_lookup (writing->notes, &key);
  lxw_format *format = note != NULL ? writing->faulty[kind] : writing->plain[kind];
  lxw_row_t at = writing->first_row + row;
  lxw_datetime day;
  double number;

  if (note != NULL)
    write_note (writing, at, column, note->str);
  if (*text == '\0')
    return note != NULL ? worksheet_write_blank (writing->sheet, at, (lxw_col_t) column, format)
                        : LXW_NO_ERROR;
  if (kind == KX_COLUMN_NUMBER && is_figure (text, &number))
    return worksheet_write_number (writing->sheet, at, (lxw_col_t) column, number, format);
  if (kind == KX_COLUMN_DATE && is_day (text, &day))
    return worksheet_write_datetime (writing->sheet, at, (lxw_col_t) column, &day, format);
  /* The library writes strings as strings: whatever they begin with, no formula comes of them. */
  format = note != NULL ? writing->faulty[KX_COLUMN_TEXT] : writing->plain[KX_COLUMN_TEXT];
  return worksheet_write_string (writing->sheet, at, (lxw_col_t) column, text, format);
}

static gboolean
write_rows (Writing *writing, GError **error)
{
  const KxSheetWriter *writer = writing->writer;

  for (guint row = 0; row < writer->rows->len; row++)
    for (guint column = 0; column < writer->columns->len; column++)
      {
        const char *text = ((const char **) g_ptr_array_index (writer->rows, row))[column];
        g_autofree char *name = NULL;

        if (write_cell (writing, row, column, text) == LXW_NO_ERROR)
          continue;
        name = kx_sheet_cell_name (writing->first_row + row + 1, column + 1);
        g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
                     /* Translators: %s is the name of a cell such as C19 */
                     _ ("The cell %s does not fit in a workbook. Choose the .csv format."), name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
write_sheet (lxw_workbook *book, const KxSheetWriter *writer, GError **error)
{
  g_autoptr (GHashTable) notes = join_notes (writer);
  g_autofree char *name = make_sheet_name (writer->name);
  Writing writing = { .writer = writer, .notes = notes };

  writing.sheet = workbook_add_worksheet (book, name);
  if (writing.sheet == NULL)
    {
      g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_SYSTEM, _ ("There is not enough memory."));
      return FALSE;
    }
  make_formats (&writing, book);
  write_header (&writing);
  write_columns (&writing, book);
  return write_rows (&writing, error);
}

/* Writes the whole table, and its further sheets, to @path. */
gboolean
kx_write_xlsx (const KxSheetWriter *writer, const char *path, GError **error)
{
  lxw_workbook_options options = { .tmpdir = (char *) g_get_tmp_dir () };
  lxw_workbook *book = workbook_new_opt (path, &options);
  gboolean good;
  lxw_error status;

  if (book == NULL)
    {
      g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_SYSTEM, _ ("There is not enough memory."));
      return FALSE;
    }
  good = write_sheet (book, writer, error);
  for (guint i = 0; good && i < writer->more->len; i++)
    good = write_sheet (book, writer->more->pdata[i], error);
  status = workbook_close (book);
  if (good && status != LXW_NO_ERROR)
    g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_SYSTEM,
                 /* Translators: %s is what the library that writes workbooks says, in English */
                 _ ("The workbook could not be written: %s"), lxw_strerror (status));
  return good && status == LXW_NO_ERROR;
}

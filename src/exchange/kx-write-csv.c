#include "exchange/kx-sheet-write-private.h"

#include "exchange/kx-sheet.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MARK "\xEF\xBB\xBF" /* without it, spreadsheets on Chinese systems take the text for GB18030 */

/* Quotes where the text would otherwise be read differently. */
static void
append_field (GString *line, const char *text, gboolean guard)
{
  gsize length;

  if (guard)
    g_string_append (line, "\"'");
  length = strlen (text);
  if (!guard && strpbrk (text, "\",;\t\r\n'") == NULL && strstr (text, "，") == NULL &&
      strstr (text, "“") == NULL && (length == 0 || (text[0] != ' ' && text[length - 1] != ' ')))
    {
      g_string_append (line, text);
      return;
    }
  if (!guard)
    g_string_append_c (line, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *p);
    }
  g_string_append_c (line, '"');
}

/* Text that looks like a formula is kept from being one; figures and dates may begin with a minus. */
static gboolean
needs_guard (const KxWriteColumn *column, const char *text)
{
  if (!kx_write_is_formula_like (text))
    return FALSE;
  return column->kind == KX_COLUMN_TEXT || strspn (text, "+-0123456789.") != strlen (text);
}

/* Appends the line in the output's encoding. Every character of Unicode has a place in GB18030; what fails
 * names its cell. */
static gboolean
append_encoded (const KxSheetWriter *writer, GString *out, const char *text, guint row, guint column,
                GError **error)
{
  g_autofree char *encoded = NULL, *name = NULL;
  gsize length;

  if (writer->output == KX_SHEET_OUT_CSV)
    {
      g_string_append (out, text);
      return TRUE;
    }
  encoded = g_convert (text, -1, "GB18030", "UTF-8", NULL, &length, NULL);
  if (encoded != NULL)
    {
      g_string_append_len (out, encoded, (gssize) length);
      return TRUE;
    }
  name = kx_sheet_cell_name (row, column + 1);
  g_set_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_ENCODING,
               /* Translators: the first %s is the name of a cell such as C19, the second its text */
               _ ("The cell %s cannot be written in GB18030: %s. Choose UTF-8."), name, text);
  return FALSE;
}

static gboolean
append_row (const KxSheetWriter *writer, GString *out, guint number, const char *const *cells,
            gboolean is_header, GError **error)
{
  g_autoptr (GString) field = g_string_new (NULL);

  for (guint i = 0; i < writer->columns->len; i++)
    {
      const KxWriteColumn *column = &g_array_index (writer->columns, KxWriteColumn, i);
      const char *text = is_header ? column->title : cells[i];

      g_string_assign (field, i > 0 ? "," : "");
      append_field (field, text, is_header ? kx_write_is_formula_like (text) : needs_guard (column, text));
      if (!append_encoded (writer, out, field->str, number, i, error))
        return FALSE;
    }
  g_string_append (out, "\r\n");
  return TRUE;
}

/* The whole table as delimited text. */
GBytes *
kx_write_csv (const KxSheetWriter *writer, GError **error)
{
  g_autoptr (GString) out = g_string_new (writer->output == KX_SHEET_OUT_CSV ? MARK : "");
  guint number = 1;

  if (writer->heading != NULL)
    {
      g_autoptr (GString) field = g_string_new (NULL);

      append_field (field, writer->heading, kx_write_is_formula_like (writer->heading));
      g_string_append (field, "\r\n");
      if (!append_encoded (writer, out, field->str, number++, 0, error))
        return NULL;
    }
  if (!append_row (writer, out, number++, NULL, TRUE, error))
    return NULL;
  for (guint i = 0; i < writer->rows->len; i++)
    if (!append_row (writer, out, number++, g_ptr_array_index (writer->rows, i), FALSE, error))
      return NULL;
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

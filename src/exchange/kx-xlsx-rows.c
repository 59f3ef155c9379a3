#include "exchange/kx-xlsx-rows.h"

#include "exchange/kx-sheet-build.h"
#include "exchange/kx-xlsx-text.h"
#include "exchange/kx-xlsx-xml.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ECMA-376 part 1, 18.18.11 */
typedef enum
{
  TYPE_NUMBER,
  TYPE_SHARED,
  TYPE_STRING,
  TYPE_INLINE,
  TYPE_BOOLEAN,
  TYPE_ERROR,
  TYPE_DATE
} CellType;

typedef struct
{
  KxWorkbook *workbook;
  KxSheet *sheet;
  const GPtrArray *strings;
  const GArray *styles;
  guint row;                        /* number of the open row, or of the last one */
  gboolean row_hidden, row_counted; /* counted: the row has no number of its own */
  gboolean in_row, in_cell, in_value, in_inline, has_value, has_inline;
  guint last_column;
  KxCell cell;
  CellType type;
  guint style;
  GString *value;
  KxXlsxText inline_text;
} Reading;

static CellType
read_type (const KxXmlAttributes *attributes)
{
  static const char *const names[] = { "n", "s", "str", "inlineStr", "b", "e", "d" };
  char text[16];

  if (kx_xml_copy_attribute (attributes, "t", text, sizeof text))
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      if (g_str_equal (text, names[i]))
        return (CellType) i;
  return TYPE_NUMBER;
}

static gboolean
refuse_cell (Reading *reading, GError **error)
{
  g_autofree char *name = kx_sheet_cell_name (reading->row, reading->cell.column);

  g_set_error (
      error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
      /* Translators: the first %s is the name of a cell such as C19, the second that of its sheet */
      _ ("The cell %s of the sheet “%s” is damaged. Open the file in a spreadsheet program and save it "
         "again."),
      name, kx_sheet_get_name (reading->sheet));
  return FALSE;
}

static void
start_row (Reading *reading, const KxXmlAttributes *attributes)
{
  guint number;

  reading->row_counted = !kx_xml_get_number (attributes, "r", &number);
  reading->row = reading->row_counted ? reading->row + 1 : number;
  reading->row_hidden = kx_xml_get_flag (attributes, "hidden");
  reading->last_column = 0;
  reading->in_row = TRUE;
}

static gboolean
start_cell (Reading *reading, const KxXmlAttributes *attributes, GError **error)
{
  char reference[32];
  guint row = reading->row, column = reading->last_column + 1;

  reading->cell = (KxCell){ .text = "", .digits = "" };
  if (kx_xml_copy_attribute (attributes, "r", reference, sizeof reference) &&
      !kx_sheet_parse_cell_name (reference, &row, &column))
    return refuse_cell (reading, error);
  /* Where a row has no number, its first cell may tell it. */
  if (reading->row_counted && reading->last_column == 0 && row > reading->row)
    reading->row = row;
  if (row != reading->row || column > KX_SHEET_MAX_COLUMNS)
    return refuse_cell (reading, error);
  reading->cell.column = (guint16) column;
  reading->last_column = column;
  reading->type = read_type (attributes);
  reading->style = 0;
  kx_xml_get_number (attributes, "s", &reading->style);
  g_string_truncate (reading->value, 0);
  kx_xlsx_text_restart (&reading->inline_text);
  reading->has_value = reading->has_inline = reading->in_value = reading->in_inline = FALSE;
  reading->in_cell = TRUE;
  return TRUE;
}

static void
start_in_cell (Reading *reading, const char *name)
{
  if (reading->in_inline)
    kx_xlsx_text_start (&reading->inline_text, name);
  else if (g_str_equal (name, "is"))
    reading->in_inline = reading->has_inline = TRUE;
  else if (g_str_equal (name, "v"))
    reading->in_value = reading->has_value = TRUE;
  else if (g_str_equal (name, "f"))
    reading->cell.flags |= KX_CELL_FORMULA;
}

static gboolean
start_merge (Reading *reading, const KxXmlAttributes *attributes, GError **error)
{
  char reference[64], *colon;
  guint first_row = 0, first_column = 0, last_row = 0, last_column = 0;

  if (!kx_xml_copy_attribute (attributes, "ref", reference, sizeof reference))
    reference[0] = '\0';
  colon = strchr (reference, ':');
  if (colon != NULL)
    *colon = '\0';
  /* A bad reference leaves zeros, which the sheet refuses. */
  if (kx_sheet_parse_cell_name (reference, &first_row, &first_column))
    kx_sheet_parse_cell_name (colon != NULL ? colon + 1 : reference, &last_row, &last_column);
  return kx_sheet_add_merge (reading->sheet, first_row, first_column, last_row, last_column, error);
}

static gboolean
start_element (gpointer user_data, KxXmlSpace space, const char *name, const KxXmlAttributes *attributes,
               GError **error)
{
  Reading *reading = user_data;
  guint first, last;

  if (space != KX_XML_SHEET)
    return TRUE;
  if (reading->in_cell)
    start_in_cell (reading, name);
  else if (reading->in_row && g_str_equal (name, "c"))
    return start_cell (reading, attributes, error);
  else if (!reading->in_row && g_str_equal (name, "row"))
    start_row (reading, attributes);
  else if (g_str_equal (name, "mergeCell"))
    return start_merge (reading, attributes, error);
  else if (g_str_equal (name, "col") && kx_xml_get_flag (attributes, "hidden") &&
           kx_xml_get_number (attributes, "min", &first) && kx_xml_get_number (attributes, "max", &last))
    kx_sheet_hide_columns (reading->sheet, first, last);
  return TRUE;
}

static gboolean
keep_string (Reading *reading, GString *text, GError **error)
{
  kx_xlsx_unescape (text);
  reading->cell.text = kx_workbook_take_text (reading->workbook, text->str, text->len, error);
  reading->cell.kind = text->len > 0 ? KX_CELL_TEXT : KX_CELL_EMPTY;
  return reading->cell.text != NULL;
}

static gboolean
keep_shared (Reading *reading, GError **error)
{
  guint64 index;

  if (!g_ascii_string_to_unsigned (reading->value->str, 10, 0, G_MAXUINT, &index, NULL) ||
      reading->strings == NULL || index >= reading->strings->len)
    return refuse_cell (reading, error);
  reading->cell.text = g_ptr_array_index (reading->strings, (guint) index);
  reading->cell.kind = *reading->cell.text != '\0' ? KX_CELL_TEXT : KX_CELL_EMPTY;
  return TRUE;
}

static gboolean
keep_boolean (Reading *reading)
{
  gboolean yes = g_str_equal (reading->value->str, "1") || g_str_equal (reading->value->str, "true");

  reading->cell.kind = KX_CELL_BOOLEAN;
  reading->cell.number = yes ? 1 : 0;
  reading->cell.text = yes ? "TRUE" : "FALSE";
  return TRUE;
}

static gboolean
keep_iso_date (Reading *reading, GError **error)
{
  KxDate date;
  guint seconds;

  if (!kx_sheet_date_from_iso (reading->value->str, &date, &seconds))
    return keep_string (reading, reading->value, error);
  return kx_sheet_date_cell (reading->workbook, date, seconds, &reading->cell, error);
}

static gboolean
keep_value (Reading *reading, GError **error)
{
  KxNumberFormat format = { 0 };
  gboolean is_string = reading->type == TYPE_STRING || reading->type == TYPE_INLINE;

  if (reading->has_inline)
    return keep_string (reading, reading->inline_text.text, error);
  if (is_string && reading->has_value)
    return keep_string (reading, reading->value, error);
  g_strstrip (reading->value->str);
  reading->value->len = strlen (reading->value->str);
  if (reading->value->len == 0)
    {
      if (reading->cell.flags & KX_CELL_FORMULA)
        reading->cell.flags |= KX_CELL_NO_VALUE;
      return TRUE;
    }
  switch (reading->type)
    {
    case TYPE_SHARED:
      return keep_shared (reading, error);
    case TYPE_BOOLEAN:
      return keep_boolean (reading);
    case TYPE_DATE:
      return keep_iso_date (reading, error);
    case TYPE_ERROR:
      if (!keep_string (reading, reading->value, error))
        return FALSE;
      reading->cell.kind = KX_CELL_ERROR;
      return TRUE;
    case TYPE_NUMBER:
    case TYPE_STRING:
    case TYPE_INLINE:
      break;
    }
  if (reading->styles != NULL && reading->style < reading->styles->len)
    format = g_array_index (reading->styles, KxNumberFormat, reading->style);
  return kx_sheet_number_cell (reading->workbook, reading->value->str, format, &reading->cell, error);
}

static gboolean
end_element (gpointer user_data, KxXmlSpace space, const char *name, GError **error)
{
  Reading *reading = user_data;

  if (space != KX_XML_SHEET)
    return TRUE;
  if (reading->in_inline)
    {
      kx_xlsx_text_end (&reading->inline_text, name);
      reading->in_inline = !g_str_equal (name, "is");
    }
  else if (reading->in_cell && g_str_equal (name, "v"))
    reading->in_value = FALSE;
  else if (reading->in_cell && g_str_equal (name, "c"))
    {
      reading->in_cell = FALSE;
      return keep_value (reading, error) && kx_sheet_add_cell (reading->sheet, &reading->cell, error);
    }
  else if (reading->in_row && g_str_equal (name, "row"))
    {
      reading->in_row = FALSE;
      return kx_sheet_end_row (reading->sheet, reading->row, reading->row_hidden, error);
    }
  return TRUE;
}

static gboolean
add_text (gpointer user_data, const char *text, gsize length, GError **error)
{
  Reading *reading = user_data;

  if (reading->in_inline)
    return kx_xlsx_text_add (&reading->inline_text, text, length, error);
  return !reading->in_value || kx_xlsx_append_bounded (reading->value, text, length, error);
}

/* Reads the worksheet @part into @sheet. @strings (of text kept in @workbook) and @styles (of KxNumberFormat)
 * may be NULL where the package has none. */
gboolean
kx_xlsx_read_rows (KxXlsxPackage *package, const char *part, KxWorkbook *workbook, KxSheet *sheet,
                   const GPtrArray *strings, const GArray *styles, GError **error)
{
  static const KxXmlHandler handler = { start_element, end_element, add_text };
  g_autoptr (GString) value = g_string_new (NULL);
  Reading reading = {
    .workbook = workbook, .sheet = sheet, .strings = strings, .styles = styles, .value = value
  };
  gboolean good;

  kx_xlsx_text_init (&reading.inline_text);
  good = kx_xlsx_read_xml (package, part, &handler, &reading, error);
  kx_xlsx_text_clear (&reading.inline_text);
  return good;
}

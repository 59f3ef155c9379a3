#include "exchange/kx-test-roster.h"

#include "exchange/kx-test-biff.h"
#include "exchange/kx-test-zip.h"

#include <string.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define KINDS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static gboolean
is_listed (const char *list, guint number)
{
  g_autofree char *word = g_strdup_printf (" %u ", number);

  return list != NULL && strstr (list, word) != NULL;
}

static void
append_cell (GString *xml, guint row, guint column, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  char letter = (char) ('A' + column);

  if (*text == '#')
    g_string_append_printf (xml, "<c r=\"%c%u\"><v>%s</v></c>", letter, row, text + 1);
  else if (*text == '@')
    g_string_append_printf (xml, "<c r=\"%c%u\" s=\"1\"><v>%s</v></c>", letter, row, text + 1);
  else if (*text == '!')
    g_string_append_printf (xml, "<c r=\"%c%u\"><f>A1+1</f></c>", letter, row);
  else if (*text == '~')
    g_string_append_printf (xml, "<c r=\"%c%u\" t=\"e\"><f>A1/0</f><v>%s</v></c>", letter, row, text + 1);
  else if (*text != '\0')
    g_string_append_printf (xml,
                            "<c r=\"%c%u\" t=\"inlineStr\"><is><t xml:space=\"preserve\">%s</t></is></c>",
                            letter, row, escaped);
}

static char *
make_sheet (const KxTestGrid *grid)
{
  GString *xml = g_string_new ("<worksheet xmlns=\"" MAIN "\">");

  if (grid->hidden_columns != NULL)
    g_string_append (xml, "<cols>");
  for (guint column = 1; grid->hidden_columns != NULL && column <= 26; column++)
    if (is_listed (grid->hidden_columns, column))
      g_string_append_printf (xml, "<col min=\"%u\" max=\"%u\" width=\"9\" hidden=\"1\"/>", column, column);
  g_string_append (xml, grid->hidden_columns != NULL ? "</cols><sheetData>" : "<sheetData>");
  for (guint row = 0; grid->rows[row] != NULL; row++)
    {
      g_auto (GStrv) cells = g_strsplit (grid->rows[row], "|", -1);

      g_string_append_printf (xml, "<row r=\"%u\"%s>", row + 1,
                              is_listed (grid->hidden_rows, row + 1) ? " hidden=\"1\"" : "");
      for (guint column = 0; cells[column] != NULL; column++)
        append_cell (xml, row + 1, column, cells[column]);
      g_string_append (xml, "</row>");
    }
  g_string_append (xml, "</sheetData>");
  if (grid->merges != NULL)
    {
      g_auto (GStrv) merges = g_strsplit (grid->merges, " ", -1);

      g_string_append (xml, "<mergeCells>");
      for (guint i = 0; merges[i] != NULL; i++)
        g_string_append_printf (xml, "<mergeCell ref=\"%s\"/>", merges[i]);
      g_string_append (xml, "</mergeCells>");
    }
  g_string_append (xml, "</worksheet>");
  return g_string_free (xml, FALSE);
}

GBytes *
kx_test_roster_xlsx (const KxTestGrid *grids, guint n_grids, gboolean date_1904)
{
  KxTestZip *zip = kx_test_zip_new ();
  g_autoptr (GString) workbook = g_string_new (NULL), relations = g_string_new (NULL);

  g_string_append_printf (workbook, "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" KINDS "\">%s<sheets>",
                          date_1904 ? "<workbookPr date1904=\"1\"/>" : "");
  g_string_append (relations, "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"s\" Type=\"" KINDS
                              "/styles\" Target=\"styles.xml\"/>");
  for (guint i = 0; i < n_grids; i++)
    {
      g_autofree char *sheet = make_sheet (&grids[i]),
                      *part = g_strdup_printf ("xl/worksheets/sheet%u.xml", i + 1);

      kx_test_zip_add (zip, part, sheet);
      g_string_append_printf (workbook, "<sheet name=\"%s\" sheetId=\"%u\" r:id=\"rId%u\"%s/>",
                              grids[i].name != NULL ? grids[i].name : "名单", i + 1, i + 1,
                              grids[i].hidden ? " state=\"hidden\"" : "");
      g_string_append_printf (relations,
                              "<Relationship Id=\"rId%u\" Type=\"" KINDS
                              "/worksheet\" Target=\"worksheets/sheet%u.xml\"/>",
                              i + 1, i + 1);
    }
  g_string_append (workbook, "</sheets></workbook>");
  g_string_append (relations, "</Relationships>");
  kx_test_zip_add (zip, "_rels/.rels",
                   "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" KINDS
                   "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
  kx_test_zip_add (zip, "xl/workbook.xml", workbook->str);
  kx_test_zip_add (zip, "xl/_rels/workbook.xml.rels", relations->str);
  kx_test_zip_add (zip, "xl/styles.xml",
                   "<styleSheet xmlns=\"" MAIN
                   "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
  return kx_test_zip_finish (zip);
}

GBytes *
kx_test_roster_xls (const KxTestGrid *grid)
{
  KxTestBiff *biff = kx_test_biff_new (FALSE);

  kx_test_biff_add_sheet (biff, "名单");
  for (guint row = 0; grid->rows[row] != NULL; row++)
    {
      g_auto (GStrv) cells = g_strsplit (grid->rows[row], "|", -1);

      for (guint column = 0; cells[column] != NULL; column++)
        if (*cells[column] == '#' || *cells[column] == '@')
          kx_test_biff_add_number (biff, row + 1, column + 1, g_ascii_strtod (cells[column] + 1, NULL),
                                   *cells[column] == '@');
        else if (*cells[column] != '\0')
          kx_test_biff_add_text (biff, row + 1, column + 1, cells[column]);
    }
  return kx_test_biff_finish (biff);
}

GBytes *
kx_test_roster_csv (const KxTestGrid *grid, const char *encoding)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char *encoded;
  gsize size;

  if (g_str_has_prefix (encoding, "UTF-16"))
    g_string_append_unichar (text, 0xFEFF);
  for (guint row = 0; grid->rows[row] != NULL; row++)
    {
      g_auto (GStrv) cells = g_strsplit (grid->rows[row], "|", -1);

      for (guint column = 0; cells[column] != NULL; column++)
        g_string_append_printf (text, "%s\"%s\"", column > 0 ? "," : "",
                                cells[column] + (*cells[column] == '#'));
      g_string_append (text, "\r\n");
    }
  encoded = g_convert (text->str, (gssize) text->len, encoding, "UTF-8", NULL, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (encoded, size);
}

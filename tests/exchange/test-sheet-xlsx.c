#include "exchange/kx-sheet-xlsx.h"
#include "exchange/kx-test-zip.h"

#include <string.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define STRICT_KINDS "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define KINDS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define ROOT(kinds, target)                                                                                  \
  "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"r\" Type=\"" kinds                              \
  "/officeDocument\" Target=\"" target "\"/></Relationships>"

static KxWorkbook *
read_parts (const char *sheet, const char *styles, const char *strings, GError **error)
{
  g_autoptr (GBytes) bytes = kx_test_zip_workbook (sheet, styles, strings);

  return kx_sheet_read_xlsx (bytes, NULL, error);
}

static KxWorkbook *
read_good (const char *sheet, const char *styles, const char *strings)
{
  g_autoptr (GError) error = NULL;
  KxWorkbook *workbook = read_parts (sheet, styles, strings, &error);

  g_assert_no_error (error);
  return workbook;
}

static const KxCell *
get (const KxWorkbook *workbook, const char *name)
{
  guint row, column;

  g_assert_true (kx_sheet_parse_cell_name (name, &row, &column));
  return kx_sheet_get_cell (kx_workbook_get_sheet (workbook, 0), row, column);
}

static void
check (const KxWorkbook *workbook, const char *name, KxCellKind kind, guint flags, const char *text)
{
  const KxCell *cell = get (workbook, name);

  g_assert_cmpstr (cell->text, ==, text);
  g_assert_cmpuint (cell->kind, ==, kind);
  g_assert_cmpuint (cell->flags, ==, flags);
}

static void
test_cells_of_every_type (void)
{
  g_autoptr (KxWorkbook) workbook =
      read_good ("<sheetData><row r=\"2\">"
                 "<c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v> 1 </v></c>"
                 "<c r=\"C2\" t=\"inlineStr\"><is><r><t>工</t></r><r><rPr><b/></rPr><t "
                 "xml:space=\"preserve\">伤 </t></r>"
                 "<rPh sb=\"0\" eb=\"1\"><t>gōng</t></rPh></is></c>"
                 "<c r=\"D2\" t=\"str\"><f>\"a\"&amp;\"b\"</f><v>ab</v></c>"
                 "<c r=\"E2\" t=\"b\"><v>1</v></c><c r=\"F2\" t=\"e\"><v>#N/A</v></c>"
                 "<c r=\"G2\"><v>12.5</v></c><c r=\"H2\"><f>SUM(G1:G2)</f></c><c r=\"I2\" "
                 "t=\"str\"><f>\"\"</f><v></v></c>"
                 "<c r=\"J2\" t=\"n\"><f>1+1</f><v>2</v></c><c r=\"K2\" t=\"d\"><v>2024-07-01</v></c>"
                 "<c r=\"L2\" s=\"9\"/><c r=\"M2\" t=\"inlineStr\"/><c r=\"N2\" t=\"s\"><v>2</v></c>"
                 "</row></sheetData>",
                 NULL,
                 "<si><t>康复</t></si><si><r><t>a_x000D_b</t></r><r><t>_x005F_x000D_</t></r><phoneticPr/></"
                 "si><si><t/></si>");

  check (workbook, "A2", KX_CELL_TEXT, 0, "康复");
  check (workbook, "B2", KX_CELL_TEXT, 0, "a\rb_x000D_");
  check (workbook, "C2", KX_CELL_TEXT, 0, "工伤 ");
  check (workbook, "D2", KX_CELL_TEXT, KX_CELL_FORMULA, "ab");
  check (workbook, "E2", KX_CELL_BOOLEAN, 0, "TRUE");
  check (workbook, "F2", KX_CELL_ERROR, 0, "#N/A");
  check (workbook, "G2", KX_CELL_NUMBER, 0, "12.5");
  check (workbook, "H2", KX_CELL_EMPTY, KX_CELL_FORMULA | KX_CELL_NO_VALUE, "");
  check (workbook, "I2", KX_CELL_EMPTY, KX_CELL_FORMULA, "");
  check (workbook, "J2", KX_CELL_NUMBER, KX_CELL_FORMULA, "2");
  check (workbook, "K2", KX_CELL_DATE, 0, "2024-07-01");
  check (workbook, "L2", KX_CELL_EMPTY, 0, "");
  check (workbook, "N2", KX_CELL_EMPTY, 0, "");
  g_assert_cmpuint (kx_sheet_get_n_columns (kx_workbook_get_sheet (workbook, 0)), ==, 11);
  g_assert_cmpstr (kx_sheet_get_name (kx_workbook_get_sheet (workbook, 0)), ==, "名单");
}

static void
test_escapes_never_break_the_text (void)
{
  g_autoptr (KxWorkbook) workbook =
      read_good ("<sheetData><row><c t=\"inlineStr\"><is><t>_xD842__xDFB7_</t></is></c>"
                 "<c t=\"inlineStr\"><is><t>a_xD842_b_x0000_c_xDFB7_</t></is></c>"
                 "<c t=\"inlineStr\"><is><t>_x12_x_xZZZZ__x4E00</t></is></c></row></sheetData>",
                 NULL, NULL);

  check (workbook, "A1", KX_CELL_TEXT, 0, "𠮷");
  check (workbook, "B1", KX_CELL_TEXT, 0, "abc");
  check (workbook, "C1", KX_CELL_TEXT, 0, "_x12_x_xZZZZ__x4E00");
}

static void
test_styles_make_dates (void)
{
  g_autoptr (KxWorkbook) workbook = read_good (
      "<sheetData><row r=\"1\"><c r=\"A1\" s=\"0\"><v>45474</v></c><c r=\"B1\" s=\"1\"><v>45474</v></c>"
      "<c r=\"C1\" s=\"2\"><v>45474.5</v></c><c r=\"D1\" s=\"3\"><v>1.5</v></c><c r=\"E1\" "
      "s=\"4\"><v>0.95</v></c>"
      "<c r=\"F1\" s=\"5\"><v>45474</v></c><c r=\"G1\" s=\"99\"><v>45474</v></c><c r=\"H1\" "
      "s=\"1\"><v>60</v></c></row>"
      "</sheetData>",
      "<numFmts count=\"7\"><numFmt numFmtId=\"164\" "
      "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/></numFmts>"
      "<cellStyleXfs><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"22\"/><xf numFmtId=\"165\"/>"
      "<xf numFmtId=\"9\"/><xf numFmtId=\"31\"/></cellXfs><cellStyles><xf numFmtId=\"14\"/></cellStyles>",
      NULL);

  check (workbook, "A1", KX_CELL_NUMBER, 0, "45474");
  check (workbook, "B1", KX_CELL_DATE, 0, "2024-07-01");
  check (workbook, "C1", KX_CELL_DATE, KX_CELL_TIME, "2024-07-01 12:00:00");
  check (workbook, "D1", KX_CELL_NUMBER, 0, "1.5");
  check (workbook, "E1", KX_CELL_NUMBER, KX_CELL_PERCENT, "95%");
  check (workbook, "F1", KX_CELL_DATE, 0, "2024-07-01");
  check (workbook, "G1", KX_CELL_NUMBER, 0, "45474");
  check (workbook, "H1", KX_CELL_NUMBER, 0, "60");
  g_assert_cmpint (get (workbook, "B1")->date.ymd, ==, 20240701);
}

static void
test_references_may_be_missing (void)
{
  g_autoptr (KxWorkbook) workbook =
      read_good ("<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r=\"5\"><c "
                 "r=\"C5\"><v>3</v></c><c><v>4</v></c></row>"
                 "<row><c><v>5</v></c></row><row><c r=\"B9\"><v>6</v></c></row></sheetData>",
                 NULL, NULL);

  check (workbook, "B1", KX_CELL_NUMBER, 0, "2");
  check (workbook, "C5", KX_CELL_NUMBER, 0, "3");
  check (workbook, "D5", KX_CELL_NUMBER, 0, "4");
  check (workbook, "A6", KX_CELL_NUMBER, 0, "5");
  check (workbook, "B9", KX_CELL_NUMBER, 0, "6");
}

static void
test_merged_and_hidden_cells_are_told (void)
{
  g_autoptr (KxWorkbook) workbook =
      read_good ("<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"4\" max=\"4\" width=\"9\"/></cols>"
                 "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>济南市</t></is></c><c "
                 "r=\"D1\"><v>1</v></c></row>"
                 "<row r=\"2\" hidden=\"true\"><c r=\"D2\"><v>2</v></c></row></sheetData>"
                 "<mergeCells count=\"9\"><mergeCell ref=\"A1:A3\"/><mergeCell ref=\"D1\"/></mergeCells>",
                 NULL, NULL);
  const KxSheet *sheet = kx_workbook_get_sheet (workbook, 0);

  g_assert_cmpstr (kx_sheet_get_filled_cell (sheet, 3, 1)->text, ==, "济南市");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 1)->text, ==, "");
  g_assert_true (kx_sheet_get_column_hidden (sheet, 3));
  g_assert_false (kx_sheet_get_column_hidden (sheet, 4));
  g_assert_true (kx_sheet_find_row (sheet, 2)->hidden);
  g_assert_false (kx_sheet_find_row (sheet, 1)->hidden);
}

static void
test_a_strict_workbook_with_parts_anywhere (void)
{
  KxTestZip *zip = kx_test_zip_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (GError) error = NULL;

  kx_test_zip_add (zip, "_rels/.rels", ROOT (STRICT_KINDS, "/Book/./main.xml"));
  kx_test_zip_add (
      zip, "book/MAIN.xml",
      "<x:workbook xmlns:x=\"" STRICT "\" xmlns:rel=\"" STRICT_KINDS "\"><x:workbookPr date1904=\"true\"/>"
      "<x:sheets><x:sheet name=\"a\" rel:id=\"s1\" state=\"veryHidden\"/><x:sheet name=\"chart\" "
      "rel:id=\"c\"/>"
      "<x:sheet name=\"b\" rel:id=\"s2\"/><x:sheet name=\"lost\" rel:id=\"s3\"/></x:sheets></x:workbook>");
  kx_test_zip_add (
      zip, "Book/_rels/main.xml.rels",
      "<Relationships xmlns=\"" RELATIONS "\">"
      "<Relationship Id=\"s2\" Type=\"" STRICT_KINDS "/worksheet\" Target=\"../../../other/b%20c.xml\"/>"
      "<Relationship Id=\"c\" Type=\"" STRICT_KINDS "/chartsheet\" Target=\"a.xml\"/>"
      "<Relationship Id=\"s3\" Type=\"" STRICT_KINDS
      "/worksheet\" TargetMode=\"External\" Target=\"http://localhost/x.xml\"/>"
      "<Relationship Id=\"s1\" Type=\"" STRICT_KINDS "/worksheet\" Target=\"a.xml\"/></Relationships>");
  kx_test_zip_add (zip, "Book\\a.xml",
                   "<x:worksheet xmlns:x=\"" STRICT
                   "\"><x:sheetData><x:row><x:c t=\"d\"><x:v>2024-07-01T00:00:00</x:v>"
                   "</x:c></x:row></x:sheetData></x:worksheet>");
  kx_test_zip_add (zip, "other/b c.xml",
                   "<worksheet xmlns=\"" STRICT "\"><sheetData><row><c><v>1</v></c></row>"
                   "<other xmlns=\"urn:x\"><row><c><v>9</v></c></row></other></sheetData></worksheet>");
  bytes = kx_test_zip_finish (zip);
  workbook = kx_sheet_read_xlsx (bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (kx_workbook_get_date_1904 (workbook));
  g_assert_cmpuint (kx_workbook_get_n_sheets (workbook), ==, 2);
  g_assert_true (kx_sheet_get_hidden (kx_workbook_get_sheet (workbook, 0)));
  g_assert_false (kx_sheet_get_hidden (kx_workbook_get_sheet (workbook, 1)));
  g_assert_cmpstr (kx_sheet_get_name (kx_workbook_get_sheet (workbook, 1)), ==, "b");
  check (workbook, "A1", KX_CELL_DATE, 0, "2024-07-01");
  g_assert_cmpstr (kx_sheet_get_cell (kx_workbook_get_sheet (workbook, 1), 1, 1)->text, ==, "1");
  g_assert_cmpuint (kx_sheet_get_n_rows (kx_workbook_get_sheet (workbook, 1)), ==, 1);
}

static void
test_damage_is_told (void)
{
  static const struct
  {
    const char *sheet, *words;
  } cases[] = {
    { "<sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData>", "*A1*名单*" },
    { "<sheetData><row><c t=\"s\"><v>-1</v></c></row></sheetData>", "*A1*" },
    { "<sheetData><row r=\"3\"><c r=\"C4\"><v>1</v></c></row></sheetData>", "*damaged*" },
    { "<sheetData><row r=\"3\"><c r=\"??\"><v>1</v></c></row></sheetData>", "*damaged*" },
    { "<sheetData><row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"A3\"><v>1</v></c></row></sheetData>",
      "*order*" },
    { "<sheetData><row r=\"3\"/><row r=\"4\"><c><v>1</v></c></row><row "
      "r=\"4\"><c><v>1</v></c></row></sheetData>",
      "*order*" },
    { "<sheetData><row r=\"1048577\"><c><v>1</v></c></row></sheetData>", "*order*" },
    { "<sheetData><row r=\"0\"><c><v>1</v></c></row></sheetData>", "*order*" },
    { "<sheetData><row><c r=\"XFD1\"><v>1</v></c><c><v>1</v></c></row></sheetData>", "*damaged*" },
    { "<mergeCells><mergeCell ref=\"B2:A1\"/></mergeCells>", "*merged*" },
    { "<mergeCells><mergeCell/></mergeCells>", "*merged*" },
    { "<sheetData><row>", "*xl/worksheets/sheet1.xml*" },
    { "<sheetData>&unknown;</sheetData>", "*sheet1.xml*" },
    { "<sheetData>&#0;</sheetData>", "*sheet1.xml*" },
    { "\xFF", "*sheet1.xml*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_parts (cases[i].sheet, NULL, NULL, &error));
      g_assert_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED);
      if (!g_pattern_match_simple (cases[i].words, error->message))
        g_error ("case %u: %s", i, error->message);
    }
}

static GBytes *
make_with_sheet_part (const char *head, const char *body, guint times, const char *tail)
{
  KxTestZip *zip = kx_test_zip_new ();

  kx_test_zip_add (zip, "_rels/.rels", ROOT (KINDS, "xl/workbook.xml"));
  kx_test_zip_add (zip, "xl/workbook.xml",
                   "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" KINDS "\"><sheets>"
                   "<sheet name=\"a\" r:id=\"s\"/></sheets></workbook>");
  kx_test_zip_add (zip, "xl/_rels/workbook.xml.rels",
                   "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"s\" Type=\"" KINDS
                   "/worksheet\" Target=\"s.xml\"/></Relationships>");
  kx_test_zip_add_repeated (zip, "xl/s.xml", head, body, times, tail);
  return kx_test_zip_finish (zip);
}

static void
assert_refused (GBytes *bytes, const KxSheetLimits *limits, KxSheetError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_sheet_read_xlsx (bytes, limits, &error));
  g_assert_error (error, KX_SHEET_ERROR, (gint) code);
}

static void
test_document_types_are_refused (void)
{
  g_autoptr (GBytes) bytes = make_with_sheet_part (
      "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><worksheet xmlns=\"" MAIN "\"><sheetData>",
      "<row><c t=\"str\"><v>&b;&f;</v></c></row>", 1, "</sheetData></worksheet>");
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_sheet_read_xlsx (bytes, NULL, &error));
  g_assert_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "document type"));
}

static void
test_bombs_do_no_harm (void)
{
  KxSheetLimits limits = kx_sheet_limits_default;
  g_autoptr (GBytes) spaces =
      make_with_sheet_part ("<worksheet xmlns=\"" MAIN "\">", " \n", 60 * 1000 * 1000, "</worksheet>");
  g_autoptr (GBytes) deep = make_with_sheet_part ("<worksheet xmlns=\"" MAIN "\">", "<a>", 100 * 1000, "");
  g_autoptr (GBytes) rows =
      make_with_sheet_part ("<worksheet xmlns=\"" MAIN "\"><sheetData>", "<row><c><v>1</v></c></row>",
                            60 * 1000, "</sheetData></worksheet>");
  g_autoptr (GBytes) cells =
      make_with_sheet_part ("<worksheet xmlns=\"" MAIN "\"><sheetData><row>", "<c><v>1</v></c>", 17 * 1000,
                            "</row></sheetData></worksheet>");
  g_autoptr (GBytes) text =
      make_with_sheet_part ("<worksheet xmlns=\"" MAIN "\"><sheetData><row><c t=\"str\"><v>", "康",
                            500 * 1000, "</v></c></row></sheetData></worksheet>");

  /* 120 MB of blanks in a file of 120 kB */
  g_assert_cmpuint (g_bytes_get_size (spaces), <, 1000 * 1000);
  assert_refused (spaces, NULL, KX_SHEET_ERROR_LIMIT);
  limits.ratio = 10000;
  limits.part_bytes = 1000 * 1000;
  assert_refused (spaces, &limits, KX_SHEET_ERROR_LIMIT);
  assert_refused (deep, NULL, KX_SHEET_ERROR_DAMAGED);
  assert_refused (rows, NULL, KX_SHEET_ERROR_LIMIT);
  assert_refused (cells, NULL, KX_SHEET_ERROR_DAMAGED);
  assert_refused (text, NULL, KX_SHEET_ERROR_LIMIT);
  limits = kx_sheet_limits_default;
  limits.cells = 1000;
  assert_refused (rows, &limits, KX_SHEET_ERROR_LIMIT);
}

static void
test_a_million_formatted_empty_cells_are_nothing (void)
{
  g_autoptr (GBytes) bytes = make_with_sheet_part (
      "<worksheet xmlns=\"" MAIN "\"><sheetData><row><c><v>1</v></c></row>",
      "<row s=\"1\" customFormat=\"1\"><c s=\"1\"/></row>", 1000 * 1000, "</sheetData></worksheet>");
  KxSheetLimits limits = kx_sheet_limits_default;
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (GError) error = NULL;

  limits.rows = 1;
  limits.ratio = 1000;
  workbook = kx_sheet_read_xlsx (bytes, &limits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kx_sheet_get_n_rows (kx_workbook_get_sheet (workbook, 0)), ==, 1);
}

static void
test_every_truncation_is_told (void)
{
  g_autoptr (GBytes) whole = kx_test_zip_workbook (
      "<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>", NULL, "<si><t>a</t></si>");
  g_autoptr (KxWorkbook) workbook = kx_sheet_read_xlsx (whole, NULL, NULL);

  g_assert_nonnull (workbook);
  for (gsize size = 0; size < g_bytes_get_size (whole); size += 7)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, 0, size);
      g_autoptr (GError) error = NULL;

      g_assert_null (kx_sheet_read_xlsx (part, NULL, &error));
      g_assert_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED);
    }
}

static void
test_other_packages_are_named (void)
{
  static const struct
  {
    const char *part, *words;
  } cases[] = { { "xl/workbook.bin", "*xlsb*" },
                { "word/document.xml", "*text document*" },
                { "content.xml", "*OpenDocument*" },
                { "OFD.xml", "*OFD*" },
                { "photo.jpg", "*no workbook*" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KxTestZip *zip = kx_test_zip_new ();
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      kx_test_zip_add (zip, cases[i].part, "x");
      bytes = kx_test_zip_finish (zip);
      g_assert_null (kx_sheet_read_xlsx (bytes, NULL, &error));
      g_assert_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_FORMAT);
      g_assert_true (g_pattern_match_simple (cases[i].words, error->message));
    }
}

static void
test_an_encrypted_package_is_told (void)
{
  KxTestZip *zip = kx_test_zip_new_encrypted ("secret");
  g_autoptr (GBytes) bytes = NULL;

  kx_test_zip_add (zip, "_rels/.rels", ROOT (KINDS, "xl/workbook.xml"));
  kx_test_zip_add (zip, "xl/workbook.xml", "<workbook/>");
  bytes = kx_test_zip_finish (zip);
  assert_refused (bytes, NULL, KX_SHEET_ERROR_PASSWORD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-xlsx/cells-of-every-type", test_cells_of_every_type);
  g_test_add_func ("/sheet-xlsx/escapes-never-break-the-text", test_escapes_never_break_the_text);
  g_test_add_func ("/sheet-xlsx/styles-make-dates", test_styles_make_dates);
  g_test_add_func ("/sheet-xlsx/references-may-be-missing", test_references_may_be_missing);
  g_test_add_func ("/sheet-xlsx/merged-and-hidden-cells-are-told", test_merged_and_hidden_cells_are_told);
  g_test_add_func ("/sheet-xlsx/a-strict-workbook-with-parts-anywhere",
                   test_a_strict_workbook_with_parts_anywhere);
  g_test_add_func ("/sheet-xlsx/damage-is-told", test_damage_is_told);
  g_test_add_func ("/sheet-xlsx/document-types-are-refused", test_document_types_are_refused);
  g_test_add_func ("/sheet-xlsx/bombs-do-no-harm", test_bombs_do_no_harm);
  g_test_add_func ("/sheet-xlsx/a-million-formatted-empty-cells-are-nothing",
                   test_a_million_formatted_empty_cells_are_nothing);
  g_test_add_func ("/sheet-xlsx/every-truncation-is-told", test_every_truncation_is_told);
  g_test_add_func ("/sheet-xlsx/other-packages-are-named", test_other_packages_are_named);
  g_test_add_func ("/sheet-xlsx/an-encrypted-package-is-told", test_an_encrypted_package_is_told);
  return g_test_run ();
}

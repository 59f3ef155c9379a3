#include "exchange/kx-sheet-open.h"
#include "exchange/kx-sheet-write.h"
#include "exchange/kx-xlsx-package.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const rows[][4] = {
  { "山东省立医院（东院）", "012345", "264", "2024-07-01" },
  { "王䶮㛃𠮷〇·", "=1+2", "-12.50", "长期" },
  { "\"a\",b\nc", "+86", "约百张", "2023-02-29" },
  { NULL, "@x", "450103199003074512", "" },
  { "\tx", "-", "'7", "1899-01-01" },
};

static KxSheetWriter *
make_writer (KxSheetOutput output)
{
  static const char *const choices[] = { "公立", "民办", NULL };
  KxSheetWriter *writer = kx_sheet_writer_new (output, "名单");
  g_autoptr (GError) error = NULL;

  kx_sheet_writer_add_column (writer, "机构名称", "name", KX_COLUMN_TEXT);
  kx_sheet_writer_add_column (writer, "编码", "code", KX_COLUMN_TEXT);
  kx_sheet_writer_add_column (writer, "床位", "beds", KX_COLUMN_NUMBER);
  kx_sheet_writer_add_column (writer, "有效期", "ends", KX_COLUMN_DATE);
  kx_sheet_writer_set_choices (writer, 1, choices);
  kx_sheet_writer_set_column_note (writer, 0, "全称");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (kx_sheet_writer_add_row (writer, rows[i], &error));
  g_assert_no_error (error);
  g_assert_cmpuint (kx_sheet_writer_get_n_rows (writer), ==, G_N_ELEMENTS (rows));
  return writer;
}

static KxWorkbook *
read_back (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  KxWorkbook *workbook = kx_workbook_open_bytes (bytes, NULL, &error);

  g_assert_no_error (error);
  return workbook;
}

static void
test_a_workbook_reads_back (void)
{
  static const KxCellKind kinds[][4] = {
    { KX_CELL_TEXT, KX_CELL_TEXT, KX_CELL_NUMBER, KX_CELL_DATE },
    { KX_CELL_TEXT, KX_CELL_TEXT, KX_CELL_NUMBER, KX_CELL_TEXT },
    { KX_CELL_TEXT, KX_CELL_TEXT, KX_CELL_TEXT, KX_CELL_TEXT },
    { KX_CELL_EMPTY, KX_CELL_TEXT, KX_CELL_TEXT, KX_CELL_EMPTY },
    { KX_CELL_TEXT, KX_CELL_TEXT, KX_CELL_TEXT, KX_CELL_TEXT },
  };
  g_autoptr (KxSheetWriter) writer = make_writer (KX_SHEET_OUT_XLSX);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  const KxSheet *sheet;

  kx_sheet_writer_set_heading (writer, "全省，2026-07-01");
  bytes = kx_sheet_writer_finish (writer, &error);
  g_assert_no_error (error);
  workbook = read_back (bytes);
  sheet = kx_workbook_get_sheet (workbook, 0);
  g_assert_cmpstr (kx_sheet_get_name (sheet), ==, "名单");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 1, 1)->text, ==, "全省，2026-07-01");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 2, 4)->text, ==, "有效期");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 4)->text, ==, "ends");
  g_assert_true (kx_sheet_find_row (sheet, 3)->hidden);
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    for (guint column = 0; column < 4; column++)
      {
        const KxCell *cell = kx_sheet_get_cell (sheet, row + 4, column + 1);
        const char *expected = rows[row][column] != NULL ? rows[row][column] : "";

        g_assert_cmpstr (cell->text, ==, g_str_equal (expected, "-12.50") ? "-12.5" : expected);
        g_assert_cmpuint (cell->kind, ==, kinds[row][column]);
        g_assert_cmpuint (cell->flags, ==, 0);
      }
  g_assert_true (kx_sheet_get_hidden (kx_workbook_get_sheet (workbook, 1)));
  g_assert_cmpstr (kx_sheet_get_cell (kx_workbook_get_sheet (workbook, 1), 2, 2)->text, ==, "民办");
}

static gboolean
collect (const char *data, gsize size, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, data, (gssize) size);
  return TRUE;
}

static char *
get_part (GBytes *bytes, const char *part)
{
  g_autoptr (KxXlsxPackage) package = kx_xlsx_package_open (bytes, &kx_sheet_limits_default, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  kx_xlsx_package_read (package, part, collect, text, &error);
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_faulty_cells_bear_notes_and_colour (void)
{
  g_autoptr (KxSheetWriter) writer = make_writer (KX_SHEET_OUT_XLSX);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *comments = NULL, *styles = NULL, *sheet = NULL;

  kx_sheet_writer_note (writer, 2, 2, "床位要是数字");
  kx_sheet_writer_note (writer, 2, 2, "再查");
  kx_sheet_writer_note (writer, 3, 0, "缺名称");
  bytes = kx_sheet_writer_finish (writer, NULL);
  comments = get_part (bytes, "xl/comments1.xml");
  styles = get_part (bytes, "xl/styles.xml");
  sheet = get_part (bytes, "xl/worksheets/sheet1.xml");
  g_assert_nonnull (strstr (comments, "ref=\"C5\""));
  g_assert_nonnull (strstr (comments, "床位要是数字\n再查"));
  g_assert_nonnull (strstr (comments, "ref=\"A6\""));
  g_assert_nonnull (strstr (comments, "全称"));
  g_assert_nonnull (strstr (styles, "FFFFC7CE"));
  g_assert_nonnull (strstr (sheet, "<dataValidation type=\"list\""));
  g_assert_nonnull (strstr (sheet, "lists!$B$1:$B$2"));
  g_assert_nonnull (strstr (sheet, "state=\"frozen\""));
  g_assert_null (strstr (sheet, "<f>"));
}

static void
test_text_keeps_its_bytes_and_guards_formulas (void)
{
  static const char expected[] = "\xEF\xBB\xBF"
                                 "机构名称,编码,床位,有效期\r\n"
                                 "山东省立医院（东院）,012345,264,2024-07-01\r\n"
                                 "王䶮㛃𠮷〇·,\"'=1+2\",-12.50,长期\r\n"
                                 "\"\"\"a\"\",b\nc\",\"'+86\",约百张,2023-02-29\r\n"
                                 ",\"'@x\",450103199003074512,\r\n"
                                 "\"'\tx\",\"'-\",\"'7\",1899-01-01\r\n";
  g_autoptr (KxSheetWriter) writer = make_writer (KX_SHEET_OUT_CSV);
  g_autoptr (GBytes) bytes = kx_sheet_writer_finish (writer, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, expected);
}

static void
test_gb18030_reads_back (void)
{
  g_autoptr (KxSheetWriter) writer = make_writer (KX_SHEET_OUT_CSV_GB18030);
  g_autoptr (GBytes) bytes = kx_sheet_writer_finish (writer, NULL);
  g_autoptr (KxWorkbook) workbook = read_back (bytes);
  const KxSheet *sheet = kx_workbook_get_sheet (workbook, 0);

  g_assert_cmpstr (kx_workbook_get_encoding (workbook), ==, "GB18030");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 1)->text, ==, "王䶮㛃𠮷〇·");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 4, 1)->text, ==, "\"a\",b\nc");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 2)->text, ==, "'=1+2");
}

static void
test_what_cannot_be_written_names_its_cell (void)
{
  g_autoptr (KxSheetWriter) writer = make_writer (KX_SHEET_OUT_XLSX);
  g_autofree char *longer = g_strnfill (32768, 'x');
  const char *bad[] = { "a", "\xFF", "1", "" };
  const char *many[] = { "a", "b", "1", longer };
  g_autoptr (GError) encoding = NULL, limit = NULL;

  g_assert_false (kx_sheet_writer_add_row (writer, bad, &encoding));
  g_assert_error (encoding, KX_SHEET_ERROR, KX_SHEET_ERROR_ENCODING);
  g_assert_nonnull (strstr (encoding->message, "B6"));
  g_assert_cmpuint (kx_sheet_writer_get_n_rows (writer), ==, G_N_ELEMENTS (rows));
  g_assert_true (kx_sheet_writer_add_row (writer, many, NULL));
  g_assert_null (kx_sheet_writer_finish (writer, &limit));
  g_assert_error (limit, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT);
  g_assert_nonnull (strstr (limit->message, "D8"));
}

static void
test_a_long_cell_of_han_fits (void)
{
  g_autoptr (KxSheetWriter) writer = kx_sheet_writer_new (KX_SHEET_OUT_XLSX, "lists");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  const char *row[1];

  for (guint i = 0; i < 32767; i++)
    g_string_append (text, "康");
  row[0] = text->str;
  kx_sheet_writer_add_column (writer, "t", NULL, KX_COLUMN_TEXT);
  g_assert_true (kx_sheet_writer_add_row (writer, row, NULL));
  bytes = kx_sheet_writer_finish (writer, NULL);
  workbook = read_back (bytes);
  g_assert_cmpstr (kx_sheet_get_cell (kx_workbook_get_sheet (workbook, 0), 2, 1)->text, ==, text->str);
  g_assert_cmpstr (kx_sheet_get_name (kx_workbook_get_sheet (workbook, 0)), ==, "Sheet1");
}

static void
test_a_file_is_written_whole (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kx-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.xlsx", NULL),
                  *none = g_build_filename (folder, "b", "c", NULL);
  g_autoptr (KxSheetWriter) writer = make_writer (KX_SHEET_OUT_XLSX);
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (GError) error = NULL, missing = NULL;

  g_assert_true (kx_sheet_writer_finish_file (writer, path, &error));
  g_assert_no_error (error);
  workbook = kx_workbook_open_file (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (kx_sheet_writer_finish_file (writer, none, &missing));
  g_assert_error (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-write/a-workbook-reads-back", test_a_workbook_reads_back);
  g_test_add_func ("/sheet-write/faulty-cells-bear-notes-and-colour",
                   test_faulty_cells_bear_notes_and_colour);
  g_test_add_func ("/sheet-write/text-keeps-its-bytes-and-guards-formulas",
                   test_text_keeps_its_bytes_and_guards_formulas);
  g_test_add_func ("/sheet-write/gb18030-reads-back", test_gb18030_reads_back);
  g_test_add_func ("/sheet-write/what-cannot-be-written-names-its-cell",
                   test_what_cannot_be_written_names_its_cell);
  g_test_add_func ("/sheet-write/a-long-cell-of-han-fits", test_a_long_cell_of_han_fits);
  g_test_add_func ("/sheet-write/a-file-is-written-whole", test_a_file_is_written_whole);
  return g_test_run ();
}

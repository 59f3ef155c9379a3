#include "exchange/kx-sheet-build.h"

#include <string.h>

static void
add_text (KxWorkbook *workbook, KxSheet *sheet, guint column, const char *text)
{
  KxCell cell = { .text = text, .digits = "", .column = (guint16) column, .kind = KX_CELL_TEXT };
  g_autoptr (GError) error = NULL;

  cell.text = kx_workbook_take_text (workbook, text, strlen (text), &error);
  g_assert_true (kx_sheet_add_cell (sheet, &cell, &error));
  g_assert_no_error (error);
}

static void
test_finds_rows_and_cells (void)
{
  g_autoptr (KxWorkbook) workbook = kx_workbook_new (NULL);
  KxSheet *sheet = kx_workbook_add_sheet (workbook, "a", FALSE, NULL);

  for (guint row = 3; row < 3000; row += 3)
    {
      add_text (workbook, sheet, 1, "first");
      add_text (workbook, sheet, 7, row % 2 ? "odd" : "even");
      g_assert_true (kx_sheet_end_row (sheet, row, row == 6, NULL));
    }
  g_assert_true (kx_workbook_finish (workbook, NULL));
  g_assert_cmpuint (kx_sheet_get_n_rows (sheet), ==, 999);
  g_assert_cmpuint (kx_sheet_get_n_columns (sheet), ==, 7);
  for (guint row = 0; row < 3003; row++)
    {
      const char *expected = row >= 3 && row % 3 == 0 && row < 3000 ? row % 2 ? "odd" : "even" : "";

      g_assert_cmpstr (kx_sheet_get_cell (sheet, row, 7)->text, ==, expected);
      g_assert_cmpuint (kx_sheet_get_cell (sheet, row, 5)->kind, ==, KX_CELL_EMPTY);
    }
  g_assert_true (kx_sheet_find_row (sheet, 6)->hidden);
  g_assert_false (kx_sheet_find_row (sheet, 9)->hidden);
  g_assert_null (kx_sheet_find_row (sheet, 10));
  g_assert_cmpstr (kx_sheet_row_get_cell (NULL, 1)->text, ==, "");
}

static void
test_wide_rows_keep_their_cells (void)
{
  g_autoptr (KxWorkbook) workbook = kx_workbook_new (NULL);
  KxSheet *sheet = kx_workbook_add_sheet (workbook, "a", FALSE, NULL);

  for (guint row = 1; row <= 4; row++)
    {
      for (guint column = 1; column <= (row % 2 ? 10000u : 3u); column++)
        add_text (workbook, sheet, column, row % 2 ? "wide" : "narrow");
      g_assert_true (kx_sheet_end_row (sheet, row, FALSE, NULL));
    }
  g_assert_true (kx_workbook_finish (workbook, NULL));
  for (guint row = 1; row <= 4; row++)
    for (guint column = 1; column <= 10000; column += 9)
      g_assert_cmpstr (kx_sheet_get_cell (sheet, row, column)->text, ==,
                       row % 2       ? "wide"
                       : column <= 3 ? "narrow"
                                     : "");
}

static void
test_merged_cells_carry_their_value (void)
{
  g_autoptr (KxWorkbook) workbook = kx_workbook_new (NULL);
  KxSheet *sheet = kx_workbook_add_sheet (workbook, "a", FALSE, NULL);
  guint row, column;

  g_assert_true (kx_sheet_add_merge (sheet, 2, 1, 4, 1, NULL));
  g_assert_true (kx_sheet_add_merge (sheet, 1, 2, 1, KX_SHEET_MAX_COLUMNS, NULL));
  g_assert_true (kx_sheet_add_merge (sheet, 3, 1, 9, 3, NULL)); /* overlaps the first and yields there */
  add_text (workbook, sheet, 2, "head");
  kx_sheet_end_row (sheet, 1, FALSE, NULL);
  add_text (workbook, sheet, 1, "济南市");
  add_text (workbook, sheet, 4, "x");
  kx_sheet_end_row (sheet, 2, FALSE, NULL);
  g_assert_true (kx_workbook_finish (workbook, NULL));

  g_assert_cmpstr (kx_sheet_get_filled_cell (sheet, 4, 1)->text, ==, "济南市");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 4, 1)->text, ==, "");
  g_assert_cmpstr (kx_sheet_get_filled_cell (sheet, 1, 4)->text, ==, "head");
  g_assert_cmpstr (kx_sheet_get_filled_cell (sheet, 5, 4)->text, ==, "");
  g_assert_true (kx_sheet_get_merge (sheet, 9, 2, &row, &column));
  g_assert_cmpuint (row, ==, 3);
  g_assert_cmpuint (column, ==, 1);
  g_assert_false (kx_sheet_get_merge (sheet, 2, 4, NULL, NULL));
  g_assert_false (kx_sheet_get_merge (sheet, 1, 99999, NULL, NULL));
}

static void
test_limits_hold (void)
{
  KxSheetLimits limits = kx_sheet_limits_default;
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (GError) rows = NULL, cells = NULL, text = NULL, sheets = NULL, order = NULL, column = NULL;
  KxCell cell = { .text = "", .digits = "", .column = 1, .kind = KX_CELL_BOOLEAN };
  KxSheet *sheet;

  limits.rows = 2;
  limits.cells = 3;
  limits.sheets = 1;
  limits.text_bytes = 10;
  workbook = kx_workbook_new (&limits);
  sheet = kx_workbook_add_sheet (workbook, "a", FALSE, NULL);
  g_assert_null (kx_workbook_add_sheet (workbook, "b", FALSE, &sheets));
  g_assert_error (sheets, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT);
  g_assert_nonnull (kx_workbook_take_text (workbook, "0123456789", 10, NULL));
  g_assert_null (kx_workbook_take_text (workbook, "0", 1, &text));
  g_assert_error (text, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT);

  g_assert_true (kx_sheet_add_cell (sheet, &cell, NULL));
  g_assert_false (kx_sheet_add_cell (sheet, &cell, &column));
  g_assert_error (column, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED);
  g_assert_true (kx_sheet_end_row (sheet, 5, FALSE, NULL));
  g_assert_true (kx_sheet_add_cell (sheet, &cell, NULL));
  g_assert_false (kx_sheet_end_row (sheet, 5, FALSE, &order));
  g_assert_error (order, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED);
  g_assert_true (kx_sheet_end_row (sheet, 6, FALSE, NULL));
  g_assert_true (kx_sheet_end_row (sheet, 7, FALSE, NULL)); /* empty rows do not count */
  g_assert_true (kx_sheet_add_cell (sheet, &cell, NULL));
  g_assert_false (kx_sheet_end_row (sheet, 8, FALSE, &rows));
  g_assert_error (rows, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT);
  cell.column = 2;
  g_assert_false (kx_sheet_add_cell (sheet, &cell, &cells));
  g_assert_error (cells, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT);
}

static void
test_an_empty_workbook_is_told (void)
{
  g_autoptr (KxWorkbook) workbook = kx_workbook_new (NULL);
  g_autoptr (GError) error = NULL;

  kx_workbook_add_sheet (workbook, "a", FALSE, NULL);
  g_assert_false (kx_workbook_finish (workbook, &error));
  g_assert_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_EMPTY);
}

static void
test_hidden_columns_stay_inside_the_sheet (void)
{
  g_autoptr (KxWorkbook) workbook = kx_workbook_new (NULL);
  KxSheet *sheet = kx_workbook_add_sheet (workbook, "a", TRUE, NULL);

  kx_sheet_hide_columns (sheet, 3, 4);
  kx_sheet_hide_columns (sheet, KX_SHEET_MAX_COLUMNS, G_MAXUINT);
  kx_sheet_hide_columns (sheet, 9, 7);
  g_assert_true (kx_sheet_get_hidden (sheet));
  g_assert_false (kx_sheet_get_column_hidden (sheet, 2));
  g_assert_true (kx_sheet_get_column_hidden (sheet, 3));
  g_assert_true (kx_sheet_get_column_hidden (sheet, 4));
  g_assert_false (kx_sheet_get_column_hidden (sheet, 8));
  g_assert_true (kx_sheet_get_column_hidden (sheet, KX_SHEET_MAX_COLUMNS));
  g_assert_false (kx_sheet_get_column_hidden (sheet, 0));
}

static void
test_cells_have_names (void)
{
  static const struct
  {
    const char *name;
    guint row, column;
  } cases[] = {
    { "A1", 1, 1 }, { "Z2", 2, 26 }, { "AA10", 10, 27 }, { "C19", 19, 3 }, { "XFD1048576", 1048576, 16384 }
  };
  static const char *const wrong[] = {
    "", "A", "1", "A0", "XFE1", "A1048577", "A1B", "é1", "AAAAAAAAAAAAAAAA1", "A99999999999999999999"
  };
  guint row = 7, column = 7;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = kx_sheet_cell_name (cases[i].row, cases[i].column);

      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_true (kx_sheet_parse_cell_name (name, &row, &column));
      g_assert_cmpuint (row, ==, cases[i].row);
      g_assert_cmpuint (column, ==, cases[i].column);
    }
  g_assert_true (kx_sheet_parse_cell_name ("$c$19", &row, &column));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (kx_sheet_parse_cell_name (wrong[i], &row, &column));
  g_assert_cmpuint (row, ==, 19);
  g_assert_cmpuint (column, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/finds-rows-and-cells", test_finds_rows_and_cells);
  g_test_add_func ("/sheet/wide-rows-keep-their-cells", test_wide_rows_keep_their_cells);
  g_test_add_func ("/sheet/merged-cells-carry-their-value", test_merged_cells_carry_their_value);
  g_test_add_func ("/sheet/limits-hold", test_limits_hold);
  g_test_add_func ("/sheet/an-empty-workbook-is-told", test_an_empty_workbook_is_told);
  g_test_add_func ("/sheet/hidden-columns-stay-inside-the-sheet", test_hidden_columns_stay_inside_the_sheet);
  g_test_add_func ("/sheet/cells-have-names", test_cells_have_names);
  return g_test_run ();
}

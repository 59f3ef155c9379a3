#include "exchange/kx-sheet-open.h"
#include "exchange/kx-test-biff.h"
#include "exchange/kx-test-zip.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static void
assert_refused (GBytes *bytes, KxSheetError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_workbook_open_bytes (bytes, NULL, &error));
  g_assert_error (error, KX_SHEET_ERROR, (gint) code);
  if (!g_pattern_match_simple (words, error->message))
    g_error ("%s is not %s", error->message, words);
}

static void
test_what_is_no_table_is_told_so (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    KxSheetError code;
    const char *words;
  } cases[] = {
#define CASE(text, code, words) { text, sizeof (text) - 1, code, words }
    CASE ("", KX_SHEET_ERROR_EMPTY, "Nothing*"),
    CASE ("\xEF\xBB\xBF\r\n ", KX_SHEET_ERROR_EMPTY, "Nothing*"),
    CASE ("\n\n,,\n", KX_SHEET_ERROR_EMPTY, "Nothing*"),
    CASE ("%PDF-1.7", KX_SHEET_ERROR_FORMAT, "*PDF*"),
    CASE ("{\\rtf1 x}", KX_SHEET_ERROR_FORMAT, "*text document*"),
    CASE ("\x89PNG\r\n", KX_SHEET_ERROR_FORMAT, "*picture*"),
    CASE ("Rar!\x1a\x07", KX_SHEET_ERROR_FORMAT, "*packed*"),
    CASE ("<html><table>", KX_SHEET_ERROR_FORMAT, "*web page*.xls*.xlsx*"),
    CASE ("\xEF\xBB\xBF\n <TABLE border=1>", KX_SHEET_ERROR_FORMAT, "*web page*"),
    CASE ("\xFF\xFE<\0h\0t\0m\0l\0>\0", KX_SHEET_ERROR_FORMAT, "*web page*"),
    CASE ("<?xml version=\"1.0\"?><html xmlns=\"x\">", KX_SHEET_ERROR_FORMAT, "*web page*"),
    CASE ("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
          KX_SHEET_ERROR_FORMAT, "*XML table*.xlsx*"),
    CASE ("<?xml version=\"1.0\"?><a/>", KX_SHEET_ERROR_FORMAT, "*XML file*"),
    CASE ("ELF\0\1\2", KX_SHEET_ERROR_FORMAT, "*not a table*"),
    CASE ("\0\0\0\0", KX_SHEET_ERROR_FORMAT, "*not a table*"),
    CASE ("PK\3\4 and no more", KX_SHEET_ERROR_DAMAGED, "*incomplete*"),
#undef CASE
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].data, cases[i].size);

      assert_refused (bytes, cases[i].code, cases[i].words);
    }
}

static void
test_compound_files_are_told_apart (void)
{
  g_autoptr (GBytes) encrypted = kx_test_compound ("EncryptedPackage", (const guint8 *) "x", 1);
  g_autoptr (GBytes) writer = kx_test_compound ("WordDocument", (const guint8 *) "x", 1);
  g_autoptr (GBytes) broken = kx_test_compound ("Workbook", (const guint8 *) "x", 1);

  assert_refused (encrypted, KX_SHEET_ERROR_PASSWORD, "*password*");
  assert_refused (writer, KX_SHEET_ERROR_FORMAT, "*WPS*.xlsx*");
  g_assert_cmpuint (kx_sheet_sniff (broken), ==, KX_SHEET_FORMAT_XLS);
  assert_refused (broken, KX_SHEET_ERROR_DAMAGED, "*.xlsx*");
}

static void
assert_opens (GBytes *bytes, const KxSheetOptions *options, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxWorkbook) workbook = kx_workbook_open_bytes (bytes, options, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kx_sheet_get_cell (kx_workbook_get_sheet (workbook, 0), 1, 1)->text, ==, text);
}

static void
test_tables_open_by_content (void)
{
  KxTestBiff *biff = kx_test_biff_new (FALSE);
  KxSheetOptions wide = { .encoding = "UTF-16LE" };
  g_autoptr (GBytes) xls = NULL, text = g_bytes_new_static ("康复,b\n", 9);
  g_autoptr (GBytes) bare = g_bytes_new_static ("a\0,\0b\0\n\0", 8);
  g_autoptr (GBytes) xlsx = kx_test_zip_workbook (
      "<sheetData><row><c t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>", NULL, NULL);

  kx_test_biff_add_sheet (biff, "a");
  kx_test_biff_add_text (biff, 1, 1, "y");
  xls = kx_test_biff_finish (biff);
  assert_opens (xlsx, NULL, "x");
  assert_opens (xls, NULL, "y");
  assert_opens (text, NULL, "康复");
  assert_opens (bare, &wide, "a");
  assert_refused (bare, KX_SHEET_ERROR_FORMAT, "*not a table*");
}

static void
test_large_files_are_not_read (void)
{
  KxSheetLimits limits = kx_sheet_limits_default;
  KxSheetOptions options = { .limits = &limits };
  g_autofree char *folder = g_dir_make_tmp ("kx-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.csv", NULL),
                  *none = g_build_filename (folder, "b.csv", NULL);
  g_autoptr (KxWorkbook) good = NULL;
  g_autoptr (GError) error = NULL, large = NULL, missing = NULL;

  g_assert_true (g_file_set_contents (path, "a,b\n", 4, NULL));
  limits.file_bytes = 4;
  good = kx_workbook_open_file (path, &options, &error);
  g_assert_no_error (error);
  limits.file_bytes = 3;
  g_assert_null (kx_workbook_open_file (path, &options, &large));
  g_assert_error (large, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT);
  g_assert_null (kx_workbook_open_file (none, NULL, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-open/what-is-no-table-is-told-so", test_what_is_no_table_is_told_so);
  g_test_add_func ("/sheet-open/compound-files-are-told-apart", test_compound_files_are_told_apart);
  g_test_add_func ("/sheet-open/tables-open-by-content", test_tables_open_by_content);
  g_test_add_func ("/sheet-open/large-files-are-not-read", test_large_files_are_not_read);
  return g_test_run ();
}

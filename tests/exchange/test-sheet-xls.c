#include "exchange/kx-sheet-xls.h"
#include "exchange/kx-test-biff.h"
#include "exchange/kx-xls-frames.h"

#include <dirent.h>
#include <string.h>
#include <sys/wait.h>

static const KxCell *
get (const KxWorkbook *workbook, guint sheet, guint row, guint column)
{
  return kx_sheet_get_cell (kx_workbook_get_sheet (workbook, sheet), row, column);
}

static GBytes *
make_workbook (gboolean date_1904)
{
  KxTestBiff *biff = kx_test_biff_new (date_1904);

  kx_test_biff_add_sheet (biff, "名单");
  kx_test_biff_add_text (biff, 1, 1, "机构名称");
  kx_test_biff_add_text (biff, 3, 1, "王䶮㛃𠮷〇·");
  kx_test_biff_add_number (biff, 3, 2, 264, FALSE);
  kx_test_biff_add_number (biff, 3, 3, 0.1, FALSE);
  kx_test_biff_add_number (biff, 3, 4, 450103199003074512.0, FALSE);
  kx_test_biff_add_number (biff, 3, 5, 45474, TRUE);
  kx_test_biff_add_number (biff, 3, 6, 90000, TRUE);
  kx_test_biff_add_number (biff, 3, 7, 60, TRUE);
  kx_test_biff_add_number (biff, 3, 8, 61, TRUE);
  kx_test_biff_add_sheet (biff, "two");
  kx_test_biff_add_text (biff, 9, 4, "x");
  return kx_test_biff_finish (biff);
}

static void
test_a_workbook_is_read (void)
{
  g_autoptr (GBytes) bytes = make_workbook (FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxWorkbook) workbook = kx_sheet_read_xls (bytes, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (kx_workbook_get_n_sheets (workbook), ==, 2);
  g_assert_cmpstr (kx_sheet_get_name (kx_workbook_get_sheet (workbook, 0)), ==, "名单");
  g_assert_cmpstr (get (workbook, 0, 1, 1)->text, ==, "机构名称");
  g_assert_cmpstr (get (workbook, 0, 3, 1)->text, ==, "王䶮㛃𠮷〇·");
  g_assert_cmpstr (get (workbook, 0, 3, 2)->text, ==, "264");
  g_assert_cmpuint (get (workbook, 0, 3, 2)->kind, ==, KX_CELL_NUMBER);
  g_assert_cmpstr (get (workbook, 0, 3, 3)->text, ==, "0.1");
  g_assert_cmpuint (get (workbook, 0, 3, 4)->flags, ==, KX_CELL_DIGITS_LOST);
  g_assert_cmpint (get (workbook, 0, 3, 5)->date.ymd, ==, 20240701);
  g_assert_cmpint (get (workbook, 0, 3, 6)->date.ymd, ==, 21460529);
  g_assert_cmpuint (get (workbook, 0, 3, 7)->kind, ==, KX_CELL_NUMBER);
  g_assert_cmpint (get (workbook, 0, 3, 8)->date.ymd, ==, 19000301);
  g_assert_cmpstr (get (workbook, 1, 9, 4)->text, ==, "x");
  g_assert_cmpuint (kx_sheet_get_n_rows (kx_workbook_get_sheet (workbook, 0)), ==, 2);
}

static void
test_the_other_date_system_counts (void)
{
  g_autoptr (GBytes) bytes = make_workbook (TRUE);
  g_autoptr (KxWorkbook) workbook = kx_sheet_read_xls (bytes, NULL, NULL);

  g_assert_true (kx_workbook_get_date_1904 (workbook));
  g_assert_cmpint (get (workbook, 0, 3, 5)->date.ymd, ==, 20280702);
  g_assert_cmpint (get (workbook, 0, 3, 6)->date.ymd, ==, 21500530);
  g_assert_cmpint (get (workbook, 0, 3, 8)->date.ymd, ==, 19040302);
}

static void
test_a_password_is_told (void)
{
  KxTestBiff *biff = kx_test_biff_new (FALSE);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  kx_test_biff_set_password (biff);
  kx_test_biff_add_sheet (biff, "a");
  kx_test_biff_add_text (biff, 1, 1, "x");
  bytes = kx_test_biff_finish (biff);
  g_assert_null (kx_sheet_read_xls (bytes, NULL, &error));
  g_assert_error (error, KX_SHEET_ERROR, KX_SHEET_ERROR_PASSWORD);
}

static guint
count_descriptors (void)
{
  DIR *folder = opendir ("/proc/self/fd");
  guint n = 0;

  while (readdir (folder) != NULL)
    n++;
  closedir (folder);
  return n;
}

static void
test_broken_workbooks_end_in_an_error (void)
{
  g_autoptr (GBytes) bytes = make_workbook (FALSE);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint descriptors = count_descriptors (), refused = 0;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) broken = NULL;
      g_autoptr (KxWorkbook) workbook = NULL;
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < 20; j++)
        copy[512 + (i * 977 + j * 331) % (size - 512)] ^= (guint8) (i * 37 + j + 1);
      broken = g_bytes_new (copy, i % 3 == 0 ? size / 60 * i : size);
      workbook = kx_sheet_read_xls (broken, NULL, &error);
      g_assert_true ((workbook == NULL) == (error != NULL));
      refused += workbook == NULL;
    }
  g_assert_cmpuint (refused, >, 10);
  g_assert_cmpuint (count_descriptors (), ==, descriptors);
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1); /* no child is left */
}

/* One string of frames; the lengths are written out so that they can be wrong. */
static KxWorkbook *
read_frames (const char *data, gsize size, gsize piece, GError **error)
{
  g_autoptr (KxXlsFrames) frames = kx_xls_frames_new (NULL);

  for (gsize at = 0; at < size; at += piece)
    if (!kx_xls_frames_feed (frames, (const guint8 *) data + at, MIN (piece, size - at), error))
      return NULL;
  return kx_xls_frames_finish (frames, error);
}

#define BEGIN "B\1\0\0\0\0"
#define SHEET "S\1\0\0\0a"
#define CELL "T\5\0\0\0\2\0abc"
#define ROW "R\4\0\0\0\7\0\0\0"
#define LAST "Z\0\0\0\0"

static void
test_frames_come_in_any_pieces (void)
{
  static const char data[] = BEGIN SHEET CELL ROW LAST;

  for (gsize piece = 1; piece < sizeof data; piece++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxWorkbook) workbook = read_frames (data, sizeof data - 1, piece, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (get (workbook, 0, 7, 2)->text, ==, "abc");
    }
}

static void
test_frames_are_not_trusted (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    KxSheetError code;
  } cases[] = {
#define CASE(text, code) { text, sizeof (text) - 1, code }
    CASE ("", KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET CELL ROW, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET CELL ROW LAST "Z", KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET CELL ROW LAST LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (SHEET CELL ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN BEGIN SHEET CELL ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN CELL ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET "T\1\0\0\0\2" LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET "T\3\0\0\0\2\0\377" ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET "T\5\0\0\0\0\0abc" ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET "N\3\0\0\0\2\0a" ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET "?\3\0\0\0\2\0a" ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET "T\377\377\377\177\2\0a", KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET CELL ROW CELL ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN "S\1\0\0\0\377" CELL ROW LAST, KX_SHEET_ERROR_DAMAGED),
    CASE (BEGIN SHEET CELL LAST, KX_SHEET_ERROR_EMPTY),
    CASE ("E\1\0\0\0\4", KX_SHEET_ERROR_PASSWORD),
    CASE ("E\1\0\0\0\6", KX_SHEET_ERROR_SYSTEM),
    CASE (BEGIN "E\1\0\0\0\143", KX_SHEET_ERROR_DAMAGED),
#undef CASE
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (read_frames (cases[i].data, cases[i].size, 64, &error));
      g_assert_error (error, KX_SHEET_ERROR, (gint) cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-xls/a-workbook-is-read", test_a_workbook_is_read);
  g_test_add_func ("/sheet-xls/the-other-date-system-counts", test_the_other_date_system_counts);
  g_test_add_func ("/sheet-xls/a-password-is-told", test_a_password_is_told);
  g_test_add_func ("/sheet-xls/broken-workbooks-end-in-an-error", test_broken_workbooks_end_in_an_error);
  g_test_add_func ("/sheet-xls/frames-come-in-any-pieces", test_frames_come_in_any_pieces);
  g_test_add_func ("/sheet-xls/frames-are-not-trusted", test_frames_are_not_trusted);
  return g_test_run ();
}

/* What was not sent, written out: every change, draft and file of the mirror is in it, and nothing goes. */
#include "models/kx-unsent.h"

#include "exchange/kx-sheet-open.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"
#include "sync/kx-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static char *
save (KxMirror *mirror, const char *folder, guint *ret_n, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_unsent_save_async (mirror, folder, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_unsent_save_finish (mirror, result, ret_n, error);
}

static gboolean
add_upload (KxBook *book, gpointer path, GError **error)
{
  return kx_mirror_upload_add (book, DIGEST, path, 6, (KxTime){ 1782864000000 }, error);
}

/* Whether a cell of the sheet holds the text. */
static gboolean
says (const KxSheet *sheet, const char *text)
{
  for (guint i = 0; i < kx_sheet_get_n_rows (sheet); i++)
    {
      const KxSheetRow *row = kx_sheet_get_row (sheet, i);

      for (guint c = 0; c < row->n_cells; c++)
        if (strstr (row->cells[c].text, text) != NULL)
          return TRUE;
    }
  return FALSE;
}

static void
test_saved (void)
{
  KxTestDesktop *desk = kx_test_desktop_new ();
  char *folder = kx_test_make_folder ();
  g_autofree char *file = g_build_filename (folder, "执照.pdf", NULL), *agency = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *saved = NULL, *again = NULL, *path = NULL, *copy = NULL, *bytes = NULL, *draft = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  KxMirrorSummary summary;
  guint n = 0;

  agency = kx_test_desktop_add_agency (desk, "甲医院");
  kx_mirror_put_draft (desk->mirror, "agency/x", "{\"row\":\"x\",\"base\":0,\"typed\":{\"name\":\"半句\"}}");
  g_assert_true (g_file_set_contents (file, "a scan", -1, NULL));
  kx_test_desktop_write (desk, add_upload, file);
  saved = save (desk->mirror, folder, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 3);
  path = g_build_filename (saved, "unsent.xlsx", NULL);
  workbook = kx_workbook_open_file (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (says (kx_workbook_get_sheet (workbook, 0), "甲医院"));
  g_assert_true (says (kx_workbook_get_sheet (workbook, 0), "Waits to be sent"));
  g_assert_true (says (kx_workbook_get_sheet (workbook, 0), "半句"));
  g_assert_true (says (kx_workbook_get_sheet (workbook, 0), "执照.pdf"));
  copy = g_build_filename (saved, "1-执照.pdf", NULL);
  g_assert_true (g_file_get_contents (copy, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "a scan");
  /* Once more beside it, also in the same second; and nothing went. */
  again = save (desk->mirror, folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, !=, saved);
  kx_mirror_get_summary (desk->mirror, &summary);
  g_assert_cmpuint (summary.waiting, ==, 1);
  draft = kx_mirror_dup_draft (desk->mirror, "agency/x");
  g_assert_nonnull (draft);
  kx_test_desktop_free (desk);
  kx_test_remove_folder (folder);
}

/* A file whose bytes are gone is told in its line; the rest is saved. */
static void
test_file_gone (void)
{
  KxTestDesktop *desk = kx_test_desktop_new ();
  char *folder = kx_test_make_folder ();
  g_autoptr (GError) error = NULL;
  g_autofree char *saved = NULL, *path = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;

  kx_test_desktop_write (desk, add_upload, (gpointer) "/nonexistent/执照.pdf");
  saved = save (desk->mirror, folder, NULL, &error);
  g_assert_no_error (error);
  path = g_build_filename (saved, "unsent.xlsx", NULL);
  workbook = kx_workbook_open_file (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (says (kx_workbook_get_sheet (workbook, 0), "/nonexistent/执照.pdf"));
  kx_test_desktop_free (desk);
  kx_test_remove_folder (folder);
}

static void
test_bad_folder (void)
{
  KxTestDesktop *desk = kx_test_desktop_new ();
  g_autoptr (GError) none = NULL, closed = NULL;

  g_free (kx_test_desktop_add_agency (desk, "甲医院"));
  g_assert_null (save (desk->mirror, "/proc", NULL, &none));
  g_assert_nonnull (none);
  g_assert_null (save (desk->mirror, "/nonexistent", NULL, &closed));
  g_assert_nonnull (closed);
  kx_test_desktop_free (desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unsent/all of it is saved, and nothing goes", test_saved);
  g_test_add_func ("/unsent/a file that is gone is told", test_file_gone);
  g_test_add_func ("/unsent/a folder that takes nothing is told", test_bad_folder);
  return g_test_run ();
}

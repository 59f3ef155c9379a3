#include "core/entities/kx-agency.h"
#include "desktop/export/kx-export-dialog.h"
#include "desktop/import/kx-exchange.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-files.h"
#include "desktop/kx-notice.h"
#include "exchange/kx-sheet-open.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-import-desk.h"

#include <string.h>

/* A page that lists agencies, of which some are chosen. */
struct _TestPage
{
  KxPage parent_instance;
  char **chosen; /* borrowed */
  gboolean lists;
};

#define TEST_TYPE_PAGE (test_page_get_type ())
G_DECLARE_FINAL_TYPE (TestPage, test_page, TEST, PAGE, KxPage)
G_DEFINE_FINAL_TYPE (TestPage, test_page, KX_TYPE_PAGE)

static gboolean
get_list_query (KxPage *page, KxListQuery *ret_query)
{
  if (!TEST_PAGE (page)->lists)
    return FALSE;
  *ret_query = (KxListQuery){ .entity = &kx_agency_entity, .sort = KX_SORT_TITLE, .n_terms = 1 };
  ret_query->terms[0] = (KxTerm){ .field = kx_agency_f_name, .test = KX_ABOVE, .value.TEXT = "乙" };
  return TRUE;
}

static char **
dup_selected_ids (KxPage *page)
{
  return g_strdupv (TEST_PAGE (page)->chosen);
}

static void
test_page_class_init (TestPageClass *class)
{
  KX_PAGE_CLASS (class)->get_list_query = get_list_query;
  KX_PAGE_CLASS (class)->dup_selected_ids = dup_selected_ids;
}

static void
test_page_init (TestPage *self)
{
  self->lists = TRUE;
}

typedef struct
{
  KxTestImportDesk *desk;
  KxWindow *window;
  KxExchange *exchange;
  TestPage *page;
  char *ids[4];
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
submitted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, NULL);

  g_assert_cmpint (decision->result, !=, KX_REJECTED);
  *(guint *) data += 1;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "一号医院", "乙号医院", "二号医院" };
  guint done = 0;

  f->desk = kx_test_import_desk_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
      g_autofree char *code = kx_test_credit_code (i + 1);

      f->ids[i] = kx_test_id ();
      g_ptr_array_add (ops, kx_test_agency_op (kx_schema_get (), f->ids[i], KX_TEST_OFFICE, names[i], code));
      kx_mirror_submit_async (f->desk->mirror, g_steal_pointer (&ops), NULL, submitted, &done);
    }
  while (done < G_N_ELEMENTS (names))
    g_main_context_iteration (NULL, TRUE);
  f->window = kx_window_new (NULL, NULL);
  f->exchange = kx_exchange_get (f->window);
  kx_exchange_set_mirror (f->exchange, f->desk->mirror);
  f->page = g_object_new (TEST_TYPE_PAGE, "title", "Agencies", NULL);
  kx_window_push (f->window, KX_PAGE (f->page));
  gtk_window_present (GTK_WINDOW (f->window));
  settle ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_ref (f->window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  settle ();
  kx_test_finalize (f->window);
  kx_test_import_desk_free (f->desk);
  for (guint i = 0; i < G_N_ELEMENTS (f->ids); i++)
    g_free (f->ids[i]);
}

/* The newest notice, once there are `n`. */
static char *
wait_for_notice (Fixture *f, guint n)
{
  GListModel *notices = kx_window_get_notices (f->window);
  g_autoptr (KxNotice) notice = NULL;

  while (g_list_model_get_n_items (notices) < n)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  notice = g_list_model_get_item (notices, 0);
  return g_strdup (kx_notice_get_text (notice));
}

static GtkWidget *
find (GtkWidget *root, GType type, const char *label)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    {
      g_autofree char *text = NULL;

      if (label != NULL)
        g_object_get (root, type == GTK_TYPE_BUTTON ? "label" : "title", &text, NULL);
      if (label == NULL || g_strcmp0 (text, label) == 0)
        return root;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
click (gpointer root, const char *label)
{
  GtkWidget *button = find (GTK_WIDGET (root), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
check_row (gpointer root, const char *title)
{
  GtkWidget *row = find (GTK_WIDGET (root), ADW_TYPE_ACTION_ROW, title);

  g_assert_nonnull (row);
  gtk_widget_activate (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
}

static const KxSheet *
open_sheet (const char *path, KxWorkbook **ret_workbook)
{
  g_autoptr (GError) error = NULL;

  *ret_workbook = kx_workbook_open_file (path, NULL, &error);
  g_assert_no_error (error);
  return kx_workbook_get_sheet (*ret_workbook, 0);
}

static void
test_a_list_goes_into_a_workbook (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->desk->service->folder, "名单.xlsx", NULL), *notice = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KxWorkbook) workbook = NULL;
  GtkWindow *dialog = kx_exchange_export (f->exchange);
  const KxSheet *sheet;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  settle ();
  kx_files_answer_next (file);
  click (dialog, "_Export…");
  notice = wait_for_notice (f, 1);
  g_assert_null (dialog);
  g_assert_cmpstr (notice, ==, "名单.xlsx is written");
  sheet = open_sheet (path, &workbook);
  /* What was selected, and when. */
  g_assert_nonnull (strstr (kx_sheet_get_cell (sheet, 1, 1)->text, "Name ≥ 乙"));
  g_assert_cmpuint (kx_sheet_get_n_rows (sheet), ==, 3 + 2);
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (kx_window_get_jobs (f->window))));
}

static void
test_chosen_rows_and_columns_go_into_text (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->desk->service->folder, "名单.csv", NULL), *notice = NULL;
  g_autofree char *text = NULL, *code = kx_test_credit_code (3), *wanted = NULL;
  char *chosen[] = { f->ids[2], NULL };
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWindow *dialog;

  f->page->chosen = chosen;
  dialog = kx_exchange_export (f->exchange);
  settle ();
  click (dialog, "_None");
  g_assert_false (gtk_widget_get_sensitive (find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Export…")));
  check_row (dialog, "Name");
  check_row (dialog, "Unified social credit code");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, NULL)), 1);
  kx_files_answer_next (file);
  click (dialog, "_Export…");
  notice = wait_for_notice (f, 1);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  wanted = g_strdup_printf ("\xEF\xBB\xBFName,Unified social credit code\r\n二号医院,%s\r\n", code);
  g_assert_cmpstr (text, ==, wanted);
}

static void
test_what_cannot_be_written_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/proc/nowhere/名单.xlsx");
  g_autofree char *notice = NULL;
  GtkWindow *dialog = kx_exchange_export (f->exchange);

  settle ();
  kx_files_answer_next (file);
  click (dialog, "_Export…");
  notice = wait_for_notice (f, 1);
  g_assert_true (g_str_has_prefix (notice, "名单.xlsx was not written: "));
}

static void
note_text (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_chosen_rows_are_copied (Fixture *f, gconstpointer data)
{
  char *chosen[] = { f->ids[1], f->ids[0], NULL };
  g_autofree char *notice = NULL, *text = NULL, *code = kx_test_credit_code (2), *early = NULL;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (f->window));
  g_auto (GStrv) lines = NULL;

  kx_exchange_copy (f->exchange);
  early = wait_for_notice (f, 1);
  g_assert_cmpstr (early, ==, "Choose rows first, then copy them");
  f->page->chosen = chosen;
  kx_exchange_copy (f->exchange);
  notice = wait_for_notice (f, 2);
  g_assert_cmpstr (notice, ==, "2 rows are copied as a table");
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "text/html"));
  gdk_clipboard_read_text_async (clipboard, NULL, note_text, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "Name\t"));
  g_assert_true (g_str_has_prefix (lines[1], "乙号医院\t"));
  g_assert_nonnull (strstr (lines[1], code));
}

static void
test_a_page_without_a_list_has_nothing_to_export (Fixture *f, gconstpointer data)
{
  g_autofree char *notice = NULL;

  f->page->lists = FALSE;
  g_assert_null (kx_exchange_export (f->exchange));
  notice = wait_for_notice (f, 1);
  g_assert_cmpstr (notice, ==, "There is no list here to export");
}

static void
test_files_have_proper_names (void)
{
  g_autofree char *xlsx = kx_export_file_name (&kx_agency_entity, KX_EXPORT_XLSX, (KxDate){ 20260701 }),
                  *csv = kx_export_file_name (&kx_agency_entity, KX_EXPORT_CSV_GB18030, (KxDate){ 20260701 });

  g_assert_cmpstr (xlsx, ==, "Agency 2026-07-01.xlsx");
  g_assert_cmpstr (csv, ==, "Agency 2026-07-01.csv");
}

#define ADD(name, function) g_test_add ("/exchange/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("a-list-goes-into-a-workbook", test_a_list_goes_into_a_workbook);
  ADD ("chosen-rows-and-columns-go-into-text", test_chosen_rows_and_columns_go_into_text);
  ADD ("what-cannot-be-written-is-told", test_what_cannot_be_written_is_told);
  ADD ("chosen-rows-are-copied", test_chosen_rows_are_copied);
  ADD ("a-page-without-a-list-has-nothing-to-export", test_a_page_without_a_list_has_nothing_to_export);
  g_test_add_func ("/exchange/files-have-proper-names", test_files_have_proper_names);
  return g_test_run ();
}

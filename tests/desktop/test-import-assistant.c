#include "core/entities/kx-agency.h"
#include "desktop/import/kx-exchange.h"
#include "desktop/import/kx-import-columns-step.h"
#include "desktop/import/kx-import-items-view.h"
#include "desktop/import/kx-import-mode-step.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-files.h"
#include "desktop/kx-notice.h"
#include "desktop/kx-test-drive.h"
#include "desktop/rows/kx-job-line.h"
#include "exchange/kx-sheet-open.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-import-choice.h"
#include "models/kx-test-import-desk.h"
#include "models/kx-test-import.h"
#include "sync/kx-mirror-notice.h"

#include <string.h>

#define ROWS(...)                                                                                            \
  (const char *const[])                                                                                      \
  {                                                                                                          \
    __VA_ARGS__, NULL                                                                                        \
  }

typedef struct
{
  KxTestImportDesk *desk;
  KxWindow *window;
  KxExchange *exchange;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_import_desk_new ();
  f->window = g_object_ref (kx_window_new (NULL, NULL));
  f->exchange = kx_exchange_get (f->window);
  kx_exchange_set_mirror (f->exchange, f->desk->mirror);
  gtk_window_present (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_ref (f->exchange);
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  kx_test_finalize (f->window);
  kx_test_finalize (f->exchange);
  kx_test_import_desk_free (f->desk);
}

/* The session has come to rest and the assistant shows it. */
static void
wait (KxImportAssistant *assistant)
{
  kx_test_import_wait (kx_import_assistant_get_session (assistant));
  kx_test_drive_settle ();
}

/* What Ctrl+Enter does. */
static void
go_on (KxImportAssistant *assistant)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (assistant), "import.next", NULL));
  wait (assistant);
}

static void
assert_step (KxImportAssistant *assistant, KxImportStep step)
{
  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, step);
}

typedef struct
{
  GType type;
  const char *label; /* NULL: any */
  guint n;           /* so many before it do not count */
} Wanted;

static gboolean
is_wanted (GtkWidget *widget, gconstpointer data)
{
  Wanted *wanted = (Wanted *) data;
  g_autofree char *label = NULL;

  if (!g_type_is_a (G_OBJECT_TYPE (widget), wanted->type) || !gtk_widget_get_mapped (widget))
    return FALSE;
  if (wanted->label != NULL)
    g_object_get (widget, "label", &label, NULL);
  return g_strcmp0 (label, wanted->label) == 0 && wanted->n-- == 0;
}

static GtkWidget *
find_nth (gpointer root, GType type, guint n)
{
  Wanted wanted = { type, NULL, n };
  GtkWidget *found = kx_test_drive_find_that (root, is_wanted, &wanted);

  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
find_button (gpointer root, const char *label)
{
  Wanted wanted = { GTK_TYPE_BUTTON, label, 0 };
  GtkWidget *found = kx_test_drive_find_that (root, is_wanted, &wanted);

  g_assert_nonnull (found);
  return found;
}

static gboolean
is_told (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static gboolean
has_text (gpointer root, const char *text)
{
  return kx_test_drive_find_that (root, is_told, text) != NULL;
}

static void
close_assistant (KxImportAssistant *assistant)
{
  g_object_ref (assistant);
  gtk_window_close (GTK_WINDOW (assistant));
  kx_test_drive_settle ();
  kx_test_finalize (assistant);
}

static KxImportAssistant *
open_file (Fixture *f, const char *subject, GFile *file)
{
  KxImportAssistant *assistant = kx_exchange_import (f->exchange, subject, file);

  g_assert_nonnull (assistant);
  wait (assistant);
  return assistant;
}

static KxImportAssistant *
open_roster (Fixture *f)
{
  g_autofree char *path = kx_test_import_roster ("shandong.xlsx");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return open_file (f, NULL, file);
}

static KxImportAssistant *
open_grid_of (Fixture *f, const char *subject, const KxTestGrid *grids, guint n)
{
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (grids, n, FALSE);
  g_autofree char *path = g_build_filename (f->desk->service->folder, "名单.xlsx", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  return open_file (f, subject, file);
}

/* There are three offices: one of them is meant. */
static void
choose_office (KxImportAssistant *assistant)
{
  AdwPreferencesRow *row;
  KxImportSession *session = kx_import_assistant_get_session (assistant);
  guint n = 0;

  /* The page before, with such a row of its own, may still be fading out. */
  do
    row = ADW_PREFERENCES_ROW (find_nth (assistant, ADW_TYPE_COMBO_ROW, n++));
  while (!g_str_equal (adw_preferences_row_get_title (row), "Goes to the office"));
  for (guint i = 0; g_strcmp0 (kx_import_session_get_office (session), KX_TEST_PROVINCE_OFFICE) != 0; i++)
    {
      g_assert_cmpuint (i, <, 3);
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
    }
  wait (assistant);
}

static void
walk_to_preview (KxImportAssistant *assistant)
{
  choose_office (assistant);
  go_on (assistant);
  go_on (assistant);
  go_on (assistant);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_PREVIEW);
}

static void
test_five_steps_and_the_result (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant;
  g_autofree char *path = g_build_filename (f->desk->service->folder, "refused.xlsx", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;

  assistant = kx_exchange_import (f->exchange, NULL, NULL);
  kx_test_drive_settle ();
  assert_step (assistant, KX_IMPORT_STEP_FILE);
  g_assert_false (gtk_widget_get_sensitive (find_button (assistant, "_Next")));
  g_assert_true (open_roster (f) == assistant);
  choose_office (assistant);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_TABLE);
  g_assert_cmpint (
      gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (find_nth (assistant, GTK_TYPE_SPIN_BUTTON, 0))), ==,
      3);
  g_assert_true (has_text (assistant, "95 rows of data · 2 other rows are passed over"));
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_COLUMNS);
  g_assert_true (has_text (assistant, "9 of 10 columns are taken in"));
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_MODE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (assistant), "import.back", NULL));
  assert_step (assistant, KX_IMPORT_STEP_COLUMNS);
  go_on (assistant);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_PREVIEW);
  g_assert_true (has_text (assistant, "What would come of it: 88 new, 7 refused"));
  g_assert_true (has_text (assistant, "Refused 7"));
  g_assert_nonnull (find_button (assistant, "_Take in 88 rows"));
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_RESULT);
  g_assert_true (has_text (assistant, "88 new, 7 refused"));
  kx_files_answer_next (file);
  g_signal_emit_by_name (find_button (assistant, "_Save the 7 refused rows as a workbook…"), "clicked");
  while ((bytes = g_file_load_bytes (file, NULL, NULL, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  while (!has_text (assistant, "The refused rows are saved"))
    g_main_context_iteration (NULL, TRUE);
  workbook = kx_workbook_open_bytes (bytes, NULL, NULL);
  g_assert_cmpuint (kx_sheet_get_n_rows (kx_workbook_get_sheet (workbook, 0)), ==, 10);
  close_assistant (assistant);
  /* The result was seen: no line is left. */
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (kx_window_get_jobs (f->window))));
}

/* The rows are saved although nobody waits for it any more, and nobody holds the window meanwhile. */
static void
test_the_window_is_closed_while_saving (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->desk->service->folder, "refused.xlsx", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  KxImportAssistant *assistant = open_roster (f);

  walk_to_preview (assistant);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_RESULT);
  kx_files_answer_next (file);
  g_signal_emit_by_name (find_button (assistant, "_Save the 7 refused rows as a workbook…"), "clicked");
  g_object_ref (assistant);
  gtk_window_destroy (GTK_WINDOW (assistant));
  g_assert_finalize_object (assistant);
  while (!g_file_query_exists (file, NULL))
    g_main_context_iteration (NULL, TRUE);
  kx_test_drive_settle ();
}

static void
test_what_came_in_is_gone_through (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f);
  KxPage *page;

  walk_to_preview (assistant);
  go_on (assistant);
  g_object_add_weak_pointer (G_OBJECT (assistant), (gpointer *) &assistant);
  g_signal_emit_by_name (find_button (assistant, "_Open the list of what came in"), "clicked");
  kx_test_drive_settle ();
  g_assert_null (assistant);
  page = kx_window_get_page (f->window);
  g_assert_cmpstr (kx_page_get_title (page), ==, "Came in with shandong.xlsx");
  g_assert_true (has_text (page, "88 agencies"));
  g_assert_true (kx_window_back (f->window));
}

/* As the notification of its end does: by its number, which nothing else here knows. */
static KxImportAssistant *
open_by_number (Fixture *f, guint most)
{
  KxImportAssistant *found = NULL;

  for (guint number = 0; number <= most && found == NULL; number++)
    {
      kx_exchange_show_import (f->exchange, number);
      kx_test_drive_settle ();
      found = kx_test_drive_find_window (KX_TYPE_IMPORT_ASSISTANT);
    }
  return found;
}

static void
test_the_window_may_be_closed_meanwhile (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f), *again;
  g_autoptr (KxImportSession) session = g_object_ref (kx_import_assistant_get_session (assistant));
  GtkWidget *jobs = GTK_WIDGET (kx_window_get_jobs (f->window)), *line;
  GListModel *notices = kx_window_get_notices (f->window);
  g_autoptr (KxNotice) notice = NULL;

  walk_to_preview (assistant);
  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.next", NULL);
  g_assert_cmpint (kx_import_session_get_activity (session), ==, KX_IMPORT_RUNNING);
  g_assert_cmpuint (kx_exchange_get_n_running (f->exchange), ==, 1);
  line = gtk_widget_get_first_child (jobs);
  g_assert_true (KX_IS_JOB_LINE (line));
  close_assistant (assistant);
  g_assert_true (gtk_widget_get_first_child (jobs) == line);
  kx_test_import_wait (session);
  kx_test_drive_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (notices), ==, 1);
  notice = g_list_model_get_item (notices, 0);
  g_assert_cmpstr (kx_notice_get_text (notice), ==, "shandong.xlsx came in: 88 new, 7 refused");
  g_assert_true (has_text (line, "shandong.xlsx came in"));
  g_signal_emit_by_name (find_nth (line, GTK_TYPE_BUTTON, 0), "clicked");
  kx_test_drive_settle ();
  g_assert_true (gtk_widget_get_first_child (jobs) == line);
  again = kx_test_drive_find_window (KX_TYPE_IMPORT_ASSISTANT);
  assert_step (again, KX_IMPORT_STEP_RESULT);
  close_assistant (again);
  g_assert_null (gtk_widget_get_first_child (jobs));
  g_assert_null (open_by_number (f, 100)); /* it was seen and is gone */
}

static void
test_the_result_opens_from_elsewhere (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f), *again;
  g_autoptr (KxImportSession) session = g_object_ref (kx_import_assistant_get_session (assistant));

  walk_to_preview (assistant);
  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.next", NULL);
  close_assistant (assistant);
  kx_test_import_wait (session);
  kx_test_drive_settle ();
  again = open_by_number (f, 100);
  g_assert_nonnull (again);
  g_assert_true (kx_import_assistant_get_session (again) == session);
  assert_step (again, KX_IMPORT_STEP_RESULT);
  close_assistant (again);
}

static void
note_notices (KxMirror *mirror, gpointer data)
{
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  g_autoptr (GPtrArray) notices = kx_mirror_notice_list (book, NULL);

  *(guint *) data = notices->len;
  kx_mirror_give_reader (mirror, book);
}

/* What came of it is kept beyond the window. */
static void
test_the_end_is_noted (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f);
  guint n = 0;

  walk_to_preview (assistant);
  go_on (assistant);
  close_assistant (assistant);
  for (note_notices (f->desk->mirror, &n); n == 0; note_notices (f->desk->mirror, &n))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n, ==, 1);
}

static GtkWindow *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window; /* GTK has it */
    }
  return NULL;
}

static void
test_closing_asks_while_rows_go_in (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f);
  KxImportSession *session = kx_import_assistant_get_session (assistant);
  GtkWindow *question;

  walk_to_preview (assistant);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.next", NULL);
  gtk_window_close (GTK_WINDOW (f->window));
  question = find_question ();
  g_assert_nonnull (question);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==,
                   "Stop the import and close?");
  g_signal_emit_by_name (find_button (question, "_Stop and close"), "clicked");
  kx_test_drive_settle ();
  g_assert_null (kx_test_drive_find_window (KX_TYPE_IMPORT_ASSISTANT));
  while (session != NULL)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (f->window)));
}

static KxImportAssistant *
paste (Fixture *f, const char *rows)
{
  KxImportAssistant *assistant;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (f->window)), rows);
  kx_exchange_paste (f->exchange);
  while ((assistant = kx_test_drive_find_window (KX_TYPE_IMPORT_ASSISTANT)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait (assistant);
  return assistant;
}

static void
assert_heads (KxImportAssistant *assistant, const char *expected)
{
  g_autofree char *table = kx_import_items_view_dup_table (
      KX_IMPORT_ITEMS_VIEW (find_nth (assistant, KX_TYPE_IMPORT_ITEMS_VIEW, 0)));

  g_assert_true (g_str_has_prefix (table, expected));
}

/* Before and after stand under other titles once they are in. */
static void
test_what_changed_is_told_from_what_will (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (7);
  g_autofree char *rows = g_strdup_printf ("机构名称\t统一社会信用代码\t康复床位\n贴来医院\t%s\t30\n", code);
  g_autofree char *others =
      g_strdup_printf ("机构名称\t统一社会信用代码\t康复床位\n贴来医院\t%s\t31\n", code);
  KxImportAssistant *assistant = paste (f, rows);

  walk_to_preview (assistant);
  go_on (assistant);
  close_assistant (assistant);
  assistant = paste (f, others);
  walk_to_preview (assistant);
  assert_heads (assistant,
                "Row\tName\tField\tValue now\tValue then\n2\t贴来医院\tRehabilitation beds\t30\t31");
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_RESULT);
  kx_test_drive_settle ();
  assert_heads (assistant,
                "Row\tName\tField\tValue before\tValue now\n2\t贴来医院\tRehabilitation beds\t30\t31");
  close_assistant (assistant);
}

static void
note_looking (KxImportSession *session, GParamSpec *spec, guint *n)
{
  *n += kx_import_session_get_activity (session) == KX_IMPORT_LOOKING;
}

/* Lists choose for themselves as they are filled, which is no reason to look at the file once more. */
static void
test_opening_looks_once (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = kx_exchange_import (f->exchange, NULL, NULL);
  KxImportSession *session = kx_import_assistant_get_session (assistant);
  guint n = 0;

  g_signal_connect (session, "notify::activity", G_CALLBACK (note_looking), &n);
  open_roster (f);
  g_assert_cmpuint (n, ==, 0);
  g_signal_handlers_disconnect_by_data (session, &n);
  close_assistant (assistant);
}

static void
test_rows_are_pasted (Fixture *f, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (f->window));
  GListModel *notices = kx_window_get_notices (f->window);
  g_autofree char *code = kx_test_credit_code (7);
  g_autofree char *rows = g_strdup_printf ("机构名称\t统一社会信用代码\t康复床位\n贴来医院\t%s\t30\n", code);
  KxImportAssistant *assistant;

  gdk_clipboard_set_text (clipboard, "no table at all");
  kx_exchange_paste (f->exchange);
  while (g_list_model_get_n_items (notices) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (kx_test_drive_find_window (KX_TYPE_IMPORT_ASSISTANT));
  assistant = paste (f, rows);
  g_assert_true (has_text (assistant, "Pasted rows"));
  walk_to_preview (assistant);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_RESULT);
  g_assert_true (has_text (assistant, "1 new"));
  close_assistant (assistant);
}

static void
test_a_line_is_taken_away (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f);
  KxImportSession *session = kx_import_assistant_get_session (assistant);
  GtkWidget *jobs = GTK_WIDGET (kx_window_get_jobs (f->window));

  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  walk_to_preview (assistant);
  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.next", NULL);
  close_assistant (assistant);
  kx_test_import_wait (session);
  kx_test_drive_settle ();
  g_signal_emit_by_name (find_nth (jobs, GTK_TYPE_BUTTON, 1), "clicked");
  kx_test_drive_settle ();
  g_assert_null (gtk_widget_get_first_child (jobs));
  while (session != NULL)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_wrong_files_leave_the_first_step (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->desk->service->folder, "网页.xls", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  KxImportAssistant *assistant;

  g_assert_true (g_file_set_contents (path, "<html><table></table></html>", -1, NULL));
  kx_files_answer_next (file);
  assistant = kx_exchange_import (f->exchange, NULL, NULL);
  kx_test_drive_settle ();
  g_signal_emit_by_name (find_button (assistant, "_Choose a file…"), "clicked");
  wait (assistant);
  assert_step (assistant, KX_IMPORT_STEP_FILE);
  g_assert_true (has_text (assistant, "网页.xls: This is a web page"));
  g_assert_false (gtk_widget_get_sensitive (find_button (assistant, "_Next")));
  close_assistant (assistant);
}

static void
test_table_and_columns_are_corrected (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (1), *row = g_strdup_printf ("甲医院|%s|1/2/2030|/", code);
  const KxTestGrid grids[] = {
    { .name = "封面", .rows = ROWS ("封面", "内页") },
    { .name = "内页", .rows = ROWS ("题目", "甲|乙|丙|丁", row) },
  };
  KxImportAssistant *assistant = open_grid_of (f, NULL, grids, G_N_ELEMENTS (grids));
  KxImportSession *session = kx_import_assistant_get_session (assistant);
  GListModel *fields = kx_import_session_get_fields (session);
  static const char *const codes[] = { "name", "uscc", "licence_valid_to", "beds" };
  GtkWidget *columns, *options;

  choose_office (assistant);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_TABLE);
  g_assert_false (gtk_widget_get_sensitive (find_button (assistant, "_Next")));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_nth (assistant, GTK_TYPE_DROP_DOWN, 0)), 1);
  wait (assistant);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_nth (assistant, GTK_TYPE_SPIN_BUTTON, 0)), 2);
  wait (assistant);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_COLUMNS);
  g_assert_true (
      has_text (assistant, "Needed, and no column gives it yet: Name, Unified social credit code"));
  /* The step before may still be fading out. */
  columns = find_nth (assistant, KX_TYPE_IMPORT_COLUMNS_STEP, 0);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (find_nth (columns, GTK_TYPE_DROP_DOWN, i)),
                                kx_import_choice_find (fields, codes[i]));
  wait (assistant);
  g_assert_false (has_text (assistant, "Needed"));
  g_assert_true (has_text (assistant, "Some dates may be read in two ways"));
  options = find_nth (columns, GTK_TYPE_MENU_BUTTON, 2);
  g_assert_true (gtk_widget_activate_action (options, "column.dates", "u", KX_IMPORT_DATES_DAY_FIRST));
  wait (assistant);
  g_assert_false (has_text (assistant, "Some dates may be read in two ways"));
  go_on (assistant);
  go_on (assistant);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_RESULT);
  g_assert_true (has_text (assistant, "1 new"));
  close_assistant (assistant);
}

/* Agreements are taken over: the choice is made on the first step, the state on the fourth, and a row without
 * its agency is refused. */
static void
test_agreements_are_taken_over (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (1), *agency = g_strdup_printf ("甲医院|%s|济南市", code);
  const KxTestGrid agencies = { .rows = ROWS ("机构名称|统一社会信用代码|所属区县", agency) };
  const KxTestGrid agreements = { .rows = ROWS ("协议编号|机构名称|协议到期日期", "1号|甲医院|2027-12-31",
                                                "2号|无此医院|2027-12-31") };
  KxImportAssistant *assistant = open_grid_of (f, NULL, &agencies, 1);
  g_autofree char *table = NULL;
  KxPage *page;

  walk_to_preview (assistant);
  go_on (assistant);
  close_assistant (assistant);
  assistant = kx_exchange_import (f->exchange, "agreement", NULL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_nth (assistant, ADW_TYPE_COMBO_ROW, 0)), 0);
  kx_test_drive_settle ();
  g_assert_true (has_text (assistant, "Which table holds the agencies?"));
  g_assert_true (kx_exchange_import (f->exchange, "agreement", NULL) == assistant);
  g_assert_true (open_grid_of (f, "agreement", &agreements, 1) == assistant);
  choose_office (assistant);
  go_on (assistant);
  go_on (assistant);
  go_on (assistant);
  g_assert_true (has_text (assistant, "Take over new records and change existing ones"));
  adw_combo_row_set_selected (
      ADW_COMBO_ROW (find_nth (find_nth (assistant, KX_TYPE_IMPORT_MODE_STEP, 0), ADW_TYPE_COMBO_ROW, 0)), 3);
  g_assert_cmpstr (kx_import_session_get_state (kx_import_assistant_get_session (assistant)), ==, "ended");
  go_on (assistant);
  g_assert_true (has_text (assistant, "What would come of it: 1 new, 1 refused"));
  g_assert_true (has_text (assistant, "This office has no agency “无此医院”: enter the agency first"));
  go_on (assistant);
  g_assert_true (has_text (assistant, "What is new came in as taken over"));
  g_signal_emit_by_name (find_button (assistant, "_Open the list of what came in"), "clicked");
  kx_test_drive_settle ();
  page = kx_window_get_page (f->window);
  g_assert_true (has_text (page, "1 agreement"));
  table =
      kx_import_items_view_dup_table (KX_IMPORT_ITEMS_VIEW (find_nth (page, KX_TYPE_IMPORT_ITEMS_VIEW, 0)));
  g_assert_cmpstr (table, ==, "Row\tName\tWhat happened\n2\t甲医院 · 1号\tCame in new\n");
  g_assert_true (kx_window_back (f->window));
}

static void
test_what_cannot_be_taken_in_is_not (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f);

  choose_office (assistant);
  go_on (assistant);
  go_on (assistant);
  go_on (assistant);
  gtk_switch_set_active (GTK_SWITCH (find_nth (assistant, GTK_TYPE_SWITCH, 0)), TRUE);
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_PREVIEW);
  g_assert_true (has_text (assistant, "All or nothing was chosen"));
  g_assert_false (gtk_widget_get_sensitive (find_button (assistant, "_Take in 88 rows")));
  go_on (assistant);
  assert_step (assistant, KX_IMPORT_STEP_PREVIEW);
  close_assistant (assistant);
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (kx_window_get_jobs (f->window))));
}

static void
test_lists_fit_a_narrow_window_and_are_copied (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f);
  KxImportItemsView *view;
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;

  gtk_window_set_default_size (GTK_WINDOW (assistant), 360, 640);
  walk_to_preview (assistant);
  view = KX_IMPORT_ITEMS_VIEW (find_nth (assistant, KX_TYPE_IMPORT_ITEMS_VIEW, 0));
  table = kx_import_items_view_dup_table (view);
  lines = g_strsplit (table, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7 + 2);
  g_assert_cmpstr (lines[0], ==, "Cell\tName\tField\tWhat is wrong");
  g_assert_true (g_str_has_prefix (lines[1], "H5\t山东大学齐鲁医院\tRehabilitation beds\t“约百张”"));
  kx_import_items_view_set_narrow (view, TRUE);
  kx_test_drive_settle ();
  g_assert_true (has_text (view, "H5 · Rehabilitation beds: “约百张”"));
  close_assistant (assistant);
}

static gboolean
is_row (GtkWidget *widget, gconstpointer label)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  g_autofree char *wrong =
      gtk_test_accessible_check_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, (const char *) label);

  return gtk_accessible_get_accessible_role (accessible) == GTK_ACCESSIBLE_ROLE_ROW && wrong == NULL;
}

static gboolean
is_message (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

/* In a wide window nothing wraps: a row is as high as one line and what stands around it. */
static void
test_short_rows_stand_close (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f);
  GtkWidget *message;
  int line;

  gtk_window_set_default_size (GTK_WINDOW (assistant), 1366, 700);
  walk_to_preview (assistant);
  kx_test_drive_settle ();
  message =
      kx_test_drive_find_that (find_nth (assistant, KX_TYPE_IMPORT_ITEMS_VIEW, 0), is_message, "“约百张”");
  g_assert_nonnull (message);
  gtk_widget_measure (message, GTK_ORIENTATION_VERTICAL, -1, NULL, &line, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_height (message), >=, line);
  g_assert_cmpint (gtk_widget_get_height (message), <, 2 * line);
  close_assistant (assistant);
}

/* Rows take the focus, not their cells: a row is called by all that it says. */
static void
test_rows_say_what_stands_in_them (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant = open_roster (f);
  g_autofree char *label = NULL;
  g_autoptr (GListModel) items = NULL;
  g_autoptr (KxImportItem) item = NULL;

  walk_to_preview (assistant);
  kx_test_drive_settle ();
  items = kx_import_session_list (kx_import_assistant_get_session (assistant), KX_IMPORT_ITEMS_REFUSED);
  item = g_list_model_get_item (items, 0);
  label =
      g_strdup_printf ("山东大学齐鲁医院, H5 · Rehabilitation beds: %s", kx_import_item_get_message (item));
  g_assert_nonnull (
      kx_test_drive_find_that (find_nth (assistant, KX_TYPE_IMPORT_ITEMS_VIEW, 0), is_row, label));
  close_assistant (assistant);
}

static void
test_an_empty_table_is_saved (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->desk->service->folder, "空白.xlsx", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  KxImportAssistant *assistant = kx_exchange_import (f->exchange, NULL, NULL);
  g_autoptr (KxWorkbook) workbook = NULL;

  kx_test_drive_settle ();
  kx_files_answer_next (file);
  g_signal_emit_by_name (find_button (assistant, "Save an _empty table to fill in…"), "clicked");
  while (!has_text (assistant, "The empty table is saved"))
    g_main_context_iteration (NULL, TRUE);
  workbook = kx_workbook_open_file (path, NULL, NULL);
  g_assert_nonnull (workbook);
  close_assistant (assistant);
}

static void
test_who_is_no_clerk_may_not_begin (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) observer = kx_test_actor ("observer", KX_ROLE_INDEX_observer, "370000");

  kx_mirror_set_actor (f->desk->mirror, observer);
  kx_exchange_set_mirror (f->exchange, f->desk->mirror);
  g_assert_null (kx_exchange_import (f->exchange, NULL, NULL));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.import", NULL);
  kx_test_drive_settle ();
  g_assert_null (kx_test_drive_find_window (KX_TYPE_IMPORT_ASSISTANT));
}

#define ADD(name, function) g_test_add ("/import-assistant/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("five-steps-and-the-result", test_five_steps_and_the_result);
  ADD ("what-came-in-is-gone-through", test_what_came_in_is_gone_through);
  ADD ("the-window-may-be-closed-meanwhile", test_the_window_may_be_closed_meanwhile);
  ADD ("the-result-opens-from-elsewhere", test_the_result_opens_from_elsewhere);
  ADD ("the-window-is-closed-while-saving", test_the_window_is_closed_while_saving);
  ADD ("the-end-is-noted", test_the_end_is_noted);
  ADD ("closing-asks-while-rows-go-in", test_closing_asks_while_rows_go_in);
  ADD ("what-changed-is-told-from-what-will", test_what_changed_is_told_from_what_will);
  ADD ("opening-looks-once", test_opening_looks_once);
  ADD ("rows-are-pasted", test_rows_are_pasted);
  ADD ("a-line-is-taken-away", test_a_line_is_taken_away);
  ADD ("wrong-files-leave-the-first-step", test_wrong_files_leave_the_first_step);
  ADD ("table-and-columns-are-corrected", test_table_and_columns_are_corrected);
  ADD ("what-cannot-be-taken-in-is-not", test_what_cannot_be_taken_in_is_not);
  ADD ("lists-fit-a-narrow-window-and-are-copied", test_lists_fit_a_narrow_window_and_are_copied);
  ADD ("short-rows-stand-close", test_short_rows_stand_close);
  ADD ("rows-say-what-stands-in-them", test_rows_say_what_stands_in_them);
  ADD ("agreements-are-taken-over", test_agreements_are_taken_over);
  ADD ("an-empty-table-is-saved", test_an_empty_table_is_saved);
  ADD ("who-is-no-clerk-may-not-begin", test_who_is_no_clerk_may_not_begin);
  return g_test_run ();
}

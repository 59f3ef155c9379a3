#include "desktop/import/kx-exchange.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "desktop/pages/kx-activity-page.h"
#include "desktop/pages/kx-activity-row.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-source.h"
#include "models/kx-import-choice.h"
#include "models/kx-import-keep.h"
#include "models/kx-test-import-desk.h"
#include "models/kx-test-import.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  KxTestImportDesk *desk;
  KxWindow *window;
  KxExchange *exchange;
  char *path; /* of a roster of its own, which a test may move */
} Fixture;

static void
open_window (Fixture *f)
{
  f->window = g_object_ref (kx_window_new (NULL, NULL));
  f->exchange = g_object_ref (kx_exchange_get (f->window));
  kx_exchange_set_mirror (f->exchange, f->desk->mirror);
  gtk_window_present (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
}

static void
close_window (Fixture *f)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_drive_settle ();
  kx_test_finalize (g_steal_pointer (&f->window));
  kx_test_finalize (g_steal_pointer (&f->exchange));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *roster = kx_test_import_roster ("shandong.xlsx"), *bytes = NULL;
  gsize size;

  f->desk = kx_test_import_desk_new ();
  f->path = g_build_filename (f->desk->service->folder, "名单.xlsx", NULL);
  g_assert_true (g_file_get_contents (roster, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (f->path, bytes, (gssize) size, NULL));
  open_window (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_window (f);
  kx_test_import_desk_free (f->desk);
  g_free (f->path);
}

/* The session has come to rest and the assistant shows it. */
static void
wait (KxImportAssistant *assistant)
{
  kx_test_import_wait (kx_import_assistant_get_session (assistant));
  kx_test_drive_settle ();
}

static void
go_on (KxImportAssistant *assistant)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (assistant), "import.next", NULL));
  wait (assistant);
}

static void
close_assistant (KxImportAssistant *assistant)
{
  g_object_ref (assistant);
  gtk_window_close (GTK_WINDOW (assistant));
  kx_test_drive_settle ();
  kx_test_finalize (assistant);
}

static gboolean
is_called (GtkWidget *widget, gconstpointer label)
{
  g_autofree char *wrong = NULL;

  if (!GTK_IS_BUTTON (widget) || !gtk_widget_get_mapped (widget))
    return FALSE;
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              (const char *) label);
  return wrong == NULL;
}

/* The button that a screen reader calls so. */
static void
press_called (GtkWidget *root, const char *label)
{
  GtkWidget *button;

  kx_test_drive_settle ();
  button = kx_test_drive_find_that (root, is_called, label);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  kx_test_drive_settle ();
}

static KxImportColumnItem *
get_column (KxImportAssistant *assistant, const char *code)
{
  GListModel *columns = kx_import_session_get_columns (kx_import_assistant_get_session (assistant));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (KxImportColumnItem) item = g_list_model_get_item (columns, i);

      if (g_strcmp0 (kx_import_column_item_get_code (item), code) == 0)
        return item; /* the list has it */
    }
  return NULL;
}

/* As far as the question what is done with the rows, with a column less. */
static void
choose_half_way (Fixture *f)
{
  g_autoptr (GFile) file = g_file_new_for_path (f->path);
  KxImportAssistant *assistant = kx_exchange_import (f->exchange, NULL, file);
  KxImportSession *session = kx_import_assistant_get_session (assistant);

  wait (assistant);
  kx_import_session_set_office (session, KX_TEST_PROVINCE_OFFICE);
  wait (assistant);
  go_on (assistant);
  go_on (assistant);
  kx_import_session_map (session, get_column (assistant, "beds"), NULL);
  wait (assistant);
  go_on (assistant);
  kx_import_session_set_mode (session, KX_IMPORT_ADD);
  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, KX_IMPORT_STEP_MODE);
  close_assistant (assistant);
}

static void
assert_half_way (KxImportAssistant *assistant)
{
  KxImportSession *session = kx_import_assistant_get_session (assistant);

  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, KX_IMPORT_STEP_MODE);
  g_assert_cmpstr (kx_import_session_get_office (session), ==, KX_TEST_PROVINCE_OFFICE);
  g_assert_cmpint (kx_import_session_get_mode (session), ==, KX_IMPORT_ADD);
  g_assert_null (get_column (assistant, "beds"));
  g_assert_nonnull (get_column (assistant, "name"));
}

static KxImportAssistant *
open_assistant (Fixture *f)
{
  KxImportAssistant *assistant = kx_exchange_import (f->exchange, NULL, NULL);

  kx_test_drive_settle ();
  g_assert_nonnull (assistant);
  return assistant;
}

static guint
count_kept (Fixture *f)
{
  g_auto (GStrv) keys = kx_mirror_list_drafts (f->desk->mirror, KX_IMPORT_KEEP_PREFIX);

  return g_strv_length (keys);
}

static void
test_import_goes_on_after_the_program_was_closed (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant;

  choose_half_way (f);
  g_assert_cmpuint (count_kept (f), ==, 1);
  close_window (f);
  kx_test_import_desk_close (f->desk);
  kx_test_import_desk_open (f->desk);
  open_window (f);
  assistant = open_assistant (f);
  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, KX_IMPORT_STEP_FILE);
  g_assert_nonnull (kx_test_drive_find (GTK_WIDGET (assistant), "名单.xlsx"));
  press_called (GTK_WIDGET (assistant), "Go on with 名单.xlsx");
  wait (assistant);
  assert_half_way (assistant);
  /* To the end: nothing is left of it then. */
  go_on (assistant);
  go_on (assistant);
  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, KX_IMPORT_STEP_RESULT);
  g_assert_cmpuint (count_kept (f), ==, 0);
  close_assistant (assistant);
}

static gboolean
note (gpointer passed)
{
  *(gboolean *) passed = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until a toast has come or gone: one that goes while it still moves crashes libadwaita 1.2. */
static void
pass_time (void)
{
  gboolean passed = FALSE;

  g_timeout_add (1000, note, &passed);
  while (!passed)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_an_unfinished_import_is_thrown_away (Fixture *f, gconstpointer data)
{
  KxImportAssistant *assistant;

  choose_half_way (f);
  assistant = open_assistant (f);
  press_called (GTK_WIDGET (assistant), "Throw away what was chosen for 名单.xlsx");
  g_assert_cmpuint (count_kept (f), ==, 0);
  kx_test_drive_await (GTK_WIDGET (assistant), "The unfinished import was thrown away");
  pass_time ();
  kx_test_drive_press (GTK_WIDGET (assistant), "Undo");
  pass_time ();
  g_assert_cmpuint (count_kept (f), ==, 1);
  press_called (GTK_WIDGET (assistant), "Go on with 名单.xlsx");
  wait (assistant);
  assert_half_way (assistant);
  close_assistant (assistant);
}

static void
test_what_changed_is_said_first (Fixture *f, gconstpointer data)
{
  g_autofree char *elsewhere = g_strconcat (f->path, ".old", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (f->path);
  const KxTestChange change = { 5, "机构名称", "另一家医院" };
  const guint none[] = { 0 };
  KxImportAssistant *assistant;
  gsize size;
  const void *text;

  choose_half_way (f);
  bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_assert_cmpint (g_rename (f->path, elsewhere), ==, 0);
  assistant = open_assistant (f);
  press_called (GTK_WIDGET (assistant), "Go on with 名单.xlsx");
  wait (assistant);
  g_assert_nonnull (
      strstr (kx_import_session_get_problem (kx_import_assistant_get_session (assistant)), "is kept"));
  g_assert_cmpuint (count_kept (f), ==, 1);
  {
    g_autoptr (GBytes) changed = kx_test_import_rewrite (bytes, 3, FALSE, &change, 0, none, NULL);

    text = g_bytes_get_data (changed, &size);
    g_assert_true (g_file_set_contents (f->path, text, (gssize) size, NULL));
  }
  press_called (GTK_WIDGET (assistant), "Go on with 名单.xlsx");
  wait (assistant);
  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, KX_IMPORT_STEP_FILE);
  kx_test_drive_await (GTK_WIDGET (assistant),
                       kx_import_session_get_remark (kx_import_assistant_get_session (assistant)));
  go_on (assistant);
  go_on (assistant);
  go_on (assistant);
  assert_half_way (assistant);
  close_assistant (assistant);
}

static gboolean
is_import (GtkWidget *widget, gconstpointer data)
{
  return KX_IS_ACTIVITY_ROW (widget) &&
         kx_activity_item_get (kx_activity_row_get_item (KX_ACTIVITY_ROW (widget)))->imports;
}

static gboolean
has_import (gpointer page)
{
  return kx_test_drive_find_that (page, is_import, NULL) != NULL;
}

static gboolean
is_sheets (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_DROP_DOWN (widget) && gtk_widget_get_mapped (widget);
}

static gboolean
is_told (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

/* What the list of sheets says, and the line below it. */
static GtkDropDown *
assert_sheet (KxImportAssistant *assistant, const char *label, const char *line)
{
  GtkDropDown *sheets = GTK_DROP_DOWN (kx_test_drive_find_that (GTK_WIDGET (assistant), is_sheets, NULL));
  KxImportChoice *chosen;

  g_assert_nonnull (sheets);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (sheets)), ==, 2);
  chosen = gtk_drop_down_get_selected_item (sheets);
  g_assert_cmpstr (kx_import_choice_get_label (chosen), ==, label);
  g_assert_nonnull (kx_test_drive_find_that (GTK_WIDGET (assistant), is_told, line));
  return sheets;
}

/* A roster, a table that the file hides, and an empty sheet. */
static void
write_sheets (Fixture *f)
{
  const KxTestGrid grids[] = {
    { .name = "名册", .rows = (const char *const[]){ "机构名称|床位数", "甲医院|#1", "乙医院|#2", NULL } },
    { .name = "旧表", .rows = (const char *const[]){ "机构名称|床位数", "丙医院|#3", NULL }, .hidden = TRUE },
    { .name = "空表", .rows = (const char *const[]){ "", NULL } },
  };
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (grids, G_N_ELEMENTS (grids), FALSE);

  g_assert_true (
      g_file_set_contents (f->path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
}

static void
test_the_chosen_sheet_is_chosen_again (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (f->path);
  KxImportAssistant *assistant;

  write_sheets (f);
  assistant = kx_exchange_import (f->exchange, NULL, file);
  wait (assistant);
  kx_import_session_set_office (kx_import_assistant_get_session (assistant), KX_TEST_PROVINCE_OFFICE);
  wait (assistant);
  go_on (assistant);
  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, KX_IMPORT_STEP_TABLE);
  gtk_drop_down_set_selected (assert_sheet (assistant, "名册", "2 rows of data · not read: “旧表”"), 1);
  wait (assistant);
  assert_sheet (assistant, "旧表 (hidden in the file)", "1 row of data · not read: “名册”");
  close_assistant (assistant);
  assistant = open_assistant (f);
  press_called (GTK_WIDGET (assistant), "Go on with 名单.xlsx");
  wait (assistant);
  g_assert_cmpint (kx_import_assistant_get_step (assistant), ==, KX_IMPORT_STEP_TABLE);
  assert_sheet (assistant, "旧表 (hidden in the file)", "1 row of data · not read: “名册”");
  close_assistant (assistant);
}

static void
test_it_is_opened_from_activity (Fixture *f, gconstpointer data)
{
  KxDesk *desk = kx_desk_new_for_mirror (f->desk->mirror, NULL, NULL);
  KxActivityPage *page = KX_ACTIVITY_PAGE (kx_window_get_place (f->window, "activity"));
  KxImportAssistant *assistant;

  kx_activity_page_set_desk (page, desk);
  kx_window_go (f->window, "activity");
  choose_half_way (f);
  kx_page_entered (KX_PAGE (page));
  kx_test_drive_until (has_import, page);
  press_called (kx_test_drive_find_that (GTK_WIDGET (page), is_import, NULL),
                "Go on importing: Unfinished import of 名单.xlsx");
  assistant = kx_test_drive_find_window (KX_TYPE_IMPORT_ASSISTANT);
  g_assert_nonnull (assistant);
  wait (assistant);
  assert_half_way (assistant);
  /* Once more: the one that is open is shown. */
  press_called (kx_test_drive_find_that (GTK_WIDGET (page), is_import, NULL),
                "Go on importing: Unfinished import of 名单.xlsx");
  wait (assistant);
  assert_half_way (assistant);
  close_assistant (assistant);
  g_object_unref (desk);
}

#define ADD(name, function) g_test_add ("/import-resume/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("import-goes-on-after-the-program-was-closed", test_import_goes_on_after_the_program_was_closed);
  ADD ("an-unfinished-import-is-thrown-away", test_an_unfinished_import_is_thrown_away);
  ADD ("what-changed-is-said-first", test_what_changed_is_said_first);
  ADD ("the-chosen-sheet-is-chosen-again", test_the_chosen_sheet_is_chosen_again);
  ADD ("it-is-opened-from-activity", test_it_is_opened_from_activity);
  return g_test_run ();
}

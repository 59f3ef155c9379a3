/* Workbooks of several sheets: which of them can be chosen, which is proposed, and which are named because
 * they would be left out. */
#include "exchange/kx-test-biff.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-store.h"
#include "models/kx-import-choice.h"
#include "models/kx-test-import.h"

#define ROWS(...)                                                                                            \
  (const char *const[])                                                                                      \
  {                                                                                                          \
    __VA_ARGS__, NULL                                                                                        \
  }

typedef struct
{
  char *folder, *codes[3], *rows[3]; /* owned */
  KxStore *store;
  KxActor *clerk;
  KxImportSession *session;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "甲医院", "乙医院", "丙医院" };
  KxStoreOptions options = { .without_areas = TRUE };

  f->folder = kx_test_make_folder ();
  f->store = kx_store_open (f->folder, &options, NULL, NULL);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  kx_test_import_make_office (f->store);
  f->session = kx_import_session_new (kx_import_target_store (f->store), NULL, f->clerk, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      f->codes[i] = kx_test_credit_code (i + 1);
      f->rows[i] = g_strdup_printf ("%s|%s", names[i], f->codes[i]);
    }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (f->session), (gpointer *) &f->session);
  g_object_unref (f->session);
  /* A thread that has just ended may hold the last task a moment longer. */
  while (f->session != NULL)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (f->codes); i++)
    {
      g_free (f->codes[i]);
      g_free (f->rows[i]);
    }
  kx_store_close (f->store);
  kx_actor_free (f->clerk);
  kx_test_remove_folder (f->folder);
}

static void
open_bytes (Fixture *f, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  kx_import_session_open (f->session, file);
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_problem (f->session), ==, NULL);
}

/* The labels of the sheets that can be chosen, parted by bars. */
static char *
join_labels (Fixture *f)
{
  GListModel *sheets = kx_import_session_get_sheets (f->session);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (sheets); i++)
    {
      g_autoptr (KxImportChoice) choice = g_list_model_get_item (sheets, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", kx_import_choice_get_label (choice));
    }
  return g_string_free (text, FALSE);
}

static void
assert_sheets (Fixture *f, const char *labels, const char *chosen, const char *others)
{
  g_autofree char *joined = join_labels (f);

  g_assert_cmpstr (joined, ==, labels);
  g_assert_cmpstr (kx_import_session_get_sheet (f->session), ==, chosen);
  g_assert_cmpstr (kx_import_session_get_other_sheets (f->session), ==, others);
}

static void
choose (Fixture *f, const char *sheet)
{
  kx_import_session_set_sheet (f->session, sheet);
  kx_test_import_wait (f->session);
}

/* Takes the chosen sheet in; so many rows of it are new. */
static void
assert_takes_in (Fixture *f, guint created)
{
  const KxImportReport *report;

  kx_import_session_try (f->session);
  kx_test_import_wait (f->session);
  kx_import_session_run (f->session);
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_problem (f->session), ==, NULL);
  report = kx_import_session_get_report (f->session);
  g_assert_cmpuint (report->counts[KX_IMPORT_CREATED], ==, created);
}

static gint64
count_agencies (Fixture *f)
{
  KxBook *book = kx_store_take_reader (f->store, NULL);
  gint64 n = -1;

  g_assert_true (kx_db_get_integer (book->db, "SELECT count(*) FROM agency", NULL, 0, &n, NULL));
  kx_store_give_reader (f->store, book);
  return n;
}

/* A cover without titles, a hidden table, the roster, and the empty sheets that every new workbook has. */
static void
test_hidden_sheets_are_marked_and_empty_ones_are_none (Fixture *f, gconstpointer data)
{
  const KxTestGrid grids[] = {
    { .name = "封面", .rows = ROWS ("工伤康复协议机构", "二〇二六年") },
    { .name = "旧表", .rows = ROWS ("机构名称|统一社会信用代码", f->rows[0], f->rows[1]), .hidden = TRUE },
    { .name = "名册", .rows = ROWS ("机构名称|统一社会信用代码", f->rows[2]) },
    { .name = "Sheet4", .rows = ROWS ("") },
  };
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (grids, G_N_ELEMENTS (grids), FALSE);

  open_bytes (f, "四张表.xlsx", bytes);
  assert_sheets (f, "封面|旧表 (hidden in the file)|名册", "名册", "“旧表”");
  choose (f, "旧表");
  assert_sheets (f, "封面|旧表 (hidden in the file)|名册", "旧表", "“名册”");
  assert_takes_in (f, 2);
  g_assert_cmpint (count_agencies (f), ==, 2);
}

/* One sheet after the other. */
static void
test_an_old_workbook_has_its_sheets_too (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "市本级", "历下区", "市中区" };
  KxTestBiff *biff = kx_test_biff_new (FALSE);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (GStrv) cells = g_strsplit (f->rows[i], "|", 2);

      kx_test_biff_add_sheet (biff, names[i]);
      kx_test_biff_add_text (biff, 1, 1, "机构名称");
      kx_test_biff_add_text (biff, 1, 2, "统一社会信用代码");
      kx_test_biff_add_text (biff, 2, 1, cells[0]);
      kx_test_biff_add_text (biff, 2, 2, cells[1]);
    }
  bytes = kx_test_biff_finish (biff);
  open_bytes (f, "三张表.xls", bytes);
  assert_sheets (f, "市本级|历下区|市中区", "市本级", "“历下区”, “市中区”");
  choose (f, "市中区");
  assert_sheets (f, "市本级|历下区|市中区", "市中区", "“市本级”, “历下区”");
  assert_takes_in (f, 1);
  open_bytes (f, "三张表.xls", bytes);
  choose (f, "历下区");
  assert_takes_in (f, 1);
  g_assert_cmpint (count_agencies (f), ==, 2);
}

/* Nothing was found in any of them: what is shown is where something stands. */
static void
test_an_empty_first_sheet_is_not_what_is_shown (Fixture *f, gconstpointer data)
{
  const KxTestGrid grids[] = {
    { .name = "Sheet1", .rows = ROWS ("") },
    { .name = "藏起", .rows = ROWS ("旧的"), .hidden = TRUE },
    { .name = "说明", .rows = ROWS ("工伤康复协议机构", "二〇二六年") },
  };
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (grids, G_N_ELEMENTS (grids), FALSE);
  g_autofree char *path = g_build_filename (f->folder, "没有表头.xlsx", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  kx_import_session_open (f->session, file);
  kx_test_import_wait (f->session);
  g_assert_nonnull (kx_import_session_get_problem (f->session));
  assert_sheets (f, "藏起 (hidden in the file)|说明", "说明", NULL);
}

#define ADD(name, function) g_test_add ("/import-sheets/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("hidden-sheets-are-marked-and-empty-ones-are-none",
       test_hidden_sheets_are_marked_and_empty_ones_are_none);
  ADD ("an-old-workbook-has-its-sheets-too", test_an_old_workbook_has_its_sheets_too);
  ADD ("an-empty-first-sheet-is-not-what-is-shown", test_an_empty_first_sheet_is_not_what_is_shown);
  return g_test_run ();
}

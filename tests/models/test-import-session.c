#include "core/entities/kx-agency.h"
#include "core/entities/kx-import-record.h"
#include "core/kx-json.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-store.h"
#include "models/kx-import-choice.h"
#include "models/kx-import-preview.h"
#include "models/kx-test-import.h"
#include "store/kx-row.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define ROWS(...)                                                                                            \
  (const char *const[])                                                                                      \
  {                                                                                                          \
    __VA_ARGS__, NULL                                                                                        \
  }

typedef struct
{
  char *folder;
  KxStore *store;
  KxActor *clerk;
  KxImportSession *session;
} Fixture;

static void
renew_session (Fixture *f)
{
  g_clear_object (&f->session);
  f->session = kx_import_session_new (kx_import_target_store (f->store), NULL, f->clerk, NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  KxStoreOptions options = { .without_areas = TRUE };

  f->folder = kx_test_make_folder ();
  f->store = kx_store_open (f->folder, &options, NULL, NULL);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  kx_test_import_make_office (f->store);
  renew_session (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (f->session), (gpointer *) &f->session);
  g_object_unref (f->session);
  /* A thread that has just ended may hold the last task a moment longer. */
  while (f->session != NULL)
    g_main_context_iteration (NULL, FALSE);
  g_clear_pointer (&f->store, kx_store_close);
  kx_actor_free (f->clerk);
  kx_test_remove_folder (f->folder);
}

static void
open_path (Fixture *f, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  kx_import_session_open (f->session, file);
  g_assert_cmpint (kx_import_session_get_activity (f->session), ==, KX_IMPORT_OPENING);
  kx_test_import_wait (f->session);
}

static void
open_roster (Fixture *f)
{
  g_autofree char *path = kx_test_import_roster ("shandong.xlsx");

  open_path (f, path);
  g_assert_cmpstr (kx_import_session_get_problem (f->session), ==, NULL);
}

static void
open_bytes (Fixture *f, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  open_path (f, path);
}

static void
open_grid (Fixture *f, const char *name, const char *const *rows)
{
  const KxTestGrid grid = { .rows = rows };
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&grid, 1, FALSE);

  open_bytes (f, name, bytes);
}

static void
try_all (Fixture *f)
{
  g_assert_true (kx_import_session_may_try (f->session));
  kx_import_session_try (f->session);
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_problem (f->session), ==, NULL);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_TRIED);
}

static void
run_all (Fixture *f)
{
  g_assert_true (kx_import_session_may_run (f->session));
  kx_import_session_run (f->session);
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_problem (f->session), ==, NULL);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_ENDED);
}

static void
assert_counts (Fixture *f, guint created, guint updated, guint unchanged, guint refused)
{
  const KxImportReport *report = kx_import_session_get_report (f->session);

  g_assert_nonnull (report);
  g_assert_cmpuint (report->counts[KX_IMPORT_CREATED], ==, created);
  g_assert_cmpuint (report->counts[KX_IMPORT_UPDATED], ==, updated);
  g_assert_cmpuint (report->counts[KX_IMPORT_UNCHANGED], ==, unchanged);
  g_assert_cmpuint (report->counts[KX_IMPORT_REFUSED], ==, refused);
}

static guint
count_items (Fixture *f, KxImportItemsKind kind)
{
  g_autoptr (GListModel) list = kx_import_session_list (f->session, kind);

  return g_list_model_get_n_items (list);
}

static gint64
count (Fixture *f, const char *sql)
{
  KxBook *book = kx_store_take_reader (f->store, NULL);
  gint64 n = -1;

  g_assert_true (kx_db_get_integer (book->db, sql, NULL, 0, &n, NULL));
  kx_store_give_reader (f->store, book);
  return n;
}

static KxImportColumnItem *
get_column (Fixture *f, const char *title)
{
  GListModel *columns = kx_import_session_get_columns (f->session);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (KxImportColumnItem) item = g_list_model_get_item (columns, i);

      if (g_str_equal (kx_import_column_item_get_title (item), title))
        return item; /* the list has it */
    }
  g_assert_not_reached ();
}

/* The rows that the sample says are wrong, in order: "5 13 …". */
static char *
list_wrong_rows (void)
{
  g_autofree char *path = kx_test_import_roster ("shandong.truth.json"), *text = NULL;
  g_autoptr (KxJson) json = NULL;
  GString *all = g_string_new (NULL);
  const KxJsonNode *truth;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  json = kx_json_parse (text, length, NULL);
  truth = kx_json_node_member (kx_json_get_root (json), "truth");
  for (guint i = 0; i < kx_json_node_get_n_children (truth); i++)
    {
      const KxJsonNode *row = kx_json_node_get_child (truth, i);

      if (kx_json_node_get_type (kx_json_node_member (row, "error")) == KX_JSON_STRING)
        g_string_append_printf (all, "%s%d", all->len > 0 ? " " : "",
                                (int) kx_json_node_get_integer (kx_json_node_member (row, "row")));
    }
  return g_string_free (all, FALSE);
}

static char *
list_refused_rows (Fixture *f)
{
  g_autoptr (GListModel) list = kx_import_session_list (f->session, KX_IMPORT_ITEMS_REFUSED);
  GString *all = g_string_new (NULL);
  guint last = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KxImportItem) item = g_list_model_get_item (list, i);

      g_assert_cmpstr (kx_import_item_get_message (item), !=, NULL);
      g_assert_cmpstr (kx_import_item_get_cell (item), !=, NULL);
      if (kx_import_item_get_number (item) != last)
        g_string_append_printf (all, "%s%u", all->len > 0 ? " " : "", kx_import_item_get_number (item));
      last = kx_import_item_get_number (item);
    }
  return g_string_free (all, FALSE);
}

static void
note_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_import_session_save_refused_finish (KX_IMPORT_SESSION (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static GBytes *
save_refused (Fixture *f)
{
  g_autofree char *name = kx_import_session_dup_refused_name (f->session);
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GFile) to = g_file_new_for_path (path);
  gboolean saved = FALSE;

  kx_import_session_save_refused_async (f->session, to, NULL, note_saved, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
  return g_file_load_bytes (to, NULL, NULL, NULL);
}

/* The roster as it came, from the file to the result. */
static void
take_in_roster (Fixture *f)
{
  open_roster (f);
  try_all (f);
  run_all (f);
  assert_counts (f, 88, 0, 0, 7);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_the_roster_of_a_province_comes_in (Fixture *f, gconstpointer data)
{
  g_autofree char *wrong = list_wrong_rows (), *tried = NULL, *refused = NULL, *key = NULL, *kept = NULL;
  g_autofree char *folder = g_build_filename (f->folder, "imports", NULL);
  KxImportCounts counts;
  guint last;

  for (guint i = 0; i < 25; i++)
    {
      g_autofree char *old = g_strdup_printf ("%s/%u.xlsx", folder, i);
      const struct utimbuf long_ago = { 1000, 1000 };

      g_mkdir_with_parents (folder, 0700);
      g_assert_true (g_file_set_contents (old, "", 0, NULL));
      g_assert_cmpint (g_utime (old, (struct utimbuf *) &long_ago), ==, 0);
    }
  kx_import_session_set_keep_folder (f->session, folder);
  open_roster (f);
  g_assert_cmpstr (kx_import_session_get_file_name (f->session), ==, "shandong.xlsx");
  g_assert_false (kx_import_session_get_is_text (f->session));
  g_assert_cmpuint (kx_import_session_get_header (f->session, &last), ==, 3);
  g_assert_cmpuint (last, ==, 3);
  g_assert_cmpstr (kx_import_session_get_office (f->session), ==, KX_TEST_PROVINCE_OFFICE);
  counts = kx_import_session_get_counts (f->session);
  g_assert_cmpuint (counts.n_rows, ==, 95);
  g_assert_cmpuint (counts.n_keyed, ==, 95);
  g_assert_cmpuint (counts.n_skipped, ==, 2);
  g_assert_cmpstr (kx_import_column_item_get_code (get_column (f, "机构名称")), ==, "name");
  g_assert_cmpstr (kx_import_column_item_get_code (get_column (f, "康复床位")), ==, "beds");
  g_assert_cmpstr (kx_import_column_item_get_letters (get_column (f, "康复床位")), ==, "H");
  g_assert_cmpint (kx_import_column_item_get_origin (get_column (f, "康复床位")), ==, KX_IMPORT_ORIGIN_TITLE);
  key = kx_import_session_dup_key (f->session);
  g_assert_cmpstr (key, ==, "Rows are known again by “Unified social credit code”, which all of them have");
  try_all (f);
  assert_counts (f, 88, 0, 0, 7);
  tried = list_refused_rows (f);
  g_assert_cmpstr (tried, ==, wrong);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 0);
  run_all (f);
  assert_counts (f, 88, 0, 0, 7);
  refused = list_refused_rows (f);
  g_assert_cmpstr (refused, ==, wrong);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 88);
  g_assert_cmpuint (count_items (f, KX_IMPORT_ITEMS_TOUCHED), ==, 88);
  g_assert_cmpuint (count_items (f, KX_IMPORT_ITEMS_NEW), ==, 88);
  kept = kx_import_session_find_kept (folder, kx_import_session_get_report (f->session)->import);
  g_assert_nonnull (kept);
  g_assert_cmpuint (count_files (folder), ==, 20);
}

/* Three codes that no sample has. */
static char **
make_codes (guint first)
{
  char **codes = g_new0 (char *, 4);

  for (guint i = 0; i < 3; i++)
    codes[i] = kx_test_credit_code (first + i);
  return codes;
}

static void
test_corrected_rows_touch_nothing_else (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) refused = NULL, corrected = NULL;
  g_auto (GStrv) codes = make_codes (901);
  gint64 before;

  take_in_roster (f);
  refused = save_refused (f);
  before = count (f, "SELECT count(*) FROM history WHERE entity = 'agency'");
  {
    /* The refused rows are rows 4 to 10 of their workbook: a heading, the titles and the codes stand above.
     */
    const KxTestChange changes[] = {
      { 4, "康复床位", "100" },
      { 5, "康复床位", "90" },
      { 6, "统一社会信用代码", codes[0] },
      { 7, "统一社会信用代码", "123701002511932062" },
      { 8, "统一社会信用代码", codes[1] },
      { 9, "康复床位", "80" },
      { 10, "统一社会信用代码", codes[2] },
    };

    corrected = kx_test_import_rewrite (refused, 2, TRUE, changes, G_N_ELEMENTS (changes), NULL, NULL);
  }
  renew_session (f);
  open_bytes (f, "corrected.xlsx", corrected);
  g_assert_cmpint (kx_import_column_item_get_origin (get_column (f, "康复床位")), ==, KX_IMPORT_ORIGIN_CODE);
  try_all (f);
  {
    g_autofree char *still = list_refused_rows (f);
    g_assert_cmpstr (still, ==, "");
  }
  assert_counts (f, 7, 0, 0, 0);
  run_all (f);
  assert_counts (f, 7, 0, 0, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 95);
  g_assert_cmpint (count (f, "SELECT count(*) FROM history WHERE entity = 'agency'"), ==, before + 7);
}

static void
test_next_months_roster_shows_what_changes (Fixture *f, gconstpointer data)
{
  static const KxTestChange changes[] = {
    { 4, "康复床位", "300" },
    { 6, "性质", "公立" },
    { 7, "执业许可有效期至", "2032-01-01" },
    { 8, "服务范围", "住院、居家" },
    { 9, "地址", "泺源大街1号" },
    { 10, "康复床位", "301" },
    { 11, "康复床位", "302" },
    { 12, "机构名称", "济南市中心医院（东院）" },
    { 14, "康复床位", "303" },
  };
  static const guint left_out[] = { 15, 16, 5, 13, 19, 23, 37, 77, 82, 0 };
  g_autofree char *path = kx_test_import_roster ("shandong.xlsx");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) first = g_file_load_bytes (file, NULL, NULL, NULL), next = NULL;
  g_auto (GStrv) codes = make_codes (911), rows = g_new0 (char *, 4);
  g_autoptr (GListModel) missing = NULL, differences = NULL;
  g_autoptr (KxImportItem) renamed = NULL, owner = NULL;
  g_autofree char *untried = NULL, *tried = NULL;

  rows[0] = g_strdup_printf ("96|新一医院|%s|济南市|某路1号|/|公立|20|长期|住院", codes[0]);
  rows[1] = g_strdup_printf ("97|新二医院|%s|青岛市|某路2号|/|民营|30|长期|门诊", codes[1]);
  rows[2] = g_strdup_printf ("98|新三医院|%s|青岛市|某路3号|/|民营|40|长期|门诊", codes[2]);
  take_in_roster (f);
  next = kx_test_import_rewrite (first, 3, FALSE, changes, G_N_ELEMENTS (changes), left_out,
                                 (const char *const *) rows);
  renew_session (f);
  open_bytes (f, "八月名单.xlsx", next);
  try_all (f);
  assert_counts (f, 3, 9, 77, 0);
  g_assert_cmpuint (count_items (f, KX_IMPORT_ITEMS_NEW), ==, 3);
  missing = kx_import_session_list (f->session, KX_IMPORT_ITEMS_MISSING);
  g_assert_cmpuint (g_list_model_get_n_items (missing), ==, 2);
  differences = kx_import_session_list (f->session, KX_IMPORT_ITEMS_DIFFERENCES);
  /* The licence that had no end is two of them. */
  g_assert_cmpuint (g_list_model_get_n_items (differences), ==, 10);
  owner = g_list_model_get_item (differences, 1);
  g_assert_cmpstr (kx_import_item_get_label (owner), ==, "Ownership");
  g_assert_cmpstr (kx_import_item_get_old (owner), ==, "Private");
  g_assert_cmpstr (kx_import_item_get_new (owner), ==, "Public");
  renamed = g_list_model_get_item (differences, 8);
  g_assert_cmpstr (kx_import_item_get_old (renamed), ==, "济南市中心医院");
  g_assert_cmpuint (count_items (f, KX_IMPORT_ITEMS_NOTES), >=, 1);
  run_all (f);
  assert_counts (f, 3, 9, 77, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency WHERE deleted_at = 0"), ==, 91);
}

static void
test_the_same_file_is_told (Fixture *f, gconstpointer data)
{
  take_in_roster (f);
  g_assert_null (kx_import_session_get_earlier (f->session));
  renew_session (f);
  open_roster (f);
  g_assert_true (g_str_has_prefix (kx_import_session_get_earlier (f->session), "shandong.xlsx, 20"));
  g_assert_false (kx_import_session_get_interrupted (f->session));
  try_all (f);
  assert_counts (f, 0, 0, 88, 7);
  g_assert_false (kx_import_session_may_run (f->session));
}

static void
test_columns_are_mapped_by_hand_and_remembered (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (1), *row = g_strdup_printf ("甲医院|%s|1/2/2030|/|50", code);
  const char *const *rows = ROWS ("名字栏|号码栏|日子栏|数目栏|床位|地址", row);
  g_autofree char *needed = NULL, *none = NULL;
  g_autoptr (KxImportItem) item = NULL;
  g_autoptr (GListModel) refused = NULL;

  open_grid (f, "自定.xlsx", rows);
  needed = kx_import_session_dup_needed (f->session);
  g_assert_cmpstr (needed, ==, "Name, Unified social credit code");
  g_assert_false (kx_import_session_may_try (f->session));
  kx_import_session_map (f->session, get_column (f, "名字栏"), "name");
  kx_import_session_map (f->session, get_column (f, "号码栏"), "uscc");
  kx_import_session_map (f->session, get_column (f, "日子栏"), "licence_valid_to");
  kx_import_session_map (f->session, get_column (f, "数目栏"), "beds");
  g_assert_cmpstr (kx_import_column_item_get_code (get_column (f, "床位")), ==, NULL);
  g_assert_cmpint (kx_import_session_get_activity (f->session), ==, KX_IMPORT_LOOKING);
  kx_test_import_wait (f->session);
  none = kx_import_session_dup_needed (f->session);
  g_assert_null (none);
  g_assert_true (kx_import_column_item_get_asks_dates (get_column (f, "日子栏")));
  g_assert_cmpstr (kx_import_column_item_get_samples (get_column (f, "日子栏")), ==, "1/2/2030");
  try_all (f);
  assert_counts (f, 0, 0, 0, 1);
  refused = kx_import_session_list (f->session, KX_IMPORT_ITEMS_REFUSED);
  item = g_list_model_get_item (refused, 0);
  g_assert_cmpstr (kx_import_item_get_cell (item), ==, "C2");
  kx_import_session_set_dates (f->session, get_column (f, "日子栏"), KX_IMPORT_DATES_DAY_FIRST);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_SEEN);
  kx_import_session_set_blank (f->session, get_column (f, "数目栏"), KX_IMPORT_BLANK_WORDS_CLEAR);
  kx_test_import_wait (f->session);
  try_all (f);
  run_all (f);
  assert_counts (f, 1, 0, 0, 0);
  renew_session (f);
  open_grid (f, "自定二.xlsx", ROWS ("名字栏|号码栏|日子栏|数目栏|床位|地址", row, "乙医院|x"));
  g_assert_cmpstr (kx_import_column_item_get_code (get_column (f, "数目栏")), ==, "beds");
  g_assert_cmpint (kx_import_column_item_get_origin (get_column (f, "数目栏")), ==,
                   KX_IMPORT_ORIGIN_REMEMBERED);
  g_assert_cmpint (kx_import_column_item_get_blank (get_column (f, "数目栏")), ==,
                   KX_IMPORT_BLANK_WORDS_CLEAR);
  g_assert_cmpint (kx_import_column_item_get_dates (get_column (f, "日子栏")), ==, KX_IMPORT_DATES_DAY_FIRST);
}

static void
test_sheet_and_header_are_chosen (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (1), *row = g_strdup_printf ("甲医院|%s", code);
  const KxTestGrid grids[] = {
    { .name = "名册", .rows = ROWS ("机构名称|统一社会信用代码", row) },
    { .name = "封面", .rows = ROWS ("封面|", "第一列|第二列", row, "合计|1") },
  };
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (grids, G_N_ELEMENTS (grids), FALSE);
  GListModel *sheets, *preview;
  g_autoptr (KxImportPreviewRow) above = NULL, header = NULL, datum = NULL, total = NULL;

  open_bytes (f, "两张表.xlsx", bytes);
  sheets = kx_import_session_get_sheets (f->session);
  g_assert_cmpuint (g_list_model_get_n_items (sheets), ==, 2);
  g_assert_cmpstr (kx_import_session_get_sheet (f->session), ==, "名册");
  kx_import_session_set_sheet (f->session, "封面");
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_sheet (f->session), ==, "封面");
  g_assert_cmpuint (kx_import_session_get_header (f->session, NULL), ==, 0);
  g_assert_nonnull (kx_import_session_get_problem (f->session));
  g_assert_false (kx_import_session_may_try (f->session));
  preview = kx_import_session_get_preview (f->session);
  g_assert_cmpuint (g_list_model_get_n_items (preview), ==, 4);
  kx_import_session_set_header (f->session, 2);
  kx_test_import_wait (f->session);
  g_assert_null (kx_import_session_get_problem (f->session));
  g_assert_cmpuint (kx_import_session_get_header (f->session, NULL), ==, 2);
  kx_import_session_map (f->session, get_column (f, "第一列"), "name");
  kx_import_session_map (f->session, get_column (f, "第二列"), "uscc");
  kx_test_import_wait (f->session);
  preview = kx_import_session_get_preview (f->session);
  above = g_list_model_get_item (preview, 0);
  header = g_list_model_get_item (preview, 1);
  datum = g_list_model_get_item (preview, 2);
  total = g_list_model_get_item (preview, 3);
  g_assert_cmpint (kx_import_preview_row_get_use (above), ==, KX_IMPORT_ROW_ABOVE);
  g_assert_cmpint (kx_import_preview_row_get_use (header), ==, KX_IMPORT_ROW_HEADER);
  g_assert_cmpint (kx_import_preview_row_get_use (datum), ==, KX_IMPORT_ROW_DATA);
  g_assert_cmpint (kx_import_preview_row_get_use (total), ==, KX_IMPORT_ROW_SKIPPED);
  g_assert_cmpint (kx_import_preview_row_get_skip (total), ==, KX_IMPORT_SKIP_TOTAL);
  g_assert_cmpstr (kx_import_preview_row_get_text (datum, 1), ==, "甲医院");
  g_assert_cmpuint (kx_import_preview_row_get_number (datum), ==, 3);
  try_all (f);
  assert_counts (f, 1, 0, 0, 0);
}

static void
test_encoding_and_delimiter_are_chosen (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (1), *row = g_strdup_printf ("甲医院|%s|1;2", code);
  const KxTestGrid grid = { .rows = ROWS ("机构名称|统一社会信用代码|备注", row) };
  g_autoptr (GBytes) bytes = kx_test_roster_csv (&grid, "GB18030");

  open_bytes (f, "名单.csv", bytes);
  g_assert_true (kx_import_session_get_is_text (f->session));
  g_assert_cmpstr (kx_import_session_get_encoding (f->session), ==, "GB18030");
  g_assert_cmpstr (kx_import_session_get_delimiter (f->session), ==, ",");
  kx_import_session_set_encoding (f->session, "UTF-8");
  kx_test_import_wait (f->session);
  g_assert_nonnull (kx_import_session_get_problem (f->session));
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_SEEN);
  g_assert_cmpstr (kx_import_session_get_encoding (f->session), ==, "UTF-8");
  g_assert_cmpuint (g_list_model_get_n_items (kx_import_session_get_preview (f->session)), ==, 0);
  kx_import_session_set_encoding (f->session, "GB18030");
  kx_test_import_wait (f->session);
  g_assert_null (kx_import_session_get_problem (f->session));
  g_assert_cmpuint (kx_import_session_get_header (f->session, NULL), ==, 1);
  kx_import_session_set_delimiter (f->session, ";");
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_delimiter (f->session), ==, ";");
  g_assert_cmpstr (kx_import_session_get_encoding (f->session), ==, "GB18030");
  g_assert_false (kx_import_session_may_try (f->session));
  kx_import_session_set_delimiter (f->session, ",");
  kx_test_import_wait (f->session);
  try_all (f);
  assert_counts (f, 1, 0, 0, 0);
}

static void
test_wrong_files_are_told_in_words (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name, *start, *word;
    gsize size;
  } files[] = {
    { "网页.xls", "<html><table>", "web page", 13 },
    { "空.xlsx", "", "Nothing", 0 },
    { "文.pdf", "%PDF-1.7\n", "PDF", 9 },
    { "大.csv", "a,b\n", "20", 30 * 1000 * 1000 },
    { "加密.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "older office", 2048 },
  };
  g_autofree char *absent = g_build_filename (f->folder, "没有.xlsx", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = g_malloc0 (files[i].size + 1);
      g_autoptr (GBytes) bytes = NULL;

      memset (text, files[i].size > 4096 ? 'x' : 0, files[i].size);
      memcpy (text, files[i].start, strlen (files[i].start));
      bytes = g_bytes_new (text, files[i].size);
      open_bytes (f, files[i].name, bytes);
      g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_NOTHING);
      g_test_message ("%s", kx_import_session_get_problem (f->session));
      g_assert_nonnull (strstr (kx_import_session_get_problem (f->session), files[i].word));
    }
  open_path (f, absent);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_NOTHING);
  g_assert_nonnull (kx_import_session_get_problem (f->session));
}

static void
test_who_is_no_clerk_is_told_at_once (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  f->clerk = kx_test_actor ("observer", KX_ROLE_INDEX_observer, "370000");
  renew_session (f);
  {
    g_autofree char *path = kx_test_import_roster ("shandong.xlsx");

    open_path (f, path);
  }
  g_assert_nonnull (strstr (kx_import_session_get_problem (f->session), "clerk"));
  g_assert_false (kx_import_session_may_try (f->session));
}

static void
test_of_several_offices_one_is_chosen (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied =
      kx_store_apply (f->store, system, (KxOp *const *) ops->pdata, ops->len, NULL);

  g_assert_true (applied->accepted);
  /* A clerk of this very area hardly means those below it. */
  open_roster (f);
  g_assert_cmpuint (g_list_model_get_n_items (kx_import_session_get_offices (f->session)), ==, 3);
  g_assert_cmpstr (kx_import_session_get_office (f->session), ==, KX_TEST_PROVINCE_OFFICE);
  kx_actor_free (f->clerk);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "000000");
  renew_session (f);
  open_roster (f);
  g_assert_cmpuint (g_list_model_get_n_items (kx_import_session_get_offices (f->session)), ==, 3);
  g_assert_null (kx_import_session_get_office (f->session));
  g_assert_false (kx_import_session_may_try (f->session));
  kx_import_session_set_office (f->session, KX_TEST_PROVINCE_OFFICE);
  kx_test_import_wait (f->session);
  try_all (f);
  assert_counts (f, 88, 0, 0, 7);
  kx_import_session_set_office (f->session, KX_TEST_OFFICE);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_SEEN);
  kx_test_import_wait (f->session);
  try_all (f);
  /* Rows of Qingdao are none of Jinan's. */
  g_assert_cmpuint (kx_import_session_get_report (f->session)->counts[KX_IMPORT_REFUSED], >, 7);
}

static void
test_all_or_nothing_waits_for_a_clean_file (Fixture *f, gconstpointer data)
{
  kx_import_session_set_strict (f->session, TRUE);
  open_roster (f);
  try_all (f);
  g_assert_false (kx_import_session_may_run (f->session));
  kx_import_session_set_strict (f->session, FALSE);
  g_assert_true (kx_import_session_may_run (f->session));
}

static void
test_modes_need_other_columns (Fixture *f, gconstpointer data)
{
  g_autofree char *needed = NULL, *none = NULL;

  open_grid (f, "电话.xlsx", ROWS ("机构名称|电话", "甲医院|0531-1"));
  needed = kx_import_session_dup_needed (f->session);
  g_assert_cmpstr (needed, ==, "Unified social credit code");
  kx_import_session_set_mode (f->session, KX_IMPORT_UPDATE);
  none = kx_import_session_dup_needed (f->session);
  g_assert_null (none);
  try_all (f);
  assert_counts (f, 0, 0, 0, 1);
  kx_import_session_set_mode (f->session, KX_IMPORT_BOTH);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_SEEN);
}

/* Ends the import as soon as the first piece is in. */
static void
stop_at_first (KxImportSession *session, GParamSpec *spec, gpointer data)
{
  guint done;

  kx_import_session_get_progress (session, &done, NULL);
  if (done >= KX_IMPORT_TOGETHER)
    kx_import_session_cancel (session);
}

static GBytes *
make_long_roster (guint n)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  KxTestGrid grid = { 0 };

  g_ptr_array_add (rows, g_strdup ("机构名称|统一社会信用代码|所在市|康复床位"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *code = kx_test_credit_code (i);

      g_ptr_array_add (rows, g_strdup_printf ("第%u医院|%s|济南市|%u", i, code, i % 900));
    }
  g_ptr_array_add (rows, NULL);
  grid.rows = (const char *const *) rows->pdata;
  return kx_test_roster_csv (&grid, "UTF-8");
}

static void
test_what_was_stopped_goes_on (Fixture *f, gconstpointer data)
{
  enum
  {
    N = 4200
  };
  g_autoptr (GBytes) bytes = make_long_roster (N);
  gint64 in;
  gulong handler;

  open_bytes (f, "长.csv", bytes);
  try_all (f);
  handler = g_signal_connect (f->session, "notify::progress", G_CALLBACK (stop_at_first), NULL);
  kx_import_session_run (f->session);
  g_assert_cmpint (kx_import_session_get_activity (f->session), ==, KX_IMPORT_RUNNING);
  kx_test_import_wait (f->session);
  g_signal_handler_disconnect (f->session, handler);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_TRIED);
  g_assert_nonnull (kx_import_session_get_problem (f->session));
  in = count (f, "SELECT count(*) FROM agency");
  g_assert_cmpint (in, >=, KX_IMPORT_TOGETHER);
  g_assert_cmpint (in, <, N);
  renew_session (f);
  open_bytes (f, "长.csv", bytes);
  g_assert_true (kx_import_session_get_interrupted (f->session));
  try_all (f);
  run_all (f);
  g_assert_true (kx_import_session_get_report (f->session)->resumed);
  assert_counts (f, N, 0, 0, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, N);
  g_assert_cmpint (count (f, "SELECT count(*) FROM import_record WHERE state = 'finished'"), ==, 1);
}

static void
test_a_session_may_go_while_it_works (Fixture *f, gconstpointer data)
{
  g_autofree char *path = kx_test_import_roster ("shandong.xlsx");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  KxImportSession *session = kx_import_session_new (kx_import_target_store (f->store), NULL, f->clerk, NULL);

  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  kx_import_session_open (session, file);
  g_object_unref (session);
  while (session != NULL)
    g_main_context_iteration (NULL, TRUE);
}

#define ADD(name, function) g_test_add ("/import-session/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("the-roster-of-a-province-comes-in", test_the_roster_of_a_province_comes_in);
  ADD ("corrected-rows-touch-nothing-else", test_corrected_rows_touch_nothing_else);
  ADD ("next-months-roster-shows-what-changes", test_next_months_roster_shows_what_changes);
  ADD ("the-same-file-is-told", test_the_same_file_is_told);
  ADD ("columns-are-mapped-by-hand-and-remembered", test_columns_are_mapped_by_hand_and_remembered);
  ADD ("sheet-and-header-are-chosen", test_sheet_and_header_are_chosen);
  ADD ("encoding-and-delimiter-are-chosen", test_encoding_and_delimiter_are_chosen);
  ADD ("wrong-files-are-told-in-words", test_wrong_files_are_told_in_words);
  ADD ("who-is-no-clerk-is-told-at-once", test_who_is_no_clerk_is_told_at_once);
  ADD ("of-several-offices-one-is-chosen", test_of_several_offices_one_is_chosen);
  ADD ("all-or-nothing-waits-for-a-clean-file", test_all_or_nothing_waits_for_a_clean_file);
  ADD ("modes-need-other-columns", test_modes_need_other_columns);
  ADD ("what-was-stopped-goes-on", test_what_was_stopped_goes_on);
  ADD ("a-session-may-go-while-it-works", test_a_session_may_go_while_it_works);
  return g_test_run ();
}

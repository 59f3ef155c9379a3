#include "exchange/kx-import.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-import-record.h"
#include "exchange/kx-export.h"
#include "exchange/kx-import-mapping.h"
#include "exchange/kx-import-template.h"
#include "exchange/kx-sheet-write.h"
#include "exchange/kx-test-report.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#include <string.h>

#define ROWS(...)                                                                                            \
  (const char *const[])                                                                                      \
  {                                                                                                          \
    __VA_ARGS__, NULL                                                                                        \
  }

#define SHA "00000000000000000000000000000000000000000000000000000000000000aa"

typedef struct
{
  char *folder;
  KxStore *store;
  KxActor *clerk;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;

  f->folder = kx_test_make_folder ();
  f->store = kx_store_open (f->folder, &options, NULL, NULL);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  applied = kx_store_apply (f->store, system, (KxOp *const *) ops->pdata, ops->len, NULL);
  g_assert_true (applied->accepted);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->store, kx_store_close);
  kx_actor_free (f->clerk);
  kx_test_remove_folder (f->folder);
}

/* Chinese words for a few msgids, as a catalogue gives them. */
static const char *
translate (const char *msgid, gpointer data)
{
  static const char *const words[][2] = {
    { "Public", "公立" }, { "Yes", "是" }, { "No", "否" }, { "Name", "名称" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i][0], msgid))
      return words[i][1];
  return msgid;
}

static const KxImportWords chinese = { translate, NULL };

static KxImport *
run (Fixture *f, GBytes *bytes, KxImportOptions options)
{
  g_autoptr (GError) error = NULL;
  KxImport *import;

  options.area = options.area != NULL ? options.area : "370100";
  options.file_name = "名单.xlsx";
  import = kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, &error);
  g_assert_no_error (error);
  g_assert_true (kx_import_run (import, NULL, &error));
  g_assert_no_error (error);
  return import;
}

static KxRecord *
get_agency (Fixture *f, const char *name)
{
  KxBook *book = kx_store_take_reader (f->store, NULL);
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (GPtrArray) rows = NULL;
  KxQuery query = { .entity = &kx_agency_entity, .n_terms = 1 };
  KxRecord *found;

  query.terms[0] = (KxTerm){ .field = kx_agency_f_name, .value.TEXT = name };
  g_assert_cmpint (kx_reader_list (reader, &query, 2, &rows), ==, KX_KNOWN);
  found = rows->len == 1 ? kx_record_copy (rows->pdata[0]) : NULL;
  g_clear_pointer (&reader, kx_row_reader_free);
  kx_store_give_reader (f->store, book);
  return found;
}

static char *
dump (Fixture *f)
{
  KxBook *book = kx_store_take_reader (f->store, NULL);
  char *text = kx_test_dump (book);

  kx_store_give_reader (f->store, book);
  return text;
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

/* A row of the roster used most: name, code and the rest. */
static char *
make_row (const char *name, guint number, const char *rest)
{
  g_autofree char *code = kx_test_credit_code (number);

  return g_strdup_printf ("%s|%s|%s", name, code, rest);
}

static GBytes *
make_roster (char **rows, const char *header)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  KxTestGrid grid = { 0 };

  g_ptr_array_add (all, (gpointer) header);
  for (guint i = 0; rows[i] != NULL; i++)
    g_ptr_array_add (all, rows[i]);
  g_ptr_array_add (all, NULL);
  grid.rows = (const char *const *) all->pdata;
  return kx_test_roster_xlsx (&grid, 1, FALSE);
}

#define HEADER                                                                                               \
  "机构名称|统一社会信用代码|所属区县|性质|康复床位|执业许可有效期至|服务范围|联系人|联系人电话|曾用名"

static void
test_cells_become_values (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (1);
  g_auto (GStrv) rows = g_new0 (char *, 4);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxImport) import = NULL;
  g_autoptr (KxRecord) first = NULL, second = NULL;

  rows[0] = make_row (" 济南康复医院 ", 1,
                      "历下区|民办|２６４张|@46000|住院；门诊/社区|张 三|13800000001|老名医院；更老医院");
  rows[1] = make_row ("第二医院", 2, "370102|公办|1,264|长期|居家|/|—|无");
  import = run (f, bytes = make_roster (rows, HEADER), (KxImportOptions){ 0 });
  kx_test_report_assert_counts (import, 2, 0, 0, 0);
  first = get_agency (f, "济南康复医院");
  g_assert_cmpstr (kx_agency_get_uscc (kx_agency (first)), ==, code);
  g_assert_cmpstr (kx_agency_get_county (kx_agency (first)), ==, "370102");
  g_assert_cmpint (kx_agency_get_ownership (kx_agency (first)), ==, kx_agency_ownership_private);
  g_assert_cmpint (kx_agency_get_beds (kx_agency (first)), ==, 264);
  g_assert_cmpint (kx_agency_get_licence_valid_to (kx_agency (first)).ymd, ==, 20251209);
  g_assert_cmphex (kx_agency_get_scopes_offered (kx_agency (first)).bits, ==, 7);
  g_assert_cmpstr (kx_agency_get_contact (kx_agency (first)), ==, "张三");
  g_assert_cmpint (count (f, "SELECT count(*) FROM former_name"), ==, 2);
  second = get_agency (f, "第二医院");
  g_assert_cmpint (kx_agency_get_beds (kx_agency (second)), ==, 1264);
  g_assert_true (kx_agency_get_licence_no_end (kx_agency (second)));
  g_assert_false (kx_record_has (second, kx_agency_f_licence_valid_to));
  g_assert_false (kx_record_has (second, kx_agency_f_contact));
  g_assert_false (kx_record_has (second, kx_agency_f_contact_phone));
}

static void
test_faulty_cells_refuse_their_rows_alone (Fixture *f, gconstpointer data)
{
  g_autofree char *good = kx_test_credit_code (99);
  g_auto (GStrv) rows = g_new0 (char *, 16);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxImport) import = NULL;
  g_autofree char *refusals = NULL;

  rows[0] = make_row ("甲医院", 1, "历下区|公立|约百张|2030-01-01|住院");
  rows[1] = make_row ("乙医院", 2, "鼓楼区|公立|60|2030-01-01|住院");
  rows[2] = make_row ("丙医院", 3, "历下区|半公立|60|2030-01-01|住院");
  rows[3] = make_row ("丁医院", 4, "历下区|公立|60|1/2/2030|住院");
  rows[4] = make_row ("戊医院", 5, "历下区|公立|60|30.1.2|住院");
  rows[5] = make_row ("己医院", 6, "历下区|公立|60|2030-01-01|住院、跳伞");
  rows[6] = g_strdup ("庚医院|#12370100096483229|历下区|公立|60|2030-01-01|住院");
  rows[7] = g_strdup_printf ("辛医院|%.17s!|历下区|公立|60|2030-01-01|住院", good);
  rows[8] = make_row ("壬医院", 1, "历下区|公立|60|2030-01-01|住院");
  rows[9] = make_row ("癸医院", 7, "历下区|公立|!|2030-01-01|住院");
  rows[10] = make_row ("子医院", 8, "历下区|公立|~#REF!|2030-01-01|住院");
  rows[11] = g_strdup ("丑医院||历下区|公立|60|2030-01-01|住院");
  rows[12] = make_row ("寅医院", 9, "历下区|公立|60|2030-01-01|住院");
  import = run (f, bytes = make_roster (rows, HEADER), (KxImportOptions){ 0 });
  refusals = kx_test_report_join_refusals (import);
  g_assert_cmpstr (
      refusals, ==,
      "E2 not-a-number, C3 unknown-area, D4 unknown-word, F5 ambiguous-date, F6 short-year, G7 unknown-word, "
      "B8 digits-lost, B9 wrong-identifier, B10 double-row, E11 no-result, E12 formula-fault, "
      "B13 code-or-reason");
  kx_test_report_assert_counts (import, 1, 0, 0, 12);
}

static void
test_a_second_time_changes_nothing_and_says_so (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) rows = g_new0 (char *, 4);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxImport) first = NULL, second = NULL;

  rows[0] = make_row ("甲医院", 1, "历下区|公立|60|长期|住院|张三|13800000001|旧名医院");
  rows[1] = make_row ("乙医院", 2, "市中区|公立|70|2030-01-01|门诊|李四|13800000002|");
  first = run (f, bytes = make_roster (rows, HEADER), (KxImportOptions){ 0 });
  kx_test_report_assert_counts (first, 2, 0, 0, 0);
  second = run (f, bytes, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (second, 0, 0, 2, 0);
  g_assert_cmpstr (kx_import_get_report (second)->repeat_of, ==, kx_import_get_report (first)->import);
  g_assert_cmpint (count (f, "SELECT count(*) FROM history WHERE entity = 'agency'"), ==, 2);
}

static void
test_next_months_list_shows_differences_and_the_missing (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) rows = g_new0 (char *, 4), next = g_new0 (char *, 4);
  g_autoptr (GBytes) bytes = NULL, later = NULL;
  g_autoptr (KxImport) first = NULL, dry = NULL, second = NULL;
  g_autofree char *before = NULL, *after = NULL;
  const KxImportLine *line;
  const KxImportDifference *difference;

  rows[0] = make_row ("甲医院", 1, "历下区|公立|60|长期|住院|张三|13800000001|");
  rows[1] = make_row ("乙医院", 2, "历下区|公立|70|长期|门诊|李四|13800000002|");
  rows[2] = make_row ("丙医院", 3, "历下区|公立|80|长期|门诊|王五|13800000003|");
  first = run (f, bytes = make_roster (rows, HEADER), (KxImportOptions){ 0 });
  next[0] = make_row ("甲医院", 1, "|公立|65|2031-01-01||张三|13800000009|");
  next[1] = make_row ("丙医院", 3, "历下区|公立|80|长期|门诊|王五|13800000003|");
  next[2] = make_row ("丁医院", 4, "历下区|公立|80|长期|门诊|赵六|13800000004|");
  later = make_roster (next, HEADER);
  before = dump (f);
  dry = run (f, later, (KxImportOptions){ .dry_run = TRUE });
  after = dump (f);
  kx_test_assert_same_dump (before, after);
  kx_test_report_assert_counts (dry, 1, 1, 1, 0);
  second = run (f, later, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (second, 1, 1, 1, 0);
  g_assert_cmpuint (kx_import_get_report (second)->n_missing, ==, 1);
  g_assert_cmpstr (((KxImportMissing *) kx_import_get_report (second)->missing->pdata[0])->name, ==,
                   "乙医院");
  line = kx_import_get_report (second)->lines->pdata[0];
  g_assert_cmpuint (line->differences->len, ==, 4);
  difference = line->differences->pdata[3];
  g_assert_cmpstr (difference->field, ==, "contact_phone");
  g_assert_null (strstr (difference->new, "13800000009"));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (((KxImportDifference *) line->differences->pdata[i])->field, !=, "county");
}

static void
test_modes_add_or_update_only (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) rows = g_new0 (char *, 3), next = g_new0 (char *, 4);
  g_autoptr (GBytes) bytes = NULL, later = NULL;
  g_autoptr (KxImport) first = NULL, add = NULL, update = NULL;
  g_autoptr (KxRecord) row = NULL;
  g_autofree char *refusals = NULL;

  rows[0] = make_row ("甲医院", 1, "历下区|公立|60");
  first = run (f, bytes = make_roster (rows, HEADER), (KxImportOptions){ 0 });
  next[0] = make_row ("甲医院", 1, "历下区|公立|61");
  next[1] = make_row ("乙医院", 2, "历下区|公立|62");
  later = make_roster (next, HEADER);
  update = run (f, later, (KxImportOptions){ .mode = KX_IMPORT_UPDATE, .dry_run = TRUE });
  kx_test_report_assert_counts (update, 0, 1, 0, 1);
  refusals = kx_test_report_join_refusals (update);
  g_assert_cmpstr (refusals, ==, "B3 not-there");
  add = run (f, later, (KxImportOptions){ .mode = KX_IMPORT_ADD });
  kx_test_report_assert_counts (add, 1, 0, 1, 0);
  row = get_agency (f, "甲医院");
  g_assert_cmpint (kx_agency_get_beds (kx_agency (row)), ==, 60);
}

static void
test_strict_writes_all_or_nothing (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) rows = g_new0 (char *, 3);
  g_autoptr (GBytes) bytes = NULL, good = NULL;
  g_autoptr (KxImport) refused = NULL, taken = NULL;
  g_autofree char *before = dump (f), *after = NULL;

  rows[0] = make_row ("甲医院", 1, "历下区|公立|60");
  rows[1] = make_row ("乙医院", 2, "历下区|公立|好多");
  refused = run (f, bytes = make_roster (rows, HEADER), (KxImportOptions){ .strict = TRUE });
  after = dump (f);
  kx_test_report_assert_counts (refused, 1, 0, 0, 1);
  g_assert_false (kx_import_get_report (refused)->written);
  kx_test_assert_same_dump (before, after);
  g_free (rows[1]);
  rows[1] = make_row ("乙医院", 2, "历下区|公立|61");
  taken = run (f, good = make_roster (rows, HEADER), (KxImportOptions){ .strict = TRUE });
  kx_test_report_assert_counts (taken, 2, 0, 0, 0);
  g_assert_true (kx_import_get_report (taken)->written);
}

static void
test_without_codes_the_name_tells_rows (Fixture *f, gconstpointer data)
{
  const KxTestGrid grid = { .rows = ROWS ("机构名称|信用代码|无代码的原因|所属区县|床位数",
                                          "军队医院||军队医院|历下区|#10", "军队医院||军队医院|市中区|#20",
                                          "军队医院||军队医院|历下区|#30") };
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  g_autoptr (KxImport) first = run (f, bytes, (KxImportOptions){ 0 }),
                       second = run (f, bytes, (KxImportOptions){ 0 });
  g_autofree char *refusals = kx_test_report_join_refusals (first);

  kx_test_report_assert_counts (first, 2, 0, 0, 1);
  g_assert_cmpstr (refusals, ==, "A4 double-row");
  kx_test_report_assert_counts (second, 0, 0, 2, 1);
}

static void
test_errors_come_back_as_a_workbook_to_correct (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) rows = g_new0 (char *, 5);
  g_autoptr (GBytes) bytes = NULL, errors = NULL, fixed = NULL;
  g_autoptr (KxImport) first = NULL, again = NULL, last = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (KxSheetWriter) writer = kx_sheet_writer_new (KX_SHEET_OUT_XLSX, "x");
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  const KxSheet *sheet;
  gint64 before;

  rows[0] = make_row ("甲医院", 1, "历下区|公立|60");
  rows[1] = make_row ("乙医院", 2, "历下区|公立|约百张");
  rows[2] = make_row ("丙医院", 3, "历下区|公立|70");
  rows[3] = make_row ("丁医院", 4, "没有区|公立|70");
  first = run (f, bytes = make_roster (rows, HEADER "|自加的列"), (KxImportOptions){ .words = &chinese });
  kx_test_report_assert_counts (first, 2, 0, 0, 2);
  errors = kx_import_write_errors (first, NULL);
  again = run (f, errors, (KxImportOptions){ .words = &chinese });
  kx_test_report_assert_counts (again, 0, 0, 0, 2);
  before = count (f, "SELECT count(*) FROM history WHERE entity = 'agency'");
  workbook = kx_workbook_open_bytes (errors, NULL, NULL);
  sheet = kx_workbook_get_sheet (workbook, 0);
  g_assert_cmpuint (kx_sheet_get_n_rows (sheet), ==, 5);
  g_assert_nonnull (strstr (kx_sheet_get_cell (sheet, 4, 12)->text, "约百张"));
  for (guint i = 1; i <= 12; i++)
    kx_sheet_writer_add_column (writer, kx_sheet_get_cell (sheet, 2, i)->text,
                                kx_sheet_get_cell (sheet, 3, i)->text, KX_COLUMN_TEXT);
  for (guint row = 4; row <= 5; row++)
    {
      g_ptr_array_set_size (cells, 0);
      for (guint i = 1; i <= 12; i++)
        g_ptr_array_add (cells, (gpointer) (i == 5   ? "100"
                                            : i == 3 ? "历下区"
                                                     : kx_sheet_get_cell (sheet, row, i)->text));
      g_assert_true (kx_sheet_writer_add_row (writer, (const char *const *) cells->pdata, NULL));
    }
  fixed = kx_sheet_writer_finish (writer, NULL);
  last = run (f, fixed, (KxImportOptions){ .words = &chinese });
  kx_test_report_assert_counts (last, 2, 0, 0, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM history WHERE entity = 'agency'"), ==, before + 2);
}

static void
stop_after_first (guint done, guint total, gpointer data)
{
  if (done >= KX_IMPORT_TOGETHER)
    g_cancellable_cancel (data);
}

static void
test_an_interrupted_import_goes_on (Fixture *f, gconstpointer data)
{
  enum
  {
    ROWS_IN_ALL = 1200
  };
  g_auto (GStrv) rows = g_new0 (char *, ROWS_IN_ALL + 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KxImportOptions options = {
    .area = "370100", .file_name = "x", .progress = stop_after_first, .progress_data = cancellable
  };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxImport) stopped = NULL, resumed = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < ROWS_IN_ALL; i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u医院", i);

      rows[i] = make_row (name, i, i == 3 ? "历下区|公立|许多" : "历下区|公立|60");
    }
  bytes = make_roster (rows, HEADER);
  stopped = kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, &error);
  g_assert_no_error (error);
  g_assert_false (kx_import_run (stopped, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, KX_IMPORT_TOGETHER - 1);
  resumed = run (f, bytes, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (resumed, ROWS_IN_ALL - 1, 0, 0, 1);
  g_assert_true (kx_import_get_report (resumed)->resumed);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, ROWS_IN_ALL - 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM import_record"), ==, 1);
  g_assert_cmpint (count (f, "SELECT rows_created FROM import_record"), ==, ROWS_IN_ALL - 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM import_record WHERE state = 'finished'"), ==, 1);
}

/* Rows that went in under another meaning of the columns are no beginning of this import. */
static void
test_an_interrupted_import_goes_on_only_as_it_began (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) rows = g_new0 (char *, KX_IMPORT_TOGETHER + 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KxImportOptions options = {
    .area = "370100", .file_name = "x", .progress = stop_after_first, .progress_data = cancellable
  };
  const char *mapping = "{\"columns\":[{\"title\":\"其余\",\"field\":\"note\"}]}";
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxImport) stopped = NULL, other = NULL, later = NULL;

  for (guint i = 0; i <= KX_IMPORT_TOGETHER; i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u医院", i);

      rows[i] = make_row (name, i, "其他");
    }
  bytes = make_roster (rows, "机构名称|代码|其余");
  stopped = kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, NULL);
  g_assert_false (kx_import_run (stopped, cancellable, NULL));
  other = run (f, bytes, (KxImportOptions){ .mapping = mapping });
  kx_test_report_assert_counts (other, 1, KX_IMPORT_TOGETHER, 0, 0);
  g_assert_false (kx_import_get_report (other)->resumed);
  /* The one that was interrupted is older than one that came to its end: it is not gone on with. */
  later =
      run (f, bytes, (KxImportOptions){ .mapping = "{\"columns\":[{\"title\":\"其余\",\"field\":null}]}" });
  kx_test_report_assert_counts (later, 0, 0, KX_IMPORT_TOGETHER + 1, 0);
  g_assert_cmpstr (kx_import_get_report (later)->repeat_of, ==, kx_import_get_report (other)->import);
}

static void
test_a_mapping_is_remembered_for_the_same_header (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) rows = g_new0 (char *, 2), next = g_new0 (char *, 2);
  g_autoptr (GBytes) bytes = NULL, later = NULL;
  g_autoptr (KxImport) first = NULL, second = NULL;
  g_autoptr (KxRecord) row = NULL;

  rows[0] = make_row ("甲医院", 1, "内部说明");
  next[0] = make_row ("乙医院", 2, "另一说明");
  first = run (f, bytes = make_roster (rows, "机构名称|信用代码|其余"),
               (KxImportOptions){ .mapping = "{\"columns\":[{\"title\":\"其余\",\"field\":\"note\"}]}" });
  second = run (f, later = make_roster (next, "机构名称|信用代码|其余"), (KxImportOptions){ 0 });
  kx_test_report_assert_counts (second, 1, 0, 0, 0);
  row = get_agency (f, "乙医院");
  g_assert_cmpstr (kx_agency_get_note (kx_agency (row)), ==, "另一说明");
}

static KxImport *
open_workbook (Fixture *f, const KxWorkbook *workbook, KxImportOptions options)
{
  g_autoptr (GError) error = NULL;
  KxImport *import;

  options.area = "370100";
  options.file_name = "名单.xlsx";
  import =
      kx_import_new_opened (kx_import_target_store (f->store), f->clerk, workbook, SHA, &options, &error);
  g_assert_no_error (error);
  return import;
}

/* Cells without a value keep what is there, unless the column was said to mean something else. */
static void
test_blanks_mean_what_was_said (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *blank, *cells;
    gboolean beds, kind, county, name;
  } cases[] = {
    { "", "/||/", TRUE, TRUE, TRUE, TRUE },
    { ",\"blank\":\"words-clear\"", "/||/", FALSE, TRUE, FALSE, TRUE },
    { ",\"blank\":\"clears\"", "/||", FALSE, FALSE, FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("第%u康复医院", i), *code = kx_test_credit_code (100 + i);
      g_auto (GStrv) rows = g_new0 (char *, 2), next = g_new0 (char *, 2);
      g_autoptr (GBytes) bytes = NULL, later = NULL;
      g_autoptr (KxImport) first = NULL, second = NULL;
      g_autofree char *mapping = g_strdup_printf (
          "{\"columns\":[{\"title\":\"机构名称\",\"field\":\"name\",\"blank\":\"clears\"},"
          "{\"title\":\"床位\",\"field\":\"beds\"%s},{\"title\":\"性质\",\"field\":\"ownership\"%s},"
          "{\"title\":\"区县\",\"field\":\"county\"%s}]}",
          cases[i].blank, cases[i].blank, cases[i].blank);
      g_autoptr (KxRecord) row = NULL;

      rows[0] = g_strdup_printf ("%s|%s|60|公立|历下区", name, code);
      next[0] = g_strdup_printf ("|%s|%s", code, cases[i].cells);
      first = run (f, bytes = make_roster (rows, "机构名称|代码|床位|性质|区县"), (KxImportOptions){ 0 });
      kx_test_report_assert_counts (first, 1, 0, 0, 0);
      second = run (f, later = make_roster (next, "机构名称|代码|床位|性质|区县"),
                    (KxImportOptions){ .mapping = mapping });
      kx_test_report_assert_counts (second, 0, i > 0, i == 0, 0);
      row = get_agency (f, name);
      g_assert_nonnull (row);
      g_assert_cmpint (kx_record_has (row, kx_agency_f_beds), ==, cases[i].beds);
      g_assert_cmpint (kx_record_has (row, kx_agency_f_ownership), ==, cases[i].kind);
      g_assert_cmpint (kx_record_has (row, kx_agency_f_county), ==, cases[i].county);
    }
}

static void
test_the_order_of_dates_is_said_once (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) rows = g_new0 (char *, 2);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxImport) unsaid = NULL, said = NULL;
  g_autofree char *refusals = NULL;
  g_autoptr (KxRecord) row = NULL;

  rows[0] = make_row ("甲医院", 1, "1/2/2030");
  bytes = make_roster (rows, "机构名称|代码|执业许可有效期至");
  unsaid = run (f, bytes, (KxImportOptions){ .dry_run = TRUE });
  refusals = kx_test_report_join_refusals (unsaid);
  g_assert_cmpstr (refusals, ==, "C2 ambiguous-date");
  said = run (f, bytes,
              (KxImportOptions){ .mapping = "{\"columns\":[{\"column\":3,\"title\":\"执业许可有效期至\","
                                            "\"field\":\"licence_valid_to\",\"dates\":\"day-first\"}]}" });
  kx_test_report_assert_counts (said, 1, 0, 0, 0);
  row = get_agency (f, "甲医院");
  g_assert_cmpint (kx_agency_get_licence_valid_to (kx_agency (row)).ymd, ==, 20300201);
}

static void
test_a_table_is_seen_before_it_can_be_taken_in (Fixture *f, gconstpointer data)
{
  const KxTestGrid grid = { .name = "表", .rows = ROWS ("说明|说明", "甲列|乙列|机构名称", "#1|x|甲医院") };
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  g_autoptr (KxWorkbook) workbook = kx_workbook_open_bytes (bytes, NULL, NULL);
  g_autoptr (KxImport) seen = open_workbook (f, workbook, (KxImportOptions){ .sheet = "表", .header = 2 });
  g_autoptr (KxImport) mapped = NULL;
  g_autoptr (GError) error = NULL;
  const KxImportReport *report;
  g_autofree char *needed = NULL;

  g_assert_cmpuint (kx_import_get_table (seen)->columns->len, ==, 3);
  g_assert_false (kx_import_check (seen, &error));
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_COLUMNS);
  g_clear_error (&error);
  g_assert_false (kx_import_run (seen, NULL, &error));
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_COLUMNS);
  needed = kx_import_list_needed (&kx_agency_entity, KX_IMPORT_BOTH, 1u << kx_agency_f_name, &chinese);
  g_assert_cmpstr (needed, ==, "Unified social credit code");
  g_assert_null (kx_import_list_needed (&kx_agency_entity, KX_IMPORT_UPDATE, 1u << kx_agency_f_name, NULL));
  mapped = open_workbook (
      f, workbook,
      (KxImportOptions){ .sheet = "表",
                         .header = 2,
                         .mapping = "{\"columns\":[{\"column\":2,\"field\":\"no_uscc_reason\"}]}" });
  g_assert_true (kx_import_check (mapped, NULL));
  g_assert_null (kx_import_find_earlier (mapped, NULL, NULL));
  g_assert_true (kx_import_run (mapped, NULL, NULL));
  kx_test_report_assert_counts (mapped, 1, 0, 0, 0);
  report = kx_import_get_report (mapped);
  g_assert_cmpuint (report->touched->len, ==, 1);
  g_assert_cmpuint (g_array_index (report->touched, KxImportTouched, 0).number, ==, 3);
  g_assert_cmpint (g_array_index (report->touched, KxImportTouched, 0).outcome, ==, KX_IMPORT_CREATED);
}

static void
test_the_template_comes_in_empty (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kx_import_write_template (&kx_agency_entity, &chinese, &error);
  KxImportOptions options = { .area = "370100", .words = &chinese };

  g_assert_no_error (error);
  g_assert_null (kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, &error));
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_EMPTY);
}

static void
test_what_cannot_begin_says_why (Fixture *f, gconstpointer data)
{
  const KxTestGrid nameless = { .rows = ROWS ("统一社会信用代码|电话|床位", "1|2|3") };
  const KxTestGrid headless = { .rows = ROWS ("甲|乙", "丙|丁") };
  const KxTestGrid empty = { .rows = ROWS ("机构名称|统一社会信用代码", "合计|0") };
  const struct
  {
    const KxTestGrid *grid;
    const char *area, *words;
    KxImportError code;
  } rows[] = {
    { &nameless, "370100", "名称", KX_IMPORT_ERROR_COLUMNS },
    { &headless, "370100", "titles", KX_IMPORT_ERROR_HEADER },
    { &empty, "370100", "rows", KX_IMPORT_ERROR_EMPTY },
    { &nameless, "410000", "410000", KX_IMPORT_ERROR_OFFICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = kx_test_roster_xlsx (rows[i].grid, 1, FALSE);
      KxImportOptions options = { .area = rows[i].area, .words = &chinese };
      g_autoptr (GError) error = NULL;

      g_assert_null (kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, &error));
      g_assert_error (error, KX_IMPORT_ERROR, (gint) rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].words));
    }
}

static void
test_who_may_not_write_takes_nothing_in (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) stranger = kx_test_actor ("stranger", KX_ROLE_INDEX_clerk, "370200");
  g_autoptr (KxActor) observer = kx_test_actor ("observer", KX_ROLE_INDEX_observer, "370000");
  g_auto (GStrv) rows = g_new0 (char *, 2);
  g_autoptr (GBytes) bytes = NULL;
  KxImportOptions options = { .area = "370100" };
  g_autoptr (GError) error = NULL;
  g_autoptr (KxImport) import = NULL;

  rows[0] = make_row ("甲医院", 1, "历下区|公立|60");
  bytes = make_roster (rows, HEADER);
  g_assert_null (kx_import_new (kx_import_target_store (f->store), stranger, bytes, &options, &error));
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_REFUSED);
  g_clear_error (&error);
  import = kx_import_new (kx_import_target_store (f->store), observer, bytes, &options, &error);
  g_assert_no_error (error);
  g_assert_false (kx_import_run (import, NULL, &error));
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_REFUSED);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agency"), ==, 0);
}

static void
test_provinces_without_a_pack_come_in_too (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *area, *city, *county, *code;
  } provinces[] = { { "410000", "郑州市", "中原区", "410102" },
                    { "510000", "成都市", "武侯区", "510107" },
                    { "450000", "南宁市", "青秀区", "450103" },
                    { "460000", "三亚市", "", "460200" } };
  g_autoptr (KxActor) system = kx_actor_new_system ();

  for (guint i = 0; i < G_N_ELEMENTS (provinces); i++)
    {
      g_autofree char *code = kx_test_credit_code (i), *name = g_strdup_printf ("第%u康复医院", i);
      g_autofree char *row =
          g_strdup_printf ("1|%s|%s|%s|%s|三甲|60|", name, code, provinces[i].city, provinces[i].county);
      const KxTestGrid grid = {
        .rows = ROWS ("工伤康复协议机构名册|||||||", "序号|基本情况||地区||等级|床位|备注",
                      "|单位全称|信用代码|市州|县（市、区）|||", row, "填表：王某|||审核：李某||||"),
        .merges = "A1:H1 A2:A3 B2:C2 D2:E2 F2:F3 G2:G3 H2:H3"
      };
      g_autoptr (GBytes) bytes =
          i % 2 == 0 ? kx_test_roster_xlsx (&grid, 1, FALSE) : kx_test_roster_csv (&grid, "GB18030");
      KxImportOptions options = { .area = provinces[i].area };
      g_autoptr (KxImport) import =
          kx_import_new (kx_import_target_store (f->store), system, bytes, &options, NULL);
      g_autoptr (KxRecord) agency = NULL;

      g_assert_nonnull (import);
      g_assert_true (kx_import_run (import, NULL, NULL));
      kx_test_report_assert_counts (import, 1, 0, 0, 0);
      agency = get_agency (f, name);
      g_assert_cmpstr (kx_agency_get_county (kx_agency (agency)), ==, provinces[i].code);
      g_assert_cmpint (kx_agency_get_hospital_level (kx_agency (agency)), ==,
                       kx_agency_hospital_level_tertiary_a);
    }
}

static void
test_an_export_comes_back_unchanged (Fixture *f, gconstpointer data)
{
  static const KxExportFormat formats[] = { KX_EXPORT_XLSX, KX_EXPORT_CSV, KX_EXPORT_CSV_GB18030 };
  g_auto (GStrv) rows = g_new0 (char *, 4);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxImport) first = NULL;

  rows[0] = make_row ("甲医院", 1, "历下区|公立|60|长期|住院、门诊|张三|13800000001|旧名医院");
  rows[1] = make_row ("=乙,\"医院\"䶮", 2, "历下区|民营|70|2030-01-01|门诊|李四|0531-88888888|");
  rows[2] = make_row ("丙医院", 3, "|||||||");
  first = run (f, bytes = make_roster (rows, HEADER), (KxImportOptions){ 0 });
  kx_test_report_assert_counts (first, 3, 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      KxBook *book = kx_store_take_reader (f->store, NULL);
      KxListQuery query = { .entity = kx_schema_entity (book->schema, "agency"),
                            .actor = f->clerk,
                            .sort = KX_SORT_TITLE };
      g_autoptr (GError) error = NULL;
      KxExportOptions options = { .format = formats[i], .now = kx_store_now (f->store) };
      g_autoptr (GBytes) exported = kx_export_rows (book, &query, &options, &chinese, &error);
      g_autoptr (KxImport) again = NULL;
      gsize size;

      g_assert_no_error (error);
      kx_store_give_reader (f->store, book);
      g_assert_null (g_strstr_len (g_bytes_get_data (exported, &size), (gssize) g_bytes_get_size (exported),
                                   "13800000001"));
      again = run (f, exported, (KxImportOptions){ .words = &chinese });
      kx_test_report_assert_counts (again, 0, 0, 3, 0);
    }
}

#define ADD(name, function) g_test_add ("/import/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("cells-become-values", test_cells_become_values);
  ADD ("faulty-cells-refuse-their-rows-alone", test_faulty_cells_refuse_their_rows_alone);
  ADD ("a-second-time-changes-nothing-and-says-so", test_a_second_time_changes_nothing_and_says_so);
  ADD ("next-months-list-shows-differences-and-the-missing",
       test_next_months_list_shows_differences_and_the_missing);
  ADD ("modes-add-or-update-only", test_modes_add_or_update_only);
  ADD ("strict-writes-all-or-nothing", test_strict_writes_all_or_nothing);
  ADD ("without-codes-the-name-tells-rows", test_without_codes_the_name_tells_rows);
  ADD ("errors-come-back-as-a-workbook-to-correct", test_errors_come_back_as_a_workbook_to_correct);
  ADD ("an-interrupted-import-goes-on", test_an_interrupted_import_goes_on);
  ADD ("an-interrupted-import-goes-on-only-as-it-began", test_an_interrupted_import_goes_on_only_as_it_began);
  ADD ("blanks-mean-what-was-said", test_blanks_mean_what_was_said);
  ADD ("the-order-of-dates-is-said-once", test_the_order_of_dates_is_said_once);
  ADD ("a-table-is-seen-before-it-can-be-taken-in", test_a_table_is_seen_before_it_can_be_taken_in);
  ADD ("a-mapping-is-remembered-for-the-same-header", test_a_mapping_is_remembered_for_the_same_header);
  ADD ("the-template-comes-in-empty", test_the_template_comes_in_empty);
  ADD ("what-cannot-begin-says-why", test_what_cannot_begin_says_why);
  ADD ("who-may-not-write-takes-nothing-in", test_who_may_not_write_takes_nothing_in);
  ADD ("provinces-without-a-pack-come-in-too", test_provinces_without_a_pack_come_in_too);
  ADD ("an-export-comes-back-unchanged", test_an_export_comes_back_unchanged);
  return g_test_run ();
}

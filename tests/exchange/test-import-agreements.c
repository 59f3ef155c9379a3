/* Agreements as tables that go out, are worked on, and come back: those being drawn up among them. */
#include "exchange/kx-import.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/kx-take-over.h"
#include "exchange/kx-export.h"
#include "exchange/kx-sheet-open.h"
#include "exchange/kx-test-report.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#include <string.h>

typedef struct
{
  char *folder;
  KxStore *store;
  KxActor *clerk;
} Fixture;

static KxImport *
run (Fixture *f, const KxEntity *entity, const char *header, const char *const *lines,
     KxImportOptions options)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  KxTestGrid grid = { 0 };
  KxImport *import;

  g_ptr_array_add (all, (gpointer) header);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) lines[i]);
  g_ptr_array_add (all, NULL);
  grid.rows = (const char *const *) all->pdata;
  bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  options.entity = entity;
  options.area = "370100";
  options.file_name = "存量.xlsx";
  import = kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, &error);
  g_assert_no_error (error);
  g_assert_true (kx_import_run (import, NULL, &error));
  g_assert_no_error (error);
  return import;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (KxImport) import = NULL;
  g_autofree char *one = kx_test_credit_code (1), *two = kx_test_credit_code (2),
                  *three = kx_test_credit_code (3);
  g_autofree char *first = g_strdup_printf ("甲医院|%s|历下区|甲院", one);
  g_autofree char *second = g_strdup_printf ("乙医院|%s|市中区|", two);
  g_autofree char *third = g_strdup_printf ("乙医院|%s|槐荫区|", three);
  const char *const lines[] = { first, second, third, NULL };

  f->folder = kx_test_make_folder ();
  f->store = kx_store_open (f->folder, &options, NULL, NULL);
  f->clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370000");
  applied = kx_store_apply (f->store, system, (KxOp *const *) ops->pdata, ops->len, NULL);
  g_assert_true (applied->accepted);
  import =
      run (f, &kx_agency_entity, "机构名称|统一社会信用代码|所属区县|简称", lines, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (import, 3, 0, 0, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->store, kx_store_close);
  kx_actor_free (f->clerk);
  kx_test_remove_folder (f->folder);
}

/* The row of this number (NULL: without one); owned. */
static KxRecord *
get_row (Fixture *f, const KxEntity *entity, const char *number)
{
  KxBook *book = kx_store_take_reader (f->store, NULL);
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (GPtrArray) rows = NULL;
  KxQuery query = { .entity = entity, .n_terms = 1 };
  KxRecord *found;

  query.terms[0] = (KxTerm){ .field = (guint) kx_entity_field (entity, "number"),
                             .test = number != NULL ? KX_EQUALS : KX_IS_NULL,
                             .value.TEXT = number };
  g_assert_cmpint (kx_reader_list (reader, &query, 2, &rows), ==, KX_KNOWN);
  g_assert_cmpuint (rows->len, ==, 1);
  found = kx_record_copy (rows->pdata[0]);
  g_clear_pointer (&reader, kx_row_reader_free);
  kx_store_give_reader (f->store, book);
  return found;
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

#define HEADER "协议编号|机构名称|统一社会信用代码|服务范围|康复类型|协议开始日期|协议到期日期|协议状态|备注"

/* A draft of this number (may be ""), of the agency with this code, from a day on until the year is over. */
static char *
make_draft (const char *number, guint code, const char *starts_on, const char *note)
{
  g_autofree char *uscc = kx_test_credit_code (code);

  return g_strdup_printf ("%s||%s|住院、门诊|职业康复|%s|%.4s-12-31|拟订|%s", number, uscc, starts_on,
                          starts_on, note);
}

static KxImport *
run_one (Fixture *f, const char *line, KxImportOptions options)
{
  const char *const lines[] = { line, NULL };

  return run (f, &kx_agreement_entity, HEADER, lines, options);
}

static void
test_drafts_come_in_as_drafts (Fixture *f, gconstpointer data)
{
  g_autofree char *line = make_draft ("济康协1号", 1, "2026-01-01", "");
  g_autofree char *changed = make_draft ("济康协1号", 1, "2026-01-01", "改过");
  g_autofree char *other = make_draft ("济康协2号", 2, "2026-01-01", "");
  g_autoptr (KxImport) first = run_one (f, line, (KxImportOptions){ 0 });
  g_autoptr (KxImport) again = NULL, dry = NULL, added = NULL, second = NULL, updated = NULL;
  g_autoptr (KxRecord) draft = get_row (f, &kx_agreement_entity, "济康协1号"), after = NULL;
  GPtrArray *differences;

  kx_test_report_assert_counts (first, 1, 0, 0, 0);
  g_assert_cmpint (kx_record_get (draft, kx_agreement_f_state).CODE, ==, kx_agreement_state_draft);
  g_assert_false (kx_take_over_is (draft));
  again = run_one (f, line, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (again, 0, 0, 1, 0);
  /* Only new ones are added; only those that are here are changed. */
  added = run_one (f, changed, (KxImportOptions){ .mode = KX_IMPORT_ADD });
  kx_test_report_assert_counts (added, 0, 0, 1, 0);
  updated = run_one (f, other, (KxImportOptions){ .mode = KX_IMPORT_UPDATE });
  kx_test_report_assert_counts (updated, 0, 0, 0, 1);
  /* The difference is told before it is written. */
  dry = run_one (f, changed, (KxImportOptions){ .dry_run = TRUE });
  kx_test_report_assert_counts (dry, 0, 1, 0, 0);
  g_assert_cmpuint (kx_import_get_report (dry)->lines->len, ==, 1);
  differences = ((KxImportLine *) kx_import_get_report (dry)->lines->pdata[0])->differences;
  g_assert_cmpuint (differences->len, ==, 1);
  g_assert_cmpstr (((KxImportDifference *) differences->pdata[0])->field, ==, "note");
  second = run_one (f, changed, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (second, 0, 1, 0, 0);
  after = get_row (f, &kx_agreement_entity, "济康协1号");
  g_assert_cmpstr (kx_record_get (after, kx_agreement_f_note).LONG_TEXT, ==, "改过");
  g_assert_cmpint (kx_record_get (after, kx_agreement_f_state).CODE, ==, kx_agreement_state_draft);
}

/* Steps alone change it: a table that says another state is told so. */
static void
test_no_state_comes_in (Fixture *f, gconstpointer data)
{
  g_autofree char *line = make_draft ("济康协1号", 1, "2026-01-01", "");
  g_autofree char *code = kx_test_credit_code (1);
  g_autofree char *later =
      g_strdup_printf ("济康协1号||%s|住院、门诊|职业康复|2026-01-01|2026-12-31|履行中|", code);
  g_autoptr (KxImport) first = run_one (f, line, (KxImportOptions){ 0 });
  g_autoptr (KxImport) second = run_one (f, later, (KxImportOptions){ 0 });
  g_autoptr (KxRecord) row = get_row (f, &kx_agreement_entity, "济康协1号");
  g_autofree char *report = kx_import_dup_report_json (second);

  kx_test_report_assert_counts (second, 0, 0, 1, 0);
  g_assert_nonnull (strstr (report, "state-stays"));
  g_assert_cmpint (kx_record_get (row, kx_agreement_f_state).CODE, ==, kx_agreement_state_draft);
}

/* Without a number it is known by agency, kind and first day. */
static void
test_a_first_day_stands_for_a_number (Fixture *f, gconstpointer data)
{
  g_autofree char *one = make_draft ("济康协1号", 1, "2025-01-01", "");
  g_autofree char *two = make_draft ("", 1, "2027-01-01", "");
  g_autofree char *bare = make_draft ("", 1, "2025-01-01", "甲");
  g_autofree char *named = make_draft ("济康协3号", 1, "2027-01-01", "");
  g_autofree char *other = make_draft ("", 1, "2026-06-01", "");
  g_autoptr (KxImport) first = run_one (f, one, (KxImportOptions){ 0 });
  g_autoptr (KxImport) second = run_one (f, two, (KxImportOptions){ 0 });
  g_autoptr (KxImport) third = NULL, fourth = NULL, fifth = NULL;
  g_autoptr (KxRecord) row = NULL, numbered = NULL;

  /* Another first day, another agreement. */
  kx_test_report_assert_counts (second, 1, 0, 0, 0);
  third = run_one (f, bare, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (third, 0, 1, 0, 0);
  row = get_row (f, &kx_agreement_entity, "济康协1号");
  g_assert_cmpstr (kx_record_get (row, kx_agreement_f_note).LONG_TEXT, ==, "甲");
  /* The one without a number gets it. */
  fourth = run_one (f, named, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (fourth, 0, 1, 0, 0);
  numbered = get_row (f, &kx_agreement_entity, "济康协3号");
  g_assert_cmpint (kx_record_get (numbered, kx_agreement_f_starts_on).DATE.ymd, ==, 20270101);
  fifth = run_one (f, other, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (fifth, 1, 0, 0, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM agreement"), ==, 3);
}

static GBytes *
export_all (Fixture *f, KxExportFormat format)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxListQuery query = { .entity = &kx_agreement_entity, .actor = system, .sort = kx_agreement_f_number };
  KxExportOptions options = { .format = format };
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_store_take_reader (f->store, &error);
  GBytes *bytes = kx_export_rows (book, &query, &options, NULL, &error);

  g_assert_no_error (error);
  kx_store_give_reader (f->store, book);
  return bytes;
}

static KxImport *
import_bytes (Fixture *f, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  KxImportOptions options = { .entity = &kx_agreement_entity, .area = "370100", .file_name = "out.xlsx" };
  KxImport *import = kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, &error);

  g_assert_no_error (error);
  g_assert_true (kx_import_run (import, NULL, &error));
  g_assert_no_error (error);
  return import;
}

/* What went out comes back as it was; and into a store without them it makes the same. */
static void
test_what_goes_out_comes_back (Fixture *f, gconstpointer data)
{
  g_autofree char *draft = make_draft ("济康协1号", 1, "2026-01-01", "第一行\n=1+1 䶮㛃𠮷");
  g_autofree char *code = kx_test_credit_code (2);
  g_autofree char *signed_one =
      g_strdup_printf ("0012||%s|住院、门诊|医疗、职业、社会|2025-01-01|2027-12-31|履行中|a  b", code);
  const char *const lines[] = { draft, signed_one, NULL };
  g_autoptr (KxImport) first = run (f, &kx_agreement_entity, HEADER, lines, (KxImportOptions){ 0 });
  g_autoptr (GBytes) before = export_all (f, KX_EXPORT_TABS), table = export_all (f, KX_EXPORT_XLSX);
  g_autoptr (KxImport) back = import_bytes (f, table);
  g_autoptr (GBytes) after = export_all (f, KX_EXPORT_TABS), elsewhere = NULL;
  g_autoptr (KxImport) moved = NULL;
  Fixture other = { 0 };

  kx_test_report_assert_counts (first, 2, 0, 0, 0);
  kx_test_report_assert_counts (back, 0, 0, 2, 0);
  g_assert_true (g_bytes_equal (before, after));
  set_up (&other, NULL);
  moved = import_bytes (&other, table);
  kx_test_report_assert_counts (moved, 2, 0, 0, 0);
  elsewhere = export_all (&other, KX_EXPORT_TABS);
  g_assert_true (g_bytes_equal (before, elsewhere));
  tear_down (&other, NULL);
}

/* What belongs to the rows stands on sheets of its own, and the first one still comes back. */
static void
test_further_sheets (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxListQuery query = { .entity = &kx_agency_entity, .actor = system, .sort = KX_SORT_TITLE };
  KxExportOptions options = { .format = KX_EXPORT_XLSX, .parts = TRUE };
  g_autofree char *code = kx_test_credit_code (1);
  g_autofree char *line = g_strdup_printf ("甲医院|%s|历下区|甲工人医院", code);
  const char *const lines[] = { line, NULL };
  g_autoptr (KxImport) names =
      run (f, &kx_agency_entity, "机构名称|统一社会信用代码|所属区县|曾用名", lines, (KxImportOptions){ 0 });
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_store_take_reader (f->store, &error);
  g_autoptr (GBytes) bytes = kx_export_rows (book, &query, &options, NULL, &error);
  g_autoptr (KxWorkbook) read = NULL;
  g_autoptr (KxImport) back = NULL;
  KxImportOptions in = { .entity = &kx_agency_entity, .area = "370100", .file_name = "out.xlsx" };
  const KxSheet *sheet;

  g_assert_no_error (error);
  kx_store_give_reader (f->store, book);
  kx_test_report_assert_counts (names, 0, 1, 0, 0);
  read = kx_workbook_open_bytes (bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kx_workbook_get_n_sheets (read), ==, 2);
  sheet = kx_workbook_get_sheet (read, 1);
  g_assert_cmpstr (kx_sheet_get_name (sheet), ==, "Former name");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 1)->text, ==, "甲医院");
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 2)->text, ==, "甲工人医院");
  back = kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &in, &error);
  g_assert_no_error (error);
  g_assert_true (kx_import_run (back, NULL, &error));
  kx_test_report_assert_counts (back, 0, 0, 3, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/import-agreements/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("those being drawn up come in so, and are changed by their number", test_drafts_come_in_as_drafts);
  ADD ("a table changes no state", test_no_state_comes_in);
  ADD ("without a number the first day says which it is", test_a_first_day_stands_for_a_number);
  ADD ("what belongs to the rows goes out on further sheets", test_further_sheets);
  ADD ("what goes out comes back unchanged", test_what_goes_out_comes_back);
  return g_test_run ();
}

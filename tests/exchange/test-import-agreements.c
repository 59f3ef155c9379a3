/* Agreements as tables that go out, are worked on, and come back: those being drawn up among them. */
#include "exchange/kx-import.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/kx-take-over.h"
#include "exchange/kx-export.h"
#include "exchange/kx-sheet-open.h"
#include "exchange/kx-test-report.h"
#include "exchange/kx-test-tables.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#include <string.h>

typedef KxTestTables Fixture;

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

  return kx_test_tables_run (f, &kx_agreement_entity, HEADER, lines, options);
}

static void
test_drafts_come_in_as_drafts (Fixture *f, gconstpointer data)
{
  g_autofree char *line = make_draft ("济康协1号", 1, "2026-01-01", "");
  g_autofree char *changed = make_draft ("济康协1号", 1, "2026-01-01", "改过");
  g_autofree char *other = make_draft ("济康协2号", 2, "2026-01-01", "");
  g_autoptr (KxImport) first = run_one (f, line, (KxImportOptions){ 0 });
  g_autoptr (KxImport) again = NULL, dry = NULL, added = NULL, second = NULL, updated = NULL;
  g_autoptr (KxRecord) draft = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协1号"), after = NULL;
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
  after = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协1号");
  g_assert_cmpstr (kx_record_get (after, kx_agreement_f_note).LONG_TEXT, ==, "改过");
  g_assert_cmpint (kx_record_get (after, kx_agreement_f_state).CODE, ==, kx_agreement_state_draft);
}

/* The headings as this program calls its fields in Chinese, whichever language is spoken here. */
static void
test_headings_are_those_of_our_tables (Fixture *f, gconstpointer data)
{
  g_autofree char *uscc = kx_test_credit_code (1);
  g_autofree char *line = g_strdup_printf ("济康协1号|%s|住院|2026-01-01|2026-12-31|2025-12-20|王|李", uscc);
  const char *const lines[] = { line, NULL };
  g_autoptr (KxImport) import = kx_test_tables_run (
      f, &kx_agreement_entity,
      "协议编号|统一社会信用代码|服务范围|开始日期|届满日期|机构签字日期|机构签字人|经办机构签字人", lines,
      (KxImportOptions){ 0 });
  g_autoptr (KxRecord) row = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协1号");

  kx_test_report_assert_counts (import, 1, 0, 0, 0);
  g_assert_cmpint (kx_agreement_get_ends_on (kx_agreement (row)).ymd, ==, 20261231);
  g_assert_cmpint (kx_agreement_get_agency_signed_on (kx_agreement (row)).ymd, ==, 20251220);
  g_assert_cmpstr (kx_agreement_get_agency_signer (kx_agreement (row)), ==, "王");
  g_assert_cmpstr (kx_agreement_get_office_signer (kx_agreement (row)), ==, "李");
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
  g_autoptr (KxRecord) row = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协1号");
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
  row = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协1号");
  g_assert_cmpstr (kx_record_get (row, kx_agreement_f_note).LONG_TEXT, ==, "甲");
  /* The one without a number gets it. */
  fourth = run_one (f, named, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (fourth, 0, 1, 0, 0);
  numbered = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协3号");
  g_assert_cmpint (kx_record_get (numbered, kx_agreement_f_starts_on).DATE.ymd, ==, 20270101);
  fifth = run_one (f, other, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (fifth, 1, 0, 0, 0);
  g_assert_cmpint (kx_test_tables_count (f, "SELECT count(*) FROM agreement"), ==, 3);
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
  g_autoptr (KxImport) first =
      kx_test_tables_run (f, &kx_agreement_entity, HEADER, lines, (KxImportOptions){ 0 });
  g_autoptr (GBytes) before = export_all (f, KX_EXPORT_TABS), table = export_all (f, KX_EXPORT_XLSX);
  g_autoptr (KxImport) back = import_bytes (f, table);
  g_autoptr (GBytes) after = export_all (f, KX_EXPORT_TABS), elsewhere = NULL;
  g_autoptr (KxImport) moved = NULL;
  Fixture other = { 0 };

  kx_test_report_assert_counts (first, 2, 0, 0, 0);
  kx_test_report_assert_counts (back, 0, 0, 2, 0);
  g_assert_true (g_bytes_equal (before, after));
  kx_test_tables_set_up (&other, NULL);
  moved = import_bytes (&other, table);
  kx_test_report_assert_counts (moved, 2, 0, 0, 0);
  elsewhere = export_all (&other, KX_EXPORT_TABS);
  g_assert_true (g_bytes_equal (before, elsewhere));
  kx_test_tables_tear_down (&other, NULL);
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
  g_autoptr (KxImport) names = kx_test_tables_run (
      f, &kx_agency_entity, "机构名称|统一社会信用代码|所属区县|曾用名", lines, (KxImportOptions){ 0 });
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
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 2)->text, ==, code);
  g_assert_cmpstr (kx_sheet_get_cell (sheet, 3, 3)->text, ==, "甲工人医院");
  back = kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &in, &error);
  g_assert_no_error (error);
  g_assert_true (kx_import_run (back, NULL, &error));
  kx_test_report_assert_counts (back, 0, 0, 3, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/import-agreements/" name, Fixture, NULL, kx_test_tables_set_up, func,                        \
              kx_test_tables_tear_down)
  ADD ("headings are those of our own tables", test_headings_are_those_of_our_tables);
  ADD ("those being drawn up come in so, and are changed by their number", test_drafts_come_in_as_drafts);
  ADD ("a table changes no state", test_no_state_comes_in);
  ADD ("without a number the first day says which it is", test_a_first_day_stands_for_a_number);
  ADD ("what belongs to the rows goes out on further sheets", test_further_sheets);
  ADD ("what goes out comes back unchanged", test_what_goes_out_comes_back);
  return g_test_run ();
}

#include "exchange/kx-import.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-take-over.h"
#include "exchange/kx-import-template.h"
#include "exchange/kx-test-report.h"
#include "exchange/kx-test-roster.h"
#include "exchange/kx-test-tables.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#include <string.h>

typedef KxTestTables Fixture;

#define AGREEMENTS                                                                                                                                       \
  "序号|协议编号|机构名称|统一社会信用代码|服务范围|康复类型|计入限额|所属区县|协议开始日期|协议到期日期|" \
  "签订日期|协议状态|牌匾编号"

static char *
make_agreement (const char *number, const char *name, guint code, const char *rest)
{
  g_autofree char *text = code > 0 ? kx_test_credit_code (code) : g_strdup ("");

  return g_strdup_printf ("1|%s|%s|%s|%s", number, name, text, rest);
}

static void
test_agreements_come_in_as_they_run (Fixture *f, gconstpointer data)
{
  g_autofree char *one = make_agreement ("济康协1号", "甲院", 0,
                                         "住院、门诊|医疗康复|区县|历下区|2025-01-01|2026-12-31|2024-12-26|"
                                         "履行中|牌01");
  g_autofree char *two = make_agreement ("济康协2号", "乙医院", 2,
                                         "住院|医疗、职业|市本级|济南市|2023-01-01|2024-12-31|2022-12-26|"
                                         "到期终止|");
  const char *const lines[] = { one, two, NULL };
  g_autoptr (KxImport) import =
      kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, lines, (KxImportOptions){ 0 });
  g_autoptr (KxRecord) first = NULL, second = NULL;

  kx_test_report_assert_counts (import, 2, 0, 0, 0);
  first = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协1号");
  g_assert_cmpint (kx_record_get (first, kx_agreement_f_state).CODE, ==, kx_agreement_state_signed);
  g_assert_cmpint (kx_record_get (first, kx_agreement_f_kind).CODE, ==, kx_agreement_kind_rehabilitation);
  g_assert_cmphex (kx_record_get (first, kx_agreement_f_scopes).CODES.bits, ==, 3);
  g_assert_cmpstr (kx_record_get (first, kx_agreement_f_counts_area).TEXT, ==, "370102");
  g_assert_cmpint (kx_record_get (first, kx_agreement_f_signed_on).DATE.ymd, ==, 20241226);
  g_assert_cmpstr (kx_record_get (first, kx_agreement_f_plaque_no).TEXT, ==, "牌01");
  g_assert_true (kx_take_over_is_unconfirmed (first));
  g_assert_cmpstr (kx_record_get (first, kx_agreement_f_taken_over_by).REF, ==, "clerk");
  second = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协2号");
  g_assert_cmpint (kx_record_get (second, kx_agreement_f_state).CODE, ==, kx_agreement_state_ended);
  g_assert_cmpint (kx_record_get (second, kx_agreement_f_counts_toward).CODE, ==,
                   kx_agreement_counts_toward_city_level);
  g_assert_cmpstr (kx_record_get (second, kx_agreement_f_counts_area).TEXT, ==, "370100");
}

static void
test_gaps_come_in_and_are_completed_by_the_next_file (Fixture *f, gconstpointer data)
{
  g_autofree char *bare = make_agreement ("", "甲医院", 0, "");
  g_autofree char *full = make_agreement (
      "济康协1号", "甲医院", 1, "住院|医疗康复|区县|历下区|2025-01-01|2026-12-31|2024-12-26|履行中|");
  const char *const lines[] = { bare, NULL }, *const next[] = { full, NULL };
  g_autoptr (KxImport) first =
      kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, lines, (KxImportOptions){ 0 });
  g_autoptr (KxImport) again = NULL, second = NULL;
  g_autoptr (KxRecord) before = kx_test_tables_get_row (f, &kx_agreement_entity, NULL), after = NULL;
  g_autoptr (GArray) gaps = kx_take_over_gaps (before, 0), fewer = NULL;

  kx_test_report_assert_counts (first, 1, 0, 0, 0);
  g_assert_cmpuint (gaps->len, ==, 9);
  again = kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, lines, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (again, 0, 0, 1, 0);
  second = kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, next, (KxImportOptions){ 0 });
  kx_test_report_assert_counts (second, 0, 1, 0, 0);
  after = kx_test_tables_get_row (f, &kx_agreement_entity, "济康协1号");
  g_assert_cmpstr (after->id, ==, before->id);
  fewer = kx_take_over_gaps (after, 1);
  g_assert_cmpuint (fewer->len, ==, 0);
}

static void
test_rows_without_their_agency_are_refused_alone (Fixture *f, gconstpointer data)
{
  g_autofree char *unknown = make_agreement ("1号", "丙医院", 0, "");
  g_autofree char *several = make_agreement ("2号", "乙医院", 0, "");
  g_autofree char *known = make_agreement ("3号", "乙医院", 3, "");
  g_autofree char *state = make_agreement ("4号", "甲医院", 0, "|||||||不明状态|");
  g_autofree char *unsigned_yet = make_agreement ("5号", "甲医院", 0, "|||||||in_review|");
  g_autofree char *twice = make_agreement ("3号", "甲医院", 0, "");
  const char *const lines[] = { unknown, several, known, state, unsigned_yet, twice, NULL };
  g_autoptr (KxImport) import =
      kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, lines, (KxImportOptions){ 0 });
  g_autofree char *refusals = kx_test_report_join_refusals (import);

  g_assert_cmpstr (
      refusals, ==,
      "C2 agency-unknown, C3 agency-unknown, L5 unknown-word, L6 taken-over-unsigned, B7 double-row");
  kx_test_report_assert_counts (import, 1, 0, 0, 5);
  g_assert_cmpint (kx_test_tables_count (f, "SELECT count(*) FROM agreement"), ==, 1);
}

static void
test_a_dry_run_writes_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *one = make_agreement ("1号", "甲医院", 0, "");
  const char *const lines[] = { one, NULL };
  g_autoptr (KxImport) import =
      kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, lines, (KxImportOptions){ .dry_run = TRUE });

  kx_test_report_assert_counts (import, 1, 0, 0, 0);
  g_assert_cmpint (kx_test_tables_count (f, "SELECT count(*) FROM agreement"), ==, 0);
}

static void
test_rows_that_name_no_state_come_in_as_chosen (Fixture *f, gconstpointer data)
{
  g_autofree char *silent = make_agreement ("1号", "甲医院", 0, "");
  g_autofree char *named = make_agreement ("2号", "甲医院", 0, "|||||||履行中|");
  g_autofree char *other = make_agreement ("3号", "乙医院", 3, "");
  const char *const lines[] = { silent, named, NULL }, *const next[] = { other, NULL };
  g_autoptr (KxImport) ended =
      kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, lines, (KxImportOptions){ .state = "ended" });
  /* Nothing comes in in the middle of its review: what is usual counts. */
  g_autoptr (KxImport) wrong = kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, next,
                                                   (KxImportOptions){ .state = "in_review" });
  g_autoptr (KxRecord) first = NULL, second = NULL, third = NULL;

  kx_test_report_assert_counts (ended, 2, 0, 0, 0);
  first = kx_test_tables_get_row (f, &kx_agreement_entity, "1号");
  second = kx_test_tables_get_row (f, &kx_agreement_entity, "2号");
  third = kx_test_tables_get_row (f, &kx_agreement_entity, "3号");
  g_assert_cmpint (kx_record_get (first, kx_agreement_f_state).CODE, ==, kx_agreement_state_ended);
  g_assert_cmpint (kx_record_get (second, kx_agreement_f_state).CODE, ==, kx_agreement_state_signed);
  kx_test_report_assert_counts (wrong, 1, 0, 0, 0);
  g_assert_cmpint (kx_record_get (third, kx_agreement_f_state).CODE, ==, kx_agreement_state_signed);
}

/* What the file does not have is told by its agency. */
static void
test_records_that_a_file_lacks_are_named (Fixture *f, gconstpointer data)
{
  g_autofree char *numbered = make_agreement ("1号", "甲医院", 0, "");
  g_autofree char *bare = make_agreement ("", "乙医院", 2, "");
  g_autofree char *other = make_agreement ("9号", "乙医院", 3, "");
  const char *const lines[] = { numbered, bare, NULL }, *const next[] = { other, NULL };
  g_autoptr (KxImport) first =
      kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, lines, (KxImportOptions){ 0 });
  g_autoptr (KxImport) second =
      kx_test_tables_run (f, &kx_agreement_entity, AGREEMENTS, next, (KxImportOptions){ 0 });
  GPtrArray *missing = kx_import_get_report (second)->missing;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  kx_test_report_assert_counts (first, 2, 0, 0, 0);
  g_assert_cmpuint (missing->len, ==, 2);
  for (guint i = 0; i < missing->len; i++)
    g_ptr_array_add (names, ((KxImportMissing *) missing->pdata[i])->name);
  g_assert_true (g_ptr_array_find_with_equal_func (names, "甲医院 · 1号", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (names, "乙医院", g_str_equal, NULL));
}

/* The row of another office's agency comes in, with a remark. */
static void
test_agencies_of_other_areas_are_remarked (Fixture *f, gconstpointer data)
{
  g_autofree char *code = kx_test_credit_code (7), *other_code = kx_test_credit_code (8);
  g_autofree char *far = g_strdup_printf ("青岛医院|%s|370202|否", code);
  g_autofree char *said = g_strdup_printf ("烟台医院|%s|370602|是", other_code);
  const char *const lines[] = { far, said, NULL };
  g_autoptr (KxImport) import = kx_test_tables_run (
      f, &kx_agency_entity, "机构名称|统一社会信用代码|所属区县|是否异地机构", lines, (KxImportOptions){ 0 });
  const KxImportLine *line;
  const KxFinding *finding;

  kx_test_report_assert_counts (import, 2, 0, 0, 0);
  g_assert_cmpuint (kx_import_get_report (import)->lines->len, ==, 1);
  line = kx_import_get_report (import)->lines->pdata[0];
  finding = ((KxImportFault *) line->faults->pdata[0])->finding;
  g_assert_cmpuint (line->number, ==, 2);
  g_assert_cmpstr (finding->code, ==, "other-area");
  g_assert_cmpint (finding->verdict, ==, KX_WARNS);
}

static void
test_rectifications_come_in (Fixture *f, gconstpointer data)
{
  const char *const lines[] = { "济康整1号|甲医院|整改中|日常检查|病历不全|2026-01-05|2026-02-05|",
                                "|乙院外|整改中|检查|别的|2026-01-05||",
                                "济康整2号|甲医院|复查通过|考核|"
                                "公示不全|2026-01-05|2026-02-05|"
                                "2026-02-09",
                                NULL };
  g_autoptr (KxImport) import =
      kx_test_tables_run (f, &kx_rectification_entity,
                          "整改通知编号|机构名称|整改状态|问题来源|整改事项|下达日期|整改期限|复查日期",
                          lines, (KxImportOptions){ 0 });
  g_autoptr (KxRecord) first = NULL, second = NULL;

  kx_test_report_assert_counts (import, 2, 0, 0, 1);
  first = kx_test_tables_get_row (f, &kx_rectification_entity, "济康整1号");
  g_assert_cmpint (kx_record_get (first, kx_rectification_f_state).CODE, ==, kx_rectification_state_issued);
  g_assert_cmpint (kx_record_get (first, kx_rectification_f_source).CODE, ==,
                   kx_rectification_source_inspection);
  g_assert_cmpint (kx_record_get (first, kx_rectification_f_due_on).DATE.ymd, ==, 20260205);
  second = kx_test_tables_get_row (f, &kx_rectification_entity, "济康整2号");
  g_assert_cmpint (kx_record_get (second, kx_rectification_f_state).CODE, ==, kx_rectification_state_passed);
}

static void
test_exit_cases_come_in (Fixture *f, gconstpointer data)
{
  const char *const lines[] = {
    "济康退1号|甲医院|拒收职工|是|中止服务|2025-11-20|2025-12-22||逾期未提出|2025-12-01", NULL
  };
  g_autoptr (KxImport) import = kx_test_tables_run (
      f, &kx_exit_case_entity,
      "案件编号|机构名称|退出原因|是否有过错|处理措施|告知日期|决定日期|案件状态|陈述申辩情况|"
      "陈述申辩日期",
      lines, (KxImportOptions){ 0 });
  g_autoptr (KxRecord) row = NULL;

  kx_test_report_assert_counts (import, 1, 0, 0, 0);
  row = kx_test_tables_get_row (f, &kx_exit_case_entity, "济康退1号");
  g_assert_cmpint (kx_record_get (row, kx_exit_case_f_state).CODE, ==, kx_exit_case_state_running);
  g_assert_true (kx_record_get (row, kx_exit_case_f_at_fault).BOOLEAN);
  g_assert_cmpint (kx_record_get (row, kx_exit_case_f_statement).CODE, ==, kx_exit_case_statement_lapsed);
  g_assert_cmpint (kx_record_get (row, kx_exit_case_f_statement_on).DATE.ymd, ==, 20251201);
  g_assert_true (kx_take_over_is_unconfirmed (row));
}

static void
test_a_table_without_agencies_is_refused_whole (Fixture *f, gconstpointer data)
{
  static const char *const rows[] = { "协议编号|服务范围|签订日期", "1号|住院|2026-01-01", NULL };
  KxTestGrid grid = { .rows = rows };
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  KxImportOptions options = { .entity = &kx_agreement_entity, .area = "370100" };
  g_autoptr (GError) error = NULL;
  g_autoptr (KxImport) import =
      kx_import_new (kx_import_target_store (f->store), f->clerk, bytes, &options, &error);

  g_assert_null (import);
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_COLUMNS);
}

/* The columns of our own template mean what they say. */
static void
test_the_template_comes_back (Fixture *f, gconstpointer data)
{
  const KxEntity *const entities[] = { &kx_agreement_entity, &kx_rectification_entity, &kx_exit_case_entity };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = kx_import_write_template (entities[i], NULL, &error);
      g_autoptr (KxImportHeadings) headings = kx_import_headings_new (entities[i], NULL);
      g_autoptr (KxWorkbook) workbook = kx_workbook_open_bytes (bytes, NULL, &error);
      g_autoptr (KxImportTable) table = kx_import_table_find (workbook, headings, NULL, 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (table->code_row, >, 0);
      g_assert_nonnull (kx_import_table_use (table, KX_IMPORT_AGENCY_NAME));
      g_assert_nonnull (kx_import_table_use (table, KX_IMPORT_AGENCY_CODE));
      g_assert_nonnull (kx_import_table_use (table, KX_IMPORT_STATE));
      for (guint c = 0; c < table->columns->len; c++)
        g_assert_cmpint (((KxImportColumn *) table->columns->pdata[c])->meaning.use, !=, KX_IMPORT_UNKNOWN);
    }
}

#define CASE(name, function)                                                                                 \
  g_test_add ("/import-paper/" name, Fixture, NULL, kx_test_tables_set_up, function, kx_test_tables_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("agreements come in as they run", test_agreements_come_in_as_they_run);
  CASE ("gaps come in and are completed by the next file",
        test_gaps_come_in_and_are_completed_by_the_next_file);
  CASE ("rows without their agency are refused alone", test_rows_without_their_agency_are_refused_alone);
  CASE ("a dry run writes nothing", test_a_dry_run_writes_nothing);
  CASE ("rows that name no state come in as chosen", test_rows_that_name_no_state_come_in_as_chosen);
  CASE ("records that a file lacks are named", test_records_that_a_file_lacks_are_named);
  CASE ("agencies of other areas are remarked", test_agencies_of_other_areas_are_remarked);
  CASE ("rectifications come in", test_rectifications_come_in);
  CASE ("exit cases come in", test_exit_cases_come_in);
  CASE ("a table without agencies is refused whole", test_a_table_without_agencies_is_refused_whole);
  CASE ("the template comes back", test_the_template_comes_back);
  return g_test_run ();
}

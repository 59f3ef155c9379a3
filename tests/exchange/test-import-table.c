#include "core/entities/kx-agency.h"
#include "exchange/kx-import-mapping.h"
#include "exchange/kx-import-table.h"
#include "exchange/kx-import-text.h"
#include "exchange/kx-sheet-open.h"
#include "exchange/kx-test-roster.h"

/* One roster and what is to be found in it: the codes of all columns with a title, "?" where it is not known.
 */
typedef struct
{
  const char *what;
  KxTestGrid grid;
  guint header, last_header;
  const char *codes;
  const char *data;    /* numbers of the data rows */
  const char *skipped; /* kinds of the rows passed over that say something */
} Shape;

#define ROWS(...)                                                                                            \
  (const char *const[])                                                                                      \
  {                                                                                                          \
    __VA_ARGS__, NULL                                                                                        \
  }

static const Shape shapes[] = {
  { "a plain header",
    { .rows = ROWS ("机构名称|统一社会信用代码|康复床位（张）", "甲医院|1|#60", "乙医院|2|#70") },
    1,
    1,
    "name uscc beds",
    "2 3",
    "" },
  { "titles above, total and notes below (Henan)",
    { .rows = ROWS ("河南省工伤康复协议机构名单|||||", "填报单位：省社保中心||||填报日期：2026.7.1|", "",
                    "序号|单位名称*|社会信用代码（18位）|地市|医院等级|备 注", "#1|甲医院|1|郑州市|三甲|",
                    "#2|乙医院|2|洛阳市|二甲|/", "合计|2||||", "注：床位数为康复床位||||",
                    "填表人：王某|||审核人：赵某||"),
      .merges = "A1:F1" },
    4,
    4,
    "$ignored name uscc county hospital_level note",
    "5 6",
    "total note note" },
  { "a header of two rows with merged groups (Sichuan)",
    { .rows =
          ROWS ("四川省工伤康复机构一览表", "序号|医疗机构|||联系方式||床位数||协议有效期",
                "|名称|信用代码|市州|联系人|电话|编制床位|康复床位|",
                "1|甲医院|1|成都市|张三|028-1|#500|#60|2026", "2|乙医院|2|绵阳市|李四|0816-1|#400|#50|2026"),
      .merges = "A1:I1 A2:A3 B2:D2 E2:F2 G2:H2 I2:I3" },
    2,
    3,
    "$ignored name uscc county contact phone ? beds ?",
    "4 5",
    "" },
  { "the person above the telephone",
    { .rows = ROWS ("机构名称|代码|联系人||", "||姓名|电话", "甲医院|1|张三|13800000000"),
      .merges = "A1:A2 B1:B2 C1:D1" },
    1,
    2,
    "name uscc contact contact_phone",
    "3",
    "" },
  { "merged groups lost, as in CSV",
    { .rows = ROWS ("序号|单位基本情况|||联系方式|", "|单位名称|信用代码|所属区县|联系人|联系电话",
                    "1|甲医院|1|某县|张三|1") },
    1,
    2,
    "$ignored name uscc county contact phone",
    "3",
    "" },
  { "rows between: groups, repeated header, example, empty numbered rows (Guangxi)",
    { .rows = ROWS ("序号|医院名称|统一社会信用代码|所在地", "一、南宁市", "1|甲医院|1|南宁市",
                    "序号|医院名称|统一社会信用代码|所在地", "二、桂林市", "2|乙医院|2|桂林市",
                    "|示例：丙医院|3|桂林市", "#3", "4|||", "小 计|2", "总计：2家"),
      .merges = "A2:D2 A5:D5" },
    1,
    1,
    "$ignored name uscc county",
    "3 6",
    "group header group example total total" },
  { "a row of codes under renamed titles",
    { .rows = ROWS ("可改的标题|另一个|自加的备注列|备注", "name|uscc|$ignored|", "甲医院|1|x|y") },
    1,
    2,
    "name uscc $ignored note",
    "3",
    "" },
  { "a city beside a county",
    { .rows = ROWS ("机构名称|代码|所在市|县（市、区）", "甲医院|1|济南市|历下区") },
    1,
    1,
    "name uscc $city county",
    "2",
    "" },
  { "the better of two that mean the same",
    { .rows = ROWS ("名称|机构名称|电话|床位|康复床位数|代码|信用代码", "甲|甲医院|1|#500|#60|A1|1") },
    1,
    1,
    "? name phone ? beds ? uscc",
    "2",
    "" },
  { "unknown columns stay in sight",
    { .rows = ROWS ("机构名称|统一社会信用代码|开户行|距市区公里数", "甲医院|1|农行|#12") },
    1,
    1,
    "name uscc ? ?",
    "2",
    "" },
};

static KxImportTable *
find (GBytes *bytes, const KxImportHeadings *headings, const char *sheet, const char *mapping,
      KxWorkbook **ret_workbook)
{
  g_autoptr (GError) error = NULL;
  KxImportTable *table;

  *ret_workbook = kx_workbook_open_bytes (bytes, NULL, &error);
  g_assert_no_error (error);
  table = kx_import_table_find (*ret_workbook, headings, sheet, 0, mapping, &error);
  g_assert_no_error (error);
  return table;
}

static char *
join_codes (const KxImportTable *table)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const KxImportColumn *column = table->columns->pdata[i];
      const char *code =
          kx_import_headings_code (table->headings, column->meaning.use, column->meaning.field);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", code != NULL ? code : "?");
    }
  return g_string_free (text, FALSE);
}

static char *
join_rows (const KxImportTable *table)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < table->rows->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "",
                            kx_sheet_get_row (table->sheet, g_array_index (table->rows, guint, i))->number);
  return g_string_free (text, FALSE);
}

static char *
join_skipped (const KxImportTable *table)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < table->skipped->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            kx_import_skip_name (((KxImportSkipped *) table->skipped->pdata[i])->why));
  return g_string_free (text, FALSE);
}

static void
test_rosters_of_many_shapes_are_understood (void)
{
  g_autoptr (KxImportHeadings) headings = kx_import_headings_new (&kx_agency_entity, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&shapes[i].grid, 1, FALSE);
      g_autoptr (KxWorkbook) workbook = NULL;
      g_autoptr (KxImportTable) table = find (bytes, headings, NULL, NULL, &workbook);
      g_autofree char *codes = join_codes (table), *rows = join_rows (table), *skipped = join_skipped (table);

      g_test_message ("%s", shapes[i].what);
      g_assert_cmpstr (codes, ==, shapes[i].codes);
      g_assert_cmpuint (table->first_header, ==, shapes[i].header);
      g_assert_cmpuint (table->last_header, ==, shapes[i].last_header);
      g_assert_cmpstr (rows, ==, shapes[i].data);
      g_assert_cmpstr (skipped, ==, shapes[i].skipped);
    }
}

static void
test_the_same_roster_is_found_in_every_format (void)
{
  static const char *const encodings[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" };
  g_autoptr (KxImportHeadings) headings = kx_import_headings_new (&kx_agency_entity, NULL);

  for (guint i = 0; i <= G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (GBytes) bytes = i < G_N_ELEMENTS (encodings)
                                     ? kx_test_roster_csv (&shapes[4].grid, encodings[i])
                                     : kx_test_roster_xls (&shapes[4].grid);
      g_autoptr (KxWorkbook) workbook = NULL;
      g_autoptr (KxImportTable) table = find (bytes, headings, NULL, NULL, &workbook);
      g_autofree char *codes = join_codes (table), *rows = join_rows (table);

      g_assert_cmpstr (codes, ==, shapes[4].codes);
      g_assert_cmpstr (rows, ==, shapes[4].data);
    }
}

static void
test_hidden_rows_and_columns_are_read_and_told (void)
{
  const KxTestGrid grid = { .rows = ROWS ("机构名称|代码|备注", "甲医院|1|a", "乙医院|2|b"),
                            .hidden_rows = " 3 ",
                            .hidden_columns = " 3 " };
  g_autoptr (KxImportHeadings) headings = kx_import_headings_new (&kx_agency_entity, NULL);
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (KxImportTable) table = find (bytes, headings, NULL, NULL, &workbook);

  g_assert_cmpuint (table->rows->len, ==, 2);
  g_assert_cmpuint (table->hidden_rows->len, ==, 1);
  g_assert_cmpuint (g_array_index (table->hidden_rows, guint, 0), ==, 3);
  g_assert_true (((KxImportColumn *) table->columns->pdata[2])->hidden);
  g_assert_false (((KxImportColumn *) table->columns->pdata[1])->hidden);
}

static void
test_the_best_of_several_sheets_is_read_and_the_others_named (void)
{
  const KxTestGrid grids[] = {
    { .name = "封面", .rows = ROWS ("工伤康复协议机构", "二〇二六年") },
    { .name = "旧表", .rows = ROWS ("名称|代码|电话", "甲医院|1|1", "乙医院|2|2"), .hidden = TRUE },
    { .name = "名册", .rows = ROWS ("名称|代码|电话", "丙医院|3|1") },
    { .name = "分表", .rows = ROWS ("名称|代码", "丁医院|4") },
  };
  g_autoptr (KxImportHeadings) headings = kx_import_headings_new (&kx_agency_entity, NULL);
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (grids, G_N_ELEMENTS (grids), FALSE);
  g_autoptr (KxWorkbook) workbook = NULL, again = NULL;
  g_autoptr (KxImportTable) table = find (bytes, headings, NULL, NULL, &workbook);
  g_autoptr (KxImportTable) named = find (bytes, headings, "旧表", NULL, &again);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (kx_sheet_get_name (table->sheet), ==, "名册");
  g_assert_cmpuint (table->other_sheets->len, ==, 2);
  g_assert_cmpstr (table->other_sheets->pdata[0], ==, "旧表");
  g_assert_cmpstr (table->other_sheets->pdata[1], ==, "分表");
  /* Of one that was asked for as well. */
  g_assert_cmpuint (named->other_sheets->len, ==, 2);
  g_assert_cmpstr (named->other_sheets->pdata[0], ==, "名册");
  g_assert_cmpuint (named->rows->len, ==, 2);
  g_assert_null (kx_import_table_find (workbook, headings, "没有", 0, NULL, &error));
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_SHEET);
  g_assert_nonnull (strstr (error->message, "名册"));
  g_clear_error (&error);
  g_assert_null (kx_import_table_find (workbook, headings, "封面", 0, NULL, &error));
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_HEADER);
}

static void
test_a_mapping_is_given_and_kept (void)
{
  const KxTestGrid grid = { .rows = ROWS ("机构|编码甲|床位|第三列", "甲医院|1|#5|x") };
  g_autoptr (KxImportHeadings) headings = kx_import_headings_new (&kx_agency_entity, NULL);
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  g_autoptr (KxWorkbook) workbook = NULL, again = NULL;
  g_autoptr (KxImportTable) table =
      find (bytes, headings, NULL,
            "{\"columns\":[{\"column\":2,\"title\":\"编码甲\",\"field\":\"uscc\"},"
            "{\"title\":\"床位\",\"field\":null,\"dates\":\"day-first\"},"
            "{\"column\":4,\"field\":\"note\",\"blank\":\"words-clear\"}]}",
            &workbook);
  g_autofree char *codes = join_codes (table), *json = kx_import_mapping_to_json (table);
  g_autofree char *header = kx_import_mapping_header (table), *kept = kx_import_mapping_header_of (json);
  g_autoptr (KxImportTable) second = find (bytes, headings, NULL, json, &again);
  g_autofree char *same = join_codes (second);

  g_assert_cmpstr (codes, ==, "name uscc ? note");
  g_assert_cmpstr (same, ==, codes);
  g_assert_cmpint (((KxImportColumn *) second->columns->pdata[2])->dates, ==, KX_IMPORT_DATES_DAY_FIRST);
  g_assert_cmpint (((KxImportColumn *) second->columns->pdata[3])->blank, ==, KX_IMPORT_BLANK_WORDS_CLEAR);
  g_assert_cmpstr (header, ==, kept);
}

static void
test_a_mapping_that_does_not_fit_is_refused (void)
{
  static const char *const mappings[] = {
    "{",
    "[]",
    "{\"columns\":[{\"title\":\"没有\",\"field\":\"beds\"}]}",
    "{\"columns\":[{\"title\":\"机构\",\"field\":\"no_such_field\"}]}",
    "{\"columns\":[{\"field\":\"name\"}]}",
    "{\"columns\":[{\"title\":\"机构\",\"field\":\"name\",\"blank\":\"sometimes\"}]}",
    "{\"columns\":[{\"title\":\"机构\",\"field\":\"name\",\"dates\":1}]}",
    "{\"columns\":[{\"title\":\"机构\",\"field\":\"name\"},{\"title\":\"编码\",\"field\":\"name\"}]}",
  };
  const KxTestGrid grid = { .rows = ROWS ("机构|编码|床位", "甲医院|1|#5") };
  g_autoptr (KxImportHeadings) headings = kx_import_headings_new (&kx_agency_entity, NULL);
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  g_autoptr (KxWorkbook) workbook = kx_workbook_open_bytes (bytes, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (mappings); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kx_import_table_find (workbook, headings, NULL, 0, mappings[i], &error));
      g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_MAPPING);
    }
}

static void
test_a_header_is_pointed_at (void)
{
  const KxTestGrid grid = { .name = "表",
                            .rows = ROWS ("机构名称|代码", "说明|说明", "丙列|丁列|戊列", "甲医院|1|1/2/2024",
                                          "乙医院|2|2024-01-02") };
  g_autoptr (KxImportHeadings) headings = kx_import_headings_new (&kx_agency_entity, NULL);
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (&grid, 1, FALSE);
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (KxImportTable) found = find (bytes, headings, NULL, NULL, &workbook), pointed = NULL,
                            empty = NULL;
  g_autoptr (GError) error = NULL;
  const KxImportColumn *last;

  g_assert_cmpuint (found->first_header, ==, 1);
  pointed = kx_import_table_find (workbook, headings, "表", 3, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pointed->first_header, ==, 3);
  g_assert_cmpuint (pointed->last_header, ==, 3);
  g_assert_cmpuint (pointed->columns->len, ==, 3);
  last = pointed->columns->pdata[2];
  g_assert_cmpstr (last->title, ==, "戊列");
  g_assert_true (kx_import_table_asks_dates (pointed, last));
  g_assert_false (kx_import_table_asks_dates (pointed, pointed->columns->pdata[0]));
  empty = kx_import_table_find (workbook, headings, "表", 60, NULL, &error);
  g_assert_null (empty);
  g_assert_error (error, KX_IMPORT_ERROR, KX_IMPORT_ERROR_HEADER);
}

static void
test_marks_of_nothing_are_told_from_values (void)
{
  static const char *const nothing[] = { "",  " ",  "/",  "／",   "—",   "——",  "-",    "－",
                                         "–", "无", "空", "未评", "N/A", "n/a", "暂无", "\xC2\xA0" };
  static const char *const something[] = { "0", "未定级", "无锡市", "空军医院", "-5", "a/b", "有", "N" };

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    g_assert_true (kx_import_is_nothing (nothing[i]));
  for (guint i = 0; i < G_N_ELEMENTS (something); i++)
    g_assert_false (kx_import_is_nothing (something[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-table/rosters-of-many-shapes-are-understood",
                   test_rosters_of_many_shapes_are_understood);
  g_test_add_func ("/import-table/the-same-roster-is-found-in-every-format",
                   test_the_same_roster_is_found_in_every_format);
  g_test_add_func ("/import-table/hidden-rows-and-columns-are-read-and-told",
                   test_hidden_rows_and_columns_are_read_and_told);
  g_test_add_func ("/import-table/the-best-of-several-sheets-is-read-and-the-others-named",
                   test_the_best_of_several_sheets_is_read_and_the_others_named);
  g_test_add_func ("/import-table/a-mapping-is-given-and-kept", test_a_mapping_is_given_and_kept);
  g_test_add_func ("/import-table/a-mapping-that-does-not-fit-is-refused",
                   test_a_mapping_that_does_not_fit_is_refused);
  g_test_add_func ("/import-table/a-header-is-pointed-at", test_a_header_is_pointed_at);
  g_test_add_func ("/import-table/marks-of-nothing-are-told-from-values",
                   test_marks_of_nothing_are_told_from_values);
  return g_test_run ();
}

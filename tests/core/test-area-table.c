#include "core/kx-area-table.h"
#include "core/tables/kx-area-rows.h"

#include <string.h>

static const KxDate now = { 0 };

static void
assert_area (const KxArea *area, const char *code, const char *name)
{
  g_assert_nonnull (area);
  g_assert_cmpstr (area->code, ==, code);
  g_assert_cmpstr (area->name, ==, name);
}

static void
test_codes_are_found_with_name_level_and_parent (void)
{
  static const struct
  {
    const char *code, *name, *parent;
    KxAreaLevel level;
    KxAreaKind kind;
  } rows[] = {
    { "000000", "中国", "", KX_AREA_COUNTRY, KX_AREA_PLAIN },
    { "370000", "山东省", "000000", KX_AREA_PROVINCE, KX_AREA_PLAIN },
    { "370100", "济南市", "370000", KX_AREA_CITY, KX_AREA_PLAIN },
    { "370102", "历下区", "370100", KX_AREA_COUNTY, KX_AREA_PLAIN },
    { "370176", "济南高新技术产业开发区", "370100", KX_AREA_COUNTY, KX_AREA_ZONE },
    { "110100", "市辖区", "110000", KX_AREA_CITY, KX_AREA_PLACEHOLDER },
    { "469000", "省直辖县级行政区划", "460000", KX_AREA_CITY, KX_AREA_PLACEHOLDER },
    { "469001", "五指山市", "469000", KX_AREA_COUNTY, KX_AREA_PLAIN },
    { "441900", "东莞市", "440000", KX_AREA_CITY, KX_AREA_PLAIN },
    { "659012", "白杨市", "659000", KX_AREA_COUNTY, KX_AREA_PLAIN },
    { "810000", "香港特别行政区", "000000", KX_AREA_PROVINCE, KX_AREA_PLAIN },
  };
  static const char *const unknown[] = { "",      "1",       "370199",    "999999",
                                         "37010", "3701021", "370102-GX", "abcdef" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const KxArea *area = kx_area_table_lookup (rows[i].code);

      assert_area (area, rows[i].code, rows[i].name);
      g_assert_cmpstr (area->parent, ==, rows[i].parent);
      g_assert_cmpint (area->level, ==, rows[i].level);
      g_assert_cmpint (area->kind, ==, rows[i].kind);
      g_assert_true (kx_area_existed (area, now));
    }
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_null (kx_area_table_lookup (unknown[i]));
}

static void
test_parents_pass_over_placeholders (void)
{
  assert_area (kx_area_table_get_parent (kx_area_table_lookup ("370102")), "370100", "济南市");
  assert_area (kx_area_table_get_parent (kx_area_table_lookup ("429004")), "420000", "湖北省");
  assert_area (kx_area_table_get_parent (kx_area_table_lookup ("110105")), "110000", "北京市");
  assert_area (kx_area_table_get_parent (kx_area_table_lookup ("500229")), "500000", "重庆市");
  assert_area (kx_area_table_get_parent (kx_area_table_lookup ("370000")), "000000", "中国");
  g_assert_null (kx_area_table_get_parent (kx_area_table_lookup ("000000")));
}

static guint
count_children (const char *code, int on)
{
  g_autoptr (GPtrArray) children = kx_area_table_list_children (code, (KxDate){ on });

  return children->len;
}

static void
test_children_are_listed_for_a_day (void)
{
  g_autoptr (GPtrArray) jinan = kx_area_table_list_children ("370100", now);
  g_autoptr (GPtrArray) hainan = kx_area_table_list_children ("460000", now);

  assert_area (jinan->pdata[0], "370102", "历下区");
  g_assert_cmpuint (jinan->len, ==, 13);  /* twelve districts and counties, one zone */
  g_assert_cmpuint (hainan->len, ==, 19); /* four cities, fifteen directly under the province */
  assert_area (hainan->pdata[4], "469001", "五指山市");
  g_assert_cmpuint (count_children ("000000", 0), ==, 34);
  g_assert_cmpuint (count_children ("110000", 0), ==, 16);
  g_assert_cmpuint (count_children ("110000", 20090101), ==, 18); /* with 崇文区 and 宣武区 */
  g_assert_cmpuint (count_children ("370000", 0), ==, 16);
  g_assert_cmpuint (count_children ("370000", 20170101), ==, 17); /* with 莱芜市 */
  g_assert_cmpuint (count_children ("371200", 0), ==, 0);
  g_assert_cmpuint (count_children ("371200", 20170101), ==, 2);
  g_assert_cmpuint (count_children ("441900", 0), ==, 0);
  g_assert_cmpuint (count_children ("999999", 0), ==, 0);
}

static void
test_an_area_stands_from_and_to_its_dates (void)
{
  const KxArea *laiwu = kx_area_table_lookup ("371200"), *laiwu_district = kx_area_table_lookup ("370116");

  g_assert_false (kx_area_existed (laiwu, now));
  g_assert_true (kx_area_existed (laiwu, (KxDate){ 20171231 }));
  g_assert_true (kx_area_existed (laiwu, (KxDate){ 20181231 }));
  g_assert_false (kx_area_existed (laiwu, (KxDate){ 20190101 }));
  g_assert_false (kx_area_existed (laiwu, (KxDate){ 19911231 }));
  g_assert_true (kx_area_existed (laiwu, (KxDate){ 19920101 }));
  g_assert_false (kx_area_existed (laiwu_district, (KxDate){ 20171231 }));
  g_assert_true (kx_area_existed (laiwu_district, (KxDate){ 20190101 }));
}

static void
test_one_code_has_the_name_of_its_time (void)
{
  assert_area (kx_area_table_lookup ("130602"), "130602", "竞秀区");
  assert_area (kx_area_table_lookup_on ("130602", now), "130602", "竞秀区");
  assert_area (kx_area_table_lookup_on ("130602", (KxDate){ 20140601 }), "130602", "新市区");
  assert_area (kx_area_table_lookup_on ("130602", (KxDate){ 20150601 }), "130602", "竞秀区");
  assert_area (kx_area_table_lookup_on ("511400", (KxDate){ 19960101 }), "511400", "涪陵市");
  g_assert_null (kx_area_table_lookup_on ("511400", (KxDate){ 19990101 })); /* no area had it then */
  assert_area (kx_area_table_lookup_on ("511400", now), "511400", "眉山市");
  g_assert_null (kx_area_table_lookup_on ("371200", now));
  g_assert_null (kx_area_table_lookup_on ("999999", now));
}

static void
test_known_changes_lead_to_their_successors (void)
{
  static const struct
  {
    const char *code;
    int on;
    const char *successor; /* NULL: divided or unknown */
  } changes[] = {
    { "371200", 20170101, "370100" }, { "371202", 20170101, "370116" }, { "371203", 20170101, "370117" },
    { "370181", 20150101, "370114" }, { "370125", 20170101, "370115" }, { "370282", 20160101, "370215" },
    { "450122", 20140101, "450110" }, { "450127", 20200101, "450181" }, { "320482", 20140101, "320413" },
    { "110103", 20090101, "110101" }, { "110104", 20090101, "110102" }, { "110228", 20140101, "110118" },
    { "130602", 20140101, "130602" }, { "340225", 20150101, "340281" }, { "341400", 20100101, NULL },
    { "511400", 19960101, NULL },     { "370102", 20200101, "370102" }, { "422301", 19900101, "421202" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      const KxArea *area = kx_area_table_lookup_on (changes[i].code, (KxDate){ changes[i].on }), *successor;

      g_test_message ("%s", changes[i].code);
      g_assert_nonnull (area);
      successor = kx_area_table_get_successor (area);
      g_assert_cmpstr (successor != NULL ? successor->code : NULL, ==, changes[i].successor);
    }
}

static void
test_every_row_of_the_table_is_in_order (void)
{
  guint standing = 0, placeholders = 0, followed = 0, gone = 0;

  for (guint i = 0; i < kx_area_n_rows; i++)
    {
      const KxArea *area = &kx_area_rows[i], *parent = kx_area_table_lookup (area->parent), *successor;

      g_assert_true (g_utf8_validate (area->name, -1, NULL));
      g_assert_true (g_str_has_prefix (area->name, area->stem));
      g_assert_true (area->kind == KX_AREA_PLACEHOLDER || g_utf8_strlen (area->stem, -1) >= 2);
      g_assert_true (parent != NULL || area->level == KX_AREA_COUNTRY);
      if (parent != NULL)
        g_assert_true (kx_area_code_is_within (area->code, parent->code) && parent->level < area->level);
      standing += area->to.ymd == 0;
      placeholders += area->kind == KX_AREA_PLACEHOLDER;
      if (area->to.ymd == 0)
        g_assert_true (kx_area_table_lookup (area->code) == area &&
                       kx_area_table_get_successor (area) == area);
      else
        {
          gone++;
          successor = kx_area_table_get_successor (area);
          followed += successor != NULL;
          g_assert_true (successor == NULL || successor->to.ymd == 0);
        }
    }
  g_test_message ("%u standing, %u gone, %u of them followed", standing, gone, followed);
  g_assert_cmpuint (standing, >, 3300);
  g_assert_cmpuint (placeholders, ==, 10);
  g_assert_cmpuint (followed * 10, >, gone * 7);
}

static void
test_an_area_covers_what_its_code_begins (void)
{
  static const struct
  {
    const char *code, *area;
    gboolean within;
  } cases[] = {
    { "370102", "000000", TRUE },
    { "000000", "000000", TRUE },
    { "450100-GX", "000000", TRUE },
    { "370102", "370000", TRUE },
    { "370100", "370000", TRUE },
    { "370000", "370000", TRUE },
    { "370102", "370100", TRUE },
    { "370100", "370100", TRUE },
    { "370202", "370100", FALSE },
    { "370000", "370100", FALSE },
    { "370100", "370102", FALSE },
    { "370102", "370102", TRUE },
    { "370103", "370102", FALSE },
    { "000000", "370000", FALSE },
    { "380102", "370000", FALSE },
    { "469001", "460000", TRUE },
    { "429004", "420000", TRUE },
    { "469001", "460100", FALSE },
    { "469001", "469000", TRUE },
    { "450100-GX", "450100", TRUE },
    { "450100-GX", "450000", TRUE },
    { "450100-GX", "450102", FALSE },
    { "450102-GX", "450102", TRUE },
    { "450102-GX", "450100", TRUE },
    { "450100", "450100-GX", FALSE },
    { "450100-GX", "450100-GX", TRUE },
    { "450100-GX1", "450100-GX", FALSE },
    { "450100-G", "450100-GX", FALSE },
    { "4501023", "450102", FALSE },
    { "", "370000", FALSE },
    { "37", "370100", FALSE },
    { "370102", "", FALSE },
    { "370102", "3701", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s in %s", cases[i].code, cases[i].area);
      g_assert_cmpint (kx_area_code_is_within (cases[i].code, cases[i].area), ==, cases[i].within);
    }
}

/* The codes that bear a name, parted by spaces. */
static void
assert_found (const char *name, const char *within, int on, const char *expected)
{
  g_autoptr (GPtrArray) found = kx_area_table_find (name, within, (KxDate){ on });
  g_autoptr (GString) codes = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", ((const KxArea *) found->pdata[i])->code);
  g_assert_cmpstr (codes->str, ==, expected);
}

static void
test_names_are_found_with_and_without_their_endings (void)
{
  assert_found ("济南市", "370000", 0, "370100");
  assert_found ("济南", "370000", 0, "370100");
  assert_found ("济南", "000000", 0, "370100");
  assert_found ("历下区", "370100", 0, "370102");
  assert_found ("历下", "370000", 0, "370102");
  assert_found ("历下区", "370200", 0, "");
  assert_found ("山东", "000000", 0, "370000");
  assert_found ("广西", "000000", 0, "450000");
  assert_found ("内蒙古", "000000", 0, "150000");
  assert_found ("新疆", "000000", 0, "650000");
  assert_found ("香港", "000000", 0, "810000");
  assert_found ("延边", "000000", 0, "222400");
  assert_found ("积石山", "000000", 0, "622927");
  assert_found ("浦东", "310000", 0, "310115");
  assert_found ("横州", "450000", 0, "450181");
  assert_found ("北京", "000000", 0, "110000");
  assert_found ("全国", "000000", 0, "000000");
  assert_found ("中国", "000000", 0, "000000");
  assert_found ("China", "000000", 0, "000000");
  assert_found ("全国", "370000", 0, "");
  assert_found ("市辖区", "000000", 0, "");
  assert_found ("无此地", "000000", 0, "");
  assert_found ("", "000000", 0, "");
  assert_found ("市", "000000", 0, "");
}

static void
test_ambiguous_names_give_all_they_may_mean (void)
{
  assert_found ("市中区", "370000", 0, "370103 370402");
  assert_found ("市中区", "370100", 0, "370103");
  assert_found ("吉林", "000000", 0, "220000 220200");
  assert_found ("吉林省", "000000", 0, "220000");
  assert_found ("吉林市", "220000", 0, "220200");
  assert_found ("海南省", "000000", 0, "460000");
}

static void
test_names_follow_the_day_asked_for (void)
{
  assert_found ("莱芜市", "370000", 20170101, "371200");
  assert_found ("莱芜市", "370000", 0, "370116");
  assert_found ("即墨市", "370000", 20160101, "370282");
  assert_found ("即墨市", "370000", 0, "370215");
  assert_found ("即墨", "370000", 20160101, "370282");
  assert_found ("横县", "450000", 20200101, "450127");
  assert_found ("崇文区", "110000", 20090101, "110103");
  assert_found ("崇文区", "110000", 0, "");
}

static void
test_every_standing_area_is_found_by_its_full_name_within_its_parent (void)
{
  for (guint i = 0; i < kx_area_n_rows; i++)
    {
      const KxArea *area = &kx_area_rows[i];
      g_autoptr (GPtrArray) found = NULL;

      if (area->to.ymd != 0 || area->kind == KX_AREA_PLACEHOLDER)
        continue;
      found = kx_area_table_find (area->name, area->parent[0] != '\0' ? area->parent : area->code, now);
      g_assert_cmpuint (found->len, ==, 1);
      g_assert_true (found->pdata[0] == area);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add_func ("/area-table/" name, test)
  ADD ("codes are found with name, level and parent", test_codes_are_found_with_name_level_and_parent);
  ADD ("parents pass over placeholders", test_parents_pass_over_placeholders);
  ADD ("children are listed for a day", test_children_are_listed_for_a_day);
  ADD ("an area stands from and to its dates", test_an_area_stands_from_and_to_its_dates);
  ADD ("one code has the name of its time", test_one_code_has_the_name_of_its_time);
  ADD ("known changes lead to their successors", test_known_changes_lead_to_their_successors);
  ADD ("every row of the table is in order", test_every_row_of_the_table_is_in_order);
  ADD ("an area covers what its code begins", test_an_area_covers_what_its_code_begins);
  ADD ("names are found with and without their endings", test_names_are_found_with_and_without_their_endings);
  ADD ("ambiguous names give all they may mean", test_ambiguous_names_give_all_they_may_mean);
  ADD ("names follow the day asked for", test_names_follow_the_day_asked_for);
  ADD ("every standing area is found by its full name within its parent",
       test_every_standing_area_is_found_by_its_full_name_within_its_parent);
#undef ADD
  return g_test_run ();
}

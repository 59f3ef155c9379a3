#include "desktop/form/kx-area-search.h"

static const char *
first_code (const char *typed, const char *near)
{
  g_autoptr (GPtrArray) found = kx_area_search (typed, near, 5);

  return found->len > 0 ? ((const KxArea *) found->pdata[0])->code : NULL;
}

static void
test_areas_are_found_in_every_way_of_typing (void)
{
  static const struct
  {
    const char *typed, *near, *code;
  } rows[] = {
    { "370102", NULL, "370102" },   { "3701", NULL, "370100" },    { "历下", NULL, "370102" },
    { "历下区", NULL, "370102" },   { "济南", NULL, "370100" },    { " 济南市 ", NULL, "370100" },
    { "lixiaqu", NULL, "370102" },  { "jns", "370000", "370100" }, { "鼓楼", "320100", "320106" },
    { "鼓楼", "350000", "350102" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].typed);
      g_assert_cmpstr (first_code (rows[i].typed, rows[i].near), ==, rows[i].code);
    }
  g_assert_null (first_code ("无此地方", NULL));
}

static void
test_nothing_typed_shows_what_is_near (void)
{
  g_autoptr (GPtrArray) counties = kx_area_search ("", "370100", 100), few = kx_area_search ("", "370100", 3);
  g_autoptr (GPtrArray) provinces = kx_area_search (NULL, NULL, 100);

  g_assert_cmpuint (counties->len, >, 8);
  for (guint i = 0; i < counties->len; i++)
    g_assert_true (kx_area_code_is_within (((const KxArea *) counties->pdata[i])->code, "370100"));
  g_assert_cmpuint (few->len, ==, 3);
  g_assert_cmpuint (provinces->len, ==, 34);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/area-search/areas are found in every way of typing",
                   test_areas_are_found_in_every_way_of_typing);
  g_test_add_func ("/area-search/nothing typed shows what is near", test_nothing_typed_shows_what_is_near);
  return g_test_run ();
}

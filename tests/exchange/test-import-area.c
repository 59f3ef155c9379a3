#include "exchange/kx-import-area.h"

static void
test_names_and_codes_are_found_within_the_office (void)
{
  static const struct
  {
    const char *area, *text, *city, *code, *fault;
  } rows[] = {
    { "370000", "济南市", NULL, "370100", NULL },
    { "370000", "济南", NULL, "370100", NULL },
    { "370000", " 济 南 市 ", NULL, "370100", NULL },
    { "370000", "370102", NULL, "370102", NULL },
    { "370000", "３７０１０２", NULL, "370102", NULL },
    { "370000", "济南市历下区", NULL, "370102", NULL },
    { "370000", "山东省济南市历下区", NULL, "370102", NULL },
    { "370000", "历下区", "370100", "370102", NULL },
    { "370000", "市本级", "370100", "370100", NULL },
    { "370100", "市直", NULL, "370100", NULL },
    { "370100", "济南市历下区", NULL, "370102", NULL },
    { "370102", "济南市", NULL, "370102", NULL },
    { "370000", "济南市历下区文化西路107号", NULL, "370102", "area-and-more" },
    { "320000", "鼓楼区", NULL, NULL, "ambiguous-area" },
    { "320000", "南京市鼓楼区", NULL, "320106", NULL },
    { "370000", "郑州市", NULL, NULL, "unknown-area" },
    { "370000", "济南市历小区", NULL, NULL, "unknown-area" },
    { "370000", "3701", NULL, NULL, "wrong-area-code" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KxImportAreas) areas = kx_import_areas_new (rows[i].area, NULL, NULL);

      g_test_message ("%s %s", rows[i].area, rows[i].text);
      for (guint again = 0; again < 2; again++)
        {
          KxImportArea area = kx_import_areas_find (areas, rows[i].text, rows[i].city, FALSE);

          g_assert_cmpstr (area.code, ==, rows[i].code);
          g_assert_cmpstr (area.finding != NULL ? area.finding->code : NULL, ==, rows[i].fault);
        }
    }
}

static void
test_an_ambiguous_name_names_all_it_may_be (void)
{
  g_autoptr (KxImportAreas) areas = kx_import_areas_new ("320000", NULL, NULL);
  KxImportArea area = kx_import_areas_find (areas, "鼓楼区", NULL, FALSE);
  g_autofree char *words = kx_finding_fill (area.finding, area.finding->message);

  g_assert_nonnull (strstr (words, "320106"));
  g_assert_nonnull (strstr (words, "南京市"));
  g_assert_nonnull (strstr (words, "徐州市"));
}

static void
test_what_is_marked_outside_is_found_anywhere (void)
{
  g_autoptr (KxImportAreas) areas = kx_import_areas_new ("370000", NULL, NULL);

  g_assert_cmpstr (kx_import_areas_find (areas, "郑州市", NULL, TRUE).code, ==, "410100");
  g_assert_null (kx_import_areas_find (areas, "郑州市", NULL, FALSE).code);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-area/names-and-codes-are-found-within-the-office",
                   test_names_and_codes_are_found_within_the_office);
  g_test_add_func ("/import-area/an-ambiguous-name-names-all-it-may-be",
                   test_an_ambiguous_name_names_all_it_may_be);
  g_test_add_func ("/import-area/what-is-marked-outside-is-found-anywhere",
                   test_what_is_marked_outside_is_found_anywhere);
  return g_test_run ();
}

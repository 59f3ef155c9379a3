#include "models/kx-filter.h"

#include "core/entities/kx-agency.h"
#include "models/kx-display.h"

static KxFilter *
make_filter (void)
{
  KxFilter *filter = kx_filter_new (&kx_agency_entity);

  g_assert_true (kx_filter_put (
      filter, kx_agency_f_kind, KX_ONE_OF,
      (KxValue){ .CODES.bits = 1u << kx_agency_kind_other | 1u << kx_agency_kind_workers_sanatorium }));
  g_assert_true (kx_filter_put (filter, kx_agency_f_county, KX_WITHIN, (KxValue){ .TEXT = "370100" }));
  g_assert_true (kx_filter_put (filter, kx_agency_f_scopes_offered, KX_CONTAINS,
                                (KxValue){ .CODE = kx_agency_scopes_offered_home }));
  g_assert_true (kx_filter_put (filter, kx_agency_f_scopes_offered, KX_CONTAINS,
                                (KxValue){ .CODE = kx_agency_scopes_offered_inpatient }));
  g_assert_true (kx_filter_put_from_today (filter, kx_agency_f_licence_valid_to, KX_BELOW, 60));
  g_assert_true (kx_filter_put (filter, kx_agency_f_beds, KX_ABOVE, (KxValue){ .INTEGER = 20 }));
  g_assert_true (kx_filter_put (filter, kx_agency_f_bank_account, KX_IS_NULL, (KxValue){ 0 }));
  g_assert_true (kx_filter_put (filter, kx_agency_f_address, KX_EQUALS, (KxValue){ .TEXT = "一号 & 2=3?" }));
  kx_filter_set_q (filter, "济南 100%&a=b");
  kx_filter_set_area (filter, "370000");
  filter->sort = kx_agency_f_beds;
  filter->descending = TRUE;
  return filter;
}

static void
test_a_filter_survives_as_text (void)
{
  g_autoptr (KxFilter) filter = make_filter (), empty = kx_filter_new (&kx_agency_entity), copy = NULL;
  g_autoptr (KxFilter) read = NULL, read_empty = NULL;
  g_autofree char *text = kx_filter_to_text (filter), *empty_text = kx_filter_to_text (empty), *again = NULL;
  g_autoptr (GError) error = NULL;

  read = kx_filter_from_text (kx_schema_get (), text, &error);
  g_assert_no_error (error);
  g_assert_true (kx_filter_equal (filter, read));
  again = kx_filter_to_text (read);
  g_assert_cmpstr (again, ==, text);
  copy = kx_filter_copy (filter);
  g_assert_true (kx_filter_equal (copy, filter));
  copy->descending = FALSE;
  g_assert_false (kx_filter_equal (copy, filter));
  g_assert_cmpstr (empty_text, ==, "agency");
  read_empty = kx_filter_from_text (kx_schema_get (), "agency", &error);
  g_assert_true (kx_filter_equal (empty, read_empty));
  g_assert_false (kx_filter_narrows (empty));
  g_assert_true (kx_filter_narrows (filter));
}

static void
test_a_text_that_is_no_filter_is_refused (void)
{
  static const char *const texts[] = { "",
                                       "nothing",
                                       "agency?",
                                       "agency?kind",
                                       "agency?nothing=1",
                                       "agency?kind=nothing",
                                       "agency?kind.in=other,nothing",
                                       "agency?kind.in=",
                                       "agency?beds=many",
                                       "agency?beds.within=3701",
                                       "agency?beds.other=1",
                                       "agency?licence_valid_to.lte=today",
                                       "agency?licence_valid_to.lte=today+",
                                       "agency?licence_valid_to.lte=today%2B99999999999",
                                       "agency?bank_account=1",
                                       "agency?$sort=up",
                                       "agency?$sort.up=nothing",
                                       "agency?$q=%FF",
                                       "agency?$q=%00",
                                       "agency?address=%" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxFilter) filter = kx_filter_from_text (kx_schema_get (), texts[i], &error);

      g_test_message ("%s", texts[i]);
      g_assert_null (filter);
      g_assert_error (error, KX_FILTER_ERROR, KX_FILTER_ERROR_TEXT);
    }
}

static void
test_conditions_are_replaced_and_taken_away (void)
{
  g_autoptr (KxFilter) filter = make_filter ();
  guint before = filter->terms->len;

  kx_filter_put (filter, kx_agency_f_county, KX_WITHIN, (KxValue){ .TEXT = "370200" });
  g_assert_cmpuint (filter->terms->len, ==, before);
  g_assert_cmpstr (kx_filter_get (filter, kx_agency_f_county, KX_WITHIN)->value.TEXT, ==, "370200");
  kx_filter_put (filter, kx_agency_f_scopes_offered, KX_CONTAINS,
                 (KxValue){ .CODE = kx_agency_scopes_offered_home });
  g_assert_cmpuint (filter->terms->len, ==, before);
  kx_filter_drop (filter, kx_agency_f_scopes_offered);
  g_assert_cmpuint (filter->terms->len, ==, before - 2);
  g_assert_null (kx_filter_get (filter, kx_agency_f_scopes_offered, KX_CONTAINS));
  kx_filter_drop_chip (filter, KX_FILTER_AREA);
  kx_filter_drop_chip (filter, KX_FILTER_Q);
  g_assert_null (filter->area);
  g_assert_null (filter->q);
  for (guint i = 0; i < KX_LIST_TERMS; i++)
    kx_filter_put (filter, kx_agency_f_beds + i % 2, i % 3, (KxValue){ .INTEGER = i });
  for (guint i = 0; i < kx_agency_n_fields; i++)
    kx_filter_put (filter, i, KX_IS_NULL, (KxValue){ 0 });
  g_assert_cmpuint (filter->terms->len, ==, KX_LIST_TERMS);
  g_assert_false (kx_filter_put (filter, kx_agency_f_address, KX_BELOW, (KxValue){ .TEXT = "x" }));
  kx_filter_set_q (filter, " .,");
  g_assert_null (filter->q);
}

static void
test_a_filter_becomes_a_query (void)
{
  g_autoptr (KxFilter) filter = make_filter ();
  KxListQuery query;

  kx_filter_to_query (filter, (KxDate){ 20261125 }, &query);
  g_assert_true (query.entity == &kx_agency_entity);
  g_assert_cmpuint (query.n_terms, ==, filter->terms->len);
  g_assert_cmpint (query.terms[4].value.DATE.ymd, ==, 20270124);
  g_assert_cmpint (query.terms[4].test, ==, KX_BELOW);
  g_assert_cmpint (query.sort, ==, kx_agency_f_beds);
  g_assert_true (query.descending);
  g_assert_false (query.actor->system);
  g_assert_true (kx_actor_may_read (query.actor, "370102/agency"));
  g_assert_false (kx_actor_may_read (query.actor, "450102/agency"));
  kx_filter_set_area (filter, NULL);
  kx_filter_to_query (filter, (KxDate){ 20261125 }, &query);
  g_assert_true (query.actor->system);
}

static void
test_a_filter_is_put_into_words (void)
{
  g_autoptr (KxFilter) filter = make_filter (), empty = kx_filter_new (&kx_agency_entity);
  g_autofree char *words = kx_filter_describe (filter), *none = kx_filter_describe (empty);
  g_autoptr (GPtrArray) chips = kx_filter_list_chips (filter);

  g_assert_cmpstr (words, ==,
                   "山东省 · Kind of institution: Workers' sanatorium, Other kind · City or county: 济南市 · "
                   "Scopes of service: At home · Scopes of service: Inpatient · "
                   "Practice licence valid to: at most in 60 days · Rehabilitation beds: at least 20 · "
                   "Bank account: none given · Address: 一号 & 2=3? · “济南 100%&a=b”");
  g_assert_cmpstr (none, ==, "All");
  g_assert_cmpuint (chips->len, ==, 10);
  g_assert_cmpint (((KxFilterChip *) chips->pdata[0])->field, ==, KX_FILTER_AREA);
  g_assert_cmpint (((KxFilterChip *) chips->pdata[1])->field, ==, kx_agency_f_kind);
  g_assert_cmpint (((KxFilterChip *) chips->pdata[9])->field, ==, KX_FILTER_Q);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/a-filter-survives-as-text", test_a_filter_survives_as_text);
  g_test_add_func ("/filter/a-text-that-is-no-filter-is-refused", test_a_text_that_is_no_filter_is_refused);
  g_test_add_func ("/filter/conditions-are-replaced-and-taken-away",
                   test_conditions_are_replaced_and_taken_away);
  g_test_add_func ("/filter/a-filter-becomes-a-query", test_a_filter_becomes_a_query);
  g_test_add_func ("/filter/a-filter-is-put-into-words", test_a_filter_is_put_into_words);
  return g_test_run ();
}

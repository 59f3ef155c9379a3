#include "server/kx-http-router.h"

#include "server/kx-http-etag.h"
#include "server/kx-http-query.h"

static void
nothing (KxRequest *request, gpointer user_data)
{
}

static const KxRoute routes[] = {
  { "GET", "/", nothing },
  { "GET", "/v1/{collection}", nothing },
  { "POST", "/v1/{collection}", nothing },
  { "GET", "/v1/{collection}/{id}", nothing },
  { "PATCH", "/v1/{collection}/{id}", nothing },
  { "PUT", "/v1/{collection}/{id}/{field}/{value}", nothing },
  { "POST", "/v1/{collection}/{id}/actions/{action}", nothing },
  { "POST", "/v1/sessions", nothing },
  { "PUT", "/v1/blobs/{sha256}", nothing },
};

static KxRouter *
make_router (void)
{
  KxRouter *router = kx_router_new ();

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    kx_router_add (router, &routes[i]);
  return router;
}

/* The status of the problem, or 0; the pattern is checked where one is given. */
static guint
match (const char *method, const char *path, const char *pattern)
{
  g_autoptr (KxRouter) router = make_router ();
  g_auto (KxRouteMatch) found = { 0 };
  g_autoptr (KxProblem) problem = kx_router_match (router, method, path, 2048, &found);

  if (pattern != NULL)
    g_assert_cmpstr (found.pattern, ==, pattern);
  return problem != NULL ? kx_problem_get_status (problem) : 0;
}

static void
test_literal_segments_go_before_parameters (void)
{
  g_assert_cmpuint (match ("GET", "/", "/"), ==, 0);
  g_assert_cmpuint (match ("GET", "/v1/agencies", "/v1/{collection}"), ==, 0);
  g_assert_cmpuint (match ("POST", "/v1/sessions", "/v1/sessions"), ==, 0);
  g_assert_cmpuint (match ("GET", "/v1/sessions", "/v1/sessions"), ==, 405);
  g_assert_cmpuint (match ("PUT", "/v1/blobs/ab", "/v1/blobs/{sha256}"), ==, 0);
  g_assert_cmpuint (match ("POST", "/v1/agencies/1/actions/sign", "/v1/{collection}/{id}/actions/{action}"),
                    ==, 0);
  g_assert_cmpuint (match ("PUT", "/v1/agencies/1/scopes/ot", "/v1/{collection}/{id}/{field}/{value}"), ==,
                    0);
  g_assert_cmpuint (match ("HEAD", "/v1/agencies", NULL), ==, 0);
  g_assert_cmpuint (match ("OPTIONS", "/v1/agencies", NULL), ==, 0);
  g_assert_cmpuint (match ("DELETE", "/v1/agencies", NULL), ==, 405);
  g_assert_cmpuint (match ("get", "/v1/agencies", NULL), ==, 405);
  g_assert_cmpuint (match ("GET", "/v2/agencies", NULL), ==, 404);
  g_assert_cmpuint (match ("GET", "/v1", NULL), ==, 404);
  g_assert_cmpuint (match ("GET", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t", NULL), ==, 404);
}

static void
test_segments_are_decoded_one_by_one (void)
{
  g_autoptr (KxRouter) router = make_router ();
  g_auto (KxRouteMatch) found = { 0 };

  g_assert_null (kx_router_match (router, "GET", "/v%31/%E5%8D%97%E5%AE%81/a%2Fb%2541", 2048, &found));
  g_assert_cmpuint (found.n, ==, 2);
  g_assert_cmpstr (found.names[0], ==, "collection");
  g_assert_cmpstr (found.values[0], ==, "南宁");
  g_assert_cmpstr (found.names[1], ==, "id");
  g_assert_cmpstr (found.values[1], ==, "a/b%41");
  g_assert_cmpstr (found.allow, ==, "GET, HEAD, PATCH, OPTIONS");
}

static void
test_paths_that_are_not_well_formed_are_refused (void)
{
  static const char *const bad[] = { "",           "v1",         "*",          "//",
                                     "/v1/",       "/v1//x",     "/v1/%",      "/v1/%4",
                                     "/v1/%zz",    "/v1/%00",    "/v1/a%0Ab",  "/v1/%7f",
                                     "/v1/%c2%85", "/v1/%ff",    "/v1/%c0%af", "/v1/.",
                                     "/v1/..",     "/v1/%2e%2E", "/v1/%2e/x",  "/v1/%ed%a0%80",
                                     "/v1/\xff",   "/v1/a\tb",   "/../etc",    "/v1/agencies/../sessions" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpuint (match ("GET", bad[i], NULL), ==, 400);
}

static void
test_an_overlong_path_is_414 (void)
{
  g_autofree char *name = g_strnfill (2048 - 4, 'a');
  g_autofree char *fits = g_strconcat ("/v1/", name, NULL);
  g_autofree char *longer = g_strconcat (fits, "a", NULL);

  g_assert_cmpuint (match ("GET", fits, NULL), ==, 0);
  g_assert_cmpuint (match ("GET", longer, NULL), ==, 414);
}

static guint
parse_query (const char *text, KxHttpQuery **query)
{
  g_autoptr (KxProblem) problem = kx_http_query_parse (text, 8192, query);

  return problem != NULL ? kx_problem_get_status (problem) : 0;
}

static void
test_queries_are_read_strictly (void)
{
  static const char *const bad[] = { "=1",    "a=1&",  "&",     "a=1&&b=2", "a=1&a=2",  "a=%",      "a=%0",
                                     "a=%00", "%zz=1", "a=%ff", "a=%0d",    "a=%c2%9f", "a=1&%61=2" };
  g_autoptr (KxHttpQuery) query = NULL, none = NULL;

  g_assert_cmpuint (
      parse_query ("q=%E5%8D%97+x%2By&sort=-name&limit=50&flag&empty=&starts_on.gte=2026-01-01&e=a=b",
                   &query),
      ==, 0);
  g_assert_cmpuint (kx_http_query_size (query), ==, 7);
  g_assert_cmpstr (kx_http_query_get (query, "q"), ==, "南 x+y");
  g_assert_cmpstr (kx_http_query_get (query, "sort"), ==, "-name");
  g_assert_cmpstr (kx_http_query_get (query, "flag"), ==, "");
  g_assert_cmpstr (kx_http_query_get (query, "empty"), ==, "");
  g_assert_cmpstr (kx_http_query_get (query, "starts_on.gte"), ==, "2026-01-01");
  g_assert_cmpstr (kx_http_query_get (query, "e"), ==, "a=b");
  g_assert_null (kx_http_query_get (query, "nothing"));
  g_assert_cmpstr (kx_http_query_name_at (query, 2), ==, "limit");
  g_assert_cmpstr (kx_http_query_value_at (query, 2), ==, "50");
  g_assert_cmpuint (parse_query (NULL, &none), ==, 0);
  g_assert_cmpuint (kx_http_query_size (none), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      KxHttpQuery *untouched = NULL;

      g_assert_cmpuint (parse_query (bad[i], &untouched), ==, 400);
      g_assert_null (untouched);
    }
}

static void
test_a_query_has_64_parameters_and_8_kib_at_most (void)
{
  g_autoptr (GString) many = g_string_new ("p0=");
  g_autofree char *large = g_strnfill (8193, 'a');
  g_autoptr (KxHttpQuery) query = NULL;
  KxHttpQuery *untouched = NULL;

  for (guint i = 1; i < 64; i++)
    g_string_append_printf (many, "&p%u", i);
  g_assert_cmpuint (parse_query (many->str, &query), ==, 0);
  g_string_append (many, "&x=1");
  g_assert_cmpuint (parse_query (many->str, &untouched), ==, 400);
  g_assert_cmpuint (parse_query (large, &untouched), ==, 414);
}

static KxHttpEtags *
parse_etags (const char *text)
{
  KxHttpEtags *etags = NULL;
  g_autoptr (KxProblem) problem = kx_http_etags_parse (text, &etags);

  g_assert_true ((problem == NULL) == (etags != NULL));
  return etags;
}

static void
test_entity_tags_compare_as_rfc_9110_says (void)
{
  g_autoptr (KxHttpEtags) list = parse_etags (" \"17\" , W/\"18\",\"\"");
  g_autoptr (KxHttpEtags) any = parse_etags (" * ");
  gboolean weak;

  g_assert_cmpuint (kx_http_etags_size (list), ==, 3);
  g_assert_cmpstr (kx_http_etags_at (list, 1, &weak), ==, "18");
  g_assert_true (weak);
  g_assert_true (kx_http_etags_match (list, "17", TRUE));
  g_assert_false (kx_http_etags_match (list, "18", TRUE));
  g_assert_true (kx_http_etags_match (list, "18", FALSE));
  g_assert_true (kx_http_etags_match (list, "", TRUE));
  g_assert_false (kx_http_etags_match (list, "1", TRUE));
  g_assert_false (kx_http_etags_match (list, NULL, TRUE));
  g_assert_true (kx_http_etags_is_any (any));
  g_assert_true (kx_http_etags_match (any, "17", TRUE));
  g_assert_false (kx_http_etags_match (any, NULL, FALSE));
}

static void
test_other_preconditions_are_refused (void)
{
  static const char *const bad[] = { "",        " ",       "17",       "\"17",      "17\"", "\"17\" \"18\"",
                                     "\"17\",", ",\"17\"", "w/\"17\"", "*, \"17\"", "**",   "\"a b\"",
                                     "W/",      "\"\x7f\"" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (parse_etags (bad[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/router/literal-segments-go-before-parameters",
                   test_literal_segments_go_before_parameters);
  g_test_add_func ("/http/router/segments-are-decoded-one-by-one", test_segments_are_decoded_one_by_one);
  g_test_add_func ("/http/router/paths-that-are-not-well-formed-are-refused",
                   test_paths_that_are_not_well_formed_are_refused);
  g_test_add_func ("/http/router/an-overlong-path-is-414", test_an_overlong_path_is_414);
  g_test_add_func ("/http/query/queries-are-read-strictly", test_queries_are_read_strictly);
  g_test_add_func ("/http/query/a-query-has-64-parameters-and-8-kib-at-most",
                   test_a_query_has_64_parameters_and_8_kib_at_most);
  g_test_add_func ("/http/etag/entity-tags-compare-as-rfc-9110-says",
                   test_entity_tags_compare_as_rfc_9110_says);
  g_test_add_func ("/http/etag/other-preconditions-are-refused", test_other_preconditions_are_refused);
  return g_test_run ();
}

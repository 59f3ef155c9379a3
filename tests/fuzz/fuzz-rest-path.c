/* Paths, queries, preconditions, language and framing texts of a request, as hostile as they come. The first
 * byte says which reader gets the rest. */
#include "server/kx-http-body.h"
#include "server/kx-http-etag.h"
#include "server/kx-http-query.h"
#include "server/kx-http-router.h"
#include "server/kx-http-words.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
nothing (KxRequest *request, gpointer user_data)
{
}

static const KxRoute routes[] = {
  { "GET", "/", nothing },
  { "GET", "/v1/{collection}", nothing },
  { "PATCH", "/v1/{collection}/{id}", nothing },
  { "PUT", "/v1/{collection}/{id}/{field}/{value}", nothing },
  { "POST", "/v1/{collection}/{id}/actions/{action}", nothing },
  { "POST", "/v1/sessions", nothing },
};

static void
try_path (const char *text)
{
  static KxRouter *router = NULL;
  static const char *const methods[] = { "GET", "HEAD", "PATCH", "OPTIONS", "BREW" };

  if (router == NULL)
    {
      router = kx_router_new ();
      for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
        kx_router_add (router, &routes[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_auto (KxRouteMatch) match = { 0 };
      g_autoptr (KxProblem) problem = kx_router_match (router, methods[i], text, 2048, &match);

      for (gsize j = 0; j < match.n; j++)
        g_assert_true (g_utf8_validate (match.values[j], -1, NULL) && *match.values[j] != '\0');
      g_assert_true (problem != NULL || match.pattern != NULL);
    }
}

static void
try_query (const char *text)
{
  g_autoptr (KxHttpQuery) query = NULL;
  g_autoptr (KxProblem) problem = kx_http_query_parse (text, 8192, &query);

  g_assert_true ((problem == NULL) == (query != NULL));
  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    {
      g_assert_true (g_utf8_validate (kx_http_query_value_at (query, i), -1, NULL));
      g_assert_true (kx_http_query_get (query, kx_http_query_name_at (query, i)) ==
                     kx_http_query_value_at (query, i));
    }
}

static void
try_etags (const char *text)
{
  g_autoptr (KxHttpEtags) etags = NULL;
  g_autoptr (KxProblem) problem = kx_http_etags_parse (text, &etags);
  gboolean weak;

  g_assert_true ((problem == NULL) == (etags != NULL));
  for (gsize i = 0; etags != NULL && i < kx_http_etags_size (etags); i++)
    g_assert_true (kx_http_etags_match (etags, kx_http_etags_at (etags, i, &weak), FALSE));
}

static void
try_words (const char *text)
{
  static KxWords *words = NULL;
  static const char *const pairs[] = { "a", "1", "name", "x" };
  g_autofree char *filled = kx_words_fill (text, pairs, 2);

  if (words == NULL)
    words = kx_words_new ();
  g_assert_cmpstr (kx_words_choose (words, text), ==, "en");
}

static void
try_gzip (const uint8_t *data, size_t size)
{
  g_autoptr (KxHttpBody) body = kx_http_body_new (100000, TRUE, NULL);
  g_autoptr (KxProblem) problem = NULL;

  for (size_t at = 0; at < size && problem == NULL; at += 100)
    problem = kx_http_body_feed (body, data + at, MIN (size - at, 100));
  if (problem == NULL)
    problem = kx_http_body_finish (body);
  g_assert_cmpuint (kx_http_body_get_size (body), <=, 100000);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : NULL;

  if (text == NULL)
    return 0;
  switch (data[0] % 5)
    {
    case 0:
      try_path (text);
      break;
    case 1:
      try_query (text);
      break;
    case 2:
      try_etags (text);
      break;
    case 3:
      try_words (text);
      break;
    default:
      try_gzip (data + 1, size - 1);
      break;
    }
  return 0;
}

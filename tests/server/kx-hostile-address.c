/* Wrong methods, addresses, queries, tokens and headers. */
#include "server/kx-hostile.h"

#include <string.h>

static const KxTestOperation *
find_method (Hostile *h, const char *path, const char *method)
{
  for (guint i = 0; i < h->spec->operations->len; i++)
    {
      const KxTestOperation *operation = h->spec->operations->pdata[i];

      if (g_str_equal (operation->path, path) && g_str_equal (operation->method, method))
        return operation;
    }
  return NULL;
}

/* Only the operation that is told first for a path asks for the others. */
static void
ask_by_wrong_method (Hostile *h, const KxTestOperation *operation)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "BREW", "TRACE", NULL };

  for (guint i = 0; methods[i] != NULL; i++)
    {
      g_autoptr (KxTestAsk) ask = NULL;
      g_autoptr (KxTestAnswer) answer = NULL;
      g_autofree char *allow = NULL;

      if (find_method (h, operation->path, methods[i]) != NULL)
        continue;
      ask = hostile_right (h, operation);
      g_free (ask->method);
      ask->method = g_strdup (methods[i]);
      kx_test_ask_set (ask, "If-Match", "*");
      kx_test_ask_set (ask, "If-None-Match", g_str_equal (methods[i], "PUT") ? "*" : NULL);
      kx_test_ask_set (ask, "Idempotency-Key", "wrong-method");
      kx_test_ask_set_body (
          ask, g_str_equal (methods[i], "PATCH") ? "application/merge-patch+json" : "application/json", "{}",
          -1);
      answer = hostile_try (h, ask, "wrong method", "405");
      allow = kx_test_answer_get (answer, "Allow");
      if (allow == NULL || strstr (allow, operation->method) == NULL || strstr (allow, methods[i]) != NULL)
        hostile_note (h, ask, "wrong method", "Allow is not right", answer);
    }
}

/* Right ways to ask that change nothing either. */
static void
ask_by_quiet_method (Hostile *h, const KxTestOperation *operation)
{
  static const char *const methods[] = { "OPTIONS", "HEAD" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (KxTestAsk) ask = hostile_right (h, operation);
      g_autoptr (KxTestAnswer) answer = NULL;
      guint lost;

      if (i == 1 && !g_str_equal (operation->method, "GET"))
        continue;
      g_free (ask->method);
      ask->method = g_strdup (methods[i]);
      kx_test_ask_set_body (ask, NULL, NULL, 0);
      lost = h->service->lost;
      answer = kx_test_service_ask (h->service, ask);
      hostile_assert_alive (h);
      h->cases++;
      if (answer->status != (i == 0 ? 204 : 200) || answer->length > 0)
        hostile_note (h, ask, "quiet method", "an empty answer", answer);
      if (h->service->lost != lost)
        hostile_note (h, ask, "quiet method", "the connection is gone afterwards", answer);
    }
}

static void
ask_at_wrong_path (Hostile *h, const KxTestOperation *operation)
{
  static const char *const bad[] = { "/%00",       "/%zz",  "/%",   "/%f",     "/%ff",   "/%c3%28",
                                     "/%ed%a0%80", "/.",    "/..",  "/%2e%2e", "/%2e",   "/",
                                     "//",         "/a//b", "/%0a", "/%7f",    "/%c2%85" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    hostile_send_to (h, operation, bad[i], bad[i],
                     strstr (bad[i], "..") != NULL || strstr (bad[i], "2e%2e") != NULL
                         ? "400 404" /* libsoup resolves the parent before it asks us */
                         : "400 bare");
  hostile_send_to (h, operation, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s", "deeper than any address", "404");
}

static void
ask_with_wrong_query (Hostile *h, const KxTestOperation *operation)
{
  static const char *const bad[] = { "?a=%zz", "?a=%", "?a=%ff",   "?a=%00",       "?%00=1", "?=x",
                                     "?a=1&",  "?&",   "?a=1&a=1", "?a=%ed%a0%80", "?a=%0a" };
  static const char *const unknown[] = { "?nonsense=1",  "?nonsense",     "?%E4%B8%AD=1",
                                         "?name.like=x", "?id.gte.lte=1", "?constructor=1" };
  g_autofree char *many = g_strnfill (9000, 'a'), *query = g_strconcat ("?", many, "=1", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    hostile_send_to (h, operation, bad[i], bad[i], "400 bare");
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    hostile_send_to (h, operation, unknown[i], unknown[i], "400");
  hostile_send_to (h, operation, query, "a query that is too long", "414");
  many[2100] = '\0';
  g_free (query);
  query = g_strconcat ("/", many, NULL);
  hostile_send_to (h, operation, query, "a path that is too long", "414");
}

/* Of a list: each parameter with what is wrong for it. */
static void
ask_with_wrong_values (Hostile *h, const KxTestOperation *operation)
{
  for (guint i = 0; i < operation->parameters->len; i++)
    {
      const KxJsonNode *parameter = operation->parameters->pdata[i];
      const char *name = kx_test_node_text (parameter, "name");
      g_autoptr (GPtrArray) wrongs = NULL;

      if (!g_str_equal (kx_test_node_text (parameter, "in"), "query"))
        continue;
      wrongs = kx_test_schema_wrong_values (kx_test_spec_get (h->spec, parameter, "schema", NULL));
      for (guint w = 0; w < wrongs->len; w++)
        {
          g_autofree char *query = g_strdup_printf ("?%s=%s", name, (char *) wrongs->pdata[w]);

          hostile_send_to (h, operation, query, query, "400");
        }
    }
}

static void
ask_with_wrong_cursor (Hostile *h, const KxTestOperation *operation)
{
  static const char *const cursors[] = { "x", "%20", "!!", "W10", "W251bGxd", "e30", "WyJhIiwiYiIsImMiXQ" };
  g_autofree char *many = g_strnfill (3000, 'A'), *query = g_strconcat ("?after=", many, NULL);

  if (!g_str_has_suffix (operation->id, ".list") || g_str_equal (operation->tag, "audit"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cursors); i++)
    {
      g_autofree char *one = g_strconcat ("?after=", cursors[i], NULL);

      hostile_send_to (h, operation, one, "no cursor", "400");
    }
  hostile_send_to (h, operation, query, "a cursor that is too long", "400");
  hostile_send_to (h, operation, "?q=x&sort=id", "a search in an order", "400");
  hostile_send_to (h, operation, "?q=x&deleted=true", "a search of the trash", "400");
  if (kx_test_operation_parameter (operation, "q", "query") == NULL)
    hostile_send_to (h, operation, "?q=x", "a search where there is none", "400");
}

/* The cursor of one list in another. */
static void
ask_with_foreign_cursor (Hostile *h, const KxTestOperation *operation)
{
  g_autoptr (KxTestAsk) ask = NULL;
  g_autoptr (KxTestAnswer) answer = NULL;
  g_autoptr (JsonObject) page = NULL;
  g_autofree char *query = NULL;

  if (!g_str_equal (operation->id, "agency.list"))
    return;
  ask = hostile_right (h, operation);
  kx_test_ask_set_target (ask, "/v1/agencies?limit=1&sort=name");
  answer = kx_test_service_ask (h->service, ask);
  page = kx_test_answer_object (answer);
  query = g_strconcat ("?after=", json_object_get_string_member (page, "next"), NULL);
  hostile_send_to (h, operation, query, "a cursor of another order", "400");
  kx_test_ask_set_target (ask, "/v1/credentials");
  hostile_send_to (h, kx_test_spec_find (h->spec, "credential.list"), query, "a cursor of another collection",
                   "400");
}

/* More conditions than a list takes; each name once. */
static void
ask_with_many_conditions (Hostile *h, const KxTestOperation *operation)
{
  g_autoptr (GString) query = g_string_new ("?");
  guint n = 0;

  for (guint i = 0; i < operation->parameters->len; i++)
    {
      const char *name = kx_test_node_text (operation->parameters->pdata[i], "name");

      if (g_str_has_suffix (name, ".null") && n++ <= 16)
        g_string_append_printf (query, "%s%s=true", n > 1 ? "&" : "", name);
    }
  if (n > 16)
    hostile_send_to (h, operation, query->str, "too many conditions", "400");
}

static void
ask_without_right_token (Hostile *h, const KxTestOperation *operation)
{
  static const char *const wrong[] = { "Bearer",
                                       "Bearer ",
                                       "Bearer x",
                                       "Basic ZGVtbzpkZW1v",
                                       "demo",
                                       "Bearer  x y",
                                       "bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
  static const char *const logins[] = { "expired", "disabled", "deleted", "signed-out" };
  g_autofree char *many = g_strnfill (8000, 'A'), *long_token = g_strconcat ("Bearer ", many, NULL);

  if (operation->is_open)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (wrong) + 2; i++)
    {
      g_autoptr (KxTestAsk) ask = hostile_right (h, operation);
      g_autoptr (KxTestAnswer) answer = NULL;
      g_autofree char *how = NULL;

      ask->login = NULL;
      kx_test_ask_set (ask, "Authorization",
                       i < G_N_ELEMENTS (wrong)    ? wrong[i]
                       : i == G_N_ELEMENTS (wrong) ? NULL
                                                   : long_token);
      answer = hostile_try (h, ask, "a wrong token", "401");
      how = kx_test_answer_get (answer, "WWW-Authenticate");
      if (how == NULL)
        hostile_note (h, ask, "a wrong token", "WWW-Authenticate is missing", answer);
    }
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autoptr (KxTestAsk) ask = hostile_right (h, operation);

      ask->login = logins[i];
      hostile_send (h, ask, logins[i], "401");
    }
}

static void
ask_with_wrong_framing (Hostile *h, const KxTestOperation *operation)
{
  static const char *const framings[] = {
    "Content-Length: -4\r\n\r\n{}",
    "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "Content-Length: 1 2\r\n\r\n{}",
    "Content-Length: 0x2\r\n\r\n{}",
    "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "Transfer-Encoding: gzip\r\n\r\n{}"
  };
  g_autoptr (KxTestAsk) ask = hostile_right (h, operation);

  for (guint i = 0; i < G_N_ELEMENTS (framings); i++)
    {
      g_autofree char *text = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s",
                                               ask->method, ask->target, framings[i]);
      g_autoptr (KxTestAnswer) answer = kx_test_service_ask_raw (h->service, text, -1);

      h->cases++;
      /* What cannot be parsed is libsoup's own 400, or a closed connection; a transfer coding that is
       * unknown, its 501 (RFC 9112 section 6.1). */
      if (answer->status != 0 && answer->status / 100 != 4 && answer->status != 501)
        hostile_note (h, ask, "wrong framing", framings[i], answer);
    }
}

/* Bytes that no client library would send. */
static void
ask_with_wrong_bytes (Hostile *h, const KxTestOperation *operation)
{
  static const char *const heads[] = { "\xff", " ", "\x01", "\x7f" };
  g_autoptr (KxTestAsk) ask = hostile_right (h, operation);

  for (guint i = 0; i < G_N_ELEMENTS (heads) + 1; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree char *line = g_strdup_printf ("%s %s", ask->method, ask->target);
      g_autoptr (KxTestAnswer) answer = NULL;

      g_byte_array_append (bytes, (const guint8 *) line, (guint) strlen (line));
      g_byte_array_append (bytes, (const guint8 *) (i < G_N_ELEMENTS (heads) ? heads[i] : "\0"), 1);
      g_byte_array_append (bytes, (const guint8 *) "x HTTP/1.1\r\nHost: x\r\n\r\n", 23);
      answer = kx_test_service_ask_raw (h->service, bytes->data, bytes->len);
      h->cases++;
      if (answer->status != 0 && answer->status / 100 != 4 && answer->status != 505)
        hostile_note (h, ask, "wrong bytes", "400 or an end", answer);
    }
}

static void
ask_from_far (Hostile *h, const KxTestOperation *operation)
{
  if (g_str_equal (operation->id, "service.metrics"))
    hostile_send_with (h, operation, "X-Forwarded-For", "203.0.113.7", "figures for a stranger", "403");
}

static void
ask_with_odd_headers (Hostile *h, const KxTestOperation *operation)
{
  g_autoptr (KxTestAsk) ask = NULL;

  hostile_send_with (h, operation, "If-Match", "nonsense", "an If-Match that is none", "400");
  hostile_send_with (h, operation, "If-None-Match", "\"a", "an If-None-Match that is none", "400");
  if (operation->body == NULL)
    return;
  ask = hostile_ask_with (h, operation, "Expect", "100-continue");
  kx_test_ask_set_body (ask, operation->type, "nonsense", -1);
  hostile_send (h, ask, "no JSON after 100-continue", "400");
}

const HostileWrong *
hostile_wrong_address (gsize *ret_n)
{
  static const HostileWrong wrongs[] = {
    { "method", ask_by_wrong_method },
    { "quiet method", ask_by_quiet_method },
    { "path", ask_at_wrong_path },
    { "query", ask_with_wrong_query },
    { "values", ask_with_wrong_values },
    { "cursor", ask_with_wrong_cursor },
    { "foreign cursor", ask_with_foreign_cursor },
    { "conditions", ask_with_many_conditions },
    { "token", ask_without_right_token },
    { "framing", ask_with_wrong_framing },
    { "bytes", ask_with_wrong_bytes },
    { "far", ask_from_far },
    { "headers", ask_with_odd_headers },
  };

  *ret_n = G_N_ELEMENTS (wrongs);
  return wrongs;
}

/* What a peer sees: each case is raw bytes over a socket of its own. Runs without fatal warnings, since
 * libsoup warns about some of the bytes. */
#include "lib/kx-test-server.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

static const char large_text[] = "{\"text\":\"0123456789012345678901234567890123456789\"}";

static void
say_hello (KxRequest *request, gpointer user_data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"ok\":true}", 11);

  kx_request_reply (request, 200, "application/json", body);
}

static void
say_parameters (KxRequest *request, gpointer user_data)
{
  g_autofree char *text =
      g_strdup_printf ("%s|%s|%s", kx_request_get_method (request), kx_request_get_parameter (request, "id"),
                       kx_request_get_peer (request));
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  kx_request_set_etag (request, "17");
  kx_request_reply (request, 200, "text/plain; charset=utf-8", body);
}

static void
say_body (KxRequest *request, gpointer user_data)
{
  GBytes *body = kx_request_get_body (request);
  g_autofree char *text = g_strdup_printf ("%s %" G_GSIZE_FORMAT, kx_request_get_media_type (request),
                                           body != NULL ? g_bytes_get_size (body) : 0);
  g_autoptr (GBytes) answer = g_bytes_new (text, strlen (text));

  kx_request_reply (request, 200, "text/plain; charset=utf-8", answer);
}

static void
say_file (KxRequest *request, gpointer user_data)
{
  KxHttpBody *file = kx_request_get_file (request);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) answer = NULL;
  struct stat info;

  g_assert_cmpint (g_stat (kx_http_body_get_path (file), &info), ==, 0);
  g_assert_cmpuint (kx_http_body_get_size (file), ==, (gsize) info.st_size);
  text = g_strdup_printf ("%s %d", kx_http_body_get_sha256 (file), (int) info.st_size);
  answer = g_bytes_new (text, strlen (text));
  kx_request_reply (request, 200, "text/plain; charset=utf-8", answer);
}

static gboolean
answer_later_cb (gpointer data)
{
  g_autoptr (KxRequest) request = data;

  say_hello (request, NULL);
  return G_SOURCE_REMOVE;
}

/* Answers after as many milliseconds as the path says. */
static void
answer_later (KxRequest *request, gpointer user_data)
{
  guint ms = (guint) atoi (kx_request_get_parameter (request, "ms"));
  g_autoptr (GSource) source = g_timeout_source_new (ms);

  g_source_set_callback (source, answer_later_cb, kx_request_ref (request), NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
forget (KxRequest *request, gpointer user_data)
{
}

static gboolean
drop_cb (gpointer data)
{
  kx_request_unref (data);
  return G_SOURCE_REMOVE;
}

static void
forget_later (KxRequest *request, gpointer user_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, drop_cb, kx_request_ref (request), NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
fail (KxRequest *request, gpointer user_data)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "secret detail");

  kx_request_reply_error (request, error);
}

static void
say_stale (KxRequest *request, gpointer user_data)
{
  KxProblem *problem = kx_problem_new (412, "stale", "Version {seq} is the present one.");
  KxProblemFinding *finding = kx_problem_add_finding (problem, "changed", "name", "{who} changed it");

  kx_problem_add_arg (problem, "seq", "18");
  kx_problem_finding_add_arg (finding, "who", "{seq}");
  kx_problem_finding_take_clause (finding, json_node_init_string (json_node_alloc (), "南宁 (三)"));
  kx_problem_set_current (problem, json_from_string ("{\"name\":\"新\"}", NULL));
  kx_request_reply_problem (request, problem);
}

static void
say_much (KxRequest *request, gpointer user_data)
{
  char *text = g_strnfill (8 * 1024 * 1024, 'x');
  g_autoptr (GBytes) body = g_bytes_new_take (text, 8 * 1024 * 1024);

  kx_request_reply (request, 200, "application/json", body);
}

static const KxRoute routes[] = {
  { "GET", "/hello", say_hello },
  { "GET", "/rows/{id}", say_parameters },
  { "GET", "/ranges/{id}", say_parameters, .flags = KX_ROUTE_RANGES },
  { "POST", "/rows", say_body, .flags = KX_ROUTE_JSON, .body_limit = 1000 },
  { "PATCH", "/rows/{id}", say_body, .flags = KX_ROUTE_MERGE_PATCH },
  { "PUT", "/files/{id}", say_file, .flags = KX_ROUTE_FILE, .body_limit = 100000 },
  { "GET", "/later/{ms}", answer_later },
  { "GET", "/forget", forget },
  { "GET", "/forget-later", forget_later },
  { "GET", "/fail", fail },
  { "GET", "/stale", say_stale },
  { "GET", "/much", say_much },
};

static KxTestServer *
start (KxTestServerFunc configure, gpointer user_data)
{
  KxHttpLimits limits = kx_http_limits_default ();

  return kx_test_server_new (&limits, routes, G_N_ELEMENTS (routes), configure, user_data);
}

/* One request, then close. @body may be NULL. */
static char *
ask (KxTestServer *test, const char *method, const char *path, const char *headers, const char *body)
{
  g_autofree char *length = body != NULL
                                ? g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body))
                                : g_strdup ("");
  g_autofree char *request = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s%s\r\n%s",
                                              method, path, headers, length, body != NULL ? body : "");

  return kx_test_exchange (test, request, -1);
}

static GBytes *
gzip (const void *data, gsize size)
{
  gsize room = size + size / 1000 + 1024;
  guint8 *packed = g_malloc (room);
  z_stream stream = {
    .next_in = (Bytef *) data, .avail_in = (uInt) size, .next_out = packed, .avail_out = (uInt) room
  };

  g_assert_cmpint (deflateInit2 (&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  size = stream.total_out;
  deflateEnd (&stream);
  return g_bytes_new_take (packed, size);
}

static char *
post_bytes (KxTestServer *test, const char *path, const char *headers, GBytes *body)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  g_autoptr (GSocketConnection) connection = kx_test_server_connect (test);
  g_autofree char *head = g_strdup_printf (
      "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n", path,
      size, headers);

  kx_test_send (connection, head, -1);
  kx_test_send (connection, data, (gssize) size);
  return kx_test_receive (connection, NULL);
}

static void
test_a_request_is_answered_with_the_common_headers (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *answer = ask (test, "GET", "/hello", "X-Request-Id: abc-1.2_3\r\n", NULL);
  g_autofree char *other = ask (test, "GET", "/hello", "X-Request-Id: a b\r\n", NULL);
  g_autofree char *id = kx_test_answer_header (answer, "X-Request-Id");
  g_autofree char *made = kx_test_answer_header (other, "X-Request-Id");
  g_autofree char *cache = kx_test_answer_header (answer, "Cache-Control");
  g_autofree char *date = kx_test_answer_header (answer, "Date");
  g_autofree char *sniff = kx_test_answer_header (answer, "X-Content-Type-Options");

  g_assert_cmpuint (kx_test_answer_status (answer), ==, 200);
  g_assert_cmpstr (kx_test_answer_body (answer), ==, "{\"ok\":true}");
  g_assert_cmpstr (id, ==, "abc-1.2_3");
  g_assert_cmpstr (made, !=, "a b");
  g_assert_cmpuint (strlen (made), ==, 17);
  g_assert_cmpstr (cache, ==, "no-store");
  g_assert_cmpstr (sniff, ==, "nosniff");
  g_assert_nonnull (date);
}

static void
test_head_options_and_wrong_methods_follow_the_route (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *head = ask (test, "HEAD", "/hello", "", NULL);
  g_autofree char *options = ask (test, "OPTIONS", "/rows/1", "", NULL);
  g_autofree char *star = ask (test, "OPTIONS", "*", "", NULL);
  g_autofree char *wrong = ask (test, "DELETE", "/rows/1", "", NULL);
  g_autofree char *strange = ask (test, "BREW", "/hello", "", NULL);
  g_autofree char *trace = ask (test, "TRACE", "/hello", "", NULL);
  g_autofree char *length = kx_test_answer_header (head, "Content-Length");
  g_autofree char *allow = kx_test_answer_header (options, "Allow");
  g_autofree char *wrong_allow = kx_test_answer_header (wrong, "Allow");

  g_assert_cmpuint (kx_test_answer_status (head), ==, 200);
  g_assert_cmpstr (length, ==, "11");
  g_assert_cmpstr (kx_test_answer_body (head), ==, "");
  g_assert_cmpuint (kx_test_answer_status (options), ==, 204);
  g_assert_cmpstr (allow, ==, "GET, HEAD, PATCH, OPTIONS");
  g_assert_cmpuint (kx_test_answer_status (star), ==, 204);
  kx_test_assert_problem (wrong, 405, "method-not-allowed");
  g_assert_cmpstr (wrong_allow, ==, "GET, HEAD, PATCH, OPTIONS");
  kx_test_assert_problem (strange, 405, "method-not-allowed");
  kx_test_assert_problem (trace, 405, "method-not-allowed");
}

static void
test_paths_and_queries_that_are_wrong_are_problems (void)
{
  static const struct
  {
    const char *path;
    guint status;
    const char *code;
  } cases[] = {
    { "/nothing", 404, "not-found" },
    { "/rows/", 400, "bad-path" },
    { "//rows", 400, "bad-path" },
    { "/rows/%00", 400, "bad-path" },
    { "/rows/%0d%0aX", 400, "bad-path" },
    { "/rows/%ff", 400, "bad-path" },
    { "/rows/%c0%ae", 400, "bad-path" },
    /* libsoup's URI parser has resolved these to / and /x. */
    { "/rows/..", 404, "not-found" },
    { "/rows/%2e%2e", 404, "not-found" },
    { "/rows/%2e%2E/x", 404, "not-found" },
    { "/rows/1?a=1&a=2", 400, "bad-query" },
    { "/rows/1?=1", 400, "bad-query" },
    { "/rows/1?a=%00", 400, "bad-query" },
    { "/rows/1?a=%ff", 400, "bad-query" },
    { "/rows/1?a=1&", 400, "bad-query" },
  };
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *filler = g_strnfill (3000, 'a');
  g_autofree char *long_path = g_strconcat ("/rows/", filler, NULL);
  g_autofree char *long_answer = ask (test, "GET", long_path, "", NULL);
  g_autofree char *slash = ask (test, "GET", "/rows/a%2Fb", "", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = ask (test, "GET", cases[i].path, "", NULL);

      g_test_message ("%s", cases[i].path);
      kx_test_assert_problem (answer, cases[i].status, cases[i].code);
    }
  kx_test_assert_problem (long_answer, 414, "path-too-long");
  g_assert_cmpstr (kx_test_answer_body (slash), ==, "GET|a/b|127.0.0.1");
}

static void
test_bodies_are_checked_for_type_coding_and_place (void)
{
  static const struct
  {
    const char *method, *path, *headers, *body;
    guint status;
    const char *code; /* NULL: an answer that is no problem */
  } cases[] = {
    { "POST", "/rows", "Content-Type: application/json\r\n", "{}", 200, NULL },
    { "POST", "/rows", "Content-Type: Application/JSON; charset=UTF-8\r\n", "{}", 200, NULL },
    { "POST", "/rows", "Content-Type: application/json\r\nContent-Encoding: identity\r\n", "{}", 200, NULL },
    { "POST", "/rows", "", "", 200, NULL },
    { "POST", "/rows", "", "{}", 415, "unsupported-media-type" },
    { "POST", "/rows", "Content-Type: text/plain\r\n", "{}", 415, "unsupported-media-type" },
    { "POST", "/rows", "Content-Type: application/merge-patch+json\r\n", "{}", 415,
      "unsupported-media-type" },
    { "POST", "/rows", "Content-Type: ;;;\r\n", "{}", 415, "unsupported-media-type" },
    { "POST", "/rows", "Content-Type: application/json; charset=gbk\r\n", "{}", 415, "unsupported-charset" },
    { "POST", "/rows", "Content-Type: application/json\r\nContent-Encoding: br\r\n", "{}", 415,
      "unsupported-encoding" },
    { "POST", "/rows", "Content-Type: application/json\r\nContent-Encoding: gzip, gzip\r\n", "{}", 415,
      "unsupported-encoding" },
    { "POST", "/rows", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", "{}", 400,
      "bad-encoding" },
    { "PATCH", "/rows/1", "Content-Type: application/merge-patch+json\r\n", "{}", 200, NULL },
    { "PATCH", "/rows/1", "Content-Type: application/json\r\n", "{}", 415, "unsupported-media-type" },
    { "GET", "/hello", "Content-Type: application/json\r\n", "{}", 400, "body-not-expected" },
    { "GET", "/hello", "", "", 200, NULL },
    { "HEAD", "/hello", "Content-Type: application/json\r\n", "{}", 400, "body-not-expected" },
    { "OPTIONS", "/hello", "Content-Type: application/json\r\n", "{}", 400, "body-not-expected" },
    { "GET", "/rows/1", "If-Match: 17\r\n", NULL, 400, "bad-precondition" },
    { "GET", "/rows/1", "If-None-Match: \"17\r\n", NULL, 400, "bad-precondition" },
    { "GET", "/hello", "Host: y\r\n", NULL, 400, "bad-framing" },
  };
  g_autoptr (KxTestServer) test = start (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = ask (test, cases[i].method, cases[i].path, cases[i].headers, cases[i].body);

      g_test_message ("%u %s %s %s", i, cases[i].method, cases[i].path, cases[i].headers);
      if (cases[i].code == NULL)
        g_assert_cmpuint (kx_test_answer_status (answer), ==, cases[i].status);
      else if (g_str_equal (cases[i].method, "HEAD"))
        g_assert_cmpuint (kx_test_answer_status (answer), ==, cases[i].status);
      else
        kx_test_assert_problem (answer, cases[i].status, cases[i].code);
    }
}

static void
test_a_body_over_its_limit_is_413_however_it_comes (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *filler = g_strnfill (1001, ' ');
  g_autofree char *plain = ask (test, "POST", "/rows", "Content-Type: application/json\r\n", filler);
  g_autofree char *fits = ask (test, "POST", "/rows", "Content-Type: application/json\r\n", filler + 1);
  g_autofree char *chunk = g_strnfill (0x100000, ' ');
  g_autoptr (GSocketConnection) connection = kx_test_server_connect (test);
  g_autofree char *chunked = NULL, *expected = NULL, *bomb = NULL;
  g_autofree char *zeros = g_malloc0 (32 * 1024 * 1024);
  g_autoptr (GBytes) packed = gzip (zeros, 32 * 1024 * 1024);

  kx_test_assert_problem (plain, 413, "body-too-large");
  g_assert_cmpstr (kx_test_answer_body (fits), ==, "application/json 1000");

  kx_test_send (connection,
                "POST /rows HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                "Transfer-Encoding: chunked\r\n\r\n",
                -1);
  for (guint i = 0; i < 10; i++)
    {
      kx_test_send (connection, "100000\r\n", -1);
      kx_test_send (connection, chunk, 0x100000);
      kx_test_send (connection, "\r\n", -1);
    }
  kx_test_send (connection, "0\r\n\r\n", -1);
  chunked = kx_test_receive (connection, NULL);
  kx_test_assert_problem (chunked, 413, "body-too-large");

  expected = kx_test_exchange (test,
                               "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                               "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n",
                               -1);
  kx_test_assert_problem (expected, 413, "body-too-large");
  g_assert_cmpuint (g_bytes_get_size (packed), <, 40000);
  bomb = post_bytes (test, "PUT /files/1", "Content-Encoding: gzip\r\n", packed);
  kx_test_assert_problem (bomb, 413, "body-too-large");
}

static void
test_an_endless_refused_body_is_cut (void)
{
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (KxTestServer) test = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *chunk = g_strnfill (0x10000, ' ');
  g_autoptr (GError) error = NULL;
  guint sent;

  limits.drain_bytes = 1024 * 1024;
  test = kx_test_server_new (&limits, routes, G_N_ELEMENTS (routes), NULL, NULL);
  connection = kx_test_server_connect (test);
  kx_test_send (connection,
                "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                "chunked\r\n\r\n",
                -1);
  for (sent = 0; sent < 1000 && error == NULL; sent++)
    {
      GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

      if (g_output_stream_write_all (stream, "10000\r\n", 7, NULL, NULL, &error) &&
          g_output_stream_write_all (stream, chunk, 0x10000, NULL, NULL, &error))
        g_output_stream_write_all (stream, "\r\n", 2, NULL, NULL, &error);
    }
  g_assert_cmpuint (sent, <, 1000);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
}

static void
test_gzip_bodies_are_decoded_whole_or_refused (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autoptr (GBytes) packed = gzip (large_text, sizeof large_text - 1);
  gsize size = g_bytes_get_size (packed);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (packed, 0, size - 3);
  g_autoptr (GByteArray) doubled = g_byte_array_new ();
  g_autoptr (GBytes) two = NULL;
  const char *headers = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";
  g_autofree char *whole = post_bytes (test, "POST /rows", headers, packed);
  g_autofree char *short_answer = post_bytes (test, "POST /rows", headers, cut);
  g_autofree char *long_answer = NULL, *expected = NULL;

  g_byte_array_append (doubled, g_bytes_get_data (packed, NULL), (guint) size);
  g_byte_array_append (doubled, g_bytes_get_data (packed, NULL), (guint) size);
  two = g_bytes_new (doubled->data, doubled->len);
  long_answer = post_bytes (test, "POST /rows", headers, two);
  expected = g_strdup_printf ("application/json %d", (int) sizeof large_text - 1);
  g_assert_cmpstr (kx_test_answer_body (whole), ==, expected);
  kx_test_assert_problem (short_answer, 400, "bad-encoding");
  kx_test_assert_problem (long_answer, 400, "bad-encoding");
}

static void
set_spool (KxHttpServer *server, gpointer directory)
{
  kx_http_server_set_spool (server, directory);
}

static void
test_files_go_to_disk_and_leave_nothing_behind (void)
{
  g_autofree char *spool = g_dir_make_tmp ("kx-spool-XXXXXX", NULL);
  g_autoptr (KxTestServer) test = start (set_spool, spool);
  g_autofree char *data = g_strnfill (100000, 'z');
  g_autoptr (GBytes) body = g_bytes_new_static (data, 100000);
  g_autofree char *answer = post_bytes (test, "PUT /files/1", "", body);
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) data, 100000);
  g_autofree char *expected = g_strdup_printf ("%s 100000", sum);
  g_autoptr (GDir) directory = NULL;

  g_assert_cmpstr (kx_test_answer_body (answer), ==, expected);
  g_free (kx_test_server_stop (test, 1000));
  directory = g_dir_open (spool, 0, NULL);
  g_assert_null (g_dir_read_name (directory));
  g_rmdir (spool);
}

static void
test_a_spool_that_is_gone_is_503 (void)
{
  g_autoptr (KxTestServer) test = start (set_spool, (gpointer) "/nonexistent/spool");
  g_autofree char *answer = ask (test, "PUT", "/files/1", "", "data");
  g_autofree char *empty = ask (test, "PUT", "/files/1", "", "");

  kx_test_assert_problem (answer, 503, "no-space");
  kx_test_assert_problem (empty, 503, "no-space");
}

static void
test_expect_continue_lets_a_good_body_through (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autoptr (GSocketConnection) connection = kx_test_server_connect (test);
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char interim[25] = { 0 };
  g_autofree char *answer = NULL, *date = NULL;
  const char *final;

  kx_test_send (connection,
                "POST /rows HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n",
                -1);
  g_assert_true (g_input_stream_read_all (stream, interim, 21, NULL, NULL, NULL));
  g_assert_cmpstr (interim, ==, "HTTP/1.1 100 Continue");
  kx_test_send (connection, "{}", -1);
  answer = kx_test_receive (connection, NULL);
  final = strstr (answer, "HTTP/1.1 200");
  g_assert_nonnull (final);
  date = kx_test_answer_header (final, "Date");
  g_assert_nonnull (date);
  g_assert_cmpstr (kx_test_answer_body (final), ==, "application/json 2");
}

static void
test_hostile_bytes_never_reach_a_handler_nor_stop_the_service (void)
{
  static const struct
  {
    const char *bytes;
    gssize size;
    guint status; /* 0: any 4xx or 5xx, or only closed */
  } cases[] = {
    { "GET / HTTP/9.9\r\nHost: x\r\n\r\n", -1, 0 },
    { "\r\n\r\n\r\n\r\n", -1, 0 },
    { "GET /hello\r\n\r\n", -1, 0 },
    { "GET /hello HTTP/1.1\r\n\r\n", -1, 400 },
    { "GET /rows/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1, 400 },
    { "GET /rows/%4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1, 400 },
    { "GET hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1, 400 },
    { "GET http://[::1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1, 400 },
    { "GET ftp://x/hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1, 400 },
    { "GET /hello HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n", -1, 400 },
    { "GET /hel\0lo HTTP/1.1\r\nHost: x\r\n\r\n", 34, 0 },
    { "GET /hello HTTP/1.1\r\nHost: x\r\nX: a\0b\r\nConnection: close\r\n\r\n", 57, 0 },
    { "CONNECT x:80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1, 0 },
    { "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\nConnection: close\r\n\r\n", -1, 0 },
    { "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\nConnection: close\r\n\r\n", -1, 400 },
    { "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\nConnection: close\r\n\r\n",
      -1, 0 },
    { "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
      "2\r\nContent-Length: 3\r\n"
      "Connection: close\r\n\r\n{}x",
      -1, 400 },
    { "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      -1, 400 },
    { "POST /rows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\n", -1, 501 },
    { "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
      "chunked\r\n\r\nzz\r\n",
      -1, 0 },
    { "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      "ffffffffffffffff\r\nabc",
      -1, 0 },
  };
  g_autoptr (KxTestServer) test = start (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSocketConnection) connection = kx_test_server_connect (test);
      g_autofree char *answer = NULL, *after = NULL;
      guint status;

      kx_test_send (connection, cases[i].bytes, cases[i].size);
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
      answer = kx_test_receive (connection, NULL);
      status = kx_test_answer_status (answer);
      g_test_message ("%u: %u", i, status);
      if (cases[i].status > 0)
        g_assert_cmpuint (status, ==, cases[i].status);
      else
        g_assert_true (status == 0 || status >= 400);
      after = ask (test, "GET", "/hello", "", NULL);
      g_assert_cmpuint (kx_test_answer_status (after), ==, 200);
    }
}

static void
test_an_oversized_head_is_not_read (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *filler = g_strnfill (100 * 1024, 'a');
  g_autofree char *header = g_strconcat ("X: ", filler, "\r\n", NULL);
  g_autofree char *answer = ask (test, "GET", "/hello", header, NULL);
  g_autofree char *after = ask (test, "GET", "/hello", "", NULL);

  g_assert_cmpuint (kx_test_answer_status (answer), !=, 200);
  g_assert_cmpuint (kx_test_answer_status (after), ==, 200);
}

static void
test_a_connection_carries_many_requests (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *answer = kx_test_exchange (
      test,
      "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
      "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc"
      "GET /later/5 HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /rows/1?=x HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /rows/9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      -1);
  g_auto (GStrv) answers = g_strsplit (answer, "HTTP/1.1 ", -1);

  g_assert_cmpuint (g_strv_length (answers), ==, 6);
  g_assert_true (g_str_has_prefix (answers[1], "200"));
  g_assert_true (g_str_has_prefix (answers[2], "415"));
  g_assert_true (g_str_has_prefix (answers[3], "200"));
  g_assert_true (g_str_has_prefix (answers[4], "400"));
  g_assert_true (g_str_has_suffix (answers[5], "GET|9|127.0.0.1"));
}

static void
test_a_reader_who_has_this_version_gets_304 (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *same = ask (test, "GET", "/rows/1", "If-None-Match: W/\"16\", \"17\"\r\n", NULL);
  g_autofree char *weak = ask (test, "GET", "/rows/1", "If-None-Match: W/\"17\"\r\n", NULL);
  g_autofree char *other = ask (test, "GET", "/rows/1", "If-None-Match: \"18\"\r\n", NULL);
  g_autofree char *tag = kx_test_answer_header (same, "ETag");

  g_assert_cmpuint (kx_test_answer_status (same), ==, 304);
  g_assert_cmpstr (kx_test_answer_body (same), ==, "");
  g_assert_cmpstr (tag, ==, "\"17\"");
  g_assert_cmpuint (kx_test_answer_status (weak), ==, 304);
  g_assert_cmpuint (kx_test_answer_status (other), ==, 200);
}

static void
test_ranges_are_served_only_where_the_route_says (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *plain = ask (test, "GET", "/rows/1", "Range: bytes=0-2\r\n", NULL);
  g_autofree char *part = ask (test, "GET", "/ranges/1", "Range: bytes=0-2\r\n", NULL);
  g_autofree char *several = ask (test, "GET", "/ranges/1", "Range: bytes=0-0,2-2\r\n", NULL);
  g_autofree char *current = ask (test, "GET", "/ranges/1", "Range: bytes=0-2\r\nIf-Range: \"17\"\r\n", NULL);
  g_autofree char *stale = ask (test, "GET", "/ranges/1", "Range: bytes=0-2\r\nIf-Range: \"16\"\r\n", NULL);

  g_assert_cmpuint (kx_test_answer_status (plain), ==, 200);
  g_assert_cmpuint (kx_test_answer_status (part), ==, 206);
  g_assert_cmpstr (kx_test_answer_body (part), ==, "GET");
  g_assert_cmpuint (kx_test_answer_status (several), ==, 200);
  g_assert_cmpuint (kx_test_answer_status (current), ==, 206);
  g_assert_cmpuint (kx_test_answer_status (stale), ==, 200);
}

static void
test_a_handler_that_does_not_answer_is_500 (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *now = ask (test, "GET", "/forget", "", NULL);
  g_autofree char *later = ask (test, "GET", "/forget-later", "", NULL);
  g_autofree char *failed = ask (test, "GET", "/fail", "", NULL);

  kx_test_assert_problem (now, 500, "internal");
  kx_test_assert_problem (later, 500, "internal");
  kx_test_assert_problem (failed, 500, "internal");
  g_assert_null (strstr (failed, "secret detail"));
}

static void
test_a_problem_tells_findings_and_the_present_row (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);
  g_autofree char *answer = ask (test, "GET", "/stale", "", NULL);

  kx_test_assert_problem (answer, 412, "stale");
  g_assert_nonnull (strstr (answer, "\"detail\":\"Version 18 is the present one.\""));
  g_assert_nonnull (strstr (answer,
                            "{\"code\":\"changed\",\"field\":\"name\",\"message\":\"{seq} changed it\","
                            "\"args\":{\"who\":\"{seq}\"},\"clause\":\"南宁 (三)\"}"));
  g_assert_nonnull (strstr (answer, "\"current\":{\"name\":\"新\"}"));
}

static void
test_a_peer_that_leaves_disturbs_nobody (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL);

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GSocketConnection) connection = kx_test_server_connect (test);

      kx_test_send (connection,
                    i % 2 == 0 ? "GET /later/30 HTTP/1.1\r\nHost: x\r\n\r\n"
                               : "GET /much HTTP/1.1\r\nHost: x\r\n\r\n",
                    -1);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *answer = ask (test, "GET", "/later/10", "", NULL);

      g_assert_cmpuint (kx_test_answer_status (answer), ==, 200);
    }
}

static void
refuse_strangers (KxRequest *request, gpointer user_data)
{
  const char *authorization = kx_request_get_header (request, "Authorization");

  if (kx_request_get_route (request)->flags & KX_ROUTE_OPEN || authorization != NULL)
    kx_request_set_user (request, "u-1");
  else
    kx_request_reply_problem (request, kx_problem_new (401, "unauthorized", NULL));
}

static void
add_gate (KxHttpServer *server, gpointer user_data)
{
  kx_http_server_set_gate (server, refuse_strangers, NULL);
}

static void
test_the_gate_answers_before_the_body_is_looked_at (void)
{
  g_autoptr (KxTestServer) test = start (add_gate, NULL);
  g_autofree char *refused = ask (test, "POST", "/rows", "Content-Type: text/plain\r\n", "x");
  g_autofree char *passed = ask (test, "GET", "/hello", "Authorization: Bearer x\r\n", NULL);
  g_autofree char *expected = kx_test_exchange (
      test, "POST /rows HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n", -1);

  kx_test_assert_problem (refused, 401, "unauthorized");
  g_assert_cmpuint (kx_test_answer_status (passed), ==, 200);
  kx_test_assert_problem (expected, 401, "unauthorized");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Only what is fatal in the service is fatal here. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
#define ADD(name, function) g_test_add_func ("/http/server/" name, function)
  ADD ("a-request-is-answered-with-the-common-headers", test_a_request_is_answered_with_the_common_headers);
  ADD ("head-options-and-wrong-methods-follow-the-route",
       test_head_options_and_wrong_methods_follow_the_route);
  ADD ("paths-and-queries-that-are-wrong-are-problems", test_paths_and_queries_that_are_wrong_are_problems);
  ADD ("bodies-are-checked-for-type-coding-and-place", test_bodies_are_checked_for_type_coding_and_place);
  ADD ("a-body-over-its-limit-is-413-however-it-comes", test_a_body_over_its_limit_is_413_however_it_comes);
  ADD ("an-endless-refused-body-is-cut", test_an_endless_refused_body_is_cut);
  ADD ("gzip-bodies-are-decoded-whole-or-refused", test_gzip_bodies_are_decoded_whole_or_refused);
  ADD ("files-go-to-disk-and-leave-nothing-behind", test_files_go_to_disk_and_leave_nothing_behind);
  ADD ("a-spool-that-is-gone-is-503", test_a_spool_that_is_gone_is_503);
  ADD ("expect-continue-lets-a-good-body-through", test_expect_continue_lets_a_good_body_through);
  ADD ("hostile-bytes-never-reach-a-handler-nor-stop-the-service",
       test_hostile_bytes_never_reach_a_handler_nor_stop_the_service);
  ADD ("an-oversized-head-is-not-read", test_an_oversized_head_is_not_read);
  ADD ("a-connection-carries-many-requests", test_a_connection_carries_many_requests);
  ADD ("a-reader-who-has-this-version-gets-304", test_a_reader_who_has_this_version_gets_304);
  ADD ("ranges-are-served-only-where-the-route-says", test_ranges_are_served_only_where_the_route_says);
  ADD ("a-handler-that-does-not-answer-is-500", test_a_handler_that_does_not_answer_is_500);
  ADD ("a-problem-tells-findings-and-the-present-row", test_a_problem_tells_findings_and_the_present_row);
  ADD ("a-peer-that-leaves-disturbs-nobody", test_a_peer_that_leaves_disturbs_nobody);
  ADD ("the-gate-answers-before-the-body-is-looked-at", test_the_gate_answers_before_the_body_is_looked_at);
  return g_test_run ();
}

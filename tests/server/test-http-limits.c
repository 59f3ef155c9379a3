/* How the service holds out: slow, many, silent and vanishing peers; stopping; the control socket; what it
 * writes down. */
#include "lib/kx-test-server.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static void
say_hello (KxRequest *request, gpointer user_data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("hello", 5);

  kx_request_set_user (request, "u-\"7\"");
  kx_request_reply (request, 200, "text/plain; charset=utf-8", body);
}

static void
say_peer (KxRequest *request, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("%s %d %d", kx_request_get_peer (request),
                                           kx_request_is_loopback (request), kx_request_is_control (request));
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  kx_request_reply (request, 200, "text/plain; charset=utf-8", body);
}

static void
say_pages (KxRequest *request, gpointer user_data)
{
  char *text = g_strnfill (100 * 1024, 'x');
  g_autoptr (GBytes) body = g_bytes_new_take (text, 100 * 1024);

  kx_request_set_etag (request, "5");
  kx_request_reply (request, 200, "application/json", body);
}

static gboolean
answer_cb (gpointer data)
{
  g_autoptr (KxRequest) request = data;

  say_hello (request, NULL);
  return G_SOURCE_REMOVE;
}

static void
answer_later (KxRequest *request, gpointer user_data)
{
  g_autoptr (GSource) source = g_timeout_source_new (300);

  g_source_set_callback (source, answer_cb, kx_request_ref (request), NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
say_much (KxRequest *request, gpointer user_data)
{
  char *text = g_strnfill (64 * 1024 * 1024, 'x');
  g_autoptr (GBytes) body = g_bytes_new_take (text, 64 * 1024 * 1024);

  kx_request_reply (request, 200, "application/octet-stream", body);
}

static void
take_row (KxRequest *request, gpointer user_data)
{
  kx_request_reply (request, 204, NULL, NULL);
}

static const KxRoute routes[] = {
  { "GET", "/hello", say_hello, KX_ROUTE_QUERY },
  { "GET", "/peer", say_peer },
  { "GET", "/pages", say_pages },
  { "GET", "/later", answer_later },
  { "GET", "/much", say_much },
  { "POST", "/rows", take_row, .flags = KX_ROUTE_JSON },
};

#define HELLO "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
#define HELLO_AND_CLOSE "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
#define LATER "GET /later HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static KxTestServer *
start (const KxHttpLimits *limits, KxTestServerFunc configure, gpointer user_data)
{
  KxHttpLimits usual = kx_http_limits_default ();

  return kx_test_server_new (limits != NULL ? limits : &usual, routes, G_N_ELEMENTS (routes), configure,
                             user_data);
}

/* Reads one answer of a connection that stays open: as many bytes as it says. */
static void
read_hello (GSocketConnection *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) answer = g_string_new (NULL);

  while (!g_str_has_suffix (answer->str, "hello"))
    {
      char block[1024];
      gssize n = g_input_stream_read (stream, block, sizeof block, NULL, NULL);

      g_assert_cmpint (n, >, 0);
      g_string_append_len (answer, block, n);
    }
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

static void
test_connections_that_peers_close_are_let_go (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL, NULL);
  guint before;

  /* GIO opens descriptors of its own at first use. */
  g_free (kx_test_exchange (test, HELLO_AND_CLOSE, -1));
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 0"));
  before = count_descriptors ();
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GSocketConnection) connection = kx_test_server_connect (test);

      kx_test_send (connection, HELLO, -1);
      read_hello (connection);
      if (i % 2 == 0)
        kx_test_send (connection, "GET /hel", -1);
      if (i % 3 == 0)
        g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
    }
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 0"));
  g_assert_cmpuint (count_descriptors (), <=, before);
}

static void
test_peers_that_are_slow_are_cut (void)
{
  static const struct
  {
    const char *bytes, *metric;
  } cases[] = {
    { "", "kangxied_http_connections_timed_out_total{state=\"head\"} 1" },
    { "GET /hello HT", "kangxied_http_connections_timed_out_total{state=\"head\"} 2" },
    { HELLO, "kangxied_http_connections_timed_out_total{state=\"idle\"} 1" },
    { HELLO "GET /hel",
      "kangxied_http_connections_timed_out_total{state=\"idle\"} 2" }, /* lies in libsoup's buffer */
    { "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
      "kangxied_http_connections_timed_out_total{state=\"body\"} 1" },
  };
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (KxTestServer) test = NULL;

  limits.head_ms = 200;
  limits.idle_ms = 250;
  limits.body_ms = 200;
  test = start (&limits, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSocketConnection) connection = kx_test_server_connect (test);
      gint64 begin = g_get_monotonic_time ();
      g_autofree char *answer = NULL;

      kx_test_send (connection, cases[i].bytes, -1);
      answer = kx_test_receive (connection, NULL);
      g_assert_cmpint (g_get_monotonic_time () - begin, >=, 150 * 1000);
      g_assert_true (kx_test_server_wait_for_metric (test, cases[i].metric));
    }
  {
    g_autoptr (GSocketConnection) connection = kx_test_server_connect (test);
    g_autofree char *answer = NULL;

    kx_test_send (connection, HELLO, -1);
    read_hello (connection);
    kx_test_send (connection, "G", -1);
    answer = kx_test_receive (connection, NULL);
    g_assert_cmpstr (answer, ==, "");
    g_assert_true (
        kx_test_server_wait_for_metric (test, "kangxied_http_connections_timed_out_total{state=\"head\"} 3"));
  }
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 0"));
}

static void
test_a_body_that_trickles_is_cut_and_a_steady_one_is_not (void)
{
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (KxTestServer) test = NULL;
  g_autoptr (GSocketConnection) slow = NULL, steady = NULL;
  g_autofree char *slow_answer = NULL, *steady_answer = NULL;
  g_autofree char *kilobyte = g_strnfill (1000, ' ');

  limits.body_ms = 200;
  limits.body_bytes_per_second = 2000;
  test = start (&limits, NULL, NULL);
  slow = kx_test_server_connect (test);
  steady = kx_test_server_connect (test);
  kx_test_send (
      slow,
      "POST /rows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n", -1);
  kx_test_send (steady,
                "POST /rows HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                "Content-Length: 6000\r\n\r\n",
                -1);
  for (guint i = 0; i < 6; i++)
    {
      kx_test_send (slow, "x", 1);
      kx_test_send (steady, kilobyte, 1000);
      g_usleep (100 * 1000);
    }
  slow_answer = kx_test_receive (slow, NULL);
  steady_answer = kx_test_receive (steady, NULL);
  g_assert_cmpstr (slow_answer, ==, "");
  g_assert_cmpuint (kx_test_answer_status (steady_answer), ==, 204);
}

static void
test_a_peer_that_does_not_take_its_answer_is_cut (void)
{
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (KxTestServer) test = NULL;
  g_autoptr (GSocketConnection) connection = NULL;

  limits.stall_ms = 200;
  test = start (&limits, NULL, NULL);
  connection = kx_test_server_connect (test);
  kx_test_send (connection, "GET /much HTTP/1.1\r\nHost: x\r\n\r\n", -1);
  g_assert_true (
      kx_test_server_wait_for_metric (test, "kangxied_http_connections_timed_out_total{state=\"answer\"} 1"));
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 0"));
}

static void
test_too_many_connections_are_told_and_then_turned_away (void)
{
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (KxTestServer) test = NULL;
  GSocketConnection *held[4];
  g_autofree char *told = NULL, *turned_away = NULL, *retry = NULL, *close = NULL, *after = NULL;

  limits.max_connections = 3;
  limits.spare_connections = 1;
  test = start (&limits, NULL, NULL);
  for (guint i = 0; i < 3; i++)
    {
      held[i] = kx_test_server_connect (test);
      kx_test_send (held[i], HELLO, -1);
      read_hello (held[i]);
    }
  told = kx_test_exchange (test, HELLO, -1);
  kx_test_assert_problem (told, 503, "busy");
  retry = kx_test_answer_header (told, "Retry-After");
  close = kx_test_answer_header (told, "Connection");
  g_assert_cmpstr (retry, ==, "1");
  g_assert_cmpstr (close, ==, "close");
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 3"));
  held[3] = kx_test_server_connect (test);
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 4"));
  turned_away = kx_test_exchange (test, HELLO, -1);
  g_assert_cmpstr (turned_away, ==, "");
  for (guint i = 0; i < 4; i++)
    g_object_unref (held[i]);
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 0"));
  after = kx_test_exchange (test, HELLO_AND_CLOSE, -1);
  g_assert_cmpuint (kx_test_answer_status (after), ==, 200);
}

static void
test_too_many_running_requests_are_refused (void)
{
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (KxTestServer) test = NULL;
  g_autoptr (GSocketConnection) first = NULL, second = NULL;
  g_autofree char *refused = NULL, *answer = NULL, *after = NULL;

  limits.max_running = 2;
  test = start (&limits, NULL, NULL);
  first = kx_test_server_connect (test);
  second = kx_test_server_connect (test);
  kx_test_send (first, LATER, -1);
  kx_test_send (second, LATER, -1);
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_requests_running 2"));
  refused = kx_test_exchange (test, HELLO_AND_CLOSE, -1);
  kx_test_assert_problem (refused, 503, "busy");
  answer = kx_test_receive (first, NULL);
  g_assert_cmpuint (kx_test_answer_status (answer), ==, 200);
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_requests_running 0"));
  after = kx_test_exchange (test, HELLO_AND_CLOSE, -1);
  g_assert_cmpuint (kx_test_answer_status (after), ==, 200);
}

static void
test_stopping_lets_requests_end_and_closes_the_rest (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL, NULL);
  g_autoptr (GSocketConnection) idle = kx_test_server_connect (test);
  g_autoptr (GSocketConnection) running = kx_test_server_connect (test);
  guint port = kx_test_server_get_port (test);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *failure = NULL, *answer = NULL, *rest = NULL;
  gint64 begin = g_get_monotonic_time ();

  kx_test_send (idle, HELLO, -1);
  read_hello (idle);
  kx_test_send (running, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n", -1);
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_requests_running 1"));
  failure = kx_test_server_stop (test, 10000);
  g_assert_null (failure);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  answer = kx_test_receive (running, NULL);
  g_assert_cmpuint (kx_test_answer_status (answer), ==, 200);
  rest = kx_test_receive (idle, NULL);
  g_assert_cmpstr (rest, ==, "");
  g_assert_null (g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, NULL));
}

static void
test_stopping_does_not_wait_longer_than_its_grace (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL, NULL);
  g_autoptr (GSocketConnection) running = kx_test_server_connect (test);
  g_autofree char *failure = NULL;
  gint64 begin;

  kx_test_send (running, LATER, -1);
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_requests_running 1"));
  begin = g_get_monotonic_time ();
  failure = kx_test_server_stop (test, 50);
  g_assert_nonnull (failure);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 250 * 1000);
  /* Its handler still has to see that nobody waits for the answer. */
  g_usleep (400 * 1000);
}

static void
listen_unix (KxHttpServer *server, gpointer path)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_http_server_listen_unix (server, path, TRUE, &error));
  g_assert_no_error (error);
}

static void
listen_unix_again (KxHttpServer *server, gpointer path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kx_http_server_listen_unix (server, path, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

static void
test_the_control_socket_is_the_owners_only_and_says_who_calls (void)
{
  g_autofree char *directory = g_dir_make_tmp ("kx-control-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "control.sock", NULL);
  g_autoptr (KxTestServer) test = NULL;
  g_autoptr (GSocketConnection) connection = NULL, old = NULL;
  g_autofree char *answer = NULL, *old_answer = NULL;
  g_autoptr (GSocket) stale = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  struct stat info;

  /* What a killed process leaves. */
  g_assert_true (g_socket_bind (stale, address, FALSE, NULL));
  g_socket_close (stale, NULL);
  test = start (NULL, listen_unix, path);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  connection = kx_test_connect_unix (path);
  kx_test_send (connection, "GET /peer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  answer = kx_test_receive (connection, NULL);
  g_assert_cmpstr (kx_test_answer_body (answer), ==, "control 0 1");
  /* Without a host, libsoup asks for the Internet address of the socket. */
  old = kx_test_connect_unix (path);
  kx_test_send (old, "GET /peer HTTP/1.0\r\n\r\n", -1);
  old_answer = kx_test_receive (old, NULL);
  g_assert_cmpuint (kx_test_answer_status (old_answer), ==, 200);
  kx_test_server_call (test, listen_unix_again, path);
  g_free (kx_test_server_stop (test, 1000));
  g_assert_cmpint (g_stat (path, &info), !=, 0);
  g_rmdir (directory);
}

static void
listen_unix_without_control (KxHttpServer *server, gpointer path)
{
  g_assert_true (kx_http_server_listen_unix (server, path, FALSE, NULL));
}

static void
test_another_unix_socket_is_like_a_port_of_this_machine (void)
{
  g_autofree char *directory = g_dir_make_tmp ("kx-local-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "local.sock", NULL);
  g_autoptr (KxTestServer) test = start (NULL, listen_unix_without_control, path);
  g_autoptr (GSocketConnection) connection = kx_test_connect_unix (path);
  g_autofree char *answer = NULL;

  kx_test_send (connection, "GET /peer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  answer = kx_test_receive (connection, NULL);
  g_assert_cmpstr (kx_test_answer_body (answer), ==, "local 1 0");
  g_free (kx_test_server_stop (test, 1000));
  g_rmdir (directory);
}

static void
trust_proxy (KxHttpServer *server, gpointer data)
{
  kx_http_server_set_trust_forwarded (server, TRUE);
}

static void
test_a_proxy_is_believed_only_when_trusted (void)
{
  static const char request[] =
      "GET /peer HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: 1.1.1.1, 10.2.3.4\r\n\r\n";
  g_autoptr (KxTestServer) plain = start (NULL, NULL, NULL);
  g_autoptr (KxTestServer) trusting = start (NULL, trust_proxy, NULL);
  g_autofree char *direct =
      kx_test_exchange (plain, "GET /peer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_autofree char *untrusted = kx_test_exchange (plain, request, -1);
  g_autofree char *trusted = kx_test_exchange (trusting, request, -1);

  g_assert_cmpstr (kx_test_answer_body (direct), ==, "127.0.0.1 1 0");
  g_assert_cmpstr (kx_test_answer_body (untrusted), ==, "127.0.0.1 0 0");
  g_assert_cmpstr (kx_test_answer_body (trusted), ==, "10.2.3.4 0 0");
}

static void
test_large_answers_to_distant_peers_are_compressed (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL, NULL);
  g_autofree char *near_answer = kx_test_exchange (
      test, "GET /pages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n", -1);
  g_autofree char *far_answer =
      kx_test_exchange (test,
                        "GET /pages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nForwarded: "
                        "for=a\r\nAccept-Encoding: br, gzip\r\n\r\n",
                        -1);
  g_autofree char *refusing =
      kx_test_exchange (test,
                        "GET /pages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nForwarded: "
                        "for=a\r\nAccept-Encoding: gzip;q=0\r\n\r\n",
                        -1);
  g_autofree char *near_coding = kx_test_answer_header (near_answer, "Content-Encoding");
  g_autofree char *far_coding = kx_test_answer_header (far_answer, "Content-Encoding");
  g_autofree char *refused_coding = kx_test_answer_header (refusing, "Content-Encoding");
  g_autofree char *vary = kx_test_answer_header (near_answer, "Vary");

  g_assert_null (near_coding);
  g_assert_cmpuint (strlen (kx_test_answer_body (near_answer)), ==, 100 * 1024);
  g_assert_cmpstr (vary, ==, "Accept-Encoding");
  g_assert_cmpstr (far_coding, ==, "gzip");
  g_assert_null (refused_coding);
}

static void
log_to (KxHttpServer *server, gpointer path)
{
  g_autoptr (GError) error = NULL;

  kx_http_server_set_log (server, kx_access_log_new_for_path (path, &error));
  g_assert_no_error (error);
}

static void
rotate (KxHttpServer *server, gpointer path)
{
  g_autofree char *old = g_strconcat (path, ".1", NULL);

  g_assert_cmpint (g_rename (path, old), ==, 0);
  g_assert_true (kx_access_log_reopen (kx_http_server_get_log (server), NULL));
}

static void
test_the_access_log_has_a_line_per_request_and_no_paths (void)
{
  g_autofree char *directory = g_dir_make_tmp ("kx-log-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "access.log", NULL);
  g_autofree char *old = g_strconcat (path, ".1", NULL);
  g_autoptr (KxTestServer) test = start (NULL, log_to, path);
  g_autofree char *first =
      kx_test_exchange (test, "GET /hello?name=secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
  g_autofree char *id = kx_test_answer_header (first, "X-Request-Id");
  g_autofree char *after = NULL, *old_text = NULL, *new_text = NULL;
  g_auto (GStrv) lines = NULL;

  g_free (kx_test_exchange (test, "GET /secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1));
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 0"));
  kx_test_server_call (test, rotate, path);
  after = kx_test_exchange (test, HELLO_AND_CLOSE, -1);
  g_free (kx_test_server_stop (test, 1000));
  g_assert_true (g_file_get_contents (old, &old_text, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &new_text, NULL, NULL));
  g_assert_null (strstr (old_text, "secret"));
  lines = g_strsplit (old_text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *object = json_node_get_object (node);

      g_assert_cmpuint (strlen (json_object_get_string_member (object, "time")), ==, 24);
      g_assert_cmpstr (json_object_get_string_member (object, "method"), ==, "GET");
      g_assert_cmpint (json_object_get_int_member (object, "status"), ==, i == 0 ? 200 : 404);
      g_assert_cmpint (json_object_get_int_member (object, "us"), <, 1000 * 1000);
      g_assert_cmpstr (json_object_get_string_member (object, "peer"), ==, "127.0.0.1");
      if (i == 0)
        {
          g_assert_cmpstr (json_object_get_string_member (object, "route"), ==, "/hello");
          g_assert_cmpstr (json_object_get_string_member (object, "id"), ==, id);
          g_assert_cmpstr (json_object_get_string_member (object, "user"), ==, "u-\"7\"");
          g_assert_cmpint (json_object_get_int_member (object, "sent"), ==, 5);
        }
      else
        g_assert_true (json_object_get_null_member (object, "route"));
    }
  g_assert_nonnull (strstr (new_text, "\"route\":\"/hello\""));
}

static void
read_metrics (KxHttpServer *server, gpointer data)
{
  *(char **) data = kx_metrics_to_text (kx_http_server_get_metrics (server));
}

static void
test_requests_are_counted_by_route_and_status (void)
{
  g_autoptr (KxTestServer) test = start (NULL, NULL, NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 3; i++)
    g_free (kx_test_exchange (test, HELLO_AND_CLOSE, -1));
  g_free (
      kx_test_exchange (test, "GET /nothing/at/all HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1));
  g_assert_true (kx_test_server_wait_for_metric (
      test, "kangxied_http_requests_total{method=\"GET\",route=\"/hello\",status=\"200\"} 3"));
  g_assert_true (kx_test_server_wait_for_metric (
      test, "kangxied_http_requests_total{method=\"\",route=\"\",status=\"404\"} 1"));
  g_assert_true (kx_test_server_wait_for_metric (
      test, "kangxied_http_request_duration_seconds_bucket{method=\"GET\",route=\"/hello\",le=\"+Inf\"} 3"));
  kx_test_server_call (test, read_metrics, &text);
  g_assert_null (strstr (text, "/nothing"));
  g_assert_nonnull (strstr (text, "# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds 1"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
#define ADD(name, function) g_test_add_func ("/http/limits/" name, function)
  ADD ("connections-that-peers-close-are-let-go", test_connections_that_peers_close_are_let_go);
  ADD ("peers-that-are-slow-are-cut", test_peers_that_are_slow_are_cut);
  ADD ("a-body-that-trickles-is-cut-and-a-steady-one-is-not",
       test_a_body_that_trickles_is_cut_and_a_steady_one_is_not);
  ADD ("a-peer-that-does-not-take-its-answer-is-cut", test_a_peer_that_does_not_take_its_answer_is_cut);
  ADD ("too-many-connections-are-told-and-then-turned-away",
       test_too_many_connections_are_told_and_then_turned_away);
  ADD ("too-many-running-requests-are-refused", test_too_many_running_requests_are_refused);
  ADD ("stopping-lets-requests-end-and-closes-the-rest", test_stopping_lets_requests_end_and_closes_the_rest);
  ADD ("stopping-does-not-wait-longer-than-its-grace", test_stopping_does_not_wait_longer_than_its_grace);
  ADD ("the-control-socket-is-the-owners-only-and-says-who-calls",
       test_the_control_socket_is_the_owners_only_and_says_who_calls);
  ADD ("another-unix-socket-is-like-a-port-of-this-machine",
       test_another_unix_socket_is_like_a_port_of_this_machine);
  ADD ("a-proxy-is-believed-only-when-trusted", test_a_proxy_is_believed_only_when_trusted);
  ADD ("large-answers-to-distant-peers-are-compressed", test_large_answers_to_distant_peers_are_compressed);
  ADD ("the-access-log-has-a-line-per-request-and-no-paths",
       test_the_access_log_has_a_line_per_request_and_no_paths);
  ADD ("requests-are-counted-by-route-and-status", test_requests_are_counted_by_route_and_status);
  return g_test_run ();
}

/* The service over TLS. Its own program: the leak checker cannot run beside the TLS module. */
#include "lib/kx-test-server.h"

#include <string.h>

static void
say_hello (KxRequest *request, gpointer user_data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("hello", 5);

  kx_request_reply (request, 200, "text/plain; charset=utf-8", body);
}

static const KxRoute routes[] = { { "GET", "/hello", say_hello } };

#define HELLO "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
#define HELLO_AND_CLOSE "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static void
make_certificate (const char *directory, const char *name)
{
  g_autofree char *key = g_strdup_printf ("%s/%s.key", directory, name);
  g_autofree char *subject = g_strdup_printf ("/CN=%s", name);
  g_autofree char *certificate = g_strdup_printf ("%s/%s.pem", directory, name);
  const char *arguments[] = {
    "openssl", "req",       "-x509", "-newkey", "ec",    "-pkeyopt", "ec_paramgen_curve:prime256v1",
    "-nodes",  "-days",     "2",     "-subj",   subject, "-keyout",  key,
    "-out",    certificate, NULL
  };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
copy_file (const char *directory, const char *from, const char *to)
{
  g_autofree char *source = g_build_filename (directory, from, NULL);
  g_autofree char *target = g_build_filename (directory, to, NULL);
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &text, &size, NULL));
  g_assert_true (g_file_set_contents (target, text, (gssize) size, NULL));
}

typedef struct
{
  const char *directory;
  guint port;
  gboolean reloaded;
} TlsCase;

static void
listen_tls (KxHttpServer *server, gpointer data)
{
  TlsCase *tls = data;
  g_autofree char *certificate = g_build_filename (tls->directory, "used.pem", NULL);
  g_autofree char *key = g_build_filename (tls->directory, "used.key", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_http_server_set_tls_files (server, certificate, key, &error));
  g_assert_no_error (error);
  tls->port = kx_http_server_listen (server, "127.0.0.1:0", TRUE, &error);
  g_assert_no_error (error);
}

static void
reload_tls (KxHttpServer *server, gpointer data)
{
  TlsCase *tls = data;
  g_autoptr (GError) error = NULL;

  tls->reloaded = kx_http_server_reload_tls (server, &error);
  g_assert_true (tls->reloaded == (error == NULL));
}

static gboolean
accept_any (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors,
            gpointer data)
{
  return TRUE;
}

/* Asks over TLS and gives the certificate's subject. */
static char *
ask_tls (guint port, const char *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) base =
      g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);
  g_autoptr (GIOStream) tls = g_tls_client_connection_new (G_IO_STREAM (base), NULL, &error);
  g_autoptr (GString) answer = g_string_new (NULL);
  GTlsCertificate *certificate;
  char block[4096], *subject;
  gssize n;

  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_any), NULL);
  g_assert_true (g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (tls)), >=,
                   G_TLS_PROTOCOL_VERSION_TLS_1_2);
  g_output_stream_write_all (g_io_stream_get_output_stream (tls), request, strlen (request), NULL, NULL,
                             &error);
  g_assert_no_error (error);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (tls), block, sizeof block, NULL, NULL)) > 0)
    g_string_append_len (answer, block, n);
  g_assert_cmpuint (kx_test_answer_status (answer->str), ==, 200);
  certificate = g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (tls));
  subject = g_tls_certificate_get_subject_name (certificate);
  return subject;
}

static void
test_a_new_certificate_is_used_at_once_and_a_bad_one_never (void)
{
  g_autofree char *directory = g_dir_make_tmp ("kx-tls-XXXXXX", NULL);
  g_autofree char *before = NULL, *after = NULL, *still = NULL;
  KxHttpLimits limits = kx_http_limits_default ();
  TlsCase tls = { .directory = directory };
  g_autoptr (KxTestServer) test = NULL;

  make_certificate (directory, "first");
  make_certificate (directory, "second");
  copy_file (directory, "first.pem", "used.pem");
  copy_file (directory, "first.key", "used.key");
  test = kx_test_server_new (&limits, routes, G_N_ELEMENTS (routes), listen_tls, &tls);
  before = ask_tls (tls.port, HELLO_AND_CLOSE);
  g_assert_cmpstr (before, ==, "CN=first");

  copy_file (directory, "second.pem", "used.pem");
  kx_test_server_call (test, reload_tls, &tls);
  g_assert_false (tls.reloaded); /* the key is still the first one's */
  still = ask_tls (tls.port, HELLO_AND_CLOSE);
  g_assert_cmpstr (still, ==, "CN=first");

  copy_file (directory, "second.key", "used.key");
  kx_test_server_call (test, reload_tls, &tls);
  g_assert_true (tls.reloaded);
  after = ask_tls (tls.port, HELLO_AND_CLOSE);
  g_assert_cmpstr (after, ==, "CN=second");
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 0"));
}

static void
test_a_peer_that_does_not_shake_hands_is_cut (void)
{
  g_autofree char *directory = g_dir_make_tmp ("kx-tls-XXXXXX", NULL);
  KxHttpLimits limits = kx_http_limits_default ();
  TlsCase tls = { .directory = directory };
  g_autoptr (KxTestServer) test = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) silent = NULL, plain = NULL;
  g_autofree char *answer = NULL, *plain_answer = NULL;

  make_certificate (directory, "used");
  limits.handshake_ms = 200;
  test = kx_test_server_new (&limits, routes, G_N_ELEMENTS (routes), listen_tls, &tls);
  silent = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) tls.port, NULL, NULL);
  answer = kx_test_receive (silent, NULL);
  g_assert_cmpstr (answer, ==, "");
  plain = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) tls.port, NULL, NULL);
  kx_test_send (plain, HELLO, -1);
  plain_answer = kx_test_receive (plain, NULL);
  g_assert_cmpuint (kx_test_answer_status (plain_answer), ==, 0);
  g_assert_true (kx_test_server_wait_for_metric (test, "kangxied_http_connections 0"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_test_add_func ("/http/tls/a-new-certificate-is-used-at-once-and-a-bad-one-never",
                   test_a_new_certificate_is_used_at_once_and_a_bad_one_never);
  g_test_add_func ("/http/tls/a-peer-that-does-not-shake-hands-is-cut",
                   test_a_peer_that_does_not_shake_hands_is_cut);
  return g_test_run ();
}

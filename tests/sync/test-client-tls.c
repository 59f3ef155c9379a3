/* The client over TLS: certificates that the system trusts, that the person accepts, and all others. Its own
 * program: the leak checker cannot run beside the TLS module. */
#include "lib/kx-test-server.h"
#include "lib/kx-test-store.h"
#include "sync/kx-client.h"
#include "sync/kx-test-wait.h"

#include <string.h>

static void
say_hello (KxRequest *request, gpointer user_data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("hello", 5);

  kx_request_reply (request, 200, "text/plain; charset=utf-8", body);
}

static const KxRoute routes[] = { { "GET", "/v1/hello", say_hello } };

static char *folder;

static void run (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
run (const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) argv = NULL;
  va_list arguments;
  int status;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  argv = g_strsplit (line, " ", -1);
  g_spawn_sync (folder, argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* own.pem signs itself; office.pem is signed by an authority that ca.pem is, for 127.0.0.1. */
static void
make_certificates (void)
{
  g_autofree char *names = g_build_filename (folder, "names", NULL);

  run ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=own "
       "-keyout own.key -out own.pem");
  run ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=ca "
       "-keyout ca.key -out ca.pem");
  run ("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=office -keyout "
       "office.key "
       "-out office.csr");
  g_assert_true (g_file_set_contents (names, "subjectAltName=IP:127.0.0.1\n", -1, NULL));
  run (
      "openssl x509 -req -in office.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out "
      "office.pem");
}

typedef struct
{
  const char *name;
  guint port;
} Listen;

static void
listen_tls (KxHttpServer *server, gpointer data)
{
  Listen *listen = data;
  g_autofree char *pem = g_strdup_printf ("%s/%s.pem", folder, listen->name);
  g_autofree char *key = g_strdup_printf ("%s/%s.key", folder, listen->name);
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_http_server_set_tls_files (server, pem, key, &error));
  listen->port = kx_http_server_listen (server, "127.0.0.1:0", TRUE, &error);
  g_assert_no_error (error);
}

static KxTestServer *
serve (const char *name, guint *ret_port)
{
  KxHttpLimits limits = kx_http_limits_default ();
  KxTestServer *server = kx_test_server_new (&limits, routes, G_N_ELEMENTS (routes), NULL, NULL);
  Listen listen = { name, 0 };

  kx_test_server_call (server, listen_tls, &listen);
  *ret_port = listen.port;
  return server;
}

static gboolean
ask (KxClient *client, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;

  kx_client_set_token (client, "session", NULL);
  kx_client_call_async (client, "GET", "/v1/hello", NULL, NULL, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  answer = kx_client_call_finish (client, result, NULL, error);
  return answer != NULL;
}

static KxClient *
make_client (guint port)
{
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", port);

  return kx_client_new (url, NULL);
}

static char *
read_pem (const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.pem", folder, name);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_unknown (void)
{
  guint port, other_port;
  g_autoptr (KxTestServer) server = serve ("own", &port), other = serve ("office", &other_port);
  g_autoptr (KxClient) client = make_client (port), elsewhere = make_client (other_port);
  g_autoptr (GError) error = NULL, changed = NULL;
  g_autofree char *pem = read_pem ("own");

  g_assert_false (ask (client, &error));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_CERTIFICATE);
  g_assert_cmpstr (kx_client_error_get_pem (error), ==, pem);
  g_assert_cmpuint (strlen (kx_client_error_get_fingerprint (error)), ==, 32 * 3 - 1);
  g_assert_true (kx_client_pin (client, kx_client_error_get_pem (error), NULL));
  g_clear_error (&error);
  g_assert_true (ask (client, &error));
  g_assert_no_error (error);
  /* Another one in its place is no better than an unknown one. */
  g_assert_true (kx_client_pin (elsewhere, pem, NULL));
  g_assert_false (ask (elsewhere, &changed));
  g_assert_error (changed, KX_CLIENT_ERROR, KX_CLIENT_ERROR_CERTIFICATE);
  g_assert_cmpstr (kx_client_error_get_pem (changed), !=, pem);
}

static void
test_trusted (void)
{
  g_autofree char *ca = g_build_filename (folder, "ca.pem", NULL), *pem = read_pem ("own");
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (ca, NULL);
  guint port;
  g_autoptr (KxTestServer) server = serve ("office", &port);
  g_autoptr (KxClient) client = NULL;
  g_autoptr (GError) error = NULL, pinned = NULL;

  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
  client = make_client (port);
  g_assert_true (ask (client, &error));
  g_assert_no_error (error);
  /* What was pinned is meant, whoever the system trusts. */
  g_assert_true (kx_client_pin (client, pem, NULL));
  g_assert_false (ask (client, &pinned));
  g_assert_error (pinned, KX_CLIENT_ERROR, KX_CLIENT_ERROR_CERTIFICATE);
  g_assert_true (kx_client_pin (client, NULL, NULL));
  g_assert_true (ask (client, &error));
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
}

static void
test_no_pem (void)
{
  g_autoptr (KxClient) client = make_client (1);
  g_autoptr (GError) error = NULL;

  g_assert_false (kx_client_pin (client, "no certificate", &error));
  g_assert_nonnull (error);
  g_assert_null (kx_client_get_pinned (client));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = kx_test_make_folder ();
  make_certificates ();
  g_test_add_func ("/client-tls/an unknown certificate is shown and can be pinned", test_unknown);
  g_test_add_func ("/client-tls/a certificate that the system trusts needs no pin", test_trusted);
  g_test_add_func ("/client-tls/what is no certificate is not pinned", test_no_pem);
  status = g_test_run ();
  kx_test_remove_folder (folder);
  return status;
}

#include "lib/kx-test-server.h"
#include "lib/kx-test-store.h"
#include "sync/kx-client-blob.h"
#include "sync/kx-client-device.h"
#include "sync/kx-client-private.h"
#include "sync/kx-client-session.h"
#include "sync/kx-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

/* Answers with what was asked, so that a test sees what left the client. */
static void
echo (KxRequest *request, gpointer data)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  GBytes *body = kx_request_get_body (request);
  const char *authorization = kx_request_get_header (request, "Authorization");
  const char *language = kx_request_get_header (request, "Accept-Language");

  json_object_set_string_member (object, "method", kx_request_get_method (request));
  json_object_set_string_member (object, "authorization", authorization != NULL ? authorization : "");
  json_object_set_string_member (object, "language", language != NULL ? language : "");
  json_object_set_int_member (object, "size", body != NULL ? (gint64) g_bytes_get_size (body) : -1);
  json_object_set_boolean_member (object, "unix", kx_request_is_control (request));
  json_node_take_object (node, object);
  kx_request_set_etag (request, "17");
  kx_request_reply_json (request, 200, node);
}

static void
refuse (KxRequest *request, gpointer data)
{
  KxProblem *problem = kx_problem_new (422, "refused", "The name is taken");

  kx_problem_add_finding (problem, "name-taken", "name", "Another has this name");
  kx_problem_add_finding (problem, "too-long", NULL, "It is too long");
  kx_request_reply_problem (request, problem);
}

static void
be_busy (KxRequest *request, gpointer data)
{
  KxProblem *problem = kx_problem_new (503, "try-again", "Busy");

  kx_problem_set_retry_after (problem, 7);
  kx_request_reply_problem (request, problem);
}

static void
sign_out (KxRequest *request, gpointer data)
{
  kx_request_reply_problem (request, kx_problem_new (401, "signed-out", "Unknown token"));
}

static void
reply_text (KxRequest *request, guint status, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  kx_request_reply (request, status, "application/json", body);
}

static void
post_session (KxRequest *request, gpointer data)
{
  gsize size;
  const char *body = g_bytes_get_data (kx_request_get_body (request), &size);

  if (g_strstr_len (body, (gssize) size, "\"username\":\"wang\"") == NULL)
    kx_request_reply_problem (request, kx_problem_new (401, "wrong-password", "Not right"));
  else
    reply_text (request, 201,
                "{\"token\":\"s1\",\"expires_at\":\"2026-07-01T08:30:00.000Z\",\"user\":{\"id\":"
                "\"0197b2a0-0000-7000-8000-000000000009\",\"name\":\"王芳\",\"grants\":["
                "{\"role\":\"clerk\",\"area\":\"370102\"},{\"role\":\"astronaut\",\"area\":\"370102\"}]}}");
}

static void
post_device (KxRequest *request, gpointer data)
{
  reply_text (request, 201,
              "{\"id\":\"d1\",\"token\":\"dt\",\"name\":\"Desk\",\"created_at\":\"2026-07-01T08:30:00.000Z\","
              "\"generation\":\"g1\",\"seal_key\":\"00\",\"last_n\":0}");
}

static void
get_devices (KxRequest *request, gpointer data)
{
  reply_text (
      request, 200,
      "{\"items\":[{\"id\":\"d1\",\"name\":\"Desk\",\"user\":\"u\",\"user_name\":\"王芳\",\"created_at\":"
      "\"2026-07-01T08:30:00.000Z\",\"seen_at\":null,\"revoked_at\":\"2026-07-02T08:30:00.000Z\"}]}");
}

static void
get_nonsense (KxRequest *request, gpointer data)
{
  reply_text (request, 200, "<html>");
}

#define BLOB_SIZE 300000

static GBytes *
make_blob (void)
{
  guint8 *bytes = g_malloc (BLOB_SIZE);

  for (guint i = 0; i < BLOB_SIZE; i++)
    bytes[i] = (guint8) (i * 7 + i / 256);
  return g_bytes_new_take (bytes, BLOB_SIZE);
}

/* Counts the answers in `data`, which the test reads once it has the answer. */
static void
get_blob (KxRequest *request, gpointer data)
{
  g_autoptr (GBytes) bytes = make_blob ();
  const char *range = kx_request_get_header (request, "Range");

  if (range != NULL)
    g_atomic_int_inc ((int *) data);
  kx_request_set_etag (request, kx_request_get_parameter (request, "sha256"));
  kx_request_reply (request, 200, "application/octet-stream", bytes);
}

static int ranges;

static const KxRoute routes[] = {
  { "GET", "/v1/echo", echo },
  { "POST", "/v1/echo", echo, KX_ROUTE_JSON },
  { "POST", "/v1/sync/echo", echo, KX_ROUTE_NDJSON },
  { "GET", "/v1/refuse", refuse },
  { "GET", "/v1/busy", be_busy },
  { "POST", "/v1/gone", sign_out, KX_ROUTE_JSON },
  { "POST", "/v1/sessions", post_session, KX_ROUTE_JSON },
  { "POST", "/v1/devices", post_device, KX_ROUTE_JSON },
  { "GET", "/v1/devices", get_devices },
  { "GET", "/v1/nonsense", get_nonsense },
  { "GET", "/v1/sessions/current", get_nonsense },
  { "GET", "/v1/blobs/{sha256}", get_blob, KX_ROUTE_RANGES },
};

typedef struct
{
  KxTestServer *server;
  KxClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  KxHttpLimits limits = kx_http_limits_default ();
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  fixture->server = kx_test_server_new (&limits, routes, G_N_ELEMENTS (routes), NULL, &ranges);
  url = g_strdup_printf ("http://127.0.0.1:%u/", kx_test_server_get_port (fixture->server));
  fixture->client = kx_client_new (url, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->client);
  kx_test_server_free (fixture->server);
}

/* Calls and waits; the text of the answer, or NULL with the error. */
static char *
call (KxClient *client, const char *method, const char *path, const char *body, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL, answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *etag = NULL;
  const char *const ndjson[] = { "Content-Type", "application/x-ndjson", NULL };

  kx_client_call_async (client, method, path, strstr (path, "sync") != NULL ? ndjson : NULL, bytes, NULL,
                        kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  answer = kx_client_call_finish (client, result, &etag, error);
  if (answer == NULL)
    return NULL;
  if (strstr (path, "echo") != NULL)
    g_assert_cmpstr (etag, ==, "17");
  return g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
}

static void
test_address (void)
{
  static const struct
  {
    const char *given, *url; /* NULL: refused */
    gboolean is_private;
  } cases[] = {
    { "https://kx.example:8470/", "https://kx.example:8470", TRUE },
    { " kx.example ", "https://kx.example", TRUE },
    { "http://127.0.0.1:8470", "http://127.0.0.1:8470", TRUE },
    { "http://[::1]:8470", "http://[::1]:8470", TRUE },
    { "http://10.0.0.5:8470", "http://10.0.0.5:8470", FALSE },
    { "HTTPS://kx.example/office/", "https://kx.example/office", TRUE },
    { "unix:/run/user/1000/kangxie/local.sock", "unix:/run/user/1000/kangxie/local.sock", TRUE },
    { "unix:relative", NULL },
    { "ftp://kx.example", NULL },
    { "", NULL },
    { "https://", NULL },
    { "https://me:secret@kx.example", NULL },
    { "https://kx.example/?a=b", NULL },
    { "https://kx.example:99999", NULL },
    { "not an address", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxClient) client = kx_client_new (cases[i].given, &error);

      if (cases[i].url == NULL)
        {
          g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_ADDRESS);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (kx_client_get_url (client), ==, cases[i].url);
      g_assert_true (kx_client_is_private (client) == cases[i].is_private);
    }
}

static void
assert_echo (Fixture *fixture, const char *method, const char *path, const char *body, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = call (fixture->client, method, path, body, &error);

  g_assert_no_error (error);
  if (strstr (answer, expected) == NULL)
    g_error ("%s %s: %s lacks %s", method, path, answer, expected);
}

static void
test_tokens (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (call (fixture->client, "POST", "/v1/echo", "{}", &error));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_SESSION_NEEDED);
  kx_client_set_token (fixture->client, NULL, "device");
  assert_echo (fixture, "GET", "/v1/echo", NULL, "\"authorization\":\"Bearer device\"");
  kx_client_set_token (fixture->client, "session", "device");
  assert_echo (fixture, "GET", "/v1/echo", NULL, "\"authorization\":\"Bearer device\"");
  assert_echo (fixture, "GET", "/v1/echo", NULL, "\"size\":-1");
  assert_echo (fixture, "GET", "/v1/echo", NULL, "\"language\":\"en\"");
  assert_echo (fixture, "POST", "/v1/echo", "{}", "\"authorization\":\"Bearer session\"");
  assert_echo (fixture, "POST", "/v1/echo", "{}", "\"size\":2");
  assert_echo (fixture, "POST", "/v1/sync/echo", "{}", "\"authorization\":\"Bearer device\"");
  kx_client_set_token (fixture->client, "session", NULL);
  assert_echo (fixture, "GET", "/v1/echo", NULL, "\"authorization\":\"Bearer session\"");
}

static void
test_findings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL, copy = NULL;
  KxClientFinding finding;

  kx_client_set_token (fixture->client, "session", NULL);
  g_assert_null (call (fixture->client, "GET", "/v1/refuse", NULL, &error));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REFUSED);
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_cmpstr (copy->message, ==, "The name is taken");
  g_assert_cmpstr (kx_client_error_get_code (copy), ==, "refused");
  g_assert_cmpuint (kx_client_error_get_status (copy), ==, 422);
  g_assert_cmpuint (kx_client_error_get_n_findings (copy), ==, 2);
  g_assert_true (kx_client_error_get_finding (copy, 0, &finding));
  g_assert_cmpstr (finding.field, ==, "name");
  g_assert_cmpstr (finding.message, ==, "Another has this name");
  g_assert_true (kx_client_error_get_finding (copy, 1, &finding));
  g_assert_null (finding.field);
  g_assert_false (kx_client_error_get_finding (copy, 2, &finding));
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) busy = NULL, gone = NULL, nonsense = NULL, missing = NULL;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_client_set_token (fixture->client, "session", "device");
  g_assert_null (call (fixture->client, "GET", "/v1/busy", NULL, &busy));
  g_assert_error (busy, KX_CLIENT_ERROR, KX_CLIENT_ERROR_BUSY);
  g_assert_cmpuint (kx_client_error_get_retry_after (busy), ==, 7);
  g_assert_null (call (fixture->client, "GET", "/v1/nothing", NULL, &missing));
  g_assert_error (missing, KX_CLIENT_ERROR, KX_CLIENT_ERROR_NOT_FOUND);
  kx_client_get_session_async (fixture->client, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_null (kx_client_get_session_finish (fixture->client, result, &nonsense));
  g_assert_error (nonsense, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL);
  /* A session that the service does not know is not asked with again. */
  g_assert_null (call (fixture->client, "POST", "/v1/gone", "{}", &gone));
  g_assert_error (gone, KX_CLIENT_ERROR, KX_CLIENT_ERROR_SIGNED_OUT);
  g_assert_null (kx_client_get_session_token (fixture->client));
  g_assert_cmpstr (kx_client_get_device_token (fixture->client), ==, "device");
}

static void
assert_message (guint status, const char *problem, const char *message)
{
  g_autoptr (GBytes) body = g_bytes_new_static (problem, strlen (problem));
  g_autoptr (GError) error = kx_client_error_new_for_answer (status, body, NULL);

  g_assert_cmpstr (error->message, ==, message);
}

/* What the administrator has to look into comes with the number that finds it. */
static void
test_faults (void)
{
  assert_message (500,
                  "{\"code\":\"failed\",\"detail\":\"The service could not do this; nothing was written\","
                  "\"instance\":\"urn:kangxie:request:7f03\"}",
                  "The service could not do this; nothing was written. Try again; if it stays so, tell the "
                  "administrator the number 7f03.");
  assert_message (
      502, "<html>",
      "The service could not do this. Try again; if it stays so, tell the administrator of the error 502.");
  assert_message (422,
                  "{\"code\":\"refused\",\"detail\":\"The name is taken\","
                  "\"instance\":\"urn:kangxie:request:7f03\"}",
                  "The name is taken");
}

/* A program that only shows what it has needs no HTTP. */
static void
test_nothing_is_asked (void)
{
  g_autoptr (KxClient) client = kx_client_new ("https://127.0.0.1:1", NULL);
  g_autoptr (KxClient) elsewhere = kx_client_new ("http://127.0.0.1:1", NULL);

  kx_client_move (client, elsewhere);
  g_assert_null (client->calls);
  g_assert_null (client->events);
  g_assert_null (client->patient);
  g_assert_nonnull (kx_client_get_session_for (client, FALSE, TRUE));
  g_assert_true (kx_client_get_session_for (client, FALSE, TRUE) == client->patient);
  g_assert_null (client->calls);
}

static void
test_offline (void)
{
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (KxTestServer) server = kx_test_server_new (&limits, routes, G_N_ELEMENTS (routes), NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", kx_test_server_get_port (server));
  g_autoptr (KxClient) client = kx_client_new (url, NULL);
  g_autoptr (KxClient) nowhere = kx_client_new ("unix:/nonexistent/kangxie.sock", NULL);
  g_autoptr (GError) error = NULL, other = NULL;

  g_clear_pointer (&server, kx_test_server_free);
  kx_client_set_token (client, "session", NULL);
  g_assert_null (call (client, "GET", "/v1/echo", NULL, &error));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE);
  g_assert_cmpuint (kx_client_error_get_status (error), ==, 0);
  kx_client_set_token (nowhere, "session", NULL);
  g_assert_null (call (nowhere, "GET", "/v1/echo", NULL, &other));
  g_assert_error (other, KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_client_set_token (fixture->client, "session", NULL);
  kx_client_call_async (fixture->client, "GET", "/v1/echo", NULL, NULL, cancellable, kx_test_take_result,
                        &waiting);
  g_cancellable_cancel (cancellable);
  result = kx_test_await (&waiting);
  g_assert_null (kx_client_call_finish (fixture->client, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
listen_unix (KxHttpServer *server, gpointer data)
{
  g_autoptr (GError) error = NULL;

  kx_http_server_listen_unix (server, data, TRUE, &error);
  g_assert_no_error (error);
}

/* Who asked did not cancel, and is told so: an engine that takes it for its own doing would wait for ever. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KxClient) elsewhere = kx_client_new ("http://127.0.0.1:1", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  kx_client_set_token (fixture->client, "session", NULL);
  kx_client_call_async (fixture->client, "GET", "/v1/echo", NULL, NULL, cancellable, kx_test_take_result,
                        &waiting);
  kx_client_move (fixture->client, elsewhere);
  result = kx_test_await (&waiting);
  answer = kx_client_call_finish (fixture->client, result, NULL, &error);
  g_assert_null (answer);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE);
}

static void
test_unix (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = kx_test_make_folder (), *path = g_build_filename (folder, "s", NULL);
  g_autofree char *url = g_strconcat ("unix:", path, NULL), *answer = NULL;
  g_autoptr (KxClient) client = kx_client_new (url, NULL);
  g_autoptr (GError) error = NULL;

  kx_test_server_call (fixture->server, listen_unix, path);
  kx_client_set_token (client, "session", NULL);
  answer = call (client, "POST", "/v1/echo", "{}", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (answer, "\"unix\":true"));
  kx_test_remove_folder (g_steal_pointer (&folder));
}

static void
test_session (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL, wrong = NULL;
  g_autoptr (KxClientSession) session = NULL;
  g_autoptr (GError) error = NULL, refused = NULL;

  kx_client_sign_in_async (fixture->client, "li", "secret", NULL, kx_test_take_result, &waiting);
  wrong = kx_test_await (&waiting);
  g_assert_null (kx_client_sign_in_finish (fixture->client, wrong, &refused));
  g_assert_error (refused, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REFUSED);
  g_assert_cmpstr (kx_client_error_get_code (refused), ==, "wrong-password");
  kx_client_sign_in_async (fixture->client, "wang", "secret", NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  session = kx_client_sign_in_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kx_client_get_session_token (fixture->client), ==, "s1");
  g_assert_cmpstr (session->actor->name, ==, "王芳");
  /* A role of a newer service gives no right here. */
  g_assert_cmpuint (session->actor->roles->len, ==, 1);
  g_assert_cmpuint (kx_actor_roles (session->actor, "370102"), ==, KX_ROLE (clerk));
  g_assert_cmpint (session->expires_at.ms, ==, G_GINT64_CONSTANT (1782894600000));
}

static void
test_devices (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) registered = NULL, listed = NULL;
  g_autoptr (KxClientDevice) device = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GError) error = NULL;
  const KxClientDevice *first;

  kx_client_set_token (fixture->client, "session", NULL);
  kx_client_register_device_async (fixture->client, "Desk", NULL, kx_test_take_result, &waiting);
  registered = kx_test_await (&waiting);
  device = kx_client_register_device_finish (fixture->client, registered, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (device->generation, ==, "g1");
  g_assert_cmpstr (kx_client_get_device_token (fixture->client), ==, "dt");
  kx_client_list_devices_async (fixture->client, NULL, kx_test_take_result, &waiting);
  listed = kx_test_await (&waiting);
  devices = kx_client_list_devices_finish (fixture->client, listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (devices->len, ==, 1);
  first = devices->pdata[0];
  g_assert_cmpstr (first->user_name, ==, "王芳");
  g_assert_cmpint (first->seen_at.ms, ==, 0);
  g_assert_cmpint (first->revoked_at.ms, >, 0);
}

static gboolean
fetch (KxClient *client, const char *sha256, const char *path, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_client_get_blob_async (client, sha256, path, NULL, NULL, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_client_get_blob_finish (client, result, error);
}

static void
assert_file (const char *path, GBytes *expected)
{
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_cmpmem (text, size, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static void
test_blob (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) blob = make_blob ();
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, blob);
  char *folder = kx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file", NULL), *part = g_strconcat (path, ".part", NULL);
  g_autofree char *wrong = g_strnfill (64, 'a'), *rubbish = g_strnfill (1000, 'x');
  g_autoptr (GError) error = NULL, damaged = NULL;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  int before;

  kx_client_set_token (fixture->client, NULL, "device");
  g_assert_true (fetch (fixture->client, sha256, path, &error));
  assert_file (path, blob);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  /* Only the rest is asked for. */
  g_unlink (path);
  g_assert_true (g_file_set_contents (part, g_bytes_get_data (blob, NULL), 1000, NULL));
  before = g_atomic_int_get (&ranges);
  g_assert_true (fetch (fixture->client, sha256, path, &error));
  assert_file (path, blob);
  g_assert_cmpint (g_atomic_int_get (&ranges), ==, before + 1);
  /* All bytes were there already. */
  g_unlink (path);
  g_assert_true (g_file_set_contents (part, g_bytes_get_data (blob, NULL), BLOB_SIZE, NULL));
  g_assert_true (fetch (fixture->client, sha256, path, &error));
  assert_file (path, blob);
  /* What an earlier attempt left was rubbish: it is asked for once more. */
  g_unlink (path);
  g_assert_true (g_file_set_contents (part, rubbish, -1, NULL));
  g_assert_true (fetch (fixture->client, sha256, path, &error));
  g_assert_no_error (error);
  assert_file (path, blob);
  /* Other bytes than the name says are no file. */
  g_unlink (path);
  g_assert_false (fetch (fixture->client, wrong, path, &damaged));
  g_assert_error (damaged, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  kx_client_size_blob_async (fixture->client, sha256, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  g_assert_cmpint (kx_client_size_blob_finish (fixture->client, result, &error), ==, BLOB_SIZE);
  g_assert_no_error (error);
  kx_test_remove_folder (folder);
}

/* What the file system says, and about which file. */
static void
test_blob_without_a_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) blob = make_blob ();
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, blob);
  char *folder = kx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file", NULL),
                  *nowhere = g_build_filename (path, "file", NULL);
  g_autoptr (GError) missing = NULL, taken = NULL;

  kx_client_set_token (fixture->client, NULL, "device");
  g_assert_false (fetch (fixture->client, sha256, nowhere, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (missing->message, nowhere));
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (fetch (fixture->client, sha256, path, &taken));
  g_assert_error (taken, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_assert_true (g_str_has_prefix (taken->message, path));
  kx_test_remove_folder (folder);
}

#define ADD(name, test) g_test_add ("/client/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/addresses are read in one form", test_address);
  ADD ("each path is asked with the right token", test_tokens);
  ADD ("a problem's findings can be shown", test_findings);
  ADD ("answers become errors that say what to do", test_answers);
  g_test_add_func ("/client/a fault of the service can be quoted", test_faults);
  g_test_add_func ("/client/nothing is made ready before something is asked", test_nothing_is_asked);
  g_test_add_func ("/client/nobody answering is offline", test_offline);
  ADD ("a call can be cancelled", test_cancelled);
  ADD ("a call ends when the client moves elsewhere", test_moved);
  ADD ("a Unix socket is asked like a port", test_unix);
  ADD ("signing in gives an actor with its grants", test_session);
  ADD ("devices are registered and listed", test_devices);
  ADD ("a file comes whole and goes on where it broke off", test_blob);
  ADD ("a file without a place is an error", test_blob_without_a_place);
  return g_test_run ();
}

#include "lib/kx-test-server.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* Seconds after which a silent peer fails a test instead of hanging it. */
#define PATIENCE 20

struct _KxTestServer
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  KxHttpServer *server;
  guint port;
};

typedef struct
{
  KxTestServer *test;
  const KxHttpLimits *limits;
  const KxRoute *routes;
  gsize n_routes;
  KxTestServerFunc function;
  gpointer user_data;
  guint grace_ms;
  char *failure;
  GMutex lock;
  GCond cond;
  gboolean done;
} Call;

static void
finish_call (Call *call)
{
  g_mutex_lock (&call->lock);
  call->done = TRUE;
  g_cond_signal (&call->cond);
  g_mutex_unlock (&call->lock);
}

static void
wait_for_call (Call *call)
{
  g_mutex_lock (&call->lock);
  while (!call->done)
    g_cond_wait (&call->cond, &call->lock);
  g_mutex_unlock (&call->lock);
}

static gpointer
run_server (gpointer data)
{
  Call *call = data;
  KxTestServer *self = call->test;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  self->server = kx_http_server_new (call->limits);
  kx_http_server_add_routes (self->server, call->routes, call->n_routes, call->user_data);
  if (call->function != NULL)
    call->function (self->server, call->user_data);
  self->port = kx_http_server_listen (self->server, "127.0.0.1:0", FALSE, &error);
  g_assert_no_error (error);
  finish_call (call);
  g_main_loop_run (self->loop);
  g_assert_finalize_object (self->server);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
call_cb (gpointer data)
{
  Call *call = data;

  call->function (call->test->server, call->user_data);
  finish_call (call);
  return G_SOURCE_REMOVE;
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;

  if (!kx_http_server_stop_finish (KX_HTTP_SERVER (source), result, &error))
    call->failure = g_strdup (error->message);
  finish_call (call);
}

static gboolean
stop_cb (gpointer data)
{
  Call *call = data;

  kx_http_server_stop_async (call->test->server, call->grace_ms, stopped_cb, call);
  return G_SOURCE_REMOVE;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/**
 * kx_test_server_new:
 * @configure: (nullable): called in the server's thread before it listens
 * @user_data: for @configure and for the handlers
 */
KxTestServer *
kx_test_server_new (const KxHttpLimits *limits, const KxRoute *routes, gsize n_routes,
                    KxTestServerFunc configure, gpointer user_data)
{
  KxTestServer *self = g_new0 (KxTestServer, 1);
  Call call = { .test = self,
                .limits = limits,
                .routes = routes,
                .n_routes = n_routes,
                .function = configure,
                .user_data = user_data };

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("server", run_server, &call);
  wait_for_call (&call);
  return self;
}

/**
 * kx_test_server_free:
 *
 * Stops the server, if that was not done, and asserts that nothing holds it.
 */
void
kx_test_server_free (KxTestServer *self)
{
  if (self->port != 0)
    g_free (kx_test_server_stop (self, 1000));
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

guint
kx_test_server_get_port (KxTestServer *self)
{
  return self->port;
}

/**
 * kx_test_server_call:
 *
 * Runs @function in the server's thread and waits for its end.
 */
void
kx_test_server_call (KxTestServer *self, KxTestServerFunc function, gpointer user_data)
{
  Call call = { .test = self, .function = function, .user_data = user_data };

  g_main_context_invoke (self->context, call_cb, &call);
  wait_for_call (&call);
}

static void
read_metrics (KxHttpServer *server, gpointer data)
{
  *(char **) data = kx_metrics_to_text (kx_http_server_get_metrics (server));
}

/**
 * kx_test_server_wait_for_metric:
 *
 * Tells whether the metrics have this line, within some seconds.
 */
gboolean
kx_test_server_wait_for_metric (KxTestServer *self, const char *line)
{
  g_autofree char *wanted = g_strconcat ("\n", line, "\n", NULL);
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  do
    {
      g_autofree char *text = NULL;

      kx_test_server_call (self, read_metrics, &text);
      if (strstr (text, wanted) != NULL)
        return TRUE;
      g_usleep (10000);
    }
  while (g_get_monotonic_time () < deadline);
  return FALSE;
}

/**
 * kx_test_server_stop:
 *
 * Returns: (transfer full) (nullable): why the stop was not clean
 */
char *
kx_test_server_stop (KxTestServer *self, guint grace_ms)
{
  Call call = { .test = self, .grace_ms = grace_ms };

  g_main_context_invoke (self->context, stop_cb, &call);
  wait_for_call (&call);
  self->port = 0;
  return call.failure;
}

static GSocketConnection *
connect_to (GSocketConnectable *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, PATIENCE);
  connection = g_socket_client_connect (client, address, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

GSocketConnection *
kx_test_server_connect (KxTestServer *self)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", self->port);

  return connect_to (G_SOCKET_CONNECTABLE (address));
}

GSocketConnection *
kx_test_connect_unix (const char *path)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);

  return connect_to (G_SOCKET_CONNECTABLE (address));
}

/**
 * kx_test_send:
 * @size: -1 for a text
 *
 * Sends; that the peer may have closed already is no failure here.
 */
void
kx_test_send (GSocketConnection *connection, const char *bytes, gssize size)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (stream, bytes, size < 0 ? strlen (bytes) : (gsize) size, NULL, NULL, NULL);
}

/**
 * kx_test_receive:
 *
 * Returns: (transfer full): all bytes until the peer closes
 */
char *
kx_test_receive (GSocketConnection *connection, gsize *ret_size)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString *answer = g_string_new (NULL);
  char block[16 * 1024];

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_input_stream_read (stream, block, sizeof block, NULL, &error);

      g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
      if (n <= 0)
        break;
      g_string_append_len (answer, block, n);
    }
  if (ret_size != NULL)
    *ret_size = answer->len;
  return g_string_free (answer, FALSE);
}

/**
 * kx_test_exchange:
 *
 * Sends bytes over a connection of their own, says that no more will come, and waits for the end.
 *
 * Returns: (transfer full): the whole answer; empty if the peer only closed
 */
char *
kx_test_exchange (KxTestServer *self, const char *bytes, gssize size)
{
  g_autoptr (GSocketConnection) connection = kx_test_server_connect (self);

  kx_test_send (connection, bytes, size);
  return kx_test_receive (connection, NULL);
}

/**
 * kx_test_answer_status:
 *
 * Returns: the status, or 0 if @answer is none
 */
guint
kx_test_answer_status (const char *answer)
{
  return g_str_has_prefix (answer, "HTTP/1.") && strlen (answer) > 12 ? (guint) strtoul (answer + 9, NULL, 10)
                                                                      : 0;
}

/**
 * kx_test_answer_header:
 *
 * Returns: (transfer full) (nullable): the first header of that name
 */
char *
kx_test_answer_header (const char *answer, const char *name)
{
  g_autofree char *head = g_strndup (answer, (gsize) (kx_test_answer_body (answer) - answer));
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strstrip (g_strdup (lines[i] + length + 1));
  return NULL;
}

/**
 * kx_test_answer_body:
 *
 * Returns: (transfer none): what follows the head
 */
const char *
kx_test_answer_body (const char *answer)
{
  const char *end = strstr (answer, "\r\n\r\n");

  return end != NULL ? end + 4 : answer + strlen (answer);
}

/**
 * kx_test_assert_problem:
 *
 * Asserts that @answer is a whole problem document with these marks and no unknown members.
 */
void
kx_test_assert_problem (const char *answer, guint status, const char *code)
{
  static const char *const known[] = { "type", "title",    "status",  "detail", "instance",
                                       "code", "findings", "current", NULL };
  g_autofree char *type = kx_test_answer_header (answer, "Content-Type");
  g_autofree char *id = kx_test_answer_header (answer, "X-Request-Id");
  g_autofree char *urn = g_strconcat ("urn:kangxie:problem:", code, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GList) members = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  g_assert_cmpuint (kx_test_answer_status (answer), ==, status);
  g_assert_cmpstr (type, ==, "application/problem+json");
  g_assert_nonnull (id);
  json_parser_load_from_data (parser, kx_test_answer_body (answer), -1, &error);
  g_assert_no_error (error);
  object = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (object, "code"), ==, code);
  g_assert_cmpstr (json_object_get_string_member (object, "type"), ==, urn);
  g_assert_cmpint (json_object_get_int_member (object, "status"), ==, status);
  g_assert_nonnull (json_object_get_array_member (object, "findings"));
  g_assert_true (g_str_has_suffix (json_object_get_string_member (object, "instance"), id));
  members = json_object_get_members (object);
  for (GList *link = members; link != NULL; link = link->next)
    g_assert_true (g_strv_contains (known, link->data));
}

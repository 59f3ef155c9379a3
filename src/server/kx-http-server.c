#include "server/kx-http-server.h"

#include "server/kx-http-listener.h"
#include "server/kx-http-request-private.h"
#include "server/kx-http-stats.h"
#include "server/kx-http-tls.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

enum
{
  /* How often a stopping server looks whether all is done. */
  STOP_POLL_MS = 10,
};

struct _KxHttpServer
{
  GObject parent_instance;

  SoupServer *soup;
  int keep_open; /* far end of a socket that never speaks, see open_anchor () */
  KxHttpLimits limits;
  KxRouter *router;
  GHashTable *user_data; /* (element-type KxRoute gpointer) */
  KxHandler gate;
  gpointer gate_data;
  KxHttpPool *pool;
  GPtrArray *listeners; /* (element-type KxHttpListener) */

  KxMetrics *metrics;
  KxHttpStats *stats;

  KxAccessLog *log;
  KxWords *words;
  char *spool;
  gboolean trust_forwarded;

  GTlsCertificate *certificate;
  char *certificate_path;
  char *key_path;

  guint running;
  GPtrArray *streams; /* (element-type KxRequest) answers that go on; borrowed */
  guint32 id_prefix;
  guint32 id_next;

  gboolean stopping;
  GTask *stop; /* while stopping */
  gint64 stop_deadline;
};

G_DEFINE_FINAL_TYPE (KxHttpServer, kx_http_server, G_TYPE_OBJECT)

static KxHttpConnection *
find_connection (SoupServerMessage *message)
{
  return kx_http_connection_from_address (soup_server_message_get_remote_address (message));
}

static void
log_request (KxHttpServer *self, KxHttpConnection *connection, KxRequest *request, const char *method,
             guint status, gboolean aborted)
{
  gint64 took = request != NULL ? g_get_monotonic_time () - request->began : 0;
  KxAccessEntry entry = {
    .at_us = g_get_real_time () - took,
    .took_us = took,
    .method = method,
    .status = status,
    .peer = connection->peer,
    .aborted = aborted,
  };

  if (request != NULL)
    {
      entry.id = request->id;
      entry.route = request->match.route != NULL ? request->match.route->pattern : NULL;
      entry.user = request->user;
      entry.peer = request->peer;
      entry.error = request->error;
      entry.received = request->received;
      entry.sent = request->sent;
    }
  kx_http_stats_count (self->stats, request != NULL ? request->match.route : NULL, status, took);
  kx_access_log_add (self->log, &entry);
}

static void
end_request (KxHttpServer *self, KxRequest *request, guint status, gboolean aborted)
{
  log_request (self, request->connection, request, kx_request_get_method (request), status, aborted);
  kx_request_finish (request);
  kx_request_unref (request);
}

static void
request_over (KxHttpServer *self, SoupServerMessage *message, gboolean aborted)
{
  KxHttpConnection *connection = find_connection (message);
  KxRequest *request = g_steal_pointer (&connection->request);
  guint status = soup_server_message_get_status (message);

  if (request != NULL && request->answered)
    status = request->status;
  /* libsoup calls every answer of 500 aborted. */
  if (request != NULL && request->answered && request->status == 500)
    aborted = FALSE;
  kx_http_connection_wait (connection, message);
  if (request != NULL)
    end_request (self, request, status, aborted);
  else
    log_request (self, connection, NULL, soup_server_message_get_method (message), status, aborted);
}

static void
started_cb (SoupServer *soup, SoupServerMessage *message, KxHttpServer *self)
{
  kx_http_connection_begin (find_connection (message));
}

static void
finished_cb (SoupServer *soup, SoupServerMessage *message, KxHttpServer *self)
{
  request_over (self, message, FALSE);
}

static void
aborted_cb (SoupServer *soup, SoupServerMessage *message, KxHttpServer *self)
{
  request_over (self, message, TRUE);
}

/* A refused body is read to its end, within limits: a peer that is still sending would not see the answer. */
static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, KxRequest *request)
{
  gsize size;
  const void *data = g_bytes_get_data (chunk, &size);
  KxProblem *problem;

  request->received += size;
  kx_http_connection_progress (request->connection, size);
  if (request->answered)
    {
      if (request->received > request->server->limits.drain_bytes)
        kx_http_connection_cut (request->connection);
      return;
    }
  problem = kx_http_body_feed (request->body, data, size);
  if (problem != NULL)
    kx_request_reply_problem (request, problem);
}

static void
head_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  KxHttpServer *self = data;
  KxHttpConnection *connection = find_connection (message);
  KxRequest *request = kx_request_new (self, connection, message);
  KxProblem *problem;

  connection->request = request;
  kx_http_connection_enter (connection, KX_CONNECTION_BODY);
  problem = kx_request_take_head (request, path);
  if (problem != NULL)
    kx_request_reply_problem (request, problem);
  if (!request->has_body)
    return;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), request);
}

static void
message_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  KxHttpServer *self = data;
  KxRequest *request = find_connection (message)->request;
  KxProblem *problem = request->body != NULL ? kx_http_body_finish (request->body) : NULL;

  if (problem == NULL && kx_request_is_cut (request))
    problem = kx_problem_new (400, "body-cut", N_ ("The connection ended inside the body."));
  if (problem == NULL && kx_http_server_is_full (self))
    problem = kx_http_server_make_busy_problem ();
  if (problem != NULL)
    kx_request_reply_problem (request, problem);
  else
    kx_request_run (request, request->match.route->handler,
                    kx_http_server_find_user_data (self, request->match.route));
}

static void
hand_over (KxHttpServer *self, KxHttpConnection *connection, GIOStream *stream)
{
  g_autoptr (GSocketAddress) address = kx_http_connection_make_address (connection);
  g_autoptr (KxHttpStream) wrapper = kx_http_connection_wrap (connection, stream);

  soup_server_accept_iostream (self->soup, G_IO_STREAM (wrapper), address, address, NULL);
}

static void
handshake_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxHttpServer) self = data;
  GTlsConnection *tls = G_TLS_CONNECTION (source);
  KxHttpConnection *connection = g_object_get_data (source, "kx-connection");

  if (g_tls_connection_handshake_finish (tls, result, NULL) && !self->stopping)
    hand_over (self, connection, G_IO_STREAM (tls));
  g_object_unref (tls);
}

static void
begin_tls (KxHttpServer *self, KxHttpConnection *connection, GSocketConnection *stream)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  GIOStream *tls = g_tls_server_connection_new (G_IO_STREAM (stream), self->certificate, NULL);

  if (tls == NULL)
    return;
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  /* Without the peer's farewell, a connection that was cut would look like one that was ended, and libsoup
   * takes the end of a chunked body from either. */
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), TRUE);
  g_object_set_data (G_OBJECT (tls), "kx-connection", connection);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, handshake_cb,
                                    g_object_ref (self));
}

static void
accepted_cb (KxHttpListener *listener, GSocket *socket, gpointer data)
{
  KxHttpServer *self = data;
  g_autoptr (GSocketConnection) stream = NULL;
  KxHttpConnection *connection;

  if (kx_http_pool_get_size (self->pool) >= self->limits.max_connections + self->limits.spare_connections)
    return;
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  stream = g_socket_connection_factory_create_connection (socket);
  connection = kx_http_pool_add (self->pool, stream, kx_http_listener_is_control (listener));
  kx_http_connection_enter (connection, KX_CONNECTION_HANDSHAKE);
  if (kx_http_listener_is_tls (listener))
    begin_tls (self, connection, stream);
  else
    hand_over (self, connection, G_IO_STREAM (stream));
}

/* libsoup keeps a connection alive only while it listens somewhere itself. It gets one end of a socket pair
 * on which nothing ever happens. */
static void
open_anchor (KxHttpServer *self)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    g_error ("no sockets left");
  self->keep_open = fds[1];
  socket = g_socket_new_from_fd (fds[0], &error);
  if (socket == NULL || !soup_server_listen_socket (self->soup, socket, 0, &error))
    g_error ("libsoup does not take the socket: %s", error->message);
}

static gboolean
stop_cb (gpointer data)
{
  KxHttpServer *self = data;
  g_autoptr (GTask) task = NULL;
  KxRequest *request;
  guint running;

  kx_http_pool_cut (self->pool, g_get_monotonic_time () >= self->stop_deadline);
  if (kx_http_pool_get_size (self->pool) > 0 && g_get_monotonic_time () < self->stop_deadline)
    return G_SOURCE_CONTINUE;
  running = self->running;
  /* libsoup would drop these without a word. */
  while ((request = kx_http_pool_steal_request (self->pool)) != NULL)
    end_request (self, request, request->status, TRUE);
  soup_server_disconnect (self->soup);
  kx_access_log_flush (self->log);
  task = g_steal_pointer (&self->stop);
  if (running == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%u requests did not end in time",
                             running);
  return G_SOURCE_REMOVE;
}

static void
kx_http_server_dispose (GObject *object)
{
  KxHttpServer *self = KX_HTTP_SERVER (object);

  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->listeners, g_ptr_array_unref);
  g_clear_pointer (&self->pool, kx_http_pool_free);
  g_clear_object (&self->stop);
  G_OBJECT_CLASS (kx_http_server_parent_class)->dispose (object);
}

static void
kx_http_server_finalize (GObject *object)
{
  KxHttpServer *self = KX_HTTP_SERVER (object);

  if (self->keep_open >= 0)
    close (self->keep_open);
  kx_router_free (self->router);
  g_hash_table_unref (self->user_data);
  g_ptr_array_unref (self->streams);
  kx_http_stats_free (self->stats);
  kx_metrics_free (self->metrics);
  kx_access_log_free (self->log);
  kx_words_free (self->words);
  g_clear_object (&self->certificate);
  g_free (self->certificate_path);
  g_free (self->key_path);
  g_free (self->spool);
  G_OBJECT_CLASS (kx_http_server_parent_class)->finalize (object);
}

static void
kx_http_server_class_init (KxHttpServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kx_http_server_dispose;
  object_class->finalize = kx_http_server_finalize;
}

static void
kx_http_server_init (KxHttpServer *self)
{
  /* Paths stay encoded: the router decodes them itself. */
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  self->router = kx_router_new ();
  self->user_data = g_hash_table_new (NULL, NULL);
  self->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_http_listener_free);
  self->streams = g_ptr_array_new ();
  self->log = kx_access_log_new_for_fd (-1);
  self->words = kx_words_new ();
  self->spool = g_strdup (g_get_tmp_dir ());
  if (getrandom (&self->id_prefix, sizeof self->id_prefix, 0) != sizeof self->id_prefix)
    self->id_prefix = g_random_int ();
  self->metrics = kx_metrics_new ();
  self->stats = kx_http_stats_new (self->metrics);
  open_anchor (self);
  for (guint i = 0; i < 2; i++)
    {
      const char *path = i == 0 ? NULL : "*";

      soup_server_add_early_handler (self->soup, path, head_cb, self, NULL);
      soup_server_add_handler (self->soup, path, message_cb, self, NULL);
    }
  g_signal_connect (self->soup, "request-started", G_CALLBACK (started_cb), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (finished_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (aborted_cb), self);
}

/**
 * kx_http_server_new:
 *
 * Returns: (transfer full): a server that does not listen yet. It is to be stopped before it is let go.
 */
KxHttpServer *
kx_http_server_new (const KxHttpLimits *limits)
{
  KxHttpServer *self = g_object_new (KX_TYPE_HTTP_SERVER, NULL);

  self->limits = *limits;
  self->pool = kx_http_pool_new (limits, self->metrics);
  return self;
}

/**
 * kx_http_server_add_routes:
 * @routes: borrowed for the life of the server
 * @user_data: for the handlers of these routes
 */
void
kx_http_server_add_routes (KxHttpServer *self, const KxRoute *routes, gsize n_routes, gpointer user_data)
{
  for (gsize i = 0; i < n_routes; i++)
    {
      kx_router_add (self->router, &routes[i]);
      g_hash_table_insert (self->user_data, (gpointer) &routes[i], user_data);
    }
}

/**
 * kx_http_server_set_gate:
 * @gate: called for every request that matches a route, before its body is read. It lets the request pass by
 *   doing nothing, or answers it.
 */
void
kx_http_server_set_gate (KxHttpServer *self, KxHandler gate, gpointer user_data)
{
  self->gate = gate;
  self->gate_data = user_data;
}

/**
 * kx_http_server_set_log:
 * @log: (transfer full): without one, nothing is logged
 */
void
kx_http_server_set_log (KxHttpServer *self, KxAccessLog *log)
{
  kx_access_log_free (self->log);
  self->log = log;
}

/**
 * kx_http_server_set_words:
 * @words: (transfer full): the languages of problems; without them English only
 */
void
kx_http_server_set_words (KxHttpServer *self, KxWords *words)
{
  kx_words_free (self->words);
  self->words = words;
}

/**
 * kx_http_server_set_spool:
 * @directory: where bodies of file routes are written; on the file system they will be renamed into
 */
void
kx_http_server_set_spool (KxHttpServer *self, const char *directory)
{
  g_free (self->spool);
  self->spool = g_strdup (directory);
}

/**
 * kx_http_server_set_trust_forwarded:
 *
 * Whether a proxy on this machine is believed when it names its peer by X-Forwarded-For.
 */
void
kx_http_server_set_trust_forwarded (KxHttpServer *self, gboolean trust)
{
  self->trust_forwarded = trust;
}

/**
 * kx_http_server_get_metrics:
 *
 * Returns: (transfer none): the registry, for other parts to add to
 */
KxMetrics *
kx_http_server_get_metrics (KxHttpServer *self)
{
  return self->metrics;
}

/**
 * kx_http_server_get_log:
 *
 * Returns: (transfer none): the log, to be opened anew when it was moved away
 */
KxAccessLog *
kx_http_server_get_log (KxHttpServer *self)
{
  return self->log;
}

/**
 * kx_http_server_set_tls_files:
 *
 * Names the PEM files of the certificate and its key and loads them.
 */
gboolean
kx_http_server_set_tls_files (KxHttpServer *self, const char *certificate_path, const char *key_path,
                              GError **error)
{
  g_autoptr (GTlsCertificate) certificate = kx_http_tls_load (certificate_path, key_path, error);

  if (certificate == NULL)
    return FALSE;
  g_set_object (&self->certificate, certificate);
  g_free (self->certificate_path);
  self->certificate_path = g_strdup (certificate_path);
  g_free (self->key_path);
  self->key_path = g_strdup (key_path);
  return TRUE;
}

/**
 * kx_http_server_reload_tls:
 *
 * Reads the certificate files again, for new connections. If they cannot be used the old certificate stays.
 */
gboolean
kx_http_server_reload_tls (KxHttpServer *self, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (self->certificate == NULL)
    return TRUE;
  certificate = kx_http_tls_load (self->certificate_path, self->key_path, error);
  if (certificate == NULL)
    return FALSE;
  g_set_object (&self->certificate, certificate);
  return TRUE;
}

/**
 * kx_http_server_listen:
 * @address: see kx_http_address_parse()
 * @tls: after kx_http_server_set_tls_files()
 *
 * Returns: the port, or 0 with an error
 */
guint
kx_http_server_listen (KxHttpServer *self, const char *address, gboolean tls, GError **error)
{
  g_autoptr (GSocketAddress) parsed = kx_http_address_parse (address, error);
  KxHttpListener *listener;

  g_return_val_if_fail (!tls || self->certificate != NULL, 0);
  if (parsed == NULL)
    return 0;
  listener = kx_http_listener_new (parsed, tls, accepted_cb, self, error);
  if (listener == NULL)
    return 0;
  g_ptr_array_add (self->listeners, listener);
  return kx_http_listener_get_port (listener);
}

/**
 * kx_http_server_listen_unix:
 * @control: whoever connects administers; else it is like a port that only this user reaches
 *
 * Listens on a Unix socket, see kx_http_listener_new_for_path().
 */
gboolean
kx_http_server_listen_unix (KxHttpServer *self, const char *path, gboolean control, GError **error)
{
  KxHttpListener *listener = kx_http_listener_new_for_path (path, control, accepted_cb, self, error);

  if (listener == NULL)
    return FALSE;
  g_ptr_array_add (self->listeners, listener);
  return TRUE;
}

/**
 * kx_http_server_stop_async:
 * @grace_ms: how long running requests may take
 *
 * Stops listening at once, closes connections that wait, lets requests end, then cuts what is left.
 */
void
kx_http_server_stop_async (KxHttpServer *self, guint grace_ms, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GSource) source = g_timeout_source_new (STOP_POLL_MS);

  g_return_if_fail (!self->stopping);
  self->stopping = TRUE;
  self->stop = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop, kx_http_server_stop_async);
  self->stop_deadline = g_get_monotonic_time () + (gint64) grace_ms * 1000;
  g_ptr_array_set_size (self->listeners, 0);
  /* They would go on for ever. */
  for (guint i = 0; i < self->streams->len; i++)
    kx_request_end_stream (self->streams->pdata[i]);
  g_source_set_callback (source, stop_cb, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/**
 * kx_http_server_stop_finish:
 *
 * Returns: %FALSE with %G_IO_ERROR_TIMED_OUT if requests had to be cut
 */
gboolean
kx_http_server_stop_finish (KxHttpServer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const KxHttpLimits *
kx_http_server_get_limits (KxHttpServer *self)
{
  return &self->limits;
}

const KxRouter *
kx_http_server_get_router (KxHttpServer *self)
{
  return self->router;
}

const KxWords *
kx_http_server_get_words (KxHttpServer *self)
{
  return self->words;
}

const char *
kx_http_server_get_spool (KxHttpServer *self)
{
  return self->spool;
}

gboolean
kx_http_server_get_trust_forwarded (KxHttpServer *self)
{
  return self->trust_forwarded;
}

gboolean
kx_http_server_is_stopping (KxHttpServer *self)
{
  return self->stopping;
}

/**
 * kx_http_server_is_full:
 *
 * Tells whether as many handlers run as may.
 */
gboolean
kx_http_server_is_full (KxHttpServer *self)
{
  return self->running >= self->limits.max_running;
}

void
kx_http_server_add_running (KxHttpServer *self, int change)
{
  self->running += (guint) change;
  kx_http_stats_set_running (self->stats, self->running);
}

/**
 * kx_http_server_add_stream:
 *
 * Notes an answer that goes on until somebody ends it; a server that stops does.
 */
void
kx_http_server_add_stream (KxHttpServer *self, KxRequest *request)
{
  g_ptr_array_add (self->streams, request);
}

void
kx_http_server_remove_stream (KxHttpServer *self, KxRequest *request)
{
  g_ptr_array_remove_fast (self->streams, request);
}

/**
 * kx_http_server_make_request_id:
 *
 * Writes an id that this process gives once: a random prefix and a number.
 */
void
kx_http_server_make_request_id (KxHttpServer *self, char *ret_id, gsize size)
{
  g_snprintf (ret_id, (gulong) size, "%08x-%08x", self->id_prefix, self->id_next++);
}

gpointer
kx_http_server_find_user_data (KxHttpServer *self, const KxRoute *route)
{
  return g_hash_table_lookup (self->user_data, route);
}

/**
 * kx_http_server_pass_gate:
 *
 * Shows a request to the gate, which may answer it.
 */
void
kx_http_server_pass_gate (KxHttpServer *self, KxRequest *request)
{
  if (self->gate != NULL)
    self->gate (request, self->gate_data);
}

/**
 * kx_http_server_make_busy_problem:
 *
 * Returns: (transfer full): 503 that asks to come again
 */
KxProblem *
kx_http_server_make_busy_problem (void)
{
  KxProblem *problem = kx_problem_new (503, "busy", N_ ("Too much is going on at this moment."));

  kx_problem_set_retry_after (problem, 1);
  return problem;
}

#include "server/kx-http-connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

struct _KxHttpPool
{
  KxHttpLimits limits;
  GQueue connections; /* (element-type KxHttpConnection) */
  GSource *tick;
  KxMetricSample *open;
  KxMetricSample *cut[KX_CONNECTION_CUT];
};

static G_DEFINE_QUARK (kx - http - connection, connection)

/* The message holds libsoup's connection, that the stream, and that the record: it must not outlast them. */
static void
forget_last (SoupServerMessage *message, KxHttpConnection *self)
{
  if (self->last != NULL)
    g_signal_handlers_disconnect_by_data (self->last, self);
  g_clear_object (&self->last);
}

static gboolean
release_cb (gpointer data)
{
  KxHttpConnection *self = data;
  g_autoptr (SoupServerMessage) last = self->last != NULL ? g_object_ref (self->last) : NULL;
  g_autoptr (GIOStream) stream = NULL;

  g_clear_pointer (&self->release, g_source_unref);
  forget_last (NULL, self);
  if (last != NULL)
    stream = soup_server_message_steal_connection (last);
  if (stream != NULL)
    g_io_stream_close (stream, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* Called from inside libsoup's read, where the connection cannot be taken back yet. */
static void
stream_cb (gboolean ended, gpointer data)
{
  KxHttpConnection *self = data;

  if (!ended)
    kx_http_connection_enter (self, KX_CONNECTION_HEAD);
  if (!ended || self->release != NULL)
    return;
  self->release = g_idle_source_new ();
  g_source_set_priority (self->release, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->release, release_cb, self, NULL);
  g_source_attach (self->release, g_main_context_get_thread_default ());
}

static void
free_connection (KxHttpConnection *self)
{
  g_queue_unlink (&self->pool->connections, &self->link);
  kx_metric_sample_add (self->pool->open, -1);
  if (self->release != NULL)
    g_source_destroy (self->release);
  g_clear_pointer (&self->release, g_source_unref);
  forget_last (NULL, self);
  g_object_unref (self->socket);
  g_free (self->peer);
  g_free (self);
}

static void
stream_gone (gpointer data, GObject *stream)
{
  free_connection (data);
}

/* A deadline passed: shutting the socket down wakes whoever waits on it, and the rest goes the usual way. */
static gboolean
tick (gpointer data)
{
  KxHttpPool *self = data;
  gint64 now = g_get_monotonic_time ();

  for (GList *link = self->connections.head, *next; link != NULL; link = next)
    {
      KxHttpConnection *connection = link->data;

      next = link->next;
      if (connection->deadline == 0 || now < connection->deadline)
        continue;
      kx_metric_sample_add (self->cut[connection->state], 1);
      kx_http_connection_cut (connection);
    }
  return G_SOURCE_CONTINUE;
}

/* Often enough that no limit is overdrawn by more than a quarter. */
static guint
choose_interval (const KxHttpLimits *limits)
{
  guint least = MIN (MIN (limits->handshake_ms, limits->head_ms), MIN (limits->idle_ms, limits->body_ms));

  return CLAMP (MIN (least, limits->stall_ms) / 4, 5, 1000);
}

static void
add_metrics (KxHttpPool *self, KxMetrics *metrics)
{
  static const char *const names[] = { "handshake", "head", "body", "running", "answer", "idle" };
  KxMetric *cut = kx_metrics_add (metrics, KX_METRIC_COUNTER, "kangxied_http_connections_timed_out_total",
                                  "Connections cut because the peer was too slow, by what it was doing.");

  self->open = kx_metric_get_sample (
      kx_metrics_add (metrics, KX_METRIC_GAUGE, "kangxied_http_connections", "Connections open now."), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    self->cut[i] = kx_metric_get_sample (cut, "state", names[i], NULL);
}

static char *
describe_peer (GSocket *socket, gboolean *ret_loopback)
{
  g_autoptr (GSocketAddress) address = g_socket_get_remote_address (socket, NULL);
  GInetAddress *inet;

  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_UNIX)
    {
      *ret_loopback = TRUE;
      return g_strdup ("local");
    }
  if (address == NULL || !G_IS_INET_SOCKET_ADDRESS (address))
    {
      *ret_loopback = FALSE;
      return g_strdup ("unknown");
    }
  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  *ret_loopback = g_inet_address_get_is_loopback (inet);
  return g_inet_address_to_string (inet);
}

/**
 * kx_http_pool_new:
 *
 * Returns: (transfer full): a pool whose deadlines are watched in the thread's default main context
 */
KxHttpPool *
kx_http_pool_new (const KxHttpLimits *limits, KxMetrics *metrics)
{
  KxHttpPool *self = g_new0 (KxHttpPool, 1);

  self->limits = *limits;
  g_queue_init (&self->connections);
  add_metrics (self, metrics);
  self->tick = g_timeout_source_new (choose_interval (limits));
  g_source_set_callback (self->tick, tick, self, NULL);
  g_source_attach (self->tick, g_main_context_get_thread_default ());
  return self;
}

/**
 * kx_http_pool_free:
 * @self: (nullable) (transfer full): connections still open are forgotten, not closed
 */
void
kx_http_pool_free (KxHttpPool *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->tick);
  g_source_unref (self->tick);
  while (self->connections.head != NULL)
    {
      KxHttpConnection *connection = self->connections.head->data;

      g_object_weak_unref (connection->stream, stream_gone, connection);
      free_connection (connection);
    }
  g_free (self);
}

/**
 * kx_http_pool_add:
 * @control: whether it came by the control socket
 *
 * Returns: (transfer none): the record of @stream, which ends with it
 */
KxHttpConnection *
kx_http_pool_add (KxHttpPool *self, GSocketConnection *stream, gboolean control)
{
  KxHttpConnection *connection = g_new0 (KxHttpConnection, 1);

  connection->pool = self;
  connection->socket = g_object_ref (g_socket_connection_get_socket (stream));
  connection->stream = G_OBJECT (stream);
  connection->control = control;
  connection->peer =
      control ? g_strdup ("control") : describe_peer (connection->socket, &connection->loopback);
  connection->overflow = self->connections.length >= self->limits.max_connections;
  connection->link.data = connection;
  g_queue_push_tail_link (&self->connections, &connection->link);
  kx_metric_sample_add (self->open, 1);
  g_object_weak_ref (connection->stream, stream_gone, connection);
  return connection;
}

guint
kx_http_pool_get_size (KxHttpPool *self)
{
  return self->connections.length;
}

/**
 * kx_http_pool_steal_request:
 *
 * Returns: (transfer full) (nullable): a request that is not over, taken from its connection
 */
KxRequest *
kx_http_pool_steal_request (KxHttpPool *self)
{
  for (GList *link = self->connections.head; link != NULL; link = link->next)
    {
      KxHttpConnection *connection = link->data;

      if (connection->request != NULL)
        return g_steal_pointer (&connection->request);
    }
  return NULL;
}

/**
 * kx_http_pool_cut:
 * @all: also those whose request has come in
 *
 * Shuts connections down; their records go when libsoup lets their streams go.
 */
void
kx_http_pool_cut (KxHttpPool *self, gboolean all)
{
  for (GList *link = self->connections.head, *next; link != NULL; link = next)
    {
      KxHttpConnection *connection = link->data;
      gboolean waits = connection->state == KX_CONNECTION_IDLE ||
                       connection->state == KX_CONNECTION_HANDSHAKE ||
                       connection->state == KX_CONNECTION_HEAD;

      next = link->next;
      if (all || waits)
        kx_http_connection_cut (connection);
    }
}

/**
 * kx_http_connection_wrap:
 *
 * Returns: (transfer full): the stream to give to libsoup
 */
KxHttpStream *
kx_http_connection_wrap (KxHttpConnection *self, GIOStream *stream)
{
  self->wrapper = kx_http_stream_new (stream, stream_cb, self);
  return self->wrapper;
}

static void
set_corked (KxHttpConnection *self, gboolean corked)
{
  int value = corked ? 1 : 0;

  if (corked == self->corked)
    return;
  self->corked = corked;
  setsockopt (g_socket_get_fd (self->socket), IPPROTO_TCP, TCP_CORK, &value, sizeof value);
}

/**
 * kx_http_connection_cork:
 *
 * An answer with a body follows, which libsoup writes after its head: both go in one segment. What is written
 * goes out at the latest when the message is over.
 */
void
kx_http_connection_cork (KxHttpConnection *self)
{
  set_corked (self, TRUE);
}

/**
 * kx_http_connection_begin:
 *
 * A request begins.
 */
void
kx_http_connection_begin (KxHttpConnection *self)
{
  if (self->state != KX_CONNECTION_HEAD)
    kx_http_connection_enter (self, KX_CONNECTION_HEAD);
  kx_http_stream_set_waiting (self->wrapper, FALSE);
  forget_last (NULL, self);
}

/**
 * kx_http_connection_wait:
 * @message: the one that is over; it is kept, without its bodies, until the next begins
 */
void
kx_http_connection_wait (KxHttpConnection *self, SoupServerMessage *message)
{
  set_corked (self, FALSE);
  kx_http_connection_enter (self, KX_CONNECTION_IDLE);
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  soup_message_body_truncate (soup_server_message_get_request_body (message));
  forget_last (NULL, self);
  self->last = g_object_ref (message);
  g_signal_connect (message, "disconnected", G_CALLBACK (forget_last), self);
  kx_http_stream_set_waiting (self->wrapper, TRUE);
}

/**
 * kx_http_connection_enter:
 *
 * Begins @state and its time.
 */
void
kx_http_connection_enter (KxHttpConnection *self, KxConnectionState state)
{
  const KxHttpLimits *limits = &self->pool->limits;
  guint allowed[] = {
    limits->handshake_ms, limits->head_ms, limits->body_ms, 0, limits->stall_ms, limits->idle_ms, 0
  };

  if (self->state == KX_CONNECTION_CUT)
    return;
  self->state = state;
  self->since = g_get_monotonic_time ();
  self->received = 0;
  self->deadline = allowed[state] > 0 ? self->since + (gint64) allowed[state] * 1000 : 0;
}

/**
 * kx_http_connection_progress:
 *
 * Tells that bytes of the body came in, or that the peer took bytes of the answer.
 */
void
kx_http_connection_progress (KxHttpConnection *self, gsize n_bytes)
{
  const KxHttpLimits *limits = &self->pool->limits;

  if (self->state == KX_CONNECTION_ANSWER)
    self->deadline = g_get_monotonic_time () + (gint64) limits->stall_ms * 1000;
  if (self->state != KX_CONNECTION_BODY)
    return;
  self->received += n_bytes;
  self->deadline = self->since + (gint64) limits->body_ms * 1000 +
                   (gint64) (self->received * G_USEC_PER_SEC / limits->body_bytes_per_second);
}

/**
 * kx_http_connection_cut:
 *
 * Shuts the socket down both ways. In the middle of a body or an answer the peer gets a reset: who goes on
 * sending would otherwise hang before a closed window.
 */
void
kx_http_connection_cut (KxHttpConnection *self)
{
  struct linger reset = { .l_onoff = 1 };

  if (self->state == KX_CONNECTION_BODY || self->state == KX_CONNECTION_ANSWER)
    setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  self->state = KX_CONNECTION_CUT;
  self->deadline = 0;
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

/**
 * kx_http_connection_make_address:
 *
 * Returns: (transfer full): an address that leads back to the record. It is no true address: libsoup takes
 *   every address for an Internet one (an HTTP/1.0 request without Host over a Unix socket would crash it),
 *   and nobody else asks.
 */
GSocketAddress *
kx_http_connection_make_address (KxHttpConnection *self)
{
  GSocketAddress *address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  g_object_set_qdata (G_OBJECT (address), connection_quark (), self);
  return address;
}

/**
 * kx_http_connection_from_address:
 *
 * Returns: (transfer none): the record the address was made for
 */
KxHttpConnection *
kx_http_connection_from_address (GSocketAddress *address)
{
  return g_object_get_qdata (G_OBJECT (address), connection_quark ());
}

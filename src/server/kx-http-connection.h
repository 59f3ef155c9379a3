/* The connections of the service: how many there are, what each is doing, and until when it may. */
#pragma once

#include <libsoup/soup.h>

#include "server/kx-http-limits.h"
#include "server/kx-http-metrics.h"
#include "server/kx-http-router.h"
#include "server/kx-http-stream.h"

G_BEGIN_DECLS

typedef struct _KxHttpPool KxHttpPool;

typedef enum
{
  KX_CONNECTION_HANDSHAKE,
  KX_CONNECTION_HEAD, /* a request has begun, or the first one is awaited */
  KX_CONNECTION_BODY,
  KX_CONNECTION_RUNNING, /* a handler works; the service's own time */
  KX_CONNECTION_ANSWER,  /* an answer is being written */
  KX_CONNECTION_IDLE,    /* between two requests */
  KX_CONNECTION_CUT,     /* shut down, not yet let go */
} KxConnectionState;

typedef struct
{
  KxHttpPool *pool;
  GSocket *socket;         /* owned */
  GObject *stream;         /* borrowed; the record ends with it */
  KxHttpStream *wrapper;   /* borrowed; what libsoup got, NULL before */
  SoupServerMessage *last; /* owned; while waiting, the message before: the way to take the connection back */
  GSource *release;        /* owned; the peer closed while waiting */
  char *peer;              /* owned; address without port, "control" or "local" */
  KxRequest *request;      /* owned, while there is one */
  gboolean control;
  gboolean loopback;
  gboolean overflow; /* taken only to be told that there are too many */
  gboolean corked;   /* what is written waits for what comes after it */
  KxConnectionState state;
  gint64 since;    /* monotonic, µs: begin of the state */
  gint64 deadline; /* monotonic, µs; 0: none */
  gsize received;  /* bytes of the body */
  GList link;
} KxHttpConnection;

KxHttpPool *kx_http_pool_new (const KxHttpLimits *limits, KxMetrics *metrics);
void kx_http_pool_free (KxHttpPool *self);
KxHttpConnection *kx_http_pool_add (KxHttpPool *self, GSocketConnection *stream, gboolean control);
guint kx_http_pool_get_size (KxHttpPool *self);
KxRequest *kx_http_pool_steal_request (KxHttpPool *self);
void kx_http_pool_cut (KxHttpPool *self, gboolean all);

KxHttpStream *kx_http_connection_wrap (KxHttpConnection *self, GIOStream *stream);
void kx_http_connection_begin (KxHttpConnection *self);
void kx_http_connection_wait (KxHttpConnection *self, SoupServerMessage *message);
void kx_http_connection_cork (KxHttpConnection *self);
void kx_http_connection_enter (KxHttpConnection *self, KxConnectionState state);
void kx_http_connection_progress (KxHttpConnection *self, gsize n_bytes);
void kx_http_connection_cut (KxHttpConnection *self);
GSocketAddress *kx_http_connection_make_address (KxHttpConnection *self);
KxHttpConnection *kx_http_connection_from_address (GSocketAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxHttpPool, kx_http_pool_free)

G_END_DECLS

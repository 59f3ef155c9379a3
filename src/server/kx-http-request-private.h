/* What the server itself does with a request. */
#pragma once

#include <libsoup/soup.h>

#include "server/kx-http-connection.h"
#include "server/kx-http-request.h"
#include "server/kx-http-server-private.h"

G_BEGIN_DECLS

enum
{
  KX_REQUEST_ID_SIZE = 65, /* with the closing NUL */
};

struct _KxRequest
{
  guint refs;
  KxHttpServer *server;         /* owned */
  SoupServerMessage *message;   /* owned */
  KxHttpConnection *connection; /* borrowed; valid until gone */
  char id[KX_REQUEST_ID_SIZE];
  char *peer; /* NULL: the connection's */
  gboolean loopback;
  gboolean control;
  KxRouteMatch match;
  KxHttpQuery *query;
  KxHttpEtags *if_match;
  KxHttpEtags *if_none_match;
  KxHttpBody *body;
  char *media_type;
  char *user;
  char *error;
  char *etag;
  gpointer session;
  GDestroyNotify destroy_session;
  gint64 began; /* monotonic, µs */
  gsize received;
  gsize sent;
  guint status;
  gboolean has_body;
  gboolean running; /* the handler was called and has not answered */
  gboolean paused;
  gboolean answered;
  gboolean gone;      /* the message is over */
  gboolean streaming; /* the answer goes on */
  KxStreamFunc taken, ended;
  gpointer stream_data;
};

KxRequest *kx_request_new (KxHttpServer *server, KxHttpConnection *connection, SoupServerMessage *message);
void kx_request_run (KxRequest *self, KxHandler handler, gpointer user_data);
gboolean kx_request_is_cut (KxRequest *self);
void kx_request_finish (KxRequest *self);
void kx_request_set_common_headers (KxRequest *self);
void kx_request_stop_running (KxRequest *self);
KxProblem *kx_request_take_head (KxRequest *self, const char *path);

G_END_DECLS

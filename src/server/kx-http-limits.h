/* How much of the service one peer, or all of them, may take. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times are milliseconds, sizes bytes. */
typedef struct
{
  guint max_connections;       /* beyond: 503 to the first request of a connection */
  guint spare_connections;     /* taken only to say 503; beyond both: closed at once */
  guint max_running;           /* handlers begun and not yet answered; beyond: 503 */
  guint handshake_ms;          /* TLS */
  guint head_ms;               /* from the first byte of a request, or from accept, to the end of its head */
  guint idle_ms;               /* between two requests of a connection */
  guint body_ms;               /* for a body, */
  guint body_bytes_per_second; /* and as much longer as it comes at least this fast */
  guint stall_ms;              /* an answer of which the peer takes nothing for this long is dropped */
  gsize body_bytes;            /* default of a route, after decoding */
  gsize file_bytes;            /* default of a route that takes a file */
  gsize drain_bytes;           /* of a refused body, read so that the peer sees the answer, then cut */
  gsize path_bytes;
  gsize query_bytes;
  gsize gzip_bytes; /* answers larger than this are compressed for distant peers */
} KxHttpLimits;

KxHttpLimits kx_http_limits_default (void);

G_END_DECLS

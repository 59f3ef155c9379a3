/* A connection's stream as libsoup gets it. When a peer closes a connection that waits for its next request,
 * libsoup 3.2 never lets the connection go: one file descriptor is lost for each. So this stream keeps the
 * end to itself at such times and tells the server, which takes the connection back. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KX_TYPE_HTTP_STREAM (kx_http_stream_get_type ())
G_DECLARE_FINAL_TYPE (KxHttpStream, kx_http_stream, KX, HTTP_STREAM, GIOStream)

/* Of a waiting connection: its next request sends its first bytes, or the peer has closed. */
typedef void (*KxHttpStreamFunc) (gboolean ended, gpointer user_data);

KxHttpStream *kx_http_stream_new (GIOStream *base, KxHttpStreamFunc func, gpointer user_data);
void kx_http_stream_set_waiting (KxHttpStream *self, gboolean waiting);

G_END_DECLS

/* Answers that go on. libsoup writes what is appended to the body and then waits; a chunk is given only when
 * the one before was taken, so a slow peer never has more than one of them here. */
#include "server/kx-http-request-private.h"

#include <string.h>

static void
wrote_chunk (SoupServerMessage *message, KxRequest *self)
{
  if (self->streaming)
    self->taken (self, self->stream_data);
}

/* As long as the peer takes something, it is there. */
static void
wrote_data (SoupServerMessage *message, guint n_bytes, KxRequest *self)
{
  self->sent += n_bytes;
  kx_http_connection_progress (self->connection, n_bytes);
}

/**
 * kx_request_begin_stream:
 * @taken: called whenever all that was given has gone to the peer's socket
 * @ended: called once, when the message is over: after kx_request_end_stream(), when the peer is gone, or
 * when the server stops. @self may be let go then.
 *
 * Answers 200 with a body that goes on. The caller keeps a reference until @ended.
 */
void
kx_request_begin_stream (KxRequest *self, const char *media_type, KxStreamFunc taken, KxStreamFunc ended,
                         gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  gboolean old = soup_server_message_get_http_version (self->message) == SOUP_HTTP_1_0;

  g_return_if_fail (!self->answered && !self->gone);
  self->answered = TRUE;
  self->streaming = TRUE;
  self->status = 200;
  self->taken = taken;
  self->ended = ended;
  self->stream_data = user_data;
  kx_request_set_common_headers (self);
  soup_server_message_set_status (self->message, 200, NULL);
  soup_message_headers_replace (headers, "Content-Type", media_type);
  soup_message_headers_set_encoding (headers, old ? SOUP_ENCODING_EOF : SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (self->message), FALSE);
  g_signal_connect (self->message, "wrote-chunk", G_CALLBACK (wrote_chunk), self);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (wrote_data), self);
  kx_request_stop_running (self);
  if (self->connection->state == KX_CONNECTION_RUNNING)
    kx_http_connection_enter (self->connection, KX_CONNECTION_ANSWER);
  kx_http_server_add_stream (self->server, self);
  if (self->paused)
    soup_server_message_unpause (self->message);
  self->paused = FALSE;
}

/**
 * kx_request_stream:
 *
 * Gives the next piece. Nothing may be given before the last one was taken.
 */
void
kx_request_stream (KxRequest *self, const char *text)
{
  if (!self->streaming)
    return;
  soup_message_body_append (soup_server_message_get_response_body (self->message), SOUP_MEMORY_COPY, text,
                            strlen (text));
  soup_server_message_unpause (self->message);
}

/**
 * kx_request_end_stream:
 *
 * Nothing more will come; when the peer has taken what was given, the message is over.
 */
void
kx_request_end_stream (KxRequest *self)
{
  if (!self->streaming)
    return;
  soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
}

#include "server/kx-http-request.h"

#include "server/kx-http-request-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <zlib.h>

/* Only text is worth compressing; files of people mostly are compressed already. */
static gboolean
is_compressible (const char *media_type)
{
  return media_type != NULL &&
         (g_str_has_prefix (media_type, "text/") || strstr (media_type, "json") != NULL);
}

/* Whether gzip may be sent: a header that lists it and does not weigh it 0. */
static gboolean
accepts_gzip (KxRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *accept = soup_message_headers_get_list (headers, "Accept-Encoding");
  GSList *codings = accept != NULL ? soup_header_parse_quality_list (accept, NULL) : NULL;
  gboolean found = FALSE;

  for (GSList *link = codings; link != NULL && !found; link = link->next)
    found = g_ascii_strcasecmp (link->data, "gzip") == 0 || g_str_equal (link->data, "*");
  soup_header_free_list (codings);
  return found;
}

GBytes *
kx_request_pack (GBytes *body)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (body, &size);
  guint8 *packed = g_malloc (size);
  z_stream stream = {
    .next_in = (Bytef *) data, .avail_in = (uInt) size, .next_out = packed, .avail_out = (uInt) size
  };
  int result;

  if (deflateInit2 (&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    g_error ("zlib cannot be started");
  result = deflate (&stream, Z_FINISH);
  size = stream.total_out;
  deflateEnd (&stream);
  if (result == Z_STREAM_END)
    return g_bytes_new_take (g_realloc (packed, size), size);
  g_free (packed);
  return NULL;
}

static gboolean
is_read (KxRequest *self)
{
  const char *method = kx_request_get_method (self);

  return g_str_equal (method, "GET") || g_str_equal (method, "HEAD");
}

/* RFC 9110 section 13.1.2: a reader who has this version gets 304. */
static guint
choose_status (KxRequest *self, guint status)
{
  if (status == 200 && is_read (self) && self->etag != NULL && self->if_none_match != NULL &&
      kx_http_etags_match (self->if_none_match, self->etag, FALSE))
    return 304;
  return status;
}

/* libsoup serves ranges of every GET by itself; here only where the route says so, single ones, and when
 * If-Range (RFC 9110 section 13.1.5) names this version. */
static void
restrict_ranges (KxRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *range = soup_message_headers_get_list (headers, "Range");
  gboolean allowed = self->match.route != NULL && self->match.route->flags & KX_ROUTE_RANGES;
  g_autofree char *tag = NULL;
  const char *if_range;

  if (range == NULL)
    return;
  if_range = soup_message_headers_get_one (headers, "If-Range");
  tag = self->etag != NULL ? g_strconcat ("\"", self->etag, "\"", NULL) : NULL;
  if (!allowed || strchr (range, ',') != NULL || (if_range != NULL && g_strcmp0 (if_range, tag) != 0))
    soup_message_headers_remove (headers, "Range");
}

/**
 * kx_request_set_common_headers:
 *
 * Sets what every answer has.
 */
void
kx_request_set_common_headers (KxRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (self->message);
  gboolean expects = soup_message_headers_get_one (asked, "Expect") != NULL;

  soup_message_headers_replace (headers, "X-Request-Id", self->id);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (soup_message_headers_get_one (headers, "Cache-Control") == NULL)
    soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (expects && soup_message_headers_get_one (headers, "Date") == NULL)
    {
      /* The interim answer took the one libsoup had set. */
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autofree char *text = soup_date_time_to_string (now, SOUP_DATE_HTTP);

      soup_message_headers_replace (headers, "Date", text);
    }
  /* A body that was announced and refused may still come, or not: the connection cannot be used again. */
  if (self->connection->overflow || kx_http_server_is_stopping (self->server) ||
      (expects && !self->running && self->status >= 400))
    soup_message_headers_replace (headers, "Connection", "close");
}

static void
wrote_data (SoupServerMessage *message, guint n_bytes, KxRequest *self)
{
  kx_http_connection_progress (self->connection, n_bytes);
}

/* libsoup 3.2 takes the length out of an answer 204 and then believes that the end of the connection ends it.
 */
static void
wrote_headers (SoupServerMessage *message, KxRequest *self)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

gboolean
kx_request_wants_gzip (KxRequest *self, const char *media_type, gsize size)
{
  return size > kx_http_server_get_limits (self->server)->gzip_bytes && is_compressible (media_type) &&
         !kx_request_is_loopback (self) && !self->control && accepts_gzip (self);
}

static void
set_body (KxRequest *self, SoupMessageHeaders *headers, const char *media_type, GBytes *body)
{
  const KxHttpLimits *limits = kx_http_server_get_limits (self->server);
  g_autoptr (GBytes) packed = NULL;
  gsize size = g_bytes_get_size (body);

  if (media_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", media_type);
  if (size > limits->gzip_bytes && is_compressible (media_type))
    {
      soup_message_headers_append (headers, "Vary", "Accept-Encoding");
      if (kx_request_wants_gzip (self, media_type, size) &&
          soup_message_headers_get_one (headers, "Content-Encoding") == NULL)
        packed = kx_request_pack (body);
    }
  if (packed != NULL)
    {
      soup_message_headers_replace (headers, "Content-Encoding", "gzip");
      body = packed;
      size = g_bytes_get_size (body);
    }
  self->sent = g_str_equal (kx_request_get_method (self), "HEAD") ? 0 : size;
  if (self->sent > 0)
    kx_http_connection_cork (self->connection);
  if (size > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), body);
  /* Small answers fit the socket's buffer; for the others the peer has to keep taking. */
  if (size > 64 * 1024)
    g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (wrote_data), self);
}

static void
free_request (KxRequest *self)
{
  kx_route_match_clear (&self->match);
  kx_http_query_free (self->query);
  kx_http_etags_free (self->if_match);
  kx_http_etags_free (self->if_none_match);
  kx_http_body_free (self->body);
  if (self->destroy_session != NULL)
    self->destroy_session (self->session);
  g_free (self->peer);
  g_free (self->media_type);
  g_free (self->user);
  g_free (self->error);
  g_free (self->etag);
  g_object_unref (self->message);
  g_object_unref (self->server);
  g_free (self);
}

/**
 * kx_request_stop_running:
 *
 * The handler has answered.
 */
void
kx_request_stop_running (KxRequest *self)
{
  if (self->running)
    kx_http_server_add_running (self->server, -1);
  self->running = FALSE;
}

/* Nobody is left who could answer. */
static void
answer_for_handler (KxRequest *self)
{
  g_free (self->error);
  self->error = g_strdup ("the handler did not answer");
  kx_request_reply_problem (self, kx_problem_new (500, "internal", NULL));
}

/**
 * kx_request_new:
 *
 * Returns: (transfer full): the request whose head @message holds
 */
KxRequest *
kx_request_new (KxHttpServer *server, KxHttpConnection *connection, SoupServerMessage *message)
{
  KxRequest *self = g_new0 (KxRequest, 1);

  self->refs = 1;
  self->server = g_object_ref (server);
  self->connection = connection;
  self->message = g_object_ref (message);
  self->loopback = connection->loopback;
  self->control = connection->control;
  self->began = g_get_monotonic_time ();
  return self;
}

/**
 * kx_request_run:
 *
 * Calls the handler; if it has not answered when it returns, the message waits.
 */
void
kx_request_run (KxRequest *self, KxHandler handler, gpointer user_data)
{
  self->running = TRUE;
  kx_http_server_add_running (self->server, 1);
  kx_http_connection_enter (self->connection, KX_CONNECTION_RUNNING);
  handler (self, user_data);
  if (self->answered)
    return;
  if (self->refs == 1)
    {
      answer_for_handler (self);
      return;
    }
  self->paused = TRUE;
  soup_server_message_pause (self->message);
}

/**
 * kx_request_is_cut:
 *
 * Tells whether a chunked body ended because the connection did. libsoup takes that for its last chunk, so
 * who closes his side after a whole chunked body is refused too.
 */
gboolean
kx_request_is_cut (KxRequest *self)
{
  char byte;

  return kx_request_get_header (self, "Transfer-Encoding") != NULL &&
         recv (g_socket_get_fd (self->connection->socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/**
 * kx_request_finish:
 *
 * Says that the message is over: answered, or the peer is gone.
 */
void
kx_request_finish (KxRequest *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  self->gone = TRUE;
  self->paused = FALSE;
  self->connection = NULL;
  if (!self->streaming)
    return;
  self->streaming = FALSE;
  kx_http_server_remove_stream (self->server, self);
  self->ended (self, self->stream_data);
}

KxRequest *
kx_request_ref (KxRequest *self)
{
  self->refs++;
  return self;
}

/**
 * kx_request_unref:
 * @self: (nullable) (transfer full): if the last handler lets go without an answer, the answer is 500
 */
void
kx_request_unref (KxRequest *self)
{
  if (self == NULL)
    return;
  if (self->refs == 2 && self->paused && !self->answered && !self->gone)
    answer_for_handler (self);
  if (--self->refs > 0)
    return;
  kx_request_stop_running (self);
  free_request (self);
}

/**
 * kx_request_get_id:
 *
 * Returns: (transfer none): what X-Request-Id said, or a made-up id; ASCII letters, digits, `.`, `_`, `-`
 */
const char *
kx_request_get_id (KxRequest *self)
{
  return self->id;
}

const char *
kx_request_get_method (KxRequest *self)
{
  return soup_server_message_get_method (self->message);
}

/**
 * kx_request_get_peer:
 *
 * Returns: (transfer none): the peer's address without port, `control` for the control socket, `local`
 *   for another Unix socket; behind a
 *   trusted proxy, the address the proxy names
 */
const char *
kx_request_get_peer (KxRequest *self)
{
  return self->peer;
}

/**
 * kx_request_is_loopback:
 *
 * Tells whether the request was made on this machine; what came through a proxy never was.
 */
gboolean
kx_request_is_loopback (KxRequest *self)
{
  return self->loopback;
}

gboolean
kx_request_is_control (KxRequest *self)
{
  return self->control;
}

/**
 * kx_request_is_answered:
 *
 * Tells whether an answer was given or is no longer wanted because the peer is gone; long work may stop then.
 */
gboolean
kx_request_is_answered (KxRequest *self)
{
  return self->answered || self->gone;
}

const KxRoute *
kx_request_get_route (KxRequest *self)
{
  return self->match.route;
}

/**
 * kx_request_get_parameter:
 *
 * Returns: (transfer none) (nullable): the decoded segment that stands for `{name}`
 */
const char *
kx_request_get_parameter (KxRequest *self, const char *name)
{
  for (gsize i = 0; i < self->match.n; i++)
    if (g_str_equal (self->match.names[i], name))
      return self->match.values[i];
  return NULL;
}

const KxHttpQuery *
kx_request_get_query (KxRequest *self)
{
  return self->query;
}

/**
 * kx_request_get_header:
 *
 * Returns: (transfer none) (nullable): the value; lines of the same name joined by commas
 */
const char *
kx_request_get_header (KxRequest *self, const char *name)
{
  return soup_message_headers_get_list (soup_server_message_get_request_headers (self->message), name);
}

/**
 * kx_request_get_if_match:
 *
 * Returns: (transfer none) (nullable): %NULL if the header is missing
 */
const KxHttpEtags *
kx_request_get_if_match (KxRequest *self)
{
  return self->if_match;
}

/**
 * kx_request_get_if_none_match:
 *
 * Returns: (transfer none) (nullable): %NULL if the header is missing
 */
const KxHttpEtags *
kx_request_get_if_none_match (KxRequest *self)
{
  return self->if_none_match;
}

/**
 * kx_request_get_media_type:
 *
 * Returns: (transfer none) (nullable): of the body, in lower case, without parameters
 */
const char *
kx_request_get_media_type (KxRequest *self)
{
  return self->media_type;
}

/**
 * kx_request_get_language:
 *
 * Returns: (transfer none): in which to word the answer
 */
const char *
kx_request_get_language (KxRequest *self)
{
  return kx_words_choose (kx_http_server_get_words (self->server),
                          kx_request_get_header (self, "Accept-Language"));
}

/**
 * kx_request_get_body:
 *
 * Returns: (transfer none) (nullable): the decoded body; %NULL if there is none or it is in a file
 */
GBytes *
kx_request_get_body (KxRequest *self)
{
  return self->body != NULL ? kx_http_body_get_bytes (self->body) : NULL;
}

/**
 * kx_request_get_file:
 *
 * Returns: (transfer none) (nullable): the body of a route that takes a file
 */
KxHttpBody *
kx_request_get_file (KxRequest *self)
{
  return self->body != NULL && kx_http_body_get_path (self->body) != NULL ? self->body : NULL;
}

/**
 * kx_request_set_user:
 *
 * Names who asks, by id, for the access log.
 */
void
kx_request_set_user (KxRequest *self, const char *user)
{
  g_free (self->user);
  self->user = g_strdup (user);
}

/**
 * kx_request_set_session:
 * @session: (transfer full): whatever the gate found out, for the handlers
 */
void
kx_request_set_session (KxRequest *self, gpointer session, GDestroyNotify destroy)
{
  if (self->destroy_session != NULL)
    self->destroy_session (self->session);
  self->session = session;
  self->destroy_session = destroy;
}

gpointer
kx_request_get_session (KxRequest *self)
{
  return self->session;
}

/**
 * kx_request_set_header:
 *
 * Sets a header of the answer, before it is given. @value must not hold line breaks.
 */
void
kx_request_set_header (KxRequest *self, const char *name, const char *value)
{
  g_return_if_fail (strpbrk (value, "\r\n") == NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name, value);
}

/**
 * kx_request_set_etag:
 * @tag: version of the row, without quotes
 *
 * The tag is strong although the answer may be compressed: it names the row, and a writer sends it back.
 */
void
kx_request_set_etag (KxRequest *self, const char *tag)
{
  g_autofree char *quoted = g_strconcat ("\"", tag, "\"", NULL);

  g_free (self->etag);
  self->etag = g_strdup (tag);
  kx_request_set_header (self, "ETag", quoted);
}

/**
 * kx_request_reply:
 * @media_type: (nullable): of @body
 * @body: (nullable): left out for HEAD, and for a GET whose If-None-Match names the tag that was set
 *
 * Answers. A second answer is an error of the program; an answer after the peer went away is dropped.
 */
void
kx_request_reply (KxRequest *self, guint status, const char *media_type, GBytes *body)
{
  SoupMessageHeaders *headers;

  g_return_if_fail (!self->answered);
  self->answered = TRUE;
  self->status = choose_status (self, status);
  if (self->gone)
    {
      kx_request_stop_running (self);
      return;
    }
  headers = soup_server_message_get_response_headers (self->message);
  restrict_ranges (self);
  kx_request_set_common_headers (self);
  soup_server_message_set_status (self->message, self->status, NULL);
  if (self->status == 204)
    g_signal_connect (self->message, "wrote-headers", G_CALLBACK (wrote_headers), self);
  if (body != NULL && self->status != 304 && self->status != 204)
    set_body (self, headers, media_type, body);
  kx_request_stop_running (self);
  if (self->paused || self->connection->state == KX_CONNECTION_RUNNING)
    kx_http_connection_enter (self->connection, KX_CONNECTION_ANSWER);
  if (self->paused)
    soup_server_message_unpause (self->message);
  self->paused = FALSE;
}

/**
 * kx_request_reply_json:
 *
 * Answers with @node as application/json.
 */
void
kx_request_reply_json (KxRequest *self, guint status, JsonNode *node)
{
  char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  kx_request_reply (self, status, "application/json", body);
}

/**
 * kx_request_reply_problem:
 * @problem: (transfer full): worded in the request's language
 */
void
kx_request_reply_problem (KxRequest *self, KxProblem *problem)
{
  const char *language = kx_request_get_language (self);
  g_autofree char *tag = g_strdelimit (g_strdup (language), "_", '-');
  g_autoptr (GBytes) body =
      kx_problem_to_bytes (problem, kx_http_server_get_words (self->server), language, self->id);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

  soup_message_headers_replace (headers, "Vary", "Accept-Language");
  soup_message_headers_replace (headers, "Content-Language", tag);
  if (kx_problem_get_retry_after (problem) > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", kx_problem_get_retry_after (problem));

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  kx_request_reply (self, kx_problem_get_status (problem), "application/problem+json", body);
  kx_problem_free (problem);
}

/**
 * kx_request_reply_error:
 *
 * Answers 500 for an error nobody foresaw. Its message goes to the access log, not to the peer.
 */
void
kx_request_reply_error (KxRequest *self, const GError *error)
{
  g_free (self->error);
  self->error = g_strdup_printf ("%s: %s", g_quark_to_string (error->domain), error->message);
  kx_request_reply_problem (
      self,
      kx_problem_new (500, "internal",
                      N_ ("Nothing was changed. Please tell the administrator the id of this request.")));
}

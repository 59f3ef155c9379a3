/* What a request is checked for before its body is read. */
#include "server/kx-http-request-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_good_id (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length >= KX_REQUEST_ID_SIZE)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("._-", text[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
take_id (KxRequest *self)
{
  const char *given = kx_request_get_header (self, "X-Request-Id");

  if (given != NULL && is_good_id (given))
    g_strlcpy (self->id, given, sizeof self->id);
  else
    kx_http_server_make_request_id (self->server, self->id, sizeof self->id);
}

/* A proxy on this machine may say whom it speaks for; of several, it added the last itself. */
static void
take_peer (KxRequest *self)
{
  const char *forwarded = kx_request_get_header (self, "X-Forwarded-For");
  gboolean proxied = forwarded != NULL || kx_request_get_header (self, "Forwarded") != NULL;

  if (proxied && self->loopback && forwarded != NULL && kx_http_server_get_trust_forwarded (self->server))
    {
      const char *comma = strrchr (forwarded, ',');
      g_autofree char *last = g_strstrip (g_strdup (comma != NULL ? comma + 1 : forwarded));
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (last);

      self->peer = address != NULL ? g_inet_address_to_string (address) : NULL;
    }
  if (self->peer == NULL)
    self->peer = g_strdup (self->connection->peer);
  if (proxied)
    self->loopback = FALSE;
}

static KxProblem *
take_etags (KxRequest *self)
{
  const char *if_match = kx_request_get_header (self, "If-Match");
  const char *if_none_match = kx_request_get_header (self, "If-None-Match");
  KxProblem *problem = if_match != NULL ? kx_http_etags_parse (if_match, &self->if_match) : NULL;

  if (problem == NULL && if_none_match != NULL)
    problem = kx_http_etags_parse (if_none_match, &self->if_none_match);
  return problem;
}

/* Two lengths, or a length beside chunks, are how requests are smuggled past a proxy (RFC 9112 section 6.3).
 */
static KxProblem *
check_framing (KxRequest *self)
{
  const char *length = kx_request_get_header (self, "Content-Length");
  const char *transfer = kx_request_get_header (self, "Transfer-Encoding");
  const char *host = kx_request_get_header (self, "Host");

  self->has_body = transfer != NULL || (length != NULL && strspn (length, "0") != strlen (length));
  if ((length != NULL && (transfer != NULL || strspn (length, "0123456789") != strlen (length))) ||
      (host != NULL && strchr (host, ',') != NULL))
    {
      kx_request_set_header (self, "Connection", "close");
      return kx_problem_new (400, "bad-framing",
                             N_ ("Length, transfer coding or host of the request are ambiguous."));
    }
  return NULL;
}

static gboolean
takes_type (guint flags, const char *type)
{
  static const struct
  {
    guint flag;
    const char *type;
  } types[] = {
    { KX_ROUTE_JSON, "application/json" },
    { KX_ROUTE_MERGE_PATCH, "application/merge-patch+json" },
    { KX_ROUTE_NDJSON, "application/x-ndjson" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (flags & types[i].flag && g_ascii_strcasecmp (types[i].type, type) == 0)
      return TRUE;
  return (flags & KX_ROUTE_FILE) != 0;
}

static KxProblem *
check_type (KxRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  g_autoptr (GHashTable) parameters = NULL;
  const char *type, *charset;
  guint flags = self->match.route->flags;

  type = soup_message_headers_get_content_type (headers, &parameters);
  if (type == NULL && flags & KX_ROUTE_FILE)
    type = "application/octet-stream";
  charset = parameters != NULL ? g_hash_table_lookup (parameters, "charset") : NULL;
  if (type == NULL || !takes_type (flags, type))
    return kx_problem_new (415, "unsupported-media-type",
                           N_ ("This address does not take content of this type."));
  if (!(flags & KX_ROUTE_FILE) && charset != NULL && g_ascii_strcasecmp (charset, "utf-8") != 0)
    return kx_problem_new (415, "unsupported-charset", N_ ("Text is taken as UTF-8 only."));
  self->media_type = g_ascii_strdown (type, -1);
  return NULL;
}

static KxProblem *
refuse_body (KxRequest *self)
{
  return kx_problem_new (400, "body-not-expected", N_ ("This request takes no body."));
}

static KxProblem *
check_body (KxRequest *self)
{
  const KxHttpLimits *limits = kx_http_server_get_limits (self->server);
  const KxRoute *route = self->match.route;
  gboolean file = route != NULL && route->flags & KX_ROUTE_FILE;
  const char *coding = kx_request_get_header (self, "Content-Encoding");
  const char *length = kx_request_get_header (self, "Content-Length");
  gboolean gzip = coding != NULL &&
                  (g_ascii_strcasecmp (coding, "gzip") == 0 || g_ascii_strcasecmp (coding, "x-gzip") == 0);
  KxProblem *problem;
  gsize limit;

  if (route == NULL || !(route->flags & KX_ROUTE_BODY))
    return self->has_body ? refuse_body (self) : NULL;
  limit = route->body_limit > 0 ? route->body_limit : file ? limits->file_bytes : limits->body_bytes;
  if (self->has_body)
    {
      if (g_str_equal (kx_request_get_method (self), "HEAD"))
        return refuse_body (self);
      problem = check_type (self);
      if (problem != NULL)
        return problem;
      if (coding != NULL && !gzip && g_ascii_strcasecmp (coding, "identity") != 0)
        {
          kx_request_set_header (self, "Accept-Encoding", "gzip");
          return kx_problem_new (415, "unsupported-encoding", N_ ("The content coding can be gzip or none."));
        }
    }
  self->body =
      kx_http_body_new (limit, gzip && self->has_body, file ? kx_http_server_get_spool (self->server) : NULL);
  /* Told now, so that a peer who asks first (Expect) need not send it. */
  if (length != NULL && g_ascii_strtoull (length, NULL, 10) > limit)
    return kx_http_body_refuse_size (self->body);
  return NULL;
}

static KxProblem *
check_query (KxRequest *self)
{
  const KxRoute *route = self->match.route;
  KxProblem *problem;

  if ((route->flags & KX_ROUTE_QUERY) || kx_http_query_size (self->query) == 0)
    return NULL;
  problem = kx_problem_new (400, "wrong-query", N_ ("The query of the address is not right"));
  kx_problem_add_finding (problem, "unknown-field", kx_http_query_name_at (self->query, 0),
                          N_ ("There is no such field"));
  return problem;
}

static KxProblem *
answer_options (KxRequest *self)
{
  kx_request_set_header (self, "Allow", self->match.allow);
  if (self->has_body)
    return refuse_body (self);
  kx_request_reply (self, 204, NULL, NULL);
  return NULL;
}

/**
 * kx_request_take_head:
 * @path: encoded
 *
 * Checks and takes in everything but the body. OPTIONS is answered at once.
 *
 * Returns: (transfer full) (nullable): why the request is refused
 */
KxProblem *
kx_request_take_head (KxRequest *self, const char *path)
{
  const KxHttpLimits *limits = kx_http_server_get_limits (self->server);
  GUri *uri = soup_server_message_get_uri (self->message);
  const char *method = kx_request_get_method (self);
  KxProblem *problem;

  take_id (self);
  take_peer (self);
  problem = check_framing (self);
  if (problem != NULL)
    return problem;
  if (self->connection->overflow || kx_http_server_is_full (self->server))
    return kx_http_server_make_busy_problem ();
  if (soup_server_message_is_options_ping (self->message) && g_str_equal (method, "OPTIONS"))
    {
      self->match.allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
      return answer_options (self);
    }
  problem = kx_router_match (kx_http_server_get_router (self->server), method, path, limits->path_bytes,
                             &self->match);
  if (problem != NULL)
    {
      if (self->match.allow != NULL)
        kx_request_set_header (self, "Allow", self->match.allow);
      return problem;
    }
  if (self->match.route == NULL)
    return answer_options (self);
  problem = kx_http_query_parse (g_uri_get_query (uri), limits->query_bytes, &self->query);
  if (problem == NULL)
    problem = take_etags (self);
  if (problem == NULL)
    kx_http_server_pass_gate (self->server, self);
  if (problem == NULL && !self->answered)
    problem = check_query (self);
  return problem != NULL || self->answered ? problem : check_body (self);
}

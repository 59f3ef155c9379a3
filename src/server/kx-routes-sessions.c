#include "server/kx-answer.h"

#include "core/kx-json.h"

#include <string.h>

/* An attempt to sign in that waits for its password to be checked. */
typedef struct
{
  KxService *service;
  KxRequest *request; /* owned */
} SignIn;

static JsonNode *
write_user (const KxSession *session)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *user = json_object_new ();
  JsonArray *grants = json_array_new ();

  json_object_set_string_member (user, "id", session->actor->user);
  json_object_set_string_member (user, "name", session->actor->name);
  for (guint i = 0; i < session->actor->roles->len; i++)
    {
      const KxRoleIn *in = &g_array_index (session->actor->roles, KxRoleIn, i);
      JsonObject *grant = json_object_new ();

      json_object_set_string_member (grant, "role", kx_role_codes[in->role].name);
      json_object_set_string_member (grant, "area", in->area);
      json_array_add_object_element (grants, grant);
    }
  json_object_set_array_member (user, "grants", grants);
  json_node_take_object (node, user);
  return node;
}

static JsonNode *
write_session (const KxSession *session, const char *token)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *expires = kx_time_to_text (session->expires_at);

  if (token != NULL)
    json_object_set_string_member (object, "token", token);
  if (session->expires_at.ms != 0)
    json_object_set_string_member (object, "expires_at", expires);
  json_object_set_member (object, "user", write_user (session));
  json_node_take_object (node, object);
  return node;
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  SignIn *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autoptr (KxSession) session =
      kx_sessions_sign_in_finish (kx_service_get_sessions (self->service), result, &token, &error);

  if (session != NULL)
    {
      g_autoptr (JsonNode) node = write_session (session, token);

      kx_request_set_user (self->request, session->actor->user);
      kx_request_set_header (self->request, "Location", "/v1/sessions/current");
      kx_request_reply_json (self->request, 201, node);
    }
  else if (error != NULL)
    kx_request_reply_problem (self->request, kx_answer_error (error));
  else
    {
      kx_request_set_header (self->request, "WWW-Authenticate", "Bearer realm=\"kangxie\"");
      kx_request_reply_problem (self->request, kx_problem_new (401, "wrong-password",
                                                               N_ ("The name or the password is not right")));
    }
  kx_request_unref (self->request);
  g_free (self);
}

/* A text member, or NULL. */
static const char *
member (const KxJsonNode *object, const char *name, gsize most)
{
  const KxJsonNode *node = kx_json_node_member (object, name);
  gsize length;
  const char *text;

  if (node == NULL || kx_json_node_get_type (node) != KX_JSON_STRING)
    return NULL;
  text = kx_json_node_get_text (node, &length);
  return length > 0 && length <= most ? text : NULL;
}

static gboolean
check_members (KxRequest *request, const KxJsonNode *object)
{
  KxProblem *problem = NULL;

  for (guint i = 0; i < kx_json_node_get_n_children (object); i++)
    {
      const char *name = kx_json_node_get_name (kx_json_node_get_child (object, i));

      if (g_str_equal (name, "username") || g_str_equal (name, "password"))
        continue;
      problem = problem != NULL ? problem : kx_problem_new (422, "refused", N_ ("There is no such field"));
      kx_problem_add_finding (problem, "unknown-field", name, N_ ("There is no such field"));
    }
  if (member (object, "username", 64) == NULL || member (object, "password", KX_PASSWORD_MOST) == NULL)
    {
      const char *field = member (object, "username", 64) == NULL ? "username" : "password";

      problem = problem != NULL ? problem
                                : kx_problem_new (422, "refused", N_ ("A name and a password are needed"));
      kx_problem_add_finding (problem, "required", field, N_ ("This has to be given"));
    }
  if (problem == NULL)
    return TRUE;
  kx_request_reply_problem (request, problem);
  return FALSE;
}

static void
sign_in (KxRequest *request, KxService *service, const KxJsonNode *object)
{
  const char *name = member (object, "username", 64);
  guint wait = kx_sessions_get_wait (kx_service_get_sessions (service), name, kx_request_get_peer (request));
  SignIn *self;

  if (wait > 0)
    {
      KxProblem *problem = kx_problem_new (429, "too-many-attempts",
                                           N_ ("Too many failed attempts; wait before the next one"));

      kx_problem_set_retry_after (problem, wait);
      kx_request_reply_problem (request, problem);
      return;
    }
  self = g_new0 (SignIn, 1);
  self->service = service;
  self->request = kx_request_ref (request);
  kx_sessions_sign_in_async (kx_service_get_sessions (service), name,
                             member (object, "password", KX_PASSWORD_MOST), kx_request_get_peer (request),
                             signed_in, self);
}

static void
post_session (KxRequest *request, gpointer data)
{
  GBytes *body = kx_request_get_body (request);
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  g_autoptr (KxJson) json = kx_json_parse (bytes != NULL ? bytes : "", size, &error);

  if (json == NULL)
    kx_request_reply_problem (request, kx_answer_json_error (error));
  else if (kx_json_node_get_type (kx_json_get_root (json)) != KX_JSON_OBJECT)
    kx_request_reply_problem (request,
                              kx_problem_new (400, "not-an-object", N_ ("The body is one JSON object")));
  else if (check_members (request, kx_json_get_root (json)))
    sign_in (request, data, kx_json_get_root (json));
}

static void
get_session (KxRequest *request, gpointer data)
{
  g_autoptr (JsonNode) node = write_session (kx_request_get_session (request), NULL);

  kx_request_reply_json (request, 200, node);
}

static void
signed_out (GObject *source, GAsyncResult *result, gpointer data)
{
  SignIn *self = data;
  g_autoptr (GError) error = NULL;

  if (kx_sessions_sign_out_finish (kx_service_get_sessions (self->service), result, &error))
    {
      kx_events_check (kx_service_get_events (self->service));
      kx_request_reply (self->request, 204, NULL, NULL);
    }
  else
    kx_request_reply_problem (self->request, kx_answer_error (error));
  kx_request_unref (self->request);
  g_free (self);
}

static void
delete_session (KxRequest *request, gpointer data)
{
  KxService *service = data;
  KxSession *session = kx_request_get_session (request);
  SignIn *self;

  if (session->token_hash == NULL)
    {
      kx_request_reply_problem (request,
                                kx_problem_new (404, "no-session", N_ ("The control socket has no session")));
      return;
    }
  self = g_new0 (SignIn, 1);
  self->service = service;
  self->request = kx_request_ref (request);
  kx_sessions_sign_out_async (kx_service_get_sessions (service), session, signed_out, self);
}

KxRouteTable
kx_routes_sessions (void)
{
  static const KxRoute routes[] = {
    { "POST", "/v1/sessions", post_session, KX_ROUTE_JSON | KX_ROUTE_OPEN, 4096, NULL },
    { "GET", "/v1/sessions/current", get_session, 0, 0, NULL },
    { "DELETE", "/v1/sessions/current", delete_session, 0, 0, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}

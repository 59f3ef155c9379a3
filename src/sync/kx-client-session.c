#include "sync/kx-client-session.h"

#include "sync/kx-client-private.h"

#include <string.h>

void
kx_client_session_free (KxClientSession *session)
{
  kx_actor_free (session->actor);
  g_free (session);
}

/* A role and an area of the answer. One that this program does not know yet gives no right here. */
static gboolean
add_grant (KxActor *actor, const KxJsonNode *grant)
{
  const char *role, *area;

  if (kx_json_node_get_type (grant) != KX_JSON_OBJECT)
    return FALSE;
  role = kx_client_member (grant, "role");
  area = kx_client_member (grant, "area");
  if (role == NULL || area == NULL || strlen (area) >= sizeof ((KxRoleIn *) 0)->area)
    return FALSE;
  for (int i = 0; i < KX_N_ROLES; i++)
    if (g_str_equal (kx_role_codes[i].name, role))
      kx_actor_grant (actor, i, area);
  return TRUE;
}

/* The member `user` of a session: id, name and grants. */
static KxActor *
read_actor (const KxJsonNode *root, GError **error)
{
  const KxJsonNode *user = kx_json_node_member (root, "user"), *grants = NULL;
  g_autoptr (KxActor) actor = NULL;
  const char *id = NULL, *name = NULL;

  if (user != NULL && kx_json_node_get_type (user) == KX_JSON_OBJECT)
    {
      id = kx_client_member (user, "id");
      name = kx_client_member (user, "name");
      grants = kx_json_node_member (user, "grants");
    }
  if (id == NULL || name == NULL || grants == NULL || kx_json_node_get_type (grants) != KX_JSON_ARRAY)
    {
      kx_client_set_protocol_error (error);
      return NULL;
    }
  actor = kx_actor_new (id, name);
  for (guint i = 0; i < kx_json_node_get_n_children (grants); i++)
    if (!add_grant (actor, kx_json_node_get_child (grants, i)))
      {
        kx_client_set_protocol_error (error);
        return NULL;
      }
  return g_steal_pointer (&actor);
}

/* `ret_token` may be NULL. */
static KxClientSession *
read_session (GBytes *body, char **ret_token, GError **error)
{
  g_autoptr (KxJson) json = kx_client_read_object (body, error);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  g_autoptr (KxActor) actor = root != NULL ? read_actor (root, error) : NULL;
  KxClientSession *session;
  const char *expires, *token;
  KxTime expires_at = { 0 };

  if (actor == NULL)
    return NULL;
  expires = kx_client_member (root, "expires_at");
  token = kx_client_member (root, "token");
  if ((expires != NULL && !kx_time_from_text (expires, &expires_at)) || (ret_token != NULL && token == NULL))
    {
      kx_client_set_protocol_error (error);
      return NULL;
    }
  session = g_new0 (KxClientSession, 1);
  session->actor = g_steal_pointer (&actor);
  session->expires_at = expires_at;
  if (ret_token != NULL)
    *ret_token = g_strdup (token);
  return session;
}

static void
session_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxClient *client = KX_CLIENT (source);
  gboolean new = g_task_get_source_tag (task) == kx_client_sign_in_async;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (client, result, &error);
  g_autofree char *token = NULL;
  KxClientSession *session = answer != NULL ? read_session (answer->body, new ? &token : NULL, &error) : NULL;

  if (session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (new)
    kx_client_set_token (client, token, kx_client_get_device_token (client));
  g_task_return_pointer (task, session, (GDestroyNotify) kx_client_session_free);
}

void
kx_client_sign_in_async (KxClient *client, const char *user, const char *password, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  JsonObject *object = json_object_new ();
  g_autoptr (GBytes) body = NULL;
  KxClientAsk ask = { .method = "POST", .path = "/v1/sessions", .token = KX_CLIENT_NO_TOKEN };

  g_task_set_source_tag (task, kx_client_sign_in_async);
  json_object_set_string_member (object, "username", user);
  json_object_set_string_member (object, "password", password);
  body = kx_client_write_object (object);
  ask.body = body;
  kx_client_send_async (client, &ask, cancellable, session_answered, task);
}

KxClientSession *
kx_client_sign_in_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kx_client_get_session_async (KxClient *client, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  KxClientAsk ask = { .method = "GET", .path = "/v1/sessions/current", .token = KX_CLIENT_READ };

  g_task_set_source_tag (task, kx_client_get_session_async);
  kx_client_send_async (client, &ask, cancellable, session_answered, task);
}

KxClientSession *
kx_client_get_session_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kx_client_sign_out_async (KxClient *client, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  KxClientAsk ask = { .method = "DELETE", .path = "/v1/sessions/current", .token = KX_CLIENT_SESSION };

  g_task_set_source_tag (task, kx_client_sign_out_async);
  kx_client_send_async (client, &ask, cancellable, kx_client_end_boolean, task);
  kx_client_forget_session (client);
}

gboolean
kx_client_sign_out_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kx_client_change_password_async (KxClient *client, const char *old_password, const char *new_password,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  JsonObject *object = json_object_new ();
  g_autoptr (GBytes) body = NULL;
  KxClientAsk ask = { .method = "POST", .path = "/v1/sessions/password", .token = KX_CLIENT_SESSION };

  g_task_set_source_tag (task, kx_client_change_password_async);
  json_object_set_string_member (object, "old", old_password);
  json_object_set_string_member (object, "new", new_password);
  body = kx_client_write_object (object);
  ask.body = body;
  kx_client_send_async (client, &ask, cancellable, kx_client_end_boolean, task);
}

gboolean
kx_client_change_password_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kx_client_set_password_async (KxClient *client, const char *user, const char *password,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  g_autofree char *path = g_strdup_printf ("/v1/users/%s/password", user);
  JsonObject *object = json_object_new ();
  g_autoptr (GBytes) body = NULL;
  KxClientAsk ask = { .method = "POST", .path = path, .token = KX_CLIENT_SESSION };

  g_task_set_source_tag (task, kx_client_set_password_async);
  json_object_set_string_member (object, "password", password);
  body = kx_client_write_object (object);
  ask.body = body;
  kx_client_send_async (client, &ask, cancellable, kx_client_end_boolean, task);
}

gboolean
kx_client_set_password_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

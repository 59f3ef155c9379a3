#include "sync/kx-client-device.h"

#include "sync/kx-client-private.h"

void
kx_client_device_free (KxClientDevice *device)
{
  g_free (device->id);
  g_free (device->name);
  g_free (device->user);
  g_free (device->user_name);
  g_free (device->token);
  g_free (device->generation);
  g_free (device->seal_key);
  g_free (device);
}

static gboolean
read_time (const KxJsonNode *object, const char *name, KxTime *ret_time)
{
  const char *text = kx_client_member (object, name);

  return text == NULL || kx_time_from_text (text, ret_time);
}

static KxClientDevice *
read_device (const KxJsonNode *object, gboolean new, GError **error)
{
  g_autoptr (KxClientDevice) device = g_new0 (KxClientDevice, 1);
  const KxJsonNode *last_n;

  if (kx_json_node_get_type (object) != KX_JSON_OBJECT)
    {
      kx_client_set_protocol_error (error);
      return NULL;
    }
  device->id = g_strdup (kx_client_member (object, "id"));
  device->name = g_strdup (kx_client_member (object, "name"));
  device->user = g_strdup (kx_client_member (object, "user"));
  device->user_name = g_strdup (kx_client_member (object, "user_name"));
  device->token = g_strdup (kx_client_member (object, "token"));
  device->generation = g_strdup (kx_client_member (object, "generation"));
  device->seal_key = g_strdup (kx_client_member (object, "seal_key"));
  last_n = kx_json_node_member (object, "last_n");
  if (last_n != NULL && kx_json_node_get_type (last_n) == KX_JSON_INTEGER)
    device->last_n = kx_json_node_get_integer (last_n);
  if (device->id != NULL && device->name != NULL && read_time (object, "created_at", &device->created_at) &&
      read_time (object, "seen_at", &device->seen_at) &&
      read_time (object, "revoked_at", &device->revoked_at) &&
      (!new || (device->token != NULL && device->generation != NULL)))
    return g_steal_pointer (&device);
  kx_client_set_protocol_error (error);
  return NULL;
}

static void
registered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxClient *client = KX_CLIENT (source);
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (client, result, &error);
  g_autoptr (KxJson) json = answer != NULL ? kx_client_read_object (answer->body, &error) : NULL;
  KxClientDevice *device = json != NULL ? read_device (kx_json_get_root (json), TRUE, &error) : NULL;

  if (device == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  kx_client_set_token (client, kx_client_get_session_token (client), device->token);
  g_task_return_pointer (task, device, (GDestroyNotify) kx_client_device_free);
}

void
kx_client_register_device_async (KxClient *client, const char *name, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  JsonObject *object = json_object_new ();
  g_autoptr (GBytes) body = NULL;
  KxClientAsk ask = { .method = "POST", .path = "/v1/devices", .token = KX_CLIENT_SESSION };

  g_task_set_source_tag (task, kx_client_register_device_async);
  json_object_set_string_member (object, "name", name);
  body = kx_client_write_object (object);
  ask.body = body;
  kx_client_send_async (client, &ask, cancellable, registered, task);
}

KxClientDevice *
kx_client_register_device_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GPtrArray *
read_devices (GBytes *body, GError **error)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_client_device_free);
  g_autoptr (KxJson) json = kx_client_read_object (body, error);
  const KxJsonNode *items = json != NULL ? kx_json_node_member (kx_json_get_root (json), "items") : NULL;

  if (json == NULL)
    return NULL;
  if (items == NULL || kx_json_node_get_type (items) != KX_JSON_ARRAY)
    {
      kx_client_set_protocol_error (error);
      return NULL;
    }
  for (guint i = 0; i < kx_json_node_get_n_children (items); i++)
    {
      KxClientDevice *device = read_device (kx_json_node_get_child (items, i), FALSE, error);

      if (device == NULL)
        return NULL;
      g_ptr_array_add (devices, device);
    }
  return g_steal_pointer (&devices);
}

static void
listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);
  GPtrArray *devices = answer != NULL ? read_devices (answer->body, &error) : NULL;

  if (devices != NULL)
    g_task_return_pointer (task, devices, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
kx_client_list_devices_async (KxClient *client, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  KxClientAsk ask = { .method = "GET", .path = "/v1/devices", .token = KX_CLIENT_BEST };

  g_task_set_source_tag (task, kx_client_list_devices_async);
  kx_client_send_async (client, &ask, cancellable, listed, task);
}

GPtrArray *
kx_client_list_devices_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kx_client_revoke_device_async (KxClient *client, const char *id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  g_autofree char *path = g_strconcat ("/v1/devices/", id, NULL);
  KxClientAsk ask = { .method = "DELETE", .path = path, .token = KX_CLIENT_BEST };

  g_task_set_source_tag (task, kx_client_revoke_device_async);
  kx_client_send_async (client, &ask, cancellable, kx_client_end_boolean, task);
}

gboolean
kx_client_revoke_device_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

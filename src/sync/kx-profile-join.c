/* From a session to a computer that synchronises: its device, who acts, and what is kept of it. */
#include "sync/kx-profile-private.h"

#include "sync/kx-client-device.h"
#include "sync/kx-gettext.h"

typedef struct
{
  KxActor *actor; /* owned */
  KxTime session_ends;
  char *device_name;                    /* owned */
  char *device, *generation, *seal_key; /* owned; of the registration */
  gint64 last_n;
} Join;

static void
join_free (gpointer data)
{
  Join *join = data;

  kx_actor_free (join->actor);
  g_free (join->device_name);
  g_free (join->device);
  g_free (join->generation);
  g_free (join->seal_key);
  g_free (join);
}

/* Where the person works: the area of the first grant that is a duty, else of any. Borrowed. */
static const char *
area_of (const KxActor *actor)
{
  const char *area = "";

  for (guint i = actor->roles->len; i > 0; i--)
    {
      const KxRoleIn *in = &g_array_index (actor->roles, KxRoleIn, i - 1);

      if (in->role != KX_ROLE_INDEX_admin || *area == '\0')
        area = in->area;
    }
  return area;
}

static void
tokens_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (kx_token_store_save_finish (KX_TOKEN_STORE (source), result, &error) && kx_profile_save (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Everything is agreed with the service; takes `task`. */
static void
keep (GTask *task)
{
  KxProfile *self = g_task_get_source_object (task);
  Join *join = g_task_get_task_data (task);
  KxTokens tokens = { .session = (char *) kx_client_get_session_token (self->client),
                      .device = (char *) kx_client_get_device_token (self->client),
                      .session_ends = join->session_ends,
                      .password = self->tokens != NULL ? self->tokens->password : NULL };
  KxTokens *copy = kx_tokens_copy (&tokens);

  g_clear_pointer (&self->tokens, kx_tokens_free);
  self->tokens = copy;
  kx_mirror_set_actor (self->mirror, join->actor);
  g_free (self->user_id);
  self->user_id = g_strdup (join->actor->user);
  g_free (self->info->name);
  self->info->name = g_strdup (join->actor->name);
  g_free (self->info->area);
  self->info->area = g_strdup (area_of (join->actor));
  self->info->last_used = g_get_real_time () / G_USEC_PER_SEC;
  kx_token_store_save_async (self->store, self->tokens, NULL, tokens_saved, task);
}

static gboolean
write_device (KxBook *book, gpointer data, GError **error)
{
  const Join *join = data;

  return kx_mirror_book_set_device (book, join->device, join->generation, join->seal_key, join->last_n,
                                    error);
}

static void
device_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = g_task_get_source_object (task);
  Join *join = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kx_mirror_write_finish (KX_MIRROR (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_free (self->device);
  self->device = g_strdup (join->device);
  g_free (self->generation);
  self->generation = g_strdup (join->generation);
  keep (g_object_ref (task));
}

static void
registered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = g_task_get_source_object (task);
  Join *join = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KxClientDevice) device = kx_client_register_device_finish (KX_CLIENT (source), result, &error);

  if (device == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  join->device = g_strdup (device->id);
  join->generation = g_strdup (device->generation);
  join->seal_key = g_strdup (device->seal_key);
  join->last_n = device->last_n;
  kx_mirror_write_async (self->mirror, write_device, join, NULL, NULL, device_written, g_object_ref (task));
}

/* Takes `task`. */
static void
register_device (GTask *task)
{
  KxProfile *self = g_task_get_source_object (task);
  Join *join = g_task_get_task_data (task);

  kx_client_set_token (self->client, kx_client_get_session_token (self->client), NULL);
  kx_client_register_device_async (self->client, join->device_name, g_task_get_cancellable (task), registered,
                                   task);
}

/* Whether the device of earlier is still one. */
static void
device_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientSession) session = kx_client_get_session_finish (KX_CLIENT (source), result, &error);

  if (session != NULL)
    keep (g_object_ref (task));
  else if (g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_SIGNED_OUT))
    {
      g_error_free (error);
      register_device (g_object_ref (task));
    }
  else
    g_task_return_error (task, error);
}

void
kx_profile_join_async (KxProfile *self, const KxClientSession *session, const char *device_name,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Join *join = g_new0 (Join, 1);

  g_task_set_source_tag (task, kx_profile_join_async);
  join->actor = kx_actor_copy (session->actor);
  join->session_ends = session->expires_at;
  join->device_name = g_strdup (device_name != NULL ? device_name : g_get_host_name ());
  g_task_set_task_data (task, join, join_free);
  if (self->user_id != NULL && !g_str_equal (self->user_id, join->actor->user))
    {
      kx_client_set_token (self->client, NULL, kx_client_get_device_token (self->client));
      g_task_return_new_error (task, KX_PROFILE_ERROR, KX_PROFILE_ERROR_OTHER, "%s",
                               _ ("This profile belongs to another user"));
      g_object_unref (task);
    }
  else if (self->device != NULL && self->tokens != NULL && self->tokens->device != NULL)
    {
      kx_client_set_token (self->client, kx_client_get_session_token (self->client), self->tokens->device);
      kx_client_get_session_async (self->client, cancellable, device_checked, task);
    }
  else
    register_device (task);
}

gboolean
kx_profile_join_finish (KxProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

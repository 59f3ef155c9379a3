/* Signing in again, signing out, and leaving for good. */
#include "sync/kx-profile-private.h"

#include "store/kx-files.h"
#include "sync/kx-client-device.h"
#include "sync/kx-gettext.h"

static void
joined_again (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = KX_PROFILE (source);
  GError *error = NULL;

  if (kx_profile_join_finish (self, result, &error))
    {
      if (!self->closed)
        kx_sync_signed_in (self->sync);
      g_task_return_boolean (task, TRUE);
      return;
    }
  /* The engine finds the same out, and what follows from it. */
  if (g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REVOKED) && !self->closed)
    kx_sync_now (self->sync);
  g_task_return_error (task, error);
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KxClientSession) session = kx_client_sign_in_finish (KX_CLIENT (source), result, &error);

  if (session == NULL)
    g_task_return_error (task, error);
  else if (self->closed)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s", _ ("The profile was closed"));
  else
    kx_profile_join_async (self, session, NULL, g_task_get_cancellable (task), joined_again,
                           g_object_ref (task));
}

void
kx_profile_sign_in_async (KxProfile *self, const char *password, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (KX_IS_PROFILE (self));
  g_task_set_source_tag (task, kx_profile_sign_in_async);
  kx_client_sign_in_async (self->client, self->info->user, password, cancellable, signed_in, task);
}

gboolean
kx_profile_sign_in_finish (KxProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Leaving on its way: the tokens are forgotten here before the service hears of it, so that a computer that
 * is switched off in between does not take its own farewell for a revocation. */
typedef struct
{
  char *session, *device; /* owned; the tokens */
  gboolean forget;        /* the folder goes too */
} Leave;

static void
leave_free (gpointer data)
{
  Leave *leave = data;

  g_free (leave->session);
  g_free (leave->device);
  g_free (leave);
}

/* The profile, and where the service is on this computer all that it has. */
static void
forget (KxProfile *self)
{
  g_autofree char *store = kx_profile_dup_store_dir (self);
  g_autofree char *said = store != NULL ? g_strconcat (store, ".log", NULL) : NULL;

  kx_profile_wipe (self);
  if (store == NULL)
    return;
  kx_files_remove_tree (store);
  kx_files_remove_tree (said);
}

/* What the service says makes no difference any more. Takes `task`. */
static void
finish_leaving (GTask *task)
{
  KxProfile *self = g_task_get_source_object (task);
  Leave *leave = g_task_get_task_data (task);

  kx_client_set_token (self->client, NULL, NULL);
  if (leave->forget)
    forget (self);
  else if (!self->closed)
    kx_sync_start (self->sync);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
session_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  kx_client_sign_out_finish (KX_CLIENT (source), result, NULL);
  finish_leaving (data);
}

/* Takes `task`. */
static void
end_session (GTask *task)
{
  KxProfile *self = g_task_get_source_object (task);

  if (kx_profile_is_signed_in (self))
    kx_client_sign_out_async (self->client, g_task_get_cancellable (task), session_ended, task);
  else
    finish_leaving (task);
}

static void
device_revoked (GObject *source, GAsyncResult *result, gpointer data)
{
  kx_client_revoke_device_finish (KX_CLIENT (source), result, NULL);
  end_session (data);
}

static void
tokens_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = g_task_get_source_object (task);
  Leave *leave = g_task_get_task_data (task);
  g_autofree char *device = g_steal_pointer (&self->device);
  GError *error = NULL;

  if (!kx_token_store_save_finish (KX_TOKEN_STORE (source), result, &error) ||
      !kx_profile_save (self, &error))
    {
      /* It stays as it was. */
      self->device = g_steal_pointer (&device);
      if (!self->closed)
        kx_sync_start (self->sync);
      g_task_return_error (task, error);
      return;
    }
  kx_client_set_token (self->client, leave->session, leave->device);
  if (device != NULL && (leave->session != NULL || leave->device != NULL))
    kx_client_revoke_device_async (self->client, device, g_task_get_cancellable (task), device_revoked,
                                   g_object_ref (task));
  else
    end_session (g_object_ref (task));
}

static void
leave (KxProfile *self, gpointer tag, gboolean forget, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Leave *leave = g_new0 (Leave, 1);
  g_autoptr (KxTokens) none = g_new0 (KxTokens, 1);

  g_task_set_source_tag (task, tag);
  leave->session = g_strdup (kx_client_get_session_token (self->client));
  leave->device = g_strdup (kx_client_get_device_token (self->client));
  leave->forget = forget;
  g_task_set_task_data (task, leave, leave_free);
  self->started = FALSE;
  if (!self->closed)
    kx_sync_stop (self->sync);
  if (self->tokens != NULL)
    none->password = g_strdup (self->tokens->password);
  g_clear_pointer (&self->tokens, kx_tokens_free);
  self->tokens = kx_tokens_copy (none);
  kx_token_store_save_async (self->store, none, NULL, tokens_saved, task);
}

void
kx_profile_sign_out_async (KxProfile *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (KX_IS_PROFILE (self));
  leave (self, kx_profile_sign_out_async, FALSE, cancellable, callback, user_data);
}

gboolean
kx_profile_sign_out_finish (KxProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kx_profile_forget_async (KxProfile *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (KX_IS_PROFILE (self));
  leave (self, kx_profile_forget_async, TRUE, cancellable, callback, user_data);
}

gboolean
kx_profile_forget_finish (KxProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
signed_in_anew (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kx_profile_sign_in_finish (KX_PROFILE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
password_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (kx_client_change_password_finish (KX_CLIENT (source), result, &error))
    kx_profile_sign_in_async (self, g_task_get_task_data (task), g_task_get_cancellable (task),
                              signed_in_anew, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

void
kx_profile_change_password_async (KxProfile *self, const char *old_password, const char *new_password,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (KX_IS_PROFILE (self));
  g_task_set_source_tag (task, kx_profile_change_password_async);
  g_task_set_task_data (task, g_strdup (new_password), g_free);
  kx_client_change_password_async (self->client, old_password, new_password, cancellable, password_changed,
                                   task);
}

gboolean
kx_profile_change_password_finish (KxProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

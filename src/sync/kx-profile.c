#include "sync/kx-profile-private.h"

#include "store/kx-files.h"
#include "store/kx-vault.h"
#include "sync/kx-gettext.h"

#include <string.h>

enum
{
  RESTART_MS = 1000,
  ACTOR_US = 60 * G_USEC_PER_SEC, /* grants are asked for again after that */
};

enum
{
  PROP_0,
  PROP_SIGNED_IN,
  N_PROPS
};

enum
{
  REVOKED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KxProfile, kx_profile, G_TYPE_OBJECT)

void
kx_profile_notify_signed_in (KxProfile *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
}

/* The grants of the user may have changed: what the mirror decides by follows. */
static void
session_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxProfile) self = data;
  g_autoptr (KxClientSession) session = kx_client_get_session_finish (KX_CLIENT (source), result, NULL);

  if (session != NULL && !self->closed && g_strcmp0 (session->actor->user, self->user_id) == 0)
    kx_mirror_set_actor (self->mirror, session->actor);
}

static void
ask_for_grants (KxProfile *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->actor_at != 0 && now - self->actor_at < ACTOR_US)
    return;
  self->actor_at = now;
  kx_client_get_session_async (self->client, self->cancellable, session_told, g_object_ref (self));
}

static gboolean
wipe_cb (gpointer data)
{
  KxProfile *self = data;

  if (self->closed)
    return G_SOURCE_REMOVE;
  kx_profile_wipe (self);
  g_signal_emit (self, signals[REVOKED], 0);
  return G_SOURCE_REMOVE;
}

static void
sync_changed (KxSync *sync, GParamSpec *pspec, KxProfile *self)
{
  KxSyncState state = kx_sync_get_state (sync);

  if (state == KX_SYNC_IDLE)
    ask_for_grants (self);
  /* Not from within the engine, which goes with it. */
  else if (state == KX_SYNC_REVOKED)
    g_idle_add_full (G_PRIORITY_DEFAULT, wipe_cb, g_object_ref (self), g_object_unref);
}

static void
client_changed (KxClient *client, GParamSpec *pspec, KxProfile *self)
{
  kx_profile_notify_signed_in (self);
  /* Nobody types the password of this computer. */
  if (self->local != NULL && self->started && !self->closed && !self->restoring &&
      !kx_profile_is_signed_in (self))
    kx_profile_sign_in_local (self);
}

static void local_ended (KxLocal *local, KxProfile *self);

/* The client, the mirror and the engine over the folder. */
static gboolean
open_parts (KxProfile *self, GError **error)
{
  g_autofree char *label = g_strdup_printf ("Kangxie: %s, %s", self->info->user, self->info->url);

  if (!kx_files_make_folder (self->info->dir, error))
    return FALSE;
  self->client =
      kx_client_new (self->local != NULL ? kx_local_get_url (self->local) : self->info->url, error);
  if (self->client == NULL || (self->pinned != NULL && !kx_client_pin (self->client, self->pinned, error)))
    return FALSE;
  self->mirror = kx_mirror_open (self->info->dir, NULL, error);
  if (self->mirror == NULL)
    return FALSE;
  self->sync = kx_sync_new (self->client, self->mirror);
  self->store = kx_token_store_new (self->info->dir, label);
  g_signal_connect_object (self->sync, "notify::state", G_CALLBACK (sync_changed), self, 0);
  g_signal_connect_object (self->client, "notify::signed-in", G_CALLBACK (client_changed), self, 0);
  return TRUE;
}

KxProfile *
kx_profile_new (KxProfileInfo *info, GError **error)
{
  g_autoptr (KxProfile) self = g_object_new (KX_TYPE_PROFILE, NULL);

  self->info = info;
  self->closed = TRUE;
  kx_profile_load (self);
  if (g_str_equal (info->url, KX_PROFILE_LOCAL))
    {
      g_autofree char *store = kx_profile_dup_store_dir (self);

      self->local = kx_local_new (store);
      g_signal_connect_object (self->local, "ended", G_CALLBACK (local_ended), self, 0);
    }
  if (!open_parts (self, error))
    return NULL;
  self->closed = FALSE;
  return g_steal_pointer (&self);
}

KxProfile *
kx_profile_open (const char *dir, GError **error)
{
  KxProfileInfo *info = kx_profile_info_read (dir, error);

  return info != NULL ? kx_profile_new (info, error) : NULL;
}

static void
tokens_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = g_task_get_source_object (task);
  GError *error = NULL;
  KxTokens *tokens = kx_token_store_load_finish (KX_TOKEN_STORE (source), result, &error);

  if (tokens == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&self->tokens, kx_tokens_free);
  self->tokens = tokens;
  if (tokens->session_ends.ms <= g_get_real_time () / 1000)
    g_clear_pointer (&tokens->session, g_free);
  g_task_return_boolean (task, TRUE);
}

void
kx_profile_load_tokens_async (KxProfile *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, kx_profile_load_tokens_async);
  kx_token_store_load_async (self->store, cancellable, tokens_loaded, task);
}

gboolean
kx_profile_load_tokens_finish (KxProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
local_started (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxProfile) self = data;
  g_autoptr (GError) error = NULL;

  if (!kx_local_start_finish (KX_LOCAL_SERVICE (source), result, &error))
    g_warning ("The service of this computer: %s", error->message);
  if (self->closed || self->restoring)
    return;
  /* If it did not start the engine says that nobody answers, and tries again. */
  kx_sync_start (self->sync);
  kx_sync_now (self->sync);
  if (error == NULL && !kx_profile_is_signed_in (self))
    kx_profile_sign_in_local (self);
}

static gboolean
restart_cb (gpointer data)
{
  KxProfile *self = data;

  self->restart = 0;
  kx_local_start_async (self->local, self->cancellable, local_started, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
local_ended (KxLocal *local, KxProfile *self)
{
  if (!self->closed && !self->restoring && self->restart == 0)
    self->restart = g_timeout_add (RESTART_MS, restart_cb, self);
}

static void
ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxProfile) self = data;
  g_autoptr (GError) error = NULL;

  kx_profile_load_tokens_finish (self, result, &error);
  if (self->closed)
    return;
  if (error != NULL)
    g_warning ("The tokens of the profile cannot be read: %s", error->message);
  if (self->tokens != NULL)
    kx_client_set_token (self->client, self->tokens->session, self->tokens->device);
  if (self->local != NULL)
    kx_local_start_async (self->local, self->cancellable, local_started, g_object_ref (self));
  else
    kx_sync_start (self->sync);
}

void
kx_profile_start (KxProfile *self)
{
  g_return_if_fail (KX_IS_PROFILE (self));
  if (self->started || self->closed)
    return;
  self->started = TRUE;
  self->info->last_used = g_get_real_time () / G_USEC_PER_SEC;
  /* That it was used now is no reason not to work. */
  kx_profile_save (self, NULL);
  /* Just connected: the tokens are there. */
  if (self->tokens != NULL && self->local == NULL)
    kx_sync_start (self->sync);
  else
    kx_profile_load_tokens_async (self, self->cancellable, ready, g_object_ref (self));
}

void
kx_profile_close (KxProfile *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->restart, g_source_remove);
  kx_sync_stop (self->sync);
  kx_mirror_close (self->mirror);
  if (self->local != NULL)
    kx_local_stop (self->local);
}

void
kx_profile_wipe (KxProfile *self)
{
  g_autoptr (GError) error = NULL;

  kx_profile_close (self);
  kx_client_set_token (self->client, NULL, NULL);
  if (!kx_mirror_wipe (self->info->dir, &error))
    g_warning ("The mirror could not be removed: %s", error->message);
  kx_files_remove_tree (self->info->dir);
  kx_token_store_clear_async (self->store, NULL, NULL, NULL);
}

gboolean
kx_profile_set_url (KxProfile *self, const char *url, GError **error)
{
  g_autoptr (KxClient) client = kx_client_new (url, error);

  if (client == NULL)
    return FALSE;
  if (self->local != NULL || g_str_equal (kx_client_get_url (client), self->info->url))
    return TRUE;
  g_free (self->info->url);
  self->info->url = g_strdup (kx_client_get_url (client));
  kx_client_move (self->client, client);
  if (!self->closed)
    kx_sync_now (self->sync);
  return kx_profile_save (self, error);
}

gboolean
kx_profile_pin (KxProfile *self, const char *pem, GError **error)
{
  if (!kx_client_pin (self->client, pem, error))
    return FALSE;
  g_free (self->pinned);
  self->pinned = g_strdup (pem);
  if (!self->closed)
    kx_sync_now (self->sync);
  return kx_profile_save (self, error);
}

KxMirror *
kx_profile_get_mirror (KxProfile *self)
{
  return self->mirror;
}

KxClient *
kx_profile_get_client (KxProfile *self)
{
  return self->client;
}

KxSync *
kx_profile_get_sync (KxProfile *self)
{
  return self->sync;
}

const KxProfileInfo *
kx_profile_get_info (KxProfile *self)
{
  return self->info;
}

const char *
kx_profile_get_dir (KxProfile *self)
{
  return self->info->dir;
}

const char *
kx_profile_get_url (KxProfile *self)
{
  return self->info->url;
}

const char *
kx_profile_get_user_name (KxProfile *self)
{
  return self->info->user;
}

const char *
kx_profile_get_area (KxProfile *self)
{
  return self->info->area;
}

const char *
kx_profile_get_device (KxProfile *self)
{
  return self->device;
}

gboolean
kx_profile_is_local (KxProfile *self)
{
  return self->local != NULL;
}

KxLocal *
kx_profile_get_local (KxProfile *self)
{
  return self->local;
}

gboolean
kx_profile_is_signed_in (KxProfile *self)
{
  return kx_client_get_session_token (self->client) != NULL;
}

KxTokenPlace
kx_profile_get_token_place (KxProfile *self)
{
  return kx_token_store_get_place (self->store);
}

char *
kx_profile_dup_recovery (KxProfile *self)
{
  g_autofree char *store = kx_profile_dup_store_dir (self);

  return store != NULL ? kx_vault_recovery_text_of (store, NULL) : NULL;
}

/* One store for each folder, beside the folders of profiles. */
char *
kx_profile_dup_store_dir (KxProfile *self)
{
  g_autofree char *base = g_path_get_basename (self->info->dir);

  return g_str_equal (self->info->url, KX_PROFILE_LOCAL)
             ? g_build_filename (g_get_user_data_dir (), "kangxie", "stores", base, NULL)
             : NULL;
}

static void
kx_profile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxProfile *self = KX_PROFILE (object);

  switch (id)
    {
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, kx_profile_is_signed_in (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kx_profile_dispose (GObject *object)
{
  KxProfile *self = KX_PROFILE (object);

  kx_profile_close (self);
  G_OBJECT_CLASS (kx_profile_parent_class)->dispose (object);
}

static void
kx_profile_finalize (GObject *object)
{
  KxProfile *self = KX_PROFILE (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->mirror);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_object (&self->local);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->tokens, kx_tokens_free);
  g_clear_pointer (&self->info, kx_profile_info_free);
  g_free (self->user_id);
  g_free (self->device);
  g_free (self->generation);
  g_free (self->pinned);
  G_OBJECT_CLASS (kx_profile_parent_class)->finalize (object);
}

static void
kx_profile_class_init (KxProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kx_profile_get_property;
  object_class->dispose = kx_profile_dispose;
  object_class->finalize = kx_profile_finalize;
  properties[PROP_SIGNED_IN] =
      g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[REVOKED] =
      g_signal_new ("revoked", KX_TYPE_PROFILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_profile_init (KxProfile *self)
{
  self->cancellable = g_cancellable_new ();
  self->closed = TRUE;
}

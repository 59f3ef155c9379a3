/* The first contact with a service, and coming back to one under another address. */
#include "sync/kx-profile-private.h"

#include "sync/kx-client-private.h"
#include "sync/kx-gettext.h"

#include <string.h>

typedef struct
{
  char *user, *password, *pinned, *name, *device; /* owned */
  char *generation;                               /* owned; of the service */
  KxClient *client;                               /* owned; until there is a profile */
  KxClientSession *session;                       /* owned */
  KxProfile *profile;                             /* owned */
  gboolean wiped;                                 /* what a revoked device held is gone */
} Connect;

static void
connect_free (gpointer data)
{
  Connect *connect = data;

  if (connect->password != NULL)
    memset (connect->password, 0, strlen (connect->password));
  g_free (connect->user);
  g_free (connect->password);
  g_free (connect->pinned);
  g_free (connect->name);
  g_free (connect->device);
  g_free (connect->generation);
  g_clear_object (&connect->client);
  g_clear_pointer (&connect->session, kx_client_session_free);
  g_clear_object (&connect->profile);
  g_free (connect);
}

static char *
generation_of (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "profile.ini", NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  return g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, NULL)
             ? g_key_file_get_string (keys, "Profile", "generation", NULL)
             : NULL;
}

/* The profile in `dir` is of this user at this service: the store is the same, or the address. */
static gboolean
fits (const Connect *connect, const char *dir, const KxProfileInfo *info)
{
  g_autofree char *generation = generation_of (dir);

  return g_ascii_strcasecmp (info->user, connect->user) == 0 && !g_str_equal (info->url, KX_PROFILE_LOCAL) &&
         (g_strcmp0 (generation, connect->generation) == 0 ||
          g_str_equal (info->url, kx_client_get_url (connect->client)));
}

/* The folder to use: the named one, the one of an earlier time, or a new one. NULL with an error: the named
 * one is somebody else's. */
static char *
choose_dir (const Connect *connect, GError **error)
{
  g_autofree char *named = connect->name != NULL ? kx_profile_dir (connect->name) : NULL, *hash = NULL;
  g_auto (GStrv) dirs = kx_profile_list ();
  GChecksum *checksum;

  for (guint i = 0; dirs[i] != NULL; i++)
    {
      g_autoptr (KxProfileInfo) info = kx_profile_info_read (dirs[i], NULL);

      if (info == NULL || (named != NULL && !g_str_equal (dirs[i], named)))
        continue;
      if (fits (connect, dirs[i], info))
        return g_strdup (dirs[i]);
      if (named != NULL)
        {
          g_set_error_literal (error, KX_PROFILE_ERROR, KX_PROFILE_ERROR_OTHER,
                               _ ("A profile of this name belongs to another user or service"));
          return NULL;
        }
    }
  if (named != NULL)
    return g_steal_pointer (&named);
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) kx_client_get_url (connect->client), -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, (const guchar *) connect->user, -1);
  hash = g_strndup (g_checksum_get_string (checksum), 16);
  g_checksum_free (checksum);
  return kx_profile_dir (hash);
}

/* Opens the folder as a profile of this service. */
static KxProfile *
open_profile (const Connect *connect, const char *url, GError **error)
{
  g_autofree char *dir = choose_dir (connect, error);
  KxProfileInfo *info;
  KxProfile *profile;

  if (dir == NULL)
    return NULL;
  info = kx_profile_info_read (dir, NULL);
  if (info == NULL)
    {
      info = g_new0 (KxProfileInfo, 1);
      info->dir = g_steal_pointer (&dir);
      info->user = g_ascii_strdown (connect->user, -1);
      info->name = g_strdup (connect->user);
      info->area = g_strdup ("");
    }
  g_free (info->url);
  info->url = g_strdup (url);
  profile = kx_profile_new (info, error);
  if (profile == NULL)
    return NULL;
  g_free (profile->pinned);
  profile->pinned = g_strdup (connect->pinned);
  if (!kx_client_pin (profile->client, connect->pinned, error))
    g_clear_object (&profile);
  return profile;
}

static void joined (GObject *source, GAsyncResult *result, gpointer data);

static void
tokens_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Connect *connect = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kx_profile_load_tokens_finish (connect->profile, result, &error))
    g_task_return_error (task, error);
  else
    kx_profile_join_async (connect->profile, connect->session, connect->device, g_task_get_cancellable (task),
                           joined, g_object_ref (task));
}

/* Takes `task`. */
static void
use_profile (GTask *task)
{
  Connect *connect = g_task_get_task_data (task);
  GError *error = NULL;

  connect->profile = open_profile (connect, kx_client_get_url (connect->client), &error);
  if (connect->profile == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  kx_client_set_token (connect->profile->client, kx_client_get_session_token (connect->client), NULL);
  kx_profile_load_tokens_async (connect->profile, g_task_get_cancellable (task), tokens_loaded, task);
}

static void
joined (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Connect *connect = g_task_get_task_data (task);
  KxProfile *profile = connect->profile;
  GError *error = NULL;

  if (kx_profile_join_finish (profile, result, &error))
    {
      g_free (profile->generation);
      profile->generation = g_strdup (connect->generation);
      if (kx_profile_save (profile, &error))
        g_task_return_pointer (task, g_steal_pointer (&connect->profile), g_object_unref);
      else
        g_task_return_error (task, error);
    }
  else if (g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REVOKED) && !connect->wiped)
    {
      /* What the revoked device held goes; the person, who may sign in, begins anew. */
      g_error_free (error);
      connect->wiped = TRUE;
      kx_profile_wipe (profile);
      g_clear_object (&connect->profile);
      use_profile (g_object_ref (task));
    }
  else
    g_task_return_error (task, error);
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Connect *connect = g_task_get_task_data (task);
  GError *error = NULL;

  connect->session = kx_client_sign_in_finish (KX_CLIENT (source), result, &error);
  if (connect->session == NULL)
    g_task_return_error (task, error);
  else
    use_profile (g_object_ref (task));
}

/* FALSE: this is no service, or one that needs a newer program. */
static gboolean
read_service (Connect *connect, GBytes *body, GError **error)
{
  g_autoptr (KxJson) json = kx_client_read_object (body, error);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL, *range, *least = NULL;

  if (root == NULL)
    return FALSE;
  if (kx_client_member (root, "generation") == NULL ||
      g_strcmp0 (kx_client_member (root, "name"), "kangxied") != 0)
    {
      kx_client_set_protocol_error (error);
      return FALSE;
    }
  connect->generation = g_strdup (kx_client_member (root, "generation"));
  range = kx_json_node_member (root, "schema");
  if (range != NULL && kx_json_node_get_type (range) == KX_JSON_OBJECT)
    least = kx_json_node_member (range, "min");
  if (least == NULL || kx_json_node_get_type (least) != KX_JSON_INTEGER ||
      kx_json_node_get_integer (least) <= kx_schema_get ()->version)
    return TRUE;
  g_set_error_literal (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_TOO_OLD,
                       _ ("The service needs a newer version of this program"));
  return FALSE;
}

static void
service_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxClient *client = KX_CLIENT (source);
  Connect *connect = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = kx_client_call_finish (client, result, NULL, &error);

  if (body != NULL && read_service (connect, body, &error))
    kx_client_sign_in_async (client, connect->user, connect->password, g_task_get_cancellable (task),
                             signed_in, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

void
kx_profile_connect_async (const KxProfileConnect *given, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Connect *connect = g_new0 (Connect, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, kx_profile_connect_async);
  connect->user = g_strstrip (g_strdup (given->user));
  connect->password = g_strdup (given->password);
  connect->pinned = g_strdup (given->pinned);
  connect->name = g_strdup (given->name);
  connect->device = g_strdup (given->device);
  g_task_set_task_data (task, connect, connect_free);
  connect->client = kx_client_new (given->url, &error);
  if (connect->client == NULL || !kx_client_pin (connect->client, connect->pinned, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else
    kx_client_call_async (connect->client, "GET", "/v1", NULL, NULL, cancellable, service_told, task);
}

KxProfile *
kx_profile_connect_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

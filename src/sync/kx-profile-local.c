/* A profile on this computer: a store with one account, whose password nobody types. */
#include "sync/kx-profile-private.h"

#include "core/kx-crypto.h"
#include "store/kx-vault.h"
#include "sync/kx-gettext.h"

#include <string.h>

#define USER "desk"
#define PASSWORD_BYTES 24

typedef struct
{
  KxProfile *profile; /* owned */
} Create;

static void
create_free (gpointer data)
{
  Create *create = data;

  g_clear_object (&create->profile);
  g_free (create);
}

static void
joined (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Create *create = g_task_get_task_data (task);
  GError *error = NULL;

  if (kx_profile_join_finish (KX_PROFILE (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&create->profile), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Create *create = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KxClientSession) session = kx_client_sign_in_finish (KX_CLIENT (source), result, &error);

  if (session != NULL)
    kx_profile_join_async (create->profile, session, NULL, g_task_get_cancellable (task), joined,
                           g_object_ref (task));
  else
    g_task_return_error (task, error);
}

static void
started (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Create *create = g_task_get_task_data (task);
  KxProfile *profile = create->profile;
  GError *error = NULL;

  if (kx_local_start_finish (KX_LOCAL_SERVICE (source), result, &error))
    kx_client_sign_in_async (profile->client, profile->info->user, profile->tokens->password,
                             g_task_get_cancellable (task), signed_in, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

static void
account_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *profile = KX_PROFILE (source);
  GError *error = NULL;

  if (kx_profile_make_account_finish (profile, result, &error))
    kx_local_start_async (profile->local, g_task_get_cancellable (task), started, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

/* An account on its way. */
typedef struct
{
  char *input;   /* owned; the password with the end of its line */
  gboolean made; /* it was made, not only given a password */
} Account;

static void
account_free (gpointer data)
{
  Account *account = data;

  kx_secret_wipe (account->input, strlen (account->input));
  g_free (account->input);
  g_free (account);
}

static void run_account (GTask *task, gboolean make);

static void
account_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Account *account = g_task_get_task_data (task);
  KxLocal *local = KX_LOCAL_SERVICE (source);
  g_autofree char *written = NULL;
  GError *error = NULL;

  written = kx_local_run_finish (local, result, NULL, &error);
  if (written != NULL)
    g_task_return_boolean (task, TRUE);
  else if (account->made && g_error_matches (error, KX_LOCAL_ERROR, KX_LOCAL_ERROR_REFUSED) &&
           kx_local_has_store (local))
    {
      /* The account of an earlier time, whose profile is gone, or of a backup. */
      g_error_free (error);
      run_account (g_object_ref (task), FALSE);
    }
  else
    g_task_return_error (task, error);
}

/* Makes the account, or gives it another password. Takes `task`. */
static void
run_account (GTask *task, gboolean make)
{
  KxProfile *self = g_task_get_source_object (task);
  Account *account = g_task_get_task_data (task);
  g_autofree char *admin = g_strconcat ("admin@", self->info->area, NULL);
  g_autofree char *clerk = g_strconcat ("clerk@", self->info->area, NULL);
  const char *add[] = { "user",    "add", USER,       "--grant",        clerk,
                        "--grant", admin, "--person", self->info->name, NULL };
  const char *set[] = { "user", "set-password", USER, NULL };

  account->made = make;
  kx_local_run_async (self->local, make ? add : set, account->input, g_task_get_cancellable (task),
                      account_ready, task);
}

void
kx_profile_make_account_async (KxProfile *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Account *account = g_new0 (Account, 1);

  g_task_set_source_tag (task, kx_profile_make_account_async);
  account->input = g_strconcat (self->tokens->password, "\n", NULL);
  g_task_set_task_data (task, account, account_free);
  run_account (task, TRUE);
}

gboolean
kx_profile_make_account_finish (KxProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static KxTokens *
make_tokens (void)
{
  KxTokens *tokens = g_new0 (KxTokens, 1);
  guint8 random[PASSWORD_BYTES];

  kx_random (random, sizeof random);
  tokens->password = kx_base64url_encode (random, sizeof random);
  return tokens;
}

void
kx_profile_create_local_async (const KxProfileLocal *given, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *dir = kx_profile_dir (given->name != NULL ? given->name : "local");
  KxProfileInfo *info = kx_profile_info_read (dir, NULL);
  gboolean known = info != NULL;
  Create *create = g_new0 (Create, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, kx_profile_create_local_async);
  if (!known)
    {
      info = g_new0 (KxProfileInfo, 1);
      info->dir = g_strdup (dir);
      info->url = g_strdup (KX_PROFILE_LOCAL);
      info->user = g_strdup (USER);
      info->name = g_strdup (given->person);
      info->area = g_strdup (given->area);
    }
  g_task_set_task_data (task, create, create_free);
  create->profile = kx_profile_new (info, &error);
  if (create->profile == NULL)
    g_task_return_error (task, error);
  else if (known && create->profile->local == NULL)
    g_task_return_new_error (task, KX_PROFILE_ERROR, KX_PROFILE_ERROR_OTHER, "%s",
                             _ ("A profile of this name belongs to another user or service"));
  else if (known)
    g_task_return_pointer (task, g_steal_pointer (&create->profile), g_object_unref);
  else
    {
      create->profile->tokens = make_tokens ();
      kx_profile_make_account_async (create->profile, cancellable, account_made, g_object_ref (task));
    }
  g_object_unref (task);
}

KxProfile *
kx_profile_create_local_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
signed_in_local (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!kx_profile_sign_in_finish (KX_PROFILE (source), result, &error))
    g_message ("Signing in on this computer failed: %s", error->message);
}

void
kx_profile_sign_in_local (KxProfile *self)
{
  if (self->tokens != NULL && self->tokens->password != NULL)
    kx_profile_sign_in_async (self, self->tokens->password, self->cancellable, signed_in_local, NULL);
}

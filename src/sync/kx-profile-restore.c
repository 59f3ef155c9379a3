/* Beginning anew: everything fetched again, or a backup in the place of the store on this computer. */
#include "sync/kx-profile-private.h"

#include "core/kx-crypto.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-pull.h"
#include "sync/kx-mirror-tables.h"

#include <string.h>

/* No service has this generation: the first answer tells the engine the real one. */
#define NO_GENERATION "restored"

static gboolean
start_over (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_pull_start_over (book, NULL, error);
}

static void
started_over (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KxProfile *self = g_task_get_source_object (task);
  GError *error = NULL;
  gboolean done = kx_mirror_write_finish (KX_MIRROR (source), result, &error);

  if (!self->closed)
    kx_sync_start (self->sync);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kx_profile_fetch_anew_async (KxProfile *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (KX_IS_PROFILE (self));
  g_task_set_source_tag (task, kx_profile_fetch_anew_async);
  /* The engine must not have a page of the old cursor on its way. */
  if (!self->closed)
    kx_sync_stop (self->sync);
  kx_mirror_write_async (self->mirror, start_over, NULL, NULL, cancellable, started_over, task);
}

gboolean
kx_profile_fetch_anew_finish (KxProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gint64
kx_profile_count_later (KxProfile *self, const char *generation, gint64 seq)
{
  KxBook *book = kx_mirror_take_reader (self->mirror, NULL);
  g_autofree char *own = book != NULL ? kx_book_get_meta (book, KX_MIRROR_GENERATION, NULL) : NULL;
  gint64 n = -1;

  /* Another generation counts anew. */
  if (own != NULL && g_str_equal (own, generation))
    kx_db_get_integer (book->db, "SELECT count(*) FROM mirror_journal WHERE seq > $1", &KX_ARG_INTEGER (seq),
                       1, &n, NULL);
  if (book != NULL)
    kx_mirror_give_reader (self->mirror, book);
  return n;
}

/* A restore on its way. */
typedef struct
{
  char *path, *recovery; /* owned; recovery may be NULL */
  char *before;          /* owned; the newest folder of earlier restores, or NULL */
  gboolean forget_later;
  GError *error; /* owned; why the backup was not restored */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work->recovery != NULL)
    kx_secret_wipe (work->recovery, strlen (work->recovery));
  g_free (work->recovery);
  g_free (work->path);
  g_free (work->before);
  g_clear_error (&work->error);
  g_free (work);
}

/* The newest folder in which a restore has kept what stood in the store. Free with g_free(). */
static char *
find_kept (KxProfile *self)
{
  g_autofree char *store = kx_profile_dup_store_dir (self), *newest = NULL;
  g_autoptr (GDir) dir = g_dir_open (store, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "before-restore-") && (newest == NULL || strcmp (name, newest) > 0))
      {
        g_free (newest);
        newest = g_strdup (name);
      }
  return newest != NULL ? g_build_filename (store, newest, NULL) : NULL;
}

/* Whatever came of it, work goes on. Takes `task` and `error`. */
static void
finish (GTask *task, GError *error)
{
  KxProfile *self = g_task_get_source_object (task);

  self->restoring = FALSE;
  if (!self->closed)
    {
      kx_sync_start (self->sync);
      kx_profile_notify_signed_in (self);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
joined (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;

  kx_profile_join_finish (KX_PROFILE (source), result, &error);
  finish (data, error);
}

/* Everything comes anew, as from a service that was restored: it is offered what it lacks, or nothing. */
static gboolean
begin_anew (KxBook *book, gpointer data, GError **error)
{
  const Work *work = data;

  return (!work->forget_later || kx_db_run (book->db, "DELETE FROM mirror_journal", NULL, 0, error)) &&
         kx_mirror_pull_start_over (book, NO_GENERATION, error);
}

/* Signed in, with everything forgotten: the account may be another one than before, which knows nothing of
 * this computer. */
typedef struct
{
  GTask *task;              /* owned */
  KxClientSession *session; /* owned */
} Signed;

static void
began_anew (GObject *source, GAsyncResult *result, gpointer data)
{
  Signed *in = data;
  KxProfile *self = g_task_get_source_object (in->task);
  GError *error = NULL;

  if (!kx_mirror_write_finish (KX_MIRROR (source), result, &error))
    finish (g_object_ref (in->task), error);
  else
    {
      if (g_strcmp0 (self->user_id, in->session->actor->user) != 0)
        {
          g_clear_pointer (&self->user_id, g_free);
          g_clear_pointer (&self->device, g_free);
        }
      kx_profile_join_async (self, in->session, NULL, NULL, joined, g_object_ref (in->task));
    }
  kx_client_session_free (in->session);
  g_object_unref (in->task);
  g_free (in);
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KxProfile *self = g_task_get_source_object (task);
  GError *error = NULL;
  KxClientSession *session = kx_client_sign_in_finish (KX_CLIENT (source), result, &error);
  Signed *in;

  if (session == NULL)
    {
      finish (task, error);
      return;
    }
  in = g_new (Signed, 1);
  *in = (Signed){ task, session };
  kx_mirror_write_async (self->mirror, begin_anew, g_task_get_task_data (task), NULL, NULL, began_anew, in);
}

/* The backup knows the account under the password of its time, or not at all. */
static void
account_made (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KxProfile *self = KX_PROFILE (source);
  GError *error = NULL;

  if (kx_profile_make_account_finish (self, result, &error))
    kx_client_sign_in_async (self->client, self->info->user, self->tokens->password, NULL, signed_in, task);
  else
    finish (task, error);
}

static void
started (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KxProfile *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  kx_local_start_finish (KX_LOCAL_SERVICE (source), result, &error);
  if (work->error != NULL)
    {
      g_clear_error (&error);
      if (!self->closed && self->tokens != NULL)
        kx_client_set_token (self->client, self->tokens->session, self->tokens->device);
      finish (task, g_steal_pointer (&work->error));
    }
  else if (error != NULL || self->closed)
    finish (task, error != NULL
                      ? error
                      : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The profile was closed")));
  else
    kx_profile_make_account_async (self, NULL, account_made, task);
}

/* Starts the service, unless the window was closed meanwhile. Takes `task`. */
static void
start_again (GTask *task)
{
  KxProfile *self = g_task_get_source_object (task);

  if (self->closed)
    finish (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The profile was closed")));
  else
    kx_local_start_async (self->local, NULL, started, task);
}

static void
recovered (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KxLocal *local = KX_LOCAL_SERVICE (source);
  GError *error = NULL;
  g_autofree char *written = kx_local_run_finish (local, result, NULL, &error);

  if (written == NULL)
    finish (task, error);
  else
    start_again (task);
}

static void
restored (GObject *source, GAsyncResult *result, gpointer data)
{
  static const char *const recover[] = { "recover", NULL };
  GTask *task = data;
  KxLocal *local = KX_LOCAL_SERVICE (source);
  Work *work = g_task_get_task_data (task);
  g_autofree char *written = kx_local_run_finish (local, result, NULL, &work->error);

  if (written != NULL && work->recovery != NULL)
    kx_local_run_async (local, recover, work->recovery, NULL, recovered, task);
  else
    start_again (task);
}

void
kx_profile_restore_async (KxProfile *self, const KxProfileRestore *restore, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Work *work = g_new0 (Work, 1);
  const char *arguments[] = { "restore", restore->path, NULL };

  g_task_set_source_tag (task, kx_profile_restore_async);
  g_task_set_task_data (task, work, work_free);
  if (self->local == NULL || self->closed || self->restoring || self->tokens == NULL ||
      self->tokens->password == NULL)
    {
      g_task_return_new_error (task, KX_PROFILE_ERROR, KX_PROFILE_ERROR_LOCAL, "%s",
                               _ ("Backups are put back where the service is; here nothing can be restored "
                                  "now"));
      g_object_unref (task);
      return;
    }
  work->path = g_strdup (restore->path);
  work->recovery = g_strdup (restore->recovery);
  work->forget_later = restore->forget_later;
  work->before = find_kept (self);
  self->restoring = TRUE;
  g_clear_handle_id (&self->restart, g_source_remove);
  kx_sync_stop (self->sync);
  kx_client_set_token (self->client, NULL, NULL);
  kx_local_stop (self->local);
  kx_local_run_async (self->local, arguments, NULL, NULL, restored, task);
}

gboolean
kx_profile_restore_finish (KxProfile *self, GAsyncResult *result, char **ret_kept, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autofree char *kept = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  kept = find_kept (self);
  if (ret_kept != NULL)
    *ret_kept = g_strcmp0 (kept, work->before) != 0 ? g_steal_pointer (&kept) : NULL;
  return TRUE;
}

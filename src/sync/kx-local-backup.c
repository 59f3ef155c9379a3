#include "sync/kx-local-backup.h"

#include "db/kx-db.h"
#include "store/kx-thread.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-usage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "kangxie-"
#define SUFFIX ".tar.zst"
#define LEAST_FREE (256 * 1024) /* less is a full disk */
#define GIVE_UP_MS 50

G_DEFINE_QUARK (kx_local_backup_error_quark, kx_local_backup_error)

void
kx_local_backup_free (KxLocalBackup *backup)
{
  g_free (backup->path);
  g_free (backup);
}

char *
kx_local_backup_name (KxTime now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now.ms / 1000);

  return g_date_time_format (time, PREFIX "%Y%m%d-%H%M%S" SUFFIX);
}

static int
compare_backups (gconstpointer a, gconstpointer b)
{
  const KxLocalBackup *one = *(KxLocalBackup *const *) a, *other = *(KxLocalBackup *const *) b;

  return one->at.ms != other->at.ms ? (one->at.ms < other->at.ms ? 1 : -1) : strcmp (other->path, one->path);
}

GPtrArray *
kx_local_backup_list (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_local_backup_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf status;
      KxLocalBackup *backup;

      if (!g_str_has_prefix (name, PREFIX) || !g_str_has_suffix (name, SUFFIX) ||
          g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
        continue;
      backup = g_new0 (KxLocalBackup, 1);
      backup->path = g_steal_pointer (&path);
      backup->bytes = status.st_size;
      backup->at.ms = (gint64) status.st_mtime * 1000;
      g_ptr_array_add (list, backup);
    }
  g_ptr_array_sort (list, compare_backups);
  return g_steal_pointer (&list);
}

static char *
dup_part (const char *path)
{
  return g_strconcat (path, ".part", NULL);
}

gint64
kx_local_backup_written (const char *path)
{
  g_autofree char *part = dup_part (path);
  gint64 bytes = kx_mirror_usage_size (part, NULL);

  return bytes > 0 ? bytes : kx_mirror_usage_size (path, NULL);
}

/* One that is to be made, or looked at. */
typedef struct
{
  char *path, *store; /* owned */
  gint64 began;       /* monotonic */
  double seconds;
  gboolean fresh;   /* just made: one that cannot be read goes away again */
  guint giving_up;  /* source: while whoever writes has not noticed; 0: not */
  gulong cancelled; /* handler; 0: it cannot be given up */
  KxBackupContents contents;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  kx_backup_contents_clear (&work->contents);
  g_free (work->path);
  g_free (work->store);
  g_free (work);
}

/* The folder is there, something can be written into it, and there is no such file. */
static gboolean
check_target (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path), *part = dup_part (path);
  int fd;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_EXISTS,
                   _ ("There is a file %s already. It was left as it is; choose another name."), path);
      return FALSE;
    }
  fd = g_open (part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      g_set_error (error, KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_TARGET,
                   /* Translators: a folder; why, as the system says it */
                   _ ("Nothing can be written into the folder %s (%s). Choose another one."), folder,
                   g_strerror (errno));
      return FALSE;
    }
  close (fd);
  g_unlink (part);
  return TRUE;
}

static gboolean
says_full (const char *message)
{
  return strstr (message, g_strerror (ENOSPC)) != NULL || strstr (message, "No space left") != NULL ||
         strstr (message, "disk is full") != NULL;
}

/* Where there is no room: beside the backup, or beside the store, where it is put together. NULL: there is.
 */
static const char *
find_full (const Work *work, const char *folder, const char *message)
{
  gint64 there = kx_mirror_usage_free (folder), here = kx_mirror_usage_free (work->store);

  if (there >= 0 && there < LEAST_FREE)
    return folder;
  if (here >= 0 && here < LEAST_FREE)
    return work->store;
  return says_full (message) ? (there <= here ? folder : work->store) : NULL;
}

/* What went wrong, in a sentence of its own. */
static GError *
explain (const Work *work, const GError *error)
{
  g_autofree char *folder = g_path_get_dirname (work->path), *room = NULL;
  const char *full = find_full (work, folder, error->message);

  if (error->domain == KX_LOCAL_BACKUP_ERROR)
    return g_error_copy (error);
  if (g_error_matches (error, KX_STORE_ERROR, KX_STORE_ERROR_NEWER))
    return g_error_new_literal (
        KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_NEWER,
        _ ("A newer version of Kangxie wrote this backup. Install that version, then restore it."));
  if (g_error_matches (error, KX_STORE_ERROR, KX_STORE_ERROR_BACKUP) ||
      (error->domain == KX_DB_ERROR && !work->fresh && full == NULL))
    return g_error_new (KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_USELESS,
                        _ ("This file is no whole backup of Kangxie: it was cut off or damaged, or another "
                           "program wrote it. Nothing was changed. (%s)"),
                        error->message);
  if (full != NULL)
    {
      room = g_format_size ((guint64) MAX (kx_mirror_usage_free (full), 0));
      return g_error_new (KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_FULL,
                          /* Translators: a folder, an amount such as 12 kB */
                          _ ("The disk is full: %s has %s left. Nothing was changed, and earlier backups are "
                             "as they were."),
                          full, room);
    }
  return g_error_new (KX_LOCAL_BACKUP_ERROR, KX_LOCAL_BACKUP_ERROR_FAILED,
                      /* Translators: what went wrong, as the system says it */
                      _ ("It did not work: %s. Nothing was changed, and earlier backups are as they were."),
                      error->message);
}

/* Takes `error`. */
static void
return_error (GTask *task, GError *error)
{
  g_task_return_error (task, explain (g_task_get_task_data (task), error));
  g_error_free (error);
}

/* Whoever writes finds its file gone, and ends. It may only be about to make it. */
static gboolean
remove_part (gpointer data)
{
  g_autofree char *part = dup_part (((Work *) data)->path);

  g_unlink (part);
  return G_SOURCE_CONTINUE;
}

static void
give_up (GCancellable *cancellable, GTask *task)
{
  Work *work = g_task_get_task_data (task);

  remove_part (work);
  if (work->giving_up == 0)
    work->giving_up = g_timeout_add (GIVE_UP_MS, remove_part, work);
}

/* From here on nobody writes. TRUE: it was given up, and is gone. */
static gboolean
end_writing (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  if (work->cancelled != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), work->cancelled);
  work->cancelled = 0;
  g_clear_handle_id (&work->giving_up, g_source_remove);
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;
  g_unlink (work->path);
  return TRUE;
}

static void
check (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  gboolean good;
  GError *error = NULL;

  good = kx_backup_check (work->path, work->store, NULL, &work->contents, &error);
  if (work->fresh && g_task_return_error_if_cancelled (task))
    {
      g_unlink (work->path);
      g_clear_error (&error);
      return;
    }
  if (good)
    {
      work->seconds = (double) (g_get_monotonic_time () - work->began) / G_USEC_PER_SEC;
      g_task_return_boolean (task, TRUE);
      return;
    }
  /* Nobody shall rely on it. */
  if (work->fresh)
    g_unlink (work->path);
  return_error (task, error);
}

static GTask *
make_task (KxLocal *local, const char *path, gboolean fresh, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (local, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->path = g_canonicalize_filename (path, NULL);
  work->store = g_strdup (kx_local_get_store (local));
  work->began = g_get_monotonic_time ();
  work->fresh = fresh;
  g_task_set_task_data (task, work, work_free);
  return task;
}

static void
made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  gboolean written, given_up = end_writing (task);
  GError *error = NULL;

  written = kx_local_backup_finish (KX_LOCAL_SERVICE (source), result, &error);
  if (given_up)
    {
      g_clear_error (&error);
      g_task_return_error_if_cancelled (task);
      return;
    }
  /* One that lacks damaged attachments is written all the same; what it holds says which. */
  if (written || g_file_test (work->path, G_FILE_TEST_EXISTS))
    {
      g_clear_error (&error);
      kx_thread_run (task, check);
    }
  else
    return_error (task, error);
}

void
kx_local_backup_make_async (KxLocal *local, const char *path, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_task (local, path, TRUE, cancellable, callback, user_data);
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  g_task_set_source_tag (task, kx_local_backup_make_async);
  if (check_target (work->path, &error))
    {
      /* Within the main loop: whoever cancels is in it. */
      if (cancellable != NULL)
        work->cancelled = g_signal_connect (cancellable, "cancelled", G_CALLBACK (give_up), task);
      kx_local_backup_async (local, work->path, NULL, made, task);
    }
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

static gboolean
finish (GAsyncResult *result, KxBackupContents *ret_contents, double *ret_seconds, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (ret_seconds != NULL)
    *ret_seconds = work->seconds;
  if (ret_contents != NULL)
    {
      *ret_contents = work->contents;
      work->contents = (KxBackupContents){ 0 };
    }
  return TRUE;
}

gboolean
kx_local_backup_make_finish (KxLocal *local, GAsyncResult *result, KxBackupContents *ret_contents,
                             double *ret_seconds, GError **error)
{
  return finish (result, ret_contents, ret_seconds, error);
}

void
kx_local_backup_check_async (KxLocal *local, const char *path, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = make_task (local, path, FALSE, cancellable, callback, user_data);

  g_task_set_source_tag (task, kx_local_backup_check_async);
  kx_thread_run (task, check);
}

gboolean
kx_local_backup_check_finish (KxLocal *local, GAsyncResult *result, KxBackupContents *ret_contents,
                              GError **error)
{
  return finish (result, ret_contents, NULL, error);
}

#include "sync/kx-mirror-usage.h"

#include "store/kx-files.h"
#include "store/kx-thread.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define DAMAGED_PREFIX "mirror.db.damaged-"

gint64
kx_mirror_usage_size (const char *path, gint64 *ret_n)
{
  struct stat status;
  gint64 bytes = 0;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (lstat (path, &status) != 0)
    return 0;
  if (S_ISREG (status.st_mode))
    {
      if (ret_n != NULL)
        (*ret_n)++;
      return status.st_size;
    }
  if (S_ISDIR (status.st_mode))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      bytes += kx_mirror_usage_size (below, ret_n);
    }
  return bytes;
}

gint64
kx_mirror_usage_free (const char *path)
{
  g_autofree char *at = g_canonicalize_filename (path, NULL);
  struct statvfs fs;

  while (statvfs (at, &fs) != 0)
    {
      g_autofree char *above = g_path_get_dirname (at);

      if (g_str_equal (above, at))
        return -1;
      g_free (at);
      at = g_steal_pointer (&above);
    }
  return (gint64) fs.f_bavail * (gint64) fs.f_frsize;
}

/* The names of damaged databases in `dir`. (element-type char*) */
static GPtrArray *
list_damaged (const char *dir)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, DAMAGED_PREFIX))
      g_ptr_array_add (names, g_build_filename (dir, name, NULL));
  return names;
}

gboolean
kx_mirror_drop_damaged (KxMirror *mirror, GError **error)
{
  g_autoptr (GPtrArray) names = list_damaged (kx_mirror_get_dir (mirror));

  for (guint i = 0; i < names->len; i++)
    if (g_unlink (names->pdata[i]) != 0)
      {
        kx_files_set_error (error, names->pdata[i]);
        return FALSE;
      }
  return TRUE;
}

static void
measure_files (const char *dir, KxMirrorUsage *usage)
{
  static const char *const parts[] = { "mirror.db", "mirror.db-wal", "mirror.db-shm", "outbox.ndjson" };
  g_autofree char *blobs = g_build_filename (dir, "blobs", NULL);
  g_autoptr (GPtrArray) damaged = list_damaged (dir);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (dir, parts[i], NULL);

      usage->database += kx_mirror_usage_size (path, NULL);
    }
  usage->files = kx_mirror_usage_size (blobs, &usage->n_files);
  for (guint i = 0; i < damaged->len; i++)
    {
      usage->damaged += kx_mirror_usage_size (damaged->pdata[i], NULL);
      /* Each has a log and a table of its own beside it. */
      usage->n_damaged +=
          !g_str_has_suffix (damaged->pdata[i], "-wal") && !g_str_has_suffix (damaged->pdata[i], "-shm");
    }
  usage->free = kx_mirror_usage_free (dir);
}

typedef struct
{
  KxMirror *mirror; /* owned */
  KxBook *book;     /* owned, until it is given back */
  KxMirrorUsage usage;
} Measure;

static void
measure_free (gpointer data)
{
  Measure *measure = data;

  if (measure->book != NULL)
    kx_mirror_give_reader (measure->mirror, measure->book);
  g_object_unref (measure->mirror);
  g_free (measure);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Measure *measure = data;
  KxDb *db = measure->book->db;
  GError *error = NULL;

  measure_files (kx_mirror_get_dir (measure->mirror), &measure->usage);
  if (kx_db_get_integer (db, "SELECT coalesce(sum(rows), 0) FROM mirror_space", NULL, 0, &measure->usage.rows,
                         &error) &&
      kx_db_get_integer (db, "SELECT count(*) FROM mirror_journal", NULL, 0, &measure->usage.journal, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kx_mirror_usage_async (KxMirror *mirror, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (mirror, cancellable, callback, user_data);
  GError *error = NULL;
  KxBook *book = kx_mirror_take_reader (mirror, &error);
  g_auto (GStrv) drafts = NULL;
  Measure *measure;

  g_task_set_source_tag (task, kx_mirror_usage_async);
  if (book == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* The mirror knows those that are not written yet. */
  drafts = kx_mirror_list_drafts (mirror, "");
  measure = g_new0 (Measure, 1);
  measure->mirror = g_object_ref (mirror);
  measure->book = book;
  measure->usage.drafts = g_strv_length (drafts);
  g_task_set_task_data (task, measure, measure_free);
  kx_thread_run (task, run);
}

gboolean
kx_mirror_usage_finish (KxMirror *mirror, GAsyncResult *result, KxMirrorUsage *ret_usage, GError **error)
{
  Measure *measure = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *ret_usage = measure->usage;
  return TRUE;
}

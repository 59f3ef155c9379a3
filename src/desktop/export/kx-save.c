#include "desktop/export/kx-save.h"

#include "store/kx-thread.h"

typedef struct
{
  GFile *file;
  KxSaveMake make;
  gpointer make_data;
  GDestroyNotify free_make;
  KxSaveDone done;
  gpointer done_data;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  if (saving->free_make != NULL)
    saving->free_make (saving->make_data);
  g_object_unref (saving->file);
  g_free (saving);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = saving->make (saving->make_data, &error);
  gsize size = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (bytes != NULL && g_file_replace_contents (saving->file, text != NULL ? text : "", size, NULL, FALSE,
                                                G_FILE_CREATE_NONE, NULL, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
end (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (saving->done != NULL)
    saving->done (saving->file, error != NULL ? error->message : NULL, saving->done_data);
}

void
kx_save_made (GFile *file, KxSaveMake make, gpointer make_data, GDestroyNotify free_make, KxSaveDone done,
              gpointer done_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, end, NULL);
  Saving *saving = g_new (Saving, 1);

  *saving = (Saving){ g_object_ref (file), make, make_data, free_make, done, done_data };
  g_task_set_task_data (task, saving, saving_free);
  kx_thread_run (task, run);
}

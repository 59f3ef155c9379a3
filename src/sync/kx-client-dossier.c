#include "sync/kx-client-dossier.h"

#include "core/kx-calendar.h"
#include "store/kx-thread.h"
#include "sync/kx-client-private.h"
#include "sync/kx-gettext.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* The file on its way. */
typedef struct
{
  char *path, *part; /* owned */
  int fd;
  gint64 have;
  KxClientProgress progress;
  gpointer progress_data;
} Fetch;

/* Half a file is of no use: the next one would be another. */
static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  if (fetch->fd >= 0)
    {
      close (fetch->fd);
      g_unlink (fetch->part);
    }
  g_free (fetch->path);
  g_free (fetch->part);
  g_free (fetch);
}

static gboolean
set_file_error (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

static gboolean
take_bytes (guint status, const void *bytes, gsize size, gpointer data, GError **error)
{
  Fetch *fetch = data;

  for (gsize done = 0; done < size;)
    {
      gssize n = write (fetch->fd, (const char *) bytes + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return set_file_error (fetch->part, error);
      done += (gsize) n;
    }
  fetch->have += (gint64) size;
  if (fetch->progress != NULL)
    fetch->progress (fetch->have, fetch->progress_data);
  return TRUE;
}

/* On another thread: the file gets its name only when it holds and is on the disk. */
static void
run_check (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fetch *fetch = data;
  g_autoptr (KxDossierCheck) check = NULL;
  GError *error = NULL;

  if (fsync (fetch->fd) != 0)
    set_file_error (fetch->part, &error);
  else
    check = kx_dossier_check (fetch->part, NULL);
  if (error == NULL && (check == NULL || check->faults->len > 0))
    g_set_error_literal (&error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL,
                         _ ("The file arrived damaged; please try again"));
  if (error == NULL && g_rename (fetch->part, fetch->path) != 0)
    set_file_error (fetch->path, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&check), (GDestroyNotify) kx_dossier_check_free);
}

static void
checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KxDossierCheck *check = g_task_propagate_pointer (G_TASK (result), &error);

  if (check != NULL)
    g_task_return_pointer (task, check, (GDestroyNotify) kx_dossier_check_free);
  else
    g_task_return_error (task, error);
}

static void
came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);
  g_autoptr (GTask) check = NULL;

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* It has no source: the thread lets go of it when it likes, and nobody waits for a client that closes. */
  check = g_task_new (NULL, g_task_get_cancellable (task), checked, g_object_ref (task));
  g_task_set_source_tag (check, came);
  g_task_set_task_data (check, g_task_get_task_data (task), NULL);
  kx_thread_run (check, run_check);
}

void
kx_client_get_dossier_async (KxClient *client, const char *agency, KxDate since, const char *path,
                             KxClientProgress progress, gpointer progress_data, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);
  g_autofree char *day = since.ymd != 0 ? kx_date_format (since) : NULL;
  g_autofree char *address = g_strdup_printf ("/v1/agencies/%s/file.zip%s%s", agency,
                                              day != NULL ? "?since=" : "", day != NULL ? day : "");
  const char *headers[] = { "Accept-Encoding", "identity", NULL };
  KxClientAsk ask = { .method = "GET",
                      .path = address,
                      .headers = headers,
                      .token = KX_CLIENT_READ,
                      .patient = TRUE,
                      .sink = take_bytes,
                      .sink_data = fetch };

  g_task_set_source_tag (task, kx_client_get_dossier_async);
  fetch->path = g_strdup (path);
  fetch->part = g_strconcat (path, ".part", NULL);
  fetch->progress = progress;
  fetch->progress_data = progress_data;
  fetch->fd = g_open (fetch->part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  g_task_set_task_data (task, fetch, fetch_free);
  if (fetch->fd < 0)
    {
      GError *error = NULL;

      set_file_error (fetch->part, &error);
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  kx_client_send_async (client, &ask, cancellable, came, task);
}

KxDossierCheck *
kx_client_get_dossier_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

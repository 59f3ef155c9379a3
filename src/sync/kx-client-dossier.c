#include "sync/kx-client-dossier.h"

#include "core/kx-calendar.h"
#include "store/kx-thread.h"
#include "sync/kx-client-part.h"
#include "sync/kx-client-private.h"
#include "sync/kx-gettext.h"

#include <fcntl.h>
#include <glib/gstdio.h>

/* Half a file is of no use: the next one would be another. */
static void
part_free (gpointer data)
{
  KxClientPart *part = data;

  if (part->fd >= 0)
    g_unlink (part->part);
  kx_client_part_clear (part);
  g_free (part);
}

static gboolean
take_bytes (guint status, const void *bytes, gsize size, gpointer data, GError **error)
{
  return kx_client_part_take (data, bytes, size, error);
}

/* On another thread: the file gets its name only when it holds and is on the disk. */
static void
run_check (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KxClientPart *part = data;
  g_autoptr (KxDossierCheck) check = kx_dossier_check (part->part, NULL);
  GError *error = NULL;

  if (check == NULL || check->faults->len > 0)
    g_set_error_literal (&error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL,
                         _ ("The file arrived damaged; please try again"));
  else
    kx_client_part_finish (part, &error);
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
  KxClientPart *part = g_new (KxClientPart, 1);
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
                      .sink_data = part };
  GError *error = NULL;

  g_task_set_source_tag (task, kx_client_get_dossier_async);
  kx_client_part_init (part, path, progress, progress_data);
  g_task_set_task_data (task, part, part_free);
  if (!kx_client_part_open (part, O_TRUNC | O_NOFOLLOW, &error))
    {
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

#include "sync/kx-client-blob.h"

#include "store/kx-thread.h"
#include "sync/kx-client-part.h"
#include "sync/kx-client-private.h"
#include "sync/kx-gettext.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file that comes. */
typedef struct
{
  KxClientPart part;
  char *sha256;   /* owned */
  gboolean begun; /* the first bytes of this answer came */
  gboolean anew;  /* it was begun from nothing, so a wrong hash is no remains of an earlier attempt */
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  kx_client_part_clear (&fetch->part);
  g_free (fetch->sha256);
  g_free (fetch);
}

static gboolean
begin_anew (Fetch *fetch, GError **error)
{
  fetch->part.have = 0;
  fetch->anew = TRUE;
  return ftruncate (fetch->part.fd, 0) == 0 || kx_client_part_fail (fetch->part.part, error);
}

static gboolean
open_part (Fetch *fetch, GError **error)
{
  struct stat status;

  if (!kx_client_part_open (&fetch->part, O_APPEND, error))
    return FALSE;
  if (fstat (fetch->part.fd, &status) != 0)
    return kx_client_part_fail (fetch->part.part, error);
  fetch->part.have = status.st_size;
  fetch->anew = fetch->part.have == 0;
  return TRUE;
}

static gboolean
take_bytes (guint status, const void *bytes, gsize size, gpointer data, GError **error)
{
  Fetch *fetch = data;

  /* 200 instead of 206: the whole file comes again. */
  if (!fetch->begun && status != SOUP_STATUS_PARTIAL_CONTENT && !begin_anew (fetch, error))
    return FALSE;
  fetch->begun = TRUE;
  return kx_client_part_take (&fetch->part, bytes, size, error);
}

/* On another thread: the file gets its name only when its bytes are right and on the disk. */
static void
run_check (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fetch *fetch = data;
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 *block = g_malloc (1 << 16);
  gint64 at = 0;
  GError *error = NULL;
  gssize n;

  while ((n = pread (fetch->part.fd, block, 1 << 16, at)) > 0)
    {
      g_checksum_update (checksum, block, n);
      at += n;
    }
  if (n < 0)
    kx_client_part_fail (fetch->part.part, &error);
  else if (!g_str_equal (g_checksum_get_string (checksum), fetch->sha256))
    {
      g_unlink (fetch->part.part);
      g_set_error_literal (&error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL,
                           _ ("The file arrived damaged; please try again"));
    }
  else
    kx_client_part_finish (&fetch->part, &error);
  g_checksum_free (checksum);
  g_free (block);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void ask_bytes (GTask *task);

static void
checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else if (!fetch->anew && g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL))
    {
      /* What an earlier attempt left was wrong: once more from nothing. */
      g_error_free (error);
      ask_bytes (g_object_ref (task));
    }
  else
    g_task_return_error (task, error);
}

static void
bytes_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);
  g_autoptr (GTask) check = NULL;

  /* The part has all bytes already, or more than there are: its hash says which. */
  if (answer != NULL || kx_client_error_get_status (error) == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE)
    {
      g_clear_error (&error);
      /* It has no source: the thread lets go of it when it likes, and nobody waits for a client that closes.
       */
      check = g_task_new (NULL, g_task_get_cancellable (task), checked, g_object_ref (task));
      g_task_set_source_tag (check, bytes_came);
      g_task_set_task_data (check, fetch, NULL);
      kx_thread_run (check, run_check);
    }
  else
    g_task_return_error (task, error);
}

/* Takes `task`. */
static void
ask_bytes (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  KxClient *client = g_task_get_source_object (task);
  g_autofree char *path = g_strconcat ("/v1/blobs/", fetch->sha256, NULL);
  g_autofree char *range = NULL, *version = g_strdup_printf ("\"%s\"", fetch->sha256);
  const char *headers[] = { "Accept-Encoding", "identity", NULL, NULL, NULL, NULL, NULL };
  KxClientAsk ask = { .method = "GET",
                      .path = path,
                      .headers = headers,
                      .token = KX_CLIENT_READ,
                      .sink = take_bytes,
                      .sink_data = fetch };
  GError *error = NULL;

  fetch->begun = FALSE;
  if (!open_part (fetch, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (fetch->part.have > 0)
    {
      range = g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-", fetch->part.have);
      headers[2] = "Range";
      headers[3] = range;
      headers[4] = "If-Range";
      headers[5] = version;
    }
  kx_client_send_async (client, &ask, g_task_get_cancellable (task), bytes_came, task);
}

void
kx_client_get_blob_async (KxClient *client, const char *sha256, const char *path, KxClientProgress progress,
                          gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, kx_client_get_blob_async);
  fetch->sha256 = g_strdup (sha256);
  kx_client_part_init (&fetch->part, path, progress, progress_data);
  g_task_set_task_data (task, fetch, fetch_free);
  ask_bytes (task);
}

gboolean
kx_client_get_blob_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
size_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);

  if (answer != NULL)
    g_task_return_int (task, (gssize) soup_message_headers_get_content_length (answer->headers));
  else
    g_task_return_error (task, error);
}

void
kx_client_size_blob_async (KxClient *client, const char *sha256, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  g_autofree char *path = g_strconcat ("/v1/blobs/", sha256, NULL);
  const char *headers[] = { "Accept-Encoding", "identity", NULL };
  KxClientAsk ask = { .method = "HEAD", .path = path, .headers = headers, .token = KX_CLIENT_READ };

  g_task_set_source_tag (task, kx_client_size_blob_async);
  kx_client_send_async (client, &ask, cancellable, size_came, task);
}

gint64
kx_client_size_blob_finish (KxClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

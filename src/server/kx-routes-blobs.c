#include "core/entities/kx-attachment.h"
#include "server/kx-answer.h"
#include "store/kx-blob.h"
#include "store/kx-thread.h"

#include <string.h>
#include <unistd.h>

/* A request for bytes, read or written on another thread. */
typedef struct
{
  KxService *service;
  KxRequest *request;  /* owned */
  KxActor *actor;      /* owned */
  char *sha256;        /* owned */
  gboolean whole;      /* no Content-Range: all bytes at once */
  gint64 first, total; /* where the bytes of this request stand; -1: it only asks how far the upload is */
  gint64 offset;       /* after it */
  gboolean known;      /* the bytes were readable before */
  GMappedFile *file;   /* owned; what is read */
} Transfer;

static void
transfer_free (gpointer data)
{
  Transfer *transfer = data;

  kx_request_unref (transfer->request);
  kx_actor_free (transfer->actor);
  g_clear_pointer (&transfer->file, g_mapped_file_unref);
  g_free (transfer->sha256);
  g_free (transfer);
}

static Transfer *
transfer_new (KxService *service, KxRequest *request)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->service = service;
  transfer->request = kx_request_ref (request);
  transfer->actor = kx_actor_copy (kx_service_actor (request));
  transfer->sha256 = g_strdup (kx_request_get_parameter (request, "sha256"));
  return transfer;
}

static void
start (Transfer *transfer, GTaskThreadFunc run, GAsyncReadyCallback done)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, done, NULL);

  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, transfer, transfer_free);
  kx_thread_run (task, run);
}

/* How far the upload is, for the next request. */
static void
set_offset (Transfer *transfer)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, transfer->offset);

  kx_request_set_header (transfer->request, "Upload-Offset", text);
}

static void
reply_failed (Transfer *transfer, const GError *error)
{
  static const struct
  {
    KxBlobError error;
    guint status;
    const char *code, *detail;
  } answers[] = {
    { KX_BLOB_ERROR_NAME, 404, "not-found", N_ ("There is no such record") },
    { KX_BLOB_ERROR_NONE, 404, "not-found", N_ ("There is no such record") },
    { KX_BLOB_ERROR_SIZE, 422, "wrong-size",
      N_ ("The size differs from the one in the attachment's record") },
    { KX_BLOB_ERROR_OFFSET, 409, "wrong-offset",
      N_ ("The bytes do not continue what is there; go on from Upload-Offset") },
    { KX_BLOB_ERROR_HASH, 422, "wrong-hash", N_ ("The bytes have another SHA-256 than the address says") },
    { KX_BLOB_ERROR_BUSY, 409, "upload-running", N_ ("Another request is sending the same bytes") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_error_matches (error, KX_BLOB_ERROR, (gint) answers[i].error))
      {
        if (answers[i].status == 409)
          set_offset (transfer);
        kx_request_reply_problem (transfer->request,
                                  kx_problem_new (answers[i].status, answers[i].code, answers[i].detail));
        return;
      }
  kx_request_reply_problem (transfer->request, kx_answer_error (error));
}

static void
run_get (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Transfer *transfer = data;
  KxStore *store = kx_service_get_store (transfer->service);
  GError *error = NULL;
  KxBook *reader = kx_store_take_reader (store, &error);
  gboolean allowed = FALSE;
  gint64 size;
  int fd;

  if (reader != NULL)
    {
      allowed = kx_blob_may_read (reader, transfer->actor, transfer->sha256, &error);
      kx_store_give_reader (store, reader);
    }
  if (!allowed && error == NULL)
    error = g_error_new_literal (KX_BLOB_ERROR, KX_BLOB_ERROR_NONE, "Not for this person");
  fd = error == NULL ? kx_blob_open (store, transfer->sha256, &size, &error) : -1;
  if (fd >= 0)
    {
      transfer->file = g_mapped_file_new_from_fd (fd, FALSE, &error);
      close (fd);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
get_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Transfer *transfer = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      reply_failed (transfer, error);
      return;
    }
  bytes = g_mapped_file_get_bytes (transfer->file);
  kx_request_set_etag (transfer->request, transfer->sha256);
  kx_request_set_header (transfer->request, "Accept-Ranges", "bytes");
  /* Nobody's file is shown as a page of this service. */
  kx_request_set_header (transfer->request, "Content-Disposition", "attachment");
  kx_request_reply (transfer->request, 200, "application/octet-stream", bytes);
}

static void
get_blob (KxRequest *request, gpointer data)
{
  start (transfer_new (data, request), run_get, get_done);
}

/* Sends the bytes of the file to the upload, those that it has from an earlier request left out. */
static gboolean
append_file (Transfer *transfer, KxBlobUpload *upload, GError **error)
{
  g_autoptr (GMappedFile) file =
      g_mapped_file_new (kx_http_body_get_path (kx_request_get_file (transfer->request)), FALSE, error);
  gint64 have = transfer->whole ? kx_blob_get_offset (upload) : transfer->first;
  gint64 skip = transfer->whole ? have : 0;

  if (file == NULL)
    return FALSE;
  if (g_mapped_file_get_length (file) == 0)
    return TRUE;
  return kx_blob_append (upload, have, g_mapped_file_get_contents (file) + skip,
                         g_mapped_file_get_length (file) - (gsize) skip, error);
}

static gboolean
send (Transfer *transfer, GError **error)
{
  KxStore *store = kx_service_get_store (transfer->service);
  g_autoptr (KxBlobUpload) upload =
      kx_blob_begin (store, transfer->actor, transfer->sha256, transfer->total, error);
  gboolean right;

  if (upload == NULL)
    return FALSE;
  right = transfer->first < 0 || append_file (transfer, upload, error);
  transfer->offset = kx_blob_get_offset (upload);
  if (!right)
    return FALSE;
  return transfer->offset < transfer->total || kx_blob_finish (upload, error);
}

static void
run_put (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Transfer *transfer = data;
  KxStore *store = kx_service_get_store (transfer->service);
  GError *error = NULL;
  KxBook *reader = kx_store_take_reader (store, &error);
  gboolean right = reader != NULL;

  if (right)
    {
      transfer->known = kx_blob_may_read (reader, transfer->actor, transfer->sha256, &error);
      kx_store_give_reader (store, reader);
      right = error == NULL && send (transfer, &error);
    }
  /* Whole bytes with the right hash fail only over what an earlier request left, which is gone now. */
  if (transfer->whole && g_error_matches (error, KX_BLOB_ERROR, KX_BLOB_ERROR_HASH))
    {
      g_clear_error (&error);
      right = send (transfer, &error);
    }
  if (right)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
put_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Transfer *transfer = g_task_get_task_data (G_TASK (result));
  g_autofree char *location = g_strconcat ("/v1/blobs/", transfer->sha256, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      reply_failed (transfer, error);
      return;
    }
  set_offset (transfer);
  if (transfer->offset < transfer->total)
    {
      kx_request_reply (transfer->request, 202, NULL, NULL);
      return;
    }
  kx_request_set_etag (transfer->request, transfer->sha256);
  kx_request_set_header (transfer->request, "Location", location);
  kx_request_reply (transfer->request, transfer->known ? 204 : 201, NULL, NULL);
}

/* `bytes 0-99/300`, or `bytes * /300` (without the blank) for the question how far the upload is; RFC 9110
 * section 14.4. */
static gboolean
read_range (const char *text, gint64 size, Transfer *transfer)
{
  g_auto (GStrv) halves = NULL, ends = NULL;
  gint64 last;

  if (g_ascii_strncasecmp (text, "bytes ", 6) != 0)
    return FALSE;
  halves = g_strsplit (text + 6, "/", 3);
  if (g_strv_length (halves) != 2 ||
      !kx_answer_read_number (halves[1], 1, KX_ATTACHMENT_MAX_BYTES, &transfer->total))
    return FALSE;
  if (g_str_equal (halves[0], "*"))
    {
      transfer->first = -1;
      return size == 0;
    }
  ends = g_strsplit (halves[0], "-", 3);
  return g_strv_length (ends) == 2 &&
         kx_answer_read_number (ends[0], 0, transfer->total - 1, &transfer->first) &&
         kx_answer_read_number (ends[1], transfer->first, transfer->total - 1, &last) &&
         last - transfer->first + 1 == size;
}

static void
put_blob (KxRequest *request, gpointer data)
{
  const char *range = kx_request_get_header (request, "Content-Range");
  KxHttpBody *body = kx_request_get_file (request);
  gint64 size = body != NULL ? (gint64) kx_http_body_get_size (body) : 0;
  Transfer *transfer = transfer_new (data, request);

  transfer->whole = range == NULL;
  transfer->total = size;
  if (range != NULL && !read_range (range, size, transfer))
    kx_request_reply_problem (
        request,
        kx_problem_new (400, "wrong-range", N_ ("Content-Range does not fit the bytes of the body")));
  else if (body == NULL)
    kx_request_reply_problem (request,
                              kx_problem_new (400, "body-needed", N_ ("The bytes of the file are missing")));
  else if (range == NULL && g_strcmp0 (kx_http_body_get_sha256 (body), transfer->sha256) != 0)
    {
      g_autoptr (GError) error = g_error_new_literal (KX_BLOB_ERROR, KX_BLOB_ERROR_HASH, "Other bytes");

      reply_failed (transfer, error);
    }
  else
    {
      start (transfer, run_put, put_done);
      return;
    }
  transfer_free (transfer);
}

KxRouteTable
kx_routes_blobs (void)
{
  static const KxRoute routes[] = {
    { "GET", "/v1/blobs/{sha256}", get_blob, KX_ROUTE_RANGES, 0, NULL },
    { "PUT", "/v1/blobs/{sha256}", put_blob, KX_ROUTE_FILE | KX_ROUTE_DEVICE, KX_ATTACHMENT_MAX_BYTES, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}

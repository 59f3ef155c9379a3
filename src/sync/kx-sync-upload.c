/* Files out: one after the other, in pieces, each going on where the service has got to. */
#include "sync/kx-sync-machine-private.h"

enum
{
  LEAST_PIECE = 64 * 1024,
  PIECE = 1024 * 1024,
};

void
kx_sync_upload_reset (KxSyncMachine *self)
{
  g_clear_pointer (&self->upload.sha256, g_free);
  g_clear_pointer (&self->upload.file, g_free);
  if (self->upload.piece == 0)
    self->upload.piece = PIECE;
}

void
kx_sync_upload_begin (KxSyncMachine *self)
{
  kx_sync_upload_reset (self);
  self->phase = KX_PHASE_UPLOAD;
  kx_sync_machine_put_work (self, KX_SYNC_NEXT_UPLOAD);
}

/* The next piece, or the question how far the service has got. */
static void
send_piece (KxSyncMachine *self)
{
  KxSyncAsk *ask =
      kx_sync_machine_put_ask (self, "PUT", g_strconcat ("/v1/blobs/", self->upload.sha256, NULL));
  g_autofree char *range = NULL;
  gint64 length;

  self->state = KX_SYNC_UPLOADING;
  kx_sync_ask_add_header (ask, "Content-Type", "application/octet-stream");
  if (self->upload.offset < 0)
    {
      range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, self->upload.size);
      ask->body = g_bytes_new (NULL, 0);
    }
  else
    {
      length = MIN (self->upload.piece, self->upload.size - self->upload.offset);
      range = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                               self->upload.offset, self->upload.offset + length - 1, self->upload.size);
      ask->file = g_strdup (self->upload.file);
      ask->offset = self->upload.offset;
      ask->length = length;
    }
  kx_sync_ask_add_header (ask, "Content-Range", range);
}

static void
end_upload (KxSyncMachine *self, const GError *error)
{
  KxSyncWork *work = kx_sync_machine_put_work (self, KX_SYNC_UPLOAD_DONE);
  const char *code = error != NULL ? kx_client_error_get_code (error) : NULL;

  work->sha256 = g_strdup (self->upload.sha256);
  if (error == NULL)
    {
      self->upload.offset = self->upload.size;
      return;
    }
  work->code = g_strdup (code != NULL ? code : "not-readable");
  work->message = g_strdup (error->message);
}

/* An error that concerns this file alone: it waits for the person, others go on. */
static gboolean
is_of_file (const GError *error, guint status)
{
  return error->domain != KX_CLIENT_ERROR || status == 404 || status == 410 || status == 422 || status == 413;
}

void
kx_sync_upload_answer (KxSyncMachine *self, const KxSyncAnswer *answer, KxSyncMoment moment)
{
  const GError *error = answer->error;

  if (error == NULL && answer->status == 202 && answer->offset >= 0 && answer->offset < self->upload.size)
    {
      gboolean sent = self->upload.offset >= 0;

      if (sent)
        self->upload.piece = MIN (self->upload.piece * 2, PIECE);
      self->upload.offset = answer->offset;
      /* Changes are small and go before the next piece; the file goes on afterwards. */
      if (sent && (self->dirty || self->poked))
        kx_sync_machine_begin (self);
      else
        send_piece (self);
    }
  else if (error == NULL)
    end_upload (self, NULL);
  else if (g_strcmp0 (kx_client_error_get_code (error), "wrong-offset") == 0 && self->upload.offset >= 0)
    {
      self->upload.offset = -1;
      send_piece (self);
    }
  else if (is_of_file (error, answer->status))
    end_upload (self, error);
  else
    {
      self->upload.piece = MAX (self->upload.piece / 2, LEAST_PIECE);
      kx_sync_machine_fail (self, error, moment);
    }
}

void
kx_sync_upload_done (KxSyncMachine *self, KxSyncWorkKind kind, const KxSyncDone *done, KxSyncMoment moment)
{
  if (kind == KX_SYNC_NEXT_UPLOAD && done->sha256 != NULL)
    {
      self->upload.sha256 = g_strdup (done->sha256);
      self->upload.file = g_strdup (done->file);
      self->upload.size = done->size;
      self->upload.offset = -1;
      send_piece (self);
    }
  else if (kind == KX_SYNC_UPLOAD_DONE)
    {
      /* The service has marked the attachment's row, which comes with the next pull. */
      self->poked = TRUE;
      kx_sync_upload_begin (self);
    }
  else if (self->dirty || self->poked)
    kx_sync_machine_begin (self);
  else
    kx_sync_machine_rest (self, moment);
}

const char *
kx_sync_machine_get_upload (KxSyncMachine *self, double *ret_sent)
{
  *ret_sent = self->upload.offset >= 0 && self->upload.size > 0
                  ? (double) self->upload.offset / (double) self->upload.size
                  : -1;
  return self->upload.sha256;
}

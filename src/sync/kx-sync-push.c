/* Ops out: batch after batch, each until its results have landed. */
#include "sync/kx-sync-machine-private.h"

#include <string.h>

enum
{
  MOST_OPS = 1000,
  MOST_BYTES = 768 * 1024,
};

void
kx_sync_push_reset (KxSyncMachine *self)
{
  self->push.most_ops = MOST_OPS;
  self->push.lines = 0;
}

static void
take_batch (KxSyncMachine *self)
{
  KxSyncWork *work = kx_sync_machine_put_work (self, KX_SYNC_TAKE_BATCH);

  work->most_ops = self->push.most_ops;
  work->most_bytes = MOST_BYTES;
}

void
kx_sync_push_begin (KxSyncMachine *self)
{
  self->phase = KX_PHASE_PUSH;
  self->dirty = FALSE;
  take_batch (self);
}

static guint
count_lines (GBytes *bytes)
{
  gsize size;
  const char *at = g_bytes_get_data (bytes, &size), *end = at + size;
  guint lines = 0;

  while ((at = memchr (at, '\n', (gsize) (end - at))) != NULL)
    {
      lines++;
      at++;
    }
  return lines;
}

static void
send_batch (KxSyncMachine *self, GBytes *batch)
{
  g_autofree char *schema = g_strdup_printf ("%u", self->schema);
  KxSyncAsk *ask = kx_sync_machine_put_ask (
      self, "POST", g_strdup_printf ("/v1/sync/push?ack=%" G_GINT64_FORMAT, self->facts.ack));

  self->state = KX_SYNC_PUSHING;
  self->push.lines = count_lines (batch);
  kx_sync_ask_add_header (ask, "Content-Type", "application/x-ndjson");
  kx_sync_ask_add_header (ask, "Sync-Schema", schema);
  if (self->facts.generation != NULL)
    kx_sync_ask_add_header (ask, "Sync-Generation", self->facts.generation);
  ask->body = g_bytes_ref (batch);
}

/* The service could not even read the batch: nothing of it was applied and no number was used. The half that
 * holds the fault is sought, until it is one change alone, which then waits for the person. */
static void
cut_batch (KxSyncMachine *self, const GError *error)
{
  KxSyncWork *work;

  if (self->push.most_ops > 1 && self->push.lines > 1)
    {
      self->push.most_ops = MAX (MIN (self->push.most_ops, self->push.lines) / 2, 1);
      kx_sync_machine_repair (self, KX_SYNC_RENUMBER)->last_n = self->facts.ack;
      return;
    }
  work = kx_sync_machine_repair (self, KX_SYNC_REFUSE_BATCH);
  work->code =
      g_strdup (kx_client_error_get_code (error) != NULL ? kx_client_error_get_code (error) : "not-readable");
  work->message = g_strdup (error->message);
}

void
kx_sync_push_answer (KxSyncMachine *self, const KxSyncAnswer *answer, KxSyncMoment moment)
{
  guint status = answer->status;

  if (answer->error == NULL)
    {
      kx_sync_machine_put_work (self, KX_SYNC_TAKE_RESULTS)->bytes =
          answer->body != NULL ? g_bytes_ref (answer->body) : g_bytes_new (NULL, 0);
      return;
    }
  if (answer->error->domain == KX_CLIENT_ERROR &&
      (status == 413 || ((status == 400 || status == 422) && answer->error->code == KX_CLIENT_ERROR_REFUSED)))
    cut_batch (self, answer->error);
  else
    kx_sync_machine_fail (self, answer->error, moment);
}

void
kx_sync_push_done (KxSyncMachine *self, KxSyncWorkKind kind, const KxSyncDone *done)
{
  if (kind == KX_SYNC_TAKE_RESULTS)
    {
      self->repairs = 0;
      self->push.most_ops = MIN (self->push.most_ops * 2, MOST_OPS);
      take_batch (self);
    }
  else if (done->batch != NULL)
    send_batch (self, done->batch);
  else
    kx_sync_pull_begin (self);
}

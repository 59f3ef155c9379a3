#include "sync/kx-sync-listen.h"

#include "sync/kx-client-private.h"

#include <string.h>

enum
{
  FIRST_PAUSE_MS = 2000,
  LONGEST_PAUSE_MS = 60 * 1000,
  LONGEST_LINE = 4096,
};

struct _KxSyncListen
{
  gatomicrefcount ref_count;
  KxClient *client; /* owned */
  KxSyncHeard heard;
  gpointer data;
  GCancellable *cancellable; /* owned; NULL: nothing is open */
  GString *line;             /* owned; what came of a line */
  gboolean open;             /* something came by it */
  gboolean poke;             /* the event that is being read is one */
  gboolean freed;
  guint pause, pause_ms; /* source of the pause after a failure; how long it was */
};

static void
unref (KxSyncListen *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->client);
  g_string_free (self->line, TRUE);
  g_free (self);
}

/* A line of a stream of events (HTML, section "Server-sent events"): a blank one ends an event. */
static gboolean
read_line (KxSyncListen *self)
{
  const char *line = self->line->str;
  gboolean poke = FALSE;

  if (*line == '\0')
    {
      poke = self->poke;
      self->poke = FALSE;
    }
  else if (g_str_equal (line, "event: poke") || g_str_equal (line, "event:poke"))
    self->poke = TRUE;
  g_string_truncate (self->line, 0);
  return poke;
}

static gboolean
take_bytes (guint status, const void *bytes, gsize size, gpointer data, GError **error)
{
  KxSyncListen *self = data;
  const char *text = bytes;
  gboolean poke = FALSE, was_open = self->open;

  for (gsize i = 0; i < size; i++)
    if (text[i] == '\n')
      poke |= read_line (self);
    else if (text[i] != '\r' && self->line->len < LONGEST_LINE)
      g_string_append_c (self->line, text[i]);
  self->open = TRUE;
  self->pause_ms = 0;
  if (!self->freed && (poke || !was_open))
    self->heard (poke, TRUE, self->data);
  return TRUE;
}

static gboolean
pause_over (gpointer data)
{
  KxSyncListen *self = data;

  self->pause = 0;
  /* A failure is no reason to ask for ever: whoever finds the service there wakes this again. */
  if (self->pause_ms < LONGEST_PAUSE_MS)
    kx_sync_listen_wake (self);
  return G_SOURCE_REMOVE;
}

static void
ended (GObject *source, GAsyncResult *result, gpointer data)
{
  KxSyncListen *self = data;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, NULL);
  gboolean was_open = self->open;

  g_clear_object (&self->cancellable);
  self->open = self->poke = FALSE;
  g_string_truncate (self->line, 0);
  if (!self->freed)
    {
      self->pause_ms = self->pause_ms == 0 ? FIRST_PAUSE_MS : MIN (self->pause_ms * 2, LONGEST_PAUSE_MS);
      self->pause = g_timeout_add (
          self->pause_ms / 2 + (guint) g_random_int_range (0, (gint32) self->pause_ms / 2), pause_over, self);
      if (was_open)
        self->heard (FALSE, FALSE, self->data);
    }
  unref (self);
}

void
kx_sync_listen_wake (KxSyncListen *self)
{
  const char *headers[] = { "Accept", "text/event-stream", NULL };
  KxClientAsk ask = { .method = "GET",
                      .path = "/v1/sync/events",
                      .headers = headers,
                      .token = KX_CLIENT_DEVICE,
                      .events = TRUE,
                      .sink = take_bytes,
                      .sink_data = self };

  if (self->cancellable != NULL || self->pause != 0)
    return;
  self->cancellable = g_cancellable_new ();
  g_atomic_ref_count_inc (&self->ref_count);
  kx_client_send_async (self->client, &ask, self->cancellable, ended, self);
}

void
kx_sync_listen_hurry (KxSyncListen *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  kx_sync_listen_wake (self);
}

KxSyncListen *
kx_sync_listen_new (KxClient *client, KxSyncHeard heard, gpointer data)
{
  KxSyncListen *self = g_new0 (KxSyncListen, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->client = g_object_ref (client);
  self->heard = heard;
  self->data = data;
  self->line = g_string_new (NULL);
  return self;
}

void
kx_sync_listen_free (KxSyncListen *self)
{
  self->freed = TRUE;
  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  unref (self);
}

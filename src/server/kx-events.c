#include "server/kx-events.h"

/* Many commits in a row are told as one. */
#define BREATH_US 5000

struct _KxEvents
{
  KxStore *store;       /* borrowed */
  KxSessions *sessions; /* borrowed */
  KxBook *reader;       /* borrowed; of the server's thread */
  guint comment_ms;
  GPtrArray *streams; /* (element-type Stream) owned */
  GSource *wake;      /* owned; of the server's thread, made with the first stream */
  GSource *tick;      /* owned; while there are streams */
  gint64 told_at;     /* monotonic, µs */
  GMutex mutex;       /* for what the writer's thread says */
  gint64 seq;
};

/* One of them. */
typedef struct
{
  KxEvents *events;
  KxRequest *request; /* owned */
  KxSession *session; /* owned */
  gint64 seq, told;   /* of the newest change, and of the last that was sent */
  gboolean busy;      /* the last piece is not taken yet */
  gboolean silent;    /* nothing was sent since the last tick */
} Stream;

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  kx_session_unref (stream->session);
  kx_request_unref (stream->request);
  g_free (stream);
}

static void
give (Stream *stream, const char *text)
{
  stream->busy = TRUE;
  stream->silent = FALSE;
  kx_request_stream (stream->request, text);
}

/* Sends the newest number, if it is newer and the one before was taken. */
static void
poke (Stream *stream)
{
  g_autofree char *text = NULL;

  if (stream->busy || stream->seq <= stream->told)
    return;
  text = g_strdup_printf ("event: poke\nid: %" G_GINT64_FORMAT "\n\n", stream->seq);
  stream->told = stream->seq;
  give (stream, text);
}

static void
taken (KxRequest *request, gpointer data)
{
  Stream *stream = data;

  stream->busy = FALSE;
  poke (stream);
}

static void
stop_ticking (KxEvents *self)
{
  if (self->tick != NULL)
    g_source_destroy (self->tick);
  g_clear_pointer (&self->tick, g_source_unref);
}

static void
ended (KxRequest *request, gpointer data)
{
  Stream *stream = data;
  KxEvents *self = stream->events;

  g_ptr_array_remove_fast (self->streams, stream);
  if (self->streams->len == 0)
    stop_ticking (self);
}

static gboolean
is_alive (KxEvents *self, const Stream *stream)
{
  return stream->session->token_hash == NULL ||
         kx_sessions_is_alive (self->sessions, self->reader, stream->session);
}

void
kx_events_check (KxEvents *self)
{
  /* An end may come at once and take the stream out of the list. */
  g_autoptr (GPtrArray) dead = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_request_unref);

  for (guint i = 0; i < self->streams->len; i++)
    {
      Stream *stream = self->streams->pdata[i];

      if (!is_alive (self, stream))
        g_ptr_array_add (dead, kx_request_ref (stream->request));
    }
  for (guint i = 0; i < dead->len; i++)
    kx_request_end_stream (dead->pdata[i]);
}

static gboolean
tick (gpointer data)
{
  KxEvents *self = data;

  kx_events_check (self);
  for (guint i = 0; i < self->streams->len; i++)
    {
      Stream *stream = self->streams->pdata[i];

      if (stream->silent && !stream->busy)
        give (stream, ":\n\n");
      stream->silent = TRUE;
    }
  return G_SOURCE_CONTINUE;
}

/* On the writer's thread. */
static void
committed (gint64 seq, gpointer data)
{
  KxEvents *self = data;

  g_mutex_lock (&self->mutex);
  self->seq = seq;
  g_source_set_ready_time (self->wake, MAX (self->told_at + BREATH_US, 0));
  g_mutex_unlock (&self->mutex);
}

static gboolean
tell (gpointer data)
{
  KxEvents *self = data;
  gint64 seq;

  g_mutex_lock (&self->mutex);
  seq = self->seq;
  self->told_at = g_get_monotonic_time ();
  g_source_set_ready_time (self->wake, -1);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < self->streams->len; i++)
    {
      Stream *stream = self->streams->pdata[i];

      stream->seq = MAX (stream->seq, seq);
      poke (stream);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  return func (data);
}

static void
begin (KxEvents *self, KxBook *reader)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };

  if (self->wake != NULL)
    return;
  self->reader = reader;
  self->wake = g_source_new (&funcs, sizeof (GSource));
  g_source_set_static_name (self->wake, "kx-events");
  g_source_set_callback (self->wake, tell, self, NULL);
  g_source_attach (self->wake, g_main_context_get_thread_default ());
  kx_store_set_committed (self->store, committed, self);
}

static void
begin_ticking (KxEvents *self)
{
  if (self->tick != NULL)
    return;
  self->tick = g_timeout_source_new (self->comment_ms);
  g_source_set_callback (self->tick, tick, self, NULL);
  g_source_attach (self->tick, g_main_context_get_thread_default ());
}

KxEvents *
kx_events_new (KxStore *store, KxSessions *sessions, guint comment_ms)
{
  KxEvents *self = g_new0 (KxEvents, 1);

  self->store = store;
  self->sessions = sessions;
  self->comment_ms = comment_ms != 0 ? comment_ms : KX_EVENTS_COMMENT_MS;
  self->streams = g_ptr_array_new_with_free_func (stream_free);
  g_mutex_init (&self->mutex);
  return self;
}

void
kx_events_free (KxEvents *self)
{
  kx_store_set_committed (self->store, NULL, NULL);
  stop_ticking (self);
  if (self->wake != NULL)
    g_source_destroy (self->wake);
  g_clear_pointer (&self->wake, g_source_unref);
  g_ptr_array_unref (self->streams);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static guint
count (KxEvents *self, const char *user)
{
  guint n = 0;

  for (guint i = 0; i < self->streams->len; i++)
    n += g_strcmp0 (((Stream *) self->streams->pdata[i])->session->actor->user, user) == 0;
  return n;
}

gboolean
kx_events_add (KxEvents *self, KxRequest *request, KxSession *session, KxBook *reader)
{
  Stream *stream;

  if (count (self, session->actor->user) >= KX_EVENTS_MOST_PER_USER)
    return FALSE;
  begin (self, reader);
  stream = g_new0 (Stream, 1);
  stream->events = self;
  stream->request = kx_request_ref (request);
  stream->session = kx_session_ref (session);
  stream->told = -1;
  g_ptr_array_add (self->streams, stream);
  begin_ticking (self);
  kx_request_begin_stream (request, "text/event-stream", taken, ended, stream);
  if (kx_book_get_seq (reader, &stream->seq, NULL))
    poke (stream);
  return TRUE;
}

guint
kx_events_get_size (KxEvents *self)
{
  return self->streams->len;
}

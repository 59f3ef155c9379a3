#include "models/kx-mirror-reading.h"

#include "core/entities/kx-agency.h"
#include "models/kx-row-job.h"

#define PAUSE_MS 60
/* Between two readings passes this many times what the last one took. */
#define REST_FACTOR 5

struct _KxMirrorReading
{
  KxMirrorSource *source;      /* owned */
  const char *const *entities; /* static */
  KxMirrorRead read;
  KxMirrorTake take;
  gpointer data;
  GCancellable *running; /* owned; NULL: none */
  gboolean again;
  gint64 began, rest_until;
  guint pause_source;
  gulong on_rows, on_summary;
  GError *error; /* owned */
};

/* For a thread, which may end after the reading. */
typedef struct
{
  KxMirrorRead read;
  char *user; /* owned */
} Work;

static void
work_free (gpointer data)
{
  g_free (((Work *) data)->user);
  g_free (data);
}

static void start_soon (KxMirrorReading *self);

static gpointer
run (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  const Work *work = data;

  return work->read (book, work->user, error);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KxMirrorReading *self = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) objects = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_object (&self->running);
  self->rest_until = g_get_monotonic_time () + (g_get_monotonic_time () - self->began) * REST_FACTOR;
  g_clear_error (&self->error);
  self->error = error;
  if (objects != NULL)
    self->take (objects, self->data);
  if (self->again)
    start_soon (self);
}

static void
start (KxMirrorReading *self)
{
  const KxActor *actor = kx_mirror_get_actor (kx_mirror_source_get_mirror (self->source));
  g_autoptr (KxFilter) filter = NULL;
  Work *work;

  self->again = self->running != NULL;
  if (self->again)
    return;
  filter = kx_filter_new (&kx_agency_entity);
  work = g_new0 (Work, 1);
  *work = (Work){ self->read, g_strdup (actor != NULL ? actor->user : NULL) };
  self->began = g_get_monotonic_time ();
  self->running = g_cancellable_new ();
  kx_row_job_run (kx_row_job_new (KX_ROW_SOURCE (self->source), filter, 0), run, work, work_free,
                  (GDestroyNotify) g_ptr_array_unref, self->running, on_read, self);
}

static gboolean
on_pause (gpointer data)
{
  KxMirrorReading *self = data;

  self->pause_source = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

static void
start_soon (KxMirrorReading *self)
{
  gint64 rest = (self->rest_until - g_get_monotonic_time ()) / 1000;

  if (self->pause_source == 0)
    self->pause_source = g_timeout_add ((guint) MAX (rest, PAUSE_MS), on_pause, self);
}

static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, gpointer data)
{
  KxMirrorReading *self = data;

  if (self->entities[0] == NULL || g_strv_contains (self->entities, entity->name))
    start_soon (self);
}

static void
on_summary_changed (KxMirror *mirror, gpointer data)
{
  start_soon (data);
}

KxMirrorReading *
kx_mirror_reading_new (KxMirrorSource *source, const char *const *entities, KxMirrorRead read,
                       KxMirrorTake take, gpointer data)
{
  KxMirrorReading *self = g_new0 (KxMirrorReading, 1);

  *self = (KxMirrorReading){ g_object_ref (source), entities, read, take, data };
  if (entities != NULL)
    self->on_rows = g_signal_connect (source, "rows-changed", G_CALLBACK (on_rows_changed), self);
  self->on_summary = g_signal_connect (kx_mirror_source_get_mirror (source), "summary-changed",
                                       G_CALLBACK (on_summary_changed), self);
  start (self);
  return self;
}

void
kx_mirror_reading_free (KxMirrorReading *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_clear_signal_handler (&self->on_rows, self->source);
  g_clear_signal_handler (&self->on_summary, kx_mirror_source_get_mirror (self->source));
  g_clear_error (&self->error);
  g_object_unref (self->source);
  g_free (self);
}

const GError *
kx_mirror_reading_get_error (const KxMirrorReading *self)
{
  return self->error;
}

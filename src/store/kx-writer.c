#include "store/kx-writer.h"

#include "db/kx-db-sqlite.h"

#define MOST_TOGETHER 256
#define MOST_IDLE_READERS 8
#define IDLE_SECONDS 5

/* A piece of work and who waits for it. */
typedef struct
{
  KxWriterFunc func;
  gpointer data;
  GTask *task; /* owned; NULL: somebody waits on `done` */
  KxWriteMode mode;
  gboolean done, right;
  GError *error; /* owned */
} Job;

struct _KxWriter
{
  char *path;             /* owned */
  KxBook *book;           /* owned; the writer's thread alone uses it */
  const KxSchema *schema; /* what `book` has, for readers */
  const KxVault *vault;
  KxWriterHooks hooks;
  guint most_together;
  GThread *thread;
  GAsyncQueue *queue; /* (element-type Job) owned */
  GMutex mutex;       /* for what follows, and for Job.done */
  GCond done;
  GQueue readers; /* (element-type KxBook) owned, idle */
  gboolean stopped;
  guint64 works, commits;
};

static Job stop_job;

static void
refuse (GError **error)
{
  g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_STOPPED, "These data are closed");
}

static void
fail (Job *job, const GError *error)
{
  job->right = FALSE;
  if (job->error == NULL)
    job->error = error != NULL
                     ? g_error_copy (error)
                     : g_error_new_literal (KX_STORE_ERROR, KX_STORE_ERROR_STOPPED, "Nothing was written");
}

/* One transaction and one commit to the disk for all of them. FALSE: nothing of any was written. */
static gboolean
try_together (KxWriter *writer, GPtrArray *group)
{
  KxBook *book = writer->book;
  g_autoptr (GError) error = NULL;
  gboolean right = kx_book_begin (book, &error);

  for (guint i = 0; right && i < group->len; i++)
    {
      Job *job = group->pdata[i];

      g_clear_error (&job->error);
      job->right = right = job->func (book, job->data, &job->error);
    }
  right = right && (writer->hooks.before == NULL || writer->hooks.before (book, writer->hooks.data, &error));
  if (!right && book->writing)
    kx_book_rollback (book);
  right = right && kx_book_commit (book, &error);
  for (guint i = 0; !right && i < group->len; i++)
    fail (group->pdata[i], error);
  if (writer->hooks.after != NULL)
    writer->hooks.after (book, right, writer->hooks.data);
  return right;
}

static void
run_bare (KxWriter *writer, Job *job)
{
  job->right = job->func (writer->book, job->data, &job->error);
  if (!job->right)
    fail (job, NULL);
  if (writer->hooks.after != NULL)
    writer->hooks.after (writer->book, job->right, writer->hooks.data);
}

/* A savepoint for each would copy every page it touches; failures are rare, so all are undone then and run
 * again one by one. */
static void
run_group (KxWriter *writer, GPtrArray *group)
{
  if (((Job *) group->pdata[0])->mode == KX_WRITE_BARE)
    {
      run_bare (writer, group->pdata[0]);
      return;
    }
  if (try_together (writer, group) || group->len == 1)
    return;
  for (guint i = 0; i < group->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, group->pdata[i]);
      try_together (writer, one);
    }
}

static void
finish_job (Job *job)
{
  GTask *task = job->task;

  if (task == NULL)
    {
      job->done = TRUE;
      return;
    }
  if (job->right)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&job->error));
  g_object_unref (task);
  g_free (job);
}

static void
finish_group (KxWriter *writer, GPtrArray *group)
{
  g_mutex_lock (&writer->mutex);
  writer->works += group->len;
  writer->commits++;
  for (guint i = 0; i < group->len; i++)
    finish_job (group->pdata[i]);
  g_cond_broadcast (&writer->done);
  g_mutex_unlock (&writer->mutex);
}

/* The next job. Where none comes for a while after a write, the log is moved into the database meanwhile:
 * never between a person and an answer. */
static Job *
wait_for_job (KxWriter *writer, gboolean *dirty)
{
  Job *job = *dirty ? g_async_queue_timeout_pop (writer->queue, IDLE_SECONDS * G_USEC_PER_SEC) : NULL;

  if (job == NULL && *dirty)
    kx_db_sqlite_checkpoint (writer->book->db, NULL);
  *dirty = FALSE;
  return job != NULL ? job : g_async_queue_pop (writer->queue);
}

/* Gathers what is to be written together, beginning with `job`. Gives the job that came too late for it, or
 * NULL. */
static Job *
gather (KxWriter *writer, Job *job, GPtrArray *group)
{
  while (job != NULL && job != &stop_job && (group->len == 0 || job->mode == KX_WRITE_TOGETHER))
    {
      g_ptr_array_add (group, job);
      if (job->mode != KX_WRITE_TOGETHER || group->len == writer->most_together)
        return NULL;
      job = g_async_queue_try_pop (writer->queue);
    }
  return job;
}

static gpointer
write_thread (gpointer data)
{
  KxWriter *writer = data;
  gboolean dirty = FALSE;
  Job *next = NULL;

  while (next != &stop_job)
    {
      g_autoptr (GPtrArray) group = g_ptr_array_new ();

      next = gather (writer, next != NULL ? next : wait_for_job (writer, &dirty), group);
      if (group->len > 0)
        {
          run_group (writer, group);
          finish_group (writer, group);
          dirty = TRUE;
        }
    }
  return NULL;
}

KxWriter *
kx_writer_new (KxBook *book, const char *path, guint most_together, const KxWriterHooks *hooks)
{
  KxWriter *writer = g_new0 (KxWriter, 1);

  writer->book = book;
  writer->schema = book->schema;
  writer->vault = book->vault;
  writer->path = g_strdup (path);
  writer->most_together = most_together != 0 ? most_together : MOST_TOGETHER;
  writer->hooks = hooks != NULL ? *hooks : (KxWriterHooks){ 0 };
  writer->queue = g_async_queue_new ();
  g_mutex_init (&writer->mutex);
  g_cond_init (&writer->done);
  writer->thread = g_thread_new ("kx-writer", write_thread, writer);
  return writer;
}

/* FALSE: it is stopped, and nobody would ever run the job. */
static gboolean
enqueue (KxWriter *writer, Job *job, GError **error)
{
  gboolean stopped;

  g_mutex_lock (&writer->mutex);
  stopped = writer->stopped;
  if (!stopped)
    g_async_queue_push (writer->queue, job);
  writer->stopped |= job == &stop_job;
  g_mutex_unlock (&writer->mutex);
  if (stopped)
    refuse (error);
  return !stopped;
}

void
kx_writer_stop (KxWriter *writer)
{
  GQueue readers;
  KxBook *reader;

  if (!enqueue (writer, &stop_job, NULL))
    return;
  g_mutex_lock (&writer->mutex);
  readers = writer->readers;
  g_queue_init (&writer->readers);
  g_mutex_unlock (&writer->mutex);
  g_thread_join (writer->thread);
  while ((reader = g_queue_pop_head (&readers)) != NULL)
    kx_book_free (reader);
  kx_db_sqlite_checkpoint (writer->book->db, NULL);
  g_clear_pointer (&writer->book, kx_book_free);
}

void
kx_writer_free (KxWriter *writer)
{
  kx_writer_stop (writer);
  g_async_queue_unref (writer->queue);
  g_mutex_clear (&writer->mutex);
  g_cond_clear (&writer->done);
  g_free (writer->path);
  g_free (writer);
}

void
kx_writer_run_async (KxWriter *writer, KxWriteMode mode, KxWriterFunc func, gpointer data,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->mode = mode;
  job->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (job->task, kx_writer_run_async);
  if (!enqueue (writer, job, &job->error))
    finish_job (job);
}

gboolean
kx_writer_run_finish (KxWriter *writer, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
kx_writer_run (KxWriter *writer, KxWriteMode mode, KxWriterFunc func, gpointer data, GError **error)
{
  Job job = { .func = func, .data = data, .mode = mode };

  if (!enqueue (writer, &job, error))
    return FALSE;
  g_mutex_lock (&writer->mutex);
  while (!job.done)
    g_cond_wait (&writer->done, &writer->mutex);
  g_mutex_unlock (&writer->mutex);
  if (!job.right)
    g_propagate_error (error, job.error);
  else
    g_clear_error (&job.error);
  return job.right;
}

KxBook *
kx_writer_take_reader (KxWriter *writer, GError **error)
{
  KxBook *reader;
  gboolean stopped;
  KxDb *db;

  g_mutex_lock (&writer->mutex);
  stopped = writer->stopped;
  reader = !stopped ? g_queue_pop_head (&writer->readers) : NULL;
  g_mutex_unlock (&writer->mutex);
  if (stopped)
    refuse (error);
  if (stopped || reader != NULL)
    return reader;
  db = kx_db_sqlite_open (writer->path, KX_DB_SQLITE_READER, error);
  return db != NULL ? kx_book_new (db, writer->schema, writer->vault) : NULL;
}

void
kx_writer_give_reader (KxWriter *writer, KxBook *reader)
{
  g_mutex_lock (&writer->mutex);
  if (!writer->stopped && g_queue_get_length (&writer->readers) < MOST_IDLE_READERS)
    g_queue_push_head (&writer->readers, g_steal_pointer (&reader));
  g_mutex_unlock (&writer->mutex);
  g_clear_pointer (&reader, kx_book_free);
}

void
kx_writer_get_counts (KxWriter *writer, guint64 *ret_works, guint64 *ret_commits, guint *ret_waiting)
{
  g_mutex_lock (&writer->mutex);
  *ret_works = writer->works;
  *ret_commits = writer->commits;
  g_mutex_unlock (&writer->mutex);
  *ret_waiting = (guint) MAX (g_async_queue_length (writer->queue), 0);
}

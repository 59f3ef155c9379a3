#include "store/kx-store.h"

#include "core/kx-calendar.h"
#include "db/kx-db-sqlite.h"
#include "store/kx-files.h"
#include "store/kx-search.h"

#include <errno.h>
#include <unistd.h>

#define MOST_TOGETHER 256
#define MOST_IDLE_READERS 8
#define IDLE_SECONDS 5
#define CHINA_MS (8 * 3600 * G_GINT64_CONSTANT (1000)) /* Asia/Shanghai, without summer time since 1991 */

/* A piece of work and who waits for it. */
typedef struct
{
  KxStoreFunc func;
  gpointer data;
  GTask *task;    /* owned; NULL: somebody waits on `done` */
  gboolean alone; /* in a transaction of its own */
  gboolean done, right;
  GError *error; /* owned */
} Job;

struct _KxStore
{
  char *dir;      /* owned */
  char *path;     /* owned; of the database */
  KxVault *vault; /* owned */
  KxStoreOptions options;
  int lock;
  KxBook *writer; /* owned; the writer's thread alone uses it */
  GThread *thread;
  GAsyncQueue *queue; /* (element-type Job) owned */
  GMutex mutex;       /* for what follows, and for Job.done */
  GCond done;
  GQueue readers; /* (element-type KxBook) owned, idle */
  guint64 works, commits;
  KxStoreCommitted committed; /* under the mutex */
  gpointer committed_data;
  gint64 seq,
      told; /* of the last commit, and of the last that somebody was told of; the writer's thread alone */
  guint account_epoch; /* atomic */
};

static Job stop_job;

static KxTime
machine_now (gpointer data)
{
  return (KxTime){ g_get_real_time () / 1000 };
}

KxTime
kx_store_now (KxStore *store)
{
  return store->options.now (store->options.now_data);
}

KxDate
kx_store_date_of (KxTime time)
{
  gint64 local = time.ms + CHINA_MS;
  gint64 days = local / 86400000 - (local % 86400000 < 0);

  return kx_date_add_days ((KxDate){ 19700101 }, (int) days);
}

KxDate
kx_store_today (KxStore *store)
{
  return kx_store_date_of (kx_store_now (store));
}

const char *
kx_store_get_dir (KxStore *store)
{
  return store->dir;
}

const KxSchema *
kx_store_get_schema (KxStore *store)
{
  return store->options.schema;
}

const KxVault *
kx_store_get_vault (KxStore *store)
{
  return store->vault;
}

guint
kx_store_get_account_epoch (KxStore *store)
{
  return (guint) g_atomic_int_get ((gint *) &store->account_epoch);
}

void
kx_store_set_committed (KxStore *store, KxStoreCommitted func, gpointer data)
{
  g_mutex_lock (&store->mutex);
  store->committed = func;
  store->committed_data = data;
  g_mutex_unlock (&store->mutex);
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
try_together (KxStore *store, GPtrArray *group)
{
  KxBook *book = store->writer;
  g_autoptr (GError) error = NULL;
  gboolean right = kx_book_begin (book, &error);

  for (guint i = 0; right && i < group->len; i++)
    {
      Job *job = group->pdata[i];

      g_clear_error (&job->error);
      job->right = right = job->func (book, job->data, &job->error);
    }
  if (!right && book->writing)
    kx_book_rollback (book);
  right = right && kx_book_commit (book, &error);
  if (right)
    store->seq = book->seq;
  if (right && book->accounts_changed)
    g_atomic_int_inc ((gint *) &store->account_epoch);
  for (guint i = 0; !right && i < group->len; i++)
    fail (group->pdata[i], error);
  return right;
}

/* A savepoint for each would copy every page it touches; failures are rare, so all are undone then and run
 * again one by one. */
static void
run_group (KxStore *store, GPtrArray *group)
{
  if (try_together (store, group) || group->len == 1)
    return;
  for (guint i = 0; i < group->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, group->pdata[i]);
      try_together (store, one);
    }
}

static void
finish_job (KxStore *store, Job *job)
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
finish_group (KxStore *store, GPtrArray *group)
{
  g_mutex_lock (&store->mutex);
  if (store->seq > store->told && store->committed != NULL)
    store->committed (store->seq, store->committed_data);
  store->told = store->seq;
  store->works += group->len;
  store->commits++;
  for (guint i = 0; i < group->len; i++)
    finish_job (store, group->pdata[i]);
  g_cond_broadcast (&store->done);
  g_mutex_unlock (&store->mutex);
}

/* The next job. Where none comes for a while after a write, the log is moved into the database meanwhile:
 * never between a person and an answer. */
static Job *
wait_for_job (KxStore *store, gboolean *dirty)
{
  Job *job = *dirty ? g_async_queue_timeout_pop (store->queue, IDLE_SECONDS * G_USEC_PER_SEC) : NULL;

  if (job == NULL && *dirty)
    kx_db_sqlite_checkpoint (store->writer->db, NULL);
  *dirty = FALSE;
  return job != NULL ? job : g_async_queue_pop (store->queue);
}

/* Gathers what is to be written together, beginning with `job`. Gives the job that came too late for it, or
 * NULL. */
static Job *
gather (KxStore *store, Job *job, GPtrArray *group)
{
  while (job != NULL && job != &stop_job && (group->len == 0 || !job->alone))
    {
      g_ptr_array_add (group, job);
      if (job->alone || group->len == store->options.most_together)
        return NULL;
      job = g_async_queue_try_pop (store->queue);
    }
  return job;
}

static gpointer
write_thread (gpointer data)
{
  KxStore *store = data;
  gboolean dirty = FALSE;
  Job *next = NULL;

  while (next != &stop_job)
    {
      g_autoptr (GPtrArray) group = g_ptr_array_new ();

      next = gather (store, next != NULL ? next : wait_for_job (store, &dirty), group);
      if (group->len > 0)
        {
          run_group (store, group);
          finish_group (store, group);
          dirty = TRUE;
        }
    }
  return NULL;
}

static int
take_lock (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "lock", NULL);
  GError *local = NULL;
  int fd = kx_files_take_lock (path, &local);

  if (local != NULL)
    g_propagate_error (error, local);
  else if (fd < 0)
    g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_LOCKED, "Another process holds the store %s", dir);
  return fd;
}

/* Terms and sort keys depend on the table of readings: another table, other terms. */
static gboolean
check_readings (KxBook *book, GError **error)
{
  GError *local = NULL;
  g_autofree char *known = kx_book_get_meta (book, "pinyin", &local);
  g_autofree char *own = kx_search_fingerprint ();

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (g_strcmp0 (known, own) == 0)
    return TRUE;
  if (!kx_book_begin (book, error))
    return FALSE;
  if (kx_search_rebuild (book, error))
    return kx_book_commit (book, error);
  kx_book_rollback (book);
  return FALSE;
}

static gboolean
open_writer (KxStore *store, GError **error)
{
  KxDb *db = kx_db_sqlite_open (store->path, KX_DB_SQLITE_WRITER, error);

  if (db == NULL)
    return FALSE;
  store->writer = kx_book_new (db, store->options.schema, store->vault);
  if (!kx_book_set_up (store->writer, kx_store_now (store), !store->options.without_areas, error) ||
      !check_readings (store->writer, error) || !kx_book_get_seq (store->writer, &store->seq, error))
    return FALSE;
  store->told = store->seq;
  return TRUE;
}

KxStore *
kx_store_open (const char *dir, const KxStoreOptions *options, char **ret_recovery, GError **error)
{
  KxStore *store;
  gboolean made = FALSE;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (errno), "%s: %s", dir,
                   g_strerror (errno));
      return NULL;
    }
  store = g_new0 (KxStore, 1);
  store->options = options != NULL ? *options : (KxStoreOptions){ 0 };
  store->options.schema = store->options.schema != NULL ? store->options.schema : kx_schema_get ();
  store->options.now = store->options.now != NULL ? store->options.now : machine_now;
  store->options.most_together =
      store->options.most_together != 0 ? store->options.most_together : MOST_TOGETHER;
  store->dir = g_strdup (dir);
  store->path = g_build_filename (dir, "kangxie.db", NULL);
  store->queue = g_async_queue_new ();
  g_mutex_init (&store->mutex);
  g_cond_init (&store->done);
  store->lock = take_lock (dir, error);
  if (store->lock >= 0)
    {
      gboolean fresh = !g_file_test (store->path, G_FILE_TEST_EXISTS);

      /* A store whose keys are lost is not given new ones: its sealed fields would look damaged. */
      store->vault = kx_vault_load (dir, fresh, &made, error);
    }
  if (store->vault == NULL || !open_writer (store, error))
    {
      kx_store_close (store);
      return NULL;
    }
  if (ret_recovery != NULL)
    *ret_recovery = made ? kx_vault_recovery_text_of (dir, NULL) : NULL;
  store->thread = g_thread_new ("kx-writer", write_thread, store);
  return store;
}

void
kx_store_close (KxStore *store)
{
  KxBook *reader;

  if (store->thread != NULL)
    {
      g_async_queue_push (store->queue, &stop_job);
      g_thread_join (store->thread);
    }
  while ((reader = g_queue_pop_head (&store->readers)) != NULL)
    kx_book_free (reader);
  if (store->writer != NULL)
    {
      kx_db_sqlite_checkpoint (store->writer->db, NULL);
      kx_book_free (store->writer);
    }
  g_clear_pointer (&store->vault, kx_vault_free);
  if (store->lock >= 0)
    close (store->lock);
  g_async_queue_unref (store->queue);
  g_mutex_clear (&store->mutex);
  g_cond_clear (&store->done);
  g_free (store->path);
  g_free (store->dir);
  g_free (store);
}

void
kx_store_write_async (KxStore *store, KxStoreFunc func, gpointer data, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (job->task, kx_store_write_async);
  g_async_queue_push (store->queue, job);
}

gboolean
kx_store_write_finish (KxStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
write_and_wait (KxStore *store, KxStoreFunc func, gpointer data, gboolean alone, GError **error)
{
  Job job = { .func = func, .data = data, .alone = alone };

  g_async_queue_push (store->queue, &job);
  g_mutex_lock (&store->mutex);
  while (!job.done)
    g_cond_wait (&store->done, &store->mutex);
  g_mutex_unlock (&store->mutex);
  if (!job.right)
    g_propagate_error (error, job.error);
  else
    g_clear_error (&job.error);
  return job.right;
}

gboolean
kx_store_write (KxStore *store, KxStoreFunc func, gpointer data, GError **error)
{
  return write_and_wait (store, func, data, TRUE, error);
}

typedef struct
{
  KxWork work;
  KxApplied *applied;
} Apply;

static gboolean
apply (KxBook *book, gpointer data, GError **error)
{
  Apply *self = data;

  g_clear_pointer (&self->applied, kx_applied_free);
  self->applied = kx_apply (book, &self->work, error);
  return self->applied != NULL;
}

KxApplied *
kx_store_apply_at (KxStore *store, const KxActor *actor, KxTime at, KxOp *const *ops, guint n_ops,
                   GError **error)
{
  Apply self = { { .actor = actor, .at = at, .today = kx_store_date_of (at), .ops = ops, .n_ops = n_ops },
                 NULL };

  if (write_and_wait (store, apply, &self, FALSE, error))
    return self.applied;
  g_clear_pointer (&self.applied, kx_applied_free);
  return NULL;
}

KxApplied *
kx_store_apply (KxStore *store, const KxActor *actor, KxOp *const *ops, guint n_ops, GError **error)
{
  return kx_store_apply_at (store, actor, kx_store_now (store), ops, n_ops, error);
}

KxBook *
kx_store_take_reader (KxStore *store, GError **error)
{
  KxBook *reader;
  KxDb *db;

  g_mutex_lock (&store->mutex);
  reader = g_queue_pop_head (&store->readers);
  g_mutex_unlock (&store->mutex);
  if (reader != NULL)
    return reader;
  db = kx_db_sqlite_open (store->path, KX_DB_SQLITE_READER, error);
  return db != NULL ? kx_book_new (db, store->options.schema, store->vault) : NULL;
}

void
kx_store_give_reader (KxStore *store, KxBook *reader)
{
  g_mutex_lock (&store->mutex);
  if (g_queue_get_length (&store->readers) < MOST_IDLE_READERS)
    g_queue_push_head (&store->readers, g_steal_pointer (&reader));
  g_mutex_unlock (&store->mutex);
  g_clear_pointer (&reader, kx_book_free);
}

void
kx_store_get_counts (KxStore *store, guint64 *ret_works, guint64 *ret_commits, guint *ret_waiting)
{
  g_mutex_lock (&store->mutex);
  *ret_works = store->works;
  *ret_commits = store->commits;
  g_mutex_unlock (&store->mutex);
  *ret_waiting = (guint) MAX (g_async_queue_length (store->queue), 0);
}

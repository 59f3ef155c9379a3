#include "models/kx-row-job.h"

#include "db/kx-db-sqlite.h"
#include "models/kx-row-read.h"
#include "store/kx-list-walk.h"
#include "store/kx-thread.h"

/* A view shows some 200 lines at once. */
#define FIRST_ROWS 220
/* Small enough that the memory of a part is not mapped for it alone: unmapping takes longer than what is done
 * with it. */
#define ROWS_AT_ONCE 8192
#define HITS_AT_ONCE 500
#define MOST_SPLICES 300
/* Of parts told in one turn of the main loop. */
#define SLICE_US 2000

KxRowJob *
kx_row_job_new (KxRowSource *source, const KxFilter *filter, guint most)
{
  KxRowJob *job = g_new0 (KxRowJob, 1);

  job->source = g_object_ref (source);
  job->filter = kx_filter_copy (filter);
  job->today = kx_row_source_get_today (source);
  job->most = most;
  return job;
}

void
kx_row_job_free (KxRowJob *job)
{
  g_object_unref (job->source);
  kx_filter_free (job->filter);
  g_free (job);
}

/* What a task carries. All of it ends on the main thread: a task itself may end on another. */
typedef struct
{
  KxRowJob *job; /* owned */
  KxRowWork work;
  gpointer data; /* owned */
  GDestroyNotify free_data, free_result;
  GAsyncReadyCallback callback;
  gpointer user_data;
} Run;

static void
on_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Run *run = g_task_get_task_data (G_TASK (result));

  g_clear_pointer (&run->job, kx_row_job_free);
  if (run->free_data != NULL)
    g_clear_pointer (&run->data, run->free_data);
  run->callback (NULL, result, run->user_data);
}

static void
interrupt (GCancellable *cancellable, gpointer db)
{
  kx_db_sqlite_interrupt (db);
}

static gpointer
work_in_transaction (Run *run, KxBook *book, GTask *task, GError **error)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  gpointer result = NULL;
  KxListQuery query;
  gulong handler = 0;

  kx_filter_to_query (run->job->filter, run->job->today, &query);
  if (!kx_db_begin_read (book->db, error))
    return NULL;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (interrupt), book->db, NULL);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    result = run->work (book, &query, task, run->data, error);
  g_cancellable_disconnect (cancellable, handler);
  kx_db_rollback (book->db);
  return result;
}

static void
run_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Run *run = task_data;
  GError *error = NULL;
  gpointer result = NULL;
  KxBook *book;

  if (g_task_return_error_if_cancelled (task))
    return;
  book = kx_row_source_take_reader (run->job->source, &error);
  if (book != NULL)
    {
      result = work_in_transaction (run, book, task, &error);
      kx_row_source_give_reader (run->job->source, book);
    }
  if (result != NULL)
    g_task_return_pointer (task, result, run->free_result);
  else if (g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (&error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
    }
  else
    g_task_return_error (task, error);
}

void
kx_row_job_run (KxRowJob *job, KxRowWork work, gpointer data, GDestroyNotify free_data,
                GDestroyNotify free_result, GCancellable *cancellable, GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, on_done, NULL);
  Run *run = g_new0 (Run, 1);

  *run = (Run){ job, work, data, free_data, free_result, callback, user_data };
  g_task_set_source_tag (task, kx_row_job_run);
  g_task_set_task_data (task, run, g_free);
  kx_thread_run (task, run_in_thread);
}

/* The first walk. */

/* Parts on their way to the main thread, which takes a few in each turn of the main loop: what is sorted
 * without an index comes all at once, and all of it in one turn would hold up a frame. */
typedef struct
{
  gatomicrefcount refs;
  KxRowPartFunc func;
  gpointer data;
  GCancellable *cancellable; /* owned */
  GMutex lock;
  GQueue parts;   /* (element-type KxRowPart) owned */
  gboolean waits; /* a source will deliver them */
} Telling;

static void
part_free (gpointer data)
{
  KxRowPart *part = data;

  g_array_unref (part->numbers);
  if (part->readings != NULL)
    g_ptr_array_unref (part->readings);
  g_free (part);
}

static void
telling_unref (gpointer data)
{
  Telling *telling = data;

  if (!g_atomic_ref_count_dec (&telling->refs))
    return;
  g_queue_clear_full (&telling->parts, part_free);
  g_mutex_clear (&telling->lock);
  g_object_unref (telling->cancellable);
  g_free (telling);
}

static KxRowPart *
take_part (Telling *telling, gboolean *ret_more)
{
  KxRowPart *part;

  g_mutex_lock (&telling->lock);
  part = g_queue_pop_head (&telling->parts);
  *ret_more = telling->waits = !g_queue_is_empty (&telling->parts);
  g_mutex_unlock (&telling->lock);
  return part;
}

static gboolean
deliver (gpointer data)
{
  Telling *telling = data;
  gint64 until = g_get_monotonic_time () + SLICE_US;
  gboolean more = TRUE;

  while (more)
    {
      KxRowPart *part = take_part (telling, &more);

      if (!g_cancellable_is_cancelled (telling->cancellable))
        telling->func (part, telling->data);
      part_free (part);
      if (more && g_get_monotonic_time () >= until)
        return G_SOURCE_CONTINUE;
    }
  return G_SOURCE_REMOVE;
}

/* Takes what the part owns. Before the task's own end, which is told with its priority. */
static void
tell (GTask *task, Telling *telling, KxRowPart part)
{
  g_autoptr (GSource) source = NULL;

  g_mutex_lock (&telling->lock);
  g_queue_push_tail (&telling->parts, g_memdup2 (&part, sizeof part));
  if (!telling->waits)
    source = g_idle_source_new ();
  telling->waits = TRUE;
  g_mutex_unlock (&telling->lock);
  if (source == NULL)
    return;
  g_atomic_ref_count_inc (&telling->refs);
  g_source_set_priority (source, g_task_get_priority (task) - 1);
  g_source_set_callback (source, deliver, telling, telling_unref);
  g_source_attach (source, g_task_get_context (task));
}

static GArray *
new_numbers (guint n)
{
  return g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
}

static gboolean
count_total (KxBook *book, const KxListQuery *query, gint64 *ret_total, GError **error)
{
  KxListQuery all = *query;

  all.n_terms = 0;
  all.q = NULL;
  return kx_list_count_quickly (book, &all, ret_total, error);
}

static gboolean
walk_first (KxBook *book, const KxListQuery *query, KxListWalk *walk, GTask *task, Telling *telling,
            GError **error)
{
  KxRowPart part = { .first = TRUE, .numbers = new_numbers (FIRST_ROWS) };

  if (!count_total (book, query, &part.total, error) ||
      !kx_list_count_quickly (book, query, &part.count, error) ||
      !kx_list_walk_next (walk, FIRST_ROWS, part.numbers, error))
    {
      g_array_unref (part.numbers);
      return FALSE;
    }
  part.readings = kx_row_read_some (book, query->entity, query->q, (gint64 *) (void *) part.numbers->data,
                                    part.numbers->len, g_task_get_cancellable (task), error);
  if (part.readings == NULL)
    {
      g_array_unref (part.numbers);
      return FALSE;
    }
  tell (task, telling, part);
  return TRUE;
}

/* GINT_TO_POINTER (1): all found; (2): a search found more. */
static gpointer
walk_all (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  Telling *telling = data;
  const KxRowJob *job = ((Run *) g_task_get_task_data (task))->job;
  g_autoptr (KxListWalk) walk = kx_list_walk_new (book, query, error);
  guint now, found = FIRST_ROWS;

  if (walk == NULL || !walk_first (book, query, walk, task, telling, error))
    return NULL;
  now = query->q != NULL ? HITS_AT_ONCE : ROWS_AT_ONCE;
  for (guint got = now; got == now; found += got)
    {
      KxRowPart part = { .numbers = new_numbers (now) };

      if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), error) ||
          !kx_list_walk_next (walk, now, part.numbers, error))
        {
          g_array_unref (part.numbers);
          return NULL;
        }
      got = part.numbers->len;
      tell (task, telling, part);
      if (query->q != NULL && got == now && found + got >= job->most)
        return GINT_TO_POINTER (2);
    }
  return GINT_TO_POINTER (1);
}

void
kx_row_walk_async (KxRowJob *job, KxRowPartFunc func, gpointer data, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  Telling *telling = g_new0 (Telling, 1);

  g_atomic_ref_count_init (&telling->refs);
  telling->func = func;
  telling->data = data;
  telling->cancellable = g_object_ref (cancellable);
  g_mutex_init (&telling->lock);
  kx_row_job_run (job, walk_all, telling, telling_unref, NULL, cancellable, callback, user_data);
}

gboolean
kx_row_walk_finish (GAsyncResult *result, gboolean *ret_more, GError **error)
{
  gpointer end = g_task_propagate_pointer (G_TASK (result), error);

  *ret_more = end == GINT_TO_POINTER (2);
  return end != NULL;
}

/* Another walk. */

static void
known_clear (gpointer data)
{
  g_free (((KxRowKnown *) data)->id);
}

GArray *
kx_row_known_new (void)
{
  GArray *known = g_array_new (FALSE, FALSE, sizeof (KxRowKnown));

  g_array_set_clear_func (known, known_clear);
  return known;
}

void
kx_row_update_free (KxRowUpdate *update)
{
  g_clear_pointer (&update->to, kx_number_seq_free);
  g_clear_pointer (&update->splices, g_array_unref);
  g_clear_pointer (&update->changed, g_array_unref);
  g_free (update);
}

typedef struct
{
  KxNumberSeq *known; /* owned */
  GArray *held;       /* owned */
} Refresh;

static void
refresh_free (gpointer data)
{
  Refresh *refresh = data;

  kx_number_seq_free (refresh->known);
  g_array_unref (refresh->held);
  g_free (refresh);
}

/* All rows in order; a search up to `most`. */
static KxNumberSeq *
walk_again (KxBook *book, const KxListQuery *query, guint most, GTask *task, gboolean *ret_more,
            GError **error)
{
  g_autoptr (KxListWalk) walk = kx_list_walk_new (book, query, error);
  g_autoptr (KxNumberSeq) all = kx_number_seq_new ();
  guint now = query->q != NULL ? HITS_AT_ONCE : ROWS_AT_ONCE;

  *ret_more = FALSE;
  if (walk == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr (GArray) numbers = new_numbers (now);

      if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), error) ||
          !kx_list_walk_next (walk, now, numbers, error))
        return NULL;
      kx_number_seq_append (all, (gint64 *) (void *) numbers->data, numbers->len);
      if (numbers->len < now)
        return g_steal_pointer (&all);
      if (query->q != NULL && kx_number_seq_length (all) >= most)
        {
          *ret_more = TRUE;
          return g_steal_pointer (&all);
        }
    }
}

/* A mirror that was built anew gives other numbers to the same rows. */
static gboolean
is_renumbered (KxBook *book, const KxListQuery *query, GArray *held)
{
  for (guint i = 0; i < held->len; i++)
    {
      const KxRowKnown *row = &g_array_index (held, KxRowKnown, i);
      g_auto (KxListPlace) place = { 0 };

      if (kx_list_place_by_number (book, query, row->no, &place, NULL) && !g_str_equal (place.id, row->id))
        return TRUE;
    }
  return FALSE;
}

static gpointer
refresh_all (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  const Refresh *refresh = data;
  const KxRowJob *job = ((Run *) g_task_get_task_data (task))->job;
  g_autoptr (KxRowUpdate) update = g_new0 (KxRowUpdate, 1);

  update->to = walk_again (book, query, job->most, task, &update->more, error);
  if (update->to == NULL || !count_total (book, query, &update->total, error))
    return NULL;
  update->renumbered = is_renumbered (book, query, refresh->held);
  update->splices = kx_number_diff (refresh->known, update->to, MOST_SPLICES);
  return g_steal_pointer (&update);
}

void
kx_row_refresh_async (KxRowJob *job, KxNumberSeq *known, GArray *held, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  Refresh *refresh = g_new0 (Refresh, 1);

  refresh->known = known;
  refresh->held = held;
  kx_row_job_run (job, refresh_all, refresh, refresh_free, (GDestroyNotify) kx_row_update_free, cancellable,
                  callback, user_data);
}

KxRowUpdate *
kx_row_refresh_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

#include "models/kx-activity-list.h"

#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "models/kx-keyed-list.h"
#include "store/kx-thread.h"

/* Changes often come together. */
#define PAUSE_MS 80

struct _KxActivityList
{
  GObject parent_instance;
  KxMirror *mirror;                        /* owned */
  KxKeyedList *lists[KX_ACTIVITY_N_KINDS]; /* owned */
  KxActivityReading *reading;              /* owned; the last one, its items are in the lists */
  GError *error;                           /* owned */
  GCancellable *running;                   /* owned; NULL: nothing is being read */
  gboolean again;                          /* something changed meanwhile */
  guint pause_source;
};

G_DEFINE_FINAL_TYPE (KxActivityList, kx_activity_list, G_TYPE_OBJECT)

static guint changed;

static void start (KxActivityList *self);

/* What a thread needs. */
typedef struct
{
  KxMirror *mirror;  /* owned */
  GPtrArray *drafts; /* owned */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->mirror);
  g_ptr_array_unref (question->drafts);
  g_free (question);
}

static void
read_on_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  KxBook *book = kx_mirror_take_reader (question->mirror, &error);
  KxActivityReading *reading = book != NULL ? kx_activity_read (book, question->drafts, &error) : NULL;

  if (book != NULL)
    kx_mirror_give_reader (question->mirror, book);
  if (reading != NULL)
    g_task_return_pointer (task, reading, (GDestroyNotify) kx_activity_reading_free);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  KxActivityList *self = data;
  GError *error = NULL;
  KxActivityReading *reading = g_task_propagate_pointer (G_TASK (result), &error);

  /* The list may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_object (&self->running);
  g_clear_error (&self->error);
  self->error = error;
  if (reading != NULL)
    {
      g_clear_pointer (&self->reading, kx_activity_reading_free);
      self->reading = reading;
      for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
        kx_keyed_list_set (self->lists[k], reading->items[k]);
    }
  if (self->again)
    start (self);
  g_signal_emit (self, changed, 0);
}

static void
start (KxActivityList *self)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  self->again = self->running != NULL;
  if (self->again)
    return;
  self->running = g_cancellable_new ();
  question = g_new (Question, 1);
  *question = (Question){ g_object_ref (self->mirror), kx_activity_read_drafts (self->mirror) };
  task = g_task_new (NULL, self->running, on_read, self);
  g_task_set_task_data (task, question, question_free);
  kx_thread_run (task, read_on_thread);
}

static gboolean
on_pause (gpointer data)
{
  KxActivityList *self = data;

  self->pause_source = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

static void
start_soon (KxActivityList *self)
{
  if (self->pause_source == 0)
    self->pause_source = g_timeout_add (PAUSE_MS, on_pause, self);
}

/* Other rows only matter where a line names them; what waits comes with the summary. */
static void
on_rows_changed (KxMirror *mirror, const KxRowsChanged *rows, KxActivityList *self)
{
  const KxSchema *schema = kx_mirror_get_schema (mirror);
  gboolean concerns = kx_rows_changed_concerns (rows, schema, &kx_conflict_entity) ||
                      kx_rows_changed_concerns (rows, schema, &kx_attachment_entity);

  for (guint k = 0; k < KX_ACTIVITY_N_KINDS && !concerns; k++)
    concerns = g_list_model_get_n_items (G_LIST_MODEL (self->lists[k])) > 0;
  if (concerns)
    start_soon (self);
}

static void
kx_activity_list_dispose (GObject *object)
{
  KxActivityList *self = KX_ACTIVITY_LIST (object);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_handle_id (&self->pause_source, g_source_remove);
  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    g_clear_object (&self->lists[k]);
  g_clear_object (&self->mirror);
  G_OBJECT_CLASS (kx_activity_list_parent_class)->dispose (object);
}

static void
kx_activity_list_finalize (GObject *object)
{
  KxActivityList *self = KX_ACTIVITY_LIST (object);

  g_clear_pointer (&self->reading, kx_activity_reading_free);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (kx_activity_list_parent_class)->finalize (object);
}

static void
kx_activity_list_class_init (KxActivityListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kx_activity_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = kx_activity_list_finalize;
  changed =
      g_signal_new ("changed", KX_TYPE_ACTIVITY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_activity_list_init (KxActivityList *self)
{
  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    self->lists[k] = kx_keyed_list_new (KX_TYPE_ACTIVITY_ITEM, kx_activity_item_key, kx_activity_item_absorb);
}

KxActivityList *
kx_activity_list_new (KxMirror *mirror)
{
  KxActivityList *self;

  g_return_val_if_fail (KX_IS_MIRROR (mirror), NULL);
  self = g_object_new (KX_TYPE_ACTIVITY_LIST, NULL);
  self->mirror = g_object_ref (mirror);
  g_signal_connect_object (mirror, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  g_signal_connect_object (mirror, "summary-changed", G_CALLBACK (start_soon), self, G_CONNECT_SWAPPED);
  start (self);
  return self;
}

void
kx_activity_list_reload (KxActivityList *self)
{
  g_return_if_fail (KX_IS_ACTIVITY_LIST (self));
  start (self);
}

gboolean
kx_activity_list_is_loading (KxActivityList *self)
{
  g_return_val_if_fail (KX_IS_ACTIVITY_LIST (self), FALSE);
  return self->reading == NULL && self->error == NULL;
}

const GError *
kx_activity_list_get_error (KxActivityList *self)
{
  g_return_val_if_fail (KX_IS_ACTIVITY_LIST (self), NULL);
  return self->error;
}

GListModel *
kx_activity_list_get_kind (KxActivityList *self, KxActivityKind kind)
{
  g_return_val_if_fail (KX_IS_ACTIVITY_LIST (self) && kind < KX_ACTIVITY_N_KINDS, NULL);
  return G_LIST_MODEL (self->lists[kind]);
}

const KxActivityWaiting *
kx_activity_list_get_waiting (KxActivityList *self)
{
  g_return_val_if_fail (KX_IS_ACTIVITY_LIST (self), NULL);
  return self->reading != NULL ? &self->reading->waiting : NULL;
}

GPtrArray *
kx_activity_list_get_notices (KxActivityList *self)
{
  g_return_val_if_fail (KX_IS_ACTIVITY_LIST (self), NULL);
  return self->reading != NULL ? self->reading->notices : NULL;
}

guint
kx_activity_list_get_badge (KxActivityList *self)
{
  KxMirrorSummary summary;

  g_return_val_if_fail (KX_IS_ACTIVITY_LIST (self), 0);
  kx_mirror_get_summary (self->mirror, &summary);
  return summary.conflicts + summary.refused + summary.orphans + summary.failed_uploads;
}

#include "models/kx-activity-list.h"

#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "models/kx-keyed-list.h"
#include "models/kx-mirror-source.h"

/* Changes often come together. */
#define PAUSE_MS 80

struct _KxActivityList
{
  KxRowAnswer parent_instance;
  KxKeyedList *lists[KX_ACTIVITY_N_KINDS]; /* owned */
  KxActivityReading *reading;              /* owned; the last one, its items are in the lists */
};

G_DEFINE_FINAL_TYPE (KxActivityList, kx_activity_list, KX_TYPE_ROW_ANSWER)

static guint changed;

static KxMirror *
get_mirror (KxRowAnswer *answer)
{
  return kx_mirror_source_get_mirror (KX_MIRROR_SOURCE (kx_row_answer_get_source (answer)));
}

static gpointer
read_all (KxBook *book, const KxListQuery *query, GTask *task, gpointer drafts, GError **error)
{
  return kx_activity_read (book, drafts, error);
}

static void
ask (KxRowAnswer *answer, KxRowQuestion *ret_question)
{
  *ret_question =
      (KxRowQuestion){ read_all, kx_activity_read_drafts (get_mirror (answer)),
                       (GDestroyNotify) g_ptr_array_unref, (GDestroyNotify) kx_activity_reading_free };
}

static void
take (KxRowAnswer *answer, gpointer reading, gint64 took)
{
  KxActivityList *self = KX_ACTIVITY_LIST (answer);

  if (reading != NULL)
    {
      g_clear_pointer (&self->reading, kx_activity_reading_free);
      self->reading = reading;
      for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
        kx_keyed_list_set (self->lists[k], self->reading->items[k]);
    }
  g_signal_emit (self, changed, 0);
}

/* Other rows only matter where a line names them; what waits comes with the summary. */
static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, KxActivityList *self)
{
  gboolean concerns = entity == &kx_conflict_entity || entity == &kx_attachment_entity;

  for (guint k = 0; k < KX_ACTIVITY_N_KINDS && !concerns; k++)
    concerns = g_list_model_get_n_items (G_LIST_MODEL (self->lists[k])) > 0;
  if (concerns)
    kx_row_answer_start_soon (KX_ROW_ANSWER (self));
}

static void
kx_activity_list_dispose (GObject *object)
{
  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    g_clear_object (&KX_ACTIVITY_LIST (object)->lists[k]);
  G_OBJECT_CLASS (kx_activity_list_parent_class)->dispose (object);
}

static void
kx_activity_list_finalize (GObject *object)
{
  g_clear_pointer (&KX_ACTIVITY_LIST (object)->reading, kx_activity_reading_free);
  G_OBJECT_CLASS (kx_activity_list_parent_class)->finalize (object);
}

static void
kx_activity_list_class_init (KxActivityListClass *klass)
{
  KxRowAnswerClass *answer_class = KX_ROW_ANSWER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kx_activity_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = kx_activity_list_finalize;
  answer_class->ask = ask;
  answer_class->take = take;
  answer_class->pause_ms = PAUSE_MS;
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
  g_autoptr (KxMirrorSource) source = NULL;
  KxActivityList *self;

  g_return_val_if_fail (KX_IS_MIRROR (mirror), NULL);
  source = kx_mirror_source_new (mirror);
  self = g_object_new (KX_TYPE_ACTIVITY_LIST, "source", source, NULL);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  g_signal_connect_object (mirror, "summary-changed", G_CALLBACK (kx_row_answer_start_soon), self,
                           G_CONNECT_SWAPPED);
  kx_row_answer_start (KX_ROW_ANSWER (self));
  return self;
}

void
kx_activity_list_reload (KxActivityList *self)
{
  g_return_if_fail (KX_IS_ACTIVITY_LIST (self));
  kx_row_answer_start (KX_ROW_ANSWER (self));
}

gboolean
kx_activity_list_is_loading (KxActivityList *self)
{
  g_return_val_if_fail (KX_IS_ACTIVITY_LIST (self), FALSE);
  return self->reading == NULL && kx_activity_list_get_error (self) == NULL;
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
  kx_mirror_get_summary (get_mirror (KX_ROW_ANSWER (self)), &summary);
  return summary.conflicts + summary.refused + summary.orphans + summary.failed_uploads;
}

#include "models/kx-record-model.h"

#include "models/kx-display.h"
#include "models/kx-row-job.h"
#include "models/kx-row-read.h"

struct _KxRecordModel
{
  GObject parent_instance;
  KxRowSource *source; /* owned */
  const KxEntity *entity;
  char *id;              /* owned */
  KxRecordReading *read; /* owned; NULL: not yet, or gone */
  gboolean loading;
  GError *error;         /* owned */
  GCancellable *reading; /* owned; NULL: none runs */
  gboolean again;        /* it changed while it was read */
  GHashTable *children;  /* (element-type KxEntity KxRowList) owned */
};

enum
{
  PROP_RECORD = 1,
  PROP_LOADING,
  PROP_MISSING,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KxRecordModel, kx_record_model, G_TYPE_OBJECT)

static void
notify (KxRecordModel *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
take_reading (KxRecordModel *self, KxRecordReading *read, GError *error)
{
  KxRecordReading *old = self->read;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->error != NULL || error != NULL)
    {
      g_clear_error (&self->error);
      self->error = error;
      notify (self, PROP_ERROR);
    }
  if (error == NULL)
    {
      self->read = read;
      if (self->loading || (old != NULL) != (read != NULL))
        notify (self, PROP_MISSING);
      notify (self, PROP_RECORD);
    }
  if (self->loading)
    {
      self->loading = FALSE;
      notify (self, PROP_LOADING);
    }
  g_object_thaw_notify (G_OBJECT (self));
  if (error == NULL)
    g_clear_pointer (&old, kx_record_reading_free);
}

/* A reading without a record is no reading; but a job's result must be something. */
static gpointer
read_row (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  return kx_record_reading_new (book, query->entity, data, error);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KxRecordModel *self = user_data;
  GError *error = NULL;
  KxRecordReading *read = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_object (&self->reading);
  if (read != NULL && read->record == NULL)
    g_clear_pointer (&read, kx_record_reading_free);
  take_reading (self, read, error);
  if (self->again)
    kx_record_model_reload (self);
}

static gboolean
refers_to (KxRecordModel *self, const KxEntity *entity)
{
  for (guint i = 0; i < self->entity->n_fields; i++)
    if (g_strcmp0 (self->entity->fields[i].target, entity->name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
holds (GPtrArray *ids, const char *id)
{
  return ids == NULL || g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL);
}

static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, KxRecordModel *self)
{
  if (entity == self->entity ? holds (ids, self->id) : refers_to (self, entity))
    kx_record_model_reload (self);
}

static void
kx_record_model_dispose (GObject *object)
{
  KxRecordModel *self = KX_RECORD_MODEL (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_hash_table_remove_all (self->children);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (kx_record_model_parent_class)->dispose (object);
}

static void
kx_record_model_finalize (GObject *object)
{
  KxRecordModel *self = KX_RECORD_MODEL (object);

  g_clear_pointer (&self->read, kx_record_reading_free);
  g_clear_error (&self->error);
  g_hash_table_unref (self->children);
  g_free (self->id);
  G_OBJECT_CLASS (kx_record_model_parent_class)->finalize (object);
}

static void
kx_record_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxRecordModel *self = KX_RECORD_MODEL (object);

  switch (id)
    {
    case PROP_RECORD:
      g_value_set_pointer (value, (gpointer) kx_record_model_get_record (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_MISSING:
      g_value_set_boolean (value, kx_record_model_is_missing (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kx_record_model_class_init (KxRecordModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = kx_record_model_dispose;
  object_class->finalize = kx_record_model_finalize;
  object_class->get_property = kx_record_model_get_property;
  properties[PROP_RECORD] = g_param_spec_pointer ("record", NULL, NULL, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, TRUE, flags);
  properties[PROP_MISSING] = g_param_spec_boolean ("missing", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kx_record_model_init (KxRecordModel *self)
{
  self->loading = TRUE;
  self->children = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

/**
 * kx_record_model_new:
 * @source: where rows are read
 * @entity: the kind of row
 * @id: the row
 *
 * Returns: (transfer full): the row; it is loading, and notifies when it was read
 */
KxRecordModel *
kx_record_model_new (KxRowSource *source, const KxEntity *entity, const char *id)
{
  KxRecordModel *self;

  g_return_val_if_fail (KX_IS_ROW_SOURCE (source) && entity != NULL && id != NULL, NULL);
  self = g_object_new (KX_TYPE_RECORD_MODEL, NULL);
  self->source = g_object_ref (source);
  self->entity = entity;
  self->id = g_strdup (id);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  kx_record_model_reload (self);
  return self;
}

void
kx_record_model_reload (KxRecordModel *self)
{
  g_autoptr (KxFilter) filter = NULL;

  g_return_if_fail (KX_IS_RECORD_MODEL (self));
  self->again = self->reading != NULL;
  if (self->again)
    return;
  filter = kx_filter_new (self->entity);
  self->reading = g_cancellable_new ();
  kx_row_job_run (kx_row_job_new (self->source, filter, 0), read_row, g_strdup (self->id), g_free,
                  (GDestroyNotify) kx_record_reading_free, self->reading, on_read, self);
}

const KxRecord *
kx_record_model_get_record (KxRecordModel *self)
{
  g_return_val_if_fail (KX_IS_RECORD_MODEL (self), NULL);
  return self->read != NULL ? self->read->record : NULL;
}

gboolean
kx_record_model_is_loading (KxRecordModel *self)
{
  g_return_val_if_fail (KX_IS_RECORD_MODEL (self), FALSE);
  return self->loading;
}

gboolean
kx_record_model_is_missing (KxRecordModel *self)
{
  g_return_val_if_fail (KX_IS_RECORD_MODEL (self), FALSE);
  return !self->loading && self->read == NULL && self->error == NULL;
}

const GError *
kx_record_model_get_error (KxRecordModel *self)
{
  g_return_val_if_fail (KX_IS_RECORD_MODEL (self), NULL);
  return self->error;
}

char *
kx_record_model_dup_title (KxRecordModel *self)
{
  const KxRecord *record = kx_record_model_get_record (self);

  return record != NULL ? kx_display_title (record) : g_strdup ("");
}

const char *
kx_record_model_get_ref_title (KxRecordModel *self, guint field)
{
  g_return_val_if_fail (KX_IS_RECORD_MODEL (self) && field < self->entity->n_fields, NULL);
  return self->read != NULL && self->read->titles != NULL ? self->read->titles->pdata[field] : NULL;
}

char *
kx_record_model_dup_text (KxRecordModel *self, guint field)
{
  const KxRecord *record = kx_record_model_get_record (self);
  const char *title = kx_record_model_get_ref_title (self, field);

  if (title != NULL)
    return g_strdup (title);
  return record != NULL ? kx_display_field (record, field) : g_strdup ("");
}

const char *
kx_record_model_get_editor (KxRecordModel *self)
{
  g_return_val_if_fail (KX_IS_RECORD_MODEL (self), NULL);
  return self->read != NULL ? self->read->editor : NULL;
}

KxRowList *
kx_record_model_get_children (KxRecordModel *self, const KxEntity *child)
{
  g_autoptr (KxFilter) filter = NULL;
  KxRowList *list;
  int parent, kind;

  g_return_val_if_fail (KX_IS_RECORD_MODEL (self) && child != NULL, NULL);
  list = g_hash_table_lookup (self->children, child);
  if (list != NULL)
    return list;
  parent = kx_entity_flagged (child, KX_PARENT);
  g_return_val_if_fail (parent >= 0, NULL);
  filter = kx_filter_new (child);
  kx_filter_put (filter, (guint) parent, KX_EQUALS, (KxValue){ .REF = self->id });
  kind = kx_entity_field (child, "owner_entity");
  if (g_strcmp0 (child->fields[parent].target, "*") == 0 && kind >= 0)
    kx_filter_put (filter, (guint) kind, KX_EQUALS, (KxValue){ .TEXT = self->entity->name });
  list = kx_row_list_new (self->source);
  kx_row_list_set_filter (list, filter);
  g_hash_table_insert (self->children, (gpointer) child, list);
  return list;
}

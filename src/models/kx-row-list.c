#include "models/kx-row-list.h"

#include "models/kx-row-list-private.h"
#include "store/kx-list-walk.h"

/* Rows before the end of a search at which it is walked on. */
#define NEAR_THE_END 300

enum
{
  PROP_FILTER = 1,
  PROP_LOADING,
  PROP_COMPLETE,
  PROP_N_FOUND,
  PROP_FOUND_EXACT,
  PROP_N_TOTAL,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KxRowList, kx_row_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
notify (KxRowList *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
kx_row_list_stop (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

void
kx_row_list_set_error (KxRowList *self, GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error;
  notify (self, PROP_ERROR);
}

void
kx_row_list_notify_found (KxRowList *self)
{
  notify (self, PROP_N_FOUND);
  notify (self, PROP_FOUND_EXACT);
  notify (self, PROP_COMPLETE);
}

void
kx_row_list_set_total (KxRowList *self, gint64 total)
{
  if (self->n_total == total)
    return;
  self->n_total = total;
  notify (self, PROP_N_TOTAL);
}

void
kx_row_list_set_loading (KxRowList *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  notify (self, PROP_LOADING);
}

KxRowJob *
kx_row_list_new_job (KxRowList *self)
{
  return kx_row_job_new (self->source, self->filter, self->search_most);
}

static GType
get_item_type (GListModel *model)
{
  return KX_TYPE_ROW_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return KX_ROW_LIST (model)->n_items;
}

static gboolean
on_near_the_end (gpointer data)
{
  KxRowList *self = data;

  self->more_source = 0;
  kx_row_list_want_more (self);
  return G_SOURCE_REMOVE;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KxRowList *self = KX_ROW_LIST (model);

  if (position >= self->n_items)
    return NULL;
  if (self->more && self->more_source == 0 && self->n_items - position < NEAR_THE_END)
    self->more_source = g_idle_add (on_near_the_end, self);
  return kx_row_list_dup_item (self, position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
refers_to (const KxEntity *from, const KxEntity *to)
{
  for (guint i = 0; i < from->n_fields; i++)
    if (g_strcmp0 (from->fields[i].target, to->name) == 0)
      return TRUE;
  return FALSE;
}

/* Whether rows of `entity` say in which order these ones stand, or find them. */
static gboolean
moves (const KxEntity *entity, const KxFilter *filter)
{
  int found_as = kx_entity_flagged (filter->entity, KX_FOUND_AS);

  if (filter->q != NULL)
    return found_as >= 0 && g_strcmp0 (filter->entity->fields[found_as].target, entity->name) == 0;
  return filter->sort >= 0 && g_strcmp0 (filter->entity->fields[filter->sort].target, entity->name) == 0;
}

/* Rows of another table may find this one's, or stand in it by their title: those are few and change rarely.
 */
static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, KxRowList *self)
{
  if (self->filter == NULL)
    return;
  if (entity == self->filter->entity)
    kx_row_list_note_change (self, ids);
  else if (self->filter->q != NULL && (entity->traits & KX_SEARCH_AS_PARENT))
    kx_row_list_note_change (self, NULL);
  else if (refers_to (self->filter->entity, entity))
    {
      kx_row_list_read_again (self, NULL);
      if (moves (entity, self->filter))
        kx_row_list_note_change (self, NULL);
    }
}

static void
kx_row_list_dispose (GObject *object)
{
  KxRowList *self = KX_ROW_LIST (object);

  kx_row_list_stop_following (self);
  kx_row_list_let_items_go (self);
  g_clear_handle_id (&self->more_source, g_source_remove);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (kx_row_list_parent_class)->dispose (object);
}

static void
kx_row_list_finalize (GObject *object)
{
  KxRowList *self = KX_ROW_LIST (object);

  g_clear_pointer (&self->filter, kx_filter_free);
  kx_number_seq_free (self->numbers);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->changed);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (kx_row_list_parent_class)->finalize (object);
}

static void
kx_row_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxRowList *self = KX_ROW_LIST (object);

  switch (id)
    {
    case PROP_FILTER:
      g_value_set_boxed (value, self->filter);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    case PROP_N_FOUND:
      g_value_set_uint (value, self->n_items);
      break;
    case PROP_FOUND_EXACT:
      g_value_set_boolean (value, self->complete && !self->more);
      break;
    case PROP_N_TOTAL:
      g_value_set_uint (value, kx_row_list_get_n_total (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kx_row_list_class_init (KxRowListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = kx_row_list_dispose;
  object_class->finalize = kx_row_list_finalize;
  object_class->get_property = kx_row_list_get_property;
  properties[PROP_FILTER] = g_param_spec_boxed ("filter", NULL, NULL, KX_TYPE_FILTER, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  properties[PROP_N_FOUND] = g_param_spec_uint ("n-found", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FOUND_EXACT] = g_param_spec_boolean ("found-exact", NULL, NULL, FALSE, flags);
  properties[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kx_row_list_init (KxRowList *self)
{
  self->numbers = kx_number_seq_new ();
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->waiting = g_hash_table_new (NULL, NULL);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->search_most = KX_ROW_LIST_SEARCH_MOST;
}

/**
 * kx_row_list_new:
 * @source: where rows are read
 *
 * Returns: (transfer full): a list that is empty until it gets a filter
 */
KxRowList *
kx_row_list_new (KxRowSource *source)
{
  KxRowList *self;

  g_return_val_if_fail (KX_IS_ROW_SOURCE (source), NULL);
  self = g_object_new (KX_TYPE_ROW_LIST, NULL);
  self->source = g_object_ref (source);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  return self;
}

/**
 * kx_row_list_set_filter:
 * @self: a list
 * @filter: what to show, copied
 *
 * The rows that stand there stay until the first of the new ones have come; then all are taken out at once
 * and the view begins at the top. Rows of another kind are taken out immediately. The same filter again
 * changes nothing.
 */
void
kx_row_list_set_filter (KxRowList *self, const KxFilter *filter)
{
  KxFilter *old;

  g_return_if_fail (KX_IS_ROW_LIST (self) && filter != NULL);
  old = self->filter;
  if (old != NULL && kx_filter_equal (old, filter))
    return;
  self->filter = kx_filter_copy (filter);
  g_clear_pointer (&old, kx_filter_free);
  notify (self, PROP_FILTER);
  kx_row_list_begin_walk (self);
}

const KxFilter *
kx_row_list_get_filter (KxRowList *self)
{
  g_return_val_if_fail (KX_IS_ROW_LIST (self), NULL);
  return self->filter;
}

void
kx_row_list_reload (KxRowList *self)
{
  g_return_if_fail (KX_IS_ROW_LIST (self));
  if (self->filter == NULL)
    return;
  if (self->complete)
    kx_row_list_note_change (self, NULL);
  else
    kx_row_list_begin_walk (self);
}

gboolean
kx_row_list_is_loading (KxRowList *self)
{
  g_return_val_if_fail (KX_IS_ROW_LIST (self), FALSE);
  return self->loading;
}

guint
kx_row_list_get_n_found (KxRowList *self, gboolean *ret_exact)
{
  g_return_val_if_fail (KX_IS_ROW_LIST (self), 0);
  if (ret_exact != NULL)
    *ret_exact = self->complete && !self->more;
  return self->n_items;
}

guint
kx_row_list_get_n_total (KxRowList *self)
{
  g_return_val_if_fail (KX_IS_ROW_LIST (self), 0);
  return (guint) CLAMP (self->n_total, 0, G_MAXUINT);
}

const GError *
kx_row_list_get_error (KxRowList *self)
{
  g_return_val_if_fail (KX_IS_ROW_LIST (self), NULL);
  return self->error;
}

gboolean
kx_row_list_find (KxRowList *self, const char *id, guint *ret_position)
{
  KxRowItem *item;

  g_return_val_if_fail (KX_IS_ROW_LIST (self) && id != NULL, FALSE);
  item = kx_row_list_find_item (self, id);
  if (item != NULL)
    *ret_position = kx_row_item_get_position (item);
  return item != NULL;
}

static void
on_ran (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, g_task_get_task_data (task));
  else
    g_task_return_error (task, error);
}

/* A job whose answer is asked of the list; an answer that nobody takes is freed with `free_result`. */
static void
run_for (KxRowList *self, KxRowWork work, gpointer data, GDestroyNotify free_data, GDestroyNotify free_result,
         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, (gpointer) free_result, NULL);
  kx_row_job_run (kx_row_list_new_job (self), work, data, free_data, free_result, cancellable, on_ran, task);
}

static gpointer
find_number (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  g_auto (KxListPlace) place = { 0 };
  GError *local = NULL;
  gint64 *no;

  if (!kx_list_place_by_id (book, query, data, FALSE, &place, &local) && local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  no = g_new (gint64, 1);
  *no = place.no;
  return no;
}

/**
 * kx_row_list_find_async:
 * @self: a list with a filter
 * @id: a row
 * @callback: gets the answer of kx_row_list_find_finish()
 *
 * Finds where a row stands although it was never read.
 */
void
kx_row_list_find_async (KxRowList *self, const char *id, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KX_IS_ROW_LIST (self) && id != NULL && self->filter != NULL);
  run_for (self, find_number, g_strdup (id), g_free, g_free, cancellable, callback, user_data);
}

gboolean
kx_row_list_find_finish (KxRowList *self, GAsyncResult *result, guint *ret_position, GError **error)
{
  g_autofree gint64 *no = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  no = g_task_propagate_pointer (G_TASK (result), error);
  return no != NULL && kx_number_seq_find (self->numbers, *no, ret_position);
}

static gpointer
read_ids (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  GArray *numbers = data;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < numbers->len; i++)
    {
      g_auto (KxListPlace) place = { 0 };
      GError *local = NULL;

      if (kx_list_place_by_number (book, query, g_array_index (numbers, gint64, i), &place, &local))
        g_ptr_array_add (ids, g_steal_pointer (&place.id));
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return NULL;
        }
    }
  return g_steal_pointer (&ids);
}

/**
 * kx_row_list_list_ids_async:
 * @self: a list with a filter
 * @positions: (array length=n): rows of the list
 * @n: how many
 * @callback: gets the answer of kx_row_list_list_ids_finish()
 *
 * Tells which rows stand at these positions now, be they read or not. Positions that are not there any more
 * have none.
 */
void
kx_row_list_list_ids_async (KxRowList *self, const guint *positions, guint n, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_if_fail (KX_IS_ROW_LIST (self) && self->filter != NULL);
  for (guint i = 0; i < n; i++)
    if (positions[i] < kx_number_seq_length (self->numbers))
      {
        gint64 no = kx_number_seq_get (self->numbers, positions[i]);

        g_array_append_val (numbers, no);
      }
  run_for (self, read_ids, numbers, (GDestroyNotify) g_array_unref, (GDestroyNotify) g_ptr_array_unref,
           cancellable, callback, user_data);
}

GPtrArray *
kx_row_list_list_ids_finish (KxRowList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

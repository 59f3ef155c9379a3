/* How a list comes to its rows and follows its source: the first walk, walks after it, changed rows, and the
 * telling of what changed, a little in each turn of the main loop. */
#include "models/kx-row-list-private.h"

/* More changed rows than these are not looked for one by one. */
#define MOST_IDS 1000
/* Changes that come while others are looked for: after so many attempts all is walked again. */
#define MOST_TRIES 3
#define SLICE_US 3000
/* Between two walks passes this many times what the last one took, and at least a little. */
#define REST_FACTOR 2
#define LEAST_REST_US 100000

static void start_update (KxRowList *self);

static void
items_changed (KxRowList *self, guint position, guint removed, guint added)
{
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* The first rows are there: those of before go, and the view begins anew. */
static void
open_rows (KxRowList *self, KxRowPart *part)
{
  guint before = self->n_items;

  kx_row_list_let_items_go (self);
  kx_number_seq_free (self->numbers);
  self->numbers = kx_number_seq_new ();
  self->n_items = 0;
  self->shown = self->filter->entity;
  self->complete = self->more = FALSE;
  items_changed (self, 0, before, 0);
  kx_number_seq_append (self->numbers, (gint64 *) (void *) part->numbers->data, part->numbers->len);
  self->n_items = MAX ((guint) MAX (part->count, 0), part->numbers->len);
  kx_row_list_take_readings (self, part->readings, 0);
  kx_row_list_set_error (self, NULL);
  items_changed (self, 0, 0, self->n_items);
  kx_row_list_set_total (self, part->total);
  kx_row_list_notify_found (self);
  kx_row_list_set_loading (self, FALSE);
}

static void
append_rows (KxRowList *self, GArray *numbers)
{
  guint before = self->n_items;

  kx_number_seq_append (self->numbers, (gint64 *) (void *) numbers->data, numbers->len);
  self->n_items = MAX (before, kx_number_seq_length (self->numbers));
  kx_row_list_name_waiting (self);
  items_changed (self, before, 0, self->n_items - before);
  if (self->n_items != before)
    kx_row_list_notify_found (self);
}

static void
on_part (KxRowPart *part, gpointer data)
{
  KxRowList *self = data;

  if (part->first)
    open_rows (self, part);
  else
    append_rows (self, part->numbers);
}

/* Counted and walked within one transaction, both agree; a list never shows rows that the walk did not find.
 */
static void
on_walked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KxRowList *self = user_data;
  GError *error = NULL;
  gboolean more, walked = kx_row_walk_finish (result, &more, &error);
  guint length;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_object (&self->walk);
  kx_row_list_set_loading (self, FALSE);
  if (!walked)
    {
      kx_row_list_set_error (self, error);
      return;
    }
  length = kx_number_seq_length (self->numbers);
  if (self->n_items > length)
    {
      guint excess = self->n_items - length;

      self->n_items = length;
      items_changed (self, length, excess, 0);
    }
  self->complete = TRUE;
  self->more = more;
  kx_row_list_notify_found (self);
  start_update (self);
}

void
kx_row_list_begin_walk (KxRowList *self)
{
  kx_row_list_stop_following (self);
  if (self->filter->entity != self->shown && self->n_items > 0)
    {
      guint before = self->n_items;

      kx_row_list_let_items_go (self);
      kx_number_seq_free (self->numbers);
      self->numbers = kx_number_seq_new ();
      self->n_items = 0;
      items_changed (self, 0, before, 0);
    }
  self->search_most = KX_ROW_LIST_SEARCH_MOST;
  self->walk = g_cancellable_new ();
  kx_row_list_set_loading (self, TRUE);
  kx_row_walk_async (kx_row_list_new_job (self), on_part, self, self->walk, on_walked, self);
}

/* What comes from now on belongs to another filter, or nobody waits for it. */
void
kx_row_list_stop_following (KxRowList *self)
{
  kx_row_list_stop (&self->walk);
  kx_row_list_stop (&self->update);
  g_clear_handle_id (&self->apply_source, g_source_remove);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_pointer (&self->applying, kx_row_update_free);
  g_hash_table_remove_all (self->changed);
  self->all_changed = FALSE;
  self->tries = 0;
  self->rest_until = 0;
}

/* Telling what changed. */

static void
finish_applying (KxRowList *self)
{
  g_autoptr (KxRowUpdate) update = g_steal_pointer (&self->applying);

  self->more = update->more;
  self->tries = 0;
  kx_row_list_read_again (self, update->changed);
  kx_row_list_set_error (self, NULL);
  kx_row_list_set_total (self, update->total);
  kx_row_list_notify_found (self);
  start_update (self);
}

static void
apply_splice (KxRowList *self, const KxNumberSplice *splice)
{
  g_autofree gint64 *added = g_new (gint64, splice->added + 1);

  kx_number_seq_read (self->applying->to, splice->position, splice->added, added);
  kx_number_seq_splice (self->numbers, splice->position, splice->removed, added, splice->added);
  self->n_items = kx_number_seq_length (self->numbers);
  kx_row_list_move_items (self, splice);
  items_changed (self, splice->position, splice->removed, splice->added);
}

static gboolean
on_apply (gpointer data)
{
  KxRowList *self = data;
  gint64 until = g_get_monotonic_time () + SLICE_US;

  while (self->applying != NULL && self->next_splice < self->applying->splices->len)
    {
      KxNumberSplice splice = g_array_index (self->applying->splices, KxNumberSplice, self->next_splice++);

      apply_splice (self, &splice);
      if (g_get_monotonic_time () >= until)
        return G_SOURCE_CONTINUE;
    }
  self->apply_source = 0;
  if (self->applying != NULL)
    finish_applying (self);
  return G_SOURCE_REMOVE;
}

/* Takes `update`. */
static void
apply (KxRowList *self, KxRowUpdate *update)
{
  self->applying = update;
  self->next_splice = 0;
  self->apply_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_apply, self, NULL);
}

/* Finding out what changed. */

static gboolean
failed (KxRowList *self, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return TRUE;
    }
  g_clear_object (&self->update);
  if (error == NULL)
    return FALSE;
  self->all_changed = TRUE; /* what was not found out is found out with the next change, or a reload */
  kx_row_list_set_error (self, error);
  return TRUE;
}

static void
on_refreshed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KxRowList *self = user_data;
  GError *error = NULL;
  g_autoptr (KxRowUpdate) update = kx_row_refresh_finish (result, &error);
  gint64 now = g_get_monotonic_time ();

  if (failed (self, error))
    return;
  self->rest_until = now + MAX ((now - self->began) * REST_FACTOR, LEAST_REST_US);
  if (update->renumbered)
    {
      kx_row_list_begin_walk (self);
      return;
    }
  apply (self, g_steal_pointer (&update));
}

typedef struct
{
  KxRowList *list; /* not touched when cancelled */
  GPtrArray *ids;  /* owned */
} Moving;

static void
on_moved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Moving *moving = user_data;
  KxRowList *self = moving->list;
  g_autoptr (GPtrArray) ids = moving->ids;
  GError *error = NULL;
  g_autoptr (KxRowUpdate) update = kx_row_moves_finish (result, &error);

  g_free (moving);
  if (failed (self, error))
    return;
  if (!update->lost && g_hash_table_size (self->changed) == 0 && !self->all_changed)
    {
      apply (self, g_steal_pointer (&update));
      return;
    }
  /* Rows changed while others were looked for, perhaps among those they were compared with: all once more. */
  self->all_changed = self->all_changed || update->lost || ++self->tries >= MOST_TRIES;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->changed, g_strdup (ids->pdata[i]));
  start_update (self);
}

static gboolean
on_rested (gpointer data)
{
  KxRowList *self = data;

  self->rest_source = 0;
  start_update (self);
  return G_SOURCE_REMOVE;
}

static void
start_refresh (KxRowList *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now < self->rest_until)
    {
      if (self->rest_source == 0)
        self->rest_source = g_timeout_add ((guint) ((self->rest_until - now) / 1000 + 1), on_rested, self);
      return;
    }
  g_hash_table_remove_all (self->changed);
  self->all_changed = FALSE;
  self->began = now;
  self->update = g_cancellable_new ();
  kx_row_refresh_async (kx_row_list_new_job (self), kx_number_seq_copy (self->numbers),
                        kx_row_list_known_items (self), self->update, on_refreshed, self);
}

static void
start_moves (KxRowList *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  Moving *moving = g_new0 (Moving, 1);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_ptr_array_add (ids, id);
      g_hash_table_iter_steal (&iter);
    }
  *moving = (Moving){ self, ids };
  self->update = g_cancellable_new ();
  kx_row_moves_async (kx_row_list_new_job (self), kx_number_seq_copy (self->numbers), g_ptr_array_ref (ids),
                      kx_row_list_known_items (self), self->update, on_moved, moving);
}

/* One thing at a time: what changed meanwhile is looked for when the view has been told of the last. */
static void
start_update (KxRowList *self)
{
  gboolean any = self->all_changed || g_hash_table_size (self->changed) > 0;

  if (!any || !self->complete || self->walk != NULL || self->update != NULL || self->applying != NULL)
    return;
  if (self->all_changed || self->filter->q != NULL)
    start_refresh (self);
  else
    start_moves (self);
}

void
kx_row_list_note_change (KxRowList *self, GPtrArray *ids)
{
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_hash_table_add (self->changed, g_strdup (ids->pdata[i]));
  if (ids == NULL || g_hash_table_size (self->changed) > MOST_IDS)
    self->all_changed = TRUE;
  start_update (self);
}

/* A search that waits for somebody to scroll is walked on. */
void
kx_row_list_want_more (KxRowList *self)
{
  if (!self->more || self->update != NULL || self->applying != NULL || self->all_changed)
    return;
  self->search_most = MIN (self->search_most, G_MAXUINT / 2) * 2;
  self->all_changed = TRUE;
  self->rest_until = 0;
  start_update (self);
}

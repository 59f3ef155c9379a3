/* The items of a list: who is held, who is kept for a while, and the reading of rows that were asked for. */
#include "models/kx-row-list-private.h"
#include "models/kx-row-read.h"

/* Read rows that are kept although nobody holds them. */
#define MOST_RECENT 2000
#define PAGE 100
#define PAGES_AT_ONCE 4

static void start_reading (KxRowList *self);

static void
on_item_gone (gint64 no, guint position, gpointer data)
{
  KxRowList *self = data;

  if (no != 0)
    g_hash_table_remove (self->items, &no);
  else
    g_hash_table_remove (self->waiting, GUINT_TO_POINTER (position));
}

static gint64 *
copy_number (gint64 no)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = no;
  return copy;
}

static KxRowItem *
new_item (KxRowList *self, gint64 no, guint position)
{
  KxRowItem *item = kx_row_item_new (no, position, on_item_gone, self);

  if (no != 0)
    g_hash_table_insert (self->items, copy_number (no), item);
  else
    g_hash_table_insert (self->waiting, GUINT_TO_POINTER (position), item);
  return item;
}

static KxRowItem *
find_item (KxRowList *self, gint64 no)
{
  return g_hash_table_lookup (self->items, &no);
}

/* Keeps the item for a while. */
static void
touch (KxRowList *self, KxRowItem *item)
{
  GList **link = kx_row_item_recent_link (item);

  if (*link != NULL)
    g_queue_unlink (&self->recent, *link);
  else
    {
      *link = g_list_alloc ();
      (*link)->data = g_object_ref (item);
    }
  g_queue_push_head_link (&self->recent, *link);
  while (self->recent.length > MOST_RECENT)
    {
      KxRowItem *oldest = g_queue_pop_tail (&self->recent);

      *kx_row_item_recent_link (oldest) = NULL;
      g_object_unref (oldest);
    }
}

static gboolean
on_want (gpointer data)
{
  KxRowList *self = data;

  self->want_source = 0;
  start_reading (self);
  return G_SOURCE_REMOVE;
}

/* To be read soon, together with what else is asked for in this turn of the main loop. */
static void
want (KxRowList *self, gint64 no)
{
  g_queue_push_tail (&self->wanted, copy_number (no));
  if (self->want_source == 0)
    self->want_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_want, self, NULL);
}

/* What is to be read by one task: numbers, and where they stood when it began. */
typedef struct
{
  GArray *numbers;   /* (element-type gint64) owned */
  GArray *positions; /* (element-type guint) owned */
} Pages;

static void
pages_free (gpointer data)
{
  Pages *pages = data;

  g_array_unref (pages->numbers);
  g_array_unref (pages->positions);
  g_free (pages);
}

/* The rows around one that is wanted: those of its page that are not read yet. */
static void
add_page (KxRowList *self, Pages *pages, guint first)
{
  guint length = kx_number_seq_length (self->numbers), n = first < length ? MIN (PAGE, length - first) : 0;
  gint64 numbers[PAGE];

  kx_number_seq_read (self->numbers, MIN (first, length), n, numbers);
  for (guint i = 0; i < n; i++)
    {
      KxRowItem *item = find_item (self, numbers[i]);
      guint position = first + i;

      if (item != NULL && !kx_row_item_is_stale (item))
        continue;
      g_array_append_val (pages->numbers, numbers[i]);
      g_array_append_val (pages->positions, position);
    }
}

/* The latest first: what somebody looks at now. Who is not held any more is not read. */
static Pages *
choose_pages (KxRowList *self)
{
  Pages *pages = g_new0 (Pages, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  pages->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  pages->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  while (g_hash_table_size (seen) < PAGES_AT_ONCE && self->wanted.length > 0)
    {
      g_autofree gint64 *no = g_queue_pop_tail (&self->wanted);
      KxRowItem *item = find_item (self, *no);
      guint position = item != NULL ? kx_row_item_get_position (item) : 0, first = position - position % PAGE;

      if (item != NULL && kx_row_item_is_stale (item) && g_hash_table_add (seen, GUINT_TO_POINTER (first)))
        add_page (self, pages, first);
    }
  return pages;
}

static gpointer
read_pages (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  GArray *numbers = ((Pages *) data)->numbers;

  return kx_row_read_some (book, query->entity, query->q, (gint64 *) (void *) numbers->data, numbers->len,
                           g_task_get_cancellable (task), error);
}

/* Gives the item of a row its reading; a row that nobody asked for gets an item for the time somebody will.
 */
static void
take_reading (KxRowList *self, KxRowReading *reading, guint position)
{
  KxRowItem *item = find_item (self, reading->no);

  if (item != NULL)
    g_object_ref (item);
  else if (position < kx_number_seq_length (self->numbers) &&
           kx_number_seq_get (self->numbers, position) == reading->no)
    item = new_item (self, reading->no, position);
  else
    {
      kx_row_reading_free (reading);
      return;
    }
  touch (self, item);
  kx_row_item_take_reading (item, reading);
  g_object_unref (item);
}

void
kx_row_list_take_readings (KxRowList *self, GPtrArray *readings, guint position)
{
  for (guint i = 0; i < readings->len; i++)
    {
      KxRowReading *reading = readings->pdata[i];

      readings->pdata[i] = NULL;
      take_reading (self, reading, position + i);
    }
  g_ptr_array_set_free_func (readings, NULL);
}

typedef struct
{
  KxRowList *list;   /* not touched when cancelled */
  GArray *positions; /* owned */
} Asked;

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GArray) positions = ((Asked *) user_data)->positions;
  KxRowList *self = ((Asked *) user_data)->list;
  g_autoptr (GPtrArray) readings = NULL;
  GError *error = NULL;

  g_free (user_data);
  readings = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_object (&self->reading);
  if (readings == NULL)
    {
      kx_row_list_set_error (self, error);
      return;
    }
  for (guint i = 0; i < readings->len; i++)
    take_reading (self, readings->pdata[i], g_array_index (positions, guint, i));
  g_ptr_array_set_free_func (readings, NULL);
  start_reading (self);
}

static void
start_reading (KxRowList *self)
{
  Pages *pages;
  Asked *asked;

  if (self->reading != NULL || self->filter == NULL || self->filter->entity != self->shown)
    return;
  pages = choose_pages (self);
  if (pages->numbers->len == 0)
    {
      pages_free (pages);
      return;
    }
  asked = g_new0 (Asked, 1);
  *asked = (Asked){ self, g_array_ref (pages->positions) };
  self->reading = g_cancellable_new ();
  kx_row_job_run (kx_row_list_new_job (self), read_pages, pages, pages_free,
                  (GDestroyNotify) g_ptr_array_unref, self->reading, on_read, asked);
}

KxRowItem *
kx_row_list_dup_item (KxRowList *self, guint position)
{
  gboolean known = position < kx_number_seq_length (self->numbers);
  gint64 no = known ? kx_number_seq_get (self->numbers, position) : 0;
  KxRowItem *item =
      known ? find_item (self, no) : g_hash_table_lookup (self->waiting, GUINT_TO_POINTER (position));

  if (item != NULL && *kx_row_item_recent_link (item) != NULL)
    touch (self, item);
  item = item != NULL ? g_object_ref (item) : new_item (self, no, position);
  if (known && kx_row_item_is_stale (item))
    want (self, no);
  return item;
}

static void
let_go_of (GHashTable *table)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    kx_row_item_let_go (item);
  g_hash_table_remove_all (table);
}

/* Whoever holds an item keeps it as it is; the list makes new ones. */
void
kx_row_list_let_items_go (KxRowList *self)
{
  GQueue recent = self->recent;

  kx_row_list_stop (&self->reading);
  g_clear_handle_id (&self->want_source, g_source_remove);
  g_queue_clear_full (&self->wanted, g_free);
  g_queue_init (&self->recent);
  let_go_of (self->items);
  let_go_of (self->waiting);
  g_queue_clear_full (&recent, g_object_unref);
}

void
kx_row_list_name_waiting (KxRowList *self)
{
  g_autoptr (GList) items = g_hash_table_get_values (self->waiting);
  guint length = kx_number_seq_length (self->numbers);

  for (GList *at = items; at != NULL; at = at->next)
    {
      KxRowItem *item = at->data;
      guint position = kx_row_item_get_position (item);
      gint64 no;

      if (position >= length)
        continue;
      no = kx_number_seq_get (self->numbers, position);
      g_hash_table_remove (self->waiting, GUINT_TO_POINTER (position));
      kx_row_item_set_no (item, no);
      g_hash_table_replace (self->items, copy_number (no), item);
      want (self, no);
    }
}

/* Where the splice leaves the items that the list has; those taken out stand nowhere. */
static void
place_items (KxRowList *self, const KxNumberSplice *splice, GPtrArray *moved)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      guint position = kx_row_item_get_position (item);

      if (position == KX_ROW_ITEM_NOWHERE || position < splice->position)
        continue;
      if (position < splice->position + splice->removed)
        kx_row_item_set_position (item, KX_ROW_ITEM_NOWHERE);
      else if (kx_row_item_set_position (item, position - splice->removed + splice->added))
        g_ptr_array_add (moved, g_object_ref (item));
    }
}

void
kx_row_list_move_items (KxRowList *self, const KxNumberSplice *splice)
{
  g_autoptr (GPtrArray) moved = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree gint64 *added = g_new (gint64, splice->added + 1);

  place_items (self, splice, moved);
  kx_number_seq_read (self->numbers, splice->position, splice->added, added);
  for (guint i = 0; i < splice->added; i++)
    {
      KxRowItem *item = find_item (self, added[i]);

      if (item != NULL && kx_row_item_set_position (item, splice->position + i))
        g_ptr_array_add (moved, g_object_ref (item));
    }
  for (guint i = 0; i < moved->len; i++)
    g_object_notify (moved->pdata[i], "position");
}

/* An item that only the list keeps is forgotten: it is read again when somebody asks. */
static void
read_item_again (KxRowList *self, KxRowItem *item)
{
  GList **link = kx_row_item_recent_link (item);

  kx_row_item_mark_stale (item);
  if (*link == NULL || G_OBJECT (item)->ref_count > 1)
    {
      want (self, kx_row_item_get_no (item));
      return;
    }
  g_queue_delete_link (&self->recent, *link);
  *link = NULL;
  g_object_unref (item);
}

void
kx_row_list_read_again (KxRowList *self, GArray *numbers)
{
  g_autoptr (GList) all = numbers == NULL ? g_hash_table_get_values (self->items) : NULL;

  for (GList *at = all; at != NULL; at = at->next)
    read_item_again (self, at->data);
  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    {
      KxRowItem *item = find_item (self, g_array_index (numbers, gint64, i));

      if (item != NULL)
        read_item_again (self, item);
    }
}

GArray *
kx_row_list_known_items (KxRowList *self)
{
  GArray *known = kx_row_known_new ();
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (kx_row_item_get_id (item) != NULL)
      {
        KxRowKnown row = { kx_row_item_get_no (item), g_strdup (kx_row_item_get_id (item)) };

        g_array_append_val (known, row);
      }
  return known;
}

KxRowItem *
kx_row_list_find_item (KxRowList *self, const char *id)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (kx_row_item_get_position (item) != KX_ROW_ITEM_NOWHERE &&
        g_strcmp0 (kx_row_item_get_id (item), id) == 0)
      return item;
  return NULL;
}

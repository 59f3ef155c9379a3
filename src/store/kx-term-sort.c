#include "store/kx-term-sort.h"

#include "store/kx-search-text.h"
#include "store/kx-term-runs.h"

#include <string.h>

#define HEAD 8     /* bytes of a term that stand in its item */
#define FEW 16     /* items that are sorted by insertion */
#define AHEAD 1024 /* rows of a block */
#define BLOCKS 4   /* that are on their way at once */
#define MOST_BUFFER ((gsize) 256 << 10)
#define LEAST_BUFFER ((gsize) 16 << 10)

/* A row in memory. Most comparisons need no more than the head, the term's first bytes as a number. */
typedef struct
{
  guint64 head;
  gint64 rank, row;
  guint32 rest;                  /* where its other bytes stand, with a NUL; 0: there are none */
  guint32 length : 8, area : 24; /* length: of the whole term */
} Item;

/* What becomes one run. */
typedef struct
{
  Item *items; /* owned */
  guint n_items, room;
  GByteArray *rests; /* owned; begins with a NUL that stands for no bytes */
} Batch;

/* Merged rows; none: the end, or an error. */
typedef struct
{
  KxTermEntry entries[AHEAD];
  guint n;
  GError *error; /* owned */
} Block;

struct _KxTermSort
{
  guint most; /* items of a batch */
  gsize most_rests, buffer;
  Batch batch;      /* being filled */
  Batch behind;     /* being sorted and written by the thread */
  KxTermRuns *runs; /* owned; NULL: all items fit into memory so far */
  GThread *thread;  /* owned; one at a time: for a run, or for the merged rows */
  GError *failure;  /* owned; of the run; the thread's while there is one */

  gboolean reading, ended;
  guint next;               /* of the items, or of the block's entries */
  KxTermEntry last;         /* the row given last, without runs; length 0: none */
  GAsyncQueue *full, *free; /* (element-type Block) owned; blocks on their way, to here and back */
  Block *block;             /* owned; whose rows are given */
  KxTermEntry merged;       /* the thread's: the last entry of the block before; length 0: none */
};

static char stop; /* stands in the queue for a block that does not come */

static void
block_free (gpointer data)
{
  if (data == &stop)
    return;
  g_clear_error (&((Block *) data)->error);
  g_free (data);
}

KxTermSort *
kx_term_sort_new (gsize most_bytes)
{
  KxTermSort *sort = g_new0 (KxTermSort, 1);
  gsize each = most_bytes / 2;

  /* An average term has about six bytes beside its item. */
  sort->most = (guint) CLAMP (each / (sizeof (Item) + 6), 1, G_MAXINT);
  sort->most_rests = MAX (each / 4, KX_SEARCH_TERM_MAX + 2);
  sort->buffer = CLAMP (most_bytes / 64, LEAST_BUFFER, MOST_BUFFER);
  sort->batch.rests = g_byte_array_append (g_byte_array_new (), (const guint8 *) "", 1);
  sort->behind.rests = g_byte_array_append (g_byte_array_new (), (const guint8 *) "", 1);
  return sort;
}

void
kx_term_sort_free (KxTermSort *sort)
{
  if (sort->free != NULL)
    g_async_queue_push (sort->free, &stop);
  if (sort->thread != NULL)
    g_thread_join (sort->thread);
  g_clear_pointer (&sort->full, g_async_queue_unref);
  g_clear_pointer (&sort->free, g_async_queue_unref);
  g_clear_pointer (&sort->block, block_free);
  g_clear_pointer (&sort->runs, kx_term_runs_free);
  g_clear_error (&sort->failure);
  g_free (sort->batch.items);
  g_free (sort->behind.items);
  g_byte_array_unref (sort->batch.rests);
  g_byte_array_unref (sort->behind.rests);
  g_free (sort);
}

static gboolean
is_less (const Batch *batch, const Item *a, const Item *b)
{
  int order;

  if (a->head != b->head)
    return a->head < b->head;
  order = a->rest == b->rest ? 0
                             : strcmp ((const char *) batch->rests->data + a->rest,
                                       (const char *) batch->rests->data + b->rest);
  if (order != 0)
    return order < 0;
  return a->rank != b->rank ? a->rank < b->rank : a->row < b->row;
}

static void
sort_few (const Batch *batch, Item *items, guint n)
{
  for (guint i = 1; i < n; i++)
    {
      Item item = items[i];
      guint k = i;

      for (; k > 0 && is_less (batch, &item, &items[k - 1]); k--)
        items[k] = items[k - 1];
      items[k] = item;
    }
}

/* In place, so that all memory holds items. The pivots are chosen by numbers that look random, so that no
 * order of the rows is a slow one. */
static void
sort_items (const Batch *batch, Item *items, guint n)
{
  guint32 random = 1;

  while (n > FEW)
    {
      Item pivot;
      gint low = -1, high = (gint) n;

      random = random * 1664525 + 1013904223;
      pivot = items[(guint64) random * (n - 1) >> 32];
      for (;;)
        {
          do
            low++;
          while (is_less (batch, &items[low], &pivot));
          do
            high--;
          while (is_less (batch, &pivot, &items[high]));
          if (low >= high)
            break;
          Item other = items[low];
          items[low] = items[high];
          items[high] = other;
        }
      /* Both parts have items: the pivot is not the last one. The smaller goes first, so that the stack stays
       * low. */
      guint first = (guint) high + 1;
      if (first < n - first)
        {
          sort_items (batch, items, first);
          items += first;
          n -= first;
        }
      else
        {
          sort_items (batch, items + first, n - first);
          n = first;
        }
    }
  sort_few (batch, items, n);
}

static void
read_item (const Batch *batch, const Item *item, KxTermEntry *ret_entry)
{
  guint64 head = GUINT64_TO_BE (item->head);

  memcpy (ret_entry->term, &head, HEAD);
  if (item->length > HEAD)
    memcpy (ret_entry->term + HEAD, batch->rests->data + item->rest, item->length - HEAD);
  ret_entry->term[item->length] = '\0';
  ret_entry->length = item->length;
  ret_entry->rank = item->rank;
  ret_entry->row = item->row;
  ret_entry->area = item->area;
}

static gpointer
write_run (gpointer data)
{
  KxTermSort *sort = data;
  Batch *batch = &sort->behind;
  KxTermEntry entry;
  gboolean written = TRUE;

  sort_items (batch, batch->items, batch->n_items);
  for (guint i = 0; written && i < batch->n_items; i++)
    {
      read_item (batch, &batch->items[i], &entry);
      written = kx_term_runs_write (sort->runs, &entry, &sort->failure);
    }
  if (written)
    kx_term_runs_end (sort->runs, &sort->failure);
  batch->n_items = 0;
  g_byte_array_set_size (batch->rests, 1);
  return NULL;
}

/* Waits for the run that is being written. */
static gboolean
settle (KxTermSort *sort, GError **error)
{
  if (sort->thread != NULL)
    g_thread_join (g_steal_pointer (&sort->thread));
  if (sort->failure != NULL)
    g_propagate_error (error, g_error_copy (sort->failure));
  return sort->failure == NULL;
}

/* The batch becomes a run while the next one is filled. */
static gboolean
hand_over (KxTermSort *sort, GError **error)
{
  Batch batch = sort->batch;

  if (!settle (sort, error) ||
      (sort->runs == NULL && (sort->runs = kx_term_runs_new (sort->buffer, error)) == NULL))
    return FALSE;
  sort->batch = sort->behind;
  sort->behind = batch;
  sort->thread = g_thread_new ("kx-term-run", write_run, sort);
  return TRUE;
}

static void
add_item (const KxTermSort *sort, Batch *batch, const char *term, gint64 rank, gint64 row, gint64 area)
{
  gsize length = strlen (term);
  Item item = { .rank = rank, .row = row, .length = length & 0xff, .area = area & (KX_TERM_SORT_AREAS - 1) };
  guint64 head = 0;

  g_assert (length <= KX_SEARCH_TERM_MAX);
  memcpy (&head, term, MIN (length, HEAD));
  item.head = GUINT64_FROM_BE (head);
  if (length > HEAD)
    {
      item.rest = batch->rests->len;
      g_byte_array_append (batch->rests, (const guint8 *) term + HEAD, (guint) length - HEAD + 1);
    }
  if (batch->n_items == batch->room)
    {
      batch->room = (guint) MIN (sort->most, MAX (1024, (guint64) batch->room * 2));
      batch->items = g_renew (Item, batch->items, batch->room);
    }
  batch->items[batch->n_items++] = item;
}

gboolean
kx_term_sort_add (KxTermSort *sort, const char *const *terms, gsize n, gint64 rank, gint64 row, gint64 area,
                  GError **error)
{
  g_assert (!sort->reading && area >= 0 && area < KX_TERM_SORT_AREAS);
  for (gsize i = 0; i < n; i++)
    {
      if ((sort->batch.n_items == sort->most ||
           sort->batch.rests->len + KX_SEARCH_TERM_MAX > sort->most_rests) &&
          !hand_over (sort, error))
        return FALSE;
      add_item (sort, &sort->batch, terms[i], rank, row, area);
    }
  return TRUE;
}

/* Fills a block with the next rows, each once. */
static void
fill (KxTermSort *sort, Block *block)
{
  const KxTermEntry *before = &sort->merged;

  block->n = 0;
  while (block->n < AHEAD && kx_term_runs_take (sort->runs, &block->entries[block->n], &block->error))
    if (before->length == 0 || kx_term_entry_compare (&block->entries[block->n], before) != 0)
      before = &block->entries[block->n++];
  if (block->error != NULL)
    block->n = 0;
  if (block->n > 0)
    sort->merged = block->entries[block->n - 1];
}

/* Merges the runs, some blocks ahead of who takes the rows. */
static gpointer
merge (gpointer data)
{
  KxTermSort *sort = data;
  gboolean more = TRUE;

  while (more)
    {
      Block *block = g_async_queue_pop (sort->free);

      if ((char *) block == &stop)
        break;
      fill (sort, block);
      more = block->n > 0;
      g_async_queue_push (sort->full, block);
    }
  return NULL;
}

static gboolean
begin_reading (KxTermSort *sort, GError **error)
{
  sort->reading = TRUE;
  if (sort->runs == NULL)
    {
      sort_items (&sort->batch, sort->batch.items, sort->batch.n_items);
      return TRUE;
    }
  if (!hand_over (sort, error) || !settle (sort, error))
    return FALSE;
  g_clear_pointer (&sort->batch.items, g_free);
  g_clear_pointer (&sort->behind.items, g_free);
  sort->full = g_async_queue_new_full (block_free);
  sort->free = g_async_queue_new_full (block_free);
  for (guint i = 0; i < BLOCKS; i++)
    g_async_queue_push (sort->free, g_new0 (Block, 1));
  sort->thread = g_thread_new ("kx-term-merge", merge, sort);
  return TRUE;
}

/* The next of the items, each once. NULL: the end. */
static const KxTermEntry *
next_item (KxTermSort *sort)
{
  while (sort->next < sort->batch.n_items)
    {
      KxTermEntry entry;

      read_item (&sort->batch, &sort->batch.items[sort->next++], &entry);
      if (sort->last.length > 0 && kx_term_entry_compare (&entry, &sort->last) == 0)
        continue;
      sort->last = entry;
      return &sort->last;
    }
  return NULL;
}

/* The next merged row. NULL: the end, or with `error`. */
static const KxTermEntry *
next_merged (KxTermSort *sort, GError **error)
{
  if (sort->block == NULL || sort->next == sort->block->n)
    {
      if (sort->block != NULL)
        g_async_queue_push (sort->free, sort->block);
      sort->block = g_async_queue_pop (sort->full);
      sort->next = 0;
    }
  if (sort->block->error != NULL)
    g_propagate_error (error, g_steal_pointer (&sort->block->error));
  sort->ended = sort->block->n == 0;
  return sort->ended ? NULL : &sort->block->entries[sort->next++];
}

gboolean
kx_term_sort_next (KxTermSort *sort, KxTermRow *ret_row, GError **error)
{
  const KxTermEntry *entry;

  if (sort->ended || (!sort->reading && !begin_reading (sort, error)))
    {
      sort->ended = TRUE;
      return FALSE;
    }
  entry = sort->runs == NULL ? next_item (sort) : next_merged (sort, error);
  if (entry != NULL)
    *ret_row = (KxTermRow){ entry->term, entry->length, entry->rank, entry->row, entry->area };
  return entry != NULL;
}

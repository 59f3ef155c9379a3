#include "store/kx-term-sort.h"

#include "db/kx-db.h"
#include "store/kx-search-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEAD 8    /* bytes of a term that stand in its item */
#define FEW 16    /* items that are sorted by insertion */
#define NUMBER 10 /* bytes of a number in a run at most */
#define RECORD_MAX (2 + KX_SEARCH_TERM_MAX + 3 * NUMBER)
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

/* A row as it is read, with room for its term. */
typedef struct
{
  char term[KX_SEARCH_TERM_MAX + 1];
  gsize length;
  gint64 rank, row, area;
} Entry;

/* A sorted run in the file, being read. */
typedef struct
{
  goffset at, end; /* of what is not in the buffer yet */
  guint8 *buffer;  /* owned */
  gsize used, filled;
  Entry entry;
} Run;

struct _KxTermSort
{
  Item *items; /* owned */
  guint n_items, room, most;
  GByteArray *rests; /* owned; begins with a NUL that stands for no bytes */
  gsize most_rests;
  FILE *file;          /* owned; NULL: all items fit into memory so far */
  GArray *ends;        /* (element-type goffset) owned; where each run ends */
  gboolean reading;    /* rows were asked for */
  Entry last;          /* the row given last; length 0: none */
  guint next;          /* of the items, without a file */
  GArray *runs;        /* (element-type Run) owned; with a file */
  gsize buffer;        /* bytes of each run's */
  guint *heap, n_heap; /* owned; runs that have a row, so that none is less than the first */
};

static void
clear_run (gpointer data)
{
  g_free (((Run *) data)->buffer);
}

KxTermSort *
kx_term_sort_new (gsize most_bytes)
{
  KxTermSort *sort = g_new0 (KxTermSort, 1);

  /* An average term has about six bytes beside its item. */
  sort->most = (guint) CLAMP (most_bytes / (sizeof (Item) + 6), 1, G_MAXINT);
  sort->most_rests = MAX (most_bytes / 4, KX_SEARCH_TERM_MAX + 2);
  sort->buffer = CLAMP (most_bytes / 64, LEAST_BUFFER, MOST_BUFFER);
  sort->rests = g_byte_array_append (g_byte_array_new (), (const guint8 *) "", 1);
  sort->ends = g_array_new (FALSE, FALSE, sizeof (goffset));
  sort->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_array_set_clear_func (sort->runs, clear_run);
  return sort;
}

void
kx_term_sort_free (KxTermSort *sort)
{
  g_free (sort->items);
  g_free (sort->heap);
  g_byte_array_unref (sort->rests);
  g_array_unref (sort->ends);
  g_array_unref (sort->runs);
  if (sort->file != NULL)
    fclose (sort->file);
  g_free (sort);
}

static gboolean
file_failed (GError **error)
{
  int code = errno;

  g_set_error (error, KX_DB_ERROR, code == ENOSPC ? KX_DB_ERROR_FULL : KX_DB_ERROR_FAILED,
               "Sorting search terms in a temporary file: %s", g_strerror (code));
  return FALSE;
}

static gboolean
is_less (const KxTermSort *sort, const Item *a, const Item *b)
{
  int order;

  if (a->head != b->head)
    return a->head < b->head;
  order = a->rest == b->rest ? 0
                             : strcmp ((const char *) sort->rests->data + a->rest,
                                       (const char *) sort->rests->data + b->rest);
  if (order != 0)
    return order < 0;
  return a->rank != b->rank ? a->rank < b->rank : a->row < b->row;
}

static void
sort_few (const KxTermSort *sort, Item *items, guint n)
{
  for (guint i = 1; i < n; i++)
    {
      Item item = items[i];
      guint k = i;

      for (; k > 0 && is_less (sort, &item, &items[k - 1]); k--)
        items[k] = items[k - 1];
      items[k] = item;
    }
}

/* In place, so that all memory holds items. The pivots are chosen by numbers that look random, so that no
 * order of the rows is a slow one. */
static void
sort_items (const KxTermSort *sort, Item *items, guint n)
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
          while (is_less (sort, &items[low], &pivot));
          do
            high--;
          while (is_less (sort, &pivot, &items[high]));
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
          sort_items (sort, items, first);
          items += first;
          n -= first;
        }
      else
        {
          sort_items (sort, items + first, n - first);
          n = first;
        }
    }
  sort_few (sort, items, n);
}

static void
read_item (const KxTermSort *sort, const Item *item, Entry *ret_entry)
{
  guint64 head = GUINT64_TO_BE (item->head);

  memcpy (ret_entry->term, &head, HEAD);
  if (item->length > HEAD)
    memcpy (ret_entry->term + HEAD, sort->rests->data + item->rest, item->length - HEAD);
  ret_entry->term[item->length] = '\0';
  ret_entry->length = item->length;
  ret_entry->rank = item->rank;
  ret_entry->row = item->row;
  ret_entry->area = item->area;
}

static guint8 *
write_number (guint8 *at, guint64 number)
{
  for (; number >= 0x80; number >>= 7)
    *at++ = (guint8) (number | 0x80);
  *at++ = (guint8) number;
  return at;
}

static const guint8 *
read_number (const guint8 *at, guint64 *ret_number)
{
  guint64 number = 0;
  guint shift = 0;

  for (; *at & 0x80; shift += 7)
    number |= (guint64) (*at++ & 0x7f) << shift;
  *ret_number = number | (guint64) *at++ << shift;
  return at;
}

/* What a row has not in common with the one before: bytes of the term that stay, how many new ones, these,
 * the rank and the row, as differences where the term, and then the rank, is the same; the area. */
static gsize
write_entry (guint8 *record, const Entry *before, const Entry *entry)
{
  guint8 *at = record;
  gsize same = 0;
  gboolean grows;

  while (same < before->length && same < entry->length && before->term[same] == entry->term[same])
    same++;
  *at++ = (guint8) same;
  *at++ = (guint8) (entry->length - same);
  memcpy (at, entry->term + same, entry->length - same);
  at += entry->length - same;
  grows = same == entry->length && same == before->length;
  at = write_number (at, (guint64) entry->rank - (grows ? (guint64) before->rank : 0));
  grows = grows && entry->rank == before->rank;
  at = write_number (at, (guint64) entry->row - (grows ? (guint64) before->row : 0));
  at = write_number (at, (guint64) entry->area);
  return (gsize) (at - record);
}

static gsize
read_entry (const guint8 *record, Entry *entry)
{
  gsize same = record[0], added = record[1];
  gboolean grows = same == entry->length && added == 0;
  guint64 rank, row, area;
  const guint8 *at = record + 2 + added;

  memcpy (entry->term + same, record + 2, added);
  entry->length = same + added;
  entry->term[entry->length] = '\0';
  at = read_number (at, &rank);
  at = read_number (at, &row);
  at = read_number (at, &area);
  row += grows && rank == 0 ? (guint64) entry->row : 0;
  rank += grows ? (guint64) entry->rank : 0;
  entry->rank = (gint64) rank;
  entry->row = (gint64) row;
  entry->area = (gint64) area;
  return (gsize) (at - record);
}

/* A file without a name: it goes with the program, and only the program reads it. Where temporary files may
 * be large, as SQLite's are. */
static gboolean
open_file (KxTermSort *sort, GError **error)
{
  const char *folder = g_getenv ("TMPDIR");
  g_autofree char *path = NULL;
  int fd;

  if (folder == NULL)
    folder = g_access ("/var/tmp", W_OK | X_OK) == 0 ? "/var/tmp" : g_get_tmp_dir ();
  path = g_build_filename (folder, "kangxie-terms-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return file_failed (error);
  g_unlink (path);
  sort->file = fdopen (fd, "w+b");
  if (sort->file != NULL)
    return TRUE;
  close (fd);
  return file_failed (error);
}

static gboolean
write_run (KxTermSort *sort, GError **error)
{
  Entry entries[2] = { 0 };
  goffset end;

  if (sort->file == NULL && !open_file (sort, error))
    return FALSE;
  sort_items (sort, sort->items, sort->n_items);
  for (guint i = 0; i < sort->n_items; i++)
    {
      guint8 record[RECORD_MAX];
      gsize size;

      read_item (sort, &sort->items[i], &entries[i % 2]);
      size = write_entry (record, &entries[(i + 1) % 2], &entries[i % 2]);
      if (fwrite_unlocked (record, 1, size, sort->file) != size)
        return file_failed (error);
    }
  if (fflush (sort->file) != 0 || (end = ftello (sort->file)) < 0)
    return file_failed (error);
  g_array_append_val (sort->ends, end);
  sort->n_items = 0;
  g_byte_array_set_size (sort->rests, 1);
  return TRUE;
}

static void
add_item (KxTermSort *sort, const char *term, gint64 rank, gint64 row, gint64 area)
{
  gsize length = strlen (term);
  Item item = { .rank = rank, .row = row, .length = length & 0xff, .area = area & (KX_TERM_SORT_AREAS - 1) };
  guint64 head = 0;

  g_assert (length <= KX_SEARCH_TERM_MAX);
  memcpy (&head, term, MIN (length, HEAD));
  item.head = GUINT64_FROM_BE (head);
  if (length > HEAD)
    {
      item.rest = sort->rests->len;
      g_byte_array_append (sort->rests, (const guint8 *) term + HEAD, (guint) length - HEAD + 1);
    }
  if (sort->n_items == sort->room)
    {
      sort->room = (guint) MIN (sort->most, MAX (1024, (guint64) sort->room * 2));
      sort->items = g_renew (Item, sort->items, sort->room);
    }
  sort->items[sort->n_items++] = item;
}

gboolean
kx_term_sort_add (KxTermSort *sort, const char *const *terms, gsize n, gint64 rank, gint64 row, gint64 area,
                  GError **error)
{
  g_assert (!sort->reading && area >= 0 && area < KX_TERM_SORT_AREAS);
  for (gsize i = 0; i < n; i++)
    {
      if ((sort->n_items == sort->most || sort->rests->len + KX_SEARCH_TERM_MAX > sort->most_rests) &&
          !write_run (sort, error))
        return FALSE;
      add_item (sort, terms[i], rank, row, area);
    }
  return TRUE;
}

static gint
compare (const Entry *a, const Entry *b)
{
  gint order = strcmp (a->term, b->term);

  if (order != 0)
    return order;
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  return a->row < b->row ? -1 : a->row > b->row;
}

/* Sets `ret_there` to whether the run has one more row. */
static gboolean
read_run (KxTermSort *sort, Run *run, gboolean *ret_there, GError **error)
{
  if (run->filled - run->used < RECORD_MAX && run->at < run->end)
    {
      gsize left = run->filled - run->used;

      memmove (run->buffer, run->buffer + run->used, left);
      run->used = 0;
      run->filled = left;
      while (run->filled < RECORD_MAX && run->at < run->end)
        {
          gsize want = MIN (sort->buffer - run->filled, (gsize) (run->end - run->at));
          gssize got = pread (fileno (sort->file), run->buffer + run->filled, want, run->at);

          if (got == 0)
            errno = EIO;
          if (got <= 0 && errno != EINTR)
            return file_failed (error);
          run->filled += (gsize) MAX (got, 0);
          run->at += MAX (got, 0);
        }
    }
  *ret_there = run->used < run->filled;
  if (*ret_there)
    run->used += read_entry (run->buffer + run->used, &run->entry);
  return TRUE;
}

static const Entry *
heap_entry (const KxTermSort *sort, guint at)
{
  return &g_array_index (sort->runs, Run, sort->heap[at]).entry;
}

static void
sink (KxTermSort *sort, guint at)
{
  for (guint child; (child = at * 2 + 1) < sort->n_heap; at = child)
    {
      guint run = sort->heap[at];

      if (child + 1 < sort->n_heap && compare (heap_entry (sort, child + 1), heap_entry (sort, child)) < 0)
        child++;
      if (compare (heap_entry (sort, at), heap_entry (sort, child)) <= 0)
        return;
      sort->heap[at] = sort->heap[child];
      sort->heap[child] = run;
    }
}

static gboolean
begin_reading (KxTermSort *sort, GError **error)
{
  goffset begin = 0;

  sort->reading = TRUE;
  if (sort->file == NULL)
    {
      sort_items (sort, sort->items, sort->n_items);
      return TRUE;
    }
  if (!write_run (sort, error))
    return FALSE;
  g_clear_pointer (&sort->items, g_free);
  sort->heap = g_new (guint, sort->ends->len);
  for (guint i = 0; i < sort->ends->len; i++)
    {
      Run run = { .at = begin, .end = g_array_index (sort->ends, goffset, i) };
      gboolean there;

      begin = run.end;
      run.buffer = g_malloc (sort->buffer);
      g_array_append_val (sort->runs, run);
      if (!read_run (sort, &g_array_index (sort->runs, Run, i), &there, error))
        return FALSE;
      if (there)
        sort->heap[sort->n_heap++] = i;
    }
  for (guint i = sort->n_heap / 2; i-- > 0;)
    sink (sort, i);
  return TRUE;
}

/* The next row, which may be the last one again. FALSE with `error`, or at the end. */
static gboolean
take (KxTermSort *sort, Entry *ret_entry, GError **error)
{
  Run *run;
  gboolean there;

  if (sort->file == NULL)
    {
      if (sort->next == sort->n_items)
        return FALSE;
      read_item (sort, &sort->items[sort->next++], ret_entry);
      return TRUE;
    }
  if (sort->n_heap == 0)
    return FALSE;
  run = &g_array_index (sort->runs, Run, sort->heap[0]);
  *ret_entry = run->entry;
  if (!read_run (sort, run, &there, error))
    return FALSE;
  if (!there)
    sort->heap[0] = sort->heap[--sort->n_heap];
  sink (sort, 0);
  return TRUE;
}

gboolean
kx_term_sort_next (KxTermSort *sort, KxTermRow *ret_row, GError **error)
{
  Entry entry;

  if (!sort->reading && !begin_reading (sort, error))
    return FALSE;
  do
    if (!take (sort, &entry, error))
      return FALSE;
  while (sort->last.length > 0 && compare (&entry, &sort->last) == 0);
  sort->last = entry;
  *ret_row = (KxTermRow){ sort->last.term, entry.length, entry.rank, entry.row, entry.area };
  return TRUE;
}

#include "store/kx-term-runs.h"

#include "db/kx-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NUMBER 10 /* bytes of a number in a run at most */
#define RECORD_MAX (2 + KX_SEARCH_TERM_MAX + 3 * NUMBER)

/* A run, being read. */
typedef struct
{
  goffset at, end; /* of what is not in the buffer yet */
  guint8 *buffer;  /* owned */
  gsize used, filled;
  KxTermEntry entry;
} Run;

struct _KxTermRuns
{
  FILE *file;          /* owned */
  KxTermEntry before;  /* the one written last in the run at hand; length 0: none */
  GArray *ends;        /* (element-type goffset) owned; where each run ends */
  gboolean reading;    /* an entry was asked for */
  gsize buffer;        /* bytes of each run's */
  GArray *runs;        /* (element-type Run) owned */
  guint *heap, n_heap; /* owned; runs that have an entry, so that none is less than the first */
};

int
kx_term_entry_compare (const KxTermEntry *a, const KxTermEntry *b)
{
  int order = strcmp (a->term, b->term);

  if (order != 0)
    return order;
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  return a->row < b->row ? -1 : a->row > b->row;
}

static gboolean
file_failed (GError **error)
{
  int code = errno;

  g_set_error (error, KX_DB_ERROR, code == ENOSPC ? KX_DB_ERROR_FULL : KX_DB_ERROR_FAILED,
               "Sorting search terms in a temporary file: %s", g_strerror (code));
  return FALSE;
}

/* A file without a name: it goes with the program, and only the program reads it. Where temporary files may
 * be large, as SQLite's are. */
static FILE *
open_file (GError **error)
{
  const char *folder = g_getenv ("TMPDIR");
  g_autofree char *path = NULL;
  FILE *file = NULL;
  int fd;

  if (folder == NULL)
    folder = g_access ("/var/tmp", W_OK | X_OK) == 0 ? "/var/tmp" : g_get_tmp_dir ();
  path = g_build_filename (folder, "kangxie-terms-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    {
      g_unlink (path);
      file = fdopen (fd, "w+b");
      if (file == NULL)
        close (fd);
    }
  if (file == NULL)
    file_failed (error);
  return file;
}

static void
clear_run (gpointer data)
{
  g_free (((Run *) data)->buffer);
}

KxTermRuns *
kx_term_runs_new (gsize buffer, GError **error)
{
  FILE *file = open_file (error);
  KxTermRuns *runs;

  if (file == NULL)
    return NULL;
  runs = g_new0 (KxTermRuns, 1);
  runs->file = file;
  runs->buffer = MAX (buffer, RECORD_MAX);
  runs->ends = g_array_new (FALSE, FALSE, sizeof (goffset));
  runs->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_array_set_clear_func (runs->runs, clear_run);
  return runs;
}

void
kx_term_runs_free (KxTermRuns *runs)
{
  fclose (runs->file);
  g_array_unref (runs->ends);
  g_array_unref (runs->runs);
  g_free (runs->heap);
  g_free (runs);
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

/* What an entry has not in common with the one before: bytes of the term that stay, how many new ones, these,
 * the rank and the row, as differences where the term, and then the rank, is the same; the area. */
static gsize
encode (guint8 *record, const KxTermEntry *before, const KxTermEntry *entry)
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

/* `entry` is the one before, and becomes the next. Gives the record's length. */
static gsize
decode (const guint8 *record, KxTermEntry *entry)
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

gboolean
kx_term_runs_write (KxTermRuns *runs, const KxTermEntry *entry, GError **error)
{
  guint8 record[RECORD_MAX];
  gsize size = encode (record, &runs->before, entry);

  g_assert (!runs->reading);
  runs->before = *entry;
  return fwrite_unlocked (record, 1, size, runs->file) == size || file_failed (error);
}

gboolean
kx_term_runs_end (KxTermRuns *runs, GError **error)
{
  goffset end;

  if (fflush (runs->file) != 0 || (end = ftello (runs->file)) < 0)
    return file_failed (error);
  g_array_append_val (runs->ends, end);
  runs->before.length = 0;
  return TRUE;
}

/* Sets `ret_there` to whether the run has one more entry. */
static gboolean
read_run (KxTermRuns *runs, Run *run, gboolean *ret_there, GError **error)
{
  if (run->filled - run->used < RECORD_MAX && run->at < run->end)
    {
      gsize left = run->filled - run->used;

      memmove (run->buffer, run->buffer + run->used, left);
      run->used = 0;
      run->filled = left;
      while (run->filled < RECORD_MAX && run->at < run->end)
        {
          gsize want = MIN (runs->buffer - run->filled, (gsize) (run->end - run->at));
          gssize got = pread (fileno (runs->file), run->buffer + run->filled, want, run->at);

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
    run->used += decode (run->buffer + run->used, &run->entry);
  return TRUE;
}

static const KxTermEntry *
heap_entry (const KxTermRuns *runs, guint at)
{
  return &g_array_index (runs->runs, Run, runs->heap[at]).entry;
}

static void
sink (KxTermRuns *runs, guint at)
{
  for (guint child; (child = at * 2 + 1) < runs->n_heap; at = child)
    {
      guint run = runs->heap[at];

      if (child + 1 < runs->n_heap &&
          kx_term_entry_compare (heap_entry (runs, child + 1), heap_entry (runs, child)) < 0)
        child++;
      if (kx_term_entry_compare (heap_entry (runs, at), heap_entry (runs, child)) <= 0)
        return;
      runs->heap[at] = runs->heap[child];
      runs->heap[child] = run;
    }
}

static gboolean
begin_reading (KxTermRuns *runs, GError **error)
{
  goffset begin = 0;

  runs->reading = TRUE;
  runs->heap = g_new (guint, runs->ends->len);
  for (guint i = 0; i < runs->ends->len; i++)
    {
      Run run = { .at = begin, .end = g_array_index (runs->ends, goffset, i) };
      gboolean there;

      begin = run.end;
      run.buffer = g_malloc (runs->buffer);
      g_array_append_val (runs->runs, run);
      if (!read_run (runs, &g_array_index (runs->runs, Run, i), &there, error))
        return FALSE;
      if (there)
        runs->heap[runs->n_heap++] = i;
    }
  for (guint i = runs->n_heap / 2; i-- > 0;)
    sink (runs, i);
  return TRUE;
}

gboolean
kx_term_runs_take (KxTermRuns *runs, KxTermEntry *ret_entry, GError **error)
{
  Run *run;
  gboolean there;

  if (!runs->reading && !begin_reading (runs, error))
    return FALSE;
  if (runs->n_heap == 0)
    return FALSE;
  run = &g_array_index (runs->runs, Run, runs->heap[0]);
  *ret_entry = run->entry;
  if (!read_run (runs, run, &there, error))
    return FALSE;
  if (!there)
    runs->heap[0] = runs->heap[--runs->n_heap];
  sink (runs, 0);
  return TRUE;
}

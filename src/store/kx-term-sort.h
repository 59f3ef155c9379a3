/* Sorts the search terms of many rows in bounded memory: what does not fit goes to a temporary file in sorted
 * runs, which are merged. Both are done on a thread beside the caller's, who adds and takes rows meanwhile.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A good measure of memory for a million rows and more; more of it sorts no faster. */
#define KX_TERM_SORT_BYTES ((gsize) 16 << 20)

#define KX_TERM_SORT_AREAS (1 << 24)

/* A row of a table of terms. */
typedef struct
{
  const char *term;
  gsize length;
  gint64 rank, row, area;
} KxTermRow;

typedef struct _KxTermSort KxTermSort;

/* An empty sorter that holds about `most_bytes` of terms in memory: half of them being added, half of them
 * being written as a run. A sorter is used by one thread at a time. */
KxTermSort *kx_term_sort_new (gsize most_bytes);

void kx_term_sort_free (KxTermSort *sort);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTermSort, kx_term_sort_free)

/* Adds terms of one row, in any order, also some it has already; each of at most KX_SEARCH_TERM_MAX bytes.
 * `area` goes with the row; it is below KX_TERM_SORT_AREAS.
 * KX_DB_ERROR_FULL when there is no room for temporary files, KX_DB_ERROR_FAILED when they cannot be
 * written; what befalls the thread is told by a later call. */
gboolean kx_term_sort_add (KxTermSort *sort, const char *const *terms, gsize n, gint64 rank, gint64 row,
                           gint64 area, GError **error);

/* Gives the next row by term (byte by byte), rank and row, each once; its term is borrowed until the next
 * call. FALSE at the end, and on an error, which is then set. After the first call nothing can be added. */
gboolean kx_term_sort_next (KxTermSort *sort, KxTermRow *ret_row, GError **error);

G_END_DECLS

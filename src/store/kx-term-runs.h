/* Sorted runs of search terms in a temporary file: written one after the other, read as one. */
#pragma once

#include "store/kx-search-text.h"

#include <glib.h>

G_BEGIN_DECLS

/* A row of a table of terms, with room for its term. */
typedef struct
{
  char term[KX_SEARCH_TERM_MAX + 1];
  gsize length; /* of the term */
  gint64 rank, row, area;
} KxTermEntry;

/* By term (byte by byte), rank and row: as strcmp() tells it. */
int kx_term_entry_compare (const KxTermEntry *a, const KxTermEntry *b);

/* Used by one thread at a time. */
typedef struct _KxTermRuns KxTermRuns;

/* `buffer`: bytes of memory for each run that is read.
 * KX_DB_ERROR_FULL when there is no room for a file, KX_DB_ERROR_FAILED when none can be made. */
KxTermRuns *kx_term_runs_new (gsize buffer, GError **error);

void kx_term_runs_free (KxTermRuns *runs);

/* Writes the next entry of the run at hand; errors as of kx_term_runs_new(). */
gboolean kx_term_runs_write (KxTermRuns *runs, const KxTermEntry *entry, GError **error);

/* The run at hand is complete; errors as of kx_term_runs_new(). */
gboolean kx_term_runs_end (KxTermRuns *runs, GError **error);

/* Gives the least entry of all runs that was not given yet, the same one once for each run it is in. FALSE at
 * the end, and on an error, which is then set. After the first call no run can be written. */
gboolean kx_term_runs_take (KxTermRuns *runs, KxTermEntry *ret_entry, GError **error);

G_END_DECLS

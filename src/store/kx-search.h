/* Search terms of rows in their tables, and the conditions that find rows by what was typed. */
#pragma once

#include "store/kx-book.h"
#include "store/kx-search-plan.h"

G_BEGIN_DECLS

/* Rows of one kind, by id, whose texts find the row they belong to. */
#define KX_SEARCH_CHILDREN_MAX 200

/* How a searched field is searched. */
KxSearchKind kx_search_kind (const KxField *field);

/* Writes the terms of a searched row anew: its own texts and those of the rows that are searched as their
 * parent. Rows in the trash have none. `fresh`: a row just made, which has none yet. */
gboolean kx_search_write (KxBook *book, const KxRecord *record, gboolean fresh, GError **error);

/* The row whose terms a change of `record` touches: itself, or its parent. NULL: none, or an error. */
KxRecord *kx_search_subject (KxBook *book, const KxRecord *record, GError **error);

/* TRUE when one of the `changed` fields (bits) is searched or the title. */
gboolean kx_search_concerns (const KxEntity *entity, guint64 changed);

/* Builds every term again: after a first load, when the rows and their indexes are there, and when the table
 * of readings changed. In the book's transaction; no other statement of the connection may be under way.
 * Takes a bounded amount of memory and, for many rows, a temporary file. */
gboolean kx_search_rebuild (KxBook *book, GError **error);

/* What terms and sort keys depend on besides the rows; kept in the database as meta `pinyin`. Free with
 * g_free(). */
char *kx_search_fingerprint (void);

/* Where a row stands among those found: the first letters of its title's pinyin. */
gint64 kx_search_rank (const KxRecord *record);

/* One row found: by which alternative of the plan and by which of its terms. Rows come in this order:
 * alternative, term, rank, number; it needs no sorting, however many there are. */
typedef struct
{
  guint alternative;
  char term[KX_SEARCH_TERM_MAX + 1];
  gint64 rank, no;
} KxSearchHit;

/* The rows of `entity` that `plan` finds after `after` (NULL: from the beginning), each once, at most
 * `limit`. `where` is a further condition on the alias m, its arguments (of KxDbArg) come first. With `few`
 * the rows that `where` leaves are walked instead of the terms. (element-type KxSearchHit) */
GArray *kx_search_find (KxBook *book, const KxEntity *entity, const KxSearchPlan *plan, const char *where,
                        GArray *args, gboolean few, const KxSearchHit *after, guint limit, GError **error);

G_END_DECLS

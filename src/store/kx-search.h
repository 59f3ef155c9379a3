/* Search terms of rows in their tables, and the conditions that find rows by what was typed. */
#pragma once

#include "store/kx-book.h"
#include "store/kx-search-plan.h"

G_BEGIN_DECLS

/* Of each kind of rows that find another one, this many count, by id. */
#define KX_SEARCH_MOST_TOGETHER 200

/* How a searched field is searched. */
KxSearchKind kx_search_kind (const KxField *field);

/* The field by which rows of `child` belong to rows of `entity` that they find, or -1. */
int kx_search_parent (const KxEntity *child, const KxEntity *entity);

/* Keeps all terms right after a change: of the row itself or the one it belongs to, of the one that this
 * is a second record of, and of those that are found as one of these. `now`: the whole row; `before`: as it
 * was, NULL when it is new; `changed`: the fields (bits); `alone`: a new row has no terms yet, and no row
 * belongs to it or is linked to it. Does nothing while the book builds later. */
gboolean kx_search_follow (KxBook *book, const KxRecord *now, const KxRecord *before, guint64 changed,
                           gboolean alone, GError **error);

/* Writes the terms of a searched row anew: its own texts, those of the rows that are searched as their
 * parent, and those of its second records; and, of the row as which it is found, the same. Rows in the trash
 * have none. `fresh`: a row just made, which has
 * none yet.
 */
gboolean kx_search_write (KxBook *book, const KxRecord *record, gboolean fresh, GError **error);

/* Builds every term again: after a first load, when the rows and their indexes are there, and when the table
 * of readings changed. In the book's transaction; no other statement of the connection may be under way.
 * Takes a bounded amount of memory and, for many rows, a temporary file. */
gboolean kx_search_rebuild (KxBook *book, GError **error);

/* Brings a store up to date whose sort keys or terms another program made, with another table of readings or
 * other terms: does nothing where they are as this one makes them. Sort keys are made anew in pieces, each in
 * a transaction of its own, so that an end in between costs one of them; then, `with_terms`, every term.
 * Without: a first load is under way, which ends with them. Outside a transaction. */
gboolean kx_search_renew (KxBook *book, gboolean with_terms, GError **error);

/* What terms and sort keys depend on besides the rows; kept in the database as meta `pinyin`. Free with
 * g_free(). */
char *kx_search_fingerprint (void);

/* The number of the area in which a space stands, its six digits, and 0 for one that stands in none: rows
 * that one may not see are passed over by it without being read. */
gint64 kx_search_area (const char *space);

/* Where a row stands among those found: the first letters of its title's pinyin. */
gint64 kx_search_rank (const KxRecord *record);

/* The sort key of a row m, from which kx_pinyin_rank() makes the same, as an expression. Free with g_free().
 */
char *kx_search_sort_column (const KxEntity *entity);

/* One row found: by which alternative of the plan and by which of its terms. Rows come in this order:
 * alternative, term, rank, number; it needs no sorting, however many there are. */
typedef struct
{
  guint alternative;
  char term[KX_SEARCH_TERM_MAX + 1];
  gint64 rank, no;
} KxSearchHit;

/* Among which rows something is looked for. */
typedef struct
{
  const char *where; /* a condition on the alias m */
  const char *near;  /* one on the terms d of these rows that holds for all of them and for few others */
  GArray *args;      /* (element-type KxDbArg) of both, the first of a statement */
  gint64 seen;       /* no fewer than `where` leaves; above KX_SEARCH_FEW it does not matter how many */
} KxSearchAmong;

#define KX_SEARCH_FEW 6000

/* The rows of `entity` that `plan` finds after `after` (NULL: from the beginning), each once, at most
 * `limit`. (element-type KxSearchHit) */
GArray *kx_search_find (KxBook *book, const KxEntity *entity, const KxSearchPlan *plan,
                        const KxSearchAmong *among, const KxSearchHit *after, guint limit, GError **error);

G_END_DECLS

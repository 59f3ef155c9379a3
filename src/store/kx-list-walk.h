/* A list as the numbers of its rows, in its order: what random access among a million rows is made of. All of
 * it is read by one statement from an index; rows are then read by their numbers. */
#pragma once

#include "store/kx-list.h"

G_BEGIN_DECLS

typedef struct _KxListWalk KxListWalk;

/* Begins at the first row of `query`, of which `limit` and `after` do not count. Searches come in the order
 * of kx_search_find(). Both book and query must outlive the walk. To see one moment's rows walk within a read
 * transaction. */
KxListWalk *kx_list_walk_new (KxBook *book, const KxListQuery *query, GError **error);

/* Appends the numbers (gint64) of at most `most` further rows. Fewer are the last ones; FALSE is an error. */
gboolean kx_list_walk_next (KxListWalk *walk, guint most, GArray *numbers, GError **error);

void kx_list_walk_free (KxListWalk *walk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxListWalk, kx_list_walk_free)

/* How many rows the query finds, where that takes no more than a look at an index; else -1. */
gboolean kx_list_count_quickly (KxBook *book, const KxListQuery *query, gint64 *ret_count, GError **error);

/* The rows of these numbers, with a NULL for each that is gone, be they part of a list or not. (element-type
 * KxRecord) owned */
GPtrArray *kx_list_read_numbers (KxBook *book, const KxEntity *entity, const gint64 *numbers, guint n,
                                 GError **error);

/* Where a row stands in the order of a list. */
typedef struct
{
  gint64 no;
  gboolean null; /* without a sort value: these come last */
  gint64 number; /* the sort value, a number or a text */
  char *text;    /* owned */
  char *id;      /* owned */
} KxListPlace;

void kx_list_place_clear (KxListPlace *place);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxListPlace, kx_list_place_clear)

/* The place of a row, with `belongs` only if the query, its search apart, finds it. FALSE without an error:
 * there is no such row. Fill `ret_place` with zeros before. */
gboolean kx_list_place_by_id (KxBook *book, const KxListQuery *query, const char *id, gboolean belongs,
                              KxListPlace *ret_place, GError **error);
gboolean kx_list_place_by_number (KxBook *book, const KxListQuery *query, gint64 no, KxListPlace *ret_place,
                                  GError **error);

/* Before, at, after, in the query's order. */
int kx_list_place_compare (const KxListQuery *query, const KxListPlace *a, const KxListPlace *b);

G_END_DECLS

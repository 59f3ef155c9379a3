/* How the statements of lists are written; for the files that read lists. */
#pragma once

#include "store/kx-list.h"

G_BEGIN_DECLS

/* What one may see is few rows up to here: a list then sorts them. Beyond, the order is followed and rows
 * that one may not see are passed over. At a million rows either way costs about as much at this number. */
#define KX_LIST_FEW_TO_SORT 8000

/* A statement being written, with its arguments and the texts they borrow. */
typedef struct
{
  GString *sql;
  GArray *args;         /* (element-type KxDbArg) */
  GPtrArray *texts;     /* owned */
  gboolean order_first; /* an index that begins with the space would not help */
} KxListText;

KxListText kx_list_text_begin (void);
void kx_list_text_end (KxListText *text);

/* Writes "$n" for an argument; kx_list_append_text() takes its text. */
void kx_list_append_arg (KxListText *text, KxDbArg arg);
void kx_list_append_text (KxListText *text, char *value);

/* What a row m must be to belong to the list, the search apart. */
void kx_list_append_where (KxListText *text, KxBook *book, const KxListQuery *query);

/* The same of its terms d, for a search: the areas that are open to the actor, or somewhat more. */
void kx_list_append_near (KxListText *text, const KxListQuery *query);

/* What a query sorts by, as an expression over m, and whether it gives numbers; of a reference the title of
 * the row that it refers to. Free with g_free(). */
char *kx_list_sort_column (KxBook *book, const KxListQuery *query, gboolean *ret_number);

/* Such columns are left plain, so that their index gives the order and the place of a cursor in it. */
gboolean kx_list_is_never_null (const KxListQuery *query, const char *column);

/* " ORDER BY …": rows without a value last in both directions, then by id. */
void kx_list_append_order (KxListText *text, const KxListQuery *query, const char *column);

/* How many rows the actor may see, looking at no more than one above `most`. */
gboolean kx_list_count_seen (KxBook *book, const KxListQuery *query, guint most, gint64 *ret_count,
                             GError **error);

/* A search for nothing but blanks and dots is no search. */
gboolean kx_list_is_search (const KxListQuery *query);

G_END_DECLS

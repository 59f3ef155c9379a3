/* A list of rows as a GListModel of KxRowItem: any number of rows, any of them at once; rows are read by
 * threads when they are asked for, and few are kept. It follows its source: what is told is the least that
 * changed, so that a view keeps its place and its selection. */
#pragma once

#include "models/kx-filter.h"
#include "models/kx-row-item.h"
#include "models/kx-row-source.h"

G_BEGIN_DECLS

/* How many rows a search finds before it waits for somebody to scroll. */
#define KX_ROW_LIST_SEARCH_MOST 5000

/* Properties, read only and notified:
 *   "filter"       KxFilter (boxed): what was asked for; NULL before the first
 *   "loading"      gboolean: the filter's first rows have not come yet; those of the one before still stand
 *   "complete"     gboolean: all rows are known
 *   "n-found"      guint: how many rows there are, as far as known
 *   "found-exact"  gboolean: FALSE: "more than n-found", or still being counted
 *   "n-total"      guint: how many rows there are without conditions and search, in the filter's area
 *   "error"        GError (boxed): why the rows could not be read; NULL: they could */
#define KX_TYPE_ROW_LIST (kx_row_list_get_type ())
G_DECLARE_FINAL_TYPE (KxRowList, kx_row_list, KX, ROW_LIST, GObject)

/* An empty list. */
KxRowList *kx_row_list_new (KxRowSource *source);

/* Shows something else: the rows of before stay until the first of the new ones are there, then the view
 * begins at the top. The same filter again changes nothing. */
void kx_row_list_set_filter (KxRowList *list, const KxFilter *filter);

/* Borrowed; NULL before the first. */
const KxFilter *kx_row_list_get_filter (KxRowList *list);

/* Reads everything again without losing place, for the time after an error. */
void kx_row_list_reload (KxRowList *list);

gboolean kx_row_list_is_loading (KxRowList *list);
guint kx_row_list_get_n_found (KxRowList *list, gboolean *ret_exact);
guint kx_row_list_get_n_total (KxRowList *list);
const GError *kx_row_list_get_error (KxRowList *list);

/* Where the row of this id is, if it was read lately or somebody holds its item. */
gboolean kx_row_list_find (KxRowList *list, const char *id, guint *ret_position);

/* The same wherever it is; finish gives FALSE without an error when the list does not have it. */
void kx_row_list_find_async (KxRowList *list, const char *id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_row_list_find_finish (KxRowList *list, GAsyncResult *result, guint *ret_position, GError **error);

/* The numbers of rows between two positions as ids, for acts on a selection; read by a thread. Finish gives
 * (element-type utf8), or NULL with an error. */
void kx_row_list_list_ids_async (KxRowList *list, const guint *positions, guint n, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *kx_row_list_list_ids_finish (KxRowList *list, GAsyncResult *result, GError **error);

G_END_DECLS

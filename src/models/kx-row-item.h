/* One line of a KxRowList. It is there at once; its row comes when a reader has read it. While somebody holds
 * it, the list gives the same object for the same row, wherever the row moves. */
#pragma once

#include "core/kx-record.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* Properties, all read only and notified:
 *   "position"  guint: in the list that gave it
 *   "loading"   gboolean: the row has not been read yet
 *   "record"    pointer (const KxRecord): notified again with each newer version of the row */
#define KX_TYPE_ROW_ITEM (kx_row_item_get_type ())
G_DECLARE_FINAL_TYPE (KxRowItem, kx_row_item, KX, ROW_ITEM, GObject)

guint kx_row_item_get_position (KxRowItem *item);
gboolean kx_row_item_is_loading (KxRowItem *item);

/* Borrowed until the next notify::record; NULL while loading, and when the row is gone. */
const KxRecord *kx_row_item_get_record (KxRowItem *item);

/* NULL while loading. */
const char *kx_row_item_get_id (KxRowItem *item);

/* What the reference in `field` is called, such as the office's name; NULL when there is none. */
const char *kx_row_item_get_ref_title (KxRowItem *item, guint field);

/* By what the search found the row when that does not stand in the row itself, nor in the one as which it is
 * found: a former name, the number of a credential. Else NULL. */
const char *kx_row_item_get_match (KxRowItem *item);

/* A field as people read it, references by title; "" while loading and without a value. Free with g_free().
 */
char *kx_row_item_dup_text (KxRowItem *item, guint field);

/* What people call the row; "" while loading. Free with g_free(). */
char *kx_row_item_dup_title (KxRowItem *item);

G_END_DECLS

/* For the list that makes the items. */
#pragma once

#include "models/kx-row-item.h"

G_BEGIN_DECLS

/* A row as it was read, with what belongs to it in other tables. */
typedef struct
{
  gint64 no;
  KxRecord *record;  /* owned; NULL: gone */
  GPtrArray *titles; /* owned; NULL or by field, NULL where it is no reference (element-type utf8) */
  char *match;       /* owned */
} KxRowReading;

void kx_row_reading_free (KxRowReading *reading);

typedef void (*KxRowItemGone) (gint64 no, guint position, gpointer data);

/* `no` 0: not known yet. `gone` is called when the item ends, unless it was let go before. */
KxRowItem *kx_row_item_new (gint64 no, guint position, KxRowItemGone gone, gpointer data);

/* The list ends: the item lives on by itself. */
void kx_row_item_let_go (KxRowItem *item);

gint64 kx_row_item_get_no (KxRowItem *item);
void kx_row_item_set_no (KxRowItem *item, gint64 no);

/* The position of an item whose row was taken out of the list. */
#define KX_ROW_ITEM_NOWHERE G_MAXUINT

/* TRUE: it was another; who sets it notifies when the list stands. */
gboolean kx_row_item_set_position (KxRowItem *item, guint position);

/* Takes `reading`. */
void kx_row_item_take_reading (KxRowItem *item, KxRowReading *reading);

/* The row must be read, for the first time or anew; marked by the list, unmarked by a reading. */
gboolean kx_row_item_is_stale (KxRowItem *item);
void kx_row_item_mark_stale (KxRowItem *item);

/* Its link in the list's queue of items used lately; NULL: it is not in there. */
GList **kx_row_item_recent_link (KxRowItem *item);

G_END_DECLS

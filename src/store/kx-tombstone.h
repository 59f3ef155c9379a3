/* Tombstones: what the feed tells of rows that are no more, or stand in another space now. They are dropped
 * after half a year; a device that was away for longer begins from zero. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

/* How long they are kept. */
#define KX_TOMBSTONE_MS (180 * 24 * 3600 * G_GINT64_CONSTANT (1000))

/* Says with the book's present seq that the row left `space`. */
gboolean kx_tombstone_write (KxBook *book, const char *entity, const char *id, const char *space,
                             gboolean moved, KxTime at, GError **error);

/* The seq up to which tombstones may be missing: a cursor before it does not tell the whole story. */
gboolean kx_tombstone_get_horizon (KxBook *book, gint64 *ret_seq, GError **error);

/* Drops at most `most` of those written before `before`, the oldest first, and moves the horizon past them.
 * Inside the book's write transaction. */
gboolean kx_tombstone_drop (KxBook *book, KxTime before, guint most, gint64 *ret_dropped, GError **error);

G_END_DECLS

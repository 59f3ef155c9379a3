/* What lay in the trash for long goes for good: done by the service itself, with history and an entry of the
 * audit trail like anyone's change, and a tombstone for those who hold the row. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

/* How long a row can be restored. */
#define KX_TRASH_MS (30 * 24 * 3600 * G_GINT64_CONSTANT (1000))

/* Takes away at most `most` rows that went to the trash before `before`, parts before what they belong to.
 * Inside the book's write transaction. `op`: the id under which history and audit have it. */
gboolean kx_purge (KxBook *book, KxTime before, KxTime at, const char *op, guint most, guint *ret_purged,
                   GError **error);

/* How many rows wait for it. */
gboolean kx_purge_count (KxBook *book, KxTime before, gint64 *ret_count, GError **error);

G_END_DECLS

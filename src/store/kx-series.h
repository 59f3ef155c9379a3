/* Series of register numbers and backups: what was issued after a backup stands on paper alone. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

/* Closes every series of a store that went back to an earlier state, so that no number is given twice: each
 * waits until somebody confirms the last number on paper. Within the book's write transaction. */
gboolean kx_series_close (KxBook *book, KxTime at, GError **error);

G_END_DECLS

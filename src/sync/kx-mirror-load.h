/* The first load of a mirror: rows go in without the indexes that lists and searches use; these are made at
 * its end. Rows can be read meanwhile, more slowly. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

/* Takes the indexes away, in a transaction of its own; nothing when they are away already. */
gboolean kx_mirror_load_begin (KxBook *book, GError **error);

/* Makes indexes and search terms over all rows, if they are away, inside the book's write transaction. */
gboolean kx_mirror_load_end (KxBook *book, GError **error);

G_END_DECLS

/* The reader that decisions on a desktop ask. It answers what the mirror holds whole and says NOT_HERE of the
 * rest: a row or a count that may lie in a space that is not open here, or has not come yet. */
#pragma once

#include "core/kx-reader.h"
#include "core/kx-role.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* `actor` is borrowed. `loading`: the first load has not come to its end, so nothing is held whole. Free with
 * kx_mirror_reader_free(). */
KxReader *kx_mirror_reader_new (KxBook *book, const KxActor *actor, gboolean loading);
void kx_mirror_reader_free (KxReader *reader);

/* The first error it met, or NULL. */
const GError *kx_mirror_reader_get_error (KxReader *reader);

G_END_DECLS

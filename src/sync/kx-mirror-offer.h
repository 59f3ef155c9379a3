/* A service that was restored from a backup has lost what came after it. What this device had brought in by
 * then is offered again. */
#pragma once

#include "core/kx-wire-op.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* Puts each act of the journal that the restored rows lack into the outbox once more, before what waits
 * there, fits the bases of all of it to the restored rows, and tells how many in a notice. Inside the book's
 * write transaction, when the restored rows have landed. */
gboolean kx_mirror_offer_again (KxBook *book, KxTime now, GError **error);

/* Puts the ops of one act (element-type KxWireOp, of known entities) into the outbox as they are, without
 * deciding them again. One that waits already is replaced. Inside the book's write transaction. */
gboolean kx_mirror_offer_act (KxBook *book, GPtrArray *act, KxTime now, GError **error);

G_END_DECLS

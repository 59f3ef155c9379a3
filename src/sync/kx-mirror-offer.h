/* A service that was restored from a backup has lost what came after it. What this device had brought in by
 * then is offered again. */
#pragma once

#include "core/kx-wire-op.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* Puts each op of the journal that the restored rows lack into the outbox once more, upon the rows as they
 * are now, and tells how many in a notice. Inside the book's write transaction. */
gboolean kx_mirror_offer_again (KxBook *book, KxTime now, GError **error);

/* Puts one op into the outbox as if it had just been handed over, without deciding it again: upon the row as
 * the service last told it. One that waits already is replaced. Inside the book's write transaction. */
gboolean kx_mirror_offer_op (KxBook *book, KxWireOp *wire, KxTime now, GError **error);

G_END_DECLS

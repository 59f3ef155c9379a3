/* What the engine does in a mirror, one piece of work in the book of its writer. The program and the
 * simulation run the same functions. */
#pragma once

#include "store/kx-book.h"
#include "sync/kx-sync-machine.h"

G_BEGIN_DECLS

/* Whether work of this kind makes its own transactions; all other runs inside one. */
gboolean kx_sync_book_is_bare (KxSyncWorkKind kind);

/* Does `work`, and says in `ret_done` what came of it and where the mirror stands. What went wrong stands
 * there too: then the transaction is to be rolled back. */
void kx_sync_book_run (KxBook *book, const KxSyncWork *work, KxTime now, KxSyncDone *ret_done);

G_END_DECLS

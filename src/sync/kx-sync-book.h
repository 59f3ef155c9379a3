/* What the engine does in a mirror, one piece of work in the book of its writer. The program and the
 * simulation run the same functions. */
#pragma once

#include "sync/kx-mirror-book.h"
#include "sync/kx-sync-machine.h"

G_BEGIN_DECLS

/* Does `work`, and says in `ret_done` what came of it and where the mirror stands. What went wrong stands
 * there too; the mirror is then as it was before. */
void kx_sync_book_run (KxBook *book, const KxSyncWork *work, KxTime now, KxSyncDone *ret_done);

G_END_DECLS

/* The feed on its way into the mirror. Lines are given as they come; everything up to a commit line lands in
 * one transaction with the cursor, or nothing of it.
 *
 * A first load goes straight into the tables, page by page, without indexes and search terms until the head
 * is reached; rows can be read meanwhile. Its pages are not waited for until they are on the disk: a power
 * cut may take back the last of them, with their cursor. Later, what is more than one page is staged and
 * lands at once when its end is there, so that no half state is shown. When everything has to be pulled again
 * (the cursor was too old, the service was restored, the sums differed) it is staged likewise and takes the
 * place of what was there; what waits in the outbox stays. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

typedef struct _KxPull KxPull;

/* On the writer's thread, outside of a transaction: the pull makes its own. */
KxPull *kx_pull_new (KxBook *book, KxTime now);

/* All lines of an answer; one that was cut off in the middle is passed over. FALSE: one cannot be read, or an
 * error of the store; what came since the last commit line is given up. Rows are read when their commit line
 * comes: it fails for one that is not right. */
gboolean kx_pull_lines (KxPull *pull, const char *lines, gsize length, GError **error);

/* The last commit said that there is no more. */
gboolean kx_pull_is_at_head (const KxPull *pull);

/* At the head the sums differed from the service's: everything is pulled again, from the next request on. */
gboolean kx_pull_was_wrong (const KxPull *pull);

void kx_pull_free (KxPull *pull);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxPull, kx_pull_free)

/* Forgets the cursor: the next pull comes from zero and takes the place of what is here. `generation` (may be
 * NULL: the same) is that of a service that was restored; what this device had brought in and the service has
 * lost is offered again then. In a transaction of the caller's. */
gboolean kx_mirror_pull_start_over (KxBook *book, const char *generation, GError **error);

G_END_DECLS

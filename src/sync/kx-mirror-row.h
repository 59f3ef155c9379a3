/* One row of a mirror. What people see is the optimistic row, in the tables of the schema. While changes of
 * it wait, the row as the service last told it is kept beside it, as its shadow; without changes the two are
 * one. Every function works inside the book's write transaction. */
#pragma once

#include "core/kx-decision.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* How much each space has gained, until it is written at the end of a transaction. */
typedef struct _KxMirrorSums KxMirrorSums;

KxMirrorSums *kx_mirror_sums_new (void);
void kx_mirror_sums_free (KxMirrorSums *sums);

/* Adds a row by its canonical bytes; `sign` -1 takes it away. */
void kx_mirror_sums_add (KxMirrorSums *sums, const char *space, int sign, const char *canonical,
                         gsize length);
gboolean kx_mirror_sums_write (KxMirrorSums *sums, KxBook *book, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxMirrorSums, kx_mirror_sums_free)

/* The optimistic row; NULL without an error: there is none. */
KxRecord *kx_mirror_row_get (KxBook *book, const KxEntity *entity, const char *id, GError **error);

/* The row as the service last told it; NULL without an error: it told of none. */
KxRecord *kx_mirror_row_get_confirmed (KxBook *book, const KxEntity *entity, const char *id, GError **error);

/* The service tells of a row: it becomes the confirmed one, and what waits is applied upon it again. One that
 * is older than the one known is passed over, unless everything is told `anew`: then it counts all the same.
 */
gboolean kx_mirror_row_confirm (KxBook *book, KxMirrorSums *sums, KxRecord *row, gboolean anew,
                                GError **error);

/* The same for a row that most likely is not known yet, as in a first load. `canonical` are its bytes as they
 * were told: of a row that is new they count for the sum, and are not written again. Where what is kept says
 * something else, the sums computed from the rows themselves differ from the service's. */
gboolean kx_mirror_row_confirm_first (KxBook *book, KxMirrorSums *sums, KxRecord *row, const char *canonical,
                                      gsize length, GError **error);

/* The service has no such row any more. One that has changes waiting stays to be seen until they are decided.
 */
gboolean kx_mirror_row_forget (KxBook *book, KxMirrorSums *sums, const KxEntity *entity, const char *id,
                               GError **error);

/* Before a change is applied: keeps the row as its shadow, unless there is one. */
gboolean kx_mirror_row_keep (KxBook *book, const KxEntity *entity, const char *id, GError **error);

/* Writes the optimistic row, with its search terms. `row` gets its number. */
gboolean kx_mirror_row_put (KxBook *book, KxRecord *row, GError **error);

/* Makes the optimistic row anew of its shadow and what waits; without anything waiting the shadow goes. */
gboolean kx_mirror_row_replay (KxBook *book, const KxEntity *entity, const char *id, GError **error);

/* Removes a row and all that is kept of it, whatever waits. */
gboolean kx_mirror_row_remove (KxBook *book, KxMirrorSums *sums, const KxEntity *entity, const char *id,
                               GError **error);

/* Adds the sums of all confirmed rows of an entity, computed from the rows. */
gboolean kx_mirror_row_sum_all (KxBook *book, KxMirrorSums *sums, const KxEntity *entity, GError **error);

/* What a change of a decision does to a row: the fields, the trash. `row` NULL: makes it; the result is
 * owned. */
KxRecord *kx_mirror_row_change (KxRecord *row, KxChangeKind kind, const KxRecord *patch, const char *user,
                                KxTime at);

G_END_DECLS

/* What a newer service sends and this program does not know: rows of other kinds are kept as they came, so
 * that the sums agree, and members of known rows beside them. A later program finds them here and need not
 * pull everything again. Inside the book's write transaction. */
#pragma once

#include "sync/kx-mirror-row.h"

G_BEGIN_DECLS

/* `line` is the line of the feed that tells of the row. */
gboolean kx_mirror_other_confirm (KxBook *book, KxMirrorSums *sums, const char *line, gsize length,
                                  GError **error);

/* Nothing where there is no such row. */
gboolean kx_mirror_other_forget (KxBook *book, KxMirrorSums *sums, const char *id, GError **error);

gboolean kx_mirror_other_leave (KxBook *book, KxMirrorSums *sums, const char *space, GError **error);

/* Forgets those of which `seen` has no "ENTITY ID". */
gboolean kx_mirror_other_keep_only (KxBook *book, KxMirrorSums *sums, GHashTable *seen, GError **error);

/* Adds the sums of all of them. */
gboolean kx_mirror_other_sum_all (KxBook *book, KxMirrorSums *sums, GError **error);

/* A program of another schema opens the mirror: what it knows now goes to its place. */
gboolean kx_mirror_other_learn (KxBook *book, GError **error);

/* "ENTITY ID" of a line of the feed that tells of a row. NULL: not such a line. Free with g_free(). */
char *kx_mirror_other_key (const char *line, gsize length);

G_END_DECLS

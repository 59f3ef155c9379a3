/* What a mirror holds of each space: sums over its rows, computed anew where they are doubted, and the end of
 * a space that is no longer open. Inside the book's write transaction. */
#pragma once

#include "sync/kx-mirror-row.h"

G_BEGIN_DECLS

/* What is no longer open goes from here, with all that was kept of it. Acts of the person that touch it stay
 * as text to be read, whole. */
gboolean kx_mirror_space_leave (KxBook *book, KxMirrorSums *sums, const char *space, GError **error);

/* The spaces that hold rows. (element-type char*) */
GPtrArray *kx_mirror_space_list_held (KxBook *book, GError **error);

/* Leaves those of `before` that hold none now: they were closed meanwhile, which no line says when everything
 * comes anew. */
gboolean kx_mirror_space_leave_emptied (KxBook *book, KxMirrorSums *sums, GPtrArray *before, GError **error);

/* At the head: rows of which the answer to an op told, and the feed has not, are no more. */
gboolean kx_mirror_space_settle_early (KxBook *book, KxMirrorSums *sums, GError **error);

/* The sums of all confirmed rows, computed from the rows themselves. */
gboolean kx_mirror_space_compute_sums (KxBook *book, GError **error);

/* Compares the service's sums (an answer of /v1/sync/verify) with those of the confirmed rows, computed anew.
 */
gboolean kx_mirror_space_verify (KxBook *book, const char *json, gsize length, gboolean *ret_wrong,
                                 GError **error);

G_END_DECLS

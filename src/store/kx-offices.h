/* The office of an area: found, or made when it is the first. */
#pragma once

#include "store/kx-store.h"

G_BEGIN_DECLS

/* The id of the living office of `area`, and how many there are; of several, the one with the lowest id. NULL
 * without an error: there is none. Free with g_free(). */
char *kx_offices_find (KxBook *book, const char *area, guint *ret_n, GError **error);

/* The op that makes the first office of `area` as a social insurance centre named after it. Free with
 * kx_op_free(). */
KxOp *kx_offices_make_op (const KxSchema *schema, KxTime now, const char *area);

G_END_DECLS

/* Which of some agreements can be renewed, or carried on, and why the others cannot: read from the mirror, on
 * any thread. */
#pragma once

#include "models/kx-renewal-plan.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* (element-type KxRenewalLine) One for each agreement of `ids` that is here, by the agency's name; NULL with
 * the store's error. Free with g_ptr_array_unref(). */
GPtrArray *kx_renewal_read (KxBook *book, GPtrArray *ids, KxRenewalWay way, KxDate today, GError **error);

G_END_DECLS

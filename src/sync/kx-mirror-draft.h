/* Drafts: what was typed and is no op yet, by a key such as "agency/ID". Kept until a person throws it away
 * or hands it over. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

/* Inside the book's write transaction. `json` NULL: drops it. */
gboolean kx_mirror_draft_put (KxBook *book, const char *key, const char *json, KxTime now, GError **error);

/* NULL without an error: there is none. `ret_at` may be NULL. Free with g_free(). */
char *kx_mirror_draft_get (KxBook *book, const char *key, KxTime *ret_at, GError **error);

/* The keys that begin with `prefix`, newest first. Free with g_strfreev(). */
char **kx_mirror_draft_list (KxBook *book, const char *prefix, GError **error);

G_END_DECLS

/* The store of `kangxied serve --demo`: an invented province with its offices, people, agencies and their
 * past. */
#pragma once

#include "store/kx-store.h"

G_BEGIN_DECLS

/* Whether nobody has put anything into the store yet: no office, no account. */
gboolean kx_demo_is_empty (KxStore *store, gboolean *ret_empty, GError **error);

/* Fills an empty store, all or nothing, through the ordinary ops: each decided as of its own day and done by
 * somebody whose role includes it. The same rows with the same ids, times and history every time; keys and
 * salts differ. KX_STORE_ERROR_REFUSED: the store is not empty. The bytes of the attachments follow in works
 * of their own. Not from the writer's thread. */
gboolean kx_demo_fill (KxStore *store, GError **error);

G_END_DECLS

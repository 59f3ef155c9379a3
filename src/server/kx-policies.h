/* The policy packs that are installed with the program, as rows of a store. A row never changes: a pack that
 * was corrected becomes another row, named by its hash. */
#pragma once

#include "core/kx-policy-pack.h"
#include "store/kx-store.h"

G_BEGIN_DECLS

/* Where the packs are: KANGXIE_POLICIES, or beside the program, or where it was installed. Free with
 * g_free(). */
char *kx_policies_folder (void);

/* Reads the *.json of a folder but the schema. A pack that is broken, or builds upon one that is not there,
 * is left out and told in `faults` (element-type utf8) as "FILE: PLACE: REASON". Returns: (element-type
 * KxPolicyPack) owned, in the order of their codes; NULL: there is no such folder. */
GPtrArray *kx_policies_read (const char *folder, GPtrArray *faults, GError **error);

/* Makes rows of the packs that have none yet, inside the book's write transaction. */
gboolean kx_policies_load (KxBook *book, GPtrArray *packs, KxTime at, guint *ret_new, GError **error);

/* The same in a transaction of its own. */
gboolean kx_policies_load_into (KxStore *store, GPtrArray *packs, guint *ret_new, GError **error);

G_END_DECLS

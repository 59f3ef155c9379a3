/* Signatures of texts by the keys of a store: what a backup or a file that was given away is checked by. */
#pragma once

#include "store/kx-vault.h"

G_BEGIN_DECLS

/* {public_key, signature} as text, over the name of the text's format and its very bytes, so that it is never
 * taken for one over anything else. Free with g_free(). */
char *kx_signature_make (const KxVault *vault, const char *format, const char *text, gsize length);

/* Whether a signature so made holds; `ret_key` gets the key it was made with. */
gboolean kx_signature_holds (const char *format, const char *text, gsize length, const char *signature,
                             gsize signature_length, guint8 ret_key[KX_PUBLIC_KEY_SIZE]);

G_END_DECLS

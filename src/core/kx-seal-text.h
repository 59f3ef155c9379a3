/* A sealed value on its way to the service, as a text: `seal1:` and base64url of a sealed box. Whoever has
 * the desktop's files cannot open it, nor can the desktop itself. */
#pragma once

#include "core/kx-crypto.h"

G_BEGIN_DECLS

/* `seed`: fresh random bytes. Free with g_free(). */
char *kx_seal_text (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const guint8 seed[KX_SEED_SIZE],
                    const char *clear);

gboolean kx_seal_text_is (const char *text);

/* The clear text, or NULL: not sealed for this key, altered, or no text inside. Free with g_free(). */
char *kx_seal_text_open (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const guint8 secret[KX_KEY_SIZE],
                         const char *text);

/* The public key as it is told: 64 hexadecimal digits. Free with g_free(). */
char *kx_seal_key_to_text (const guint8 public_key[KX_PUBLIC_KEY_SIZE]);

/* The inverse; FALSE: not such a text. */
gboolean kx_seal_key_from_text (const char *text, guint8 ret_public_key[KX_PUBLIC_KEY_SIZE]);

G_END_DECLS

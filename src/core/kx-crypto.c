#include "core/kx-crypto.h"

#include <sodium.h>
#include <string.h>

#define HASH_PREFIX "blake2b-256:"
#define KEYED_HASH_PREFIX "blake2b-256-keyed:"
#define ARGON2_PREFIX "$argon2id$v=19$"

G_STATIC_ASSERT (KX_HASH_SIZE == crypto_generichash_BYTES);
G_STATIC_ASSERT (KX_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT (KX_KEY_SIZE == crypto_box_SECRETKEYBYTES);
G_STATIC_ASSERT (KX_NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
G_STATIC_ASSERT (KX_NONCE_SIZE == crypto_box_NONCEBYTES);
G_STATIC_ASSERT (KX_SEED_SIZE == crypto_sign_SEEDBYTES);
G_STATIC_ASSERT (KX_SEED_SIZE == crypto_box_SEEDBYTES);
G_STATIC_ASSERT (KX_SALT_SIZE == crypto_pwhash_SALTBYTES);
G_STATIC_ASSERT (KX_PUBLIC_KEY_SIZE == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (KX_PUBLIC_KEY_SIZE == crypto_box_PUBLICKEYBYTES);
G_STATIC_ASSERT (KX_SIGN_SECRET_SIZE == crypto_sign_SECRETKEYBYTES);

G_DEFINE_QUARK (kx - crypto - error - quark, kx_crypto_error)

/* Picks the fastest code for this processor; without it the results are the same. */
static void
ensure_ready (void)
{
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      if (sodium_init () < 0)
        g_error ("libsodium cannot be started");
      g_once_init_leave (&ready, 1);
    }
}

static char *
format_hash (const char *prefix, const guint8 hash[KX_HASH_SIZE])
{
  gsize prefix_size = strlen (prefix);
  char *text = g_malloc (prefix_size + 2 * KX_HASH_SIZE + 1);

  memcpy (text, prefix, prefix_size);
  sodium_bin2hex (text + prefix_size, 2 * KX_HASH_SIZE + 1, hash, KX_HASH_SIZE);
  return text;
}

static gboolean
check_algorithm (GBytes *bytes, KxAlgorithm algorithm, gsize least_size, const guint8 **ret_data,
                 gsize *ret_size, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size == 0 || data[0] != algorithm)
    {
      g_set_error_literal (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_UNKNOWN_ALGORITHM, "unknown algorithm");
      return FALSE;
    }
  if (size - 1 < least_size)
    {
      g_set_error_literal (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_DAMAGED, "bytes are missing");
      return FALSE;
    }
  *ret_data = data + 1;
  *ret_size = size - 1;
  return TRUE;
}

/* The nonce of a sealed box: BLAKE2b-192 of both public keys, as libsodium's crypto_box_seal makes it. */
static void
make_box_nonce (const guint8 *ephemeral, const guint8 *public_key, guint8 ret_nonce[KX_NONCE_SIZE])
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, KX_NONCE_SIZE);
  crypto_generichash_update (&state, ephemeral, KX_PUBLIC_KEY_SIZE);
  crypto_generichash_update (&state, public_key, KX_PUBLIC_KEY_SIZE);
  crypto_generichash_final (&state, ret_nonce, KX_NONCE_SIZE);
}

/* RFC 9562 section 4: version and variant bits, then the 8-4-4-4-12 text in lower case. */
static void
format_uuid (guint8 bytes[16], guint version, char ret_text[KX_UUID_TEXT_SIZE])
{
  static const char digits[] = "0123456789abcdef";
  char *at = ret_text;

  bytes[6] = (guint8) ((bytes[6] & 0x0f) | version << 4);
  bytes[8] = (guint8) ((bytes[8] & 0x3f) | 0x80);
  for (guint i = 0; i < 16; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *at++ = '-';
      *at++ = digits[bytes[i] >> 4];
      *at++ = digits[bytes[i] & 0x0f];
    }
  *at = '\0';
}

/**
 * kx_hash:
 *
 * BLAKE2b-256 (RFC 7693) of @size bytes. The raw form is for chains and checksums whose place names the
 * algorithm; anything stored by itself takes kx_hash_text().
 */
void
kx_hash (const void *data, gsize size, guint8 ret_hash[KX_HASH_SIZE])
{
  crypto_generichash (ret_hash, KX_HASH_SIZE, data, size, NULL, 0);
}

/**
 * kx_hash_keyed:
 *
 * Keyed BLAKE2b-256: only who holds @key can tell which value a hash stands for.
 */
void
kx_hash_keyed (const guint8 key[KX_KEY_SIZE], const void *data, gsize size, guint8 ret_hash[KX_HASH_SIZE])
{
  crypto_generichash (ret_hash, KX_HASH_SIZE, data, size, key, KX_KEY_SIZE);
}

/**
 * kx_hash_text:
 *
 * Returns: (transfer full): `blake2b-256:` and 64 hexadecimal digits
 */
char *
kx_hash_text (const void *data, gsize size)
{
  guint8 hash[KX_HASH_SIZE];

  kx_hash (data, size, hash);
  return format_hash (HASH_PREFIX, hash);
}

/**
 * kx_hash_keyed_text:
 *
 * Returns: (transfer full): `blake2b-256-keyed:` and 64 hexadecimal digits
 */
char *
kx_hash_keyed_text (const guint8 key[KX_KEY_SIZE], const void *data, gsize size)
{
  guint8 hash[KX_HASH_SIZE];

  kx_hash_keyed (key, data, size, hash);
  return format_hash (KEYED_HASH_PREFIX, hash);
}

/**
 * kx_sha256_hex:
 *
 * SHA-256 (FIPS 180-4), the name of a file's bytes on the wire.
 *
 * Returns: (transfer full): 64 hexadecimal digits in lower case
 */
char *
kx_sha256_hex (const void *data, gsize size)
{
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, data, size);
  return format_hash ("", hash);
}

/**
 * kx_password_cost_default:
 *
 * The second choice of RFC 9106 section 4: 64 MiB, three passes; about a tenth of a second.
 */
KxPasswordCost
kx_password_cost_default (void)
{
  return (KxPasswordCost){ .passes = 3, .kibibytes = 64 * 1024 };
}

/**
 * kx_password_hash:
 * @salt: fresh random bytes
 * @cost: at least one pass over 8 KiB
 *
 * Argon2id (RFC 9106), one lane.
 *
 * Returns: (transfer full): the hash with algorithm, cost and salt, `$argon2id$v=19$m=…,t=…,p=1$…$…`, or
 * %NULL with %KX_CRYPTO_ERROR_TOO_COSTLY
 */
char *
kx_password_hash (const char *password, const guint8 salt[KX_SALT_SIZE], KxPasswordCost cost, GError **error)
{
  guint8 hash[32];
  char salt_text[32], hash_text[64];

  ensure_ready ();
  if (crypto_pwhash (hash, sizeof hash, password, strlen (password), salt, cost.passes,
                     (gsize) cost.kibibytes * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error_literal (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_TOO_COSTLY,
                           "not enough memory for a password hash, or its cost is out of range");
      return NULL;
    }
  sodium_bin2base64 (salt_text, sizeof salt_text, salt, KX_SALT_SIZE,
                     sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  sodium_bin2base64 (hash_text, sizeof hash_text, hash, sizeof hash,
                     sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  sodium_memzero (hash, sizeof hash);
  return g_strdup_printf (ARGON2_PREFIX "m=%u,t=%u,p=1$%s$%s", cost.kibibytes, cost.passes, salt_text,
                          hash_text);
}

/**
 * kx_password_verify:
 *
 * Tells whether @password made @hash; hashes of an unknown algorithm never match. Takes as long as making
 * one.
 */
gboolean
kx_password_verify (const char *hash, const char *password)
{
  ensure_ready ();
  return g_str_has_prefix (hash, ARGON2_PREFIX) && strlen (hash) < crypto_pwhash_STRBYTES &&
         crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}

/**
 * kx_password_needs_rehash:
 *
 * Tells whether @hash was made by another algorithm or at another cost than @cost, so that it should be made
 * anew at the next sign-in.
 */
gboolean
kx_password_needs_rehash (const char *hash, KxPasswordCost cost)
{
  g_autofree char *prefix = g_strdup_printf (ARGON2_PREFIX "m=%u,t=%u,p=1$", cost.kibibytes, cost.passes);

  return !g_str_has_prefix (hash, prefix);
}

/**
 * kx_seal:
 * @nonce: random bytes, never used twice with @key
 * @associated: text the seal is bound to, for example table, row and field; not kept in the result
 *
 * Encrypts and authenticates by XChaCha20-Poly1305.
 *
 * Returns: (transfer full): algorithm byte, nonce, ciphertext and tag
 */
GBytes *
kx_seal (const guint8 key[KX_KEY_SIZE], const guint8 nonce[KX_NONCE_SIZE], GBytes *plain,
         const char *associated)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (plain, &size);
  gsize sealed_size = 1 + KX_NONCE_SIZE + size + crypto_aead_xchacha20poly1305_ietf_ABYTES;
  guint8 *sealed = g_malloc (sealed_size);

  ensure_ready ();
  sealed[0] = KX_ALGORITHM_XCHACHA20_POLY1305;
  memcpy (sealed + 1, nonce, KX_NONCE_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + 1 + KX_NONCE_SIZE, NULL, data, size,
                                              (const guint8 *) associated, strlen (associated), NULL, nonce,
                                              key);
  return g_bytes_new_take (sealed, sealed_size);
}

/**
 * kx_seal_open:
 *
 * Opens what kx_seal() made with the same @key and @associated.
 *
 * Returns: (transfer full): the plain bytes, or %NULL with a #KxCryptoError
 */
GBytes *
kx_seal_open (const guint8 key[KX_KEY_SIZE], GBytes *sealed, const char *associated, GError **error)
{
  const guint8 *data;
  gsize size, plain_size;
  g_autofree guint8 *plain = NULL;

  ensure_ready ();
  if (!check_algorithm (sealed, KX_ALGORITHM_XCHACHA20_POLY1305,
                        KX_NONCE_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES, &data, &size, error))
    return NULL;
  plain_size = size - KX_NONCE_SIZE - crypto_aead_xchacha20poly1305_ietf_ABYTES;
  plain = g_malloc (plain_size + 1);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (plain, NULL, NULL, data + KX_NONCE_SIZE,
                                                  size - KX_NONCE_SIZE, (const guint8 *) associated,
                                                  strlen (associated), data, key) != 0)
    {
      g_set_error_literal (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_DAMAGED, "wrong key or altered bytes");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&plain), plain_size);
}

/**
 * kx_box_keypair:
 *
 * X25519 key pair from @seed, which must be random and secret.
 */
void
kx_box_keypair (const guint8 seed[KX_SEED_SIZE], guint8 ret_public[KX_PUBLIC_KEY_SIZE],
                guint8 ret_secret[KX_KEY_SIZE])
{
  ensure_ready ();
  crypto_box_seed_keypair (ret_public, ret_secret, seed);
}

/**
 * kx_box_seal:
 * @seed: fresh random bytes; the key pair made from it is forgotten, so the sender cannot open the box either
 *
 * Seals @plain so that only the holder of the secret key can open it (libsodium's sealed box:
 * X25519, XSalsa20-Poly1305).
 *
 * Returns: (transfer full): algorithm byte, ephemeral public key, ciphertext and tag
 */
GBytes *
kx_box_seal (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const guint8 seed[KX_SEED_SIZE], GBytes *plain)
{
  guint8 ephemeral[KX_PUBLIC_KEY_SIZE], secret[KX_KEY_SIZE], nonce[KX_NONCE_SIZE];
  gsize size;
  const guint8 *data = g_bytes_get_data (plain, &size);
  gsize sealed_size = 1 + crypto_box_SEALBYTES + size;
  guint8 *sealed = g_malloc (sealed_size);

  kx_box_keypair (seed, ephemeral, secret);
  make_box_nonce (ephemeral, public_key, nonce);
  sealed[0] = KX_ALGORITHM_SEALED_BOX;
  memcpy (sealed + 1, ephemeral, KX_PUBLIC_KEY_SIZE);
  if (crypto_box_easy (sealed + 1 + KX_PUBLIC_KEY_SIZE, data, size, nonce, public_key, secret) != 0)
    g_error ("the public key is not a point of the curve");
  sodium_memzero (secret, sizeof secret);
  return g_bytes_new_take (sealed, sealed_size);
}

/**
 * kx_box_open:
 *
 * Opens what kx_box_seal() made for this key pair.
 *
 * Returns: (transfer full): the plain bytes, or %NULL with a #KxCryptoError
 */
GBytes *
kx_box_open (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const guint8 secret[KX_KEY_SIZE], GBytes *sealed,
             GError **error)
{
  const guint8 *data;
  gsize size, plain_size;
  g_autofree guint8 *plain = NULL;

  ensure_ready ();
  if (!check_algorithm (sealed, KX_ALGORITHM_SEALED_BOX, crypto_box_SEALBYTES, &data, &size, error))
    return NULL;
  plain_size = size - crypto_box_SEALBYTES;
  plain = g_malloc (plain_size + 1);
  if (crypto_box_seal_open (plain, data, size, public_key, secret) != 0)
    {
      g_set_error_literal (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_DAMAGED, "wrong key or altered bytes");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&plain), plain_size);
}

/**
 * kx_sign_keypair:
 *
 * Ed25519 key pair (RFC 8032) from @seed, which must be random and secret.
 */
void
kx_sign_keypair (const guint8 seed[KX_SEED_SIZE], guint8 ret_public[KX_PUBLIC_KEY_SIZE],
                 guint8 ret_secret[KX_SIGN_SECRET_SIZE])
{
  ensure_ready ();
  crypto_sign_seed_keypair (ret_public, ret_secret, seed);
}

/**
 * kx_sign:
 *
 * Returns: (transfer full): algorithm byte and the 64 bytes of an Ed25519 signature
 */
GBytes *
kx_sign (const guint8 secret[KX_SIGN_SECRET_SIZE], const void *data, gsize size)
{
  guint8 signature[1 + crypto_sign_BYTES];

  ensure_ready ();
  signature[0] = KX_ALGORITHM_ED25519;
  crypto_sign_detached (signature + 1, NULL, data, size, secret);
  return g_bytes_new (signature, sizeof signature);
}

/**
 * kx_sign_verify:
 *
 * Tells whether @signature was made over these bytes by the holder of the secret key; if not, a
 * #KxCryptoError says why.
 */
gboolean
kx_sign_verify (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const void *data, gsize size, GBytes *signature,
                GError **error)
{
  const guint8 *bytes;
  gsize n_bytes;

  ensure_ready ();
  if (!check_algorithm (signature, KX_ALGORITHM_ED25519, crypto_sign_BYTES, &bytes, &n_bytes, error))
    return FALSE;
  if (n_bytes == crypto_sign_BYTES && crypto_sign_verify_detached (bytes, data, size, public_key) == 0)
    return TRUE;
  g_set_error_literal (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_DAMAGED, "wrong key or altered bytes");
  return FALSE;
}

/**
 * kx_uuid_v7:
 * @ms: milliseconds since 1970-01-01T00:00:00Z, below 2⁴⁸
 *
 * UUID of version 7 (RFC 9562 section 5.7) in lower case.
 */
void
kx_uuid_v7 (guint64 ms, const guint8 random[10], char ret_text[KX_UUID_TEXT_SIZE])
{
  guint8 bytes[16];

  for (guint i = 0; i < 6; i++)
    bytes[i] = (guint8) (ms >> (40 - 8 * i));
  memcpy (bytes + 6, random, 10);
  format_uuid (bytes, 7, ret_text);
}

/**
 * kx_uuid_v8:
 *
 * UUID of version 8 (RFC 9562 section 5.8): the first 16 bytes of BLAKE2b-256 over the parts, each after its
 * length in eight bytes, so that ("ab", "c") and ("a", "bc") differ.
 */
void
kx_uuid_v8 (const char *const *parts, gsize n_parts, char ret_text[KX_UUID_TEXT_SIZE])
{
  crypto_generichash_state state;
  guint8 hash[KX_HASH_SIZE];

  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  for (gsize i = 0; i < n_parts; i++)
    {
      gsize size = strlen (parts[i]);
      guint64 length = GUINT64_TO_BE ((guint64) size);

      crypto_generichash_update (&state, (const guint8 *) &length, sizeof length);
      crypto_generichash_update (&state, (const guint8 *) parts[i], size);
    }
  crypto_generichash_final (&state, hash, sizeof hash);
  format_uuid (hash, 8, ret_text);
}

/**
 * kx_uuid_is_valid:
 *
 * Tells whether @text is a UUID as RFC 9562 writes it: 8-4-4-4-12 digits, version 1 to 8, variant 10. Capital
 * digits are refused: one id has one spelling.
 */
gboolean
kx_uuid_is_valid (const char *text)
{
  for (guint i = 0; i < KX_UUID_TEXT_SIZE - 1; i++)
    {
      gboolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;

      if (hyphen ? text[i] != '-' : !(g_ascii_isdigit (text[i]) || (text[i] >= 'a' && text[i] <= 'f')))
        return FALSE;
    }
  return text[KX_UUID_TEXT_SIZE - 1] == '\0' && text[14] >= '1' && text[14] <= '8' &&
         strchr ("89ab", text[19]) != NULL;
}

/**
 * kx_secret_equal:
 *
 * Compares in a time that does not tell where the bytes differ.
 */
gboolean
kx_secret_equal (const void *a, const void *b, gsize size)
{
  return sodium_memcmp (a, b, size) == 0;
}

/**
 * kx_secret_wipe:
 *
 * Overwrites a secret; the compiler does not take this away.
 */
void
kx_secret_wipe (void *data, gsize size)
{
  sodium_memzero (data, size);
}

/**
 * kx_base64url_encode:
 *
 * Returns: (transfer full): RFC 4648 section 5, without padding
 */
char *
kx_base64url_encode (const void *data, gsize size)
{
  gsize text_size = sodium_base64_ENCODED_LEN (size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (text_size);

  return sodium_bin2base64 (text, text_size, data, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/**
 * kx_base64url_decode:
 *
 * Decodes strictly: no padding, no blanks, no other alphabet, no stray bits in the last character.
 *
 * Returns: (transfer full): at least one byte of memory, or %NULL if @text is not base64url
 */
guint8 *
kx_base64url_decode (const char *text, gsize *ret_size)
{
  gsize length = strlen (text), size;
  const char *end;
  g_autofree guint8 *data = g_malloc (length / 4 * 3 + 3);

  if (sodium_base642bin (data, length / 4 * 3 + 3, text, length, NULL, &size, &end,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text + length)
    return NULL;
  *ret_size = size;
  return g_steal_pointer (&data);
}

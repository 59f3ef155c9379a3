/* Hashes, seals, signatures and identifiers. Every result names its algorithm, in a text prefix or in its
 * first byte, so that another suite (SM2, SM3, SM4) can stand beside this one without touching stored data.
 * Nothing here draws random bytes or reads a clock: nonces, salts, seeds and times are arguments. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KX_CRYPTO_ERROR (kx_crypto_error_quark ())

/* UNKNOWN_ALGORITHM: written by another suite or not by us. DAMAGED: wrong key or altered bytes; which of the
 * two cannot be told. TOO_COSTLY: memory for a password hash is missing. */
typedef enum
{
  KX_CRYPTO_ERROR_UNKNOWN_ALGORITHM,
  KX_CRYPTO_ERROR_DAMAGED,
  KX_CRYPTO_ERROR_TOO_COSTLY,
} KxCryptoError;

/* First byte of sealed and signed bytes. Numbers are stored and never given out twice; 0x21 and up are kept
 * for the SM suite. */
typedef enum
{
  KX_ALGORITHM_XCHACHA20_POLY1305 = 0x01,
  KX_ALGORITHM_SEALED_BOX = 0x02,
  KX_ALGORITHM_ED25519 = 0x03,
} KxAlgorithm;

enum
{
  KX_HASH_SIZE = 32,
  KX_KEY_SIZE = 32,
  KX_NONCE_SIZE = 24,
  KX_SEED_SIZE = 32,
  KX_SALT_SIZE = 16,
  KX_PUBLIC_KEY_SIZE = 32,
  KX_SIGN_SECRET_SIZE = 64,
  KX_UUID_TEXT_SIZE = 37, /* with the closing NUL */
};

/* What one password hash costs: passes over that many KiB of memory. */
typedef struct
{
  guint passes;
  guint kibibytes;
} KxPasswordCost;

GQuark kx_crypto_error_quark (void);

void kx_hash (const void *data, gsize size, guint8 ret_hash[KX_HASH_SIZE]);
void kx_hash_keyed (const guint8 key[KX_KEY_SIZE], const void *data, gsize size,
                    guint8 ret_hash[KX_HASH_SIZE]);
char *kx_hash_text (const void *data, gsize size);
char *kx_hash_keyed_text (const guint8 key[KX_KEY_SIZE], const void *data, gsize size);
char *kx_sha256_hex (const void *data, gsize size);

KxPasswordCost kx_password_cost_default (void);
char *kx_password_hash (const char *password, const guint8 salt[KX_SALT_SIZE], KxPasswordCost cost,
                        GError **error);
gboolean kx_password_verify (const char *hash, const char *password);
gboolean kx_password_needs_rehash (const char *hash, KxPasswordCost cost);

GBytes *kx_seal (const guint8 key[KX_KEY_SIZE], const guint8 nonce[KX_NONCE_SIZE], GBytes *plain,
                 const char *associated);
GBytes *kx_seal_open (const guint8 key[KX_KEY_SIZE], GBytes *sealed, const char *associated, GError **error);

void kx_box_keypair (const guint8 seed[KX_SEED_SIZE], guint8 ret_public[KX_PUBLIC_KEY_SIZE],
                     guint8 ret_secret[KX_KEY_SIZE]);
GBytes *kx_box_seal (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const guint8 seed[KX_SEED_SIZE],
                     GBytes *plain);
GBytes *kx_box_open (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const guint8 secret[KX_KEY_SIZE],
                     GBytes *sealed, GError **error);

void kx_sign_keypair (const guint8 seed[KX_SEED_SIZE], guint8 ret_public[KX_PUBLIC_KEY_SIZE],
                      guint8 ret_secret[KX_SIGN_SECRET_SIZE]);
GBytes *kx_sign (const guint8 secret[KX_SIGN_SECRET_SIZE], const void *data, gsize size);
gboolean kx_sign_verify (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const void *data, gsize size,
                         GBytes *signature, GError **error);

void kx_uuid_v7 (guint64 ms, const guint8 random[10], char ret_text[KX_UUID_TEXT_SIZE]);
void kx_uuid_v8 (const char *const *parts, gsize n_parts, char ret_text[KX_UUID_TEXT_SIZE]);
gboolean kx_uuid_is_valid (const char *text);

gboolean kx_secret_equal (const void *a, const void *b, gsize size);
void kx_secret_wipe (void *data, gsize size);
char *kx_base64url_encode (const void *data, gsize size);
guint8 *kx_base64url_decode (const char *text, gsize *ret_size);

G_END_DECLS

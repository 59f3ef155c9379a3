/* The store's keys: sealing of fields, keyed hashes by which sealed values are still found, and the signature
 * of the audit trail's head. */
#pragma once

#include "core/kx-crypto.h"
#include "core/kx-date.h"

G_BEGIN_DECLS

#define KX_VAULT_ERROR (kx_vault_error_quark ())
GQuark kx_vault_error_quark (void);

typedef enum
{
  KX_VAULT_ERROR_MISSING, /* no key file: put the key back, or give its recovery text */
  KX_VAULT_ERROR_BROKEN   /* a key file of the wrong size or mode */
} KxVaultError;

typedef struct
{
  guint8 seal_key[KX_KEY_SIZE];
  guint8 hash_key[KX_KEY_SIZE];
  guint8 sign_secret[KX_SIGN_SECRET_SIZE];
  guint8 sign_public[KX_PUBLIC_KEY_SIZE];
  guint8 box_secret[KX_KEY_SIZE]; /* opens what desktops sealed on the way */
  guint8 box_public[KX_PUBLIC_KEY_SIZE];
} KxVault;

/* Loads the keys of `dir`/keys. With `create`, makes those that are missing, mode 0600; `ret_made` (may be
 * NULL) then gets TRUE, and the recovery text has to be shown once. */
KxVault *kx_vault_load (const char *dir, gboolean create, gboolean *ret_made, GError **error);

/* Writes `dir`/keys from a recovery text. */
gboolean kx_vault_recover (const char *dir, const char *text, GError **error);

/* The key of `dir` as one text to be kept on paper. Free with g_free(). */
char *kx_vault_recovery_text_of (const char *dir, GError **error);

/* Whether a recovery text makes the keys whose signatures are checked with `sign_public`. FALSE also for what
 * is no recovery text. */
gboolean kx_vault_recovery_fits (const char *text, const guint8 sign_public[KX_PUBLIC_KEY_SIZE]);

/* Wipes the keys. */
void kx_vault_free (KxVault *vault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxVault, kx_vault_free)

/* Keys made of `seed`, for tests and benchmarks. */
KxVault *kx_vault_new_from_seed (const guint8 seed[KX_SEED_SIZE]);

/* Fills from the kernel's generator. */
void kx_random (void *bytes, gsize size);

/* A new UUIDv7. */
void kx_random_uuid (KxTime now, char ret_text[KX_UUID_TEXT_SIZE]);

G_END_DECLS

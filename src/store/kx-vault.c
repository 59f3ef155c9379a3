#include "store/kx-vault.h"

#include <gio/gio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_FILE "keys/master"
#define RECOVERY_PREFIX "KX1-"

G_DEFINE_QUARK (kx_vault_error_quark, kx_vault_error)

void
kx_random (void *bytes, gsize size)
{
  guint8 *at = bytes;

  while (size > 0)
    {
      ssize_t got = getrandom (at, size, 0);

      if (got < 0 && errno != EINTR)
        g_error ("The kernel gives no random bytes: %s", g_strerror (errno));
      at += MAX (got, 0);
      size -= (gsize) MAX (got, 0);
    }
}

void
kx_random_uuid (KxTime now, char ret_text[KX_UUID_TEXT_SIZE])
{
  guint8 random[10];

  kx_random (random, sizeof random);
  kx_uuid_v7 ((guint64) now.ms, random, ret_text);
}

/* Every key from one master, each under a name of its own. */
KxVault *
kx_vault_new_from_seed (const guint8 seed[KX_SEED_SIZE])
{
  KxVault *vault = g_new0 (KxVault, 1);
  guint8 derived[KX_SEED_SIZE];

  kx_hash_keyed (seed, "seal", 4, vault->seal_key);
  kx_hash_keyed (seed, "hash", 4, vault->hash_key);
  kx_hash_keyed (seed, "sign", 4, derived);
  kx_sign_keypair (derived, vault->sign_public, vault->sign_secret);
  kx_hash_keyed (seed, "box", 3, derived);
  kx_box_keypair (derived, vault->box_public, vault->box_secret);
  kx_secret_wipe (derived, sizeof derived);
  return vault;
}

void
kx_vault_free (KxVault *vault)
{
  kx_secret_wipe (vault, sizeof *vault);
  g_free (vault);
}

static gboolean
write_key (const char *path, const guint8 seed[KX_SEED_SIZE], GError **error)
{
  return g_file_set_contents_full (path, (const char *) seed, KX_SEED_SIZE,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
make_folder (const char *dir, GError **error)
{
  g_autofree char *keys = g_build_filename (dir, "keys", NULL);

  if (g_mkdir_with_parents (keys, 0700) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", keys, g_strerror (errno));
  return FALSE;
}

KxVault *
kx_vault_load (const char *dir, gboolean create, gboolean *ret_made, GError **error)
{
  g_autofree char *path = g_build_filename (dir, KEY_FILE, NULL);
  g_autofree char *bytes = NULL;
  gboolean made = FALSE;
  KxVault *vault;
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      guint8 seed[KX_SEED_SIZE];

      if (!create)
        {
          g_set_error (error, KX_VAULT_ERROR, KX_VAULT_ERROR_MISSING, "There is no key file %s", path);
          return NULL;
        }
      kx_random (seed, sizeof seed);
      if (!make_folder (dir, error) || !write_key (path, seed, error))
        return NULL;
      made = TRUE;
    }
  if (!g_file_get_contents (path, &bytes, &size, error))
    return NULL;
  if (size != KX_SEED_SIZE)
    {
      g_set_error (error, KX_VAULT_ERROR, KX_VAULT_ERROR_BROKEN,
                   "The key file %s has %" G_GSIZE_FORMAT " bytes", path, size);
      return NULL;
    }
  vault = kx_vault_new_from_seed ((const guint8 *) bytes);
  kx_secret_wipe (bytes, size);
  if (ret_made != NULL)
    *ret_made = made;
  return vault;
}

char *
kx_vault_recovery_text_of (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, KEY_FILE, NULL);
  g_autofree char *bytes = NULL, *text = NULL;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, error))
    return NULL;
  text = kx_base64url_encode (bytes, size);
  kx_secret_wipe (bytes, size);
  return g_strconcat (RECOVERY_PREFIX, text, NULL);
}

/* NULL: it is no recovery text. */
static guint8 *
read_recovery (const char *text)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));
  g_autofree guint8 *seed = NULL;
  gsize size = 0;

  if (g_str_has_prefix (clean, RECOVERY_PREFIX))
    seed = kx_base64url_decode (clean + strlen (RECOVERY_PREFIX), &size);
  kx_secret_wipe (clean, strlen (clean));
  return size == KX_SEED_SIZE ? g_steal_pointer (&seed) : NULL;
}

gboolean
kx_vault_recover (const char *dir, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (dir, KEY_FILE, NULL);
  g_autofree guint8 *seed = read_recovery (text);
  gboolean written;

  if (seed == NULL)
    {
      g_set_error_literal (error, KX_VAULT_ERROR, KX_VAULT_ERROR_BROKEN, "This is not a recovery text");
      return FALSE;
    }
  written = make_folder (dir, error) && write_key (path, seed, error);
  kx_secret_wipe (seed, KX_SEED_SIZE);
  return written;
}

gboolean
kx_vault_recovery_fits (const char *text, const guint8 sign_public[KX_PUBLIC_KEY_SIZE])
{
  g_autofree guint8 *seed = read_recovery (text);
  g_autoptr (KxVault) vault = seed != NULL ? kx_vault_new_from_seed (seed) : NULL;

  if (seed != NULL)
    kx_secret_wipe (seed, KX_SEED_SIZE);
  return vault != NULL && memcmp (vault->sign_public, sign_public, KX_PUBLIC_KEY_SIZE) == 0;
}

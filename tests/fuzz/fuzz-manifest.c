/* The manifest of a backup, which comes from outside with the archive. */
#include "store/kx-backup-private.h"
#include "store/kx-signature.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (KxManifest) manifest = kx_manifest_from_text ((const char *) data, size, NULL);
  guint8 key[KX_PUBLIC_KEY_SIZE];

  kx_signature_holds (KX_BACKUP_FORMAT, "{}", 2, (const char *) data, size, key);
  if (manifest != NULL)
    {
      g_autofree char *text = kx_manifest_to_text (manifest), *again = NULL, *difference = NULL;
      g_autoptr (KxManifest) copy = kx_manifest_from_text (text, strlen (text), NULL);

      /* What was read is written so that it reads the same. */
      g_assert_nonnull (copy);
      again = kx_manifest_to_text (copy);
      g_assert_cmpstr (text, ==, again);
      difference = kx_manifest_compare_database (manifest, copy);
      g_assert_null (difference);
    }
  return 0;
}

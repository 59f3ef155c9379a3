/* Policy packs: what is read reads the same again. */
#include "core/kx-policy-pack.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxPolicyPack) pack = kx_policy_pack_parse ((const char *) data, size, &error), again = NULL;
  const char *text;

  g_assert_true ((pack == NULL) == (error != NULL));
  if (pack == NULL)
    return 0;
  text = kx_policy_pack_get_text (pack);
  again = kx_policy_pack_parse (text, strlen (text), NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (kx_policy_pack_get_hash (again), ==, kx_policy_pack_get_hash (pack));
  return 0;
}

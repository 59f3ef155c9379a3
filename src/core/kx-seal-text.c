#include "core/kx-seal-text.h"

#include <string.h>

#define PREFIX "seal1:"

char *
kx_seal_text (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const guint8 seed[KX_SEED_SIZE], const char *clear)
{
  g_autoptr (GBytes) plain = g_bytes_new (clear, strlen (clear));
  g_autoptr (GBytes) sealed = kx_box_seal (public_key, seed, plain);
  g_autofree char *text = kx_base64url_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));

  return g_strconcat (PREFIX, text, NULL);
}

gboolean
kx_seal_text_is (const char *text)
{
  return g_str_has_prefix (text, PREFIX);
}

char *
kx_seal_text_open (const guint8 public_key[KX_PUBLIC_KEY_SIZE], const guint8 secret[KX_KEY_SIZE],
                   const char *text)
{
  g_autoptr (GBytes) sealed = NULL, plain = NULL;
  guint8 *bytes;
  const char *clear;
  gsize size = 0;

  if (!kx_seal_text_is (text))
    return NULL;
  bytes = kx_base64url_decode (text + strlen (PREFIX), &size);
  if (bytes == NULL)
    return NULL;
  sealed = g_bytes_new_take (bytes, size);
  plain = kx_box_open (public_key, secret, sealed, NULL);
  if (plain == NULL)
    return NULL;
  clear = g_bytes_get_data (plain, &size);
  return g_utf8_validate_len (clear, size, NULL) ? g_strndup (clear, size) : NULL;
}

char *
kx_seal_key_to_text (const guint8 public_key[KX_PUBLIC_KEY_SIZE])
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < KX_PUBLIC_KEY_SIZE; i++)
    g_string_append_printf (text, "%02x", public_key[i]);
  return g_string_free (text, FALSE);
}

gboolean
kx_seal_key_from_text (const char *text, guint8 ret_public_key[KX_PUBLIC_KEY_SIZE])
{
  if (strlen (text) != 2 * KX_PUBLIC_KEY_SIZE || strspn (text, "0123456789abcdef") != 2 * KX_PUBLIC_KEY_SIZE)
    return FALSE;
  for (guint i = 0; i < KX_PUBLIC_KEY_SIZE; i++)
    ret_public_key[i] =
        (guint8) (g_ascii_xdigit_value (text[2 * i]) * 16 + g_ascii_xdigit_value (text[2 * i + 1]));
  return TRUE;
}

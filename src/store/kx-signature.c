#include "store/kx-signature.h"

#include "core/kx-json.h"
#include "core/kx-wire.h"

#include <string.h>

static GString *
signed_text (const char *format, const char *text, gsize length)
{
  GString *subject = g_string_new (format);

  g_string_append_c (subject, '\n');
  return g_string_append_len (subject, text, (gssize) length);
}

/* The bytes of a member; NULL: there is none. Free with g_free(). */
static guint8 *
decode_member (const KxJsonNode *object, const char *name, gsize *ret_size)
{
  const KxJsonNode *node =
      kx_json_node_get_type (object) == KX_JSON_OBJECT ? kx_json_node_member (object, name) : NULL;

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING
             ? kx_base64url_decode (kx_json_node_get_text (node, NULL), ret_size)
             : NULL;
}

char *
kx_signature_make (const KxVault *vault, const char *format, const char *text, gsize length)
{
  GString *subject = signed_text (format, text, length);
  g_autoptr (GBytes) bytes = kx_sign (vault->sign_secret, subject->str, subject->len);
  g_autofree char *signature = kx_base64url_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *key = kx_base64url_encode (vault->sign_public, KX_PUBLIC_KEY_SIZE);
  JsonObject *object = json_object_new ();

  g_string_free (subject, TRUE);
  json_object_set_string_member (object, "public_key", key);
  json_object_set_string_member (object, "signature", signature);
  return kx_wire_object_text (object, NULL);
}

gboolean
kx_signature_holds (const char *format, const char *text, gsize length, const char *signature,
                    gsize signature_length, guint8 ret_key[KX_PUBLIC_KEY_SIZE])
{
  g_autoptr (KxJson) json = kx_json_parse (signature, signature_length, NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  gsize key_size = 0, size = 0;
  g_autofree guint8 *key = root != NULL ? decode_member (root, "public_key", &key_size) : NULL;
  g_autofree guint8 *raw = root != NULL ? decode_member (root, "signature", &size) : NULL;
  g_autoptr (GBytes) bytes = raw != NULL ? g_bytes_new (raw, size) : NULL;
  GString *subject = signed_text (format, text, length);
  gboolean holds = key != NULL && key_size == KX_PUBLIC_KEY_SIZE && bytes != NULL &&
                   kx_sign_verify (key, subject->str, subject->len, bytes, NULL);

  g_string_free (subject, TRUE);
  if (holds)
    memcpy (ret_key, key, KX_PUBLIC_KEY_SIZE);
  return holds;
}

#include "store/kx-audit-private.h"

#include <string.h>

G_STATIC_ASSERT (sizeof ((KxAuditExcerpt *) 0)->salt == KX_AUDIT_SALT_SIZE);

static void
set_bytes (JsonObject *object, const char *name, KxDbRows *rows, int column)
{
  gsize size;
  const void *bytes = kx_db_rows_bytes (rows, column, &size);
  g_autofree char *text = bytes != NULL ? kx_base64url_encode (bytes, size) : NULL;

  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static JsonObject *
write_entry (KxDbRows *rows)
{
  static const char *const texts[] = { "actor", "device", "op", "kind", "entity", "row", "space" };
  static const char *const hashes[] = { "salt", "hash_before", "hash_after", "leaf", "link", "previous" };
  JsonObject *object = json_object_new ();
  g_autofree char *at = kx_time_to_text ((KxTime){ kx_db_rows_integer (rows, 2) });

  json_object_set_int_member (object, "n", kx_db_rows_integer (rows, 0));
  json_object_set_int_member (object, "seq", kx_db_rows_integer (rows, 1));
  json_object_set_string_member (object, "at", at);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (kx_db_rows_text (rows, 3 + (int) i) != NULL)
      json_object_set_string_member (object, texts[i], kx_db_rows_text (rows, 3 + (int) i));
  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    set_bytes (object, hashes[i], rows, 10 + (int) i);
  return object;
}

static const char *
text_member (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = kx_json_node_member (object, name);

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

static gint64
integer_member (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = kx_json_node_member (object, name);

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_INTEGER ? kx_json_node_get_integer (node)
                                                                         : -1;
}

/* Bytes of exactly this size. FALSE: there are none. */
static gboolean
read_bytes (const KxJsonNode *object, const char *name, guint8 *ret_bytes, gsize size)
{
  const char *text = text_member (object, name);
  gsize length = 0;
  g_autofree guint8 *bytes = text != NULL ? kx_base64url_decode (text, &length) : NULL;

  if (bytes == NULL || length != size)
    return FALSE;
  memcpy (ret_bytes, bytes, size);
  return TRUE;
}

JsonArray *
kx_audit_of_row (KxBook *book, const char *entity, const char *row, KxTime since, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (entity), KX_ARG_TEXT (row), KX_ARG_INTEGER (since.ms) };
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db,
      "SELECT a.n, a.seq, a.at, a.actor, a.device, a.op, a.kind, a.entity, a.row, a.space, a.salt, "
      "a.hash_before, a.hash_after, a.leaf, a.link, p.link FROM audit a LEFT JOIN audit p ON p.n = a.n - 1 "
      "WHERE a.entity = $1 AND a.row = $2 AND a.at >= $3 ORDER BY a.n",
      args, G_N_ELEMENTS (args), error);
  g_autoptr (JsonArray) entries = json_array_new ();
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    json_array_add_object_element (entries, write_entry (rows));
  if (local == NULL)
    return g_steal_pointer (&entries);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
kx_audit_excerpt_read (const KxJsonNode *entry, KxAuditExcerpt *ret_excerpt)
{
  guint8 before[KX_AUDIT_HASH_SIZE], leaf[KX_AUDIT_HASH_SIZE], link[KX_AUDIT_HASH_SIZE];
  guint8 given_leaf[KX_AUDIT_HASH_SIZE], given_link[KX_AUDIT_HASH_SIZE], previous[KX_AUDIT_HASH_SIZE] = { 0 };
  KxAuditExcerpt excerpt = { 0 };
  KxAuditParts parts;
  KxTime at;
  gboolean has_before;

  if (kx_json_node_get_type (entry) != KX_JSON_OBJECT || text_member (entry, "at") == NULL ||
      !kx_time_from_text (text_member (entry, "at"), &at) ||
      !read_bytes (entry, "salt", excerpt.salt, sizeof excerpt.salt) ||
      !read_bytes (entry, "leaf", given_leaf, sizeof leaf) ||
      !read_bytes (entry, "link", given_link, sizeof link))
    return FALSE;
  excerpt.n = integer_member (entry, "n");
  excerpt.entity = text_member (entry, "entity");
  excerpt.row = text_member (entry, "row");
  /* Nothing stands before the first entry of the chain. */
  if (!read_bytes (entry, "previous", previous, sizeof previous) && excerpt.n != 1)
    return FALSE;
  has_before = read_bytes (entry, "hash_before", before, sizeof before);
  excerpt.has_after = read_bytes (entry, "hash_after", excerpt.after, sizeof excerpt.after);
  parts = (KxAuditParts){ integer_member (entry, "seq"),
                          at.ms,
                          text_member (entry, "actor"),
                          text_member (entry, "device"),
                          text_member (entry, "op"),
                          text_member (entry, "kind"),
                          excerpt.entity,
                          excerpt.row,
                          text_member (entry, "space"),
                          excerpt.salt,
                          has_before ? before : NULL,
                          excerpt.has_after ? excerpt.after : NULL };
  kx_audit_hash_leaf (&parts, leaf);
  kx_audit_hash_link (previous, leaf, link);
  excerpt.holds = memcmp (leaf, given_leaf, sizeof leaf) == 0 && memcmp (link, given_link, sizeof link) == 0;
  *ret_excerpt = excerpt;
  return TRUE;
}

gboolean
kx_audit_excerpt_is_row (const KxAuditExcerpt *excerpt, const char *canonical, gsize length)
{
  g_autoptr (GString) text = g_string_new_len ((const char *) excerpt->salt, KX_AUDIT_SALT_SIZE);
  guint8 hash[KX_AUDIT_HASH_SIZE];

  g_string_append_len (text, canonical, (gssize) length);
  kx_hash (text->str, text->len, hash);
  return excerpt->has_after && memcmp (hash, excerpt->after, sizeof hash) == 0;
}

gboolean
kx_audit_head_holds (const KxJsonNode *head, guint8 ret_key[KX_PUBLIC_KEY_SIZE])
{
  guint8 key[KX_PUBLIC_KEY_SIZE];
  const char *text, *at, *encoded;
  g_autofree char *subject = NULL;
  g_autofree guint8 *signature = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size = 0;

  if (kx_json_node_get_type (head) != KX_JSON_OBJECT)
    return FALSE;
  text = text_member (head, "head");
  at = text_member (head, "at");
  encoded = text_member (head, "signature");
  signature = encoded != NULL ? kx_base64url_decode (encoded, &size) : NULL;
  if (text == NULL || at == NULL || signature == NULL || !read_bytes (head, "public_key", key, sizeof key))
    return FALSE;
  bytes = g_bytes_new (signature, size);
  subject = kx_audit_head_text (integer_member (head, "n"), integer_member (head, "seq"), text, at);
  if (!kx_sign_verify (key, subject, strlen (subject), bytes, NULL))
    return FALSE;
  memcpy (ret_key, key, sizeof key);
  return TRUE;
}

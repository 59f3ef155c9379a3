#include "models/kx-letter-said.h"

#include "core/entities/kx-letter.h"
#include "core/kx-json-write.h"
#include "core/kx-json.h"

#include <string.h>

GHashTable *
kx_letter_said_read (const KxRecord *letter)
{
  GHashTable *said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *text = kx_record_get (letter, kx_letter_f_said).CONFIG;
  g_autoptr (KxJson) json = text != NULL ? kx_json_parse (text, strlen (text), NULL) : NULL;
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;

  if (root == NULL || kx_json_node_get_type (root) != KX_JSON_OBJECT)
    return said;
  for (guint i = 0; i < kx_json_node_get_n_children (root); i++)
    {
      const KxJsonNode *node = kx_json_node_get_child (root, i);

      if (kx_json_node_get_type (node) == KX_JSON_STRING)
        g_hash_table_insert (said, g_strdup (kx_json_node_get_name (node)),
                             g_strdup (kx_json_node_get_text (node, NULL)));
    }
  return said;
}

char *
kx_letter_said_write (GHashTable *said)
{
  GString *text = g_string_new ("{");
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (said), (GCompareFunc) strcmp);

  for (GList *name = names; name != NULL; name = name->next)
    {
      if (name != names)
        g_string_append_c (text, ',');
      kx_json_write_string (text, name->data);
      g_string_append_c (text, ':');
      kx_json_write_string (text, g_hash_table_lookup (said, name->data));
    }
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

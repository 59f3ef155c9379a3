/* Any bytes: the JSON reader either gives a tree that can be walked whole, or an error with its place. */

#include "core/kx-json.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length);

/* Depth, strings and order hold everywhere below @node; gives the number of values. */
static guint
walk (const KxJsonNode *node, int depth, gsize length)
{
  guint count = 1;
  gsize text_length;
  const char *text;

  g_assert_cmpint (depth, <=, KX_JSON_DEPTH + 1);
  g_assert_cmpuint (kx_json_node_get_offset (node), <, length);
  switch (kx_json_node_get_type (node))
    {
    case KX_JSON_STRING:
    case KX_JSON_NUMBER:
      text = kx_json_node_get_text (node, &text_length);
      g_assert_cmpuint (strlen (text), ==, text_length);
      g_assert_true (g_utf8_validate (text, (gssize) text_length, NULL));
      break;
    case KX_JSON_ARRAY:
    case KX_JSON_OBJECT:
      for (guint i = 0; i < kx_json_node_get_n_children (node); i++)
        {
          const KxJsonNode *child = kx_json_node_get_child (node, i);

          if (kx_json_node_get_type (node) == KX_JSON_OBJECT && i < 100)
            g_assert_true (kx_json_node_member (node, kx_json_node_get_name (child)) == child);
          count += walk (child, depth + 1, length);
        }
      break;
    case KX_JSON_NULL:
    case KX_JSON_BOOLEAN:
    case KX_JSON_INTEGER:
    default:
      break;
    }
  return count;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxJson) json = kx_json_parse ((const char *) bytes, length, &error);
  const char *pointer = NULL;
  gsize offset = 0;

  if (json != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (walk (kx_json_get_root (json), 1, length), <=, length);
      return 0;
    }
  g_assert_true (kx_json_error_get_place (error, &offset, &pointer));
  g_assert_cmpuint (offset, <=, length);
  g_assert_true (pointer[0] == '\0' || pointer[0] == '/');
  return 0;
}

#include "core/kx-json-write.h"

#include "core/kx-field.h"

#include <string.h>

/* Rows are many short pieces: a call into GLib for each would cost more than the bytes. */
static inline void
append (GString *out, const char *bytes, gsize length)
{
  if (out->len + length < out->allocated_len)
    {
      memcpy (out->str + out->len, bytes, length);
      out->len += length;
      out->str[out->len] = '\0';
    }
  else
    g_string_append_len (out, bytes, (gssize) length);
}

#define EACH(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))

/* Whether any of eight bytes is below 0x20, a quotation mark or a backslash: x - n borrows into the highest
 * bit of a byte below n, and one that is equal is zero after ^. Bytes of other scripts have that bit
 * themselves. */
static inline gboolean
needs_look (guint64 bytes)
{
  guint64 quote = bytes ^ EACH ('"'), slash = bytes ^ EACH ('\\');

  /* Compared, for an int would keep the lower half alone. */
  return ((((bytes - EACH (0x20)) & ~bytes) | ((quote - EACH (1)) & ~quote) | ((slash - EACH (1)) & ~slash)) &
          EACH (0x80)) != 0;
}

/* The character behind the backslash, 'u' for the long form; 0: the byte stands for itself. */
static char
find_escape (guchar byte)
{
  switch (byte)
    {
    case '"':
    case '\\':
      return (char) byte;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return byte < 0x20 ? 'u' : 0;
    }
}

void
kx_json_write_bytes (GString *out, const char *text, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  gsize from = 0;

  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    {
      guint64 eight;
      guchar byte;
      char escape;

      for (; length - i >= sizeof eight; i += sizeof eight)
        {
          memcpy (&eight, text + i, sizeof eight);
          if (needs_look (eight))
            break;
        }
      if (i == length)
        break;
      byte = (guchar) text[i];
      /* Nearly every byte; the rest is looked at closely. */
      if (byte >= 0x20 && byte != '"' && byte != '\\')
        continue;
      escape = find_escape (byte);
      append (out, text + from, i - from);
      g_string_append_c (out, '\\');
      g_string_append_c (out, escape);
      if (escape == 'u')
        {
          const char code[] = { '0', '0', digits[byte >> 4], digits[byte & 15] };

          append (out, code, sizeof code);
        }
      from = i + 1;
    }
  append (out, text + from, length - from);
  g_string_append_c (out, '"');
}

void
kx_json_write_string (GString *out, const char *text)
{
  kx_json_write_bytes (out, text, strlen (text));
}

void
kx_json_write_integer (GString *out, gint64 number)
{
  char digits[20];
  guint64 rest = number < 0 ? 0 - (guint64) number : (guint64) number;
  gsize at = sizeof digits;

  do
    digits[--at] = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (number < 0)
    g_string_append_c (out, '-');
  append (out, digits + at, sizeof digits - at);
}

void
kx_json_write_time (GString *out, KxTime time)
{
  char text[KX_TIME_TEXT_SIZE];

  kx_time_write (time, text);
  g_string_append_c (out, '"');
  append (out, text, strlen (text));
  g_string_append_c (out, '"');
}

void
kx_json_write_name (GString *out, const char *name)
{
  if (out->len > 0 && out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  append (out, name, strlen (name));
  append (out, "\":", 2);
}

static void
write_children (GString *out, const KxJsonNode *node)
{
  gboolean object = kx_json_node_get_type (node) == KX_JSON_OBJECT;

  g_string_append_c (out, object ? '{' : '[');
  for (guint i = 0; i < kx_json_node_get_n_children (node); i++)
    {
      const KxJsonNode *child = kx_json_node_get_child (node, i);

      if (i > 0)
        g_string_append_c (out, ',');
      if (object)
        {
          kx_json_write_string (out, kx_json_node_get_name (child));
          g_string_append_c (out, ':');
        }
      kx_json_write_node (out, child);
    }
  g_string_append_c (out, object ? '}' : ']');
}

void
kx_json_write_node (GString *out, const KxJsonNode *node)
{
  const char *text;
  gsize length;

  switch (kx_json_node_get_type (node))
    {
    case KX_JSON_NULL:
      g_string_append (out, "null");
      break;
    case KX_JSON_BOOLEAN:
      g_string_append (out, kx_json_node_get_boolean (node) ? "true" : "false");
      break;
    case KX_JSON_INTEGER:
      kx_json_write_integer (out, kx_json_node_get_integer (node));
      break;
    case KX_JSON_NUMBER:
      text = kx_json_node_get_text (node, &length);
      append (out, text, length);
      break;
    case KX_JSON_STRING:
      text = kx_json_node_get_text (node, &length);
      kx_json_write_bytes (out, text, length);
      break;
    case KX_JSON_ARRAY:
    case KX_JSON_OBJECT:
    default:
      write_children (out, node);
    }
}

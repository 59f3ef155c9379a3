#include "core/kx-json-private.h"

#include <string.h>

/* Notes an error at @at, in the value the open frames lead to, and gives FALSE. */
gboolean
kx_json_fail (KxJsonParser *p, KxJsonErrorCode code, const char *text, const char *at)
{
  g_autoptr (GString) pointer = g_string_new (NULL);

  for (int i = 0; i < p->depth && p->frames[i].inside; i++)
    if (p->frames[i].name == NULL)
      g_string_append_printf (pointer, "/%u", p->frames[i].index);
    else if (p->frames[i].name[0] == '\0')
      g_string_append_c (pointer, '/');
    else
      {
        g_autoptr (GString) name = g_string_new (p->frames[i].name);

        g_string_replace (name, "~", "~0", 0);
        g_string_replace (name, "/", "~1", 0);
        g_string_append_printf (pointer, "/%s", name->str);
      }
  if (code == KX_JSON_ERROR_SYNTAX && at < p->end && *at == '\0')
    kx_json_set_error (p->error, KX_JSON_ERROR_NUL, "a NUL byte", (gsize) (at - p->start), pointer->str);
  else
    kx_json_set_error (p->error, code, text, (gsize) (at - p->start), pointer->str);
  return FALSE;
}

/* Four hexadecimal digits at the place; -1 when they are not. */
static int
read_hex (KxJsonParser *p)
{
  int unit = 0;

  if (p->end - p->at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (p->at[i]))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (p->at[i]);
    }
  p->at += 4;
  return unit;
}

/* What follows \u, a surrogate pair included; @escape is the backslash. */
static gboolean
read_unicode_escape (KxJsonParser *p, const char *escape)
{
  int unit = read_hex (p), low;

  if (unit < 0)
    return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "a bad \\u escape", escape);
  if (unit == 0)
    return kx_json_fail (p, KX_JSON_ERROR_NUL, "an escaped NUL", escape);
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return kx_json_fail (p, KX_JSON_ERROR_ENCODING, "half a surrogate pair", escape);
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      gboolean pair = p->end - p->at >= 6 && p->at[0] == '\\' && p->at[1] == 'u';

      p->at += pair ? 2 : 0;
      low = pair ? read_hex (p) : -1;
      if (low < 0xdc00 || low > 0xdfff)
        return kx_json_fail (p, KX_JSON_ERROR_ENCODING, "half a surrogate pair", escape);
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  p->text += g_unichar_to_utf8 ((gunichar) unit, p->text);
  return TRUE;
}

static gboolean
read_escape (KxJsonParser *p)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *escape = p->at++, *found;

  if (p->at == p->end)
    return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "a string without end", p->at);
  if (*p->at == 'u')
    {
      p->at++;
      return read_unicode_escape (p, escape);
    }
  found = *p->at != '\0' ? strchr (from, *p->at) : NULL;
  if (found == NULL)
    return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "an unknown escape", *p->at == '\0' ? p->at : escape);
  *p->text++ = to[found - from];
  p->at++;
  return TRUE;
}

/* Decodes into @ret_text the string at the place. A decoded string with its NUL is never longer than the
 * input was with its two quotes, so the room made for the whole input always does. */
gboolean
kx_json_read_string (KxJsonParser *p, const char **ret_text, guint32 *ret_length)
{
  const char *begin = p->text;

  p->at++;
  for (;;)
    {
      const char *run = p->at, *bad;
      guint8 seen = 0;

      while (p->at < p->end && *p->at != '"' && *p->at != '\\' && (guint8) *p->at >= 0x20)
        seen |= (guint8) *p->at++;
      if (seen >= 0x80 && !g_utf8_validate_len (run, (gsize) (p->at - run), &bad))
        return kx_json_fail (p, KX_JSON_ERROR_ENCODING, "a byte that is not UTF-8", bad);
      memcpy (p->text, run, (gsize) (p->at - run));
      p->text += p->at - run;
      if (p->at == p->end)
        return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "a string without end", p->at);
      if (*p->at == '"')
        break;
      if (*p->at != '\\')
        return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "a control character", p->at);
      if (!read_escape (p))
        return FALSE;
    }
  p->at++;
  *ret_text = begin;
  *ret_length = (guint32) (p->text - begin);
  *p->text++ = '\0';
  return TRUE;
}

static const char *
skip_digits (const KxJsonParser *p, const char *at)
{
  while (at < p->end && g_ascii_isdigit (*at))
    at++;
  return at;
}

static gboolean
read_integer (KxJsonParser *p, const char *digits, const char *end, KxJsonNode *node)
{
  gboolean negative = *p->at == '-';
  guint64 sum = 0, most = (guint64) G_MAXINT64 + (negative ? 1 : 0);

  for (const char *d = digits; d < end; d++)
    {
      guint digit = (guint) (*d - '0');

      if (sum > (most - digit) / 10)
        return kx_json_fail (p, KX_JSON_ERROR_RANGE, "an integer outside 64 bits", p->at);
      sum = sum * 10 + digit;
    }
  node->type = KX_JSON_INTEGER;
  node->integer = negative ? (gint64) (0 - sum) : (gint64) sum;
  p->at = end;
  return TRUE;
}

/* Reads the number at the place into @node: exactly, or as its text. */
gboolean
kx_json_read_number (KxJsonParser *p, KxJsonNode *node)
{
  const char *digits = p->at + (*p->at == '-' ? 1 : 0), *end = skip_digits (p, digits), *part;

  if (end == digits || (*digits == '0' && end - digits > 1))
    return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "a number without digits or with a leading zero", digits);
  if (end == p->end || (*end != '.' && *end != 'e' && *end != 'E'))
    return read_integer (p, digits, end, node);
  if (*end == '.')
    {
      part = end + 1;
      end = skip_digits (p, part);
      if (end == part)
        return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "a fraction without digits", end);
    }
  if (end < p->end && (*end == 'e' || *end == 'E'))
    {
      part = end + 1;
      if (part < p->end && (*part == '+' || *part == '-'))
        part++;
      end = skip_digits (p, part);
      if (end == part)
        return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "an exponent without digits", end);
    }
  node->type = KX_JSON_NUMBER;
  node->text = p->text;
  node->length = (guint32) (end - p->at);
  memcpy (p->text, p->at, node->length);
  p->text += node->length;
  *p->text++ = '\0';
  p->at = end;
  return TRUE;
}

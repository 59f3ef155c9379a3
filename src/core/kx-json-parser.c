#include "core/kx-json.h"

#include "core/kx-json-private.h"

#include <string.h>

/* Up to so many members are compared pair by pair; more are sorted, so that no object costs n². */
#define FEW_MEMBERS 16

static gboolean read_value (KxJsonParser *p, KxJsonNode *node);

static void
skip_space (KxJsonParser *p)
{
  while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\r' || *p->at == '\t'))
    p->at++;
}

static gboolean
next_is (const KxJsonParser *p, char c)
{
  return p->at < p->end && *p->at == c;
}

static gboolean
read_word (KxJsonParser *p, const char *word, KxJsonType type, gint64 value, KxJsonNode *node)
{
  gsize length = strlen (word);

  if ((gsize) (p->end - p->at) < length || memcmp (p->at, word, length) != 0)
    return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "no JSON value", p->at);
  node->type = type;
  node->integer = value;
  p->at += length;
  return TRUE;
}

static int
compare_names (const void *a, const void *b)
{
  const KxJsonNode *x = *(const KxJsonNode *const *) a, *y = *(const KxJsonNode *const *) b;

  if (x->name_length != y->name_length)
    return x->name_length < y->name_length ? -1 : 1;
  return memcmp (x->name, y->name, x->name_length);
}

/* A member whose name stands earlier in the object too; NULL when all names differ. */
static const KxJsonNode *
find_duplicate (const KxJsonNode *members, guint n)
{
  g_autofree const KxJsonNode **sorted = NULL;
  const KxJsonNode *found = NULL;

  if (n <= FEW_MEMBERS)
    {
      for (guint i = 1; i < n; i++)
        for (guint j = 0; j < i; j++)
          if (members[i].name_length == members[j].name_length &&
              memcmp (members[i].name, members[j].name, members[i].name_length) == 0)
            return &members[i];
      return NULL;
    }
  sorted = g_new (const KxJsonNode *, n);
  for (guint i = 0; i < n; i++)
    sorted[i] = &members[i];
  qsort (sorted, n, sizeof *sorted, compare_names);
  for (guint i = 1; i < n; i++)
    if (compare_names (&sorted[i - 1], &sorted[i]) == 0 &&
        (found == NULL || MAX (sorted[i - 1], sorted[i]) < found))
      found = MAX (sorted[i - 1], sorted[i]);
  return found;
}

static gboolean
read_name (KxJsonParser *p, KxJsonFrame *frame, KxJsonNode *node)
{
  if (!next_is (p, '"'))
    return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "no member name", p->at);
  if (!kx_json_read_string (p, &node->name, &node->name_length))
    return FALSE;
  frame->name = node->name;
  frame->inside = TRUE;
  skip_space (p);
  if (!next_is (p, ':'))
    return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "no colon after a member name", p->at);
  p->at++;
  skip_space (p);
  return TRUE;
}

/* Moves the children read since @base from the stack to their final place. */
static gboolean
take_children (KxJsonParser *p, guint base, KxJsonNode *node)
{
  KxJsonNode *children;
  const KxJsonNode *twice;

  node->length = p->stack->len - base;
  children = kx_json_new_nodes (p->json, node->length);
  memcpy (children, &g_array_index (p->stack, KxJsonNode, base), node->length * sizeof *children);
  g_array_set_size (p->stack, base);
  node->children = children;
  twice = node->type == KX_JSON_OBJECT ? find_duplicate (children, node->length) : NULL;
  if (twice == NULL)
    return TRUE;
  p->frames[p->depth - 1].name = twice->name;
  p->frames[p->depth - 1].inside = TRUE;
  return kx_json_fail (p, KX_JSON_ERROR_DUPLICATE, "a member name that was there before",
                       p->start + twice->offset);
}

static gboolean
read_container (KxJsonParser *p, KxJsonNode *node)
{
  gboolean object = *p->at == '{';
  char close = object ? '}' : ']';
  guint base = p->stack->len;
  KxJsonFrame *frame;

  if (p->depth == KX_JSON_DEPTH)
    return kx_json_fail (p, KX_JSON_ERROR_DEPTH, "too many values within one another", p->at);
  node->type = object ? KX_JSON_OBJECT : KX_JSON_ARRAY;
  p->at++;
  skip_space (p);
  if (next_is (p, close))
    {
      p->at++;
      node->children = NULL;
      return TRUE;
    }
  frame = &p->frames[p->depth];
  frame->name = NULL;
  frame->index = 0;
  p->depth++;
  for (;; frame->index++)
    {
      KxJsonNode child = { 0 };

      frame->inside = !object;
      if ((object && !read_name (p, frame, &child)) || !read_value (p, &child))
        return FALSE;
      frame->inside = FALSE;
      g_array_append_val (p->stack, child);
      skip_space (p);
      if (next_is (p, close))
        break;
      if (!next_is (p, ','))
        return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "neither a comma nor an end", p->at);
      p->at++;
      skip_space (p);
    }
  p->at++;
  if (!take_children (p, base, node))
    return FALSE;
  p->depth--;
  return TRUE;
}

static gboolean
read_value (KxJsonParser *p, KxJsonNode *node)
{
  node->offset = (guint32) (p->at - p->start);
  switch (p->at < p->end ? *p->at : '\0')
    {
    case '"':
      node->type = KX_JSON_STRING;
      return kx_json_read_string (p, &node->text, &node->length);
    case '{':
    case '[':
      return read_container (p, node);
    case 't':
      return read_word (p, "true", KX_JSON_BOOLEAN, TRUE, node);
    case 'f':
      return read_word (p, "false", KX_JSON_BOOLEAN, FALSE, node);
    case 'n':
      return read_word (p, "null", KX_JSON_NULL, 0, node);
    default:
      if (p->at < p->end && (*p->at == '-' || g_ascii_isdigit (*p->at)))
        return kx_json_read_number (p, node);
      return kx_json_fail (p, KX_JSON_ERROR_SYNTAX, "no JSON value", p->at);
    }
}

/**
 * kx_json_parse:
 * @bytes: the input, which need not end with a NUL
 * @length: its length in bytes
 * @error: KX_JSON_ERROR, with its place (kx_json_error_get_place())
 *
 * Reads one JSON text by RFC 8259, strictly: at most KX_JSON_DEPTH levels, no name twice in an object,
 * integers exact in 64 bits or refused, other numbers kept as written, valid UTF-8 without NUL, surrogates in
 * pairs, no byte order mark, nothing after the value. The time is bounded by n log n of the length.
 *
 * Returns: (transfer full): the document, independent of @bytes; NULL on error
 */
KxJson *
kx_json_parse (const char *bytes, gsize length, GError **error)
{
  g_autoptr (KxJson) json = g_new0 (KxJson, 1);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (KxJsonNode));
  KxJsonParser p = { .stack = stack, .json = json, .error = error };

  p.at = p.start = bytes != NULL ? bytes : "";
  p.end = p.start + length;
  if (length >= G_MAXUINT32)
    {
      kx_json_fail (&p, KX_JSON_ERROR_SIZE, "more than 4 GiB", p.at);
      return NULL;
    }
  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      kx_json_fail (&p, KX_JSON_ERROR_ENCODING, "a byte order mark", p.at);
      return NULL;
    }
  p.text = json->text = g_malloc (length + 1);
  skip_space (&p);
  if (!read_value (&p, &json->root))
    return NULL;
  skip_space (&p);
  if (p.at < p.end)
    {
      kx_json_fail (&p, *p.at == '\0' ? KX_JSON_ERROR_NUL : KX_JSON_ERROR_TRAILING,
                    "something after the value", p.at);
      return NULL;
    }
  return g_steal_pointer (&json);
}

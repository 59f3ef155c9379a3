#include "core/kx-json.h"

#include "core/kx-json-private.h"

#include <string.h>

/* Children of finished arrays and objects stand in a few large blocks: one allocation for many of them. */
#define BLOCK_NODES 256

struct _KxJsonBlock
{
  KxJsonBlock *next;
  guint used;
  guint size;
  KxJsonNode nodes[];
};

typedef struct
{
  gsize offset;
  char *pointer;
} KxJsonErrorPrivate;

static void
kx_json_error_private_init (KxJsonErrorPrivate *place)
{
}

static void
kx_json_error_private_copy (const KxJsonErrorPrivate *from, KxJsonErrorPrivate *to)
{
  to->offset = from->offset;
  to->pointer = g_strdup (from->pointer);
}

static void
kx_json_error_private_clear (KxJsonErrorPrivate *place)
{
  g_clear_pointer (&place->pointer, g_free);
}

G_DEFINE_EXTENDED_ERROR (KxJsonError, kx_json_error)

/* Sets @error to one that knows its place: byte @offset of the input, within the value at JSON pointer
 * @pointer (RFC 6901). */
void
kx_json_set_error (GError **error, KxJsonErrorCode code, const char *text, gsize offset, const char *pointer)
{
  KxJsonErrorPrivate *place;

  if (error == NULL)
    return;
  *error = g_error_new (KX_JSON_ERROR, (int) code, "%s at byte %" G_GSIZE_FORMAT " of the JSON text, in “%s”",
                        text, offset, pointer);
  place = kx_json_error_get_private (*error);
  place->offset = offset;
  place->pointer = g_strdup (pointer);
}

/**
 * kx_json_error_get_place:
 * @error: an error
 * @ret_offset: (out): first byte, counted from 0, that could not be accepted
 * @ret_pointer: (out): JSON pointer (RFC 6901) of the value it stands in, "" for the whole; owned by @error
 *
 * Says where in the input an error of kx_json_parse() lies. FALSE, and nothing set, for any other error.
 */
gboolean
kx_json_error_get_place (const GError *error, gsize *ret_offset, const char **ret_pointer)
{
  const KxJsonErrorPrivate *place;

  if (error == NULL || error->domain != KX_JSON_ERROR)
    return FALSE;
  place = kx_json_error_get_private (error);
  *ret_offset = place->offset;
  *ret_pointer = place->pointer;
  return TRUE;
}

/* Room for @n values that live as long as @self. */
KxJsonNode *
kx_json_new_nodes (KxJson *self, guint n)
{
  KxJsonBlock *block = self->blocks;

  if (block == NULL || block->size - block->used < n)
    {
      guint size = block == NULL ? MAX (n, 8) : MAX (n, BLOCK_NODES);

      block = g_malloc (sizeof *block + size * sizeof (KxJsonNode));
      block->used = 0;
      block->size = size;
      block->next = self->blocks;
      self->blocks = block;
    }
  block->used += n;
  return block->nodes + (block->used - n);
}

/**
 * kx_json_free:
 * @self: (nullable) (transfer full): a document
 *
 * Frees a document and all its values.
 */
void
kx_json_free (KxJson *self)
{
  if (self == NULL)
    return;
  while (self->blocks != NULL)
    {
      KxJsonBlock *block = self->blocks;

      self->blocks = block->next;
      g_free (block);
    }
  g_free (self->text);
  g_free (self);
}

/**
 * kx_json_get_root:
 *
 * The document's one value, owned by the document.
 */
const KxJsonNode *
kx_json_get_root (const KxJson *self)
{
  return &self->root;
}

/** kx_json_node_get_type: what kind of value it is. */
KxJsonType
kx_json_node_get_type (const KxJsonNode *node)
{
  return node->type;
}

/** kx_json_node_get_offset: where the value begins in the input, in bytes from 0. */
gsize
kx_json_node_get_offset (const KxJsonNode *node)
{
  return node->offset;
}

/** kx_json_node_get_boolean: the value of a KX_JSON_BOOLEAN; calling it on another type is a programming
 * error. */
gboolean
kx_json_node_get_boolean (const KxJsonNode *node)
{
  g_return_val_if_fail (node->type == KX_JSON_BOOLEAN, FALSE);
  return node->integer != 0;
}

/** kx_json_node_get_integer: the value of a KX_JSON_INTEGER, exact; on another type a programming error. */
gint64
kx_json_node_get_integer (const KxJsonNode *node)
{
  g_return_val_if_fail (node->type == KX_JSON_INTEGER, 0);
  return node->integer;
}

/**
 * kx_json_node_get_text:
 * @node: a KX_JSON_STRING or KX_JSON_NUMBER; another type is a programming error
 * @ret_length: (out) (optional): bytes of the text
 *
 * A string's decoded text, or a number exactly as it was written; valid UTF-8 without NUL inside, ended by
 * one, owned by the document.
 */
const char *
kx_json_node_get_text (const KxJsonNode *node, gsize *ret_length)
{
  g_return_val_if_fail (node->type == KX_JSON_STRING || node->type == KX_JSON_NUMBER, NULL);
  if (ret_length != NULL)
    *ret_length = node->length;
  return node->text;
}

/** kx_json_node_get_n_children: elements of an array or members of an object; 0 for any other type. */
guint
kx_json_node_get_n_children (const KxJsonNode *node)
{
  return node->type >= KX_JSON_ARRAY ? node->length : 0;
}

/** kx_json_node_get_child: element or member @i, in the order of the input; @i must be below the number. */
const KxJsonNode *
kx_json_node_get_child (const KxJsonNode *node, guint i)
{
  g_return_val_if_fail (i < kx_json_node_get_n_children (node), NULL);
  return &node->children[i];
}

/** kx_json_node_get_name: the decoded name of an object's member, owned by the document; NULL for any other
 * value. */
const char *
kx_json_node_get_name (const KxJsonNode *node)
{
  return node->name;
}

/**
 * kx_json_node_member:
 * @node: a value
 * @name: a member's decoded name
 *
 * The member of that name, or NULL when @node has none or is no object. Looks through the members one by one.
 */
const KxJsonNode *
kx_json_node_member (const KxJsonNode *node, const char *name)
{
  gsize length = strlen (name);

  if (node->type != KX_JSON_OBJECT)
    return NULL;
  for (guint i = 0; i < node->length; i++)
    if (node->children[i].name_length == length && memcmp (node->children[i].name, name, length) == 0)
      return &node->children[i];
  return NULL;
}

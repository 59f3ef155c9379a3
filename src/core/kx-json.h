/* Reads JSON received from outside: RFC 8259 and nothing beside it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Arrays and objects may stand in one another this deep. */
#define KX_JSON_DEPTH 32

#define KX_JSON_ERROR (kx_json_error_quark ())
GQuark kx_json_error_quark (void);

typedef enum
{
  KX_JSON_ERROR_SYNTAX,    /* not JSON */
  KX_JSON_ERROR_TRAILING,  /* bytes after the value */
  KX_JSON_ERROR_DEPTH,     /* deeper than KX_JSON_DEPTH */
  KX_JSON_ERROR_DUPLICATE, /* an object names a member twice */
  KX_JSON_ERROR_RANGE,     /* an integer outside 64 bits */
  KX_JSON_ERROR_ENCODING,  /* not UTF-8, a byte order mark, half a surrogate pair */
  KX_JSON_ERROR_NUL,       /* U+0000, as a byte or escaped */
  KX_JSON_ERROR_SIZE,      /* more than 4 GiB */
} KxJsonErrorCode;

typedef enum
{
  KX_JSON_NULL,
  KX_JSON_BOOLEAN,
  KX_JSON_INTEGER, /* no fraction, no exponent, within int64 */
  KX_JSON_NUMBER,  /* any other number */
  KX_JSON_STRING,
  KX_JSON_ARRAY,
  KX_JSON_OBJECT,
} KxJsonType;

/* A document that was read, and one value in it. Values are owned by their document and never change. */
typedef struct _KxJson KxJson;
typedef struct _KxJsonNode KxJsonNode;

KxJson *kx_json_parse (const char *bytes, gsize length, GError **error);
void kx_json_free (KxJson *self);
const KxJsonNode *kx_json_get_root (const KxJson *self);

gboolean kx_json_error_get_place (const GError *error, gsize *ret_offset, const char **ret_pointer);

KxJsonType kx_json_node_get_type (const KxJsonNode *node);
gsize kx_json_node_get_offset (const KxJsonNode *node);
gboolean kx_json_node_get_boolean (const KxJsonNode *node);
gint64 kx_json_node_get_integer (const KxJsonNode *node);
const char *kx_json_node_get_text (const KxJsonNode *node, gsize *ret_length);

guint kx_json_node_get_n_children (const KxJsonNode *node);
const KxJsonNode *kx_json_node_get_child (const KxJsonNode *node, guint i);
const char *kx_json_node_get_name (const KxJsonNode *node);
const KxJsonNode *kx_json_node_member (const KxJsonNode *node, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxJson, kx_json_free)

G_END_DECLS

/* The service's OpenAPI document as a test reads it: every operation with what it takes. */
#pragma once

#include "core/kx-json.h"

G_BEGIN_DECLS

typedef struct
{
  const char *path, *id, *tag;   /* "/v1/agencies/{id}", "agency.get", "agencies"; borrowed */
  char *method;                  /* owned; "GET" */
  const KxJsonNode *node;        /* the operation */
  GPtrArray *parameters;         /* (element-type KxJsonNode) resolved: the path's and its own */
  const KxJsonNode *body;        /* schema of the body; NULL: takes none */
  const char *type;              /* media type of the body */
  gboolean body_needed, is_open; /* nobody has to be signed in */
} KxTestOperation;

typedef struct
{
  KxJson *json;          /* owned */
  GPtrArray *operations; /* (element-type KxTestOperation) owned */
} KxTestSpec;

/* Reads the document; one that cannot be read ends the test. */
KxTestSpec *kx_test_spec_new (const char *text, gsize length);

void kx_test_spec_free (KxTestSpec *spec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestSpec, kx_test_spec_free)

/* The operation of this id; none ends the test. */
const KxTestOperation *kx_test_spec_find (const KxTestSpec *spec, const char *id);

/* The node at the end of a way of names, NULL-terminated; NULL: there is none. References are followed. */
const KxJsonNode *kx_test_spec_get (const KxTestSpec *spec, const KxJsonNode *node,
                                    ...) G_GNUC_NULL_TERMINATED;

/* The schema of a component; none ends the test. */
const KxJsonNode *kx_test_spec_schema (const KxTestSpec *spec, const char *name);

/* The parameter of that name and place ("path", "query", "header"), or NULL. */
const KxJsonNode *kx_test_operation_parameter (const KxTestOperation *operation, const char *name,
                                               const char *place);

/* A member as text, number or flag; NULL, `otherwise` or FALSE when it is not there. */
const char *kx_test_node_text (const KxJsonNode *node, const char *name);
gint64 kx_test_node_number (const KxJsonNode *node, const char *name, gint64 otherwise);
gboolean kx_test_node_flag (const KxJsonNode *node, const char *name);

/* Whether the array `name` of `node` has this text. */
gboolean kx_test_node_has (const KxJsonNode *node, const char *name, const char *text);

/* The type of a schema, null apart: "string", "integer", …; "" for any. */
const char *kx_test_schema_type (const KxJsonNode *schema);

/* Whether the schema takes null. */
gboolean kx_test_schema_is_nullable (const KxJsonNode *schema);

/* What is wrong for a field of this schema, as JSON texts. (element-type utf8) */
GPtrArray *kx_test_schema_wrongs (const KxJsonNode *schema);

/* What is wrong as the value of this parameter in a query, percent-encoded. (element-type utf8) */
GPtrArray *kx_test_schema_wrong_values (const KxJsonNode *schema);

G_END_DECLS

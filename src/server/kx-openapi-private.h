/* The parts of the OpenAPI document, each written by the file of its subject, and the few words they are
 * written with. */
#pragma once

#include <json-glib/json-glib.h>

#include "core/kx-lifecycle.h"
#include "core/kx-role.h"

G_BEGIN_DECLS

/* What a name in the document stands before; `name` is NULL within an array. */
void kx_spec_begin (JsonBuilder *out, const char *name);
void kx_spec_end (JsonBuilder *out);
void kx_spec_begin_list (JsonBuilder *out, const char *name);
void kx_spec_end_list (JsonBuilder *out);
void kx_spec_text (JsonBuilder *out, const char *name, const char *text);
void kx_spec_number (JsonBuilder *out, const char *name, gint64 number);
void kx_spec_flag (JsonBuilder *out, const char *name, gboolean flag);

/* An array of texts that ends with NULL. */
void kx_spec_texts (JsonBuilder *out, const char *name, const char *const *texts);

/* {"$ref": "#/components/KIND/OF"} */
void kx_spec_ref (JsonBuilder *out, const char *name, const char *kind, const char *of);

/* The names of these roles. */
void kx_spec_roles (JsonBuilder *out, const char *name, KxRoles roles);

/* {"type": type, "format": format}; `format` may be NULL. */
void kx_spec_type (JsonBuilder *out, const char *name, const char *type, const char *format);

/* A parameter with a schema of its own, left open: the caller writes what else the schema says, then ends it
 * by kx_spec_end_parameter(). */
void kx_spec_begin_parameter (JsonBuilder *out, const char *component, const char *name, const char *place,
                              gboolean required, const char *description);
void kx_spec_end_parameter (JsonBuilder *out);

/* "FormerName" and an ending. Free with g_free(). */
char *kx_spec_schema_name (const KxEntity *entity, const char *ending);

/* The arguments of a step as the name of their component. Free with g_free(). */
char *kx_spec_arguments_name (const KxEntity *entity, const KxTransition *step);

/* Statuses of problem documents; one component of responses each. */
enum
{
  KX_SPEC_400 = 1 << 0,
  KX_SPEC_401 = 1 << 1,
  KX_SPEC_403 = 1 << 2,
  KX_SPEC_404 = 1 << 3,
  KX_SPEC_405 = 1 << 4,
  KX_SPEC_409 = 1 << 5,
  KX_SPEC_410 = 1 << 6,
  KX_SPEC_412 = 1 << 7,
  KX_SPEC_413 = 1 << 8,
  KX_SPEC_414 = 1 << 9,
  KX_SPEC_415 = 1 << 10,
  KX_SPEC_416 = 1 << 11,
  KX_SPEC_422 = 1 << 12,
  KX_SPEC_428 = 1 << 13,
  KX_SPEC_429 = 1 << 14,
  KX_SPEC_500 = 1 << 15,
  KX_SPEC_503 = 1 << 16,
  KX_SPEC_507 = 1 << 17,
  KX_SPEC_426 = 1 << 18
};

/* What any request may be answered; who has to be signed in, may be told so; a body may be unfit; a write may
 * find the disk full. */
#define KX_SPEC_ALWAYS (KX_SPEC_400 | KX_SPEC_414 | KX_SPEC_500 | KX_SPEC_503)
#define KX_SPEC_SIGNED (KX_SPEC_ALWAYS | KX_SPEC_401)
#define KX_SPEC_BODY (KX_SPEC_413 | KX_SPEC_415)
#define KX_SPEC_WRITE (KX_SPEC_SIGNED | KX_SPEC_507)

/* One answer that is no problem. */
typedef struct
{
  guint status;
  const char *description;
  const char *type;       /* media type; NULL: no body */
  const char *schema;     /* component; NULL: text or bytes */
  const char *headers[4]; /* components, beside X-Request-Id */
} KxSpecAnswer;

/* Begins an operation with its words. */
void kx_spec_begin_operation (JsonBuilder *out, const char *method, const char *tag, const char *id,
                              const char *summary, const char *description);

/* A body by the name of its component; NULL: bytes. */
void kx_spec_body (JsonBuilder *out, const char *type, const char *schema, gboolean required);

/* All answers; `problems` are bits KX_SPEC_400 and so on. Then the operation ends. */
void kx_spec_end_operation (JsonBuilder *out, const KxSpecAnswer *answers, gsize n, guint problems);

/* {$reason}, the body of a step without arguments. */
void kx_spec_write_reason_schema (JsonBuilder *out, const char *name, gboolean needed);

/* What stands inside the schema of a value to compare with, or of one code of a set. */
void kx_spec_write_filter_schema (JsonBuilder *out, const KxField *field);

/* A member: its name with `!` behind it when it is always there, its type, a format or NULL, words or NULL.
 * An object or array names a component instead of a format; the type "ref" is one. */
typedef struct
{
  const char *name, *type, *format, *description;
} KxSpecMember;

/* A schema of an object; `closed`: no other members. */
void kx_spec_object (JsonBuilder *out, const char *name, const KxSpecMember *members, gsize n,
                     gboolean closed);

/* A path that belongs to no collection, with the name of its parameter, or NULL. */
void kx_spec_begin_path (JsonBuilder *out, const char *path, const char *parameter);

/* The parts. */
void kx_spec_write_components (JsonBuilder *out, const KxSchema *schema);
void kx_spec_write_schemas (JsonBuilder *out, const KxSchema *schema);
void kx_spec_write_common_schemas (JsonBuilder *out, const KxSchema *schema);
void kx_spec_write_collection (JsonBuilder *out, const KxEntity *entity);
void kx_spec_write_system (JsonBuilder *out);
void kx_spec_write_sync (JsonBuilder *out);
void kx_spec_write_sync_schemas (JsonBuilder *out);

G_END_DECLS

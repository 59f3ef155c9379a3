/* The words the OpenAPI document is written with. */
#include "server/kx-openapi-private.h"

static const struct
{
  guint bit, status;
} problems_by_bit[] = {
  { KX_SPEC_400, 400 }, { KX_SPEC_401, 401 }, { KX_SPEC_403, 403 }, { KX_SPEC_404, 404 },
  { KX_SPEC_405, 405 }, { KX_SPEC_409, 409 }, { KX_SPEC_410, 410 }, { KX_SPEC_412, 412 },
  { KX_SPEC_413, 413 }, { KX_SPEC_414, 414 }, { KX_SPEC_415, 415 }, { KX_SPEC_416, 416 },
  { KX_SPEC_422, 422 }, { KX_SPEC_426, 426 }, { KX_SPEC_428, 428 }, { KX_SPEC_429, 429 },
  { KX_SPEC_500, 500 }, { KX_SPEC_503, 503 }, { KX_SPEC_507, 507 },
};

static void
name_member (JsonBuilder *out, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (out, name);
}

void
kx_spec_begin (JsonBuilder *out, const char *name)
{
  name_member (out, name);
  json_builder_begin_object (out);
}

void
kx_spec_end (JsonBuilder *out)
{
  json_builder_end_object (out);
}

void
kx_spec_begin_list (JsonBuilder *out, const char *name)
{
  name_member (out, name);
  json_builder_begin_array (out);
}

void
kx_spec_end_list (JsonBuilder *out)
{
  json_builder_end_array (out);
}

void
kx_spec_text (JsonBuilder *out, const char *name, const char *text)
{
  name_member (out, name);
  json_builder_add_string_value (out, text);
}

void
kx_spec_number (JsonBuilder *out, const char *name, gint64 number)
{
  name_member (out, name);
  json_builder_add_int_value (out, number);
}

void
kx_spec_flag (JsonBuilder *out, const char *name, gboolean flag)
{
  name_member (out, name);
  json_builder_add_boolean_value (out, flag);
}

void
kx_spec_texts (JsonBuilder *out, const char *name, const char *const *texts)
{
  kx_spec_begin_list (out, name);
  for (guint i = 0; texts[i] != NULL; i++)
    json_builder_add_string_value (out, texts[i]);
  kx_spec_end_list (out);
}

void
kx_spec_ref (JsonBuilder *out, const char *name, const char *kind, const char *of)
{
  g_autofree char *target = g_strdup_printf ("#/components/%s/%s", kind, of);

  kx_spec_begin (out, name);
  kx_spec_text (out, "$ref", target);
  kx_spec_end (out);
}

void
kx_spec_roles (JsonBuilder *out, const char *name, KxRoles roles)
{
  kx_spec_begin_list (out, name);
  for (guint i = 0; i < KX_N_ROLES; i++)
    if (roles >> i & 1)
      json_builder_add_string_value (out, kx_role_codes[i].name);
  kx_spec_end_list (out);
}

void
kx_spec_type (JsonBuilder *out, const char *name, const char *type, const char *format)
{
  kx_spec_begin (out, name);
  kx_spec_text (out, "type", type);
  if (format != NULL)
    kx_spec_text (out, "format", format);
  kx_spec_end (out);
}

void
kx_spec_begin_parameter (JsonBuilder *out, const char *component, const char *name, const char *place,
                         gboolean required, const char *description)
{
  kx_spec_begin (out, component);
  kx_spec_text (out, "name", name);
  kx_spec_text (out, "in", place);
  if (required)
    kx_spec_flag (out, "required", TRUE);
  if (description != NULL)
    kx_spec_text (out, "description", description);
  kx_spec_begin (out, "schema");
}

void
kx_spec_end_parameter (JsonBuilder *out)
{
  kx_spec_end (out);
  kx_spec_end (out);
}

char *
kx_spec_schema_name (const KxEntity *entity, const char *ending)
{
  GString *name = g_string_new (NULL);

  for (const char *p = entity->name; *p != '\0'; p++)
    if (*p != '_')
      g_string_append_c (name, p == entity->name || p[-1] == '_' ? g_ascii_toupper (*p) : *p);
  g_string_append (name, ending);
  return g_string_free (name, FALSE);
}

char *
kx_spec_arguments_name (const KxEntity *entity, const KxTransition *step)
{
  g_autofree char *ending = NULL;

  if (step->arguments == NULL)
    return g_strdup (step->flags & KX_NEEDS_REASON ? "ReasonNeeded" : "Reason");
  ending = g_strdup (step->action);
  for (char *p = ending; *p != '\0'; p++)
    if (p == ending || p[-1] == '_')
      *p = g_ascii_toupper (*p);
  return kx_spec_schema_name (entity, ending);
}

void
kx_spec_begin_operation (JsonBuilder *out, const char *method, const char *tag, const char *id,
                         const char *summary, const char *description)
{
  kx_spec_begin (out, method);
  kx_spec_text (out, "operationId", id);
  kx_spec_begin_list (out, "tags");
  kx_spec_text (out, NULL, tag);
  kx_spec_end_list (out);
  kx_spec_text (out, "summary", summary);
  if (description != NULL)
    kx_spec_text (out, "description", description);
}

void
kx_spec_body (JsonBuilder *out, const char *type, const char *schema, gboolean required)
{
  kx_spec_begin (out, "requestBody");
  kx_spec_flag (out, "required", required);
  kx_spec_begin (out, "content");
  kx_spec_begin (out, type);
  if (schema != NULL)
    kx_spec_ref (out, "schema", "schemas", schema);
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_end (out);
}

static void
write_answer (JsonBuilder *out, const KxSpecAnswer *answer)
{
  g_autofree char *status = g_strdup_printf ("%u", answer->status);

  kx_spec_begin (out, status);
  kx_spec_text (out, "description", answer->description);
  kx_spec_begin (out, "headers");
  kx_spec_ref (out, "X-Request-Id", "headers", "X-Request-Id");
  for (guint i = 0; i < G_N_ELEMENTS (answer->headers) && answer->headers[i] != NULL; i++)
    kx_spec_ref (out, answer->headers[i], "headers", answer->headers[i]);
  kx_spec_end (out);
  if (answer->type != NULL)
    {
      kx_spec_begin (out, "content");
      kx_spec_begin (out, answer->type);
      if (answer->schema != NULL)
        kx_spec_ref (out, "schema", "schemas", answer->schema);
      kx_spec_end (out);
      kx_spec_end (out);
    }
  kx_spec_end (out);
}

void
kx_spec_end_operation (JsonBuilder *out, const KxSpecAnswer *answers, gsize n, guint problems)
{
  kx_spec_begin (out, "responses");
  for (gsize i = 0; i < n; i++)
    write_answer (out, &answers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (problems_by_bit); i++)
    if (problems & problems_by_bit[i].bit)
      {
        g_autofree char *status = g_strdup_printf ("%u", problems_by_bit[i].status);
        g_autofree char *component = g_strconcat ("Problem", status, NULL);

        kx_spec_ref (out, status, "responses", component);
      }
  kx_spec_end (out);
  kx_spec_end (out);
}

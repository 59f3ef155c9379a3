/* Component schemas: of each entity the row, the bodies that make and change it, its page; of each step its
 * arguments. */
#include "server/kx-openapi-private.h"
#include "server/kx-service.h"

/* What a schema of a field is for. */
typedef enum
{
  READ,
  CREATE,
  PATCH
} Purpose;

static const char *
pattern_of (const KxField *field)
{
  switch (field->format)
    {
    case KX_FORMAT_USCC:
      return "^[0-9A-HJ-NPQRTUWXY]{18}$";
    case KX_FORMAT_AREA:
      return "^[0-9]{6}(-[0-9A-Z]{1,4})?$";
    case KX_FORMAT_PHONE:
      return "^[-0-9+() /,;、；，（）转ext.]*[0-9][-0-9+() /,;、；，（）转ext.]*$";
    case KX_FORMAT_LOGIN:
      return "^[0-9a-z][0-9a-z._-]*$";
    case KX_FORMAT_SHA256:
      return "^[0-9a-f]{64}$";
    case KX_FORMAT_ENTITY:
      return "^[a-z_]+$";
    case KX_FORMAT_NONE:
    default:
      return NULL;
    }
}

static void
write_type (JsonBuilder *out, const char *type, gboolean nullable)
{
  const char *const both[] = { type, "null", NULL };

  if (nullable)
    kx_spec_texts (out, "type", both);
  else
    kx_spec_text (out, "type", type);
}

static void
write_enum (JsonBuilder *out, const KxField *field, gboolean nullable)
{
  kx_spec_begin_list (out, "enum");
  for (guint i = 0; i < kx_field_n_codes (field); i++)
    kx_spec_text (out, NULL, field->codes[i].name);
  if (nullable)
    json_builder_add_null_value (out);
  kx_spec_end_list (out);
  kx_spec_begin (out, "x-labels");
  for (guint i = 0; i < kx_field_n_codes (field); i++)
    kx_spec_text (out, field->codes[i].name, field->codes[i].label);
  kx_spec_end (out);
}

static void
write_text (JsonBuilder *out, const KxField *field, gboolean nullable)
{
  gint64 least = MAX (field->min, field->flags & KX_REQUIRED ? 1 : 0);

  write_type (out, "string", nullable);
  kx_spec_number (out, "maxLength", kx_field_max_chars (field));
  if (least > 0)
    kx_spec_number (out, "minLength", least);
  if (pattern_of (field) != NULL)
    kx_spec_text (out, "pattern", pattern_of (field));
}

static void
write_integer (JsonBuilder *out, const KxField *field, gboolean nullable)
{
  write_type (out, "integer", nullable);
  kx_spec_text (out, "format", "int64");
  kx_spec_number (out, "minimum", field->min);
  kx_spec_number (out, "maximum", field->max > 0 ? field->max : G_MAXINT64);
}

static void
write_decimal (JsonBuilder *out, const KxField *field, gboolean nullable)
{
  g_autofree char *pattern = g_strdup_printf ("^-?[0-9]+(\\.[0-9]{1,%u})?$", MAX (field->digits, 1));

  write_type (out, "string", nullable);
  kx_spec_text (out, "pattern", field->digits > 0 ? pattern : "^-?[0-9]+$");
}

static void
write_formatted (JsonBuilder *out, const char *format, gboolean nullable)
{
  write_type (out, "string", nullable);
  kx_spec_text (out, "format", format);
}

static void
write_set (JsonBuilder *out, const KxField *field, gboolean nullable)
{
  write_type (out, "array", nullable);
  kx_spec_flag (out, "uniqueItems", TRUE);
  kx_spec_begin (out, "items");
  kx_spec_text (out, "type", "string");
  write_enum (out, field, FALSE);
  kx_spec_end (out);
}

static void
write_kind (JsonBuilder *out, const KxField *field, gboolean nullable)
{
  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
      write_text (out, field, nullable);
      break;
    case KX_CODE:
      write_type (out, "string", nullable);
      write_enum (out, field, nullable);
      break;
    case KX_CODES:
      write_set (out, field, nullable);
      break;
    case KX_REF:
      write_formatted (out, "uuid", nullable);
      kx_spec_text (out, "x-target", field->target);
      break;
    case KX_INTEGER:
      write_integer (out, field, nullable);
      break;
    case KX_BOOLEAN:
      write_type (out, "boolean", nullable);
      break;
    case KX_DECIMAL:
      write_decimal (out, field, nullable);
      break;
    case KX_DATE:
      write_formatted (out, "date", nullable);
      break;
    case KX_TIME:
      write_formatted (out, "date-time", nullable);
      break;
    case KX_CONFIG:
      kx_spec_number (out, "x-maxLength", kx_field_max_chars (field));
      break;
    case KX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static void
write_marks (JsonBuilder *out, const KxField *field)
{
  static const struct
  {
    guint flag;
    const char *name;
  } marks[] = { { KX_SERVICE_SETS, "readOnly" },
                { KX_FIXED, "x-fixed" },
                { KX_UNIQUE, "x-unique" },
                { KX_SEALED, "x-sealed" },
                { KX_TITLE, "x-title" } };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (field->flags & marks[i].flag)
      kx_spec_flag (out, marks[i].name, TRUE);
}

static gboolean
is_nullable (const KxField *field, Purpose purpose)
{
  return purpose != READ && (field->flags & KX_REQUIRED) == 0 &&
         (purpose == CREATE || (field->flags & KX_FIXED) == 0);
}

/* NULL when the label says enough. */
static const char *
describe (const KxField *field, Purpose purpose)
{
  if (field->flags & KX_SEALED)
    return purpose == READ ? "A mask: the value leaves the service by the action reveal only."
                           : "The clear value; a mask is refused.";
  if (purpose == PATCH && (field->flags & KX_FIXED))
    return "Given once: only the present value is taken.";
  return field->kind == KX_CONFIG ? "Any JSON value; replaced whole." : NULL;
}

static void
write_field (JsonBuilder *out, const KxField *field, Purpose purpose)
{
  kx_spec_begin (out, field->name);
  kx_spec_text (out, "title", field->label);
  if (purpose == READ && (field->flags & KX_SEALED))
    kx_spec_text (out, "type", "string");
  else
    write_kind (out, field, is_nullable (field, purpose));
  if (describe (field, purpose) != NULL)
    kx_spec_text (out, "description", describe (field, purpose));
  write_marks (out, field);
  kx_spec_end (out);
}

/* The base members of every row. */
static void
write_base (JsonBuilder *out)
{
  kx_spec_type (out, "id", "string", "uuid");
  kx_spec_begin (out, "space");
  kx_spec_text (out, "type", "string");
  kx_spec_text (out, "description", "Area and drawer, 370102/agency: who may see the row.");
  kx_spec_end (out);
  kx_spec_begin (out, "seq");
  kx_spec_text (out, "type", "integer");
  kx_spec_text (out, "format", "int64");
  kx_spec_text (out, "description", "The number of the row's last change: its version and ETag.");
  kx_spec_end (out);
  kx_spec_type (out, "created_at", "string", "date-time");
  kx_spec_type (out, "created_by", "string", NULL);
  kx_spec_type (out, "updated_at", "string", "date-time");
  kx_spec_type (out, "updated_by", "string", NULL);
  kx_spec_begin (out, "deleted_at");
  kx_spec_text (out, "type", "string");
  kx_spec_text (out, "format", "date-time");
  kx_spec_text (out, "description", "Of a row in the trash.");
  kx_spec_end (out);
}

static void
write_row (JsonBuilder *out, const KxEntity *entity)
{
  static const char *const always[] = { "id", "space", "seq", NULL };
  g_autofree char *name = kx_spec_schema_name (entity, "");

  kx_spec_begin (out, name);
  kx_spec_text (out, "title", entity->label);
  kx_spec_text (out, "type", "object");
  kx_spec_text (out, "description", "A row as it is read; a field without a value is left out.");
  kx_spec_texts (out, "required", always);
  kx_spec_begin (out, "properties");
  write_base (out);
  for (guint i = 0; i < entity->n_fields; i++)
    write_field (out, &entity->fields[i], READ);
  kx_spec_end (out);
  kx_spec_end (out);
}

static void
write_reason (JsonBuilder *out, gboolean needed)
{
  kx_spec_begin (out, "$reason");
  write_type (out, "string", !needed);
  kx_spec_number (out, "maxLength", KX_MOST_REASON);
  if (needed)
    kx_spec_number (out, "minLength", 1);
  kx_spec_text (out, "description", "Why; it goes to the row's history.");
  kx_spec_end (out);
}

/* The fields that a body must have. */
static void
write_required (JsonBuilder *out, const KxEntity *entity, gboolean reason)
{
  guint n = reason;

  for (guint i = 0; i < entity->n_fields; i++)
    n += (entity->fields[i].flags & (KX_REQUIRED | KX_SERVICE_SETS)) == KX_REQUIRED;
  if (n == 0)
    return;
  kx_spec_begin_list (out, "required");
  for (guint i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & (KX_REQUIRED | KX_SERVICE_SETS)) == KX_REQUIRED)
      kx_spec_text (out, NULL, entity->fields[i].name);
  if (reason)
    kx_spec_text (out, NULL, "$reason");
  kx_spec_end_list (out);
}

static gboolean
needs_reason (const KxEntity *entity, KxOpKind kind)
{
  const KxTransition *step = kx_lifecycle_knows (entity->lifecycle, kind, NULL);

  return step != NULL && (step->flags & KX_NEEDS_REASON);
}

static void
write_body (JsonBuilder *out, const KxEntity *entity, const char *ending, Purpose purpose, gboolean with_id)
{
  g_autofree char *name = kx_spec_schema_name (entity, ending);
  static const char *const reason_only[] = { "$reason", NULL };
  gboolean reason = needs_reason (entity, purpose == PATCH ? KX_OP_PATCH : KX_OP_CREATE);

  kx_spec_begin (out, name);
  kx_spec_text (out, "type", "object");
  kx_spec_flag (out, "additionalProperties", FALSE);
  if (purpose == CREATE)
    write_required (out, entity, reason);
  else if (reason)
    kx_spec_texts (out, "required", reason_only);
  kx_spec_begin (out, "properties");
  if (with_id)
    kx_spec_type (out, "id", "string", "uuid");
  for (guint i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & KX_SERVICE_SETS) == 0)
      write_field (out, &entity->fields[i], purpose);
  write_reason (out, reason);
  kx_spec_end (out);
  kx_spec_end (out);
}

static void
write_page (JsonBuilder *out, const KxEntity *entity)
{
  static const char *const always[] = { "items", NULL };
  g_autofree char *name = kx_spec_schema_name (entity, "Page");
  g_autofree char *row = kx_spec_schema_name (entity, "");

  kx_spec_begin (out, name);
  kx_spec_text (out, "type", "object");
  kx_spec_texts (out, "required", always);
  kx_spec_begin (out, "properties");
  kx_spec_begin (out, "items");
  kx_spec_text (out, "type", "array");
  kx_spec_ref (out, "items", "schemas", row);
  kx_spec_end (out);
  kx_spec_begin (out, "next");
  kx_spec_text (out, "type", "string");
  kx_spec_text (out, "description", "Cursor of the next page; missing on the last.");
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_end (out);
}

/* The names of what a reveal can give. */
static void
write_sealed_names (JsonBuilder *out, const KxField *argument, const KxEntity *entity)
{
  kx_spec_begin (out, argument->name);
  kx_spec_text (out, "title", argument->label);
  kx_spec_text (out, "type", "string");
  kx_spec_begin_list (out, "enum");
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].flags & KX_SEALED)
      kx_spec_text (out, NULL, entity->fields[i].name);
  kx_spec_end_list (out);
  kx_spec_end (out);
}

static void
write_arguments (JsonBuilder *out, const KxEntity *entity, const KxTransition *step)
{
  g_autofree char *name = kx_spec_arguments_name (entity, step);
  gboolean reason = (step->flags & KX_NEEDS_REASON) != 0;

  kx_spec_begin (out, name);
  kx_spec_text (out, "title", step->label);
  kx_spec_text (out, "type", "object");
  kx_spec_flag (out, "additionalProperties", FALSE);
  write_required (out, step->arguments, reason);
  kx_spec_begin (out, "properties");
  for (guint i = 0; i < step->arguments->n_fields; i++)
    if (step->flags & KX_REVEALS)
      write_sealed_names (out, &step->arguments->fields[i], entity);
    else
      write_field (out, &step->arguments->fields[i], CREATE);
  write_reason (out, reason);
  kx_spec_end (out);
  kx_spec_end (out);
}

void
kx_spec_write_reason_schema (JsonBuilder *out, const char *name, gboolean needed)
{
  static const char *const required[] = { "$reason", NULL };

  kx_spec_begin (out, name);
  kx_spec_text (out, "type", "object");
  kx_spec_flag (out, "additionalProperties", FALSE);
  if (needed)
    kx_spec_texts (out, "required", required);
  kx_spec_begin (out, "properties");
  write_reason (out, needed);
  kx_spec_end (out);
  kx_spec_end (out);
}

void
kx_spec_write_filter_schema (JsonBuilder *out, const KxField *field)
{
  switch (field->kind)
    {
    case KX_CODE:
    case KX_CODES:
      kx_spec_text (out, "type", "string");
      write_enum (out, field, FALSE);
      break;
    case KX_INTEGER:
      kx_spec_text (out, "type", "integer");
      kx_spec_text (out, "format", "int64");
      break;
    case KX_BOOLEAN:
      kx_spec_text (out, "type", "boolean");
      break;
    case KX_DECIMAL:
      write_decimal (out, field, FALSE);
      break;
    case KX_DATE:
      write_formatted (out, "date", FALSE);
      break;
    case KX_TIME:
      write_formatted (out, "date-time", FALSE);
      break;
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      kx_spec_text (out, "type", "string");
    }
}

void
kx_spec_write_schemas (JsonBuilder *out, const KxSchema *schema)
{
  for (guint i = 0; i < schema->n_entities; i++)
    {
      const KxEntity *entity = schema->entities[i];
      const KxLifecycle *lifecycle = entity->lifecycle;

      write_row (out, entity);
      write_page (out, entity);
      if (kx_lifecycle_offers (lifecycle, KX_OP_CREATE, NULL) != NULL)
        {
          write_body (out, entity, "Create", CREATE, FALSE);
          write_body (out, entity, "CreateWithId", CREATE, TRUE);
        }
      if (kx_lifecycle_offers (lifecycle, KX_OP_PATCH, NULL) != NULL)
        write_body (out, entity, "Patch", PATCH, FALSE);
      for (guint s = 0; lifecycle != NULL && s < lifecycle->n_rows; s++)
        if (lifecycle->rows[s].arguments != NULL &&
            kx_lifecycle_offers (lifecycle, KX_OP_ACTION, lifecycle->rows[s].action) == &lifecycle->rows[s])
          write_arguments (out, entity, &lifecycle->rows[s]);
    }
}

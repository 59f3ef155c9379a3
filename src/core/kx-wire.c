#include "core/kx-wire.h"

#include "core/kx-check.h"
#include "core/kx-json-write.h"

#include <math.h>
#include <string.h>

/* FALSE when a number is beyond what JSON writers have. */
static gboolean
is_writable (const KxJsonNode *node)
{
  if (kx_json_node_get_type (node) == KX_JSON_NUMBER)
    return isfinite (g_ascii_strtod (kx_json_node_get_text (node, NULL), NULL));
  for (guint i = 0; i < kx_json_node_get_n_children (node); i++)
    if (!is_writable (kx_json_node_get_child (node, i)))
      return FALSE;
  return TRUE;
}

gboolean
kx_wire_read_codes (const KxField *field, const KxJsonNode *node, KxCodes *ret_codes)
{
  KxCodes codes = { 0 };

  for (guint i = 0; i < kx_json_node_get_n_children (node); i++)
    {
      const KxJsonNode *child = kx_json_node_get_child (node, i);
      gsize length;
      const char *text;
      int code;

      if (kx_json_node_get_type (child) != KX_JSON_STRING)
        return FALSE;
      text = kx_json_node_get_text (child, &length);
      if ((code = kx_field_code (field, text, length)) < 0)
        return FALSE;
      codes.bits |= G_GUINT64_CONSTANT (1) << code;
    }
  *ret_codes = codes;
  return TRUE;
}

/* Text kinds and all that are written as strings: codes, dates, instants, decimals. */
static gboolean
put_string (KxRecord *record, guint i, const KxJsonNode *node)
{
  const KxField *field = &record->entity->fields[i];
  const char *given = kx_json_node_get_text (node, NULL);
  g_autofree char *text = kx_field_is_text (field) ? kx_check_normalize (field, given) : g_strdup (given);
  KxValue value;

  if (field->kind == KX_INTEGER || field->kind == KX_BOOLEAN || field->kind == KX_CODES ||
      field->kind == KX_CONFIG)
    return FALSE;
  if (!kx_value_from_text (field, text, &value))
    return FALSE;
  kx_record_put (record, i, value);
  return TRUE;
}

static gboolean
put_config (KxRecord *record, guint i, const KxJsonNode *node)
{
  g_autoptr (GString) text = NULL;

  if (!is_writable (node))
    return FALSE;
  text = g_string_new (NULL);
  kx_json_write_node (text, node);
  kx_record_put (record, i, (KxValue){ .CONFIG = text->str });
  return TRUE;
}

static gboolean
put_node (KxRecord *record, guint i, const KxJsonNode *node)
{
  const KxField *field = &record->entity->fields[i];
  KxJsonType type = kx_json_node_get_type (node);
  KxValue value = { 0 };

  if (type == KX_JSON_NULL)
    kx_record_put_null (record, i);
  else if (field->kind == KX_CONFIG)
    return put_config (record, i, node);
  else if (type == KX_JSON_STRING)
    return put_string (record, i, node);
  else if (type == KX_JSON_INTEGER && field->kind == KX_INTEGER)
    kx_record_put (record, i, (KxValue){ .INTEGER = kx_json_node_get_integer (node) });
  else if (type == KX_JSON_BOOLEAN && field->kind == KX_BOOLEAN)
    kx_record_put (record, i, (KxValue){ .BOOLEAN = kx_json_node_get_boolean (node) });
  else if (type == KX_JSON_ARRAY && field->kind == KX_CODES && kx_wire_read_codes (field, node, &value.CODES))
    kx_record_put (record, i, value);
  else
    return FALSE;
  return TRUE;
}

KxRecord *
kx_wire_read_fields (const KxEntity *entity, const KxJsonNode *object, const char *const *skip,
                     GPtrArray *findings)
{
  KxRecord *record = kx_record_new (entity, NULL, NULL);

  if (kx_json_node_get_type (object) != KX_JSON_OBJECT)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_FAILS, "wrong-type", NULL,
                                                 N_ ("A JSON object with the fields is needed")));
      return record;
    }
  for (guint n = 0; n < kx_json_node_get_n_children (object); n++)
    {
      const KxJsonNode *node = kx_json_node_get_child (object, n);
      const char *name = kx_json_node_get_name (node);
      int i = kx_entity_field (entity, name);

      if (skip != NULL && g_strv_contains (skip, name))
        continue;
      if (i < 0)
        g_ptr_array_add (findings,
                         kx_finding_new (KX_FAILS, "unknown-field", name, N_ ("There is no such field")));
      else if (entity->fields[i].flags & KX_SERVICE_SETS)
        g_ptr_array_add (
            findings, kx_finding_new (KX_FAILS, "read-only", name, N_ ("This field is set by the service")));
      else if (!put_node (record, (guint) i, node))
        g_ptr_array_add (findings, kx_finding_new (KX_FAILS, "wrong-type", name,
                                                   N_ ("The value has not the type or form of this field")));
    }
  return record;
}

static void
write_codes (JsonObject *object, const KxField *field, KxCodes codes)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; field->codes[i].name != NULL; i++)
    if (codes.bits >> i & 1)
      json_array_add_string_element (array, field->codes[i].name);
  json_object_set_array_member (object, field->name, array);
}

void
kx_wire_write_field (JsonObject *object, const KxRecord *record, guint i)
{
  const KxField *field = &record->entity->fields[i];
  KxValue value = kx_record_get (record, i);
  g_autofree char *text = NULL;

  if (!kx_record_has (record, i))
    return;
  switch (field->kind)
    {
    case KX_INTEGER:
      json_object_set_int_member (object, field->name, value.INTEGER);
      break;
    case KX_BOOLEAN:
      json_object_set_boolean_member (object, field->name, value.BOOLEAN);
      break;
    case KX_CODES:
      write_codes (object, field, value.CODES);
      break;
    case KX_CONFIG:
      json_object_set_member (object, field->name, json_from_string (value.CONFIG, NULL));
      break;
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
      json_object_set_string_member (object, field->name, value.TEXT);
      break;
    case KX_CODE:
      json_object_set_string_member (object, field->name, field->codes[value.CODE].name);
      break;
    case KX_DECIMAL:
    case KX_DATE:
    case KX_TIME:
    case KX_N_KINDS:
    default:
      text = kx_value_to_text (field, value);
      json_object_set_string_member (object, field->name, text);
    }
}

static void
write_time (JsonObject *object, const char *name, KxTime time)
{
  g_autofree char *text = NULL;

  if (time.ms == 0)
    return;
  text = kx_time_to_text (time);
  json_object_set_string_member (object, name, text);
}

JsonObject *
kx_wire_write_record (const KxRecord *record)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", record->id);
  json_object_set_string_member (object, "space", record->space);
  json_object_set_int_member (object, "seq", record->seq);
  write_time (object, "created_at", record->created_at);
  if (record->created_by != NULL)
    json_object_set_string_member (object, "created_by", record->created_by);
  write_time (object, "updated_at", record->updated_at);
  if (record->updated_by != NULL)
    json_object_set_string_member (object, "updated_by", record->updated_by);
  write_time (object, "deleted_at", record->deleted_at);
  for (guint i = 0; i < record->entity->n_fields; i++)
    kx_wire_write_field (object, record, i);
  return object;
}

JsonObject *
kx_wire_write_clause (const KxCite *cite)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "source", kx_source_name (cite->source));
  if (cite->document != NULL)
    json_object_set_string_member (object, "document", cite->document);
  if (cite->item != NULL)
    json_object_set_string_member (object, "item", cite->item);
  if (cite->quote != NULL)
    json_object_set_string_member (object, "quote", cite->quote);
  if (cite->force != KX_FORCE_NONE)
    json_object_set_string_member (object, "force", kx_force_name (cite->force));
  return object;
}

static JsonObject *
write_args (const KxFinding *finding)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < KX_FINDING_ARGS && finding->args[i].name != NULL; i++)
    json_object_set_string_member (object, finding->args[i].name, finding->args[i].text);
  return object;
}

JsonObject *
kx_wire_write_finding (const KxFinding *finding, const char *wording)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", finding->code);
  if (finding->field != NULL)
    json_object_set_string_member (object, "field", finding->field);
  json_object_set_string_member (object, "message", wording);
  json_object_set_string_member (object, "verdict", kx_verdict_name (finding->verdict));
  if (finding->args[0].name != NULL)
    json_object_set_object_member (object, "args", write_args (finding));
  if (finding->cite.source != KX_SOURCE_NONE)
    json_object_set_object_member (object, "clause", kx_wire_write_clause (&finding->cite));
  return object;
}

char *
kx_wire_text (JsonNode *node, gsize *ret_length)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, node);
  return json_generator_to_data (generator, ret_length);
}

char *
kx_wire_object_text (JsonObject *object, gsize *ret_length)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return kx_wire_text (node, ret_length);
}

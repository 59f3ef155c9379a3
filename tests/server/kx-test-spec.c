#include "server/kx-test-spec.h"

#include <string.h>

static const KxJsonNode *
follow (const KxTestSpec *spec, const KxJsonNode *node)
{
  const char *reference = node != NULL ? kx_test_node_text (node, "$ref") : NULL;
  g_auto (GStrv) steps = NULL;
  const KxJsonNode *target = kx_json_get_root (spec->json);

  if (reference == NULL)
    return node;
  g_assert_true (g_str_has_prefix (reference, "#/"));
  steps = g_strsplit (reference + 2, "/", -1);
  for (guint i = 0; steps[i] != NULL && target != NULL; i++)
    target = kx_json_node_member (target, steps[i]);
  if (target == NULL)
    g_error ("%s leads nowhere", reference);
  return target;
}

const char *
kx_test_node_text (const KxJsonNode *node, const char *name)
{
  const KxJsonNode *member =
      kx_json_node_get_type (node) == KX_JSON_OBJECT ? kx_json_node_member (node, name) : NULL;

  return member != NULL && kx_json_node_get_type (member) == KX_JSON_STRING
             ? kx_json_node_get_text (member, NULL)
             : NULL;
}

gint64
kx_test_node_number (const KxJsonNode *node, const char *name, gint64 otherwise)
{
  const KxJsonNode *member = kx_json_node_member (node, name);

  return member != NULL ? kx_json_node_get_integer (member) : otherwise;
}

gboolean
kx_test_node_flag (const KxJsonNode *node, const char *name)
{
  const KxJsonNode *member = kx_json_node_member (node, name);

  return member != NULL && kx_json_node_get_boolean (member);
}

gboolean
kx_test_node_has (const KxJsonNode *node, const char *name, const char *text)
{
  const KxJsonNode *array = kx_json_node_member (node, name);

  for (guint i = 0; array != NULL && i < kx_json_node_get_n_children (array); i++)
    {
      const KxJsonNode *child = kx_json_node_get_child (array, i);

      if (kx_json_node_get_type (child) == KX_JSON_STRING &&
          g_str_equal (kx_json_node_get_text (child, NULL), text))
        return TRUE;
    }
  return FALSE;
}

const KxJsonNode *
kx_test_spec_get (const KxTestSpec *spec, const KxJsonNode *node, ...)
{
  va_list names;
  const char *name;

  va_start (names, node);
  while (node != NULL && (name = va_arg (names, const char *)) != NULL)
    node = follow (spec, kx_json_node_member (node, name));
  va_end (names);
  return node;
}

const KxJsonNode *
kx_test_spec_schema (const KxTestSpec *spec, const char *name)
{
  const KxJsonNode *schema =
      kx_test_spec_get (spec, kx_json_get_root (spec->json), "components", "schemas", name, NULL);

  if (schema == NULL)
    g_error ("There is no schema %s", name);
  return schema;
}

static void
add_parameters (const KxTestSpec *spec, KxTestOperation *operation, const KxJsonNode *list)
{
  for (guint i = 0; list != NULL && i < kx_json_node_get_n_children (list); i++)
    g_ptr_array_add (operation->parameters, (gpointer) follow (spec, kx_json_node_get_child (list, i)));
}

static void
free_operation (gpointer data)
{
  KxTestOperation *operation = data;

  g_ptr_array_unref (operation->parameters);
  g_free (operation->method);
  g_free (operation);
}

static void
add_operation (KxTestSpec *spec, const KxJsonNode *item, const KxJsonNode *node)
{
  KxTestOperation *operation = g_new0 (KxTestOperation, 1);
  const KxJsonNode *body = kx_test_spec_get (spec, node, "requestBody", NULL);
  const KxJsonNode *content =
      body != NULL ? kx_json_node_get_child (kx_json_node_member (body, "content"), 0) : NULL;
  const KxJsonNode *security = kx_json_node_member (node, "security");

  operation->path = kx_json_node_get_name (item);
  operation->method = g_ascii_strup (kx_json_node_get_name (node), -1);
  operation->node = node;
  operation->id = kx_test_node_text (node, "operationId");
  operation->tag =
      kx_json_node_get_text (kx_json_node_get_child (kx_json_node_member (node, "tags"), 0), NULL);
  operation->parameters = g_ptr_array_new ();
  operation->is_open = security != NULL && kx_json_node_get_n_children (security) == 0;
  add_parameters (spec, operation, kx_json_node_member (item, "parameters"));
  add_parameters (spec, operation, kx_json_node_member (node, "parameters"));
  if (content != NULL)
    {
      operation->type = kx_json_node_get_name (content);
      operation->body = kx_test_spec_get (spec, content, "schema", NULL);
      operation->body_needed = kx_test_node_flag (body, "required");
    }
  g_ptr_array_add (spec->operations, operation);
}

KxTestSpec *
kx_test_spec_new (const char *text, gsize length)
{
  KxTestSpec *spec = g_new0 (KxTestSpec, 1);
  g_autoptr (GError) error = NULL;
  const KxJsonNode *paths;

  spec->json = kx_json_parse (text, length, &error);
  g_assert_no_error (error);
  spec->operations = g_ptr_array_new_with_free_func (free_operation);
  paths = kx_json_node_member (kx_json_get_root (spec->json), "paths");
  for (guint i = 0; i < kx_json_node_get_n_children (paths); i++)
    {
      const KxJsonNode *item = kx_json_node_get_child (paths, i);

      for (guint m = 0; m < kx_json_node_get_n_children (item); m++)
        if (!g_str_equal (kx_json_node_get_name (kx_json_node_get_child (item, m)), "parameters"))
          add_operation (spec, item, kx_json_node_get_child (item, m));
    }
  return spec;
}

void
kx_test_spec_free (KxTestSpec *spec)
{
  g_ptr_array_unref (spec->operations);
  kx_json_free (spec->json);
  g_free (spec);
}

const KxTestOperation *
kx_test_spec_find (const KxTestSpec *spec, const char *id)
{
  for (guint i = 0; i < spec->operations->len; i++)
    {
      const KxTestOperation *operation = spec->operations->pdata[i];

      if (g_str_equal (operation->id, id))
        return operation;
    }
  g_error ("There is no operation %s", id);
}

const KxJsonNode *
kx_test_operation_parameter (const KxTestOperation *operation, const char *name, const char *place)
{
  for (guint i = 0; i < operation->parameters->len; i++)
    {
      const KxJsonNode *parameter = operation->parameters->pdata[i];

      if (g_str_equal (kx_test_node_text (parameter, "name"), name) &&
          g_str_equal (kx_test_node_text (parameter, "in"), place))
        return parameter;
    }
  return NULL;
}

const char *
kx_test_schema_type (const KxJsonNode *schema)
{
  const KxJsonNode *type = kx_json_node_member (schema, "type");

  if (type == NULL)
    return "";
  if (kx_json_node_get_type (type) == KX_JSON_ARRAY)
    type = kx_json_node_get_child (type, 0);
  return kx_json_node_get_text (type, NULL);
}

gboolean
kx_test_schema_is_nullable (const KxJsonNode *schema)
{
  return kx_json_node_member (schema, "type") == NULL || kx_test_node_has (schema, "type", "null");
}

static void
add_texts (GPtrArray *array, const char *const *texts)
{
  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (array, g_strdup (texts[i]));
}

/* A JSON text of `n` characters of three bytes each. */
static char *
long_text (gint64 n)
{
  GString *text = g_string_new ("\"");

  for (gint64 i = 0; i < n; i++)
    g_string_append (text, "长");
  return g_string_free (g_string_append_c (text, '"'), FALSE);
}

static void
add_wrong_strings (GPtrArray *wrongs, const KxJsonNode *schema)
{
  static const char *const dates[] = { "\"2026-13-01\"", "\"2026-02-30\"", "\"26-1-1\"", "\"yesterday\"",
                                       NULL };
  static const char *const ids[] = { "\"not-an-id\"", "\"0197b2a0-0000-7000-8000-00000000000\"", NULL };
  static const char *const types[] = { "12", "1.5", "true", "[]", "{}", "[\"x\"]", NULL };
  const char *format = kx_test_node_text (schema, "format");
  gint64 most = kx_test_node_number (schema, "maxLength", 0),
         least = kx_test_node_number (schema, "minLength", 0);

  add_texts (wrongs, types);
  if (kx_json_node_member (schema, "enum") != NULL || kx_test_node_text (schema, "pattern") != NULL)
    g_ptr_array_add (wrongs, g_strdup ("\"!nonsense!\""));
  if (g_strcmp0 (format, "date") == 0)
    add_texts (wrongs, dates);
  if (g_strcmp0 (format, "uuid") == 0)
    add_texts (wrongs, ids);
  if (most > 0)
    g_ptr_array_add (wrongs, long_text (most + 1));
  if (least > 0)
    g_ptr_array_add (wrongs, long_text (least - 1));
}

GPtrArray *
kx_test_schema_wrongs (const KxJsonNode *schema)
{
  static const char *const integers[] = { "\"12\"", "1.5", "1e3", "false", "[]", "{}", NULL };
  static const char *const booleans[] = { "\"true\"", "0", "1", "[]", "{}", NULL };
  static const char *const arrays[] = { "\"x\"", "7", "{}", "true", "[1]", "[null]", "[\"!nonsense!\"]",
                                        "[[]]",  NULL };
  GPtrArray *wrongs = g_ptr_array_new_with_free_func (g_free);
  const char *type = kx_test_schema_type (schema);
  gint64 most = kx_test_node_number (schema, "maximum", G_MAXINT64);

  if (g_str_equal (type, "string"))
    add_wrong_strings (wrongs, schema);
  else if (g_str_equal (type, "boolean"))
    add_texts (wrongs, booleans);
  else if (g_str_equal (type, "array"))
    add_texts (wrongs, arrays);
  else if (g_str_equal (type, "integer"))
    {
      add_texts (wrongs, integers);
      g_ptr_array_add (wrongs,
                       g_strdup_printf ("%" G_GINT64_FORMAT, kx_test_node_number (schema, "minimum", 0) - 1));
      if (most < G_MAXINT64)
        g_ptr_array_add (wrongs, g_strdup_printf ("%" G_GINT64_FORMAT, most + 1));
    }
  else if (kx_json_node_member (schema, "x-maxLength") != NULL)
    g_ptr_array_add (wrongs, long_text (kx_test_node_number (schema, "x-maxLength", 0)));
  if (!kx_test_schema_is_nullable (schema))
    g_ptr_array_add (wrongs, g_strdup ("null"));
  return wrongs;
}

GPtrArray *
kx_test_schema_wrong_values (const KxJsonNode *schema)
{
  static const char *const integers[] = { "x",         "",     "1.5",  "%2B5",
                                          "%205",      "5%20", "0x10", "99999999999999999999",
                                          "%E5%8D%81", NULL };
  static const char *const words[] = { "nonsense", "", "TRUE", "1%00", NULL };
  static const char *const dates[] = { "2026-13-01", "2026-02-30", "20260101", "", "nonsense", NULL };
  GPtrArray *wrongs = g_ptr_array_new_with_free_func (g_free);
  const char *type = kx_test_schema_type (schema);

  if (g_str_equal (type, "integer"))
    {
      add_texts (wrongs, integers);
      if (kx_json_node_member (schema, "minimum") != NULL)
        g_ptr_array_add (
            wrongs, g_strdup_printf ("%" G_GINT64_FORMAT, kx_test_node_number (schema, "minimum", 0) - 1));
      if (kx_test_node_number (schema, "maximum", G_MAXINT64) < G_MAXINT64)
        g_ptr_array_add (
            wrongs, g_strdup_printf ("%" G_GINT64_FORMAT, kx_test_node_number (schema, "maximum", 0) + 1));
    }
  else if (g_str_equal (type, "boolean") || kx_json_node_member (schema, "enum") != NULL ||
           kx_json_node_member (schema, "const") != NULL)
    add_texts (wrongs, words);
  else if (g_strcmp0 (kx_test_node_text (schema, "format"), "date") == 0)
    add_texts (wrongs, dates);
  return wrongs;
}

#include "server/kx-openapi.h"

#include "core/entities/kx-agency.h"
#include "server/kx-service.h"
#include "server/kx-test-spec.h"

#include <string.h>

#define UUID "0197b2a0-0000-7000-8000-000000000001"

static KxTestSpec *
make_spec (const KxSchema *schema)
{
  gsize length;
  g_autofree char *text = kx_openapi_text (schema, &length);

  g_assert_cmpuint (strlen (text), ==, length);
  return kx_test_spec_new (text, length);
}

static void
test_the_same_schema_gives_the_same_bytes (void)
{
  gsize one_length, two_length;
  g_autofree char *one = kx_openapi_text (kx_schema_get (), &one_length);
  g_autofree char *two = kx_openapi_text (kx_schema_get (), &two_length);

  g_assert_cmpmem (one, one_length, two, two_length);
}

static void
test_the_document_says_what_it_is (void)
{
  g_autoptr (KxTestSpec) spec = make_spec (kx_schema_get ());
  const KxJsonNode *root = kx_json_get_root (spec->json);

  g_assert_cmpstr (kx_test_node_text (root, "openapi"), ==, "3.1.0");
  g_assert_cmpstr (kx_test_node_text (kx_json_node_member (root, "info"), "version"), ==, KX_VERSION);
  g_assert_nonnull (kx_test_spec_get (spec, root, "components", "securitySchemes", "bearer", NULL));
}

/* The path with something real in the place of each {name}. */
static char *
fill_path (const char *path)
{
  GString *filled = g_string_new (NULL);

  for (const char *p = path; *p != '\0'; p++)
    if (*p == '{')
      {
        g_string_append (filled, UUID);
        p = strchr (p, '}');
      }
    else
      g_string_append_c (filled, *p);
  return g_string_free (filled, FALSE);
}

static KxRouter *
make_router (void)
{
  KxRouter *router = kx_router_new ();
  gsize n;
  const KxRouteTable *tables = kx_routes_all (&n);

  for (gsize i = 0; i < n; i++)
    for (gsize r = 0; r < tables[i].n_routes; r++)
      kx_router_add (router, &tables[i].routes[r]);
  return router;
}

static void
test_every_operation_has_a_route_and_every_route_an_operation (void)
{
  g_autoptr (KxTestSpec) spec = make_spec (kx_schema_get ());
  g_autoptr (KxRouter) router = make_router ();
  g_autoptr (GHashTable) met = g_hash_table_new (NULL, NULL);
  gsize n;
  const KxRouteTable *tables = kx_routes_all (&n);

  for (guint i = 0; i < spec->operations->len; i++)
    {
      const KxTestOperation *operation = spec->operations->pdata[i];
      g_autofree char *path = fill_path (operation->path);
      g_auto (KxRouteMatch) match = { 0 };
      g_autoptr (KxProblem) problem = kx_router_match (router, operation->method, path, 2048, &match);
      guint bodies = match.route != NULL ? match.route->flags & KX_ROUTE_BODY : 0;

      if (problem != NULL)
        g_error ("%s %s has no route", operation->method, operation->path);
      g_assert_cmpint (operation->type != NULL, ==, bodies != 0);
      g_assert_cmpint (operation->is_open, ==, (match.route->flags & KX_ROUTE_OPEN) != 0);
      g_hash_table_add (met, (gpointer) match.route);
    }
  for (gsize i = 0; i < n; i++)
    for (gsize r = 0; r < tables[i].n_routes; r++)
      if (!g_hash_table_contains (met, &tables[i].routes[r]) &&
          !g_str_has_prefix (tables[i].routes[r].pattern, "/control"))
        g_error ("%s %s is not in the document", tables[i].routes[r].method, tables[i].routes[r].pattern);
}

static void
expect (GHashTable *expected, const char *method, const KxEntity *entity, const char *rest)
{
  g_hash_table_add (expected, g_strdup_printf ("%s /v1/%s%s", method, entity->collection, rest));
}

/* What a collection has to offer, worked out from its lifecycle in another way than the document's writer
 * does. */
static void
expect_collection (GHashTable *expected, const KxEntity *entity)
{
  expect (expected, "GET", entity, "");
  expect (expected, "GET", entity, "/{id}");
  expect (expected, "GET", entity, "/{id}/history");
  if (g_str_equal (entity->name, "agency"))
    expect (expected, "GET", entity, "/{id}/file.zip");
  for (guint i = 0; i < entity->lifecycle->n_rows; i++)
    {
      const KxTransition *row = &entity->lifecycle->rows[i];
      g_autofree char *action = g_strconcat ("/{id}/actions/", row->action, NULL);

      /* The service's alone. */
      if (row->roles == 0)
        continue;
      if (row->kind == KX_OP_CREATE)
        expect (expected, "POST", entity, "");
      if (row->kind == KX_OP_CREATE)
        expect (expected, "PUT", entity, "/{id}");
      if (row->kind == KX_OP_PATCH)
        expect (expected, "PATCH", entity, "/{id}");
      if (row->kind == KX_OP_DELETE)
        expect (expected, "DELETE", entity, "/{id}");
      if (row->kind == KX_OP_RESTORE)
        expect (expected, "POST", entity, "/{id}/actions/restore");
      if (row->kind == KX_OP_ACTION)
        expect (expected, "POST", entity, action);
      for (guint f = 0; f < entity->n_fields; f++)
        {
          g_autofree char *value = g_strdup_printf ("/{id}/%s/{value}", entity->fields[f].name);

          if (entity->fields[f].kind == KX_CODES && (entity->fields[f].flags & KX_SERVICE_SETS) == 0 &&
              (row->kind == KX_OP_ADD || row->kind == KX_OP_REMOVE))
            expect (expected, row->kind == KX_OP_ADD ? "PUT" : "DELETE", entity, value);
        }
    }
}

static void
test_each_collection_offers_what_its_lifecycle_knows_and_nothing_else (void)
{
  const KxSchema *schema = kx_schema_get ();
  g_autoptr (KxTestSpec) spec = make_spec (schema);
  g_autoptr (GHashTable) expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < schema->n_entities; i++)
    expect_collection (expected, schema->entities[i]);
  for (guint i = 0; i < spec->operations->len; i++)
    {
      const KxTestOperation *operation = spec->operations->pdata[i];
      g_autofree char *told = g_strdup_printf ("%s %s", operation->method, operation->path);

      if (kx_schema_collection (schema, operation->tag) != NULL && !g_hash_table_remove (expected, told))
        g_error ("%s is told twice or not known", told);
    }
  g_assert_cmpuint (g_hash_table_size (expected), ==, 0);
}

static void
assert_has_field (const KxTestSpec *spec, const KxEntity *entity, const char *base, const char *ending,
                  const KxField *field, gboolean wanted)
{
  g_autofree char *name = g_strconcat (base, ending, NULL);
  const KxJsonNode *schema =
      kx_test_spec_get (spec, kx_test_spec_schema (spec, name), "properties", field->name, NULL);

  if ((schema != NULL) != wanted)
    g_error ("%s.%s: in %s %s", entity->name, field->name, name, wanted ? "missing" : "too much");
  if (schema != NULL && !g_str_equal (kx_test_node_text (schema, "title"), field->label))
    g_error ("%s.%s is labelled %s", entity->name, field->name, kx_test_node_text (schema, "title"));
}

/* "FormerName" of former_name. */
static char *
schema_name (const KxEntity *entity)
{
  g_auto (GStrv) words = g_strsplit (entity->name, "_", -1);

  for (guint i = 0; words[i] != NULL; i++)
    words[i][0] = g_ascii_toupper (words[i][0]);
  return g_strjoinv ("", words);
}

static void
assert_entity (const KxTestSpec *spec, const KxEntity *entity)
{
  g_autofree char *base = schema_name (entity), *list_id = g_strconcat (entity->name, ".list", NULL);
  const KxTestOperation *list = kx_test_spec_find (spec, list_id);

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      gboolean given = (field->flags & KX_SERVICE_SETS) == 0;
      g_autofree char *null = g_strconcat (field->name, ".null", NULL);

      assert_has_field (spec, entity, base, "", field, TRUE);
      if (kx_lifecycle_offers (entity->lifecycle, KX_OP_CREATE, NULL) != NULL)
        {
          assert_has_field (spec, entity, base, "Create", field, given);
          assert_has_field (spec, entity, base, "CreateWithId", field, given);
        }
      if (kx_lifecycle_offers (entity->lifecycle, KX_OP_PATCH, NULL) != NULL)
        assert_has_field (spec, entity, base, "Patch", field, given);
      g_assert_nonnull (kx_test_operation_parameter (list, null, "query"));
      g_assert_cmpint (kx_test_operation_parameter (list, field->name, "query") != NULL, ==,
                       field->kind != KX_CONFIG && field->kind != KX_LONG_TEXT);
    }
}

static void
test_every_field_of_every_entity_occurs_wherever_it_may (void)
{
  const KxSchema *schema = kx_schema_get ();
  g_autoptr (KxTestSpec) spec = make_spec (schema);

  for (guint i = 0; i < schema->n_entities; i++)
    assert_entity (spec, schema->entities[i]);
}

static void
test_one_line_more_shows_a_field_everywhere (void)
{
  static const KxField more = {
    .name = "acreage", .label = "Acreage", .kind = KX_INTEGER, .since = 2, .max = 9000
  };
  g_autofree KxField *fields = g_new0 (KxField, kx_agency_entity.n_fields + 1);
  KxEntity agency = kx_agency_entity;
  const KxEntity *const entities[] = { &agency };
  const KxSchema schema = { entities, 1, 2 };
  g_autoptr (KxTestSpec) spec = NULL;
  const KxJsonNode *field;

  memcpy (fields, kx_agency_entity.fields, kx_agency_entity.n_fields * sizeof (KxField));
  fields[agency.n_fields++] = more;
  agency.fields = fields;
  spec = make_spec (&schema);
  assert_entity (spec, &agency);
  field = kx_test_spec_get (spec, kx_test_spec_schema (spec, "AgencyPatch"), "properties", "acreage", NULL);
  g_assert_cmpint (kx_test_node_number (field, "maximum", 0), ==, 9000);
  g_assert_nonnull (
      kx_test_operation_parameter (kx_test_spec_find (spec, "agency.list"), "acreage.gte", "query"));
}

static void
test_limits_and_marks_of_fields_are_told (void)
{
  g_autoptr (KxTestSpec) spec = make_spec (kx_schema_get ());
  const KxJsonNode *create = kx_test_spec_schema (spec, "AgencyCreate"),
                   *row = kx_test_spec_schema (spec, "Agency");
  const KxJsonNode *uscc = kx_test_spec_get (spec, create, "properties", "uscc", NULL);
  const KxJsonNode *beds = kx_test_spec_get (spec, create, "properties", "beds", NULL);
  const KxJsonNode *sealed = kx_test_spec_get (spec, row, "properties", "bank_account", NULL);
  const KxJsonNode *state =
      kx_test_spec_get (spec, kx_test_spec_schema (spec, "User"), "properties", "state", NULL);
  const KxJsonNode *disable = kx_test_spec_find (spec, "user.disable")->node;

  g_assert_cmpint (kx_test_node_number (uscc, "maxLength", 0), ==, 18);
  g_assert_true (kx_test_schema_is_nullable (uscc));
  g_assert_nonnull (kx_test_node_text (uscc, "pattern"));
  g_assert_cmpint (kx_test_node_number (beds, "minimum", -1), ==, 0);
  g_assert_cmpint (kx_test_node_number (beds, "maximum", -1), ==, 99999);
  g_assert_true (kx_test_node_has (create, "required", "name"));
  g_assert_false (kx_test_node_has (create, "required", "uscc"));
  g_assert_nonnull (kx_json_node_member (create, "additionalProperties"));
  g_assert_null (kx_json_node_member (sealed, "maxLength"));
  g_assert_true (kx_test_node_flag (sealed, "x-sealed"));
  g_assert_true (kx_test_node_flag (state, "readOnly"));
  g_assert_true (kx_test_node_has (disable, "x-roles", "admin"));
  g_assert_true (kx_test_node_has (disable, "x-from", "active"));
  g_assert_false (kx_test_node_has (disable, "x-from", "disabled"));
  g_assert_true (kx_test_node_has (kx_test_spec_find (spec, "user.disable")->body, "required", "$reason"));
}

/* Every reference leads somewhere, and no component is there for nobody. */
static void
visit (const KxTestSpec *spec, const KxJsonNode *node, GHashTable *used)
{
  const char *reference =
      kx_json_node_get_type (node) == KX_JSON_OBJECT ? kx_test_node_text (node, "$ref") : NULL;

  if (reference != NULL)
    g_hash_table_add (used, (gpointer) reference);
  for (guint i = 0;
       (kx_json_node_get_type (node) == KX_JSON_OBJECT || kx_json_node_get_type (node) == KX_JSON_ARRAY) &&
       i < kx_json_node_get_n_children (node);
       i++)
    visit (spec, kx_json_node_get_child (node, i), used);
}

static void
test_every_reference_leads_to_a_component_and_every_component_is_referred_to (void)
{
  static const char *const kinds[] = { "schemas", "parameters", "headers", "responses" };
  g_autoptr (KxTestSpec) spec = make_spec (kx_schema_get ());
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
  const KxJsonNode *root = kx_json_get_root (spec->json);

  visit (spec, root, used);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const KxJsonNode *kind = kx_test_spec_get (spec, root, "components", kinds[k], NULL);

      for (guint i = 0; i < kx_json_node_get_n_children (kind); i++)
        {
          const char *name = kx_json_node_get_name (kx_json_node_get_child (kind, i));
          g_autofree char *reference = g_strdup_printf ("#/components/%s/%s", kinds[k], name);

          /* A wrong method belongs to no operation; it is told in the introduction. */
          if (!g_hash_table_remove (used, reference) && !g_str_equal (name, "Problem405"))
            g_error ("%s is referred to by nobody", reference);
        }
    }
  g_assert_cmpuint (g_hash_table_size (used), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/openapi/the same schema gives the same bytes",
                   test_the_same_schema_gives_the_same_bytes);
  g_test_add_func ("/openapi/the document says what it is", test_the_document_says_what_it_is);
  g_test_add_func ("/openapi/every operation has a route and every route an operation",
                   test_every_operation_has_a_route_and_every_route_an_operation);
  g_test_add_func ("/openapi/each collection offers what its lifecycle knows and nothing else",
                   test_each_collection_offers_what_its_lifecycle_knows_and_nothing_else);
  g_test_add_func ("/openapi/every field of every entity occurs wherever it may",
                   test_every_field_of_every_entity_occurs_wherever_it_may);
  g_test_add_func ("/openapi/one line more shows a field everywhere",
                   test_one_line_more_shows_a_field_everywhere);
  g_test_add_func ("/openapi/limits and marks of fields are told", test_limits_and_marks_of_fields_are_told);
  g_test_add_func ("/openapi/every reference leads to a component and every component is referred to",
                   test_every_reference_leads_to_a_component_and_every_component_is_referred_to);
  return g_test_run ();
}

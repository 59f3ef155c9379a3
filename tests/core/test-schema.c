/* One line adds a field everywhere: a schema made at run time, whose agency has one more field. */
#include "core/kx-decide.h"

#include "core/entities/kx-agency.h"
#include "core/kx-test-world.h"
#include "core/kx-wire-record.h"
#include "core/kx-wire.h"

#include <string.h>

#define MORE kx_agency_n_fields

typedef struct
{
  KxField fields[KX_MAX_FIELDS];
  KxEntity agency;
  const KxEntity *entities[KX_MAX_ENTITIES];
  KxSchema schema;
  KxTestWorld *world;
  KxActor *clerk;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const KxSchema *schema = kx_schema_get ();
  const KxField *more = data;

  memcpy (f->fields, kx_agency_entity.fields, kx_agency_n_fields * sizeof (KxField));
  f->fields[MORE] = *more;
  f->agency = kx_agency_entity;
  f->agency.fields = f->fields;
  f->agency.n_fields = kx_agency_n_fields + 1;
  for (guint i = 0; i < schema->n_entities; i++)
    f->entities[i] = schema->entities[i] == &kx_agency_entity ? &f->agency : schema->entities[i];
  f->schema = (KxSchema){ f->entities, schema->n_entities, schema->version + 1 };
  f->world = kx_test_world_new ();
  f->world->schema = &f->schema;
  f->clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_world_free (f->world);
  kx_actor_free (f->clerk);
}

static const KxField pools = {
  .name = "pools", .label = "Pools", .kind = KX_INTEGER, .flags = KX_REQUIRED, .since = 2, .max = 20
};
static const KxField remark = {
  .name = "remark", .label = "Remark", .kind = KX_LONG_TEXT, .since = 2, .max = 100
};
static const KxField plate = {
  .name = "plate", .label = "Plate", .kind = KX_TEXT, .flags = KX_UNIQUE | KX_FIXED, .since = 2
};

static KxRecord *
read_fields (Fixture *f, const char *text, guint n_findings)
{
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  KxRecord *record = kx_wire_read_fields (&f->agency, kx_json_get_root (json), NULL, findings);

  g_assert_cmpuint (findings->len, ==, n_findings);
  return record;
}

static KxOp *
make_agency (Fixture *f, KxValue value)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_test_world_sample (&f->agency);

  kx_record_put (fields, MORE, value);
  return kx_test_world_op (f->world, KX_OP_CREATE, &f->agency, id, fields);
}

static void
test_the_field_is_read_and_written_as_json (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) record = read_fields (f, "{\"pools\":3}", 0),
                       wrong = read_fields (f, "{\"pools\":\"3\"}", 1);
  g_autoptr (JsonObject) object = json_object_new ();

  g_assert_cmpint (kx_record_get (record, MORE).INTEGER, ==, 3);
  g_assert_false (kx_record_mentions (wrong, MORE));
  kx_wire_write_field (object, record, MORE);
  g_assert_cmpint (json_object_get_int_member (object, "pools"), ==, 3);
}

static void
test_the_field_stands_in_the_canonical_text (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) record = kx_record_new (&f->agency, WORLD_AGENCY, "370100/agency");
  g_autofree char *text = NULL;

  kx_record_put (record, kx_agency_f_phone, (KxValue){ .TEXT = "1" });
  kx_record_put (record, kx_agency_f_separate_department, (KxValue){ .BOOLEAN = TRUE });
  kx_record_put (record, MORE, (KxValue){ .INTEGER = 12 });
  text = kx_wire_canonical (record);
  g_assert_cmpstr (text, ==,
                   "{\"id\":\"" WORLD_AGENCY "\",\"space\":\"370100/agency\",\"seq\":0,\"phone\":\"1\","
                   "\"pools\":12,\"separate_department\":true}");
}

/* What a program of the older schema reads, keeps aside, and writes again. */
static void
test_an_older_program_keeps_the_field_and_comes_to_the_same_bytes (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) record = kx_test_world_sample (&f->agency), back = NULL;
  g_autofree char *text = NULL, *again = NULL;
  g_autoptr (KxJson) json = NULL;
  g_autoptr (GError) error = NULL;

  record->id = g_strdup (WORLD_AGENCY);
  record->space = g_strdup ("370100/agency");
  record->seq = 7;
  kx_record_put (record, MORE, (KxValue){ .INTEGER = 12 });
  text = kx_wire_canonical (record);
  json = kx_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  back = kx_wire_read_record (&kx_agency_entity, kx_json_get_root (json), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->extra, ==, "{\"pools\":12}");
  again = kx_wire_canonical (back);
  g_assert_cmpstr (again, ==, text);
}

static void
test_the_field_is_held_to_its_limits (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) good = make_agency (f, (KxValue){ .INTEGER = 20 }),
                   high = make_agency (f, (KxValue){ .INTEGER = 21 });
  g_autoptr (KxOp) low = make_agency (f, (KxValue){ .INTEGER = -1 }),
                   none = make_agency (f, (KxValue){ .INTEGER = 1 });

  kx_record_drop (none->fields, MORE);
  kx_test_world_do (f->world, good, f->clerk);
  kx_test_world_refuse (f->world, high, f->clerk, "too-large", "pools");
  kx_test_world_refuse (f->world, low, f->clerk, "too-small", "pools");
  kx_test_world_refuse (f->world, none, f->clerk, "required", "pools");
}

static void
test_a_row_older_than_the_field_goes_on_without_it (Fixture *f, gconstpointer data)
{
  KxRecord *old = kx_test_world_sample (&f->agency);
  g_autoptr (KxOp) name = NULL, give = NULL, take = NULL;

  kx_record_drop (old, MORE);
  old->id = g_strdup (WORLD_NOBODY);
  old->space = g_strdup ("370100/agency");
  kx_test_table_add (f->world->table, old);
  name =
      kx_test_world_patch (f->world, &f->agency, WORLD_NOBODY, kx_agency_f_name, (KxValue){ .TEXT = "新名" });
  kx_test_world_do (f->world, name, f->clerk);
  give = kx_test_world_patch (f->world, &f->agency, WORLD_NOBODY, MORE, (KxValue){ .INTEGER = 2 });
  kx_test_world_do (f->world, give, f->clerk);
  take = kx_test_world_op (f->world, KX_OP_PATCH, &f->agency, WORLD_NOBODY,
                           kx_record_new (&f->agency, NULL, NULL));
  kx_record_put_null (take->fields, MORE);
  kx_test_world_refuse (f->world, take, f->clerk, "required", "pools");
}

static void
test_the_field_merges_by_its_kind (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) create = make_agency (f, (KxValue){ .TEXT = "a\nb\nc" }), one = NULL, two = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxRecord *row;

  kx_test_world_do (f->world, create, f->clerk);
  one = kx_test_world_patch (f->world, &f->agency, create->row, MORE, (KxValue){ .TEXT = "A\nb\nc" });
  two = kx_test_world_patch (f->world, &f->agency, create->row, MORE, (KxValue){ .TEXT = "a\nb\nC" });
  one->device = g_strdup ("one");
  two->device = g_strdup ("two");
  two->was = kx_record_new (&f->agency, NULL, NULL);
  kx_record_put (two->was, MORE, (KxValue){ .TEXT = "a\nb\nc" });
  kx_test_world_do (f->world, one, f->clerk);
  decision = kx_test_world_decide (f->world, two, f->clerk);
  g_assert_cmpint (decision->result, ==, KX_MERGED);
  kx_test_table_apply (f->world->table, decision, two, f->clerk->user, (KxTime){ 1 });
  row = kx_test_table_lookup (f->world->table, &f->agency, create->row);
  g_assert_cmpstr (kx_record_get (row, MORE).TEXT, ==, "A\nb\nC");
}

static void
test_the_field_s_flags_are_kept (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) first = make_agency (f, (KxValue){ .TEXT = "P1" }),
                   second = make_agency (f, (KxValue){ .TEXT = "P1" });
  g_autoptr (KxOp) change = NULL;

  kx_test_world_do (f->world, first, f->clerk);
  kx_test_world_refuse (f->world, second, f->clerk, "not-unique", "plate");
  change = kx_test_world_patch (f->world, &f->agency, first->row, MORE, (KxValue){ .TEXT = "P2" });
  kx_test_world_refuse (f->world, change, f->clerk, "fixed", "plate");
}

static void
test_every_entity_has_a_place_and_a_title (void)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint e = 0; e < schema->n_entities; e++)
    {
      const KxEntity *entity = schema->entities[e];

      g_assert_true (kx_schema_entity (schema, entity->name) == entity);
      g_assert_true (kx_schema_collection (schema, entity->collection) == entity);
      g_assert_cmphex (kx_drawer_roles (entity->drawer), !=, 0);
      /* Without one of these no space could be told for a new row. */
      g_assert_true ((entity->traits & KX_NATIONAL) || kx_entity_flagged (entity, KX_PARENT) >= 0 ||
                     kx_entity_flagged (entity, KX_OFFICE) >= 0 || kx_entity_flagged (entity, KX_AREA) >= 0);
      g_assert_cmpuint (entity->n_fields, <=, KX_MAX_FIELDS);
    }
  g_assert_null (kx_schema_entity (schema, "moon"));
  g_assert_null (kx_schema_collection (schema, "agency"));
  g_assert_cmpint (kx_entity_field (&kx_agency_entity, "moon"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/every-entity-has-a-place-and-a-title", test_every_entity_has_a_place_and_a_title);
  g_test_add ("/schema/the-field-is-read-and-written-as-json", Fixture, &pools, set_up,
              test_the_field_is_read_and_written_as_json, tear_down);
  g_test_add ("/schema/the-field-stands-in-the-canonical-text", Fixture, &pools, set_up,
              test_the_field_stands_in_the_canonical_text, tear_down);
  g_test_add ("/schema/an-older-program-keeps-the-field-and-comes-to-the-same-bytes", Fixture, &pools, set_up,
              test_an_older_program_keeps_the_field_and_comes_to_the_same_bytes, tear_down);
  g_test_add ("/schema/the-field-is-held-to-its-limits", Fixture, &pools, set_up,
              test_the_field_is_held_to_its_limits, tear_down);
  g_test_add ("/schema/a-row-older-than-the-field-goes-on-without-it", Fixture, &pools, set_up,
              test_a_row_older_than_the_field_goes_on_without_it, tear_down);
  g_test_add ("/schema/the-field-merges-by-its-kind", Fixture, &remark, set_up,
              test_the_field_merges_by_its_kind, tear_down);
  g_test_add ("/schema/the-field-s-flags-are-kept", Fixture, &plate, set_up, test_the_field_s_flags_are_kept,
              tear_down);
  return g_test_run ();
}

#include "core/kx-wire.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-import-record.h"
#include "core/kx-check.h"
#include "core/kx-test-world.h"

#include <string.h>

static KxRecord *
read_text (const KxEntity *entity, const char *text, const char *const *skip, GPtrArray *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return kx_wire_read_fields (entity, kx_json_get_root (json), skip, findings);
}

static const char *const envelope[] = { "id",         "space",      "seq",        "created_at", "created_by",
                                        "updated_at", "updated_by", "deleted_at", NULL };

/* A whole row of random values that normalising leaves as they are. */
static KxRecord *
make_random (const KxEntity *entity)
{
  KxRecord *record = kx_record_new (entity, WORLD_AGENCY, "370100/agency");

  record->seq = 12;
  record->created_at.ms = record->updated_at.ms = 1795000000123;
  record->created_by = g_strdup (WORLD_USER);
  record->updated_by = g_strdup (WORLD_USER);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      g_autofree char *text = NULL, *normal = NULL;
      KxValue value = kx_test_world_random (field, &text);

      if (text != NULL)
        value.TEXT = normal = kx_check_normalize (field, text);
      if ((field->flags & KX_SERVICE_SETS) == 0 && g_test_rand_int_range (0, 5) != 0)
        kx_record_put (record, i, value);
    }
  return record;
}

static void
test_every_record_comes_back_from_its_json (void)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint n = 0; n < 1500; n++)
    {
      const KxEntity *entity = schema->entities[n % schema->n_entities];
      g_autoptr (KxRecord) record = make_random (entity), back = NULL;
      g_autoptr (GPtrArray) findings = kx_findings_new ();
      g_autofree char *text = kx_wire_object_text (kx_wire_write_record (record), NULL);

      back = read_text (entity, text, envelope, findings);
      g_assert_cmpuint (findings->len, ==, 0);
      for (guint i = 0; i < entity->n_fields; i++)
        {
          g_autofree char *one = kx_record_text (record, i), *two = kx_record_text (back, i);

          if (entity->fields[i].kind == KX_CONFIG)
            g_assert_cmpint (one != NULL, ==, two != NULL);
          else
            g_assert_cmpstr (one, ==, two);
        }
    }
}

static void
assert_field (const char *name, const char *json, const char *expected)
{
  g_autofree char *text = g_strdup_printf ("{\"%s\":%s}", name, json);
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  g_autoptr (KxRecord) record = read_text (&kx_agency_entity, text, NULL, findings);
  int i = kx_entity_field (&kx_agency_entity, name);
  g_autofree char *got = i >= 0 ? kx_record_text (record, (guint) i) : NULL;

  g_test_message ("%s", text);
  if (expected != NULL && g_str_has_prefix (expected, "!"))
    {
      g_assert_cmpuint (findings->len, ==, 1);
      g_assert_cmpstr (((KxFinding *) findings->pdata[0])->code, ==, expected + 1);
      g_assert_cmpstr (((KxFinding *) findings->pdata[0])->field, ==, name);
      g_assert_cmphex (record->has, ==, 0);
      return;
    }
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_true (kx_record_mentions (record, (guint) i));
  g_assert_cmpstr (got, ==, expected);
}

static void
test_only_the_field_s_own_type_and_form_is_taken (void)
{
  static const char *const cases[][3] = {
    { "name", "\" 泉城 \"", "泉城" },
    { "name", "null", NULL },
    { "name", "\"\"", NULL },
    { "name", "\" \\t\\u200b \"", NULL },
    { "name", "5", "!wrong-type" },
    { "name", "[\"a\"]", "!wrong-type" },
    { "beds", "5", "5" },
    { "beds", "\"5\"", "!wrong-type" },
    { "beds", "5.0", "!wrong-type" },
    { "beds", "5e0", "!wrong-type" },
    { "beds", "true", "!wrong-type" },
    { "licence_no_end", "false", "false" },
    { "licence_no_end", "0", "!wrong-type" },
    { "licence_no_end", "\"true\"", "!wrong-type" },
    { "licence_valid_to", "\"2026-07-01\"", "2026-07-01" },
    { "licence_valid_to", "\"\"", "!wrong-type" },
    { "licence_valid_to", "\" 2026-07-01\"", "!wrong-type" },
    { "licence_valid_to", "\"2026-02-30\"", "!wrong-type" },
    { "licence_valid_to", "20260701", "!wrong-type" },
    { "ownership", "\"public\"", "public" },
    { "ownership", "\"Public\"", "!wrong-type" },
    { "ownership", "\"public \"", "!wrong-type" },
    { "ownership", "0", "!wrong-type" },
    { "scopes_offered", "[\"home\",\"inpatient\",\"home\"]", " inpatient home " },
    { "scopes_offered", "[]", NULL },
    { "scopes_offered", "[\"home\",\"moon\"]", "!wrong-type" },
    { "scopes_offered", "[1]", "!wrong-type" },
    { "scopes_offered", "\"home\"", "!wrong-type" },
    { "scopes_offered", "{}", "!wrong-type" },
    { "office", "\"0197B2A0-0000-7000-8000-000000000001\"", WORLD_OFFICE },
    { "moon", "1", "!unknown-field" },
    { "id", "\"x\"", "!unknown-field" },
    { "seq", "1", "!unknown-field" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_field (cases[i][0], cases[i][1], cases[i][2]);
}

static void
test_fields_that_the_service_sets_never_come_from_outside (void)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint e = 0; e < schema->n_entities; e++)
    for (guint i = 0; i < schema->entities[e]->n_fields; i++)
      {
        const KxField *field = &schema->entities[e]->fields[i];
        g_autofree char *text = g_strdup_printf ("{\"%s\":null}", field->name);
        g_autoptr (GPtrArray) findings = kx_findings_new ();
        g_autoptr (KxRecord) record = read_text (schema->entities[e], text, NULL, findings);
        gboolean set = (field->flags & KX_SERVICE_SETS) != 0;

        g_assert_cmpuint (findings->len, ==, set);
        g_assert_cmpint (kx_record_mentions (record, i), ==, !set);
      }
}

static void
test_what_is_no_object_is_refused (void)
{
  static const char *const texts[] = { "[1]", "5", "null", "\"name\"", "[]" };
  static const char *const skip[] = { "$reason", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) findings = kx_findings_new ();
      g_autoptr (KxRecord) record = read_text (&kx_agency_entity, texts[i], skip, findings);

      g_assert_true (kx_findings_refuse (findings));
      g_assert_cmphex (record->has, ==, 0);
    }
}

/* The mapping of an import as it is stored after `json` was received, or NULL. */
static char *
store_config (const char *json)
{
  g_autofree char *text = g_strdup_printf ("{\"mapping\":%s}", json);
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  g_autoptr (KxRecord) record = read_text (&kx_import_record_entity, text, NULL, findings);

  g_assert_cmpint (kx_record_has (record, kx_import_record_f_mapping), ==, findings->len == 0);
  return kx_record_text (record, kx_import_record_f_mapping);
}

static void
test_a_config_keeps_its_json (void)
{
  static const char *const configs[] = { "{\"a\":[1,-2,true,null,{\"列\":\"\\\"\"}]}",
                                         "[]",
                                         "{}",
                                         "7",
                                         "\"x\"",
                                         "false",
                                         "{\"\":\"\"}",
                                         "9223372036854775807",
                                         "[1.5]",
                                         "[1e300]",
                                         "[-0.0]" };

  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autofree char *once = store_config (configs[i]), *twice = NULL, *sent = NULL;
      g_autoptr (KxRecord) record = kx_record_new (&kx_import_record_entity, WORLD_AGENCY, "370100/agency");
      g_autoptr (JsonObject) object = json_object_new ();

      g_assert_nonnull (once);
      if (strpbrk (configs[i], ".e") == NULL)
        g_assert_cmpstr (once, ==, configs[i]);
      twice = store_config (once);
      g_assert_cmpstr (once, ==, twice);
      kx_record_put (record, kx_import_record_f_mapping, (KxValue){ .CONFIG = once });
      kx_wire_write_field (object, record, kx_import_record_f_mapping);
      sent = kx_wire_text (json_object_get_member (object, "mapping"), NULL);
      /* Other writers may write a fraction with other digits. */
      if (strpbrk (configs[i], ".e") == NULL)
        g_assert_cmpstr (sent, ==, once);
    }
}

static void
test_a_config_that_cannot_be_written_again_is_refused (void)
{
  static const char *const configs[] = { "1e400", "[1,-1e999]", "{\"a\":{\"b\":1e400}}" };

  for (guint i = 0; i < G_N_ELEMENTS (configs); i++)
    g_assert_null (store_config (configs[i]));
}

static void
test_a_finding_travels_with_its_citation_and_arguments (void)
{
  static const KxCite cite = { KX_SOURCE_DOCUMENT, "GB 32100-2015", "5", "words", KX_FORCE_DUTY };
  g_autoptr (KxFinding) finding = kx_finding_new (KX_FAILS, "too-long", "name", "At most {max}");
  g_autoptr (KxFinding) bare = kx_finding_new (KX_HOLDS, "x", NULL, "x");
  g_autofree char *text = NULL, *other = kx_wire_object_text (kx_wire_write_finding (bare, "x"), NULL);

  finding->cite = cite;
  kx_finding_arg_int (finding, "max", 4);
  text = kx_wire_object_text (kx_wire_write_finding (finding, "At most 4"), NULL);
  g_assert_cmpstr (
      text, ==,
      "{\"code\":\"too-long\",\"field\":\"name\",\"message\":\"At most 4\",\"verdict\":\"fails\","
      "\"args\":{\"max\":\"4\"},\"clause\":{\"source\":\"document\",\"document\":\"GB 32100-2015\","
      "\"item\":\"5\",\"quote\":\"words\",\"force\":\"duty\"}}");
  g_assert_cmpstr (other, ==, "{\"code\":\"x\",\"message\":\"x\",\"verdict\":\"holds\"}");
}

static void
test_a_row_is_sent_with_who_and_when_and_without_nulls (void)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, WORLD_AGENCY, "370100/agency");
  g_autofree char *text = NULL;

  record->seq = 3;
  record->updated_at.ms = 1;
  record->updated_by = g_strdup ("u");
  record->deleted_at.ms = 2;
  kx_agency_set_beds (kx_agency (record), 0);
  kx_record_put_null (record, kx_agency_f_note);
  text = kx_wire_object_text (kx_wire_write_record (record), NULL);
  g_assert_cmpstr (text, ==,
                   "{\"id\":\"" WORLD_AGENCY "\",\"space\":\"370100/agency\",\"seq\":3,"
                   "\"updated_at\":\"1970-01-01T00:00:00.001Z\",\"updated_by\":\"u\","
                   "\"deleted_at\":\"1970-01-01T00:00:00.002Z\",\"beds\":0}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/every-record-comes-back-from-its-json", test_every_record_comes_back_from_its_json);
  g_test_add_func ("/wire/only-the-field-s-own-type-and-form-is-taken",
                   test_only_the_field_s_own_type_and_form_is_taken);
  g_test_add_func ("/wire/fields-that-the-service-sets-never-come-from-outside",
                   test_fields_that_the_service_sets_never_come_from_outside);
  g_test_add_func ("/wire/what-is-no-object-is-refused", test_what_is_no_object_is_refused);
  g_test_add_func ("/wire/a-config-keeps-its-json", test_a_config_keeps_its_json);
  g_test_add_func ("/wire/a-config-that-cannot-be-written-again-is-refused",
                   test_a_config_that_cannot_be_written_again_is_refused);
  g_test_add_func ("/wire/a-finding-travels-with-its-citation-and-arguments",
                   test_a_finding_travels_with_its_citation_and_arguments);
  g_test_add_func ("/wire/a-row-is-sent-with-who-and-when-and-without-nulls",
                   test_a_row_is_sent_with_who_and_when_and_without_nulls);
  return g_test_run ();
}

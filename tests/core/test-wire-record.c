#include "core/kx-wire-record.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-import-record.h"
#include "core/kx-test-world.h"

#include <string.h>

static KxRecord *
read_row (const KxEntity *entity, const char *text, GError **error)
{
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);

  g_assert_nonnull (json);
  return kx_wire_read_record (entity, kx_json_get_root (json), error);
}

static KxRecord *
make_random (const KxEntity *entity)
{
  KxRecord *record = kx_record_new (entity, WORLD_AGENCY, "370100/agency");

  record->seq = g_test_rand_int_range (1, 1000000);
  record->created_at.ms = 1795000000123;
  record->updated_at.ms = 1795000000999;
  record->created_by = g_strdup (WORLD_USER);
  record->updated_by = g_strdup ("system");
  if (g_test_rand_bit ())
    record->deleted_at.ms = 1795000001000;
  for (guint i = 0; i < entity->n_fields; i++)
    {
      g_autofree char *text = NULL;
      KxValue value = kx_test_world_random (&entity->fields[i], &text);

      if (g_test_rand_int_range (0, 4) != 0)
        kx_record_put (record, i, value);
    }
  return record;
}

static void
test_a_row_has_one_text_in_a_fixed_order (void)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, WORLD_AGENCY, "370100/agency");
  g_autofree char *text = NULL;

  record->seq = 3;
  record->created_at.ms = 1;
  record->created_by = g_strdup ("a");
  record->updated_at.ms = 2;
  record->updated_by = g_strdup ("b");
  record->deleted_at.ms = 3;
  record->no = 9;
  kx_agency_set_name (kx_agency (record), "泉\n\"城\"");
  kx_agency_set_beds (kx_agency (record), -4);
  kx_agency_set_licence_no_end (kx_agency (record), FALSE);
  kx_agency_set_licence_valid_to (kx_agency (record), (KxDate){ 20260701 });
  kx_agency_set_ownership (kx_agency (record), kx_agency_ownership_private);
  kx_agency_set_scopes_offered (kx_agency (record), (KxCodes){ 9 });
  kx_record_put_null (record, kx_agency_f_note);
  kx_record_stamp (record, kx_agency_f_note, 4, "device", "user");
  text = kx_wire_canonical (record);
  g_assert_cmpstr (
      text, ==,
      "{\"id\":\"" WORLD_AGENCY "\",\"space\":\"370100/agency\",\"seq\":3,"
      "\"created_at\":\"1970-01-01T00:00:00.001Z\",\"created_by\":\"a\","
      "\"updated_at\":\"1970-01-01T00:00:00.002Z\",\"updated_by\":\"b\","
      "\"deleted_at\":\"1970-01-01T00:00:00.003Z\",\"beds\":-4,\"licence_no_end\":false,"
      "\"licence_valid_to\":\"2026-07-01\",\"name\":\"泉\\n\\\"城\\\"\",\"ownership\":\"private\","
      "\"scopes_offered\":[\"inpatient\",\"home\"]}");
}

static void
test_every_row_comes_back_and_has_the_same_bytes (void)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint n = 0; n < 3000; n++)
    {
      const KxEntity *entity = schema->entities[n % schema->n_entities];
      g_autoptr (KxRecord) record = make_random (entity), back = NULL;
      g_autofree char *text = kx_wire_canonical (record), *again = NULL;
      g_autoptr (GError) error = NULL;

      back = read_row (entity, text, &error);
      g_assert_no_error (error);
      again = kx_wire_canonical (back);
      g_assert_cmpstr (text, ==, again);
      g_assert_null (back->extra);
      for (guint i = 0; i < entity->n_fields; i++)
        {
          g_autofree char *one = kx_record_text (record, i), *two = kx_record_text (back, i);

          if (entity->fields[i].kind != KX_CONFIG)
            g_assert_cmpstr (one, ==, two);
        }
    }
}

static void
test_what_is_not_known_keeps_its_place (void)
{
  static const char *const rows[] = {
    "{\"id\":\"a\",\"space\":\"370100/agency\",\"seq\":3,\"aa\":{\"x\":[1.50,null]},\"beds\":7,\"bees\":1,"
    "\"name\":\"n\",\"scopes_offered\":[\"home\",\"moon\"],\"status\":\"merged\",\"zz\":\"\\u0001\"}",
    "{\"id\":\"a\",\"space\":\"370100/agency\",\"seq\":3,\"zz\":1}",
    "{\"id\":\"a\",\"space\":\"370100/agency\",\"seq\":3,\"beds\":\"many\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxRecord) record = read_row (&kx_agency_entity, rows[i], &error), copy = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      copy = kx_record_copy (record);
      text = kx_wire_canonical (copy);
      g_assert_cmpstr (text, ==, rows[i]);
    }
  {
    g_autoptr (KxRecord) record = read_row (&kx_agency_entity, rows[0], NULL);
    g_autofree char *text = NULL;

    /* A value that this program puts takes the place of the one it could not read. */
    kx_agency_set_status (kx_agency (record), kx_agency_status_closed);
    text = kx_wire_canonical (record);
    g_assert_nonnull (strstr (text, "\"status\":\"closed\",\"zz\""));
    g_assert_null (strstr (text, "merged"));
  }
}

static void
test_members_may_come_in_any_order (void)
{
  g_autoptr (KxRecord) record =
      read_row (&kx_agency_entity,
                "{\"uscc\":\"u\",\"beds\":7,\"seq\":3,\"address\":\"a\",\"space\":\"s\","
                "\"name\":\"n\",\"id\":\"i\"}",
                NULL);

  g_assert_nonnull (record);
  g_assert_null (record->extra);
  g_assert_cmpstr (kx_record_get (record, kx_agency_f_uscc).TEXT, ==, "u");
  g_assert_cmpstr (kx_record_get (record, kx_agency_f_address).TEXT, ==, "a");
  g_assert_cmpint (kx_record_get (record, kx_agency_f_beds).INTEGER, ==, 7);
  g_assert_cmpstr (record->id, ==, "i");
}

static void
test_what_is_no_row_is_refused (void)
{
  static const char *const rows[] = { "[]",
                                      "5",
                                      "{}",
                                      "{\"id\":\"a\",\"space\":\"s\"}",
                                      "{\"id\":\"a\",\"seq\":1}",
                                      "{\"space\":\"a\",\"seq\":1}",
                                      "{\"id\":1,\"space\":\"s\",\"seq\":1}",
                                      "{\"id\":\"a\",\"space\":\"s\",\"seq\":\"1\"}",
                                      "{\"id\":\"a\",\"space\":\"s\",\"seq\":-1}",
                                      "{\"id\":\"a\",\"space\":\"s\",\"seq\":1,\"updated_at\":\"now\"}",
                                      "{\"id\":\"a\",\"space\":\"s\",\"seq\":1,\"created_by\":null}" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_row (&kx_agency_entity, rows[i], &error));
      g_assert_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM);
    }
}

static void
test_a_config_has_one_text_however_it_was_put (void)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_import_record_entity, "a", "s"), back = NULL;
  g_autofree char *text = NULL, *again = NULL;

  record->seq = 1;
  kx_record_put (record, kx_import_record_f_mapping, (KxValue){ .CONFIG = "{ \"a\" : [ 1.50 ] }" });
  text = kx_wire_canonical (record);
  g_assert_nonnull (strstr (text, "\"mapping\":{\"a\":[1.50]}"));
  back = read_row (&kx_import_record_entity, text, NULL);
  again = kx_wire_canonical (back);
  g_assert_cmpstr (again, ==, text);
}

/* BLAKE2b-256 of "abc" begins with bd dd 81 3c 63 42 39 72. */
static void
test_the_sum_is_the_beginning_of_the_hash (void)
{
  g_assert_cmphex (kx_wire_sum ("abc", 3), ==, G_GUINT64_CONSTANT (0x723942633c81ddbd));
}

/* Not a limit that could fail on a busy machine, but far from what the feed can live with. */
static void
test_a_hundred_thousand_rows_are_written_and_read_quickly (void)
{
  g_autoptr (KxRecord) record = kx_test_world_sample (&kx_agency_entity);
  g_autoptr (GString) out = g_string_new (NULL);
  gint64 began = g_get_monotonic_time (), written, read;

  record->id = g_strdup (WORLD_AGENCY);
  record->space = g_strdup ("370100/agency");
  record->created_by = g_strdup (WORLD_USER);
  record->updated_by = g_strdup (WORLD_USER);
  record->created_at.ms = record->updated_at.ms = 1795000000123;
  for (guint n = 0; n < 100000; n++)
    {
      record->seq = n + 1;
      g_string_truncate (out, 0);
      kx_wire_append_canonical (out, record);
    }
  written = g_get_monotonic_time ();
  for (guint n = 0; n < 100000; n++)
    {
      g_autoptr (KxJson) json = kx_json_parse (out->str, out->len, NULL);
      g_autoptr (KxRecord) back = kx_wire_read_record (&kx_agency_entity, kx_json_get_root (json), NULL);

      g_assert_nonnull (back);
    }
  read = g_get_monotonic_time ();
  g_test_message ("100,000 rows of %" G_GSIZE_FORMAT " bytes: written in %.3f s, parsed and read in %.3f s",
                  out->len, (double) (written - began) / 1e6, (double) (read - written) / 1e6);
  g_assert_cmpint (written - began, <, 20 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-record/a-row-has-one-text-in-a-fixed-order",
                   test_a_row_has_one_text_in_a_fixed_order);
  g_test_add_func ("/wire-record/every-row-comes-back-and-has-the-same-bytes",
                   test_every_row_comes_back_and_has_the_same_bytes);
  g_test_add_func ("/wire-record/what-is-not-known-keeps-its-place", test_what_is_not_known_keeps_its_place);
  g_test_add_func ("/wire-record/members-may-come-in-any-order", test_members_may_come_in_any_order);
  g_test_add_func ("/wire-record/what-is-no-row-is-refused", test_what_is_no_row_is_refused);
  g_test_add_func ("/wire-record/a-config-has-one-text-however-it-was-put",
                   test_a_config_has_one_text_however_it_was_put);
  g_test_add_func ("/wire-record/the-sum-is-the-beginning-of-the-hash",
                   test_the_sum_is_the_beginning_of_the_hash);
  g_test_add_func ("/wire-record/a-hundred-thousand-rows-are-written-and-read-quickly",
                   test_a_hundred_thousand_rows_are_written_and_read_quickly);
  return g_test_run ();
}

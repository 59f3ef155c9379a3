#include "core/kx-wire-op.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/kx-test-world.h"

#include <string.h>

#define OP "0197b2a0-0000-7000-8000-0000000000f1"
#define TX "0197b2a0-0000-7000-8000-0000000000f2"

static KxWireOp *
read_op (const char *text, GError **error)
{
  return kx_wire_read_op (kx_schema_get (), text, strlen (text), error);
}

static void
assert_same (const KxRecord *a, const KxRecord *b)
{
  g_assert_cmpint (a != NULL, ==, b != NULL);
  for (guint i = 0; a != NULL && i < a->entity->n_fields; i++)
    {
      g_assert_cmpint (kx_record_mentions (a, i), ==, kx_record_mentions (b, i));
      g_assert_true (kx_record_same (a, b, i));
    }
}

static void
test_every_op_comes_back (void)
{
  g_autoptr (KxOp) op = kx_op_new (KX_OP_PATCH, &kx_agency_entity, OP, WORLD_AGENCY,
                                   kx_record_new (&kx_agency_entity, NULL, NULL));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxWireOp) back = NULL;

  op->base = 17;
  op->reason = g_strdup ("因为");
  op->at.ms = 1782894600123;
  op->device = g_strdup ("never sent");
  kx_agency_set_name (kx_agency (op->fields), "泉城");
  kx_agency_set_beds (kx_agency (op->fields), 12);
  kx_record_put_null (op->fields, kx_agency_f_note);
  op->was = kx_record_new (&kx_agency_entity, NULL, NULL);
  kx_record_put_null (op->was, kx_agency_f_name);
  kx_wire_append_op (text, 5, TX, 2, op);
  g_assert_cmpstr (
      text->str, ==,
      "{\"n\":5,\"op\":\"" OP "\",\"tx\":\"" TX "\",\"tx_size\":2,\"kind\":\"patch\",\"entity\":\"agency\","
      "\"row\":\"" WORLD_AGENCY "\",\"base\":17,\"fields\":{\"name\":\"泉城\",\"beds\":12,\"note\":null},"
      "\"was\":{\"name\":null},\"reason\":\"因为\",\"at\":\"2026-07-01T08:30:00.123Z\"}\n");
  back = kx_wire_read_op (kx_schema_get (), text->str, text->len - 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->findings->len, ==, 0);
  g_assert_cmpint (back->n, ==, 5);
  g_assert_cmpstr (back->tx, ==, TX);
  g_assert_cmpuint (back->tx_size, ==, 2);
  g_assert_cmpint (back->op->kind, ==, KX_OP_PATCH);
  g_assert_cmpstr (back->op->id, ==, OP);
  g_assert_cmpstr (back->id, ==, OP);
  g_assert_cmpstr (back->op->row, ==, WORLD_AGENCY);
  g_assert_cmpint (back->op->base, ==, 17);
  g_assert_cmpstr (back->op->reason, ==, "因为");
  g_assert_cmpint (back->op->at.ms, ==, op->at.ms);
  g_assert_null (back->op->device);
  g_assert_false (back->op->exact);
  assert_same (back->op->fields, op->fields);
  assert_same (back->op->was, op->was);
}

static void
test_an_action_has_the_fields_of_its_arguments (void)
{
  g_autoptr (KxWireOp) op =
      read_op ("{\"op\":\"" OP "\",\"tx\":\"" TX "\",\"tx_size\":1,\"kind\":\"action\",\"action\":\"close\","
               "\"entity\":\"conflict\",\"row\":\"" WORLD_AGENCY
               "\",\"base\":3,\"fields\":{\"outcome\":\"keep_mine\"},"
               "\"at\":\"2026-07-01T08:30:00.123Z\"}",
               NULL);

  g_assert_nonnull (op);
  g_assert_cmpint (op->n, ==, 0);
  g_assert_cmpuint (op->findings->len, ==, 0);
  g_assert_true (op->op->fields->entity == &kx_close_entity);
  g_assert_cmpint (kx_close_get_outcome (kx_close (op->op->fields)), ==, kx_conflict_outcome_keep_mine);
}

/* A whole op in which one member is another text. */
static char *
with (const char *name, const char *value)
{
  static const char *const members[][2] = { { "n", "1" },
                                            { "op", "\"" OP "\"" },
                                            { "tx", "\"" TX "\"" },
                                            { "tx_size", "1" },
                                            { "kind", "\"patch\"" },
                                            { "entity", "\"agency\"" },
                                            { "row", "\"" WORLD_AGENCY "\"" },
                                            { "base", "1" },
                                            { "fields", "{}" },
                                            { "at", "\"2026-07-01T08:30:00.123Z\"" } };
  GString *text = g_string_new ("{");
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      gboolean same = g_str_equal (members[i][0], name);

      found |= same;
      if (!same || value != NULL)
        g_string_append_printf (text, "%s\"%s\":%s", text->len > 1 ? "," : "", members[i][0],
                                same ? value : members[i][1]);
    }
  if (!found)
    g_string_append_printf (text, ",\"%s\":%s", name, value);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static void
test_what_is_no_op_stops_the_batch (void)
{
  static const char *const cases[][2] = {
    { "n", "-1" },
    { "n", "\"1\"" },
    { "n", "1.5" },
    { "op", NULL },
    { "op", "\"x\"" },
    { "tx", NULL },
    { "tx", "7" },
    { "tx_size", "0" },
    { "tx_size", NULL },
    { "tx_size", "1001" },
    { "kind", "\"x\"" },
    { "kind", NULL },
    { "kind", "\"action\"" },
    { "entity", NULL },
    { "row", "\"x\"" },
    { "base", "-3" },
    { "base", "\"3\"" },
    { "fields", "[]" },
    { "was", "3" },
    { "at", NULL },
    { "at", "\"now\"" },
    { "reason", "5" },
    { "action", "\"close\"" },
  };
  g_autofree char *good = with ("n", "1");
  g_autoptr (KxWireOp) op = read_op (good, NULL);

  g_assert_nonnull (op);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = with (cases[i][0], cases[i][1]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", text);
      g_assert_null (read_op (text, &error));
      g_assert_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM);
      g_assert_nonnull (strstr (error->message, cases[i][0][0] == 'k' && i == 12 ? "action" : cases[i][0]));
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_op ("{\"n\":1", &error));
    g_assert_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_JSON);
  }
}

static void
test_what_is_wrong_with_an_op_refuses_it_alone (void)
{
  static const char *const cases[][3] = {
    { "fields", "{\"moon\":1}", "unknown-field" },
    { "fields", "{\"beds\":\"1\"}", "wrong-type" },
    { "colour", "1", "unknown-field" },
    { "entity", "\"moon\"", "unknown-entity" },
  };
  g_autofree char *long_reason = g_strnfill (501, 'x');
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", long_reason), *text = with ("reason", quoted);
  g_autoptr (KxWireOp) reason = read_op (text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = with (cases[i][0], cases[i][1]);
      g_autoptr (KxWireOp) op = read_op (line, NULL);

      g_assert_nonnull (op);
      g_assert_cmpuint (op->findings->len, ==, 1);
      g_assert_cmpstr (((KxFinding *) op->findings->pdata[0])->code, ==, cases[i][2]);
      g_assert_cmpint (op->op == NULL, ==, i == 3);
    }
  g_assert_cmpuint (reason->findings->len, ==, 1);
}

static void
test_every_result_comes_back (void)
{
  static const KxCite cite = { KX_SOURCE_DOCUMENT, "GB 32100-2015", "5", "words", KX_FORCE_DUTY };
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  KxRecord *row = kx_test_world_sample (&kx_agency_entity);
  KxFinding *finding = kx_finding_new (KX_FAILS, "too-long", "name", "At most {max} characters");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxWireResult) back = NULL;
  g_autofree char *filled = NULL, *one = NULL, *two = NULL;

  row->id = g_strdup (WORLD_AGENCY);
  row->space = g_strdup ("370100/agency");
  row->seq = 18;
  g_ptr_array_add (rows, row);
  finding->cite = cite;
  kx_finding_arg_int (finding, "max", 4);
  g_ptr_array_add (findings, finding);
  g_ptr_array_add (findings, kx_finding_new (KX_HOLDS, "holds", NULL, "Fine"));
  g_ptr_array_add (findings, kx_finding_new (KX_WARNS, "look", NULL, "Look"));
  kx_wire_append_result (text, 7, KX_CONFLICT, 18, findings, rows);
  back = kx_wire_read_result (kx_schema_get (), text->str, text->len - 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->n, ==, 7);
  g_assert_cmpint (back->result, ==, KX_CONFLICT);
  g_assert_cmpint (back->seq, ==, 18);
  g_assert_cmpuint (back->findings->len, ==, 2);
  finding = back->findings->pdata[0];
  filled = kx_finding_fill (finding, finding->message);
  g_assert_cmpstr (finding->code, ==, "too-long");
  g_assert_cmpstr (finding->field, ==, "name");
  g_assert_cmpstr (filled, ==, "At most 4 characters");
  g_assert_cmpint (finding->verdict, ==, KX_FAILS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_DOCUMENT);
  g_assert_cmpstr (finding->cite.document, ==, "GB 32100-2015");
  g_assert_cmpint (finding->cite.force, ==, KX_FORCE_DUTY);
  g_assert_cmpstr (((KxFinding *) back->findings->pdata[1])->code, ==, "look");
  g_assert_cmpuint (back->rows->len, ==, 1);
  one = kx_wire_canonical (row);
  two = kx_wire_canonical (back->rows->pdata[0]);
  g_assert_cmpstr (one, ==, two);
}

static void
test_every_kind_of_result_has_a_name (void)
{
  for (int result = KX_APPLIED; result <= KX_HELD; result++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (KxWireResult) back = NULL;

      kx_wire_append_result (text, 1, (KxResult) result, 0, NULL, NULL);
      back = kx_wire_read_result (kx_schema_get (), text->str, text->len - 1, NULL);
      g_assert_cmpint (back->result, ==, result);
    }
}

static void
test_what_is_no_result_is_refused (void)
{
  static const char *const lines[] = {
    "{}",
    "{\"n\":0,\"result\":\"applied\"}",
    "{\"n\":1,\"result\":\"moon\"}",
    "{\"n\":1}",
    "{\"n\":1,\"result\":\"applied\",\"seq\":-2}",
    "{\"n\":1,\"result\":\"applied\",\"findings\":[{}]}",
    "{\"n\":1,\"result\":\"applied\",\"rows\":[{}]}",
    "{\"n\":1,\"result\":\"applied\",\"rows\":[{\"entity\":\"agency\",\"row\":{}}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kx_wire_read_result (kx_schema_get (), lines[i], strlen (lines[i]), &error));
      g_assert_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-op/every-op-comes-back", test_every_op_comes_back);
  g_test_add_func ("/wire-op/an-action-has-the-fields-of-its-arguments",
                   test_an_action_has_the_fields_of_its_arguments);
  g_test_add_func ("/wire-op/what-is-no-op-stops-the-batch", test_what_is_no_op_stops_the_batch);
  g_test_add_func ("/wire-op/what-is-wrong-with-an-op-refuses-it-alone",
                   test_what_is_wrong_with_an_op_refuses_it_alone);
  g_test_add_func ("/wire-op/every-result-comes-back", test_every_result_comes_back);
  g_test_add_func ("/wire-op/every-kind-of-result-has-a-name", test_every_kind_of_result_has_a_name);
  g_test_add_func ("/wire-op/what-is-no-result-is-refused", test_what_is_no_result_is_refused);
  return g_test_run ();
}

#include "core/kx-wire-feed.h"

#include "core/entities/kx-agency.h"
#include "core/kx-test-world.h"

#include <string.h>

static KxWireLine *
read_line (const char *text, GError **error)
{
  gsize length = strlen (text);

  if (g_str_has_suffix (text, "\n"))
    length--;
  return kx_wire_read_line (kx_schema_get (), text, length, error);
}

static void
test_every_line_comes_back (void)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, WORLD_AGENCY, "370100/agency");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxWireLine) row = NULL, gone = NULL, moved = NULL, join = NULL, leave = NULL;
  g_autofree char *canonical = NULL;

  record->seq = 4;
  kx_agency_set_name (kx_agency (record), "泉城");
  canonical = kx_wire_canonical (record);
  kx_wire_append_row_line (text, record);
  row = read_line (text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpint (row->kind, ==, KX_WIRE_ROW);
  g_assert_true (row->entity == &kx_agency_entity);
  g_assert_cmpmem (row->bytes, row->size, canonical, strlen (canonical));
  g_assert_cmpstr (kx_record_get (row->row, kx_agency_f_name).TEXT, ==, "泉城");
  g_string_truncate (text, 0);
  kx_wire_append_gone_line (text, "agency", WORLD_AGENCY, "370100/agency", FALSE);
  gone = read_line (text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gone->kind, ==, KX_WIRE_GONE);
  g_assert_cmpstr (gone->id, ==, WORLD_AGENCY);
  g_assert_cmpstr (gone->space, ==, "370100/agency");
  g_assert_false (gone->moved);
  g_string_truncate (text, 0);
  kx_wire_append_gone_line (text, "agency", WORLD_AGENCY, "370100/agency", TRUE);
  moved = read_line (text->str, &error);
  g_assert_true (moved->moved);
  g_string_truncate (text, 0);
  kx_wire_append_space_line (text, TRUE, "370102/agency");
  join = read_line (text->str, &error);
  g_assert_cmpint (join->kind, ==, KX_WIRE_JOIN);
  g_assert_cmpstr (join->space, ==, "370102/agency");
  g_string_truncate (text, 0);
  kx_wire_append_space_line (text, FALSE, "370102/agency");
  leave = read_line (text->str, &error);
  g_assert_cmpint (leave->kind, ==, KX_WIRE_LEAVE);
}

static void
test_a_commit_carries_the_sums_of_its_spaces (void)
{
  g_autoptr (GArray) spaces = kx_wire_spaces_new ();
  KxWireSpace one = { g_strdup ("370102/agency"), 12, G_GUINT64_CONSTANT (0xff00000000000001) };
  KxWireSpace two = { g_strdup ("000000/public"), 0, 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxWireLine) line = NULL;

  g_array_append_val (spaces, one);
  g_array_append_val (spaces, two);
  kx_wire_append_commit_line (text, "g.s.7", TRUE, 3, spaces);
  g_assert_cmpstr (text->str, ==,
                   "{\"t\":\"commit\",\"cursor\":\"g.s.7\",\"more\":true,\"acked\":3,\"spaces\":{"
                   "\"370102/agency\":{\"count\":12,\"sum\":\"ff00000000000001\"},"
                   "\"000000/public\":{\"count\":0,\"sum\":\"0000000000000000\"}}}\n");
  line = read_line (text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line->cursor, ==, "g.s.7");
  g_assert_true (line->more);
  g_assert_cmpint (line->acked, ==, 3);
  g_assert_cmpuint (line->spaces->len, ==, 2);
  g_assert_cmphex (g_array_index (line->spaces, KxWireSpace, 0).sum, ==, one.sum);
  g_assert_cmpint (g_array_index (line->spaces, KxWireSpace, 0).count, ==, 12);
  g_assert_cmpstr (g_array_index (line->spaces, KxWireSpace, 1).space, ==, "000000/public");
}

static void
test_what_a_newer_service_sends_is_passed_over (void)
{
  g_autoptr (KxWireLine) other = read_line ("{\"t\":\"hint\",\"x\":1}", NULL);
  g_autoptr (KxWireLine) row = read_line (
      "{\"t\":\"row\",\"entity\":\"visit\",\"row\":{\"id\":\"a\",\"space\":\"s\",\"seq\":1,\"x\":2}}", NULL);

  g_assert_cmpint (other->kind, ==, KX_WIRE_OTHER);
  g_assert_cmpint (row->kind, ==, KX_WIRE_ROW);
  g_assert_null (row->entity);
  g_assert_null (row->row);
  g_assert_cmpint (row->size, >, 0);
}

static void
test_what_is_no_line_is_refused (void)
{
  static const char *const lines[] = {
    "{}",
    "[]",
    "{\"t\":5}",
    "{\"t\":\"row\",\"entity\":\"agency\"}",
    "{\"t\":\"row\",\"row\":{\"id\":\"a\",\"space\":\"s\",\"seq\":1}}",
    "{\"t\":\"row\",\"entity\":\"agency\",\"row\":{\"id\":\"a\",\"space\":\"s\",\"seq\":1},\"x\":1}",
    "{\"t\":\"row\",\"entity\":\"agency\",\"row\":{\"id\":\"a\",\"space\":\"s\"}}",
    "{\"t\":\"gone\",\"entity\":\"agency\",\"id\":\"a\"}",
    "{\"t\":\"join\"}",
    "{\"t\":\"commit\",\"cursor\":\"c\"}",
    "{\"t\":\"commit\",\"more\":true}",
    "{\"t\":\"commit\",\"cursor\":\"c\",\"more\":true,\"spaces\":{\"s\":{\"count\":1,\"sum\":\"1\"}}}",
    "{\"t\":\"commit\",\"cursor\":\"c\",\"more\":true,\"spaces\":{\"s\":{\"sum\":\"0000000000000001\"}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_line (lines[i], &error));
      g_assert_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_line ("{\"t\":\"row\"", &error));
    g_assert_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_JSON);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-feed/every-line-comes-back", test_every_line_comes_back);
  g_test_add_func ("/wire-feed/a-commit-carries-the-sums-of-its-spaces",
                   test_a_commit_carries_the_sums_of_its_spaces);
  g_test_add_func ("/wire-feed/what-a-newer-service-sends-is-passed-over",
                   test_what_a_newer_service_sends_is_passed_over);
  g_test_add_func ("/wire-feed/what-is-no-line-is-refused", test_what_is_no_line_is_refused);
  return g_test_run ();
}

#include "models/kx-history-list.h"

#include "core/entities/kx-agency.h"
#include "core/kx-json.h"
#include "core/kx-wire.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "store/kx-history.h"
#include "store/kx-row.h"

#include <string.h>

typedef struct
{
  KxTestSource *source;
  char *id;
} Fixture;

static void
patch (Fixture *f, guint field, KxValue value, const char *reason)
{
  g_autoptr (KxRecord) row =
      kx_row_get (kx_test_source_get_writer (f->source), &kx_agency_entity, f->id, NULL);
  KxOp *op = kx_test_patch_op (&kx_agency_entity, f->id, row->seq, kx_agency_f_address, NULL);

  kx_record_drop (op->fields, kx_agency_f_address);
  kx_record_put (op->fields, field, value);
  op->reason = g_strdup (reason);
  kx_test_source_apply (f->source, op);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *op_id = kx_test_id ();

  f->source = kx_test_source_new ();
  f->id = kx_test_id ();
  kx_test_source_apply (f->source,
                        kx_test_agency_op (kx_schema_get (), f->id, KX_TEST_OFFICE, "甲医院", NULL));
  patch (f, kx_agency_f_kind, (KxValue){ .CODE = kx_agency_kind_other }, NULL);
  patch (f, kx_agency_f_kind, (KxValue){ .CODE = kx_agency_kind_workers_sanatorium }, "录入有误");
  patch (f, kx_agency_f_licence_valid_to, (KxValue){ .DATE = { 20271231 } }, NULL);
  kx_test_source_apply (f->source, kx_op_new (KX_OP_DELETE, &kx_agency_entity, op_id, f->id, NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->id);
  kx_test_finalize (f->source);
}

/* What the service answers. Free with g_free(). */
static char *
answer (Fixture *f, gint64 before, guint limit, gint64 *ret_next)
{
  JsonArray *lines = kx_history_list (kx_test_source_get_writer (f->source), &kx_agency_entity, f->id, before,
                                      limit, ret_next, NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, json_object_new ());
  json_object_set_array_member (json_node_get_object (node), "items", lines);
  if (*ret_next > 0)
    json_object_set_int_member (json_node_get_object (node), "before", *ret_next);
  return kx_wire_text (node, NULL);
}

static char *
describe (KxHistoryList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (KxHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autofree char *line = kx_history_item_dup_text (item);

      g_string_append_printf (text, "%s%s%s%s\n", kx_history_item_is_first (item) ? "" : "  ", line,
                              kx_history_item_get_reason (item) != NULL ? " / " : "",
                              kx_history_item_get_reason (item) != NULL ? kx_history_item_get_reason (item)
                                                                        : "");
    }
  return g_strdup (text->str);
}

static void
test_history_is_put_into_words (Fixture *f, gconstpointer data)
{
  g_autoptr (KxHistoryList) list =
      kx_history_list_new (&kx_agency_entity, KX_ROW_SOURCE (f->source), "clerk");
  gint64 next = 0;
  g_autofree char *json = answer (f, 0, 100, &next), *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_history_list_add (list, json, strlen (json), TRUE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kx_history_list_get_next (list), ==, 0);
  text = describe (list);
  g_assert_cmpstr (
      text, ==,
      "2026-07-01 08:00, you: Delete\n"
      "2026-07-01 08:00, you: Practice licence valid to from none to 2027-12-31\n"
      "2026-07-01 08:00, you: Kind of institution from Other kind to Workers' sanatorium / 录入有误\n"
      "2026-07-01 08:00, you: Kind of institution from none to Other kind\n"
      "2026-07-01 08:00, you: Add agency\n");
  g_assert_finalize_object (g_steal_pointer (&list));
}

static void
test_pages_are_put_behind_each_other (Fixture *f, gconstpointer data)
{
  g_autoptr (KxHistoryList) whole = kx_history_list_new (&kx_agency_entity, NULL, NULL),
                            paged = kx_history_list_new (&kx_agency_entity, NULL, NULL);
  gint64 next = 0;
  g_autofree char *json = answer (f, 0, 100, &next), *one = NULL, *other = NULL;

  kx_history_list_add (whole, json, strlen (json), FALSE, NULL);
  do
    {
      g_autofree char *page = answer (f, kx_history_list_get_next (paged), 2, &next);

      g_assert_true (kx_history_list_add (paged, page, strlen (page), FALSE, NULL));
    }
  while (kx_history_list_get_next (paged) > 0);
  one = describe (whole);
  other = describe (paged);
  g_assert_cmpstr (one, ==, other);
  g_assert_true (kx_history_list_add (paged, json, strlen (json), TRUE, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (paged)), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (whole)));
}

static void
on_changed (KxHistoryItem *item, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_references_are_looked_up (Fixture *f, gconstpointer data)
{
  static const char json[] =
      "{\"items\":[{\"seq\":3,\"kind\":\"patch\",\"field\":\"office\",\"old\":null,\"new\":\"" KX_TEST_OFFICE
      "\",\"by\":\"x\",\"by_name\":\"李明\",\"at\":\"2026-07-01T00:00:00.000Z\"},{\"seq\":2,\"kind\":"
      "\"patch\","
      "\"field\":\"of_a_newer_program\",\"new\":\"1\",\"at\":\"2026-07-01T00:00:00.000Z\"}]}";
  g_autoptr (KxHistoryList) list = kx_history_list_new (&kx_agency_entity, KX_ROW_SOURCE (f->source), NULL);
  g_autoptr (KxHistoryItem) item = NULL;
  gboolean changed = FALSE;

  g_assert_true (kx_history_list_add (list, json, strlen (json), FALSE, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (kx_history_item_get_who (item), ==, "李明");
  g_assert_cmpstr (kx_history_item_get_after (item), ==, KX_TEST_OFFICE);
  g_signal_connect (item, "changed", G_CALLBACK (on_changed), &changed);
  kx_test_wait (is_true, &changed);
  g_assert_cmpstr (kx_history_item_get_after (item), ==, "济南市社会保险事业中心");
  g_clear_object (&item);
  g_assert_finalize_object (g_steal_pointer (&list));
}

static void
test_what_is_no_history_is_refused (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "[]",
    "{}",
    "{\"items\":1}",
    "{\"items\":[1]}",
    "{\"items\":[{}]}",
    "{\"items\":[{\"seq\":1,\"kind\":\"patch\"}]}",
    "{\"items\":[{\"seq\":1,\"kind\":\"patch\",\"at\":\"yesterday\"}]}",
    "{\"items\":[{\"seq\":\"1\",\"kind\":\"patch\",\"at\":\"2026-07-01T00:00:00.000Z\"}]}",
    "{\"items\":[],\"before\":\"1\"}"
  };
  g_autoptr (KxHistoryList) list = kx_history_list_new (&kx_agency_entity, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kx_history_list_add (list, texts[i], strlen (texts[i]), FALSE, &error));
      g_assert_true (error->domain == KX_HISTORY_ERROR || error->domain == KX_JSON_ERROR);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/history-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("history-is-put-into-words", test_history_is_put_into_words);
  ADD ("pages-are-put-behind-each-other", test_pages_are_put_behind_each_other);
  ADD ("references-are-looked-up", test_references_are_looked_up);
  ADD ("what-is-no-history-is-refused", test_what_is_no_history_is_refused);
  return g_test_run ();
}

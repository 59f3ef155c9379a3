#include "server/kx-hostile.h"

#include "lib/kx-test-store.h"

#include <string.h>

gboolean
hostile_is_create (const KxTestOperation *operation)
{
  return g_str_has_suffix (operation->id, ".create") ||
         (g_str_has_suffix (operation->id, ".add") && strstr (operation->path, "{id}") == NULL &&
          !g_str_equal (operation->tag, "sessions"));
}

gboolean
hostile_is_row (const KxTestOperation *operation)
{
  return strstr (operation->path, "{id}") != NULL;
}

char *
hostile_text (JsonObject *object, const char *name, const char *raw)
{
  GString *text = g_string_new ("{");
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *link = members; link != NULL; link = link->next)
    if (g_strcmp0 (link->data, name) != 0)
      {
        g_autofree char *value = json_to_string (json_object_get_member (object, link->data), FALSE);

        g_string_append_printf (text, "%s\"%s\":%s", text->len > 1 ? "," : "", (char *) link->data, value);
      }
  if (raw != NULL)
    g_string_append_printf (text, "%s\"%s\":%s", text->len > 1 ? "," : "", name, raw);
  return g_string_free (g_string_append_c (text, '}'), FALSE);
}

JsonObject *
hostile_get (Hostile *h, const char *target, const char *login)
{
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("GET", target, login);
  g_autoptr (KxTestAnswer) answer = kx_test_service_ask (h->service, ask);

  g_assert_cmpuint (answer->status, ==, 200);
  return kx_test_answer_object (answer);
}

GPtrArray *
hostile_list_collections (Hostile *h)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < h->spec->operations->len; i++)
    {
      const KxTestOperation *operation = h->spec->operations->pdata[i];

      if (g_str_has_suffix (operation->id, ".list") && !g_str_equal (operation->tag, "audit"))
        g_ptr_array_add (names, (gpointer) operation->tag);
    }
  return names;
}

gboolean
hostile_is_here (JsonObject *row)
{
  const char *space = json_object_get_string_member (row, "space");

  return g_str_has_prefix (space, "370100/") || g_str_has_prefix (space, "000000/");
}

void
hostile_load (Hostile *h, const char *collection)
{
  g_autoptr (GPtrArray) names = hostile_list_collections (h);
  g_autofree char *target = g_strdup_printf ("/v1/%s?limit=500", collection);
  g_autoptr (JsonObject) page = NULL;
  JsonArray *items, *kept;

  if (!g_ptr_array_find_with_equal_func (names, collection, g_str_equal, NULL))
    return;
  kept = json_array_new ();
  page = hostile_get (h, target, "demo");
  items = json_object_get_array_member (page, "items");
  for (guint r = 0; r < json_array_get_length (items); r++)
    {
      JsonObject *row = json_array_get_object_element (items, r);

      if (hostile_is_here (row))
        json_array_add_object_element (kept, json_object_ref (row));
    }
  g_hash_table_insert (h->rows, g_strdup (collection), kept);
}

JsonObject *
hostile_row (Hostile *h, const KxTestOperation *operation, gboolean right)
{
  JsonArray *rows = g_hash_table_lookup (h->rows, operation->tag);
  gboolean bound = kx_json_node_member (operation->node, "x-from") != NULL;
  gboolean restore = g_str_has_suffix (operation->id, ".restore");
  JsonObject *made = g_hash_table_lookup (right ? h->right : h->wrong, operation->id);

  if (restore && right)
    return g_hash_table_lookup (h->trash, operation->tag);
  if (made != NULL || (!bound && !right && !restore))
    return made;
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *state = json_object_get_string_member_with_default (row, "state", "");

      if (!bound || kx_test_node_has (operation->node, "x-from", state) == right)
        return row;
    }
  return NULL;
}

char *
hostile_day (const char *first, guint days)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_parse (&date, first);
  g_assert_true (g_date_valid (&date));
  g_date_add_days (&date, days);
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date), g_date_get_month (&date),
                          g_date_get_day (&date));
}

/* The path with an id, a value and a hash where they belong. */
static char *
fill_path (Hostile *h, const KxTestOperation *operation, const char *id)
{
  const KxJsonNode *value = kx_test_operation_parameter (operation, "value", "path");
  GString *path = g_string_new (operation->path);

  g_string_replace (path, "{id}", id != NULL ? id : "", 0);
  g_string_replace (path, "{sha256}", h->sha256 != NULL ? h->sha256 : "", 0);
  if (value != NULL)
    g_string_replace (
        path, "{value}",
        kx_json_node_get_text (
            kx_json_node_get_child (kx_test_spec_get (h->spec, value, "schema", "enum", NULL), 0), NULL),
        0);
  return g_string_free (path, FALSE);
}

static void
set_preconditions (Hostile *h, const KxTestOperation *operation, KxTestAsk *ask, JsonObject *row)
{
  const KxJsonNode *match = kx_test_operation_parameter (operation, "If-Match", "header");
  const KxJsonNode *none = kx_test_operation_parameter (operation, "If-None-Match", "header");
  const KxJsonNode *key = kx_test_operation_parameter (operation, "Idempotency-Key", "header");
  g_autofree char *tag = NULL, *name = g_strdup_printf ("key-%u", ++h->made);

  if (match != NULL && row != NULL)
    {
      tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", json_object_get_int_member (row, "seq"));
      kx_test_ask_set (ask, "If-Match", tag);
    }
  if (none != NULL && kx_test_node_flag (none, "required"))
    kx_test_ask_set (ask, "If-None-Match", "*");
  if (key != NULL && kx_test_node_flag (key, "required"))
    kx_test_ask_set (ask, "Idempotency-Key", name);
}

/* Only a device sends what it did. */
static const char *
login_for (const KxTestOperation *operation)
{
  return g_str_equal (operation->id, "sync.push") ? "device" : "demo";
}

/* An op that is refused by itself and takes a number all the same. */
static char *
make_batch (Hostile *h)
{
  g_autofree char *op = kx_test_id (), *tx = kx_test_id ();

  return g_strdup_printf ("{\"n\":2,\"op\":\"%s\",\"tx\":\"%s\",\"tx_size\":1,\"kind\":\"delete\",\"entity\":"
                          "\"agency\",\"row\":\"" HOSTILE_UNKNOWN_ID
                          "\",\"at\":\"2026-11-22T04:00:00.000Z\"}\n",
                          op, tx);
}

KxTestAsk *
hostile_right_of (Hostile *h, const KxTestOperation *operation, const char *id)
{
  JsonObject *row =
      hostile_is_row (operation) && !hostile_is_create (operation) ? hostile_row (h, operation, TRUE) : NULL;
  g_autofree char *path = fill_path (h, operation, id);
  KxTestAsk *ask =
      kx_test_ask_new (operation->method, path, operation->is_open ? NULL : login_for (operation));

  set_preconditions (h, operation, ask, row);
  if (operation->body != NULL)
    {
      g_autoptr (JsonObject) body = hostile_body (h, operation);
      g_autofree char *text = hostile_text (body, NULL, NULL);

      kx_test_ask_set_body (ask, operation->type, text, -1);
    }
  else if (g_str_equal (operation->id, "sync.push"))
    {
      g_autofree char *batch = make_batch (h);

      kx_test_ask_set_body (ask, operation->type, batch, -1);
    }
  else if (operation->type != NULL && h->blob != NULL)
    kx_test_ask_set_body (ask, operation->type, g_bytes_get_data (h->blob, NULL),
                          (gssize) g_bytes_get_size (h->blob));
  return ask;
}

KxTestAsk *
hostile_right (Hostile *h, const KxTestOperation *operation)
{
  g_autofree char *made = hostile_is_create (operation) ? kx_test_id () : NULL;
  const char *id = made;

  if (hostile_is_row (operation) && id == NULL)
    id = json_object_get_string_member (hostile_row (h, operation, TRUE), "id");
  return hostile_right_of (h, operation, id);
}

#include "server/kx-hostile.h"

#include "core/kx-role.h"
#include "lib/kx-test-store.h"
#include "server/kx-accounts.h"

#include <string.h>

#define HOURS_13 (13 * 3600 * G_GINT64_CONSTANT (1000))

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

static JsonObject *
ask_object (Hostile *h, const char *target, const char *login)
{
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("GET", target, login);
  g_autoptr (KxTestAnswer) answer = kx_test_service_ask (h->service, ask);

  g_assert_cmpuint (answer->status, ==, 200);
  return kx_test_answer_object (answer);
}

/* The collections of the document, in its order. */
static GPtrArray *
list_collections (Hostile *h)
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

void
hostile_load (Hostile *h, const char *collection)
{
  g_autoptr (GPtrArray) names = list_collections (h);
  g_autofree char *target = g_strdup_printf ("/v1/%s?limit=500", collection);
  g_autoptr (JsonObject) page = NULL;
  JsonArray *items, *kept;

  if (!g_ptr_array_find_with_equal_func (names, collection, g_str_equal, NULL))
    return;
  kept = json_array_new ();
  page = ask_object (h, target, "demo");
  items = json_object_get_array_member (page, "items");
  for (guint r = 0; r < json_array_get_length (items); r++)
    {
      JsonObject *row = json_array_get_object_element (items, r);
      const char *space = json_object_get_string_member (row, "space");

      if (g_str_has_prefix (space, "370100/") || g_str_has_prefix (space, "000000/"))
        json_array_add_object_element (kept, json_object_ref (row));
    }
  g_hash_table_insert (h->rows, g_strdup (collection), kept);
}

static void
load_all (Hostile *h)
{
  g_autoptr (GPtrArray) names = list_collections (h);

  for (guint i = 0; i < names->len; i++)
    hostile_load (h, names->pdata[i]);
}

static gboolean
is_bound (const KxTestOperation *operation)
{
  return kx_json_node_member (operation->node, "x-from") != NULL;
}

/* Whether another row is linked to this one as a second record. */
static gboolean
is_linked_to (JsonArray *rows, const char *id)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    if (g_str_equal (json_object_get_string_member_with_default (json_array_get_object_element (rows, i),
                                                                 "alias_of", ""),
                     id))
      return TRUE;
  return FALSE;
}

/* What an operation asks of a row beside its state. */
static gboolean
suits (JsonArray *rows, JsonObject *row, const KxTestOperation *operation)
{
  gboolean linked = json_object_has_member (row, "alias_of");

  if (g_str_has_suffix (operation->id, ".reveal"))
    return json_object_has_member (row, "bank_account");
  if (g_str_has_suffix (operation->id, ".unlink_alias"))
    return linked;
  if (g_str_has_suffix (operation->id, ".link_alias"))
    return !linked && !is_linked_to (rows, json_object_get_string_member (row, "id"));
  return TRUE;
}

/* A row to which `row` can be linked as a second record. */
static const char *
find_main (JsonArray *rows, JsonObject *row)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *other = json_array_get_object_element (rows, i);

      if (other != row && !json_object_has_member (other, "alias_of") &&
          g_str_equal (json_object_get_string_member (other, "office"),
                       json_object_get_string_member (row, "office")))
        return json_object_get_string_member (other, "id");
    }
  g_assert_not_reached ();
}

JsonObject *
hostile_row (Hostile *h, const KxTestOperation *operation, gboolean right)
{
  JsonArray *rows = g_hash_table_lookup (h->rows, operation->tag);
  gboolean restore = g_str_has_suffix (operation->id, ".restore");

  if (restore && right)
    return g_hash_table_lookup (h->trash, operation->tag);
  if (!is_bound (operation) && !right && !restore)
    return NULL;
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *state = json_object_get_string_member_with_default (row, "state", "");

      if (!suits (rows, row, operation))
        continue;
      if (!is_bound (operation) || kx_test_node_has (operation->node, "x-from", state) == right)
        return row;
    }
  return NULL;
}

static void
set_text (JsonObject *object, const char *name, char *text)
{
  json_object_set_string_member (object, name, text);
  g_free (text);
}

/* What no two rows share gets a value of its own. */
static void
vary (Hostile *h, const char *collection, JsonObject *sample)
{
  guint n = ++h->made;

  if (g_str_equal (collection, "users"))
    set_text (sample, "name", g_strdup_printf ("hostile-%u", n));
  else if (g_str_equal (collection, "agencies"))
    set_text (sample, "uscc", kx_test_credit_code (900000 + n));
  else if (g_str_equal (collection, "areas"))
    set_text (sample, "code", g_strdup_printf ("370100-H%03X", n % 4096));
  else if (g_str_equal (collection, "attachments"))
    set_text (sample, "sha256", kx_sha256_hex (&n, sizeof n));
  else if (g_str_equal (collection, "own-days"))
    set_text (sample, "day",
              g_strdup_printf ("%u-%02u-%02u", 2031 + n / 336 % 60, 1 + n / 28 % 12, 1 + n % 28));
}

/* "AgencyCreate" of "agencies". */
static const KxJsonNode *
create_schema (Hostile *h, const char *collection)
{
  for (guint i = 0; i < h->spec->operations->len; i++)
    {
      const KxTestOperation *operation = h->spec->operations->pdata[i];

      if (g_str_equal (operation->tag, collection) && g_str_has_suffix (operation->id, ".create"))
        return operation->body;
    }
  g_assert_not_reached ();
}

JsonObject *
hostile_sample (Hostile *h, const char *collection)
{
  JsonArray *rows = g_hash_table_lookup (h->rows, collection);
  JsonObject *row = json_array_get_object_element (rows, 0), *sample = json_object_new ();
  const KxJsonNode *properties = kx_json_node_member (create_schema (h, collection), "properties");

  for (guint i = 0; i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i);
      const char *name = kx_json_node_get_name (property);

      if (json_object_has_member (row, name) && !kx_test_node_flag (property, "x-sealed") &&
          !g_str_equal (name, "id"))
        json_object_set_member (sample, name, json_node_copy (json_object_get_member (row, name)));
    }
  vary (h, collection, sample);
  return sample;
}

/* One field as it is. */
static JsonObject *
sample_patch (const KxTestOperation *operation, JsonObject *row)
{
  const KxJsonNode *properties = kx_json_node_member (operation->body, "properties");
  JsonObject *patch = json_object_new ();

  for (guint i = 0; i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i);
      const char *name = kx_json_node_get_name (property);

      if (kx_test_node_flag (property, "x-fixed") || kx_test_node_flag (property, "x-sealed") || *name == '$')
        continue;
      if (json_object_has_member (row, name))
        json_object_set_member (patch, name, json_node_copy (json_object_get_member (row, name)));
      else if (kx_test_schema_is_nullable (property))
        json_object_set_null_member (patch, name);
      else
        continue;
      break;
    }
  return patch;
}

JsonObject *
hostile_body (Hostile *h, const KxTestOperation *operation)
{
  JsonObject *body;

  if (hostile_is_create (operation))
    return hostile_sample (h, operation->tag);
  if (g_str_has_suffix (operation->id, ".patch"))
    return sample_patch (operation, hostile_row (h, operation, TRUE));
  body = json_object_new ();
  if (g_str_equal (operation->id, "session.add"))
    {
      json_object_set_string_member (body, "username", "demo");
      json_object_set_string_member (body, "password", "demo");
      return body;
    }
  if (g_str_equal (operation->id, "devices.register"))
    {
      json_object_set_string_member (body, "name", "台式机");
      return body;
    }
  if (g_str_equal (operation->id, "password.change"))
    {
      json_object_set_string_member (body, "old", "demo");
      json_object_set_string_member (body, "new", "battery staple");
      return body;
    }
  if (g_str_equal (operation->id, "password.set"))
    {
      json_object_set_string_member (body, "password", "battery staple");
      return body;
    }
  json_object_set_string_member (body, "$reason", "for the test");
  if (g_str_has_suffix (operation->id, ".reveal"))
    json_object_set_string_member (body, "field", "bank_account");
  if (g_str_equal (operation->id, "conflict.close"))
    json_object_set_string_member (body, "outcome", "keep_theirs");
  if (g_str_has_suffix (operation->id, ".link_alias"))
    json_object_set_string_member (
        body, "target",
        find_main (g_hash_table_lookup (h->rows, operation->tag), hostile_row (h, operation, TRUE)));
  return body;
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

/* Makes a row; `key` NULL: any. */
static JsonObject *
post (Hostile *h, const char *collection, JsonObject *sample, const char *key)
{
  g_autofree char *target = g_strconcat ("/v1/", collection, NULL),
                  *any = g_strdup_printf ("key-%u", ++h->made);
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("POST", target, "demo");
  g_autofree char *text = hostile_text (sample, NULL, NULL);
  g_autoptr (KxTestAnswer) answer = NULL;

  kx_test_ask_set (ask, "Idempotency-Key", key != NULL ? key : any);
  kx_test_ask_set_body (ask, "application/json", text, -1);
  answer = kx_test_service_ask (h->service, ask);
  if (answer->status != 201)
    g_error ("%s %s: %s", collection, text, answer->body);
  return kx_test_answer_object (answer);
}

/* Takes a step on a row by a path below it; `body` NULL: a reason and nothing else. */
static void
step_with (Hostile *h, const char *method, const char *collection, JsonObject *row, const char *below,
           const char *body)
{
  g_autofree char *target =
      g_strdup_printf ("/v1/%s/%s%s", collection, json_object_get_string_member (row, "id"), below);
  g_autoptr (KxTestAsk) ask = kx_test_ask_new (method, target, "demo");
  g_autoptr (KxTestAnswer) answer = NULL;

  kx_test_ask_set (ask, "If-Match", "*");
  if (g_str_has_prefix (below, "/actions/"))
    {
      g_autofree char *tag =
          g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", json_object_get_int_member (row, "seq"));

      kx_test_ask_set (ask, "If-Match", tag);
    }
  kx_test_ask_set_body (ask, "application/json", body != NULL ? body : "{\"$reason\":\"set up\"}", -1);
  answer = kx_test_service_ask (h->service, ask);
  if (answer->status / 100 != 2)
    g_error ("%s %s: %u %s", method, target, answer->status, answer->body);
}

static void
step (Hostile *h, const char *method, const char *collection, JsonObject *row, const char *below)
{
  step_with (h, method, collection, row, below, NULL);
}

static JsonObject *
make_user (Hostile *h, const char *login, KxRoles roles, const char *area)
{
  static const KxPasswordCost cost = { .passes = 1, .kibibytes = 1024 };
  g_autoptr (JsonObject) sample = hostile_sample (h, "users");
  g_autoptr (GError) error = NULL;
  JsonObject *user;

  json_object_set_string_member (sample, "name", login);
  user = post (h, "users", sample, NULL);
  kx_accounts_set_password (h->service->store, json_object_get_string_member (user, "id"), login, cost,
                            &error);
  g_assert_no_error (error);
  for (guint i = 0; i < KX_N_ROLES; i++)
    if (roles >> i & 1)
      {
        g_autoptr (JsonObject) grant = json_object_new ();

        json_object_set_string_member (grant, "user", json_object_get_string_member (user, "id"));
        json_object_set_string_member (grant, "role", kx_role_codes[i].name);
        json_object_set_string_member (grant, "area", area);
        json_object_unref (post (h, "grants", grant, NULL));
      }
  kx_test_service_sign_in (h->service, login);
  return user;
}

/* The other city's office, and what stands under it, in the place of Jinan's. */
static void
move_away (Hostile *h, JsonObject *sample)
{
  static const struct
  {
    const char *field, *collection;
  } parents[] = { { "agency", "agencies" }, { "owner", "agencies" }, { "user", "users" } };

  if (json_object_has_member (sample, "office"))
    json_object_set_string_member (sample, "office", g_hash_table_lookup (h->hidden, "offices"));
  for (guint i = 0; i < G_N_ELEMENTS (parents); i++)
    if (json_object_has_member (sample, parents[i].field))
      json_object_set_string_member (sample, parents[i].field,
                                     g_hash_table_lookup (h->hidden, parents[i].collection));
}

/* Rows that nobody makes by a request. */
static gboolean
is_made_by_the_service (const char *collection)
{
  return g_str_equal (collection, "conflicts");
}

static void
make_hidden (Hostile *h, const char *collection)
{
  g_autoptr (JsonObject) sample = NULL, row = NULL;

  if (g_str_equal (collection, "areas"))
    return;
  sample = hostile_sample (h, collection);
  if (g_str_equal (collection, "offices"))
    json_object_set_string_member (sample, "area", "370200");
  else
    move_away (h, sample);
  row = post (h, collection, sample, NULL);
  g_hash_table_insert (h->hidden, g_strdup (collection),
                       g_strdup (json_object_get_string_member (row, "id")));
}

static void
make_trash (Hostile *h, const char *collection)
{
  g_autoptr (JsonObject) sample = hostile_sample (h, collection), row = post (h, collection, sample, NULL);
  g_autofree char *target = g_strdup_printf ("/v1/%s?deleted=true&sort=-seq&limit=1", collection);
  g_autoptr (JsonObject) page = NULL;
  JsonArray *items;

  if (g_str_equal (collection, "import-records"))
    return; /* stays, and is one that still runs */
  if (g_str_equal (collection, "users"))
    step (h, "POST", collection, row, "/actions/disable");
  step (h, "DELETE", collection, row, "");
  page = ask_object (h, target, "demo");
  items = json_object_get_array_member (page, "items");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (items, 0), "id"), ==,
                   json_object_get_string_member (row, "id"));
  g_hash_table_insert (h->trash, g_strdup (collection),
                       json_object_ref (json_array_get_object_element (items, 0)));
}

JsonObject *
hostile_make (Hostile *h, const char *collection)
{
  g_autoptr (JsonObject) sample = hostile_sample (h, collection), row = post (h, collection, sample, NULL);
  g_autofree char *target =
      g_strdup_printf ("/v1/%s/%s", collection, json_object_get_string_member (row, "id"));

  if (g_str_equal (collection, "users"))
    step (h, "POST", collection, row, "/actions/disable");
  return ask_object (h, target, "demo");
}

/* Two records of one institution, for the step that parts them. */
static void
make_link (Hostile *h)
{
  g_autoptr (JsonObject) main = hostile_make (h, "agencies"), second = hostile_make (h, "agencies");
  g_autofree char *body = g_strdup_printf ("{\"$reason\":\"set up\",\"target\":\"%s\"}",
                                           json_object_get_string_member (main, "id"));

  step_with (h, "POST", "agencies", second, "/actions/link_alias", body);
}

static void
sign_out (Hostile *h, const char *login)
{
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("DELETE", "/v1/sessions/current", login);
  g_autoptr (KxTestAnswer) answer = kx_test_service_ask (h->service, ask);

  g_assert_cmpuint (answer->status, ==, 204);
}

/* Tokens that no longer hold: expired, signed out, of an account that was disabled or is gone. */
static void
make_tokens (Hostile *h)
{
  g_autoptr (JsonObject) expired = NULL, disabled = NULL, deleted = NULL;

  expired = make_user (h, "expired", KX_ANY_ROLE, "370100");
  h->service->now += HOURS_13;
  kx_test_service_sign_in (h->service, "demo");
  disabled = make_user (h, "disabled", KX_ANY_ROLE, "370100");
  step (h, "POST", "users", disabled, "/actions/disable");
  deleted = make_user (h, "deleted", KX_ANY_ROLE, "370100");
  step (h, "POST", "users", deleted, "/actions/disable");
  step (h, "DELETE", "users", deleted, "");
  json_object_unref (make_user (h, "jinan", KX_ANY_ROLE, "370100"));
  json_object_unref (make_user (h, "elsewhere", KX_ANY_ROLE, "370200"));
  json_object_unref (make_user (h, "signed-out", KX_ANY_ROLE, "370100"));
  sign_out (h, "signed-out");
  for (guint i = 0; i < KX_N_ROLES; i++)
    {
      g_autofree char *login = g_strdelimit (g_strdup (kx_role_codes[i].name), "_", '-');

      kx_test_service_sign_in (h->service, login);
    }
}

static JsonObject *
register_device (Hostile *h)
{
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("POST", "/v1/devices", "demo");
  g_autoptr (KxTestAnswer) answer = NULL;

  kx_test_ask_set_body (ask, "application/json", "{\"name\":\"笔记本\"}", -1);
  answer = kx_test_service_ask (h->service, ask);
  g_assert_cmpuint (answer->status, ==, 201);
  return kx_test_answer_object (answer);
}

/* Two devices of demo's: one that asks, and one to be revoked. */
static void
make_devices (Hostile *h)
{
  g_autoptr (JsonObject) device = register_device (h);
  JsonArray *devices = json_array_new ();

  g_hash_table_insert (h->service->tokens, g_strdup ("device"),
                       g_strdup (json_object_get_string_member (device, "token")));
  json_array_add_object_element (devices, register_device (h));
  g_hash_table_insert (h->rows, g_strdup ("devices"), devices);
}

/* Both people change a field without knowing of each other. */
static void
make_conflict (Hostile *h)
{
  g_autofree char *op = kx_test_id (), *tx = kx_test_id (), *batch = NULL;
  JsonObject *agency = json_array_get_object_element (g_hash_table_lookup (h->rows, "agencies"), 0);
  const char *id = json_object_get_string_member (agency, "id");
  g_autofree char *target = g_strconcat ("/v1/agencies/", id, NULL);
  g_autoptr (KxTestAsk) patch = kx_test_ask_new ("PATCH", target, "demo");
  g_autoptr (KxTestAsk) push = kx_test_ask_new ("POST", "/v1/sync/push", "device");
  g_autoptr (KxTestAnswer) patched = NULL, pushed = NULL;

  kx_test_ask_set (patch, "If-Match", "*");
  kx_test_ask_set_body (patch, "application/merge-patch+json", "{\"address\":\"一号\"}", -1);
  patched = kx_test_service_ask (h->service, patch);
  g_assert_cmpuint (patched->status, ==, 200);
  batch = g_strdup_printf ("{\"n\":1,\"op\":\"%s\",\"tx\":\"%s\",\"tx_size\":1,\"kind\":\"patch\",\"entity\":"
                           "\"agency\",\"row\":\"%s\",\"base\":1,\"fields\":{\"address\":\"二号\"},\"at\":"
                           "\"2026-11-22T04:00:00.000Z\"}\n",
                           op, tx, id);
  kx_test_ask_set_body (push, "application/x-ndjson", batch, -1);
  pushed = kx_test_service_ask (h->service, push);
  if (strstr (pushed->body, "\"conflict\"") == NULL)
    g_error ("no conflict: %s", pushed->body);
}

/* The passwords of accounts stand beside the sessions. */
static void
give_accounts_to_sessions (Hostile *h)
{
  g_hash_table_insert (h->rows, g_strdup ("sessions"),
                       json_array_ref (g_hash_table_lookup (h->rows, "users")));
  g_hash_table_insert (h->hidden, g_strdup ("sessions"), g_strdup (g_hash_table_lookup (h->hidden, "users")));
  g_hash_table_insert (h->trash, g_strdup ("sessions"),
                       json_object_ref (g_hash_table_lookup (h->trash, "users")));
}

static void
fetch_blob (Hostile *h)
{
  JsonArray *rows = g_hash_table_lookup (h->rows, "attachments");
  g_autofree char *target = NULL;
  g_autoptr (KxTestAsk) ask = NULL;
  g_autoptr (KxTestAnswer) answer = NULL;

  h->sha256 = g_strdup (json_object_get_string_member (json_array_get_object_element (rows, 0), "sha256"));
  target = g_strconcat ("/v1/blobs/", h->sha256, NULL);
  ask = kx_test_ask_new ("GET", target, "demo");
  answer = kx_test_service_ask (h->service, ask);
  g_assert_cmpuint (answer->status, ==, 200);
  h->blob = g_bytes_new (answer->body, answer->length);
}

Hostile *
hostile_new (void)
{
  Hostile *h = g_new0 (Hostile, 1);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (JsonObject) once = NULL, used = NULL;
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("GET", "/v1/openapi.json", NULL);
  g_autoptr (KxTestAnswer) document = NULL;

  h->service = kx_test_service_new ();
  document = kx_test_service_ask (h->service, ask);
  g_assert_cmpuint (document->status, ==, 200);
  h->spec = kx_test_spec_new (document->body, document->length);
  h->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_array_unref);
  h->trash = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  h->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  kx_test_service_sign_in (h->service, "demo");
  load_all (h);
  make_tokens (h);
  names = list_collections (h);
  for (guint i = 0; i < names->len; i++)
    if (!is_made_by_the_service (names->pdata[i]))
      make_hidden (h, names->pdata[i]);
  for (guint i = 0; i < names->len; i++)
    if (!is_made_by_the_service (names->pdata[i]))
      make_trash (h, names->pdata[i]);
  once = hostile_sample (h, "credentials");
  json_object_set_string_member (once, "note", "made under a key that is used again");
  used = post (h, "credentials", once, HOSTILE_USED_KEY);
  step (h, "DELETE", "credentials", used, "");
  make_devices (h);
  make_conflict (h);
  make_link (h);
  load_all (h);
  give_accounts_to_sessions (h);
  fetch_blob (h);
  h->figures = kx_test_service_figures (h->service);
  return h;
}

void
hostile_free (Hostile *h)
{
  kx_test_spec_free (h->spec);
  g_hash_table_unref (h->rows);
  g_hash_table_unref (h->trash);
  g_hash_table_unref (h->hidden);
  g_bytes_unref (h->blob);
  g_free (h->sha256);
  g_free (h->figures);
  kx_test_service_free (h->service);
  g_free (h);
}

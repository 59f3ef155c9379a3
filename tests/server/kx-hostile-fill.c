/* The service that is asked: rows of every kind, in Jinan and elsewhere, living and in the trash, and people
 * with and without a right to them. */
#include "server/kx-hostile.h"

#include "core/kx-role.h"
#include "lib/kx-test-store.h"
#include "server/kx-accounts.h"

#include <string.h>

#define HOURS_13 (13 * 3600 * G_GINT64_CONSTANT (1000))

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
  user = hostile_post (h, "users", sample, "demo", NULL);
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
        json_object_unref (hostile_post (h, "grants", grant, "demo", NULL));
      }
  kx_test_service_sign_in (h->service, login);
  return user;
}

/* A row of the other city. */
static void
make_hidden (Hostile *h, const char *collection)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), collection);
  g_autoptr (JsonObject) row = NULL;

  if (hostile_find (h, entity, "create") == NULL || (entity->traits & KX_NATIONAL))
    return;
  row = hostile_make_in (h, entity, NULL, TRUE);
  g_hash_table_insert (h->hidden, g_strdup (collection),
                       g_strdup (json_object_get_string_member (row, "id")));
}

void
hostile_make_trash (Hostile *h, const char *collection)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), collection);
  const KxTestOperation *delete = hostile_find (h, entity, "delete");
  g_autofree char *target = g_strdup_printf ("/v1/%s?deleted=true&sort=-seq&limit=1", collection);
  g_autoptr (JsonObject) row = NULL, page = NULL;
  JsonArray *items;

  if (delete == NULL || hostile_find (h, entity, "create") == NULL)
    return;
  row = hostile_make_for (h, delete);
  step (h, "DELETE", collection, row, "");
  page = hostile_get (h, target, "demo");
  items = json_object_get_array_member (page, "items");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (items, 0), "id"), ==,
                   json_object_get_string_member (row, "id"));
  g_hash_table_insert (h->trash, g_strdup (collection),
                       json_object_ref (json_array_get_object_element (items, 0)));
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

static void
load_all (Hostile *h)
{
  g_autoptr (GPtrArray) names = hostile_list_collections (h);

  for (guint i = 0; i < names->len; i++)
    hostile_load (h, names->pdata[i]);
}

/* A row for every operation, and what new rows are made from: afterwards nothing has to be made any more. */
static void
prepare_all (Hostile *h, GPtrArray *names)
{
  for (guint i = 0; i < h->spec->operations->len; i++)
    if (!g_str_equal (((KxTestOperation *) h->spec->operations->pdata[i])->tag, "devices"))
      hostile_prepare (h, h->spec->operations->pdata[i]);
  /* Those that stand below others first: what they refer to alone is made of the samples of these. */
  for (guint i = names->len; i > 0; i--)
    if (hostile_find (h, kx_schema_collection (kx_schema_get (), names->pdata[i - 1]), "create") != NULL)
      json_object_unref (hostile_sample (h, names->pdata[i - 1]));
}

static Hostile *
new_empty (void)
{
  Hostile *h = g_new0 (Hostile, 1);
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("GET", "/v1/openapi.json", NULL);
  g_autoptr (KxTestAnswer) document = NULL;

  h->service = kx_test_service_new ();
  document = kx_test_service_ask (h->service, ask);
  g_assert_cmpuint (document->status, ==, 200);
  h->spec = kx_test_spec_new (document->body, document->length);
  h->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_array_unref);
  h->trash = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  h->right = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  h->wrong = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  h->samples = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  h->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  h->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return h;
}

Hostile *
hostile_new (void)
{
  Hostile *h = new_empty ();
  g_autoptr (GPtrArray) names = hostile_list_collections (h);
  g_autoptr (JsonObject) once = NULL, used = NULL;

  kx_test_service_sign_in (h->service, "demo");
  load_all (h);
  fetch_blob (h);
  make_tokens (h);
  for (guint i = 0; i < names->len; i++)
    make_hidden (h, names->pdata[i]);
  for (guint i = 0; i < names->len; i++)
    hostile_make_trash (h, names->pdata[i]);
  once = hostile_sample (h, "credentials");
  json_object_set_string_member (once, "note", "made under a key that is used again");
  used = hostile_post (h, "credentials", once, "demo", HOSTILE_USED_KEY);
  step (h, "DELETE", "credentials", used, "");
  make_devices (h);
  make_conflict (h);
  load_all (h);
  prepare_all (h, names);
  load_all (h);
  give_accounts_to_sessions (h);
  h->figures = kx_test_service_figures (h->service);
  return h;
}

void
hostile_free (Hostile *h)
{
  kx_test_spec_free (h->spec);
  g_hash_table_unref (h->rows);
  g_hash_table_unref (h->trash);
  g_hash_table_unref (h->right);
  g_hash_table_unref (h->wrong);
  g_hash_table_unref (h->samples);
  g_hash_table_unref (h->parts);
  g_hash_table_unref (h->hidden);
  g_bytes_unref (h->blob);
  g_free (h->sha256);
  g_free (h->figures);
  kx_test_service_free (h->service);
  g_free (h);
}

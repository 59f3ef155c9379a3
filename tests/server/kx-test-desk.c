#include "server/kx-test-desk.h"

#include "core/entities/kx-agency.h"
#include "lib/kx-test-store.h"

#include <string.h>

#define NOW_MS G_GINT64_CONSTANT (1782864000000)

static const KxPasswordCost cheap = { 1, 1024 };

static KxTime
get_now (gpointer data)
{
  return (KxTime){ ((Desk *) data)->now };
}

static void
configure (KxHttpServer *http, gpointer data)
{
  Desk *f = data;
  KxServiceOptions options = { .sessions = { .cost = cheap }, .comment_ms = 50 };

  f->service = kx_service_new (f->store, &options, NULL);
  kx_service_attach (f->service, http);
  kx_http_server_set_trust_forwarded (http, TRUE);
}

static char *
add_user (Desk *f, const char *name, const char *grant)
{
  const char *grants[] = { grant, NULL };
  g_autoptr (GError) error = NULL;
  char *id = kx_accounts_add (f->store, name, "张三", grants, &error);

  g_assert_no_error (error);
  g_assert_true (kx_accounts_set_password (f->store, id, "correct horse", cheap, &error));
  return id;
}

char *
desk_write_request (const char *token, const char *method, const char *path, const char *headers,
                    const char *type, const char *body)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: x\r\n", method, path);
  if (token != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", token);
  if (body != NULL)
    g_string_append_printf (text, "Content-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", type,
                            strlen (body));
  g_string_append_printf (text, "%s\r\n%s", headers != NULL ? headers : "", body != NULL ? body : "");
  return g_string_free (text, FALSE);
}

/* One request over a connection of its own; the answer whole. */
char *
desk_ask (Desk *f, const char *token, const char *method, const char *path, const char *headers,
          const char *type, const char *body)
{
  g_autofree char *closing = g_strconcat ("Connection: close\r\n", headers, NULL);
  g_autofree char *text = desk_write_request (token, method, path, closing, type, body);

  return kx_test_exchange (f->server, text, -1);
}

JsonObject *
desk_ask_json (Desk *f, guint status, const char *token, const char *method, const char *path,
               const char *body)
{
  gboolean patch = g_str_equal (method, "PATCH");
  g_autofree char *answer =
      desk_ask (f, token, method, path, patch ? "If-Match: *\r\n" : "Idempotency-Key: k\r\n",
                patch ? "application/merge-patch+json" : "application/json", body);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (kx_test_answer_status (answer) != status)
    g_error ("%s %s: %s", method, path, answer);
  node = json_from_string (kx_test_answer_body (answer), &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

static char *
sign_in (Desk *f, const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"correct horse\"}", name);
  g_autoptr (JsonObject) session = desk_ask_json (f, 201, NULL, "POST", "/v1/sessions", body);

  return g_strdup (json_object_get_string_member (session, "token"));
}

/* The token of a new device. */
char *
desk_register_device (Desk *f, const char *session, const char *name, char **ret_id)
{
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  g_autoptr (JsonObject) device = desk_ask_json (f, 201, session, "POST", "/v1/devices", body);

  if (ret_id != NULL)
    *ret_id = g_strdup (json_object_get_string_member (device, "id"));
  return g_strdup (json_object_get_string_member (device, "token"));
}

void
desk_open_service (Desk *f)
{
  KxStoreOptions options = { .now = get_now, .now_data = f, .without_areas = TRUE };
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (GError) error = NULL;

  f->store = kx_store_open (f->folder, &options, NULL, &error);
  g_assert_no_error (error);
  f->server = kx_test_server_new (&limits, NULL, 0, configure, f);
}

void
desk_close_service (Desk *f)
{
  g_clear_pointer (&f->server, kx_test_server_free);
  g_clear_pointer (&f->service, kx_service_free);
  g_clear_pointer (&f->store, kx_store_close);
}

void
desk_set_up (Desk *f, gconstpointer data)
{
  static const char *const users[][2] = { { "clerk", "clerk@370100" },
                                          { "other", "clerk@370100" },
                                          { "qingdao", "clerk@370200" },
                                          { "admin", "admin@370000" } };
  char **tokens[] = { &f->clerk, &f->other, &f->qingdao, &f->admin };
  g_autoptr (JsonObject) offices = NULL, agency = NULL;
  g_autofree char *body = NULL;
  JsonArray *items;

  f->now = NOW_MS;
  f->folder = kx_test_make_folder ();
  f->backup = g_strconcat (f->folder, "-backup", NULL);
  desk_open_service (f);
  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    {
      g_free (add_user (f, users[i][0], users[i][1]));
      *tokens[i] = sign_in (f, users[i][0]);
    }
  f->one = desk_register_device (f, f->clerk, "台式机", &f->one_id);
  f->two = desk_register_device (f, f->other, "笔记本", NULL);
  offices = desk_ask_json (f, 200, f->clerk, "GET", "/v1/offices?area=370100", NULL);
  items = json_object_get_array_member (offices, "items");
  f->office = g_strdup (json_object_get_string_member (json_array_get_object_element (items, 0), "id"));
  body = g_strdup_printf ("{\"name\":\"济南康复医院\",\"office\":\"%s\",\"no_uscc_reason\":\"军队医院\"}",
                          f->office);
  agency = desk_ask_json (f, 201, f->clerk, "POST", "/v1/agencies", body);
  f->agency = g_strdup (json_object_get_string_member (agency, "id"));
}

void
desk_tear_down (Desk *f, gconstpointer data)
{
  char *texts[] = {
    f->clerk, f->other, f->qingdao, f->admin, f->one, f->two, f->one_id, f->office, f->agency
  };

  desk_close_service (f);
  kx_test_remove_folder (f->folder);
  kx_test_remove_folder (f->backup);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

/* One answer of the feed. */
char *
desk_get_page (Desk *f, const char *token, const char *since)
{
  g_autofree char *path =
      since != NULL ? g_strconcat ("/v1/sync/changes?since=", since, NULL) : g_strdup ("/v1/sync/changes");

  return desk_ask (f, token, "GET", path, "Sync-Schema: 1\r\n", NULL, NULL);
}

void
desk_pull (Desk *f, KxTestCopy *mirror, const char *token)
{
  gboolean more = TRUE;

  g_string_truncate (mirror->wire, 0);
  mirror->joins = mirror->leaves = mirror->gone = 0;
  while (more)
    {
      g_autofree char *answer = desk_get_page (f, token, mirror->cursor), *type = NULL;

      g_assert_cmpuint (kx_test_answer_status (answer), ==, 200);
      type = kx_test_answer_header (answer, "Content-Type");
      g_assert_cmpstr (type, ==, NDJSON);
      g_string_append (mirror->wire, kx_test_answer_body (answer));
      kx_test_copy_take (mirror, kx_test_answer_body (answer), &more);
    }
}

KxOp *
desk_patch_op (Desk *f, gint64 base, guint field, const char *value)
{
  KxOp *op = kx_test_patch_op (&kx_agency_entity, f->agency, base, field, value);

  op->at.ms = NOW_MS;
  return op;
}

gint64
desk_get_seq (Desk *f)
{
  g_autofree char *path = g_strconcat ("/v1/agencies/", f->agency, NULL);
  g_autoptr (JsonObject) row = desk_ask_json (f, 200, f->clerk, "GET", path, NULL);

  return json_object_get_int_member (row, "seq");
}

char *
desk_push (Desk *f, const char *token, const char *batch, const char *query)
{
  g_autofree char *path = g_strconcat ("/v1/sync/push", query, NULL);

  return desk_ask (f, token, "POST", path, "Sync-Schema: 1\r\n", NDJSON, batch);
}

/* Takes `op`; the result. */
KxWireResult *
desk_push_op (Desk *f, const char *token, gint64 n, KxOp *op)
{
  g_autoptr (KxOp) owned = op;
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autofree char *answer = NULL;
  g_autoptr (GPtrArray) results = NULL;

  kx_test_batch_add (batch, n, owned);
  answer = desk_push (f, token, batch->str, NULL);
  if (kx_test_answer_status (answer) != 200)
    g_error ("%s", answer);
  results = kx_test_results (kx_test_answer_body (answer));
  g_assert_cmpuint (results->len, ==, 1);
  return g_ptr_array_steal_index (results, 0);
}

/* The service as a client meets it: signing in, making, reading, changing, finding, undoing. What is asked
 * wrongly stands in test-hostile.c. */
#include "server/kx-service.h"

#include "core/entities/kx-agency.h"
#include "lib/kx-test-server.h"
#include "lib/kx-test-store.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const KxPasswordCost cheap = { 1, 8192 };

typedef struct
{
  char *folder;
  KxStore *store;
  KxService *service;
  KxTestServer *server;
  GSocketConnection *connection;
  char *token;
  gint64 now; /* the service's clock, ms */
} Fixture;

static KxTime
fixture_now (gpointer data)
{
  return (KxTime){ ((Fixture *) data)->now };
}

static void
configure (KxHttpServer *http, gpointer data)
{
  Fixture *f = data;
  KxServiceOptions options = { .sessions = { .cost = cheap } };

  f->service = kx_service_new (f->store, &options, NULL);
  kx_service_attach (f->service, http);
}

static void
add_user (Fixture *f, const char *name, const char *grant)
{
  const char *grants[] = { grant, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kx_accounts_add (f->store, name, "张三", grants, &error);

  g_assert_no_error (error);
  g_assert_true (kx_accounts_set_password (f->store, id, "correct horse", cheap, &error));
}

/* One request over a connection of its own; the answer whole. */
static char *
ask (Fixture *f, const char *method, const char *path, const char *headers, const char *body)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", method, path);
  if (f->token != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", f->token);
  if (body != NULL)
    g_string_append_printf (
        text, "Content-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n",
        g_str_equal (method, "PATCH") ? "application/merge-patch+json" : "application/json", strlen (body));
  g_string_append_printf (text, "%s\r\n%s", headers != NULL ? headers : "", body != NULL ? body : "");
  return kx_test_exchange (f->server, text->str, (gssize) text->len);
}

static JsonNode *
ask_json (Fixture *f, guint status, const char *method, const char *path, const char *headers,
          const char *body)
{
  g_autofree char *answer = ask (f, method, path, headers, body);
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (kx_test_answer_status (answer) != status)
    g_error ("%s %s: %s", method, path, answer);
  node = json_from_string (kx_test_answer_body (answer), &error);
  g_assert_no_error (error);
  return node;
}

static const char *
text_of (JsonNode *node, const char *name)
{
  return json_object_get_string_member (json_node_get_object (node), name);
}

static gint64
seq_of (JsonNode *node)
{
  return json_object_get_int_member (json_node_get_object (node), "seq");
}

static void
sign_in (Fixture *f, const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"correct horse\"}", name);
  g_autoptr (JsonNode) session = NULL;

  g_clear_pointer (&f->token, g_free);
  session = ask_json (f, 201, "POST", "/v1/sessions", NULL, body);
  f->token = g_strdup (text_of (session, "token"));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  KxStoreOptions options = { .now = fixture_now, .now_data = f, .without_areas = TRUE };
  KxHttpLimits limits = kx_http_limits_default ();
  g_autoptr (GError) error = NULL;

  f->now = 1782864000000;
  f->folder = kx_test_make_folder ();
  f->store = kx_store_open (f->folder, &options, NULL, &error);
  g_assert_no_error (error);
  add_user (f, "clerk", "clerk@370100");
  add_user (f, "other", "clerk@370200");
  add_user (f, "admin", "admin@370000");
  f->server = kx_test_server_new (&limits, NULL, 0, configure, f);
  sign_in (f, "clerk");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_server_free (f->server);
  kx_service_free (f->service);
  kx_store_close (f->store);
  kx_test_remove_folder (f->folder);
  g_free (f->token);
}

static char *
office_id (Fixture *f)
{
  g_autoptr (JsonNode) page = ask_json (f, 200, "GET", "/v1/offices", NULL, NULL);
  JsonArray *items = json_object_get_array_member (json_node_get_object (page), "items");

  g_assert_cmpuint (json_array_get_length (items), ==, 1);
  return g_strdup (json_object_get_string_member (json_array_get_object_element (items, 0), "id"));
}

#define AGENCY "/v1/agencies/0197b2a0-0000-7000-8000-0000000000aa"

static JsonNode *
make_agency (Fixture *f)
{
  g_autofree char *office = office_id (f), *code = kx_test_credit_code (1);
  g_autofree char *body =
      g_strdup_printf ("{\"name\":\"济南泉城康复医院\",\"office\":\"%s\",\"uscc\":\"%s\",\"beds\":40,"
                       "\"scopes_offered\":[\"inpatient\"],\"contact_phone\":\"13955501234\"}",
                       office, code);

  return ask_json (f, 201, "PUT", AGENCY, "If-None-Match: *\r\n", body);
}

static void
test_a_row_is_made_read_changed_and_undone (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) made = make_agency (f), read = NULL, changed = NULL, history = NULL, then = NULL,
                       back = NULL;
  g_autofree char *match = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n", seq_of (made));
  g_autofree char *as_of = g_strdup_printf (AGENCY "?as_of=%" G_GINT64_FORMAT, seq_of (made));
  g_autofree char *gone = NULL, *head = NULL, *unchanged = NULL, *match_2 = NULL, *match_3 = NULL;
  JsonArray *lines;

  read = ask_json (f, 200, "GET", AGENCY, NULL, NULL);
  g_assert_true (json_node_equal (made, read));
  g_assert_nonnull (strchr (text_of (read, "contact_phone"), '*'));
  unchanged = g_strdup_printf ("If-None-Match: \"%" G_GINT64_FORMAT "\"\r\n", seq_of (made));
  head = ask (f, "GET", AGENCY, unchanged, NULL);
  g_assert_cmpuint (kx_test_answer_status (head), ==, 304);
  changed = ask_json (f, 200, "PATCH", AGENCY, match,
                      "{\"beds\":null,\"address\":\"历山路1号\",\"$reason\":\"搬迁\"}");
  g_assert_false (json_object_has_member (json_node_get_object (changed), "beds"));
  g_assert_cmpint (seq_of (changed), ==, seq_of (made) + 1);
  history = ask_json (f, 200, "GET", AGENCY "/history", NULL, NULL);
  lines = json_object_get_array_member (json_node_get_object (history), "items");
  g_assert_cmpuint (json_array_get_length (lines), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (lines, 0), "reason"), ==,
                   "搬迁");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (lines, 0), "by_name"), ==,
                   "张三");
  then = ask_json (f, 200, "GET", as_of, NULL, NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (then), "beds"), ==, 40);
  g_assert_false (json_object_has_member (json_node_get_object (then), "address"));
  match_2 = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n", seq_of (changed));
  gone = ask (f, "DELETE", AGENCY, match_2, "{\"$reason\":\"重复\"}");
  g_assert_cmpuint (kx_test_answer_status (gone), ==, 204);
  g_free (gone);
  gone = ask (f, "GET", AGENCY, NULL, NULL);
  kx_test_assert_problem (gone, 410, "trashed");
  match_3 = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n", seq_of (changed) + 1);
  back = ask_json (f, 200, "POST", AGENCY "/actions/restore", match_3, "{}");
  g_assert_cmpstr (text_of (back, "address"), ==, "历山路1号");
}

static void
test_sets_are_added_to_and_removed_from (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) made = make_agency (f), more = NULL, less = NULL;

  more = ask_json (f, 200, "PUT", AGENCY "/scopes_offered/home", NULL, NULL);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (more), "scopes_offered")),
      ==, 2);
  less = ask_json (f, 200, "DELETE", AGENCY "/scopes_offered/inpatient", NULL, NULL);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (less), "scopes_offered")),
      ==, 1);
}

static void
test_a_post_sent_twice_makes_one_row (Fixture *f, gconstpointer data)
{
  g_autofree char *office = office_id (f);
  g_autofree char *body =
      g_strdup_printf ("{\"name\":\"军队医院\",\"office\":\"%s\",\"no_uscc_reason\":\"军队\"}", office);
  g_autofree char *first = ask (f, "POST", "/v1/agencies", "Idempotency-Key: k1\r\n", body);
  g_autofree char *again = ask (f, "POST", "/v1/agencies", "Idempotency-Key: k1\r\n", body);
  g_autofree char *other =
      g_strdup_printf ("{\"name\":\"别的\",\"office\":\"%s\",\"no_uscc_reason\":\"军队\"}", office);
  g_autofree char *reused = ask (f, "POST", "/v1/agencies", "Idempotency-Key: k1\r\n", other);
  g_autofree char *place_1 = kx_test_answer_header (first, "Location"),
                  *place_2 = kx_test_answer_header (again, "Location");

  g_assert_cmpuint (kx_test_answer_status (first), ==, 201);
  g_assert_cmpuint (kx_test_answer_status (again), ==, 201);
  g_assert_cmpstr (kx_test_answer_body (first), ==, kx_test_answer_body (again));
  g_assert_cmpstr (place_1, ==, place_2);
  kx_test_assert_problem (reused, 422, "key-reused");
}

static void
test_a_sealed_value_is_revealed_with_a_reason (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) made = make_agency (f), shown = NULL, found = NULL;
  g_autofree char *match = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n", seq_of (made));
  g_autofree char *without =
      ask (f, "POST", AGENCY "/actions/reveal", match, "{\"field\":\"contact_phone\"}");

  kx_test_assert_problem (without, 422, "refused");
  shown = ask_json (f, 200, "POST", AGENCY "/actions/reveal", match,
                    "{\"field\":\"contact_phone\",\"$reason\":\"回访\"}");
  g_assert_cmpstr (text_of (shown, "value"), ==, "13955501234");
  found = ask_json (f, 200, "GET", "/v1/agencies?contact_phone=13955501234", NULL, NULL);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (found), "items")), ==, 1);
}

static guint
count_items (Fixture *f, const char *path)
{
  g_autoptr (JsonNode) page = ask_json (f, 200, "GET", path, NULL, NULL);

  return json_array_get_length (json_object_get_array_member (json_node_get_object (page), "items"));
}

static void
test_two_records_of_one_institution_are_linked_and_parted (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) main = make_agency (f), second = NULL, linked = NULL, parted = NULL;
  g_autofree char *office = office_id (f), *code = kx_test_credit_code (2), *refused = NULL;
  g_autofree char *body =
      g_strdup_printf ("{\"name\":\"铁路医院\",\"office\":\"%s\",\"uscc\":\"%s\"}", office, code);
  g_autofree char *by_code = g_strconcat ("/v1/agencies?q=", code, NULL), *match = NULL, *again = NULL,
                  *steps = NULL, *target = NULL;
  g_autofree char *link =
      g_strdup_printf ("{\"target\":\"%s\",\"$reason\":\"同一机构\"}", text_of (main, "id"));

  second = ask_json (f, 201, "POST", "/v1/agencies", "Idempotency-Key: k\r\n", body);
  steps = g_strdup_printf ("/v1/agencies/%s/actions/link_alias", text_of (second, "id"));
  match = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n", seq_of (second));
  linked = ask_json (f, 200, "POST", steps, match, link);
  g_assert_cmpstr (text_of (linked, "alias_of"), ==, text_of (main, "id"));
  g_assert_cmpuint (count_items (f, by_code), ==, 2);
  g_assert_cmpuint (count_items (f, "/v1/agencies?alias_of.null=true"), ==, 1);
  g_assert_cmpuint (count_items (f, "/v1/agencies?q=%E5%8C%BB%E9%99%A2&alias_of.null=true"), ==, 1);
  target = g_strconcat ("/v1/agencies?alias_of=", text_of (main, "id"), NULL);
  g_assert_cmpuint (count_items (f, target), ==, 1);
  refused = ask (f, "DELETE", AGENCY, "If-Match: *\r\n", "{\"$reason\":\"重复\"}");
  kx_test_assert_problem (refused, 422, "refused");
  g_assert_nonnull (strstr (refused, "has-aliases"));
  g_free (steps);
  steps = g_strdup_printf ("/v1/agencies/%s/actions/unlink_alias", text_of (second, "id"));
  again = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n", seq_of (linked));
  parted = ask_json (f, 200, "POST", steps, again, "{\"$reason\":\"并非同一机构\"}");
  g_assert_false (json_object_has_member (json_node_get_object (parted), "alias_of"));
  g_assert_cmpuint (count_items (f, by_code), ==, 1);
}

static void
test_lists_are_linked_page_to_page (Fixture *f, gconstpointer data)
{
  g_autofree char *office = office_id (f), *next = g_strdup ("/v1/agencies?limit=2&q=%E5%8C%BB%E9%99%A2");
  guint seen = 0, pages = 0;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *key = g_strdup_printf ("Idempotency-Key: k%u\r\n", i);
      g_autofree char *body = g_strdup_printf (
          "{\"name\":\"第%u医院\",\"office\":\"%s\",\"no_uscc_reason\":\"军队\"}", i, office);
      g_autoptr (JsonNode) made = ask_json (f, 201, "POST", "/v1/agencies", key, body);
    }
  while (next != NULL)
    {
      g_autofree char *answer = ask (f, "GET", next, NULL, NULL),
                      *link = kx_test_answer_header (answer, "Link");
      g_autoptr (JsonNode) page = json_from_string (kx_test_answer_body (answer), NULL);

      seen += json_array_get_length (json_object_get_array_member (json_node_get_object (page), "items"));
      pages++;
      g_clear_pointer (&next, g_free);
      if (link != NULL)
        next = g_strndup (link + 1, (gsize) (strchr (link, '>') - link - 1));
    }
  g_assert_cmpuint (seen, ==, 5);
  g_assert_cmpuint (pages, ==, 3);
}

static void
test_what_one_may_not_see_is_not_there (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) made = make_agency (f), page = NULL;
  g_autofree char *hidden = NULL, *history = NULL, *patch = NULL;

  sign_in (f, "other");
  hidden = ask (f, "GET", AGENCY, NULL, NULL);
  kx_test_assert_problem (hidden, 404, "not-found");
  history = ask (f, "GET", AGENCY "/history", NULL, NULL);
  kx_test_assert_problem (history, 404, "not-found");
  patch = ask (f, "PATCH", AGENCY, "If-Match: *\r\n", "{\"beds\":1}");
  kx_test_assert_problem (patch, 404, "not-found");
  page = ask_json (f, 200, "GET", "/v1/agencies?q=jnqc", NULL, NULL);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (page), "items")), ==, 0);
}

static void
test_a_session_ends_by_time_by_hand_and_with_its_account (Fixture *f, gconstpointer data)
{
  g_autofree char *over = NULL, *out = NULL, *after = NULL, *clerk = NULL, *users = NULL, *closed = NULL,
                  *path = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (JsonNode) page = NULL, user = NULL, disabled = NULL;

  f->now += 13 * 3600 * G_GINT64_CONSTANT (1000);
  over = ask (f, "GET", "/v1/agencies", NULL, NULL);
  kx_test_assert_problem (over, 401, "signed-out");
  sign_in (f, "clerk");
  out = ask (f, "DELETE", "/v1/sessions/current", NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (out), ==, 204);
  after = ask (f, "GET", "/v1/agencies", NULL, NULL);
  kx_test_assert_problem (after, 401, "signed-out");
  sign_in (f, "clerk");
  clerk = g_strdup (f->token);
  sign_in (f, "admin");
  page = ask_json (f, 200, "GET", "/v1/users?name=clerk", NULL, NULL);
  user = json_node_copy (
      json_array_get_element (json_object_get_array_member (json_node_get_object (page), "items"), 0));
  path = g_strdup_printf ("/v1/users/%s/actions/disable", text_of (user, "id"));
  etag = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n", seq_of (user));
  disabled = ask_json (f, 200, "POST", path, etag, "{\"$reason\":\"调离\"}");
  g_assert_cmpstr (text_of (disabled, "state"), ==, "disabled");
  g_free (f->token);
  f->token = g_steal_pointer (&clerk);
  closed = ask (f, "GET", "/v1/agencies", NULL, NULL);
  kx_test_assert_problem (closed, 401, "signed-out");
}

static void
test_failed_attempts_are_slowed (Fixture *f, gconstpointer data)
{
  g_autofree char *slowed = NULL, *right = NULL, *wait = NULL;

  g_clear_pointer (&f->token, g_free);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *wrong =
          ask (f, "POST", "/v1/sessions", NULL, "{\"username\":\"clerk\",\"password\":\"guess\"}");

      kx_test_assert_problem (wrong, 401, "wrong-password");
    }
  slowed = ask (f, "POST", "/v1/sessions", NULL, "{\"username\":\"clerk\",\"password\":\"correct horse\"}");
  kx_test_assert_problem (slowed, 429, "too-many-attempts");
  wait = kx_test_answer_header (slowed, "Retry-After");
  g_assert_nonnull (wait);
  /* Others are not slowed by it. */
  right = ask (f, "POST", "/v1/sessions", NULL, "{\"username\":\"other\",\"password\":\"correct horse\"}");
  g_assert_cmpuint (kx_test_answer_status (right), ==, 201);
}

static char *
find_user (Fixture *f, const char *name)
{
  g_autofree char *path = g_strconcat ("/v1/users?name=", name, NULL);
  g_autoptr (JsonNode) page = ask_json (f, 200, "GET", path, NULL, NULL);
  JsonArray *items = json_object_get_array_member (json_node_get_object (page), "items");

  g_assert_cmpuint (json_array_get_length (items), ==, 1);
  return g_strdup (json_object_get_string_member (json_array_get_object_element (items, 0), "id"));
}

static void
test_a_password_is_changed_with_the_old_one (Fixture *f, gconstpointer data)
{
  g_autofree char *wrong = NULL, *weak = NULL, *none = NULL, *done = NULL, *over = NULL, *again = NULL;

  wrong = ask (f, "POST", "/v1/sessions/password", NULL, "{\"old\":\"guess\",\"new\":\"battery staple\"}");
  kx_test_assert_problem (wrong, 403, "wrong-password");
  weak = ask (f, "POST", "/v1/sessions/password", NULL, "{\"old\":\"correct horse\",\"new\":\"short\"}");
  kx_test_assert_problem (weak, 422, "refused");
  none = ask (f, "POST", "/v1/sessions/password", NULL, "{\"new\":\"battery staple\"}");
  kx_test_assert_problem (none, 422, "refused");
  done = ask (f, "POST", "/v1/sessions/password", NULL,
              "{\"old\":\"correct horse\",\"new\":\"battery staple\"}");
  g_assert_cmpuint (kx_test_answer_status (done), ==, 204);
  over = ask (f, "GET", "/v1/agencies", NULL, NULL);
  kx_test_assert_problem (over, 401, "signed-out");
  g_clear_pointer (&f->token, g_free);
  again = ask (f, "POST", "/v1/sessions", NULL, "{\"username\":\"clerk\",\"password\":\"battery staple\"}");
  g_assert_cmpuint (kx_test_answer_status (again), ==, 201);
}

static void
test_guesses_of_the_old_password_are_slowed (Fixture *f, gconstpointer data)
{
  g_autofree char *slowed = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *wrong =
          ask (f, "POST", "/v1/sessions/password", NULL, "{\"old\":\"guess\",\"new\":\"battery staple\"}");

      kx_test_assert_problem (wrong, 403, "wrong-password");
    }
  slowed = ask (f, "POST", "/v1/sessions/password", NULL,
                "{\"old\":\"correct horse\",\"new\":\"battery staple\"}");
  kx_test_assert_problem (slowed, 429, "too-many-attempts");
}

static void
test_administrators_set_passwords_of_their_area (Fixture *f, gconstpointer data)
{
  g_autofree char *clerk = g_strdup (f->token), *path = NULL, *id = NULL, *done = NULL, *over = NULL,
                  *refused = NULL, *nobody = NULL, *weak = NULL;

  sign_in (f, "admin");
  id = find_user (f, "clerk");
  path = g_strdup_printf ("/v1/users/%s/password", id);
  weak = ask (f, "POST", path, NULL, "{\"password\":\"short\"}");
  kx_test_assert_problem (weak, 422, "refused");
  nobody = ask (f, "POST", "/v1/users/0197b2a0-0000-7000-8000-0000000000ff/password", NULL,
                "{\"password\":\"battery staple\"}");
  kx_test_assert_problem (nobody, 404, "not-found");
  done = ask (f, "POST", path, NULL, "{\"password\":\"battery staple\"}");
  g_assert_cmpuint (kx_test_answer_status (done), ==, 204);
  g_free (f->token);
  f->token = g_steal_pointer (&clerk);
  over = ask (f, "GET", "/v1/agencies", NULL, NULL);
  kx_test_assert_problem (over, 401, "signed-out");
  /* Who does not administer does not even see the account. */
  sign_in (f, "other");
  refused = ask (f, "POST", path, NULL, "{\"password\":\"battery staple\"}");
  kx_test_assert_problem (refused, 404, "not-found");
}

/* Its own person has the id of the account. */
static void
test_administrators_put_names_right (Fixture *f, gconstpointer data)
{
  static const char match[] = "If-Match: *\r\n", name[] = "{\"name\":\"李四\"}";
  g_autofree char *path = NULL, *id = NULL, *own = NULL, *hidden = NULL, *wrong = NULL, *fixed = NULL;
  g_autoptr (JsonNode) changed = NULL, seen = NULL;

  sign_in (f, "admin");
  id = find_user (f, "clerk");
  path = g_strdup_printf ("/v1/persons/%s", id);
  sign_in (f, "clerk");
  own = ask (f, "PATCH", path, match, name);
  kx_test_assert_problem (own, 403, "role");
  sign_in (f, "other");
  hidden = ask (f, "PATCH", path, match, name);
  kx_test_assert_problem (hidden, 404, "not-found");
  sign_in (f, "admin");
  wrong = ask (f, "PATCH", path, match, "{\"name\":\"李\"}");
  kx_test_assert_problem (wrong, 422, "refused");
  fixed = ask (f, "PATCH", path, match, "{\"office\":\"0197b2a0-0000-7000-8000-0000000000aa\"}");
  kx_test_assert_problem (fixed, 422, "refused");
  changed = ask_json (f, 200, "PATCH", path, match, name);
  g_assert_cmpstr (text_of (changed, "name"), ==, "李四");
  sign_in (f, "clerk");
  seen = ask_json (f, 200, "GET", path, NULL, NULL);
  g_assert_cmpstr (text_of (seen, "name"), ==, "李四");
}

static void
test_the_service_tells_of_itself (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) root = ask_json (f, 200, "GET", "/v1", NULL, NULL);
  g_autoptr (JsonNode) openapi = ask_json (f, 200, "GET", "/v1/openapi.json", NULL, NULL);
  g_autofree char *health = ask (f, "GET", "/healthz", NULL, NULL),
                  *ready = ask (f, "GET", "/readyz", NULL, NULL);
  g_autofree char *metrics = ask (f, "GET", "/metrics", NULL, NULL),
                  *audit = ask (f, "GET", "/v1/audit", NULL, NULL);

  g_assert_true (g_uuid_string_is_valid (text_of (root, "generation")));
  g_assert_cmpstr (text_of (openapi, "openapi"), ==, "3.1.0");
  g_assert_cmpuint (kx_test_answer_status (health), ==, 200);
  g_assert_cmpuint (kx_test_answer_status (ready), ==, 200);
  g_assert_nonnull (strstr (metrics, "kangxied_store_commits_total"));
  kx_test_assert_problem (audit, 403, "role");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/rest/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-row-is-made-read-changed-and-undone", test_a_row_is_made_read_changed_and_undone);
  ADD ("sets-are-added-to-and-removed-from", test_sets_are_added_to_and_removed_from);
  ADD ("a-post-sent-twice-makes-one-row", test_a_post_sent_twice_makes_one_row);
  ADD ("a-sealed-value-is-revealed-with-a-reason", test_a_sealed_value_is_revealed_with_a_reason);
  ADD ("two-records-of-one-institution-are-linked-and-parted",
       test_two_records_of_one_institution_are_linked_and_parted);
  ADD ("lists-are-linked-page-to-page", test_lists_are_linked_page_to_page);
  ADD ("what-one-may-not-see-is-not-there", test_what_one_may_not_see_is_not_there);
  ADD ("a-session-ends-by-time-by-hand-and-with-its-account",
       test_a_session_ends_by_time_by_hand_and_with_its_account);
  ADD ("failed-attempts-are-slowed", test_failed_attempts_are_slowed);
  ADD ("a-password-is-changed-with-the-old-one", test_a_password_is_changed_with_the_old_one);
  ADD ("guesses-of-the-old-password-are-slowed", test_guesses_of_the_old_password_are_slowed);
  ADD ("administrators-set-passwords-of-their-area", test_administrators_set_passwords_of_their_area);
  ADD ("administrators-put-names-right", test_administrators_put_names_right);
  ADD ("the-service-tells-of-itself", test_the_service_tells_of_itself);
  return g_test_run ();
}

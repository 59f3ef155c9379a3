/* The wrong row, state, person or version. */
#include "server/kx-hostile.h"

#include "core/kx-role.h"

#include <string.h>

static void
ask_with_wrong_preconditions (Hostile *h, const KxTestOperation *operation)
{
  const KxJsonNode *match = kx_test_operation_parameter (operation, "If-Match", "header");
  static const char *const bad[] = {
    "1", "\"1", "\"1\" \"2\"", "\"1\",", "w/\"1\"", "\"a b\"", "*, \"1\"", ""
  };
  static const char *const stale[] = { "\"0\"", "\"999999999\"", "\"0\", \"1\"", "\"nonsense\"", "\"\"" };
  g_autoptr (KxTestAsk) right = match != NULL ? hostile_right (h, operation) : NULL;
  g_autofree char *weak = NULL;

  if (match == NULL)
    return;
  if (kx_test_node_flag (match, "required"))
    hostile_send_with (h, operation, "If-Match", NULL, "no If-Match", "428");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    hostile_send_with (h, operation, "If-Match", bad[i], "an If-Match that is none", "400");
  for (guint i = 0; i < G_N_ELEMENTS (stale); i++)
    {
      g_autoptr (KxTestAsk) ask = hostile_ask_with (h, operation, "If-Match", stale[i]);
      g_autoptr (KxTestAnswer) answer = hostile_try (h, ask, "a stale If-Match", "412");

      if (strstr (answer->body, "\"current\":{\"id\":") == NULL)
        hostile_note (h, ask, "a stale If-Match", "the current row is missing", answer);
    }
  if (kx_test_ask_get (right, "If-Match") == NULL)
    return;
  weak = g_strconcat ("W/", kx_test_ask_get (right, "If-Match"), NULL);
  hostile_send_with (h, operation, "If-Match", weak, "a weak If-Match", "412");
}

static void
ask_with_wrong_key (Hostile *h, const KxTestOperation *operation)
{
  const KxJsonNode *key = kx_test_operation_parameter (operation, "Idempotency-Key", "header");
  g_autofree char *many = g_strnfill (201, 'k');

  if (key == NULL)
    return;
  if (kx_test_node_flag (key, "required"))
    hostile_send_with (h, operation, "Idempotency-Key", NULL, "no key", "400");
  hostile_send_with (h, operation, "Idempotency-Key", "", "an empty key", "400");
  hostile_send_with (h, operation, "Idempotency-Key", many, "a key that is too long", "400");
  hostile_send_with (h, operation, "Idempotency-Key", "schl\xc3\xbcssel", "a key that is not ASCII", "400");
  hostile_send_with (h, operation, "Idempotency-Key", HOSTILE_USED_KEY, "a key of another request", "422");
}

/* Of PUT: without its precondition, and on a row that is there. */
static void
ask_to_replace (Hostile *h, const KxTestOperation *operation)
{
  static const char *const wrong[] = { NULL, "\"1\"", "W/\"1\"" };
  const KxJsonNode *none = kx_test_operation_parameter (operation, "If-None-Match", "header");
  JsonArray *rows = g_hash_table_lookup (h->rows, operation->tag);
  g_autoptr (KxTestAsk) ask = NULL;
  g_autoptr (KxTestAnswer) answer = NULL;

  if (none == NULL || !kx_test_node_flag (none, "required"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    hostile_send_with (h, operation, "If-None-Match", wrong[i], "no If-None-Match: *", "428");
  hostile_send_with (h, operation, "If-None-Match", "nonsense", "an If-None-Match that is none", "400");
  ask = hostile_right_of (h, operation,
                          json_object_get_string_member (json_array_get_object_element (rows, 0), "id"));
  answer = hostile_try (h, ask, "a row that is there", "412");
  if (strstr (answer->body, "\"current\":{\"id\":") == NULL)
    hostile_note (h, ask, "a row that is there", "the current row is missing", answer);
}

/* The answer but for its date, for the same request id. */
static char *
plain_answer (const KxTestAnswer *answer)
{
  g_auto (GStrv) lines = g_strsplit (answer->head, "\r\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], "Date:"))
      g_string_append_printf (text, "%s\n", lines[i]);
  g_string_append (text, answer->body);
  return g_string_free (text, FALSE);
}

/* What is hidden answers in the same bytes as what is not there. */
static void
ask_for_hidden (Hostile *h, const KxTestOperation *operation)
{
  const char *hidden = g_hash_table_lookup (h->hidden, operation->tag);
  const char *const ids[] = { hidden, HOSTILE_UNKNOWN_ID };
  char *answers[2] = { NULL, NULL };

  if (hidden == NULL)
    return;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KxTestAsk) ask = hostile_right_of (h, operation, ids[i]);
      g_autoptr (KxTestAnswer) answer = NULL;

      ask->login = "jinan";
      kx_test_ask_set (ask, "X-Request-Id", "same");
      answer = hostile_try (h, ask, i == 0 ? "a hidden row" : "an unknown row", "404");
      answers[i] = plain_answer (answer);
      if (i == 1 && !g_str_equal (answers[0], answers[1]))
        hostile_note (h, ask, "a hidden row", "answers otherwise than an unknown one", answer);
    }
  g_free (answers[0]);
  g_free (answers[1]);
}

static void
ask_for_wrong_row (Hostile *h, const KxTestOperation *operation)
{
  static const char *const ids[] = { "nonsense",
                                     "1",
                                     "-",
                                     "0197b2a0-0000-7000-8000-00000000000",
                                     "0197b2a000007000800000000000001",
                                     "0197B2A0-0000-7000-8000-0000000000AA%20",
                                     "%7B0197b2a0-0000-7000-8000-000000000001%7D",
                                     "%E4%B8%AD",
                                     "%2F",
                                     "..%2F..%2Fetc",
                                     "'%20OR%201=1--" };
  JsonObject *trash = g_hash_table_lookup (h->trash, operation->tag);

  if (!hostile_is_row (operation))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (KxTestAsk) ask = hostile_right_of (h, operation, ids[i]);

      hostile_send (h, ask, "no id", "404");
    }
  if (hostile_is_create (operation))
    return;
  ask_for_hidden (h, operation);
  if (trash != NULL && !g_str_has_suffix (operation->id, ".history") &&
      !g_str_has_suffix (operation->id, ".restore"))
    {
      g_autoptr (KxTestAsk) ask =
          hostile_right_of (h, operation, json_object_get_string_member (trash, "id"));

      hostile_send (h, ask, "a row in the trash", "410");
    }
}

static void
ask_in_wrong_state (Hostile *h, const KxTestOperation *operation)
{
  JsonObject *row =
      hostile_is_row (operation) && !hostile_is_create (operation) ? hostile_row (h, operation, FALSE) : NULL;
  g_autoptr (KxTestAsk) ask = NULL;
  g_autofree char *tag = NULL;

  if (row == NULL)
    return;
  ask = hostile_right_of (h, operation, json_object_get_string_member (row, "id"));
  tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", json_object_get_int_member (row, "seq"));
  kx_test_ask_set (ask, "If-Match", tag);
  hostile_send (h, ask, "a wrong state", "409");
}

/* The row that the operation is asked of, or under which it would make one; NULL: none is needed. */
static JsonObject *
find_place (Hostile *h, const KxTestOperation *operation, const KxEntity *entity)
{
  int parent = kx_entity_flagged (entity, KX_PARENT);
  g_autoptr (JsonObject) sample = NULL;
  const KxEntity *above;
  const char *id;
  JsonArray *rows;

  if (!hostile_is_create (operation))
    return hostile_is_row (operation) ? hostile_row (h, operation, TRUE) : NULL;
  if (parent < 0)
    return NULL;
  sample = hostile_sample (h, operation->tag);
  id = json_object_get_string_member (sample, entity->fields[parent].name);
  above = kx_schema_entity (kx_schema_get (), g_str_equal (entity->fields[parent].target, "*")
                                                  ? json_object_get_string_member (sample, "owner_entity")
                                                  : entity->fields[parent].target);
  rows = g_hash_table_lookup (h->rows, above->collection);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (rows, i), "id"), id))
      return json_array_get_object_element (rows, i);
  return NULL;
}

/* Whether the role sees the row that is asked of: what belongs to another lies in the drawer of that. */
static gboolean
may_read (Hostile *h, const KxTestOperation *operation, guint role)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), operation->tag);
  JsonObject *place = entity != NULL ? find_place (h, operation, entity) : NULL;

  if (place != NULL && (entity->traits & KX_NATIONAL) == 0)
    return (kx_drawer_roles (strchr (json_object_get_string_member (place, "space"), '/') + 1) >> role & 1);
  return kx_json_node_member (operation->node, "x-reads") == NULL ||
         kx_test_node_has (operation->node, "x-reads", kx_role_codes[role].name);
}

/* Everybody whose role is not among those that may. */
static void
ask_in_wrong_role (Hostile *h, const KxTestOperation *operation)
{
  const KxJsonNode *roles = kx_json_node_member (operation->node, "x-roles");
  gboolean create = hostile_is_create (operation);

  for (guint i = 0; roles != NULL && i < KX_N_ROLES; i++)
    {
      g_autofree char *login = g_strdelimit (g_strdup (kx_role_codes[i].name), "_", '-');
      g_autoptr (KxTestAsk) ask = NULL;

      if (kx_test_node_has (operation->node, "x-roles", kx_role_codes[i].name))
        continue;
      ask = hostile_right (h, operation);
      ask->login = login;
      /* Who does not see what a new row would belong to, is told that it is not there. */
      hostile_send (h, ask, login, may_read (h, operation, i) ? "403" : create ? "403 422" : "404");
    }
}

/* The right role in another city. */
static void
ask_from_elsewhere (Hostile *h, const KxTestOperation *operation)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), operation->tag);
  gboolean create = hostile_is_create (operation);
  gboolean national = entity != NULL && (entity->traits & KX_NATIONAL);
  gboolean refers = entity != NULL && kx_entity_flagged (entity, KX_AREA) < 0;
  g_autoptr (KxTestAsk) ask = NULL;

  if (kx_json_node_member (operation->node, "x-roles") == NULL || g_str_equal (operation->tag, "audit"))
    return;
  ask = hostile_right (h, operation);
  ask->login = "elsewhere";
  hostile_send (h, ask, "the same role elsewhere",
                create     ? (refers ? "422" : "403")
                : national ? "403"
                           : "404");
}

/* Steps, sets and values that there are not. */
static void
ask_for_wrong_step (Hostile *h, const KxTestOperation *operation)
{
  static const char *const steps[] = { "/actions/nonsense", "/actions/create",    "/actions/delete",
                                       "/actions/store",    "/actions/%E6%92%A4", "/actions/Restore" };
  static const char *const values[] = { "/nonsense/x",
                                        "/id/x",
                                        "/name/x",
                                        "/scopes_offered/nonsense",
                                        "/scopes_offered/%20",
                                        "/scopes_offered/Home",
                                        "/subspecialties/home",
                                        "/status/operating" };
  static const char *const methods[] = { "PUT", "DELETE" };

  if (!g_str_has_suffix (operation->id, ".get") || !hostile_is_row (operation))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (steps) + 2 * G_N_ELEMENTS (values); i++)
    {
      g_autoptr (KxTestAsk) ask = hostile_right (h, operation);
      guint v = i - G_N_ELEMENTS (steps);
      gboolean is_step = i < G_N_ELEMENTS (steps);
      g_autofree char *target = g_strconcat (ask->target, is_step ? steps[i] : values[v / 2], NULL);

      g_free (ask->method);
      ask->method = g_strdup (is_step ? "POST" : methods[v % 2]);
      kx_test_ask_set_target (ask, target);
      kx_test_ask_set (ask, "If-Match", "*");
      if (is_step)
        kx_test_ask_set_body (ask, "application/json", "{\"$reason\":\"x\"}", -1);
      hostile_send (h, ask, "no such step or value", "404");
    }
}

/* Blobs by other names, and bytes that do not fit. */
static void
ask_for_wrong_blob (Hostile *h, const KxTestOperation *operation)
{
  static const char *const names[] = { "nonsense", "00", "%2e%2e%2fkeys",
                                       "0000000000000000000000000000000000000000000000000000000000000000" };
  static const char *const ranges[] = {
    "bytes",       "bytes 0-",    "bytes 5-2/9", "bytes 0-0/0", "bytes 0-1/99999999999999999999",
    "items 0-1/2", "bytes 0-1/1", "bytes */3"
  };
  g_autoptr (KxTestAsk) stranger = NULL;

  if (!g_str_equal (operation->tag, "blobs"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (KxTestAsk) ask = hostile_right (h, operation);
      g_autofree char *target = g_strconcat ("/v1/blobs/", names[i], NULL);

      kx_test_ask_set_target (ask, target);
      hostile_send (h, ask, "no blob", operation->type != NULL ? "404 422" : "404");
    }
  stranger = hostile_right (h, operation);
  stranger->login = "elsewhere";
  hostile_send (h, stranger, "bytes of another city", "404");
  if (operation->type == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    hostile_send_with (h, operation, "Content-Range", ranges[i], ranges[i], "400");
  hostile_send_body (h, operation, "other bytes", -1, "other bytes", "422");
  hostile_send_body (h, operation, NULL, 0, "no bytes", "400 422");
}

const HostileWrong *
hostile_wrong_rows (gsize *ret_n)
{
  static const HostileWrong wrongs[] = {
    { "preconditions", ask_with_wrong_preconditions },
    { "key", ask_with_wrong_key },
    { "replace", ask_to_replace },
    { "row", ask_for_wrong_row },
    { "state", ask_in_wrong_state },
    { "role", ask_in_wrong_role },
    { "elsewhere", ask_from_elsewhere },
    { "step", ask_for_wrong_step },
    { "blob", ask_for_wrong_blob },
  };

  *ret_n = G_N_ELEMENTS (wrongs);
  return wrongs;
}

#include "server/kx-answer.h"
#include "server/kx-openapi.h"

#include "core/kx-seal-text.h"
#include "core/kx-wire.h"
#include "store/kx-audit.h"
#include "store/kx-list.h"

#include <string.h>

static void
reply_object (KxRequest *request, JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  kx_request_reply_json (request, 200, node);
}

static void
get_root (KxRequest *request, gpointer data)
{
  KxStore *store = kx_service_get_store (data);
  const KxSchema *schema = kx_store_get_schema (store);
  g_autofree char *generation = kx_book_get_meta (kx_service_get_reader (data), "generation", NULL);
  g_autofree char *now = kx_time_to_text (kx_store_now (store));
  g_autofree char *key = kx_seal_key_to_text (kx_store_get_vault (store)->box_public);
  JsonObject *object = json_object_new (), *range = json_object_new (), *limits = json_object_new ();
  JsonArray *collections = json_array_new ();

  json_object_set_string_member (object, "name", "kangxied");
  json_object_set_string_member (object, "version", KX_VERSION);
  json_object_set_string_member (object, "generation", generation != NULL ? generation : "");
  json_object_set_int_member (range, "min", 1);
  json_object_set_int_member (range, "max", schema->version);
  json_object_set_object_member (object, "schema", range);
  json_object_set_string_member (object, "seal_key", key);
  json_object_set_int_member (limits, "page", 500);
  json_object_set_int_member (limits, "body_bytes", (gint64) kx_http_limits_default ().body_bytes);
  json_object_set_int_member (limits, "blob_bytes", (gint64) kx_http_limits_default ().file_bytes);
  json_object_set_object_member (object, "limits", limits);
  for (guint i = 0; i < schema->n_entities; i++)
    json_array_add_string_element (collections, schema->entities[i]->collection);
  json_object_set_array_member (object, "collections", collections);
  json_object_set_string_member (object, "openapi", "/v1/openapi.json");
  json_object_set_string_member (object, "time", now);
  reply_object (request, object);
}

static void
reply_word (KxRequest *request, guint status, const char *word)
{
  g_autoptr (GBytes) body = g_bytes_new (word, strlen (word));

  kx_request_reply (request, status, "text/plain; charset=utf-8", body);
}

static void
get_health (KxRequest *request, gpointer data)
{
  reply_word (request, 200, "alive\n");
}

static void
get_ready (KxRequest *request, gpointer data)
{
  gint64 seq;

  if (kx_service_is_ready (data) && kx_book_get_seq (kx_service_get_reader (data), &seq, NULL))
    reply_word (request, 200, "ready\n");
  else
    {
      KxProblem *problem = kx_problem_new (503, "not-ready", N_ ("The service is starting or stopping"));

      kx_problem_set_retry_after (problem, 1);
      kx_request_reply_problem (request, problem);
    }
}

static gboolean
administers (KxRequest *request)
{
  KxSession *session = kx_request_get_session (request);

  for (guint i = 0; session != NULL && i < session->actor->roles->len; i++)
    if (g_array_index (session->actor->roles, KxRoleIn, i).role == KX_ROLE_INDEX_admin)
      return TRUE;
  return session != NULL && session->actor->system;
}

static void
add_store_metrics (KxService *service, GString *text)
{
  guint64 works, commits;
  guint waiting;

  kx_store_get_counts (kx_service_get_store (service), &works, &commits, &waiting);
  g_string_append_printf (text,
                          "# HELP kangxied_store_works_total Pieces of work the writer has done.\n"
                          "# TYPE kangxied_store_works_total counter\n"
                          "kangxied_store_works_total %" G_GUINT64_FORMAT "\n"
                          "# HELP kangxied_store_commits_total Commits to the disk.\n"
                          "# TYPE kangxied_store_commits_total counter\n"
                          "kangxied_store_commits_total %" G_GUINT64_FORMAT "\n"
                          "# HELP kangxied_store_waiting Pieces of work that wait for the writer.\n"
                          "# TYPE kangxied_store_waiting gauge\n"
                          "kangxied_store_waiting %u\n",
                          works, commits, waiting);
}

static void
add_sync_metrics (KxService *service, GString *text)
{
  guint64 ops, pages;

  kx_service_get_counts (service, &ops, &pages);
  g_string_append_printf (
      text,
      "# HELP kangxied_sync_ops_total Changes that devices sent.\n"
      "# TYPE kangxied_sync_ops_total counter\n"
      "kangxied_sync_ops_total %" G_GUINT64_FORMAT "\n"
      "# HELP kangxied_sync_pages_total Pages of the feed and checks that were given out.\n"
      "# TYPE kangxied_sync_pages_total counter\n"
      "kangxied_sync_pages_total %" G_GUINT64_FORMAT "\n"
      "# HELP kangxied_event_streams Programs that listen for changes now.\n"
      "# TYPE kangxied_event_streams gauge\n"
      "kangxied_event_streams %u\n",
      ops, pages, kx_events_get_size (kx_service_get_events (service)));
}

static void
get_metrics (KxRequest *request, gpointer data)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *frame = NULL;
  g_autoptr (GBytes) body = NULL;

  if (!kx_service_is_metrics_open (data) && !kx_request_is_loopback (request) &&
      !kx_request_is_control (request) && !administers (request))
    {
      kx_request_reply_problem (
          request, kx_problem_new (403, "role", N_ ("Metrics are for this machine and administrators")));
      return;
    }
  frame = kx_metrics_to_text (kx_service_get_metrics (data));
  text = g_string_new (frame);
  add_store_metrics (data, text);
  add_sync_metrics (data, text);
  body = g_bytes_new (text->str, text->len);
  kx_request_reply (request, 200, "text/plain; version=0.0.4; charset=utf-8", body);
}

static void
get_openapi (KxRequest *request, gpointer data)
{
  static GBytes *cached;
  static const KxSchema *of;
  const KxSchema *schema = kx_store_get_schema (kx_service_get_store (data));

  if (of != schema)
    {
      gsize length;
      char *text = kx_openapi_text (schema, &length);

      g_clear_pointer (&cached, g_bytes_unref);
      cached = g_bytes_new_take (text, length);
      of = schema;
    }
  kx_request_reply (request, 200, "application/json", cached);
}

static gboolean
may_audit (KxRequest *request)
{
  if (kx_service_may_audit (kx_service_actor (request)))
    return TRUE;
  kx_request_reply_problem (request,
                            kx_problem_new (403, "role", N_ ("Your role does not include this step here")));
  return FALSE;
}

static gboolean
read_page (KxRequest *request, gint64 *ret_after, gint64 *ret_limit)
{
  const KxHttpQuery *query = kx_request_get_query (request);

  *ret_after = 0;
  *ret_limit = 100;
  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    {
      const char *name = kx_http_query_name_at (query, i), *value = kx_http_query_value_at (query, i);
      gboolean right = g_str_equal (name, "after")   ? kx_answer_read_number (value, 0, G_MAXINT64, ret_after)
                       : g_str_equal (name, "limit") ? kx_answer_read_number (value, 1, 500, ret_limit)
                                                     : FALSE;

      if (!right)
        {
          KxProblem *problem =
              kx_problem_new (400, "wrong-query", N_ ("The query of the address is not right"));

          kx_problem_add_finding (problem, "wrong-type", name,
                                  N_ ("The value has not the type or form of this field"));
          kx_request_reply_problem (request, problem);
          return FALSE;
        }
    }
  return TRUE;
}

static void
get_audit (KxRequest *request, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 after, limit, last = 0;
  JsonArray *entries;
  JsonObject *object;

  if (!may_audit (request) || !read_page (request, &after, &limit))
    return;
  entries = kx_audit_list (kx_service_get_reader (data), kx_service_actor (request), after, (guint) limit,
                           &last, &error);
  if (entries == NULL)
    {
      kx_request_reply_problem (request, kx_answer_error (error));
      return;
    }
  if (json_array_get_length (entries) == limit)
    {
      g_autofree char *link = g_strdup_printf (
          "</v1/audit?after=%" G_GINT64_FORMAT "&limit=%" G_GINT64_FORMAT ">; rel=\"next\"", last, limit);

      kx_request_set_header (request, "Link", link);
    }
  object = json_object_new ();
  json_object_set_array_member (object, "items", entries);
  json_object_set_int_member (object, "last", last);
  reply_object (request, object);
}

static void
get_audit_head (KxRequest *request, gpointer data)
{
  g_autoptr (GError) error = NULL;
  JsonObject *head;

  if (!may_audit (request))
    return;
  head = kx_audit_head (kx_service_get_reader (data), kx_store_now (kx_service_get_store (data)), &error);
  if (head != NULL)
    reply_object (request, head);
  else
    kx_request_reply_problem (request, kx_answer_error (error));
}

KxRouteTable
kx_routes_system (void)
{
  static const KxRoute routes[] = {
    { "GET", "/v1", get_root, KX_ROUTE_OPEN, 0, NULL },
    { "GET", "/healthz", get_health, KX_ROUTE_OPEN, 0, NULL },
    { "GET", "/readyz", get_ready, KX_ROUTE_OPEN, 0, NULL },
    { "GET", "/metrics", get_metrics, KX_ROUTE_OPEN, 0, NULL },
    { "GET", "/v1/openapi.json", get_openapi, KX_ROUTE_OPEN, 0, NULL },
    { "GET", "/v1/audit", get_audit, KX_ROUTE_QUERY, 0, NULL },
    { "GET", "/v1/audit/head", get_audit_head, 0, 0, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}

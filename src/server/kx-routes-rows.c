#include "server/kx-answer.h"
#include "server/kx-list-request.h"

#include "core/kx-json-write.h"
#include "core/kx-wire-record.h"
#include "store/kx-history.h"
#include "store/kx-row.h"
#include "store/kx-thread.h"

#include <string.h>

/* A list on its way: read on another thread, answered on the server's. */
typedef struct
{
  KxService *service;
  KxRequest *request; /* owned */
  KxActor *actor;     /* owned */
  KxListQuery query;
  GPtrArray *texts; /* owned; what the query borrows */
  GBytes *body;     /* owned; the answer */
  char *next;       /* owned */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  kx_request_unref (listing->request);
  kx_actor_free (listing->actor);
  g_ptr_array_unref (listing->texts);
  g_clear_pointer (&listing->body, g_bytes_unref);
  g_free (listing->next);
  g_free (listing);
}

static GBytes *
write_page (const KxListPage *page)
{
  GString *text = g_string_sized_new (64 + 1024 * page->records->len);

  g_string_append (text, "{\"items\":[");
  for (guint i = 0; i < page->records->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      kx_wire_append_canonical (text, page->records->pdata[i]);
    }
  g_string_append_c (text, ']');
  if (page->next != NULL)
    {
      kx_json_write_name (text, "next");
      kx_json_write_string (text, page->next);
    }
  g_string_append_c (text, '}');
  return g_string_free_to_bytes (text);
}

static void
run_list (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Listing *listing = data;
  KxStore *store = kx_service_get_store (listing->service);
  GError *error = NULL;
  KxBook *reader = kx_store_take_reader (store, &error);
  g_autoptr (KxListPage) page = NULL;

  if (reader != NULL)
    {
      page = kx_list_run (reader, &listing->query, &error);
      kx_store_give_reader (store, reader);
    }
  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  listing->body = write_page (page);
  listing->next = g_strdup (page->next);
  g_task_return_boolean (task, TRUE);
}

static void
list_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Listing *listing = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      kx_request_reply_problem (
          listing->request,
          g_error_matches (error, KX_LIST_ERROR, KX_LIST_ERROR_CURSOR)
              ? kx_problem_new (400, "wrong-cursor", N_ ("The cursor does not belong to this query"))
              : kx_answer_error (error));
      return;
    }
  if (listing->next != NULL)
    {
      g_autofree char *url = kx_list_request_next (listing->query.entity->collection,
                                                   kx_request_get_query (listing->request), listing->next);
      g_autofree char *link = g_strdup_printf ("<%s>; rel=\"next\"", url);

      kx_request_set_header (listing->request, "Link", link);
    }
  kx_request_reply (listing->request, 200, "application/json", listing->body);
}

static void
get_list (KxRequest *request, gpointer data)
{
  KxService *service = data;
  const KxEntity *entity = kx_answer_collection (service, request);
  g_autoptr (GTask) task = NULL;
  Listing *listing;
  KxProblem *problem;

  if (entity == NULL)
    return;
  listing = g_new0 (Listing, 1);
  listing->service = service;
  listing->request = kx_request_ref (request);
  listing->actor = kx_actor_copy (kx_service_actor (request));
  listing->texts = g_ptr_array_new_with_free_func (g_free);
  listing->query.actor = listing->actor;
  problem = kx_list_request_read (entity, kx_request_get_query (request), &listing->query, listing->texts);
  if (problem != NULL)
    {
      kx_request_reply_problem (request, problem);
      listing_free (listing);
      return;
    }
  task = g_task_new (NULL, NULL, list_done, NULL);
  g_task_set_source_tag (task, get_list);
  g_task_set_task_data (task, listing, listing_free);
  kx_thread_run (task, run_list);
}

/* TRUE when the query has no name but `allowed` (NULL: none at all); else it was answered. */
static gboolean
check_query (KxRequest *request, const char *const *allowed)
{
  const KxHttpQuery *query = kx_request_get_query (request);

  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    if (allowed == NULL || !g_strv_contains (allowed, kx_http_query_name_at (query, i)))
      {
        KxProblem *problem =
            kx_problem_new (400, "wrong-query", N_ ("The query of the address is not right"));

        kx_problem_add_finding (problem, "unknown-field", kx_http_query_name_at (query, i),
                                N_ ("There is no such field"));
        kx_request_reply_problem (request, problem);
        return FALSE;
      }
  return TRUE;
}

/* A number of the query, or `otherwise` when it is not given. FALSE: it was answered. */
static gboolean
get_number (KxRequest *request, const char *name, gint64 least, gint64 most, gint64 otherwise,
            gint64 *ret_number)
{
  const KxHttpQuery *query = kx_request_get_query (request);
  const char *text = query != NULL ? kx_http_query_get (query, name) : NULL;
  KxProblem *problem;

  *ret_number = otherwise;
  if (text == NULL || kx_answer_read_number (text, least, most, ret_number))
    return TRUE;
  problem = kx_problem_new (400, "wrong-query", N_ ("The query of the address is not right"));
  kx_problem_add_finding (problem, "wrong-type", name,
                          N_ ("The value has not the type or form of this field"));
  kx_request_reply_problem (request, problem);
  return FALSE;
}

static void
reply_as_of (KxService *service, KxRequest *request, const KxRecord *record, gint64 seq)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) then =
      kx_history_as_of (kx_service_get_reader (service), record->entity, record->id, seq, &error);

  if (then != NULL)
    kx_answer_row (request, 200, then);
  else if (error != NULL)
    kx_request_reply_problem (request, kx_answer_error (error));
  else
    kx_request_reply_problem (request, kx_problem_new (404, "not-yet", N_ ("The record did not exist then")));
}

static void
get_row (KxRequest *request, gpointer data)
{
  static const char *const allowed[] = { "as_of", NULL };
  KxService *service = data;
  const KxEntity *entity = kx_answer_collection (service, request);
  const KxHttpEtags *known = kx_request_get_if_none_match (request);
  g_autoptr (KxRecord) record = NULL;
  g_autofree char *tag = NULL;
  gint64 as_of;

  if (entity == NULL || !check_query (request, allowed) ||
      !get_number (request, "as_of", 0, G_MAXINT64, -1, &as_of))
    return;
  record = kx_answer_find (service, request, entity, as_of >= 0);
  if (record == NULL)
    return;
  if (as_of >= 0)
    {
      reply_as_of (service, request, record, as_of);
      return;
    }
  if (known != NULL)
    tag = kx_answer_tag (record->seq);
  if (known != NULL && kx_http_etags_match (known, tag, FALSE))
    {
      kx_request_set_etag (request, tag);
      kx_request_reply (request, 304, NULL, NULL);
      return;
    }
  kx_answer_row (request, 200, record);
}

static void
get_history (KxRequest *request, gpointer data)
{
  static const char *const allowed[] = { "before", "limit", NULL };
  KxService *service = data;
  const KxEntity *entity = kx_answer_collection (service, request);
  g_autoptr (KxRecord) record = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before, limit, next = 0;
  JsonArray *lines;

  if (entity == NULL || !check_query (request, allowed) ||
      !get_number (request, "before", 1, G_MAXINT64, 0, &before) ||
      !get_number (request, "limit", 1, KX_LIST_MOST, KX_LIST_DEFAULT, &limit))
    return;
  record = kx_answer_find (service, request, entity, TRUE);
  if (record == NULL)
    return;
  lines = kx_history_list (kx_service_get_reader (service), entity, record->id, before, (guint) limit, &next,
                           &error);
  if (lines == NULL)
    {
      kx_request_reply_problem (request, kx_answer_error (error));
      return;
    }
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  json_object_set_array_member (json_node_get_object (node), "items", lines);
  if (next > 0)
    {
      g_autofree char *link = g_strdup_printf ("</v1/%s/%s/history?before=%" G_GINT64_FORMAT
                                               "&limit=%" G_GINT64_FORMAT ">; rel=\"next\"",
                                               entity->collection, record->id, next, limit);

      json_object_set_int_member (json_node_get_object (node), "before", next);
      kx_request_set_header (request, "Link", link);
    }
  kx_request_reply_json (request, 200, node);
}

KxRouteTable
kx_routes_rows (void)
{
  static const KxRoute routes[] = {
    { "GET", "/v1/{collection}", get_list, KX_ROUTE_QUERY, 0, NULL },
    { "GET", "/v1/{collection}/{id}", get_row, KX_ROUTE_QUERY, 0, NULL },
    { "GET", "/v1/{collection}/{id}/history", get_history, KX_ROUTE_QUERY, 0, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}

#include "server/kx-routes-control.h"

#include "server/kx-admin.h"
#include "server/kx-http-request-private.h"
#include "store/kx-thread.h"

#include <string.h>

#define MOST_BYTES (4 * 1024 * 1024)

/* A job on its way: done on another thread, answered on the server's. */
typedef struct
{
  KxRequest *request; /* owned */
  JsonNode *body;     /* owned; an object */
  KxStore *store;
  const KxWords *words; /* of the server, which lives as long as the request */
  char *job, *language; /* owned */
  JsonObject *result;   /* owned */
} Doing;

static void
doing_free (gpointer data)
{
  Doing *doing = data;

  kx_request_unref (doing->request);
  json_node_unref (doing->body);
  g_clear_pointer (&doing->result, json_object_unref);
  g_free (doing->job);
  g_free (doing->language);
  g_free (doing);
}

static const char *
translate (const char *msgid, gpointer data)
{
  Doing *doing = data;

  return kx_words_get (doing->words, doing->language, msgid);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Doing *doing = data;
  KxAdminCall call = { .store = doing->store,
                       .arguments = json_node_get_object (doing->body),
                       .translate = translate,
                       .translate_data = doing };
  GError *error = NULL;

  doing->result = kx_admin_run (doing->job, &call, &error);
  if (doing->result != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
job_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Doing *doing = g_task_get_task_data (G_TASK (result));
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  JsonObject *failure;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      json_node_set_object (node, doing->result);
      kx_request_reply_json (doing->request, 200, node);
      return;
    }
  failure = json_object_new ();
  json_object_set_int_member (failure, "error", error->code);
  json_object_set_string_member (failure, "message", error->message);
  json_node_take_object (node, failure);
  kx_request_reply_json (doing->request, 409, node);
}

static JsonNode *
read_body (KxRequest *request)
{
  GBytes *body = kx_request_get_body (request);
  gsize size = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  g_autofree char *text = g_strndup (bytes != NULL ? bytes : "", size);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static void
post_job (KxRequest *request, gpointer data)
{
  const char *job = kx_request_get_parameter (request, "job");
  g_autoptr (GTask) task = NULL;
  JsonNode *body;
  Doing *doing;

  if (!kx_request_is_control (request) || !kx_admin_knows (job))
    {
      kx_request_reply_problem (request, kx_problem_new (404, "no-such-step", NULL));
      return;
    }
  body = read_body (request);
  if (body == NULL)
    {
      kx_request_reply_problem (request,
                                kx_problem_new (400, "not-an-object", N_ ("The body is one JSON object")));
      return;
    }
  doing = g_new0 (Doing, 1);
  doing->request = kx_request_ref (request);
  doing->body = body;
  doing->store = kx_service_get_store (data);
  doing->words = kx_http_server_get_words (request->server);
  doing->job = g_strdup (job);
  doing->language = g_strdup (kx_request_get_language (request));
  task = g_task_new (NULL, NULL, job_done, NULL);
  g_task_set_source_tag (task, post_job);
  g_task_set_task_data (task, doing, doing_free);
  kx_thread_run (task, run_job);
}

KxRouteTable
kx_routes_control (void)
{
  static const KxRoute routes[] = {
    { "POST", "/control/{job}", post_job, KX_ROUTE_JSON, MOST_BYTES, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}

#include "server/kx-answer.h"

#include "store/kx-device.h"
#include "store/kx-feed.h"
#include "store/kx-push.h"
#include "store/kx-thread.h"

#include <string.h>

#define NDJSON "application/x-ndjson"
#define PUSH_BYTES (8 * 1024 * 1024)
#define PACK_BYTES 1024
/* The oldest schema whose programs are still served. */
#define OLDEST_SCHEMA 1

/* One question or batch of a desktop, worked on by another thread. */
typedef struct
{
  KxService *service;
  KxRequest *request; /* owned */
  KxActor *actor;     /* owned */
  char *device;       /* owned; NULL: a session asks */
  char *since;        /* owned */
  GStrv only;         /* owned; spaces; NULL: all */
  guint limit;
  const char *type; /* media type of the answer */
  gboolean gzip;    /* the peer takes it */
  GString *out;     /* owned; the answer */
  GBytes *packed;   /* owned; the same compressed, or NULL */
  KxPush *push;     /* owned */
  GBytes *body;     /* owned */
  char *generation; /* owned; what the desktop takes the store for; NULL: it does not say */
  gint64 ack;
  KxPushOutcome outcome;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  kx_request_unref (work->request);
  kx_actor_free (work->actor);
  g_free (work->device);
  g_free (work->since);
  g_free (work->generation);
  g_strfreev (work->only);
  g_clear_pointer (&work->packed, g_bytes_unref);
  g_clear_pointer (&work->body, g_bytes_unref);
  g_clear_pointer (&work->push, kx_push_free);
  g_string_free (work->out, TRUE);
  g_free (work);
}

static Work *
work_new (KxService *service, KxRequest *request)
{
  const KxSession *session = kx_request_get_session (request);
  Work *work = g_new0 (Work, 1);

  work->service = service;
  work->request = kx_request_ref (request);
  work->actor = kx_actor_copy (session->actor);
  work->device = g_strdup (session->device);
  work->type = NDJSON;
  work->gzip = kx_request_wants_gzip (request, NDJSON, G_MAXSIZE);
  work->out = g_string_new (NULL);
  return work;
}

/* Runs on a thread of the pool; `done` in the server's. Takes `work`. */
static void
start (Work *work, GTaskThreadFunc run, GAsyncReadyCallback done)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, done, NULL);

  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, work, work_free);
  kx_thread_run (task, run);
}

static void
refuse_query (KxRequest *request, const char *code, const char *name, const char *message)
{
  KxProblem *problem = kx_problem_new (400, "wrong-query", N_ ("The query of the address is not right"));

  kx_problem_add_finding (problem, code, name, message);
  kx_request_reply_problem (request, problem);
}

/* A number of the query, as it stands where it is not given. FALSE: it was answered. */
static gboolean
read_number (KxRequest *request, const char *name, const char *text, gint64 least, gint64 most,
             gint64 *ret_number)
{
  if (kx_answer_read_number (text, least, most, ret_number))
    return TRUE;
  refuse_query (request, "wrong-type", name, N_ ("The value has not the type or form of this field"));
  return FALSE;
}

/* The schema number of the desktop. FALSE: it was answered. */
static gboolean
check_schema (KxRequest *request)
{
  const char *text = kx_request_get_header (request, "Sync-Schema");
  g_autofree char *needed = g_strdup_printf ("%d", OLDEST_SCHEMA);
  gint64 schema = OLDEST_SCHEMA;
  KxProblem *problem;

  if (text != NULL && !kx_answer_read_number (text, 0, 1000000, &schema))
    {
      kx_request_reply_problem (
          request, kx_problem_new (400, "wrong-header", N_ ("Sync-Schema is the number of a schema")));
      return FALSE;
    }
  if (schema >= OLDEST_SCHEMA)
    return TRUE;
  problem = kx_problem_new (426, "client-too-old",
                            N_ ("This program is too old for the service; schema {needed} is needed"));
  kx_problem_add_arg (problem, "needed", needed);
  kx_request_set_header (request, "Upgrade", "kangxie-sync/1");
  kx_request_reply_problem (request, problem);
  return FALSE;
}

static gint64
acked_by (KxBook *reader, const char *id)
{
  g_autoptr (KxDevice) device = id != NULL ? kx_device_get (reader, id, NULL) : NULL;

  return device != NULL ? device->acked : 0;
}

/* A page is large enough to keep everybody else waiting if the server's thread packed it. */
static void
pack (Work *work)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!work->gzip || work->out->len <= PACK_BYTES)
    return;
  bytes = g_bytes_new_static (work->out->str, work->out->len);
  work->packed = kx_request_pack (bytes);
}

static void
run_changes (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  KxStore *store = kx_service_get_store (work->service);
  KxFeedRequest request = {
    .actor = work->actor, .since = work->since, .generation = work->generation, .limit = work->limit
  };
  g_auto (KxFeedPage) page = { 0 };
  GError *error = NULL;
  KxBook *reader = kx_store_take_reader (store, &error);

  if (reader != NULL)
    {
      request.acked = acked_by (reader, work->device);
      kx_feed_read (reader, &request, work->out, &page, &error);
      kx_store_give_reader (store, reader);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    {
      pack (work);
      g_task_return_boolean (task, TRUE);
    }
}

static KxProblem *
problem_of (const GError *error)
{
  static const struct
  {
    KxFeedError error;
    guint status;
    const char *code, *detail;
  } problems[] = {
    { KX_FEED_ERROR_CURSOR, 400, "wrong-cursor", N_ ("This is not a cursor of the feed") },
    { KX_FEED_ERROR_GENERATION, 410, "generation-changed",
      N_ ("The service was restored; compare what you hold with what there is now") },
    { KX_FEED_ERROR_EXPIRED, 410, "cursor-expired", N_ ("The cursor is too old; begin from zero") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    if (g_error_matches (error, KX_FEED_ERROR, (gint) problems[i].error))
      return kx_problem_new (problems[i].status, problems[i].code, problems[i].detail);
  return kx_answer_error (error);
}

/* Gives the text of the answer away. */
static void
reply_out (Work *work)
{
  gsize length = work->out->len;
  g_autoptr (GBytes) body = NULL;

  if (work->packed != NULL)
    {
      kx_request_set_header (work->request, "Content-Encoding", "gzip");
      kx_request_reply (work->request, 200, work->type, work->packed);
      return;
    }
  body = g_bytes_new_take (g_string_free (work->out, FALSE), length);
  work->out = g_string_new (NULL);
  kx_request_reply (work->request, 200, work->type, body);
}

static void
answered (GObject *source, GAsyncResult *result, gpointer data)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      kx_service_count_page (work->service);
      reply_out (work);
    }
  else
    kx_request_reply_problem (work->request, problem_of (error));
}

static void
get_changes (KxRequest *request, gpointer data)
{
  const KxHttpQuery *query = kx_request_get_query (request);
  gint64 limit = KX_FEED_LIMIT;
  const char *since = NULL;
  Work *work;

  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    {
      const char *name = kx_http_query_name_at (query, i), *value = kx_http_query_value_at (query, i);

      if (g_str_equal (name, "since"))
        since = value;
      else if (!g_str_equal (name, "limit"))
        {
          refuse_query (request, "unknown-field", name, N_ ("There is no such field"));
          return;
        }
      else if (!read_number (request, name, value, 1, KX_FEED_MOST, &limit))
        return;
    }
  if (!check_schema (request))
    return;
  work = work_new (data, request);
  work->since = g_strdup (since);
  work->generation = g_strdup (kx_request_get_header (request, "Sync-Generation"));
  work->limit = (guint) limit;
  start (work, run_changes, answered);
}

static void
run_verify (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  KxStore *store = kx_service_get_store (work->service);
  GError *error = NULL;
  KxBook *reader = kx_store_take_reader (store, &error);

  if (reader != NULL)
    {
      kx_feed_verify (reader, work->actor, (const char *const *) work->only, work->out, &error);
      kx_store_give_reader (store, reader);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* The spaces of the query, parted by commas; NULL: all. FALSE: it was answered. */
static gboolean
read_spaces (KxRequest *request, GStrv *ret_only)
{
  const KxHttpQuery *query = kx_request_get_query (request);
  g_auto (GStrv) only = NULL;

  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    if (!g_str_equal (kx_http_query_name_at (query, i), "space"))
      {
        refuse_query (request, "unknown-field", kx_http_query_name_at (query, i),
                      N_ ("There is no such field"));
        return FALSE;
      }
    else
      only = g_strsplit (kx_http_query_value_at (query, i), ",", -1);
  *ret_only = g_steal_pointer (&only);
  return TRUE;
}

static void
get_verify (KxRequest *request, gpointer data)
{
  g_auto (GStrv) only = NULL;
  Work *work;

  if (!read_spaces (request, &only) || !check_schema (request))
    return;
  work = work_new (data, request);
  work->type = "application/json";
  work->only = g_steal_pointer (&only);
  start (work, run_verify, answered);
}

static void
get_events (KxRequest *request, gpointer data)
{
  KxService *service = data;

  if (!check_schema (request))
    return;
  kx_request_set_header (request, "X-Accel-Buffering", "no");
  if (g_str_equal (kx_request_get_method (request), "HEAD"))
    kx_request_reply (request, 200, "text/event-stream", NULL);
  else if (!kx_events_add (kx_service_get_events (service), request, kx_request_get_session (request),
                           kx_service_get_reader (service)))
    {
      KxProblem *problem = kx_problem_new (429, "too-many-streams",
                                           N_ ("Too many programs of yours listen for changes already"));

      kx_problem_set_retry_after (problem, 60);
      kx_request_reply_problem (request, problem);
    }
}

/* What was sent could not be read: the number of the line is for whoever writes the program. */
static KxProblem *
bad_batch (const GError *error)
{
  KxProblem *problem =
      kx_problem_new (400, "wrong-batch", N_ ("The changes that were sent cannot be read: {why}"));

  kx_problem_add_arg (problem, "why", error->message);
  return problem;
}

static KxProblem *
refusal_of (const KxPushOutcome *outcome)
{
  static const struct
  {
    guint status;
    const char *code, *detail;
  } problems[] = {
    [KX_PUSH_REVOKED] = { 401, "device-revoked", N_ ("This device was revoked, or its account is closed") },
    [KX_PUSH_GENERATION] = { 409, "generation-changed",
                             N_ ("The service was restored; compare what you hold with what there is now") },
    [KX_PUSH_GAP] = { 409, "sequence-gap", N_ ("The next change is expected to be the one after {last_n}") },
    [KX_PUSH_ACKED] = { 409, "already-acknowledged",
                        N_ ("The answers up to the acknowledged change are not kept any more; the last one "
                            "was {last_n}") },
  };
  g_autofree char *last_n = g_strdup_printf ("%" G_GINT64_FORMAT, outcome->last_n);
  KxProblem *problem = kx_problem_new (problems[outcome->refusal].status, problems[outcome->refusal].code,
                                       problems[outcome->refusal].detail);

  kx_problem_add_arg (problem, "last_n", last_n);
  if (outcome->refusal == KX_PUSH_GAP || outcome->refusal == KX_PUSH_ACKED)
    kx_problem_finding_add_arg (kx_problem_add_finding (problem, problems[outcome->refusal].code, NULL,
                                                        problems[outcome->refusal].detail),
                                "last_n", last_n);
  return problem;
}

/* Work for the writer. */
static gboolean
apply (KxBook *book, gpointer data, GError **error)
{
  Work *work = data;
  KxTime now = kx_store_now (kx_service_get_store (work->service));
  KxPushWork push = { .actor = work->actor,
                      .device = work->device,
                      .generation = work->generation,
                      .ack = work->ack,
                      .at = now,
                      .today = kx_store_date_of (now) };

  return kx_push_run (book, work->push, &push, work->out, &work->outcome, error);
}

static void
applied (GObject *source, GAsyncResult *result, gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;

  if (!kx_store_write_finish (kx_service_get_store (work->service), result, &error))
    kx_request_reply_problem (work->request, kx_answer_error (error));
  else if (work->outcome.refusal != KX_PUSH_TAKEN)
    {
      if (work->outcome.refusal == KX_PUSH_REVOKED)
        kx_request_set_header (work->request, "WWW-Authenticate", "Bearer realm=\"kangxie\"");
      kx_request_reply_problem (work->request, refusal_of (&work->outcome));
    }
  else
    {
      kx_service_count_ops (work->service, kx_push_get_n_ops (work->push));
      reply_out (work);
    }
  work_free (work);
}

static void
run_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  KxStore *store = kx_service_get_store (work->service);
  GError *error = NULL;
  gsize size = 0;
  const char *bytes = work->body != NULL ? g_bytes_get_data (work->body, &size) : NULL;

  work->push = kx_push_new (kx_store_get_schema (store), kx_store_get_vault (store),
                            bytes != NULL ? bytes : "", size, &error);
  if (work->push == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Read: now the writer's thread does the rest. */
static void
read_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    kx_store_write_async (kx_service_get_store (work->service), apply, work, applied, work);
  else
    {
      kx_request_reply_problem (work->request, bad_batch (error));
      work_free (work);
    }
}

/* FALSE: it was answered. */
static gboolean
read_ack (KxRequest *request, gint64 *ret_ack)
{
  const KxHttpQuery *query = kx_request_get_query (request);

  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    {
      const char *name = kx_http_query_name_at (query, i);

      if (!g_str_equal (name, "ack"))
        {
          refuse_query (request, "unknown-field", name, N_ ("There is no such field"));
          return FALSE;
        }
      if (!read_number (request, name, kx_http_query_value_at (query, i), 0, G_MAXINT64, ret_ack))
        return FALSE;
    }
  return TRUE;
}

static void
post_push (KxRequest *request, gpointer data)
{
  const KxSession *session = kx_request_get_session (request);
  const char *generation = kx_request_get_header (request, "Sync-Generation");
  g_autoptr (GTask) task = NULL;
  gint64 ack = 0;
  GBytes *body = kx_request_get_body (request);
  Work *work;

  if (!read_ack (request, &ack) || !check_schema (request))
    return;
  if (session->device == NULL)
    {
      kx_request_reply_problem (
          request, kx_problem_new (403, "device-needed", N_ ("Only a device sends its changes this way")));
      return;
    }
  work = work_new (data, request);
  work->ack = ack;
  work->generation = g_strdup (generation);
  work->body = body != NULL ? g_bytes_ref (body) : NULL;
  task = g_task_new (NULL, NULL, read_done, work);
  g_task_set_source_tag (task, post_push);
  g_task_set_task_data (task, work, NULL);
  kx_thread_run (task, run_read);
}

KxRouteTable
kx_routes_sync (void)
{
  static const KxRoute routes[] = {
    { "GET", "/v1/sync/changes", get_changes, KX_ROUTE_QUERY, 0, NULL },
    { "POST", "/v1/sync/push", post_push, KX_ROUTE_NDJSON | KX_ROUTE_QUERY | KX_ROUTE_DEVICE, PUSH_BYTES,
      NULL },
    { "GET", "/v1/sync/events", get_events, 0, 0, NULL },
    { "GET", "/v1/sync/verify", get_verify, KX_ROUTE_QUERY, 0, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}

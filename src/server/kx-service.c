#include "server/kx-service.h"

#include <string.h>

struct _KxService
{
  KxStore *store;       /* borrowed */
  KxSessions *sessions; /* owned */
  KxBook *reader;       /* from the store; the server's thread */
  KxActor *system;      /* owned; who speaks over the control socket */
  KxServiceOptions options;
  KxEvents *events;   /* owned */
  KxMetrics *metrics; /* borrowed from the server that was attached first */
  gboolean ready;
  guint64 ops, pages;
};

gboolean
kx_service_may_audit (const KxActor *actor)
{
  for (guint i = 0; i < actor->roles->len; i++)
    if (KX_AUDIT_ROLES >> g_array_index (actor->roles, KxRoleIn, i).role & 1)
      return TRUE;
  return actor->system;
}

const KxRouteTable *
kx_routes_all (gsize *ret_n)
{
  static KxRouteTable tables[9];

  tables[0] = kx_routes_system ();
  tables[1] = kx_routes_sessions ();
  tables[2] = kx_routes_devices ();
  tables[3] = kx_routes_sync ();
  tables[4] = kx_routes_blobs ();
  tables[5] = kx_routes_rows ();
  tables[6] = kx_routes_changes ();
  tables[7] = kx_routes_password ();
  tables[8] = kx_routes_dossier ();
  *ret_n = G_N_ELEMENTS (tables);
  return tables;
}

KxService *
kx_service_new (KxStore *store, const KxServiceOptions *options, GError **error)
{
  KxBook *reader = kx_store_take_reader (store, error);
  KxService *service;

  if (reader == NULL)
    return NULL;
  service = g_new0 (KxService, 1);
  service->store = store;
  service->reader = reader;
  service->options = options != NULL ? *options : (KxServiceOptions){ 0 };
  service->sessions = kx_sessions_new (store, &service->options.sessions);
  service->events = kx_events_new (store, service->sessions, service->options.comment_ms);
  service->system = kx_actor_new_system ();
  service->ready = TRUE;
  return service;
}

void
kx_service_free (KxService *service)
{
  kx_events_free (service->events);
  kx_sessions_free (service->sessions);
  kx_store_give_reader (service->store, service->reader);
  kx_actor_free (service->system);
  g_free (service);
}

KxStore *
kx_service_get_store (KxService *service)
{
  return service->store;
}

KxSessions *
kx_service_get_sessions (KxService *service)
{
  return service->sessions;
}

KxEvents *
kx_service_get_events (KxService *service)
{
  return service->events;
}

void
kx_service_count_ops (KxService *service, guint n)
{
  service->ops += n;
}

void
kx_service_count_page (KxService *service)
{
  service->pages++;
}

void
kx_service_get_counts (KxService *service, guint64 *ret_ops, guint64 *ret_pages)
{
  *ret_ops = service->ops;
  *ret_pages = service->pages;
}

KxMetrics *
kx_service_get_metrics (KxService *service)
{
  return service->metrics;
}

KxBook *
kx_service_get_reader (KxService *service)
{
  return service->reader;
}

void
kx_service_set_ready (KxService *service, gboolean ready)
{
  service->ready = ready;
}

gboolean
kx_service_is_ready (KxService *service)
{
  return service->ready;
}

gboolean
kx_service_is_metrics_open (KxService *service)
{
  return service->options.metrics_open;
}

const KxActor *
kx_service_actor (KxRequest *request)
{
  KxSession *session = kx_request_get_session (request);

  return session->actor;
}

/* Whoever may open the control socket administers the service. */
static KxSession *
control_session (KxService *service)
{
  KxSession *session = g_new0 (KxSession, 1);

  g_atomic_ref_count_init (&session->ref_count);
  session->actor = kx_actor_copy (service->system);
  return session;
}

static void
ask_to_sign_in (KxRequest *request, const char *code, const char *detail)
{
  kx_request_set_header (request, "WWW-Authenticate", "Bearer realm=\"kangxie\"");
  kx_request_reply_problem (request, kx_problem_new (401, code, detail));
}

/* A device's token opens what one may read, and what its desktop needs in order to synchronise. */
static gboolean
is_for_devices (const KxRoute *route)
{
  return g_str_equal (route->method, "GET") || (route->flags & (KX_ROUTE_DEVICE | KX_ROUTE_OPEN)) != 0;
}

static void
refuse_token (KxRequest *request, KxTokenFault fault)
{
  if (fault == KX_TOKEN_REVOKED)
    ask_to_sign_in (request, "device-revoked", N_ ("This device was revoked, or its account is closed"));
  else
    ask_to_sign_in (request, "signed-out", N_ ("The token is unknown or has expired"));
}

static void
gate (KxRequest *request, gpointer data)
{
  KxService *service = data;
  const KxRoute *route = kx_request_get_route (request);
  const char *authorization = kx_request_get_header (request, "Authorization");
  KxSession *session = NULL;
  KxTokenFault fault;

  if (authorization != NULL && g_ascii_strncasecmp (authorization, "Bearer ", 7) == 0)
    {
      session = kx_sessions_find (service->sessions, service->reader, authorization + 7, &fault);
      if (session == NULL && (route->flags & KX_ROUTE_OPEN) == 0)
        {
          refuse_token (request, fault);
          return;
        }
    }
  else if (kx_request_is_control (request))
    session = control_session (service);
  else if ((route->flags & KX_ROUTE_OPEN) == 0)
    {
      ask_to_sign_in (request, "sign-in-needed", N_ ("This address is for those who have signed in"));
      return;
    }
  if (session == NULL)
    return;
  kx_request_set_user (request, session->actor->user);
  kx_request_set_session (request, session, (GDestroyNotify) kx_session_unref);
  if (session->device != NULL && !is_for_devices (route))
    kx_request_reply_problem (
        request,
        kx_problem_new (403, "session-needed", N_ ("Sign in for this; a device's token does not open it")));
}

void
kx_service_attach (KxService *service, KxHttpServer *server)
{
  gsize n;
  const KxRouteTable *tables = kx_routes_all (&n);

  for (gsize i = 0; i < n; i++)
    kx_http_server_add_routes (server, tables[i].routes, tables[i].n_routes, service);
  kx_http_server_set_gate (server, gate, service);
  if (service->metrics == NULL)
    service->metrics = kx_http_server_get_metrics (server);
}

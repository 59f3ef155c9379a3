#include "server/kx-service.h"

#include <string.h>

struct _KxService
{
  KxStore *store;       /* borrowed */
  KxSessions *sessions; /* owned */
  KxBook *reader;       /* from the store; the server's thread */
  KxActor *system;      /* owned; who speaks over the control socket */
  KxServiceOptions options;
  KxMetrics *metrics; /* borrowed from the server that was attached first */
  gboolean ready;
};

const KxRouteTable *
kx_routes_all (gsize *ret_n)
{
  static KxRouteTable tables[5];

  tables[0] = kx_routes_system ();
  tables[1] = kx_routes_sessions ();
  tables[2] = kx_routes_blobs ();
  tables[3] = kx_routes_rows ();
  tables[4] = kx_routes_changes ();
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
  service->system = kx_actor_new_system ();
  service->ready = TRUE;
  return service;
}

void
kx_service_free (KxService *service)
{
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

static void
gate (KxRequest *request, gpointer data)
{
  KxService *service = data;
  const char *authorization = kx_request_get_header (request, "Authorization");
  KxSession *session = NULL;

  if (authorization != NULL && g_ascii_strncasecmp (authorization, "Bearer ", 7) == 0)
    {
      session = kx_sessions_find (service->sessions, service->reader, authorization + 7);
      if (session == NULL && (kx_request_get_route (request)->flags & KX_ROUTE_OPEN) == 0)
        {
          ask_to_sign_in (request, "token-not-valid", N_ ("The token is unknown or has expired"));
          return;
        }
    }
  else if (kx_request_is_control (request))
    session = control_session (service);
  else if ((kx_request_get_route (request)->flags & KX_ROUTE_OPEN) == 0)
    {
      ask_to_sign_in (request, "sign-in-needed", N_ ("This address is for those who have signed in"));
      return;
    }
  if (session == NULL)
    return;
  kx_request_set_user (request, session->actor->user);
  kx_request_set_session (request, session, (GDestroyNotify) kx_session_unref);
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

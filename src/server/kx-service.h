/* The service: a store behind HTTP. Owns the sessions and hands out what every route needs. */
#pragma once

#include "server/kx-events.h"
#include "server/kx-http-server.h"
#include "server/kx-sessions.h"

G_BEGIN_DECLS

typedef struct _KxService KxService;

/* Most characters of a reason, and of an Idempotency-Key. */
#define KX_MOST_REASON KX_OP_REASON_CHARS
#define KX_MOST_KEY 200

/* Whoever reads the audit trail holds one of these roles somewhere; of what lies elsewhere he gets the
 * leaves. */
#define KX_AUDIT_ROLES                                                                                       \
  (KX_ROLE (auditor) | KX_ROLE (leader) | KX_ROLE (policy_officer) | KX_ROLE (supervisor) |                  \
   KX_ROLE (provincial))

typedef struct
{
  KxSessionOptions sessions;
  gboolean metrics_open; /* /metrics answers everyone; else loopback and administrators */
  guint comment_ms;      /* of events; 0: KX_EVENTS_COMMENT_MS */
} KxServiceOptions;

/* Whether a person holds one of them, or is the service itself. */
gboolean kx_service_may_audit (const KxActor *actor);

/* `store` is borrowed and outlives the service. `options` may be NULL. */
KxService *kx_service_new (KxStore *store, const KxServiceOptions *options, GError **error);
void kx_service_free (KxService *service);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxService, kx_service_free)

/* Adds all routes and the gate. May be called for several servers (TCP, control socket). */
void kx_service_attach (KxService *service, KxHttpServer *server);

KxStore *kx_service_get_store (KxService *service);
KxSessions *kx_service_get_sessions (KxService *service);

/* For the figures: ops that devices sent, pages that they were given. */
void kx_service_count_ops (KxService *service, guint n);
void kx_service_count_page (KxService *service);
void kx_service_get_counts (KxService *service, guint64 *ret_ops, guint64 *ret_pages);

/* Who is told of changes. */
KxEvents *kx_service_get_events (KxService *service);

/* The metrics of the server that was attached first; NULL before. */
KxMetrics *kx_service_get_metrics (KxService *service);

/* The book that the server's own thread reads by. */
KxBook *kx_service_get_reader (KxService *service);

/* Not ready: /readyz says 503, so that a balancer sends nobody more. */
void kx_service_set_ready (KxService *service, gboolean ready);
gboolean kx_service_is_ready (KxService *service);
gboolean kx_service_is_metrics_open (KxService *service);

/* Who asks; the gate has seen to it that there is somebody. Borrowed. */
const KxActor *kx_service_actor (KxRequest *request);

/* The tables of routes, each in the file of its subject. */
typedef struct
{
  const KxRoute *routes;
  gsize n_routes;
} KxRouteTable;

KxRouteTable kx_routes_rows (void);     /* lists, rows, history */
KxRouteTable kx_routes_changes (void);  /* what changes rows */
KxRouteTable kx_routes_sessions (void); /* signing in and out */
KxRouteTable kx_routes_devices (void);  /* desktops that synchronise */
KxRouteTable kx_routes_sync (void);     /* what they ask for and send */
KxRouteTable kx_routes_password (void); /* passwords, the own one and those of others */
KxRouteTable kx_routes_system (void);   /* the service itself: limits, health, metrics, audit, OpenAPI */
KxRouteTable kx_routes_blobs (void);    /* the bytes of attachments */
KxRouteTable kx_routes_dossier (void);  /* everything on one agency as a ZIP file */

/* All of them. */
const KxRouteTable *kx_routes_all (gsize *ret_n);

G_END_DECLS

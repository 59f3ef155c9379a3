/* Which handler a path belongs to. The encoded path is matched segment by segment, so an escaped slash stays
 * data and nothing is decoded twice. */
#pragma once

#include "server/kx-http-problem.h"

G_BEGIN_DECLS

typedef struct _KxRequest KxRequest;
typedef struct _KxRouter KxRouter;
typedef void (*KxHandler) (KxRequest *request, gpointer user_data);

/* Bodies a route takes; without any of the first four a body is refused. */
typedef enum
{
  KX_ROUTE_JSON = 1 << 0,        /* application/json */
  KX_ROUTE_MERGE_PATCH = 1 << 1, /* application/merge-patch+json */
  KX_ROUTE_NDJSON = 1 << 2,      /* application/x-ndjson */
  KX_ROUTE_FILE = 1 << 3,        /* bytes of any type, kept in a file */
  KX_ROUTE_BODY = KX_ROUTE_JSON | KX_ROUTE_MERGE_PATCH | KX_ROUTE_NDJSON | KX_ROUTE_FILE,
  KX_ROUTE_RANGES = 1 << 4, /* GET answers single byte ranges */
  KX_ROUTE_OPEN = 1 << 5,   /* for the gate: nobody has to be signed in */
  KX_ROUTE_QUERY = 1 << 6,  /* the handler reads the query; without it any is refused */
  KX_ROUTE_DEVICE = 1 << 7, /* for the gate: also by a device's own token, which else may only GET */
} KxRouteFlags;

/* A row of a route table; texts are constants. */
typedef struct
{
  const char *method;
  const char *pattern; /* "/v1/{collection}/{id}" */
  KxHandler handler;
  guint flags;
  gsize body_limit; /* bytes, after decoding; 0: the default for the kind of body */
  gpointer context; /* for the handler, through kx_request_get_route() */
} KxRoute;

enum
{
  KX_ROUTE_MAX_PARAMETERS = 8,
  KX_ROUTE_MAX_SEGMENTS = 16,
};

typedef struct
{
  const KxRoute *route; /* NULL for OPTIONS */
  const char *pattern;  /* NULL if no path matched */
  const char *allow;    /* methods of the path, as the Allow header lists them */
  gsize n;
  const char *names[KX_ROUTE_MAX_PARAMETERS];
  const char *values[KX_ROUTE_MAX_PARAMETERS]; /* decoded, inside text */
  char *text;                                  /* owned */
} KxRouteMatch;

KxRouter *kx_router_new (void);
void kx_router_free (KxRouter *self);
void kx_router_add (KxRouter *self, const KxRoute *route);
KxProblem *kx_router_match (const KxRouter *self, const char *method, const char *path, gsize max_length,
                            KxRouteMatch *ret_match);
void kx_route_match_clear (KxRouteMatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxRouter, kx_router_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxRouteMatch, kx_route_match_clear)

G_END_DECLS

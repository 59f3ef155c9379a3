/* A service with people and devices, and what a desktop asks of it over HTTP. */
#pragma once

#include "lib/kx-test-server.h"
#include "lib/kx-test-sync.h"
#include "server/kx-service.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define NDJSON "application/x-ndjson"

/* Two clerks of Jinan with a device each, one of Qingdao, an administrator. */
typedef struct
{
  char *folder, *backup;
  KxStore *store;
  KxService *service;
  KxTestServer *server;
  char *clerk, *other, *qingdao, *admin; /* tokens of sessions */
  char *one, *two;                       /* tokens of devices of the first two */
  char *one_id;
  char *office, *agency; /* ids */
  gint64 now;
} Desk;

/* Fixture functions; the service's own comments of events come every 50 ms. */
void desk_set_up (Desk *f, gconstpointer data);
void desk_tear_down (Desk *f, gconstpointer data);

/* Ends the service, and begins it anew on the same folder. */
void desk_close_service (Desk *f);
void desk_open_service (Desk *f);

/* The bytes of a request; `headers` are whole lines ending in CR LF, or NULL. Free with g_free(). */
char *desk_write_request (const char *token, const char *method, const char *path, const char *headers,
                          const char *type, const char *body);

/* One request over a connection of its own; the answer whole. */
char *desk_ask (Desk *f, const char *token, const char *method, const char *path, const char *headers,
                const char *type, const char *body);

/* The same with JSON both ways; another status than `status` ends the test. */
JsonObject *desk_ask_json (Desk *f, guint status, const char *token, const char *method, const char *path,
                           const char *body);

/* The token of a new device. `ret_id` may be NULL. */
char *desk_register_device (Desk *f, const char *session, const char *name, char **ret_id);

/* One answer of the feed. */
char *desk_get_page (Desk *f, const char *token, const char *since);

/* Everything there is, into the mirror. */
void desk_pull (Desk *f, KxTestCopy *mirror, const char *token);

/* An op that changes one text field of the agency. */
KxOp *desk_patch_op (Desk *f, gint64 base, guint field, const char *value);

/* The agency's seq as it stands. */
gint64 desk_get_seq (Desk *f);

/* Sends a batch; `query` such as "?ack=3", or NULL. */
char *desk_push (Desk *f, const char *token, const char *batch, const char *query);

/* Sends one op, and takes it; what became of it. */
KxWireResult *desk_push_op (Desk *f, const char *token, gint64 n, KxOp *op);

G_END_DECLS

/* A KxHttpServer in a thread of its own, on a free loopback port, and raw bytes to talk to it. */
#pragma once

#include "server/kx-http-server.h"

G_BEGIN_DECLS

typedef struct _KxTestServer KxTestServer;
typedef void (*KxTestServerFunc) (KxHttpServer *server, gpointer user_data);

KxTestServer *kx_test_server_new (const KxHttpLimits *limits, const KxRoute *routes, gsize n_routes,
                                  KxTestServerFunc configure, gpointer user_data);
void kx_test_server_free (KxTestServer *self);
guint kx_test_server_get_port (KxTestServer *self);
void kx_test_server_call (KxTestServer *self, KxTestServerFunc function, gpointer user_data);
gboolean kx_test_server_wait_for_metric (KxTestServer *self, const char *line);
char *kx_test_server_stop (KxTestServer *self, guint grace_ms);

GSocketConnection *kx_test_server_connect (KxTestServer *self);
GSocketConnection *kx_test_connect_unix (const char *path);
void kx_test_send (GSocketConnection *connection, const char *bytes, gssize size);
char *kx_test_receive (GSocketConnection *connection, gsize *ret_size);
char *kx_test_exchange (KxTestServer *self, const char *bytes, gssize size);

guint kx_test_answer_status (const char *answer);
char *kx_test_answer_header (const char *answer, const char *name);
const char *kx_test_answer_body (const char *answer);
void kx_test_assert_problem (const char *answer, guint status, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestServer, kx_test_server_free)

G_END_DECLS

/* What requests ask of their server. */
#pragma once

#include "server/kx-http-server.h"

G_BEGIN_DECLS

const KxHttpLimits *kx_http_server_get_limits (KxHttpServer *self);
const KxRouter *kx_http_server_get_router (KxHttpServer *self);
const KxWords *kx_http_server_get_words (KxHttpServer *self);
const char *kx_http_server_get_spool (KxHttpServer *self);
gboolean kx_http_server_get_trust_forwarded (KxHttpServer *self);
gboolean kx_http_server_is_stopping (KxHttpServer *self);
gboolean kx_http_server_is_full (KxHttpServer *self);
void kx_http_server_add_running (KxHttpServer *self, int change);
void kx_http_server_make_request_id (KxHttpServer *self, char *ret_id, gsize size);
void kx_http_server_add_stream (KxHttpServer *self, KxRequest *request);
void kx_http_server_remove_stream (KxHttpServer *self, KxRequest *request);
gpointer kx_http_server_find_user_data (KxHttpServer *self, const KxRoute *route);
void kx_http_server_pass_gate (KxHttpServer *self, KxRequest *request);
KxProblem *kx_http_server_make_busy_problem (void);

G_END_DECLS

/* HTTP/1.1 over libsoup with routes, limits, problem documents, an access log and metrics. Everything happens
 * in the main context that was the thread's default when the server was made. */
#pragma once

#include <gio/gio.h>

#include "server/kx-http-limits.h"
#include "server/kx-http-log.h"
#include "server/kx-http-metrics.h"
#include "server/kx-http-request.h"
#include "server/kx-http-words.h"

G_BEGIN_DECLS

#define KX_TYPE_HTTP_SERVER (kx_http_server_get_type ())
G_DECLARE_FINAL_TYPE (KxHttpServer, kx_http_server, KX, HTTP_SERVER, GObject)

KxHttpServer *kx_http_server_new (const KxHttpLimits *limits);
void kx_http_server_add_routes (KxHttpServer *self, const KxRoute *routes, gsize n_routes,
                                gpointer user_data);
void kx_http_server_set_gate (KxHttpServer *self, KxHandler gate, gpointer user_data);
void kx_http_server_set_log (KxHttpServer *self, KxAccessLog *log);
void kx_http_server_set_words (KxHttpServer *self, KxWords *words);
void kx_http_server_set_spool (KxHttpServer *self, const char *directory);
void kx_http_server_set_trust_forwarded (KxHttpServer *self, gboolean trust);
KxMetrics *kx_http_server_get_metrics (KxHttpServer *self);
KxAccessLog *kx_http_server_get_log (KxHttpServer *self);

gboolean kx_http_server_set_tls_files (KxHttpServer *self, const char *certificate_path, const char *key_path,
                                       GError **error);
gboolean kx_http_server_reload_tls (KxHttpServer *self, GError **error);
guint kx_http_server_listen (KxHttpServer *self, const char *address, gboolean tls, GError **error);
gboolean kx_http_server_listen_unix (KxHttpServer *self, const char *path, gboolean control, GError **error);

void kx_http_server_stop_async (KxHttpServer *self, guint grace_ms, GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean kx_http_server_stop_finish (KxHttpServer *self, GAsyncResult *result, GError **error);

G_END_DECLS

/* The service's certificate, proven to work before it is used. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsCertificate *kx_http_tls_load (const char *certificate_path, const char *key_path, GError **error);

G_END_DECLS

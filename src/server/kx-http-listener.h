/* A listening socket. libsoup's own stops listening for good at the first accept() that fails, for example
 * because file descriptors ran out; this one tries again. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KxHttpListener KxHttpListener;
typedef void (*KxHttpAcceptFunc) (KxHttpListener *listener, GSocket *socket, gpointer user_data);

GSocketAddress *kx_http_address_parse (const char *text, GError **error);
KxHttpListener *kx_http_listener_new (GSocketAddress *address, gboolean tls, KxHttpAcceptFunc accepted,
                                      gpointer user_data, GError **error);
KxHttpListener *kx_http_listener_new_for_path (const char *path, gboolean control, KxHttpAcceptFunc accepted,
                                               gpointer user_data, GError **error);
void kx_http_listener_free (KxHttpListener *self);
gboolean kx_http_listener_is_tls (const KxHttpListener *self);
gboolean kx_http_listener_is_control (const KxHttpListener *self);
guint kx_http_listener_get_port (const KxHttpListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxHttpListener, kx_http_listener_free)

G_END_DECLS

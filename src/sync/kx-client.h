/* The desktop's HTTP client: one service, over http, https or a Unix socket. Everything happens in the main
 * context that was the thread's default when the client was made. What can be asked in typed form stands in
 * kx-client-session.h, kx-client-device.h, kx-client-row.h and kx-client-blob.h. */
#pragma once

#include "sync/kx-client-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KX_TYPE_CLIENT (kx_client_get_type ())
G_DECLARE_FINAL_TYPE (KxClient, kx_client, KX, CLIENT, GObject)

/* Properties: "pinned-certificate" (PEM or NULL), "signed-in" (read only: there is a session's token). */

/* `url` is http://HOST:PORT, https://HOST or unix:/PATH/TO/SOCKET; without a scheme https:// is meant. NULL
 * with KX_CLIENT_ERROR_ADDRESS. */
KxClient *kx_client_new (const char *url, GError **error);

/* The address in the form in which profiles keep it. */
const char *kx_client_get_url (KxClient *client);

/* Asks where `to` asks from now on. Calls under way end as if nobody had answered. */
void kx_client_move (KxClient *client, KxClient *to);

/* FALSE: passwords would cross a network in the clear. */
gboolean kx_client_is_private (KxClient *client);

/* A session's token opens everything and ends; a device's opens synchronisation, blobs and reading. NULL:
 * none.
 */
void kx_client_set_token (KxClient *client, const char *session_token, const char *device_token);
const char *kx_client_get_session_token (KxClient *client);
const char *kx_client_get_device_token (KxClient *client);

/* Only this certificate is accepted from now on; NULL: those that the system trusts. FALSE with an error:
 * no PEM. */
gboolean kx_client_pin (KxClient *client, const char *pem, GError **error);
const char *kx_client_get_pinned (KxClient *client);

/* One call. `path` begins with /v1 and may have a query; `headers` are names and values by turns, ending with
 * NULL, or NULL; `body` is JSON unless the headers name another Content-Type, and may be NULL. Finish gives
 * the bytes of the answer; a problem document becomes a KxClientError. `ret_etag` (may be NULL) gets the ETag
 * without its quotes, or NULL. */
void kx_client_call_async (KxClient *client, const char *method, const char *path, const char *const *headers,
                           GBytes *body, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
GBytes *kx_client_call_finish (KxClient *client, GAsyncResult *result, char **ret_etag, GError **error);

G_END_DECLS

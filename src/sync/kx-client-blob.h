/* The bytes of attachments. They are sent by the engine's own queue (kx-sync.h); here they are fetched. */
#pragma once

#include "sync/kx-client.h"

G_BEGIN_DECLS

/* How many bytes are there. Called in the client's main context. */
typedef void (*KxClientProgress) (gint64 bytes, gpointer data);

/* Fetches the bytes of that SHA-256 into the file `path`, which is complete and right once it is there. What
 * an earlier attempt left in PATH.part is gone on with. Cancelling keeps it. KX_CLIENT_ERROR_NOT_FOUND: not
 * there, or not for this person. G_IO_ERROR: the file could not be written. `progress` may be NULL. */
void kx_client_get_blob_async (KxClient *client, const char *sha256, const char *path,
                               KxClientProgress progress, gpointer progress_data, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_client_get_blob_finish (KxClient *client, GAsyncResult *result, GError **error);

/* Whether the service has the bytes for this person; their number. -1 with an error. */
void kx_client_size_blob_async (KxClient *client, const char *sha256, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gint64 kx_client_size_blob_finish (KxClient *client, GAsyncResult *result, GError **error);

G_END_DECLS

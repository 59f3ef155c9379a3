/* Devices: computers whose mirror the service knows, each with a token of its own that can be revoked. */
#pragma once

#include "core/kx-field.h"
#include "sync/kx-client.h"

G_BEGIN_DECLS

typedef struct
{
  char *id, *name;
  char *user, *user_name;                 /* NULL in the answer to a registration */
  char *token, *generation, *seal_key;    /* NULL in lists */
  gint64 last_n;                          /* number of the last op the service has of it */
  KxTime created_at, seen_at, revoked_at; /* 0: never */
} KxClientDevice;

void kx_client_device_free (KxClientDevice *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxClientDevice, kx_client_device_free)

/* Registers this computer under the session; the client keeps the device's token. */
void kx_client_register_device_async (KxClient *client, const char *name, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
KxClientDevice *kx_client_register_device_finish (KxClient *client, GAsyncResult *result, GError **error);

/* The own devices; an administrator's list has those of the users he administers. (element-type
 * KxClientDevice) */
void kx_client_list_devices_async (KxClient *client, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *kx_client_list_devices_finish (KxClient *client, GAsyncResult *result, GError **error);

/* Revokes one: it wipes its mirror at its next contact. */
void kx_client_revoke_device_async (KxClient *client, const char *id, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_client_revoke_device_finish (KxClient *client, GAsyncResult *result, GError **error);

G_END_DECLS

/* Signing in and out, and passwords. */
#pragma once

#include "core/kx-role.h"
#include "sync/kx-client.h"

G_BEGIN_DECLS

/* Who is signed in, as the service answered. */
typedef struct
{
  KxActor *actor;    /* owned; with what is granted today */
  KxTime expires_at; /* of the session; 0 when asked with a device's token */
} KxClientSession;

void kx_client_session_free (KxClientSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxClientSession, kx_client_session_free)

/* Begins a session; the client keeps its token. KX_CLIENT_ERROR_REFUSED with the code "wrong-password";
 * KX_CLIENT_ERROR_BUSY after too many attempts. */
void kx_client_sign_in_async (KxClient *client, const char *user, const char *password,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KxClientSession *kx_client_sign_in_finish (KxClient *client, GAsyncResult *result, GError **error);

/* Who the token belongs to now: grants may have changed. */
void kx_client_get_session_async (KxClient *client, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
KxClientSession *kx_client_get_session_finish (KxClient *client, GAsyncResult *result, GError **error);

/* Ends the session at the service; the client forgets its token whatever comes out. */
void kx_client_sign_out_async (KxClient *client, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean kx_client_sign_out_finish (KxClient *client, GAsyncResult *result, GError **error);

/* Changes the own password; other sessions of the account end. */
void kx_client_change_password_async (KxClient *client, const char *old_password, const char *new_password,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean kx_client_change_password_finish (KxClient *client, GAsyncResult *result, GError **error);

/* Gives the account of `user` (an id) a password, as its administrator. */
void kx_client_set_password_async (KxClient *client, const char *user, const char *password,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean kx_client_set_password_finish (KxClient *client, GAsyncResult *result, GError **error);

G_END_DECLS

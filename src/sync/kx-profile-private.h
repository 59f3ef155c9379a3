/* What the files of the profile share: kx-profile-info.c, kx-profile-join.c (a session becomes a device),
 * kx-profile-connect.c, kx-profile-local.c, kx-profile-restore.c and kx-profile-session.c. */
#pragma once

#include "sync/kx-local.h"
#include "sync/kx-profile.h"

G_BEGIN_DECLS

struct _KxProfile
{
  GObject parent;
  KxProfileInfo *info;                          /* owned */
  char *user_id, *device, *generation, *pinned; /* owned; as in profile.ini, may be NULL */
  KxClient *client;                             /* owned */
  KxMirror *mirror;                             /* owned; NULL: closed */
  KxSync *sync;                                 /* owned; NULL: closed */
  KxTokenStore *store;                          /* owned */
  KxTokens *tokens;                             /* owned */
  KxLocal *local;                               /* owned; NULL: the service is elsewhere */
  GCancellable *cancellable;                    /* owned; of what goes on beside calls */
  guint restart;                                /* source: the local service is started again */
  gint64 actor_at;                              /* monotonic: when the grants were asked for last */
  gboolean started, closed;
  gboolean restoring; /* a backup takes the place of the store: the service is let alone */
};

/* Opens the mirror in `dir`, makes client and engine. Takes `info`. */
KxProfile *kx_profile_new (KxProfileInfo *info, GError **error);

/* Writes profile.ini. */
gboolean kx_profile_save (KxProfile *profile, GError **error);

/* Reads what profile.ini says beside the info. */
void kx_profile_load (KxProfile *profile);

/* Asks the token store. */
void kx_profile_load_tokens_async (KxProfile *profile, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_profile_load_tokens_finish (KxProfile *profile, GAsyncResult *result, GError **error);

/* The client has a session: sees to it that this computer is a device of that user, that the mirror knows who
 * acts, and that tokens and profile.ini are kept. KX_PROFILE_ERROR_OTHER: another user's session.
 * KX_CLIENT_ERROR_REVOKED: this device was revoked. */
void kx_profile_join_async (KxProfile *profile, const KxClientSession *session, const char *device_name,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_profile_join_finish (KxProfile *profile, GAsyncResult *result, GError **error);

/* Closes, and removes the folder and the tokens. */
void kx_profile_wipe (KxProfile *profile);

/* Of a profile on this computer, with its generated password: makes its account, or gives the one that is
 * there this password. */
void kx_profile_make_account_async (KxProfile *profile, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_profile_make_account_finish (KxProfile *profile, GAsyncResult *result, GError **error);

/* The session is signed in with the generated password; of a profile on this computer. */
void kx_profile_sign_in_local (KxProfile *profile);

void kx_profile_notify_signed_in (KxProfile *profile);

G_END_DECLS

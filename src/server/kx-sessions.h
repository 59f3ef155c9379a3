/* Signing in and being signed in. Tokens are kept as hashes; failed attempts are slowed for the account and
 * for the address; a session ends by itself, by signing out, and when its account or password changes. A
 * device has a token of its own, which holds until it is revoked or the account is closed. */
#pragma once

#include "server/kx-accounts.h"

G_BEGIN_DECLS

typedef struct _KxSessions KxSessions;

typedef struct
{
  gint64 lifetime_ms;  /* of a session; 0: 12 hours */
  KxPasswordCost cost; /* 0: the default */
} KxSessionOptions;

/* One signed-in person, or a device of that person. */
typedef struct
{
  gatomicrefcount ref_count;
  KxActor *actor;    /* owned */
  char *token_hash;  /* owned; NULL: the control socket */
  char *device;      /* owned; id of the device whose token it is; NULL: a session */
  KxTime expires_at; /* of a session; 0: it does not */
  KxTime seen_at;    /* of a device, as it is stored */
  guint epoch;       /* of the accounts when the actor was loaded, */
  KxDate day;        /* and the day: grants begin and end */
} KxSession;

/* Why a token opens nothing. */
typedef enum
{
  KX_TOKEN_UNKNOWN, /* unknown, or its session has ended: sign in again */
  KX_TOKEN_REVOKED  /* of a device that was revoked, or whose account is closed: what it holds has to go */
} KxTokenFault;

KxSession *kx_session_ref (KxSession *session);
void kx_session_unref (KxSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxSession, kx_session_unref)

KxSessions *kx_sessions_new (KxStore *store, const KxSessionOptions *options);
void kx_sessions_free (KxSessions *sessions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxSessions, kx_sessions_free)

/* Seconds that an attempt from `address` on account `name` still has to wait; 0: it may be made. */
guint kx_sessions_get_wait (KxSessions *sessions, const char *name, const char *address);

/* Checks the password on another thread. `ret_token` gets the only copy of the token. NULL without an error:
 * wrong name or password, which of them is not told. */
void kx_sessions_sign_in_async (KxSessions *sessions, const char *name, const char *password,
                                const char *address, GAsyncReadyCallback callback, gpointer user_data);
KxSession *kx_sessions_sign_in_finish (KxSessions *sessions, GAsyncResult *result, char **ret_token,
                                       GError **error);

/* The session, or the device, of a token; NULL: it opens nothing, `ret_fault` says why. `reader` is the
 * caller's. That a device was there is noted from time to time. */
KxSession *kx_sessions_find (KxSessions *sessions, KxBook *reader, const char *token,
                             KxTokenFault *ret_fault);

/* Whether the token of `session` still opens what it opened. */
gboolean kx_sessions_is_alive (KxSessions *sessions, KxBook *reader, const KxSession *session);

/* A new random token, and the hash under which it is kept. Free both with g_free(). */
char *kx_sessions_make_token (char **ret_hash);

/* Gives an account another password, at the cost that sign-ins have here; its sessions end. Waits. */
gboolean kx_sessions_set_password (KxSessions *sessions, const char *user, const char *password,
                                   GError **error);

/* Ends one session, durably. */
void kx_sessions_sign_out_async (KxSessions *sessions, KxSession *session, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean kx_sessions_sign_out_finish (KxSessions *sessions, GAsyncResult *result, GError **error);

G_END_DECLS

/* A profile: one service and one user on this computer. Its folder holds the mirror, the files and a small
 * profile.ini; it owns the client, the mirror and the engine that a window shows. */
#pragma once

#include "sync/kx-client-session.h"
#include "sync/kx-local.h"
#include "sync/kx-sync.h"
#include "sync/kx-token-store.h"

G_BEGIN_DECLS

#define KX_PROFILE_ERROR (kx_profile_error_quark ())
GQuark kx_profile_error_quark (void);

typedef enum
{
  KX_PROFILE_ERROR_NOT_FOUND, /* no profile in that folder: connect instead */
  KX_PROFILE_ERROR_DAMAGED,   /* profile.ini cannot be read: connect again */
  KX_PROFILE_ERROR_BUSY,      /* another window has it open: use that one */
  KX_PROFILE_ERROR_OTHER,     /* another user or service than the profile's: choose another name */
  KX_PROFILE_ERROR_LOCAL      /* the service of this computer does not run; the message says why */
} KxProfileError;

/* What stands in a profile's folder, readable without opening it. */
typedef struct
{
  char *dir;         /* owned */
  char *url;         /* owned; of the service; KX_PROFILE_LOCAL: on this computer */
  char *user, *name; /* owned; sign-in name; name of the person */
  char *area;        /* owned; code of the area the person works in; "": none */
  gint64 last_used;  /* Unix seconds */
} KxProfileInfo;

#define KX_PROFILE_LOCAL "local:"

KxProfileInfo *kx_profile_info_read (const char *dir, GError **error);
void kx_profile_info_free (KxProfileInfo *info);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxProfileInfo, kx_profile_info_free)

/* The folders of all profiles, the one used last first. Free with g_strfreev(). */
char **kx_profile_list (void);

/* The folder of a profile of that name. Free with g_free(). */
char *kx_profile_dir (const char *name);

#define KX_TYPE_PROFILE (kx_profile_get_type ())
G_DECLARE_FINAL_TYPE (KxProfile, kx_profile, KX, PROFILE, GObject)

/* Properties: "signed-in" (boolean, notified): there is a session, so acts of the office and administration
 * can be done. Signals: "revoked" (): the service withdrew this computer's access, and the folder is wiped;
 * the window goes back to the first run. */

/* Opens a known profile; works without a network. Call kx_profile_start() then. */
KxProfile *kx_profile_open (const char *dir, GError **error);

/* Loads the tokens, starts the service of a profile on this computer, begins to synchronise. What goes wrong
 * shows as the engine's state and error. */
void kx_profile_start (KxProfile *profile);

/* Ends the engine, the mirror (finishing what is queued) and the service on this computer. The last reference
 * does the same. */
void kx_profile_close (KxProfile *profile);

/* Signs in at a service, registers this computer there and opens a profile; one of the same service and user
 * is used again, with what waits in it, also when the service has another address by now. */
typedef struct
{
  const char *url, *user, *password;
  const char *pinned; /* PEM of a certificate that the person accepted, or NULL */
  const char *name;   /* of the folder; NULL: made of service and user */
  const char *device; /* what this computer is called in lists; NULL: its host name */
} KxProfileConnect;

/* All texts are copied. KX_CLIENT_ERROR_CERTIFICATE: ask the person, then once more with its PEM pinned. */
void kx_profile_connect_async (const KxProfileConnect *connect, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
KxProfile *kx_profile_connect_finish (GAsyncResult *result, GError **error);

/* The person works on this computer, without another one: makes a store with an office and one account, whose
 * password is generated and kept with the tokens, and opens its profile. One that exists is opened. */
typedef struct
{
  const char *person; /* name of the person */
  const char *area;   /* code of the office's area */
  const char *name;   /* of the folder; NULL: "local" */
} KxProfileLocal;

void kx_profile_create_local_async (const KxProfileLocal *local, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
KxProfile *kx_profile_create_local_finish (GAsyncResult *result, GError **error);

/* A new session for the same user, after the old one has ended. Also registers the computer again where the
 * service no longer knows it. */
void kx_profile_sign_in_async (KxProfile *profile, const char *password, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_profile_sign_in_finish (KxProfile *profile, GAsyncResult *result, GError **error);

/* Ends the session and the device's registration, as far as the service can be reached, and forgets the
 * tokens. The mirror and what waits in it stay until the same user signs in again. */
void kx_profile_sign_out_async (KxProfile *profile, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean kx_profile_sign_out_finish (KxProfile *profile, GAsyncResult *result, GError **error);

/* Signs out and removes the folder with everything in it, changes that wait included, and the store of a
 * profile on this computer: ask before. The profile is closed then. */
void kx_profile_forget_async (KxProfile *profile, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean kx_profile_forget_finish (KxProfile *profile, GAsyncResult *result, GError **error);

/* Changes the own password and signs in with the new one. */
void kx_profile_change_password_async (KxProfile *profile, const char *old_password, const char *new_password,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean kx_profile_change_password_finish (KxProfile *profile, GAsyncResult *result, GError **error);

/* Everything that the person may see is fetched again and takes the place of what is here once it has come.
 * What waits and what was typed stays. Done when that has begun, also without a network. */
void kx_profile_fetch_anew_async (KxProfile *profile, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean kx_profile_fetch_anew_finish (KxProfile *profile, GAsyncResult *result, GError **error);

/* Puts a backup, checked before (kx_local_backup_check_async()), in the place of the store on this computer,
 * and goes on with it under a new generation; what waits and what was typed stays. */
typedef struct
{
  const char *path;
  const char *recovery;  /* the text for the keys of a backup that was made with others; NULL: not needed */
  gboolean forget_later; /* what went through since the backup is lost, not brought in again */
} KxProfileRestore;

/* All texts are copied. When the backup cannot be restored everything is as it was, and the service runs
 * again. Cannot be cancelled. `ret_kept` (may be NULL) gets the folder that keeps what stood there before, or
 * NULL; free with g_free(). */
void kx_profile_restore_async (KxProfile *profile, const KxProfileRestore *restore,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_profile_restore_finish (KxProfile *profile, GAsyncResult *result, char **ret_kept,
                                    GError **error);

/* How many changes of this computer went through after a backup of that generation and number, as far as they
 * are remembered: those that a restore can bring in again. -1: cannot be told. */
gint64 kx_profile_count_later (KxProfile *profile, const char *generation, gint64 seq);

/* The service moved, or shows another certificate that the person accepted (NULL: what the system trusts). */
gboolean kx_profile_set_url (KxProfile *profile, const char *url, GError **error);
gboolean kx_profile_pin (KxProfile *profile, const char *pem, GError **error);

/* Borrowed. */
KxMirror *kx_profile_get_mirror (KxProfile *profile);
KxClient *kx_profile_get_client (KxProfile *profile);
KxSync *kx_profile_get_sync (KxProfile *profile);
const KxProfileInfo *kx_profile_get_info (KxProfile *profile);
const char *kx_profile_get_dir (KxProfile *profile);
const char *kx_profile_get_url (KxProfile *profile);
const char *kx_profile_get_user_name (KxProfile *profile);
const char *kx_profile_get_area (KxProfile *profile);
const char *kx_profile_get_device (KxProfile *profile); /* id; NULL: none is registered */
gboolean kx_profile_is_local (KxProfile *profile);
gboolean kx_profile_is_signed_in (KxProfile *profile);

/* Where the tokens are, for Preferences to say. */
KxTokenPlace kx_profile_get_token_place (KxProfile *profile);

/* The service on this computer, for its backups (kx_local_backup_async()); NULL: it is elsewhere.
 * Borrowed. */
KxLocal *kx_profile_get_local (KxProfile *profile);

/* The folder of its store; NULL: the service is elsewhere. Free with g_free(). */
char *kx_profile_dup_store_dir (KxProfile *profile);

/* The text from which the keys of the store on this computer can be made again, which no backup holds: to be
 * written down. NULL: the service is elsewhere, or there are no keys yet. Free with g_free(). */
char *kx_profile_dup_recovery (KxProfile *profile);

G_END_DECLS

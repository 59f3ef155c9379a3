/* The service on this computer: kangxied as a child of this program, behind a socket that only this user
 * reaches, over a store of its own. It ends with this program, however that ends. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KX_LOCAL_ERROR (kx_local_error_quark ())
GQuark kx_local_error_quark (void);

/* The message is what kangxied said, for the person. */
typedef enum
{
  KX_LOCAL_ERROR_MISSING, /* the program kangxied is not there: install it */
  KX_LOCAL_ERROR_FAILED,  /* it ended, or does not answer */
  KX_LOCAL_ERROR_REFUSED, /* a rule refused the command */
  KX_LOCAL_ERROR_BUSY     /* another program holds the store */
} KxLocalError;

#define KX_TYPE_LOCAL (kx_local_get_type ())
G_DECLARE_FINAL_TYPE (KxLocal, kx_local, KX, LOCAL_SERVICE, GObject)

/* Signal "ended" (): the service ended by itself. */

/* `store` is the folder of the store, made when it is missing. Nothing is started yet. */
KxLocal *kx_local_new (const char *store);

/* The address of the service for a client. */
const char *kx_local_get_url (KxLocal *local);
const char *kx_local_get_store (KxLocal *local);
gboolean kx_local_has_store (KxLocal *local);
gboolean kx_local_is_running (KxLocal *local);

/* Starts the service, and is done once it answers. One that runs stays. */
void kx_local_start_async (KxLocal *local, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean kx_local_start_finish (KxLocal *local, GAsyncResult *result, GError **error);

/* Ends the service in good order, and waits for it, a few seconds at most. */
void kx_local_stop (KxLocal *local);

/* Runs another command of kangxied on the store, whether the service runs or not: `arguments` end with NULL,
 * and
 * `--data` is added to them; `input` (may be NULL) goes to its standard input. Finish gives what it wrote,
 * free with g_free(); `ret_said` (may be NULL) what it said on standard error. */
void kx_local_run_async (KxLocal *local, const char *const *arguments, const char *input,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *kx_local_run_finish (KxLocal *local, GAsyncResult *result, char **ret_said, GError **error);

/* A backup into the file `path`, also while the service runs. */
void kx_local_backup_async (KxLocal *local, const char *path, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_local_backup_finish (KxLocal *local, GAsyncResult *result, GError **error);

/* Puts a backup in the place of the store: the service is stopped for that, and started again if it ran. */
void kx_local_restore_async (KxLocal *local, const char *path, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_local_restore_finish (KxLocal *local, GAsyncResult *result, GError **error);

G_END_DECLS

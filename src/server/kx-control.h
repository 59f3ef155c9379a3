/* The way from an administration command to the store: itself when it is free, else the service that holds
 * it, over DIR/control.sock. */
#pragma once

#include "server/kx-admin.h"

G_BEGIN_DECLS

/* The path of the control socket of `dir`, in a form that fits a socket address however deep `dir` lies; it
 * stays valid while `ret_fd` (-1: nothing to keep) is open. Free with g_free(). */
char *kx_control_path (const char *dir, int *ret_fd);

/* Shows the recovery text of keys that were just made. */
typedef void (*KxControlKeys) (const char *recovery);

/* Does a job on the store in `dir`. Without `make` there has to be a store already: KX_ADMIN_ERROR_NO_STORE.
 * A store that is held but not served, such as one that is just being opened or closed, is waited for a few
 * seconds: KX_ADMIN_ERROR_BUSY. Otherwise as kx_admin_run(). */
JsonObject *kx_control_do (const char *dir, const char *job, JsonObject *arguments, gboolean make,
                           KxControlKeys show_keys, GError **error);

G_END_DECLS

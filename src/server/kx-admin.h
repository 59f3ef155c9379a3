/* What administration does to a store. The same functions run whether the command line holds the store itself
 * or asks the running service over its control socket; arguments and results are JSON objects for that
 * reason. */
#pragma once

#include <json-glib/json-glib.h>

#include "store/kx-store.h"

G_BEGIN_DECLS

#define KX_ADMIN_ERROR (kx_admin_error_quark ())
GQuark kx_admin_error_quark (void);

/* Travels over the control socket by number. */
typedef enum
{
  KX_ADMIN_ERROR_FAILED,
  KX_ADMIN_ERROR_NO_STORE,
  KX_ADMIN_ERROR_BUSY,
  KX_ADMIN_ERROR_REFUSED,
  KX_ADMIN_ERROR_NEWER,
  KX_ADMIN_ERROR_DAMAGED,
  KX_ADMIN_ERROR_UNKNOWN,
  KX_ADMIN_N_ERRORS
} KxAdminError;

/* The words for a msgid, in the language of who asked. */
typedef const char *(*KxTranslate) (const char *msgid, gpointer data);

typedef struct
{
  KxStore *store;        /* borrowed */
  JsonObject *arguments; /* borrowed */
  KxTranslate translate;
  gpointer translate_data;
} KxAdminCall;

typedef JsonObject *(*KxAdminFunc) (const KxAdminCall *call, GError **error);

/* Runs the job of that name, such as "user-add". Waits for the disk: not for the thread of a main loop, nor
 * for the writer's. NULL with a KxAdminError. Free the result with json_object_unref(). */
JsonObject *kx_admin_run (const char *job, const KxAdminCall *call, GError **error);

gboolean kx_admin_knows (const char *job);

/* Turns an error of the layers below into a KxAdminError; takes `error`. */
GError *kx_admin_wrap (GError *error);

/* An argument; NULL, FALSE or `otherwise` when it is missing or of another type. Borrowed. */
const char *kx_admin_text (const KxAdminCall *call, const char *name);
gboolean kx_admin_flag (const KxAdminCall *call, const char *name);
JsonArray *kx_admin_array (const KxAdminCall *call, const char *name);

/* The words for a msgid. Borrowed. */
const char *kx_admin_word (const KxAdminCall *call, const char *msgid);

/* Sets an error in the words of who asked; `value` (may be NULL) stands for {name} in them. */
void kx_admin_refuse (const KxAdminCall *call, GError **error, KxAdminError code, const char *msgid,
                      const char *name, const char *value);

/* Whether the store holds demonstration data: passwords there may be short, and it is served on loopback
 * only. */
gboolean kx_admin_is_demo (KxStore *store, gboolean *ret_demo, GError **error);
gboolean kx_admin_mark_demo (KxStore *store, GError **error);

/* The jobs, each in the file of its subject. */
JsonObject *kx_admin_user_add (const KxAdminCall *call, GError **error);
JsonObject *kx_admin_user_list (const KxAdminCall *call, GError **error);
JsonObject *kx_admin_user_disable (const KxAdminCall *call, GError **error);
JsonObject *kx_admin_user_set_password (const KxAdminCall *call, GError **error);
JsonObject *kx_admin_import (const KxAdminCall *call, GError **error);
JsonObject *kx_admin_export (const KxAdminCall *call, GError **error);
JsonObject *kx_admin_export_agency (const KxAdminCall *call, GError **error);
JsonObject *kx_admin_backup (const KxAdminCall *call, GError **error);
JsonObject *kx_admin_verify_audit (const KxAdminCall *call, GError **error);

G_END_DECLS

/* Accounts in the store: who may sign in, with which password, as which actor. */
#pragma once

#include "core/kx-crypto.h"
#include "store/kx-store.h"

G_BEGIN_DECLS

#define KX_ACCOUNTS_ERROR (kx_accounts_error_quark ())
GQuark kx_accounts_error_quark (void);

typedef enum
{
  KX_ACCOUNTS_ERROR_NONE,   /* no such user */
  KX_ACCOUNTS_ERROR_WEAK,   /* a password that is too short or too long: choose another */
  KX_ACCOUNTS_ERROR_REFUSED /* the decision refused; the message says why */
} KxAccountsError;

#define KX_PASSWORD_LEAST 8
#define KX_PASSWORD_MOST 200

/* The actor that an account is on `today`: its grants that run. NULL without an error: no such account, or it
 * is disabled, ended or in the trash. */
KxActor *kx_accounts_load_actor (KxBook *book, const char *user, KxDate today, GError **error);

/* Id of the living user of that sign-in name; NULL without an error: none. Free with g_free(). */
char *kx_accounts_find (KxBook *book, const char *name, GError **error);

/* The stored password hash; NULL without an error: none. Free with g_free(). */
char *kx_accounts_get_hash (KxBook *book, const char *user, GError **error);

/* Stores a password hash and ends the user's sessions. On the writer's thread (kx_store_write()). */
gboolean kx_accounts_put_hash (KxBook *book, const char *user, const char *hash, KxTime now, GError **error);

/* Checks the length, hashes and stores; waits for it. */
gboolean kx_accounts_set_password (KxStore *store, const char *user, const char *password,
                                   KxPasswordCost cost, GError **error);

/* Makes office (when the area has none), person, user and grants in one work, as the system does it for the
 * first administrator. `grants` are texts ROLE@AREA, role names with hyphens or underscores; ends with NULL.
 * Gives the id of the user. Free with g_free(). */
char *kx_accounts_add (KxStore *store, const char *name, const char *person, const char *const *grants,
                       GError **error);

/* The role of a name such as "policy-officer", or -1. */
int kx_accounts_role (const char *name);

G_END_DECLS

/* Accounts with the people behind them and what was granted to them, as the service tells: none of it is in
 * the mirror. */
#pragma once

#include "sync/kx-client-row.h"

G_BEGIN_DECLS

/* One account. */
typedef struct
{
  KxRecord *user;    /* owned */
  KxRecord *person;  /* owned; NULL: not to be seen */
  GPtrArray *grants; /* (element-type KxRecord) owned */
} KxAccount;

/* What people call the account: "单小满 (clerk)". Free with g_free(). */
char *kx_account_dup_title (const KxAccount *account);

/* "Clerk · 济南市; Leader · 济南市": all roles. Free with g_free(). */
char *kx_account_dup_roles (const KxAccount *account);

/* "Clerk · 济南市, until 2026-12-31": one grant. Free with g_free(). */
char *kx_account_dup_grant (const KxRecord *grant);

gboolean kx_account_is_disabled (const KxAccount *account);

#define KX_TYPE_ACCOUNT_LIST (kx_account_list_get_type ())
G_DECLARE_FINAL_TYPE (KxAccountList, kx_account_list, KX, ACCOUNT_LIST, GObject)

/* Signal "changed" (): the service answered, or did not. */
KxAccountList *kx_account_list_new (KxClient *client);

/* Asks for everything anew; what is known stays until the answer. */
void kx_account_list_load (KxAccountList *self);

/* Gives up what is on its way. */
void kx_account_list_stop (KxAccountList *self);

gboolean kx_account_list_is_loading (KxAccountList *self);

/* Why the last answer did not come; NULL: it came. Borrowed. */
const GError *kx_account_list_get_error (KxAccountList *self);

/* (element-type KxAccount) by sign-in name; NULL: nothing is known yet. Borrowed until the next "changed". */
GPtrArray *kx_account_list_get_accounts (KxAccountList *self);

/* NULL: there is no account of this id. Borrowed like the list. */
const KxAccount *kx_account_list_find (KxAccountList *self, const char *user);

G_END_DECLS

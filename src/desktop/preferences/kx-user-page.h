/* One account: who it is, what was granted, its password, whether it is open. What is done here happens at
 * the service. */
#pragma once

#include "desktop/preferences/kx-account-list.h"
#include "desktop/preferences/kx-subpage.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_USER_PAGE (kx_user_page_get_type ())
G_DECLARE_FINAL_TYPE (KxUserPage, kx_user_page, KX, USER_PAGE, KxSubpage)

/* `user`: id of an account in the list, which is loaded anew after each act. */
KxUserPage *kx_user_page_new (KxDesk *desk, KxAccountList *accounts, const char *user);

G_END_DECLS

/* A new account: the person, the sign-in name, the first role and the first password. Made at the service,
 * step by step; what is refused is said beside its field and nothing typed is lost. */
#pragma once

#include "desktop/preferences/kx-subpage.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_NEW_USER_PAGE (kx_new_user_page_get_type ())
G_DECLARE_FINAL_TYPE (KxNewUserPage, kx_new_user_page, KX, NEW_USER_PAGE, KxSubpage)

/* Signals: "changed" (): something was made at the service; "added" (): all of it was, and the page closes.
 */
KxNewUserPage *kx_new_user_page_new (KxDesk *desk);

G_END_DECLS

/* One parameter of the policy that governs an office: what holds and why, the office's own values, and a new
 * one entered. */
#pragma once

#include "desktop/preferences/kx-subpage.h"
#include "desktop/record/kx-desk.h"
#include "models/kx-policy-list.h"

G_BEGIN_DECLS

#define KX_TYPE_POLICY_PAGE (kx_policy_page_get_type ())
G_DECLARE_FINAL_TYPE (KxPolicyPage, kx_policy_page, KX, POLICY_PAGE, KxSubpage)

/* `office` is a row of the mirror; only read. What was typed and not saved before is there again. */
KxSubpage *kx_policy_page_new (KxDesk *desk, const KxRecord *office, KxPolicyKey key);

/* What governs the office today, read from the mirror; NULL: it is not here. Free with kx_policy_list_free().
 */
KxPolicyList *kx_policy_page_read (KxDesk *desk, const char *office);

G_END_DECLS

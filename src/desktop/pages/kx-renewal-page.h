/* Agreements that are renewed, or carried on, together: what becomes of each can be looked at and changed
 * before it happens, and afterwards it says what went through. What is typed is kept until then. */
#pragma once

#include "desktop/kx-page.h"
#include "models/kx-renewal-plan.h"

G_BEGIN_DECLS

#define KX_TYPE_RENEWAL_PAGE (kx_renewal_page_get_type ())
G_DECLARE_FINAL_TYPE (KxRenewalPage, kx_renewal_page, KX, RENEWAL_PAGE, KxPage)

/* `ids` (element-type utf8) are those of agreements. What was typed for them before comes back. */
KxPage *kx_renewal_page_new (KxProfile *profile, KxRenewalWay way, GPtrArray *ids);

/* The same over a mirror alone, for tests. */
KxPage *kx_renewal_page_new_for_mirror (KxMirror *mirror, KxRenewalWay way, GPtrArray *ids);

KxRenewalPlan *kx_renewal_page_get_plan (KxRenewalPage *self);

G_END_DECLS

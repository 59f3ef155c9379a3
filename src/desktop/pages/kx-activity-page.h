/* What waits, what was refused, conflicts and the log. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_ACTIVITY_PAGE (kx_activity_page_get_type ())
G_DECLARE_FINAL_TYPE (KxActivityPage, kx_activity_page, KX, ACTIVITY_PAGE, KxPage)

G_END_DECLS

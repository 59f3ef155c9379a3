/* The way of one step in an office, line by line. */
#pragma once

#include "desktop/preferences/kx-route-words.h"
#include "desktop/preferences/kx-subpage.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_ROUTE_PAGE (kx_route_page_get_type ())
G_DECLARE_FINAL_TYPE (KxRoutePage, kx_route_page, KX, ROUTE_PAGE, KxSubpage)

/* `space` is that of the office's row; `route` is copied. What is typed for a line is kept as a draft until
 * it is entered or thrown away. */
KxSubpage *kx_route_page_new (KxDesk *desk, const char *office, const char *space, const KxRoute *route);

G_END_DECLS

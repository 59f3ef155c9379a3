/* What needs doing, with dates, most urgent first. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_OVERVIEW_PAGE (kx_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (KxOverviewPage, kx_overview_page, KX, OVERVIEW_PAGE, KxPage)

G_END_DECLS

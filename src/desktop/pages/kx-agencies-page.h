/* The agencies as a list. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_AGENCIES_PAGE (kx_agencies_page_get_type ())
G_DECLARE_FINAL_TYPE (KxAgenciesPage, kx_agencies_page, KX, AGENCIES_PAGE, KxPage)

G_END_DECLS

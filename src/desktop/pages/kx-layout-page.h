/* The layout (布局) of agreement agencies, as a view of the place Agreements. */
#pragma once

#include "desktop/kx-page.h"
#include "models/kx-row-source.h"

G_BEGIN_DECLS

#define KX_TYPE_LAYOUT_PAGE (kx_layout_page_get_type ())
G_DECLARE_FINAL_TYPE (KxLayoutPage, kx_layout_page, KX, LAYOUT_PAGE, KxPage)

/* Where it is counted; done by itself when the page has a profile. */
void kx_layout_page_set_source (KxLayoutPage *page, KxRowSource *source);

G_END_DECLS

/* What needs a person, what waits, drafts, files and the log of synchronising. */
#pragma once

#include "desktop/kx-page.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_ACTIVITY_PAGE (kx_activity_page_get_type ())
G_DECLARE_FINAL_TYPE (KxActivityPage, kx_activity_page, KX, ACTIVITY_PAGE, KxPage)

/* What it shows; a page of a profile has it from there. Once. */
void kx_activity_page_set_desk (KxActivityPage *self, KxDesk *desk);

G_END_DECLS

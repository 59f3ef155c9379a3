/* What an import brought: the new and the changed records, to go through one by one. */
#pragma once

#include "desktop/kx-page.h"
#include "models/kx-import-session.h"

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_TOUCHED_PAGE (kx_import_touched_page_get_type ())
G_DECLARE_FINAL_TYPE (KxImportTouchedPage, kx_import_touched_page, KX, IMPORT_TOUCHED_PAGE, KxPage)

/* Of an import that has ended; the page needs the session no more. */
KxPage *kx_import_touched_page_new (KxProfile *profile, KxImportSession *session);

G_END_DECLS

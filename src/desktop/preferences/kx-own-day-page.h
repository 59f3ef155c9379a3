/* One own day of an office: made, or changed. */
#pragma once

#include "desktop/preferences/kx-subpage.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* What the keys of drafts of an office's own days begin with. Free with g_free(). */
char *kx_own_day_page_dup_draft_prefix (const char *office);

/* `id` NULL: a new day of the office, which goes on with what was typed and not saved before. */
KxSubpage *kx_own_day_page_new (KxDesk *desk, const char *office, const char *id);

G_END_DECLS

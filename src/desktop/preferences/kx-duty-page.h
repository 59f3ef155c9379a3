/* The rule of an office on two duties, made or changed. */
#pragma once

#include "desktop/preferences/kx-subpage.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_DUTY_PAGE (kx_duty_page_get_type ())
G_DECLARE_FINAL_TYPE (KxDutyPage, kx_duty_page, KX, DUTY_PAGE, KxSubpage)

/* `id` of a row that is changed; NULL: one is made, of the duties `one` and `other` (-1: to be chosen). What
 * is typed is kept as a draft until it is entered or thrown away. */
KxSubpage *kx_duty_page_new (KxDesk *desk, const char *office, const char *id, int one, int other);

/* The same for what the key of a draft has behind the office (kx_table_draft_find()). NULL: it was of a row
 * that is gone. */
KxSubpage *kx_duty_page_new_for (KxDesk *desk, const char *office, const char *subject);

G_END_DECLS

/* The rule of an office on two duties, made or changed. */
#pragma once

#include "desktop/preferences/kx-subpage.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_DUTY_PAGE (kx_duty_page_get_type ())
G_DECLARE_FINAL_TYPE (KxDutyPage, kx_duty_page, KX, DUTY_PAGE, KxSubpage)

/* `id` of a row that is changed; NULL: one is made, of the duties `one` and `other` (-1: to be chosen). */
KxSubpage *kx_duty_page_new (KxDesk *desk, const char *office, const char *id, int one, int other);

G_END_DECLS

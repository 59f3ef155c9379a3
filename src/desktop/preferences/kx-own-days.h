/* The own days of an office: on which it works, or does not, otherwise than the national calendar says, and
 * what that does to its deadlines. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_OWN_DAYS (kx_own_days_get_type ())
G_DECLARE_FINAL_TYPE (KxOwnDays, kx_own_days, KX, OWN_DAYS, AdwPreferencesGroup)

/* Shows those of no office at first. */
KxOwnDays *kx_own_days_new (KxDesk *desk);

/* `office`: a row of the mirror; only read. NULL: none. */
void kx_own_days_set_office (KxOwnDays *self, const KxRecord *office);

G_END_DECLS

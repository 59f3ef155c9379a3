/* Which duties one person may not have on the same record: the floor of the program, what it proposes, and
 * what the office laid down instead. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_OFFICE_DUTIES (kx_office_duties_get_type ())
G_DECLARE_FINAL_TYPE (KxOfficeDuties, kx_office_duties, KX, OFFICE_DUTIES, AdwPreferencesGroup)

/* Shows those of no office at first. */
KxOfficeDuties *kx_office_duties_new (KxDesk *desk);

/* `office`: a row of the mirror; only read. NULL: none. */
void kx_office_duties_set_office (KxOfficeDuties *self, const KxRecord *office);

G_END_DECLS

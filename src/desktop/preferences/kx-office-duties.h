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

/* Opens the page of a rule, over the preferences it stands in; `subject` as in kx_duty_page_new_for(). FALSE:
 * the rule is gone. */
gboolean kx_office_duties_open (KxOfficeDuties *self, const char *subject);

G_END_DECLS

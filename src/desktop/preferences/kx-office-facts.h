/* The office's own facts and letterhead: read, and edited in place by whoever may. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_OFFICE_FACTS (kx_office_facts_get_type ())
G_DECLARE_FINAL_TYPE (KxOfficeFacts, kx_office_facts, KX, OFFICE_FACTS, AdwPreferencesGroup)

/* Shows no office at first. */
KxOfficeFacts *kx_office_facts_new (KxDesk *desk);

/* `office`: a row of the mirror; only read. NULL: none. What was typed about the one before is kept as its
 * draft. */
void kx_office_facts_set_office (KxOfficeFacts *self, const KxRecord *office);

G_END_DECLS

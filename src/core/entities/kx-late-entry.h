/* An act that was entered late: on more working days after its own day than the office allows itself. The
 * auditor reads the list; only the service writes it. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_LATE_ENTRY_FIELDS(F) \
  F (late_entry, owner_entity, TEXT,      KX_REQUIRED | KX_FIXED | KX_SERVICE_SETS, 2, N_("Kind of record"), .max = 40, .format = KX_FORMAT_ENTITY) \
  F (late_entry, owner,        REF,       KX_REQUIRED | KX_FIXED | KX_SERVICE_SETS | KX_PARENT, 2, N_("Record"), .target = "*") \
  F (late_entry, office,       REF,       KX_FIXED | KX_SERVICE_SETS, 2, N_("Office"), .target = "office") \
  F (late_entry, act,          TEXT,      KX_FIXED | KX_SERVICE_SETS | KX_TITLE, 2, N_("Step"), .max = 60) \
  F (late_entry, event_on,     DATE,      KX_FIXED | KX_SERVICE_SETS, 2, N_("Day of the act")) \
  F (late_entry, entered_on,   DATE,      KX_FIXED | KX_SERVICE_SETS, 2, N_("Entered on")) \
  F (late_entry, workdays,     INTEGER,   KX_FIXED | KX_SERVICE_SETS, 2, N_("Working days between")) \
  F (late_entry, entered_by,   REF,       KX_FIXED | KX_SERVICE_SETS, 2, N_("Entered by"), .target = "user") \
  F (late_entry, explanation,  LONG_TEXT, 0, 2, N_("Explanation"), .max = 500)
KX_DECLARE_ENTITY (late_entry, KX_LATE_ENTRY_FIELDS)
/* clang-format on */

G_END_DECLS

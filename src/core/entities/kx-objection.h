/* An objection (异议) of somebody to the admission of an agency, and what became of it. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_OBJECTION_STATES(C) \
  C (objection, state, open, N_("Open")) \
  C (objection, state, upheld, N_("Upheld")) \
  C (objection, state, dismissed, N_("Dismissed"))
KX_DECLARE_CODES (objection, state, KX_OBJECTION_STATES)

#define KX_OBJECTION_FIELDS(F) \
  F (objection, application, REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Application"), .target = "application") \
  F (objection, state,       CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_objection_state_codes) \
  F (objection, received_on, DATE,      KX_REQUIRED, 2, N_("Received on")) \
  F (objection, objector,    TEXT,      KX_REQUIRED | KX_SEARCHED | KX_TITLE, 2, N_("Raised by"), .max = 120) \
  F (objection, contact,     TEXT,      0, 2, N_("Contact details"), .max = 120) \
  F (objection, grounds,     LONG_TEXT, KX_REQUIRED, 2, N_("Grounds"), .max = 4000) \
  F (objection, answer_by,   DATE,      KX_DUE, 2, N_("To be answered by")) \
  F (objection, decided_on,  DATE,      KX_SERVICE_SETS, 2, N_("Decided on")) \
  F (objection, reasons,     LONG_TEXT, KX_SERVICE_SETS, 2, N_("Reasons"), .max = 4000) \
  F (objection, decided_by,  REF,       KX_SERVICE_SETS, 2, N_("Decided by"), .target = "user")
KX_DECLARE_ENTITY (objection, KX_OBJECTION_FIELDS)

/* Arguments of "uphold" and "dismiss". */
#define KX_OBJECTION_DECISION_FIELDS(F) \
  F (objection_decision, decided_on, DATE,      KX_REQUIRED, 2, N_("Decided on")) \
  F (objection_decision, reasons,    LONG_TEXT, KX_REQUIRED, 2, N_("Reasons"), .max = 4000)
KX_DECLARE_ENTITY (objection_decision, KX_OBJECTION_DECISION_FIELDS)
/* clang-format on */

G_END_DECLS

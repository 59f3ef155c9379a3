/* A case in which an office ends or suspends what binds it to an agency (退出), as far as it has to be known
 * to others: its ground, whether the agency was at fault, its dates, and until when it may not apply again.
 * Expiry, an agency's own request and endings without fault make no case. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_EXIT_MEASURES(C) \
  C (exit_case, measure, suspension, N_("Service suspended")) \
  C (exit_case, measure, termination, N_("Agreement terminated"))
KX_DECLARE_CODES (exit_case, measure, KX_EXIT_MEASURES)

/* What became of the agency's right of statement and defence (陈述申辩). */
#define KX_EXIT_STATEMENTS(C) \
  C (exit_case, statement, heard, N_("Statement received")) \
  C (exit_case, statement, waived, N_("Waived in writing")) \
  C (exit_case, statement, lapsed, N_("Term passed in silence"))
KX_DECLARE_CODES (exit_case, statement, KX_EXIT_STATEMENTS)

#define KX_EXIT_STATES(C) \
  C (exit_case, state, running, N_("Running")) \
  C (exit_case, state, closed, N_("Case closed"))
KX_DECLARE_CODES (exit_case, state, KX_EXIT_STATES)

#define KX_EXIT_CASE_FIELDS(F) \
  F (exit_case, office,       REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (exit_case, agency,       REF,       KX_REQUIRED | KX_FIXED, 2, N_("Agency"), .target = "agency") \
  F (exit_case, agreement,    REF,       0, 2, N_("Agreement"), .target = "agreement") \
  F (exit_case, number,       TEXT,      KX_SEARCHED | KX_TITLE | KX_UNIQUE, 2, N_("Number of the case"), .max = 60) \
  F (exit_case, state,        CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_exit_case_state_codes) \
  F (exit_case, ground,       LONG_TEXT, 0, 2, N_("Ground"), .max = 4000) \
  F (exit_case, at_fault,     BOOLEAN,   0, 2, N_("The agency was at fault")) \
  F (exit_case, measure,      CODE,      0, 2, N_("Measure"), .codes = kx_exit_case_measure_codes) \
  F (exit_case, notified_on,  DATE,      0, 2, N_("Agency notified on")) \
  F (exit_case, statement,    CODE,      0, 2, N_("Statement and defence"), .codes = kx_exit_case_statement_codes) \
  F (exit_case, statement_on, DATE,      0, 2, N_("Heard, waived, or term over on")) \
  F (exit_case, decided_on,   DATE,      0, 2, N_("Decided on")) \
  F (exit_case, effective_on, DATE,      0, 2, N_("In effect from")) \
  F (exit_case, ended_on,     DATE,      0, 2, N_("Ended on")) \
  F (exit_case, ban_until,    DATE,      0, 2, N_("May not apply again until")) \
  F (exit_case, taken_over,   BOOLEAN,   KX_SERVICE_SETS, 2, N_("Taken over")) \
  F (exit_case, taken_over_as, CODE, KX_SERVICE_SETS, 2, N_("Taken over as"), .codes = kx_exit_case_state_codes) \
  F (exit_case, taken_over_by, REF,      KX_SERVICE_SETS, 2, N_("Taken over by"), .target = "user") \
  F (exit_case, confirmed_by, REF,       KX_SERVICE_SETS, 2, N_("Confirmed by"), .target = "user") \
  F (exit_case, confirmed_on, DATE,      KX_SERVICE_SETS, 2, N_("Confirmed on")) \
  F (exit_case, note,         LONG_TEXT, KX_BESIDE, 2, N_("Note"), .max = 4000)
KX_DECLARE_ENTITY (exit_case, KX_EXIT_CASE_FIELDS)

/* Arguments of "close". */
#define KX_EXIT_CLOSING_FIELDS(F) \
  F (exit_closing, ended_on, DATE, KX_REQUIRED, 2, N_("Ended on"))
KX_DECLARE_ENTITY (exit_closing, KX_EXIT_CLOSING_FIELDS)

/* Arguments of "take_over". */
#define KX_EXIT_TAKE_OVER_FIELDS(F) \
  F (exit_take_over, state, CODE, KX_REQUIRED, 2, N_("State"), .codes = kx_exit_case_state_codes)
KX_DECLARE_ENTITY (exit_take_over, KX_EXIT_TAKE_OVER_FIELDS)
/* clang-format on */

G_END_DECLS

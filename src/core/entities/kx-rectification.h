/* A rectification (整改): what an agency was told to put right, by when, and whether it did. Whether it is
 * overdue follows from its dates. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_RECTIFICATION_SOURCES(C) \
  C (rectification, source, inspection, N_("Inspection")) \
  C (rectification, source, assessment, N_("Assessment")) \
  C (rectification, source, complaint, N_("Complaint or report")) \
  C (rectification, source, higher_body, N_("Finding of a higher body")) \
  C (rectification, source, other, N_("Other source"))
KX_DECLARE_CODES (rectification, source, KX_RECTIFICATION_SOURCES)

#define KX_RECTIFICATION_STATES(C) \
  C (rectification, state, draft, N_("Being written")) \
  C (rectification, state, issued, N_("Notice issued")) \
  C (rectification, state, reported, N_("Reported as done")) \
  C (rectification, state, passed, N_("Rechecked: passed")) \
  C (rectification, state, failed, N_("Rechecked: failed")) \
  C (rectification, state, closed_on_paper, N_("Closed on paper"))
KX_DECLARE_CODES (rectification, state, KX_RECTIFICATION_STATES)

#define KX_RECTIFICATION_RESULTS(C) \
  C (recheck, result, passed, N_("Passed")) \
  C (recheck, result, failed, N_("Failed"))
KX_DECLARE_CODES (recheck, result, KX_RECTIFICATION_RESULTS)

#define KX_RECTIFICATION_FIELDS(F) \
  F (rectification, office,       REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (rectification, agency,       REF,       KX_REQUIRED | KX_FIXED, 2, N_("Agency"), .target = "agency") \
  F (rectification, number,       TEXT,      KX_SEARCHED | KX_TITLE | KX_UNIQUE, 2, N_("Number of the notice"), .max = 60) \
  F (rectification, state,        CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_rectification_state_codes) \
  F (rectification, source,       CODE,      0, 2, N_("Source"), .codes = kx_rectification_source_codes) \
  F (rectification, matter,       LONG_TEXT, 0, 2, N_("What is to be put right"), .max = 4000) \
  F (rectification, issued_on,    DATE,      0, 2, N_("Notice issued on")) \
  F (rectification, due_on,       DATE,      KX_DUE, 2, N_("To be done by")) \
  F (rectification, reported_on,  DATE,      0, 2, N_("Reported on")) \
  F (rectification, rechecked_on, DATE,      0, 2, N_("Rechecked on")) \
  F (rectification, closing_line, TEXT,      0, 2, N_("Line by which it was closed"), .max = 200) \
  F (rectification, issued_by,    REF,       KX_SERVICE_SETS, 2, N_("Notice issued by"), .target = "user") \
  F (rectification, rechecked_by, REF,       KX_SERVICE_SETS, 2, N_("Rechecked by"), .target = "user") \
  F (rectification, taken_over,   BOOLEAN,   KX_SERVICE_SETS, 2, N_("Taken over")) \
  F (rectification, taken_over_as, CODE, KX_SERVICE_SETS, 2, N_("Taken over as"), .codes = kx_rectification_state_codes) \
  F (rectification, taken_over_by, REF,      KX_SERVICE_SETS, 2, N_("Taken over by"), .target = "user") \
  F (rectification, confirmed_by, REF,       KX_SERVICE_SETS, 2, N_("Confirmed by"), .target = "user") \
  F (rectification, confirmed_on, DATE,      KX_SERVICE_SETS, 2, N_("Confirmed on")) \
  F (rectification, note,         LONG_TEXT, 0, 2, N_("Note"), .max = 4000)
KX_DECLARE_ENTITY (rectification, KX_RECTIFICATION_FIELDS)

/* Arguments of "issue". */
#define KX_ISSUING_FIELDS(F) \
  F (issuing, issued_on, DATE, KX_REQUIRED, 2, N_("Notice issued on"))
KX_DECLARE_ENTITY (issuing, KX_ISSUING_FIELDS)

/* Arguments of "report". */
#define KX_REPORTING_FIELDS(F) \
  F (reporting, reported_on, DATE, KX_REQUIRED, 2, N_("Reported on"))
KX_DECLARE_ENTITY (reporting, KX_REPORTING_FIELDS)

/* Arguments of "recheck". */
#define KX_RECHECK_FIELDS(F) \
  F (recheck, rechecked_on, DATE, KX_REQUIRED, 2, N_("Rechecked on")) \
  F (recheck, result,       CODE, KX_REQUIRED, 2, N_("Result"), .codes = kx_recheck_result_codes)
KX_DECLARE_ENTITY (recheck, KX_RECHECK_FIELDS)

/* Arguments of "close_on_paper". */
#define KX_PAPER_CLOSING_FIELDS(F) \
  F (paper_closing, closing_line, TEXT, KX_REQUIRED, 2, N_("Line by which it was closed"), .max = 200)
KX_DECLARE_ENTITY (paper_closing, KX_PAPER_CLOSING_FIELDS)

/* Arguments of "take_over". */
#define KX_RECTIFICATION_TAKE_OVER_FIELDS(F) \
  F (rectification_take_over, state, CODE, KX_REQUIRED, 2, N_("State"), .codes = kx_rectification_state_codes)
KX_DECLARE_ENTITY (rectification_take_over, KX_RECTIFICATION_TAKE_OVER_FIELDS)
/* clang-format on */

/* TRUE while the agency still has to act or the office to look. */
gboolean kx_rectification_is_open (const KxRecord *rectification);

G_END_DECLS

/* What an office writes to the body above it, and the answer: a request for instructions with its approval
 * (请示、批复), a filing (备案) or a report (报告). Both are facts; the body above does not work here. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_UPWARD_KINDS(C) \
  C (upward, kind, request, N_("Request for instructions")) \
  C (upward, kind, filing, N_("Filing")) \
  C (upward, kind, report, N_("Written report"))
KX_DECLARE_CODES (upward, kind, KX_UPWARD_KINDS)

#define KX_UPWARD_RESULTS(C) \
  C (upward, result, pending, N_("Not answered yet")) \
  C (upward, result, granted, N_("Granted")) \
  C (upward, result, refused, N_("Not granted")) \
  C (upward, result, noted, N_("Noted"))
KX_DECLARE_CODES (upward, result, KX_UPWARD_RESULTS)

#define KX_UPWARD_FIELDS(F) \
  F (upward, office,         REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (upward, kind,           CODE,      KX_REQUIRED, 2, N_("Kind of paper"), .codes = kx_upward_kind_codes) \
  F (upward, subject,        TEXT,      KX_REQUIRED | KX_SEARCHED | KX_TITLE, 2, N_("Subject"), .max = 200) \
  F (upward, addressed_to,   TEXT,      KX_REQUIRED | KX_SEARCHED, 2, N_("Addressed to"), .max = 120) \
  F (upward, number,         TEXT,      KX_SEARCHED | KX_UNIQUE, 2, N_("Document number"), .max = 60) \
  F (upward, sent_on,        DATE,      0, 2, N_("Sent on")) \
  F (upward, answer_number,  TEXT,      KX_SEARCHED, 2, N_("Number of the answer"), .max = 60) \
  F (upward, answered_on,    DATE,      0, 2, N_("Answered on")) \
  F (upward, result,         CODE,      KX_REQUIRED, 2, N_("Answer"), .codes = kx_upward_result_codes) \
  F (upward, places_granted, INTEGER,   0, 2, N_("Places granted"), .max = 999) \
  F (upward, note,           LONG_TEXT, 0, 2, N_("Note"), .max = 4000)
KX_DECLARE_ENTITY (upward, KX_UPWARD_FIELDS)
/* clang-format on */

G_END_DECLS

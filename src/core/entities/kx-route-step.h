/* A step of the way a slip takes through an office (审批流程): whose opinion line stands on it, in which
 * order.
 */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
/* The lines of a slip: 经办, 复核, 会签, 审批. */
#define KX_ROUTE_LINES(C) \
  C (route_step, line, handling, N_("Handled by")) \
  C (route_step, line, review, N_("Reviewed by")) \
  C (route_step, line, countersign, N_("Countersigned by")) \
  C (route_step, line, approval, N_("Approved by"))
KX_DECLARE_CODES (route_step, line, KX_ROUTE_LINES)

#define KX_ROUTE_STEP_FIELDS(F) \
  F (route_step, office,      REF,     KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (route_step, record_kind, TEXT,    KX_REQUIRED | KX_FIXED, 2, N_("Kind of record"), .max = 40, .format = KX_FORMAT_ENTITY) \
  F (route_step, act,         TEXT,    KX_REQUIRED | KX_FIXED, 2, N_("Step that is asked for"), .max = 60) \
  F (route_step, ordinal,     INTEGER, KX_REQUIRED, 2, N_("Place in the order"), .min = 1, .max = 99) \
  F (route_step, line,        CODE,    KX_REQUIRED, 2, N_("Line"), .codes = kx_route_step_line_codes) \
  F (route_step, post,        TEXT,    KX_REQUIRED | KX_TITLE, 2, N_("Post"), .max = 60)
KX_DECLARE_ENTITY (route_step, KX_ROUTE_STEP_FIELDS)
/* clang-format on */

G_END_DECLS

/* A change of an agency with which an agreement runs (变更): what changed, when it was reported, and whether
 * it asks for a new assessment. One is proposed when a watched field of the agency's record changes; a person
 * decides. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_CHANGE_CASE_STATES(C) \
  C (change_case, state, reported, N_("Reported")) \
  C (change_case, state, in_assessment, N_("In assessment")) \
  C (change_case, state, closed, N_("Case closed"))
KX_DECLARE_CODES (change_case, state, KX_CHANGE_CASE_STATES)

#define KX_CHANGE_CASE_NEEDS(C, f) \
  C (change_case, f, no, N_("No new assessment")) \
  C (change_case, f, yes, N_("New assessment"))
#define KX_CHANGE_CASE_PROPOSALS(C) KX_CHANGE_CASE_NEEDS (C, proposal)
#define KX_CHANGE_CASE_DECISIONS(C) \
  KX_CHANGE_CASE_NEEDS (C, needs_assessment) \
  C (change_case, needs_assessment, later, N_("Decided later"))
KX_DECLARE_CODES (change_case, proposal, KX_CHANGE_CASE_PROPOSALS)
KX_DECLARE_CODES (change_case, needs_assessment, KX_CHANGE_CASE_DECISIONS)

/* The texts are as history has them. */
#define KX_CHANGE_CASE_FIELDS(F) \
  F (change_case, agency,           REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Agency"), .target = "agency") \
  F (change_case, field,            TEXT,      KX_REQUIRED | KX_FIXED | KX_TITLE, 2, N_("What changed"), .max = 64) \
  F (change_case, old_text,         LONG_TEXT, KX_FIXED, 2, N_("Before"), .max = 1000) \
  F (change_case, new_text,         LONG_TEXT, 0, 2, N_("After"), .max = 1000) \
  F (change_case, state,            CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_change_case_state_codes) \
  F (change_case, changed_on,       DATE,      0, 2, N_("Changed on")) \
  F (change_case, approved_on,      DATE,      0, 2, N_("Approved by its authority on")) \
  F (change_case, reported_on,      DATE,      0, 2, N_("Reported on")) \
  F (change_case, proposal,         CODE,      KX_SERVICE_SETS, 2, N_("Proposed"), .codes = kx_change_case_proposal_codes) \
  F (change_case, needs_assessment, CODE,      KX_SERVICE_SETS, 2, N_("Decided"), .codes = kx_change_case_needs_assessment_codes) \
  F (change_case, decided_by,       REF,       KX_SERVICE_SETS, 2, N_("Decided by"), .target = "user") \
  F (change_case, decided_on,       DATE,      KX_SERVICE_SETS, 2, N_("Decided on")) \
  F (change_case, outcome,          LONG_TEXT, KX_SERVICE_SETS, 2, N_("Outcome"), .max = 1000) \
  F (change_case, closed_on,        DATE,      KX_SERVICE_SETS, 2, N_("Closed on")) \
  F (change_case, note,             LONG_TEXT, KX_BESIDE, 2, N_("Note"), .max = 2000)
KX_DECLARE_ENTITY (change_case, KX_CHANGE_CASE_FIELDS)

/* Arguments of "decide". */
#define KX_CHANGE_DECISION_FIELDS(F) \
  F (change_decision, needs_assessment, CODE, KX_REQUIRED, 2, N_("Decided"), .codes = kx_change_case_needs_assessment_codes)
KX_DECLARE_ENTITY (change_decision, KX_CHANGE_DECISION_FIELDS)

/* Arguments of "finish". */
#define KX_CHANGE_FINISH_FIELDS(F) \
  F (change_finish, closed_on, DATE,      KX_REQUIRED, 2, N_("Closed on")) \
  F (change_finish, outcome,   LONG_TEXT, KX_REQUIRED, 2, N_("Outcome"), .max = 1000)
KX_DECLARE_ENTITY (change_finish, KX_CHANGE_FINISH_FIELDS)
/* clang-format on */

G_END_DECLS

/* A service agreement (服务协议) between an office and an agency, through its whole life. Whether it is in
 * force, about to end or over follows from its dates, and is never stored. */
#pragma once

#include "core/entities/kx-agency.h"
#include "core/entities/kx-exit-case.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_AGREEMENT_KINDS(C) \
  C (agreement, kind, rehabilitation, N_("Work-injury rehabilitation")) \
  C (agreement, kind, medical, N_("Work-injury treatment")) \
  C (agreement, kind, device, N_("Assistive devices"))
KX_DECLARE_CODES (agreement, kind, KX_AGREEMENT_KINDS)

#define KX_AGREEMENT_STATES(C) \
  C (agreement, state, draft, N_("Being drawn up")) \
  C (agreement, state, in_review, N_("In review")) \
  C (agreement, state, approved, N_("Approved")) \
  C (agreement, state, agency_signed, N_("Signed by the agency")) \
  C (agreement, state, signed, N_("Signed")) \
  C (agreement, state, terminating, N_("Being terminated")) \
  C (agreement, state, ended, N_("Ended"))
KX_DECLARE_CODES (agreement, state, KX_AGREEMENT_STATES)

#define KX_AGREEMENT_TYPES(C) \
  C (agreement, rehab_types, medical, N_("Medical rehabilitation")) \
  C (agreement, rehab_types, vocational, N_("Vocational rehabilitation")) \
  C (agreement, rehab_types, social, N_("Social rehabilitation"))
KX_DECLARE_CODES (agreement, rehab_types, KX_AGREEMENT_TYPES)

/* Against which limit of a layout it counts (市本级, or a county). */
#define KX_AGREEMENT_COUNTS(C) \
  C (agreement, counts_toward, county, N_("County")) \
  C (agreement, counts_toward, city_level, N_("City level"))
KX_DECLARE_CODES (agreement, counts_toward, KX_AGREEMENT_COUNTS)

#define KX_AGREEMENT_DISPUTE_PATHS(C) \
  C (agreement, dispute_paths, negotiation, N_("Negotiation")) \
  C (agreement, dispute_paths, mediation, N_("Mediation by the bureau")) \
  C (agreement, dispute_paths, reconsideration, N_("Administrative reconsideration")) \
  C (agreement, dispute_paths, litigation, N_("Litigation")) \
  C (agreement, dispute_paths, arbitration, N_("Arbitration"))
KX_DECLARE_CODES (agreement, dispute_paths, KX_AGREEMENT_DISPUTE_PATHS)

#define KX_AGREEMENT_ENDINGS(C) \
  C (agreement, ending, expired, N_("Term over")) \
  C (agreement, ending, terminated, N_("Terminated by the office")) \
  C (agreement, ending, agency_left, N_("Agency asked to leave")) \
  C (agreement, ending, unpaid, N_("Ended by the unpaid agency")) \
  C (agreement, ending, merged, N_("Merged or closed without fault"))
KX_DECLARE_CODES (agreement, ending, KX_AGREEMENT_ENDINGS)

#define KX_AGREEMENT_FIELDS(F) \
  F (agreement, office,          REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (agreement, agency,          REF,       KX_REQUIRED | KX_FIXED | KX_FOUND_AS, 2, N_("Agency"), .target = "agency") \
  F (agreement, kind,            CODE,      KX_REQUIRED | KX_FIXED, 2, N_("Kind of agreement"), .codes = kx_agreement_kind_codes) \
  F (agreement, number,          TEXT,      KX_SEARCHED | KX_TITLE | KX_UNIQUE, 2, N_("Agreement number"), .max = 60) \
  F (agreement, state,           CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_agreement_state_codes) \
  F (agreement, scopes,          CODES,     0, 2, N_("Scopes of service"), .codes = kx_agency_scopes_offered_codes) \
  F (agreement, rehab_types,     CODES,     0, 2, N_("Types of rehabilitation"), .codes = kx_agreement_rehab_types_codes) \
  F (agreement, counts_toward,   CODE,      0, 2, N_("Counts toward"), .codes = kx_agreement_counts_toward_codes) \
  F (agreement, counts_area,     TEXT,      0, 2, N_("Counts in (area code)"), .max = 11, .format = KX_FORMAT_AREA) \
  F (agreement, layout_reason,   LONG_TEXT, 0, 2, N_("Reason for going beyond the limit"), .max = 500) \
  F (agreement, template_name,   TEXT,      0, 2, N_("Text of the agreement"), .max = 120) \
  F (agreement, template_version, TEXT,     0, 2, N_("Version of the text"), .max = 60) \
  F (agreement, catalogue_version, TEXT,    0, 2, N_("Version of the catalogues"), .max = 60) \
  F (agreement, version_reason,  LONG_TEXT, 0, 2, N_("Reason for another version"), .max = 500) \
  F (agreement, phases,          TEXT,      0, 2, N_("Phases of rehabilitation"), .max = 200) \
  F (agreement, out_of_area,     LONG_TEXT, 0, 2, N_("Rule for out-of-area rehabilitation"), .max = 1000) \
  F (agreement, service_guarantee, LONG_TEXT, 0, 2, N_("Service guarantee"), .max = 2000) \
  F (agreement, dispute_paths,   CODES,     0, 2, N_("Paths for disputes"), .codes = kx_agreement_dispute_paths_codes) \
  F (agreement, starts_on,       DATE,      0, 2, N_("Starts on")) \
  F (agreement, ends_on,         DATE,      KX_DUE, 2, N_("Ends on")) \
  F (agreement, agreed_end,      DATE,      KX_SERVICE_SETS, 2, N_("Ends on, as it was signed")) \
  F (agreement, bridge_number,   TEXT,      KX_SERVICE_SETS, 2, N_("Carried on by paper number"), .max = 60) \
  F (agreement, bridged_on,      DATE,      KX_SERVICE_SETS, 2, N_("Carried on by paper of")) \
  F (agreement, leaving_asked_on, DATE,     KX_SERVICE_SETS, 2, N_("Agency's notice received on")) \
  F (agreement, leaving_on,      DATE,      KX_SERVICE_SETS | KX_DUE, 2, N_("Is to end on")) \
  F (agreement, leaving_as,      CODE,      KX_SERVICE_SETS, 2, N_("Is to end as"), .codes = kx_agreement_ending_codes) \
  F (agreement, unpaid,          LONG_TEXT, KX_SERVICE_SETS, 2, N_("Claims that the agency calls unpaid"), .max = 2000) \
  F (agreement, dispute,         LONG_TEXT, KX_SERVICE_SETS, 2, N_("What the office disputes of it"), .max = 2000) \
  F (agreement, leaving_number,  TEXT,      KX_SERVICE_SETS, 2, N_("Number of the decision"), .max = 60) \
  F (agreement, leaving_decided_on, DATE,   KX_SERVICE_SETS, 2, N_("Termination decided on")) \
  F (agreement, leaving_served_on, DATE,    KX_SERVICE_SETS, 2, N_("Termination served on")) \
  F (agreement, leaving_clause,  TEXT,      KX_SERVICE_SETS, 2, N_("Clause or law it rests on"), .max = 200) \
  F (agreement, patients,        LONG_TEXT, KX_SERVICE_SETS, 2, N_("Plan for the patients"), .max = 2000) \
  F (agreement, agency_signed_on, DATE,     KX_BESIDE, 2, N_("Signed by the agency on")) \
  F (agreement, agency_signer,   TEXT,      KX_PERSON | KX_BESIDE, 2, N_("Signer of the agency"), .max = 30) \
  F (agreement, agency_entered_by, REF,     KX_SERVICE_SETS, 2, N_("Agency's signature entered by"), .target = "user") \
  F (agreement, signed_on,       DATE,      KX_BESIDE, 2, N_("Signed on")) \
  F (agreement, office_signer,   TEXT,      KX_PERSON | KX_BESIDE, 2, N_("Signer of the office"), .max = 30) \
  F (agreement, previous,        REF,       KX_FIXED, 2, N_("Agreement before it"), .target = "agreement") \
  F (agreement, rectify_by,      DATE,      0, 2, N_("Renewed with a rectification to be done by")) \
  F (agreement, despite_on,      DATE,      KX_SERVICE_SETS, 2, N_("Renewal despite a rectification decided on")) \
  F (agreement, not_renewed_on,  DATE,      KX_SERVICE_SETS, 2, N_("Decided not to renew on")) \
  F (agreement, not_renewed_why, LONG_TEXT, KX_SERVICE_SETS, 2, N_("Why it is not renewed"), .max = 2000) \
  F (agreement, plaque_no,       TEXT,      KX_BESIDE, 2, N_("Number of the plaque"), .max = 60) \
  F (agreement, plaque_given_on, DATE,      KX_BESIDE, 2, N_("Plaque given on")) \
  F (agreement, plaque_returned_on, DATE,   KX_BESIDE, 2, N_("Plaque returned on")) \
  F (agreement, plaque_returned_by, TEXT,   KX_PERSON | KX_BESIDE, 2, N_("Plaque taken back by"), .max = 30) \
  F (agreement, published_on,    DATE,      KX_BESIDE, 2, N_("List published on")) \
  F (agreement, filed_on,        DATE,      KX_BESIDE, 2, N_("Filed with the province on")) \
  F (agreement, patients_moved_on, DATE,    KX_BESIDE, 2, N_("Patients moved or discharged by")) \
  F (agreement, settled_on,      DATE,      KX_BESIDE, 2, N_("Settlement closed on")) \
  F (agreement, ended_on,        DATE,      0, 2, N_("Ended on")) \
  F (agreement, ending,          CODE,      0, 2, N_("How it ended"), .codes = kx_agreement_ending_codes) \
  F (agreement, statement,       CODE,      0, 2, N_("Statement and defence"), .codes = kx_exit_case_statement_codes) \
  F (agreement, statement_on,    DATE,      0, 2, N_("Heard, waived, or term over on")) \
  F (agreement, proposed_by,     REF,       KX_SERVICE_SETS, 2, N_("Proposed by"), .target = "user") \
  F (agreement, approved_by,     REF,       KX_SERVICE_SETS, 2, N_("Approved by"), .target = "user") \
  F (agreement, taken_over,      BOOLEAN,   KX_SERVICE_SETS, 2, N_("Taken over")) \
  F (agreement, taken_over_as, CODE, KX_SERVICE_SETS, 2, N_("Taken over as"), .codes = kx_agreement_state_codes) \
  F (agreement, taken_over_by,   REF,       KX_SERVICE_SETS, 2, N_("Taken over by"), .target = "user") \
  F (agreement, confirmed_by,    REF,       KX_SERVICE_SETS, 2, N_("Confirmed by"), .target = "user") \
  F (agreement, confirmed_on,    DATE,      KX_SERVICE_SETS, 2, N_("Confirmed on")) \
  F (agreement, note,            LONG_TEXT, KX_BESIDE, 2, N_("Note"), .max = 4000)
KX_DECLARE_ENTITY (agreement, KX_AGREEMENT_FIELDS)

/* Arguments of "agency_sign" and "sign". */
#define KX_SIGNING_FIELDS(F) \
  F (signing, signed_on, DATE, KX_REQUIRED, 2, N_("Signed on")) \
  F (signing, signer,    TEXT, KX_REQUIRED | KX_PERSON, 2, N_("Signer"), .max = 30)
KX_DECLARE_ENTITY (signing, KX_SIGNING_FIELDS)

/* Arguments of "take_over": the state in which it runs on paper. */
#define KX_TAKE_OVER_FIELDS(F) \
  F (take_over, state, CODE, KX_REQUIRED, 2, N_("State"), .codes = kx_agreement_state_codes)
KX_DECLARE_ENTITY (take_over, KX_TAKE_OVER_FIELDS)

/* Arguments of "bridge": the supplement or notice by which it is carried on (顺延). */
#define KX_BRIDGE_FIELDS(F) \
  F (bridge, number,  TEXT, KX_REQUIRED, 2, N_("Number of the paper"), .max = 60) \
  F (bridge, made_on, DATE, KX_REQUIRED, 2, N_("Day of the paper")) \
  F (bridge, ends_on, DATE, KX_REQUIRED, 2, N_("Carried on until"))
KX_DECLARE_ENTITY (bridge, KX_BRIDGE_FIELDS)

/* Arguments of "let_leave": the agency asks to leave, and the office agrees. */
#define KX_LEAVE_FIELDS(F) \
  F (leave, asked_on, DATE, KX_REQUIRED, 2, N_("Asked on")) \
  F (leave, ends_on,  DATE, KX_REQUIRED, 2, N_("Is to end on"))
KX_DECLARE_ENTITY (leave, KX_LEAVE_FIELDS)

/* Arguments of "enter_notice": the agency ends it because it was not paid in time and in full. */
#define KX_UNPAID_NOTICE_FIELDS(F) \
  F (unpaid_notice, received_on, DATE,      KX_REQUIRED, 2, N_("Received on")) \
  F (unpaid_notice, ends_on,     DATE,      KX_REQUIRED, 2, N_("Is to end on")) \
  F (unpaid_notice, unpaid,      LONG_TEXT, 0, 2, N_("Claims that the agency calls unpaid"), .max = 2000) \
  F (unpaid_notice, dispute,     LONG_TEXT, 0, 2, N_("What the office disputes of it"), .max = 2000)
KX_DECLARE_ENTITY (unpaid_notice, KX_UNPAID_NOTICE_FIELDS)

/* Arguments of "not_renew": the office lets the term run out (不续签), and tells the agency why. */
#define KX_NOT_RENEWING_FIELDS(F) \
  F (not_renewing, decided_on, DATE,      KX_REQUIRED, 2, N_("Decided on")) \
  F (not_renewing, reasons,    LONG_TEXT, KX_REQUIRED, 2, N_("Reasons, as the agency is told"), .max = 2000)
KX_DECLARE_ENTITY (not_renewing, KX_NOT_RENEWING_FIELDS)
/* Arguments of "terminate": the office ends it by a decision that was served (解除). */
#define KX_TERMINATION_FIELDS(F) \
  F (termination, decided_on, DATE,      KX_REQUIRED, 2, N_("Termination decided on")) \
  F (termination, number,     TEXT,      KX_REQUIRED, 2, N_("Number of the decision"), .max = 60) \
  F (termination, clause,     TEXT,      KX_REQUIRED, 2, N_("Clause or law it rests on"), .max = 200) \
  F (termination, served_on,  DATE,      KX_REQUIRED, 2, N_("Termination served on")) \
  F (termination, ends_on,    DATE,      KX_REQUIRED, 2, N_("Is to end on")) \
  F (termination, patients,   LONG_TEXT, KX_REQUIRED, 2, N_("Plan for the patients"), .max = 2000) \
  F (termination, moved_by,   DATE,      0, 2, N_("Last transfer of the plan")) \
  F (termination, exit_case,  REF,       0, 2, N_("Exit case"), .target = "exit_case") \
  F (termination, statement,  CODE,      0, 2, N_("Statement and defence"), .codes = kx_exit_case_statement_codes) \
  F (termination, statement_on, DATE,    0, 2, N_("Heard, waived, or term over on"))
KX_DECLARE_ENTITY (termination, KX_TERMINATION_FIELDS)

/* Arguments of "end". An end by the office says how the agency was heard, unless its exit case does. */
#define KX_AGREEMENT_END_FIELDS(F) \
  F (agreement_end, ended_on, DATE, KX_REQUIRED, 2, N_("Ended on")) \
  F (agreement_end, ending,   CODE, KX_REQUIRED, 2, N_("How it ended"), .codes = kx_agreement_ending_codes) \
  F (agreement_end, statement, CODE, 0, 2, N_("Statement and defence"), .codes = kx_exit_case_statement_codes) \
  F (agreement_end, statement_on, DATE, 0, 2, N_("Heard, waived, or term over on"))
KX_DECLARE_ENTITY (agreement_end, KX_AGREEMENT_END_FIELDS)
/* clang-format on */

/* TRUE from the last signature until it has ended: it counts, and it obliges. */
gboolean kx_agreement_runs (const KxRecord *agreement);

G_END_DECLS

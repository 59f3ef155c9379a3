/* An application (准入申请) of an agency to be admitted, in an admission round or by itself. Its due dates
 * follow from its dates and are never stored: core/kx-admission.h. */
#pragma once

#include "core/entities/kx-agreement.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_APPLICATION_STATES(C) \
  C (application, state, received, N_("Received")) \
  C (application, state, supplementing, N_("Being supplemented")) \
  C (application, state, accepted, N_("Accepted")) \
  C (application, state, assessing, N_("Being assessed")) \
  C (application, state, publicity, N_("In public notice")) \
  C (application, state, objection, N_("Objection under review")) \
  C (application, state, admitted, N_("Admitted")) \
  C (application, state, refused, N_("Not admitted")) \
  C (application, state, withdrawn, N_("Withdrawn"))
KX_DECLARE_CODES (application, state, KX_APPLICATION_STATES)

#define KX_APPLICATION_ASSESSMENTS(C) \
  C (application, assessment, passed, N_("Assessment passed")) \
  C (application, assessment, failed, N_("Assessment failed"))
KX_DECLARE_CODES (application, assessment, KX_APPLICATION_ASSESSMENTS)

#define KX_APPLICATION_STANDINGS(C) \
  C (application, standing, placed, N_("Has a place")) \
  C (application, standing, reserve, N_("Reserve"))
KX_DECLARE_CODES (application, standing, KX_APPLICATION_STANDINGS)

#define KX_APPLICATION_GROUNDS(C) \
  C (application, refusal_grounds, incomplete, N_("Documents incomplete")) \
  C (application, refusal_grounds, late, N_("Received after closing")) \
  C (application, refusal_grounds, conditions, N_("Conditions not met")) \
  C (application, refusal_grounds, assessment_failed, N_("Assessment failed")) \
  C (application, refusal_grounds, banned, N_("No new application yet after an exit at fault")) \
  C (application, refusal_grounds, no_place, N_("No place left")) \
  C (application, refusal_grounds, objection_upheld, N_("Objection upheld")) \
  C (application, refusal_grounds, other, N_("Other ground"))
KX_DECLARE_CODES (application, refusal_grounds, KX_APPLICATION_GROUNDS)

#define KX_APPLICATION_FIELDS(F) \
  F (application, office,          REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (application, agency,          REF,       KX_REQUIRED | KX_FIXED | KX_FOUND_AS, 2, N_("Agency"), .target = "agency") \
  F (application, round,           REF,       0, 2, N_("Admission round"), .target = "admission_round") \
  F (application, number,          TEXT,      KX_SEARCHED | KX_TITLE | KX_UNIQUE, 2, N_("Number of the application"), .max = 60) \
  F (application, state,           CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_application_state_codes) \
  F (application, received_on,     DATE,      KX_REQUIRED, 2, N_("Received on")) \
  F (application, counts_toward,   CODE,      0, 2, N_("Counts toward"), .codes = kx_agreement_counts_toward_codes) \
  F (application, counts_area,     TEXT,      0, 2, N_("Counts in (area code)"), .max = 11, .format = KX_FORMAT_AREA) \
  F (application, scopes,          CODES,     0, 2, N_("Scopes of service"), .codes = kx_agency_scopes_offered_codes) \
  F (application, rehab_types,     CODES,     0, 2, N_("Types of rehabilitation"), .codes = kx_agreement_rehab_types_codes) \
  F (application, accept_by,       DATE,      KX_DUE, 2, N_("To be accepted by")) \
  F (application, supplement_by,   DATE,      KX_DUE, 2, N_("To be supplemented by")) \
  F (application, assess_by,       DATE,      KX_DUE, 2, N_("To be assessed by")) \
  F (application, accepted_on,     DATE,      KX_SERVICE_SETS, 2, N_("Accepted on")) \
  F (application, accepted_by,     REF,       KX_SERVICE_SETS, 2, N_("Accepted by"), .target = "user") \
  F (application, assessment_from, DATE,      KX_SERVICE_SETS, 2, N_("Assessment begun on")) \
  F (application, assessed_on,     DATE,      KX_SERVICE_SETS, 2, N_("Assessed on")) \
  F (application, assessment,      CODE,      KX_SERVICE_SETS, 2, N_("Result of the assessment"), .codes = kx_application_assessment_codes) \
  F (application, score,           DECIMAL,   KX_SERVICE_SETS, 2, N_("Score"), .digits = 2, .max = 100000) \
  F (application, opinion,         LONG_TEXT, KX_SERVICE_SETS, 2, N_("Opinion"), .max = 4000) \
  F (application, assessed_by,     REF,       KX_SERVICE_SETS, 2, N_("Result entered by"), .target = "user") \
  F (application, rank_no,         INTEGER,   KX_SERVICE_SETS, 2, N_("Rank")) \
  F (application, standing,        CODE,      KX_SERVICE_SETS, 2, N_("Standing"), .codes = kx_application_standing_codes) \
  F (application, publicity_from,  DATE,      KX_SERVICE_SETS, 2, N_("Public notice from")) \
  F (application, publicity_until, DATE,      KX_SERVICE_SETS | KX_DUE, 2, N_("Public notice until")) \
  F (application, objection_until, DATE,      KX_SERVICE_SETS | KX_DUE, 2, N_("Objections until")) \
  F (application, decided_on,      DATE,      KX_SERVICE_SETS, 2, N_("Decided on")) \
  F (application, decided_by,      REF,       KX_SERVICE_SETS, 2, N_("Decided by"), .target = "user") \
  F (application, refusal_grounds, CODES,     KX_SERVICE_SETS, 2, N_("Grounds of refusal"), .codes = kx_application_refusal_grounds_codes) \
  F (application, reasons,         LONG_TEXT, KX_SERVICE_SETS, 2, N_("Reasons"), .max = 4000) \
  F (application, withdrawn_on,    DATE,      KX_SERVICE_SETS, 2, N_("Withdrawn on")) \
  F (application, agreement,       REF,       KX_SERVICE_SETS, 2, N_("Agreement"), .target = "agreement") \
  F (application, note,            LONG_TEXT, KX_BESIDE, 2, N_("Note"), .max = 4000)
KX_DECLARE_ENTITY (application, KX_APPLICATION_FIELDS)

/* Arguments of the actions. A field of the same name in the application takes each. */
#define KX_APPLICATION_ASK_FIELDS(F) \
  F (application_ask, asked_on,      DATE, KX_REQUIRED, 2, N_("Notice given on")) \
  F (application_ask, supplement_by, DATE, 0, 2, N_("To be supplemented by"))
KX_DECLARE_ENTITY (application_ask, KX_APPLICATION_ASK_FIELDS)

#define KX_APPLICATION_ACCEPT_FIELDS(F) \
  F (application_accept, accepted_on, DATE, KX_REQUIRED, 2, N_("Accepted on"))
KX_DECLARE_ENTITY (application_accept, KX_APPLICATION_ACCEPT_FIELDS)

#define KX_APPLICATION_START_FIELDS(F) \
  F (application_start, assessment_from, DATE, KX_REQUIRED, 2, N_("Assessment begun on")) \
  F (application_start, assess_by,       DATE, 0, 2, N_("To be assessed by"))
KX_DECLARE_ENTITY (application_start, KX_APPLICATION_START_FIELDS)

#define KX_APPLICATION_RESULT_FIELDS(F) \
  F (application_result, assessed_on, DATE,      KX_REQUIRED, 2, N_("Assessed on")) \
  F (application_result, assessment,  CODE,      KX_REQUIRED, 2, N_("Result of the assessment"), .codes = kx_application_assessment_codes) \
  F (application_result, score,       DECIMAL,   0, 2, N_("Score"), .digits = 2, .max = 100000) \
  F (application_result, opinion,     LONG_TEXT, 0, 2, N_("Opinion"), .max = 4000)
KX_DECLARE_ENTITY (application_result, KX_APPLICATION_RESULT_FIELDS)

#define KX_APPLICATION_PUBLISH_FIELDS(F) \
  F (application_publish, publicity_from,  DATE, KX_REQUIRED, 2, N_("Public notice from")) \
  F (application_publish, publicity_until, DATE, 0, 2, N_("Public notice until")) \
  F (application_publish, objection_until, DATE, 0, 2, N_("Objections until"))
KX_DECLARE_ENTITY (application_publish, KX_APPLICATION_PUBLISH_FIELDS)

#define KX_APPLICATION_ADMIT_FIELDS(F) \
  F (application_admit, decided_on, DATE, KX_REQUIRED, 2, N_("Decided on"))
KX_DECLARE_ENTITY (application_admit, KX_APPLICATION_ADMIT_FIELDS)

#define KX_APPLICATION_REFUSE_FIELDS(F) \
  F (application_refuse, decided_on,      DATE,      KX_REQUIRED, 2, N_("Decided on")) \
  F (application_refuse, refusal_grounds, CODES,     KX_REQUIRED, 2, N_("Grounds of refusal"), .codes = kx_application_refusal_grounds_codes) \
  F (application_refuse, reasons,         LONG_TEXT, KX_REQUIRED, 2, N_("Reasons"), .max = 4000)
KX_DECLARE_ENTITY (application_refuse, KX_APPLICATION_REFUSE_FIELDS)

#define KX_APPLICATION_WITHDRAW_FIELDS(F) \
  F (application_withdraw, withdrawn_on, DATE, KX_REQUIRED, 2, N_("Withdrawn on"))
KX_DECLARE_ENTITY (application_withdraw, KX_APPLICATION_WITHDRAW_FIELDS)
/* clang-format on */

/* TRUE until it is admitted, refused or withdrawn. */
gboolean kx_application_is_open (const KxRecord *application);

G_END_DECLS

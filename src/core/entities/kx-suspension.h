/* A time in which an agreement does not have its full effect, while it goes on: its service is suspended
 * (中止), for all of it or for a part, or the office holds back new patients or payment for the time being
 * (暂停新收治、暂缓拨付). It rests on a decision that was served. Whether it runs follows from its days, and
 * is never stored.
 *
 * `ended_with` repeats a day of its agreement: lists, to-dos and exports say from this row alone whether it
 * runs, also where the agreement is not at hand. The agreement's own steps set it, the end and a correction
 * of that day, and nothing else does. */
#pragma once

#include "core/entities/kx-agency.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-letter.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_SUSPENSION_KINDS(C) \
  C (suspension, kind, service, N_("Service suspended")) \
  C (suspension, kind, hold_patients, N_("Hold on new patients")) \
  C (suspension, kind, hold_payment, N_("Hold on payment"))
KX_DECLARE_CODES (suspension, kind, KX_SUSPENSION_KINDS)

#define KX_SUSPENSION_ORIGINS(C) \
  C (suspension, origin, office, N_("Decided by the office")) \
  C (suspension, origin, agency, N_("Asked for by the agency"))
KX_DECLARE_CODES (suspension, origin, KX_SUSPENSION_ORIGINS)

#define KX_SUSPENSION_TARGETS(C) \
  C (suspension, target, all, N_("Whole agreement")) \
  C (suspension, target, scope, N_("Single scopes")) \
  C (suspension, target, department, N_("A department")) \
  C (suspension, target, person, N_("A person"))
KX_DECLARE_CODES (suspension, target, KX_SUSPENSION_TARGETS)

#define KX_SUSPENSION_STATES(C) \
  C (suspension, state, proposed, N_("Put forward")) \
  C (suspension, state, decided, N_("Decision made")) \
  C (suspension, state, lifted, N_("Resumed")) \
  C (suspension, state, annulled, N_("Annulled"))
KX_DECLARE_CODES (suspension, state, KX_SUSPENSION_STATES)

#define KX_SUSPENSION_FIELDS(F) \
  F (suspension, agreement,    REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Agreement"), .target = "agreement") \
  F (suspension, office,       REF,       KX_SERVICE_SETS | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (suspension, agency,       REF,       KX_SERVICE_SETS | KX_FOUND_AS, 2, N_("Agency"), .target = "agency") \
  F (suspension, kind,         CODE,      KX_REQUIRED | KX_FIXED, 2, N_("Kind of suspension"), .codes = kx_suspension_kind_codes) \
  F (suspension, number,       TEXT,      KX_SERVICE_SETS | KX_SEARCHED | KX_TITLE, 2, N_("Number of the decision"), .max = 60) \
  F (suspension, state,        CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_suspension_state_codes) \
  F (suspension, origin,       CODE,      KX_REQUIRED, 2, N_("Comes from"), .codes = kx_suspension_origin_codes) \
  F (suspension, target,       CODE,      KX_REQUIRED, 2, N_("Concerns"), .codes = kx_suspension_target_codes) \
  F (suspension, scopes,       CODES,     0, 2, N_("Scopes of service"), .codes = kx_agency_scopes_offered_codes) \
  F (suspension, department,   TEXT,      0, 2, N_("Department"), .max = 120) \
  F (suspension, person,       TEXT,      KX_PERSON, 2, N_("Person"), .max = 30) \
  F (suspension, facts,        LONG_TEXT, 0, 2, N_("Facts found"), .max = 4000) \
  F (suspension, clause,       TEXT,      0, 2, N_("Clause of the agreement"), .max = 200) \
  F (suspension, law,          TEXT,      0, 2, N_("Law it rests on"), .max = 200) \
  F (suspension, asked_on,     DATE,      0, 2, N_("Asked for on")) \
  F (suspension, from_on,      DATE,      0, 2, N_("From")) \
  F (suspension, until_on,     DATE,      KX_DUE, 2, N_("Last day")) \
  F (suspension, patients,     LONG_TEXT, 0, 2, N_("Plan for the patients"), .max = 2000) \
  F (suspension, moved_by,     DATE,      0, 2, N_("Last transfer of the plan")) \
  F (suspension, notified_on,  DATE,      KX_BESIDE, 2, N_("Told of its right to speak on")) \
  F (suspension, statement,    CODE,      KX_BESIDE, 2, N_("Statement and defence"), .codes = kx_exit_case_statement_codes) \
  F (suspension, statement_on, DATE,      KX_BESIDE, 2, N_("Heard, waived, or term over on")) \
  F (suspension, proposed_by,  REF,       KX_SERVICE_SETS, 2, N_("Proposed by"), .target = "user") \
  F (suspension, decided_on,   DATE,      KX_SERVICE_SETS, 2, N_("Decided on")) \
  F (suspension, decided_by,   REF,       KX_SERVICE_SETS, 2, N_("Decided by"), .target = "user") \
  F (suspension, served_on,    DATE,      KX_SERVICE_SETS, 2, N_("Served on")) \
  F (suspension, served_how,   CODE,      KX_SERVICE_SETS, 2, N_("Served how"), .codes = kx_letter_served_how_codes) \
  F (suspension, service_proof, REF,      KX_SERVICE_SETS, 2, N_("Proof of service"), .target = "attachment") \
  F (suspension, first_until,  DATE,      KX_SERVICE_SETS, 2, N_("Last day, as it was decided")) \
  F (suspension, extended_by,  TEXT,      KX_SERVICE_SETS, 2, N_("Extended by paper number"), .max = 60) \
  F (suspension, lifted_on,    DATE,      KX_SERVICE_SETS, 2, N_("Resumed from")) \
  F (suspension, verified,     LONG_TEXT, KX_SERVICE_SETS, 2, N_("What was verified"), .max = 2000) \
  F (suspension, ended_with,   DATE,      KX_SERVICE_SETS, 2, N_("Agreement ended on")) \
  F (suspension, note,         LONG_TEXT, KX_BESIDE, 2, N_("Note"), .max = 4000)
KX_DECLARE_ENTITY (suspension, KX_SUSPENSION_FIELDS)

/* Arguments of "decide". */
#define KX_SUSPENSION_DECISION_FIELDS(F) \
  F (suspension_decision, decided_on, DATE, KX_REQUIRED, 2, N_("Decided on")) \
  F (suspension_decision, number,     TEXT, KX_REQUIRED, 2, N_("Number of the decision"), .max = 60)
KX_DECLARE_ENTITY (suspension_decision, KX_SUSPENSION_DECISION_FIELDS)

/* Arguments of "serve". What was only sent (发送) was not served: there is a proof. */
#define KX_SUSPENSION_SERVICE_FIELDS(F) \
  F (suspension_service, served_on,     DATE, KX_REQUIRED, 2, N_("Served on")) \
  F (suspension_service, served_how,    CODE, KX_REQUIRED, 2, N_("Served how"), .codes = kx_letter_served_how_codes) \
  F (suspension_service, service_proof, REF,  KX_REQUIRED, 2, N_("Proof of service"), .target = "attachment")
KX_DECLARE_ENTITY (suspension_service, KX_SUSPENSION_SERVICE_FIELDS)

/* Arguments of "extend". */
#define KX_SUSPENSION_EXTENSION_FIELDS(F) \
  F (suspension_extension, made_on,  DATE, KX_REQUIRED, 2, N_("Day of the paper")) \
  F (suspension_extension, number,   TEXT, KX_REQUIRED, 2, N_("Number of the paper"), .max = 60) \
  F (suspension_extension, until_on, DATE, KX_REQUIRED, 2, N_("Last day"))
KX_DECLARE_ENTITY (suspension_extension, KX_SUSPENSION_EXTENSION_FIELDS)

/* Arguments of "lift". */
#define KX_SUSPENSION_LIFTING_FIELDS(F) \
  F (suspension_lifting, lifted_on, DATE,      KX_REQUIRED, 2, N_("Resumed from")) \
  F (suspension_lifting, verified,  LONG_TEXT, KX_REQUIRED, 2, N_("What was verified"), .max = 2000)
KX_DECLARE_ENTITY (suspension_lifting, KX_SUSPENSION_LIFTING_FIELDS)
/* clang-format on */

/* A hold for the time being: no measure, and no ban follows from it. */
gboolean kx_suspension_is_hold (const KxRecord *suspension);

/* The first day on which it has its effect: not before it was served, but where the agency asked for it. None
 * while it is not decided or not served, or when it was annulled. */
KxDate kx_suspension_begins (const KxRecord *suspension);

/* The last day of its effect: that before the service resumed, at most its own last day, and at most the last
 * day of the agreement (`agreement_end`, none: not known). None: it has no end yet. Before its first day: it
 * never had an effect. */
KxDate kx_suspension_ends (const KxRecord *suspension, KxDate agreement_end);

/* Whether it has its effect on this day. */
gboolean kx_suspension_runs (const KxRecord *suspension, KxDate agreement_end, KxDate day);

/* On how many days up to `today` and with it it had its effect. */
int kx_suspension_days (const KxRecord *suspension, KxDate agreement_end, KxDate today);

G_END_DECLS

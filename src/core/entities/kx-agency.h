/* An agency (协议机构): one office's file on an institution that gives rehabilitation. Two offices have two
 * files with the same code. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_AGENCY_OWNERSHIPS(C) \
  C (agency, ownership, public, N_("Public")) \
  C (agency, ownership, private, N_("Private"))
KX_DECLARE_CODES (agency, ownership, KX_AGENCY_OWNERSHIPS)

#define KX_AGENCY_KINDS(C) \
  C (agency, kind, general_hospital_department, N_("Rehabilitation department of a general hospital")) \
  C (agency, kind, tcm_hospital_department, N_("Rehabilitation department of a hospital of Chinese medicine")) \
  C (agency, kind, rehabilitation_hospital, N_("Rehabilitation hospital")) \
  C (agency, kind, rehabilitation_centre, N_("Rehabilitation medical centre")) \
  C (agency, kind, township_health_centre, N_("Township health centre")) \
  C (agency, kind, community_health_centre, N_("Community health centre")) \
  C (agency, kind, workers_sanatorium, N_("Workers' sanatorium")) \
  C (agency, kind, veterans_hospital, N_("Hospital for veterans")) \
  C (agency, kind, pneumoconiosis_station, N_("Pneumoconiosis rehabilitation station")) \
  C (agency, kind, occupational_disease_hospital, N_("Occupational disease rehabilitation hospital")) \
  C (agency, kind, disability_rehabilitation_body, N_("Rehabilitation body for disabled persons")) \
  C (agency, kind, vocational_rehabilitation_body, N_("Vocational rehabilitation body")) \
  C (agency, kind, device_provider, N_("Assistive device provider")) \
  C (agency, kind, other, N_("Other kind"))
KX_DECLARE_CODES (agency, kind, KX_AGENCY_KINDS)

#define KX_AGENCY_LEVELS(C) \
  C (agency, hospital_level, tertiary_a, N_("Tertiary, grade A")) \
  C (agency, hospital_level, tertiary_b, N_("Tertiary, grade B")) \
  C (agency, hospital_level, tertiary, N_("Tertiary")) \
  C (agency, hospital_level, secondary_a, N_("Secondary, grade A")) \
  C (agency, hospital_level, secondary_b, N_("Secondary, grade B")) \
  C (agency, hospital_level, secondary, N_("Secondary")) \
  C (agency, hospital_level, primary, N_("Primary")) \
  C (agency, hospital_level, ungraded, N_("Ungraded"))
KX_DECLARE_CODES (agency, hospital_level, KX_AGENCY_LEVELS)

#define KX_AGENCY_SCOPES(C) \
  C (agency, scopes_offered, inpatient, N_("Inpatient")) \
  C (agency, scopes_offered, outpatient, N_("Outpatient")) \
  C (agency, scopes_offered, community, N_("Community")) \
  C (agency, scopes_offered, home, N_("At home"))
KX_DECLARE_CODES (agency, scopes_offered, KX_AGENCY_SCOPES)

#define KX_AGENCY_SUBSPECIALTIES(C) \
  C (agency, subspecialties, neurological, N_("Neurological rehabilitation")) \
  C (agency, subspecialties, orthopaedic, N_("Orthopaedic rehabilitation")) \
  C (agency, subspecialties, cardiopulmonary, N_("Cardiopulmonary rehabilitation")) \
  C (agency, subspecialties, pain, N_("Pain rehabilitation")) \
  C (agency, subspecialties, critical_care, N_("Critical care rehabilitation")) \
  C (agency, subspecialties, chinese_medicine, N_("Rehabilitation by Chinese medicine")) \
  C (agency, subspecialties, psychiatric, N_("Psychiatric rehabilitation"))
KX_DECLARE_CODES (agency, subspecialties, KX_AGENCY_SUBSPECIALTIES)

#define KX_AGENCY_STATUSES(C) \
  C (agency, status, operating, N_("Operating")) \
  C (agency, status, interrupted, N_("Business interrupted")) \
  C (agency, status, closed, N_("Closed"))
KX_DECLARE_CODES (agency, status, KX_AGENCY_STATUSES)

#define KX_AGENCY_FIELDS(F) \
  F (agency, name,                TEXT,      KX_REQUIRED | KX_SEARCHED | KX_TITLE | KX_WATCHED, 1, N_("Name"), .max = 120, .min = 2) \
  F (agency, office,              REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 1, N_("Office"), .target = "office") \
  F (agency, short_name,          TEXT,      KX_SEARCHED, 1, N_("Short name"), .max = 60) \
  F (agency, uscc,                TEXT,      KX_SEARCHED | KX_UNIQUE | KX_WATCHED, 1, N_("Unified social credit code"), .max = 18, .format = KX_FORMAT_USCC) \
  F (agency, no_uscc_reason,      TEXT,      0, 1, N_("Reason for having no code"), .max = 120) \
  F (agency, licence_no,          TEXT,      KX_SEARCHED, 1, N_("Practice licence number"), .max = 40) \
  F (agency, licence_valid_to,    DATE,      KX_DUE, 1, N_("Practice licence valid to")) \
  F (agency, licence_no_end,      BOOLEAN,   0, 1, N_("Practice licence without end")) \
  F (agency, ownership,           CODE,      KX_WATCHED | KX_WANTED, 1, N_("Ownership"), .codes = kx_agency_ownership_codes) \
  F (agency, kind,                CODE,      KX_WANTED, 1, N_("Kind of institution"), .codes = kx_agency_kind_codes) \
  F (agency, hospital_level,      CODE,      KX_WATCHED | KX_WANTED, 1, N_("Hospital level"), .codes = kx_agency_hospital_level_codes) \
  F (agency, county,              TEXT,      KX_WANTED, 1, N_("City or county (code)"), .max = 11, .format = KX_FORMAT_AREA) \
  F (agency, address,             TEXT,      KX_WATCHED, 1, N_("Address"), .max = 200) \
  F (agency, phone,               TEXT,      0, 1, N_("Telephone"), .max = 60, .format = KX_FORMAT_PHONE) \
  F (agency, out_of_area,         BOOLEAN,   0, 1, N_("Outside the office's area")) \
  F (agency, separate_department, BOOLEAN,   0, 1, N_("Separate work-injury rehabilitation department")) \
  F (agency, scopes_offered,      CODES,     KX_WATCHED, 1, N_("Scopes of service"), .codes = kx_agency_scopes_offered_codes) \
  F (agency, subspecialties,      CODES,     0, 1, N_("Subspecialties"), .codes = kx_agency_subspecialties_codes) \
  F (agency, beds,                INTEGER,   0, 1, N_("Rehabilitation beds"), .max = 99999) \
  F (agency, staff,               INTEGER,   0, 1, N_("Rehabilitation staff"), .max = 99999) \
  F (agency, departments,         TEXT,      0, 1, N_("Departments"), .max = 400) \
  F (agency, legal_rep,           TEXT,      KX_WATCHED | KX_PERSON, 1, N_("Legal representative"), .max = 30) \
  F (agency, contact,             TEXT,      KX_PERSON, 1, N_("Contact person"), .max = 30) \
  F (agency, contact_phone,       TEXT,      KX_SEALED, 1, N_("Contact person's telephone"), .max = 40, .format = KX_FORMAT_PHONE) \
  F (agency, bank_account,        TEXT,      KX_SEALED, 1, N_("Bank account"), .max = 40) \
  F (agency, status,              CODE,      0, 1, N_("Business status"), .codes = kx_agency_status_codes) \
  F (agency, note,                LONG_TEXT, 0, 1, N_("Note"), .max = 4000) \
  F (agency, alias_of,            REF,       KX_SERVICE_SETS | KX_ALIAS, 1, N_("Same institution as"), .target = "agency")
KX_DECLARE_ENTITY (agency, KX_AGENCY_FIELDS)

/* Arguments of the action that gives a sealed value; any entity with sealed fields has it. */
#define KX_REVEAL_FIELDS(F) \
  F (reveal, field, TEXT, KX_REQUIRED, 1, N_("Field"), .max = 64)
KX_DECLARE_ENTITY (reveal, KX_REVEAL_FIELDS)

/* Arguments of the action that links a second record of an institution to the one that stays. */
#define KX_LINK_ALIAS_FIELDS(F) \
  F (link_alias, target, REF, KX_REQUIRED, 1, N_("Record that stays"), .target = "agency")
KX_DECLARE_ENTITY (link_alias, KX_LINK_ALIAS_FIELDS)
/* clang-format on */

G_END_DECLS

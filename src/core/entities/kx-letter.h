/* A letter of an office (文书): drawn up, given its number of the register, served or merely sent, printed
 * again, and perhaps void. Two kinds of number: that of the register is ours and never repeats or skips;
 * the number of the document (发文字号) comes from the office's own system (OA), is typed in, and nobody
 * judges its gaps. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_LETTER_KINDS(C) \
  C (letter, kind, acceptance, N_("Notice of acceptance")) \
  C (letter, kind, non_acceptance, N_("Notice of non-acceptance")) \
  C (letter, kind, supplement_notice, N_("Notice for supplement")) \
  C (letter, kind, agreement, N_("Service agreement")) \
  C (letter, kind, supplement, N_("Supplementary agreement")) \
  C (letter, kind, bridge, N_("Notice that an agreement is carried on")) \
  C (letter, kind, change_notice, N_("Notice of changed particulars")) \
  C (letter, kind, renewal, N_("Notice of renewal")) \
  C (letter, kind, non_renewal, N_("Notice of non-renewal")) \
  C (letter, kind, hold, N_("Notice of an interim hold")) \
  C (letter, kind, suspension, N_("Notice of suspension")) \
  C (letter, kind, resumption, N_("Notice of resumption")) \
  C (letter, kind, termination, N_("Notice of termination")) \
  C (letter, kind, expiry, N_("Notice that an agreement is over")) \
  C (letter, kind, name_list, N_("Public list of agencies")) \
  C (letter, kind, rectification, N_("Notice of rectification")) \
  C (letter, kind, receipt, N_("Receipt of service")) \
  C (letter, kind, other, N_("Other letter"))
KX_DECLARE_CODES (letter, kind, KX_LETTER_KINDS)

#define KX_LETTER_STATES(C) \
  C (letter, state, draft, N_("Being drawn up")) \
  C (letter, state, issued, N_("Issued")) \
  C (letter, state, void, N_("Void"))
KX_DECLARE_CODES (letter, state, KX_LETTER_STATES)

/* How a letter is served (送达), after the ways of civil procedure. */
#define KX_LETTER_SERVICES(C) \
  C (letter, served_how, direct, N_("Handed over")) \
  C (letter, served_how, left, N_("Left there")) \
  C (letter, served_how, posted, N_("By post")) \
  C (letter, served_how, electronic, N_("Electronically, by consent")) \
  C (letter, served_how, entrusted, N_("Through another office")) \
  C (letter, served_how, announced, N_("By public announcement"))
KX_DECLARE_CODES (letter, served_how, KX_LETTER_SERVICES)

/* `said`: what a person says in it, a text for each field of its template that no record fills: an object of
 * texts. */
#define KX_LETTER_ROW_FIELDS(F) \
  F (letter, office,      REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (letter, kind,        CODE,      KX_REQUIRED | KX_FIXED, 2, N_("Kind of letter"), .codes = kx_letter_kind_codes) \
  F (letter, title,       TEXT,      KX_REQUIRED | KX_SEARCHED | KX_TITLE, 2, N_("Title"), .max = 200) \
  F (letter, agency,      REF,       KX_FIXED | KX_FOUND_AS, 2, N_("Agency"), .target = "agency") \
  F (letter, agreement,   REF,       KX_FIXED, 2, N_("Agreement"), .target = "agreement") \
  F (letter, application, REF,       KX_FIXED, 2, N_("Application"), .target = "application") \
  F (letter, suspension,  REF,       KX_FIXED, 2, N_("Suspension"), .target = "suspension") \
  F (letter, state,       CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_letter_state_codes) \
  F (letter, number,      TEXT,      KX_SERVICE_SETS | KX_SEARCHED, 2, N_("Number in the register"), .max = 120) \
  F (letter, taken_from,  REF,       KX_SERVICE_SETS, 2, N_("Series of numbers"), .target = "letter_series") \
  F (letter, register_no, INTEGER,   KX_SERVICE_SETS, 2, N_("Number within the series")) \
  F (letter, doc_number,  TEXT,      KX_SEARCHED | KX_BESIDE, 2, N_("Number of the document"), .max = 60) \
  F (letter, issuer,      TEXT,      0, 2, N_("Issuing body"), .max = 120) \
  F (letter, co_issuers,  LONG_TEXT, 0, 2, N_("Bodies that issue it too"), .max = 500) \
  F (letter, addressee,   TEXT,      KX_SEARCHED, 2, N_("Addressee"), .max = 120) \
  F (letter, said,        CONFIG,    0, 2, N_("What it says"), .max = 40000) \
  F (letter, template_name, TEXT,    0, 2, N_("Written after"), .max = 120) \
  F (letter, dated_on,    DATE,      KX_SERVICE_SETS, 2, N_("Dated")) \
  F (letter, issued_by,   REF,       KX_SERVICE_SETS, 2, N_("Letter issued by"), .target = "user") \
  F (letter, voided_on,   DATE,      KX_SERVICE_SETS, 2, N_("Void since")) \
  F (letter, voided_by,   REF,       KX_SERVICE_SETS, 2, N_("Made void by"), .target = "user") \
  F (letter, served_on,   DATE,      KX_SERVICE_SETS, 2, N_("Served on")) \
  F (letter, served_how,  CODE,      KX_SERVICE_SETS, 2, N_("Served how"), .codes = kx_letter_served_how_codes) \
  F (letter, served_to,   TEXT,      KX_SERVICE_SETS, 2, N_("Received by"), .max = 60) \
  F (letter, proof,       REF,       KX_SERVICE_SETS, 2, N_("Proof of service"), .target = "attachment") \
  F (letter, note,        LONG_TEXT, KX_BESIDE, 2, N_("Note"), .max = 4000)
KX_DECLARE_ENTITY (letter, KX_LETTER_ROW_FIELDS)

/* Arguments of "issue". */
#define KX_LETTER_ISSUE_FIELDS(F) \
  F (letter_issue, dated_on, DATE, KX_REQUIRED, 2, N_("Dated"))
KX_DECLARE_ENTITY (letter_issue, KX_LETTER_ISSUE_FIELDS)

/* Arguments of "serve"; their names are those of the letter's fields. */
#define KX_LETTER_SERVICE_FIELDS(F) \
  F (letter_service, served_on,  DATE, KX_REQUIRED, 2, N_("Served on")) \
  F (letter_service, served_how, CODE, KX_REQUIRED, 2, N_("Served how"), .codes = kx_letter_served_how_codes) \
  F (letter_service, served_to,  TEXT, KX_REQUIRED, 2, N_("Received by"), .max = 60) \
  F (letter_service, proof,      REF,  KX_REQUIRED, 2, N_("Proof of service"), .target = "attachment")
KX_DECLARE_ENTITY (letter_service, KX_LETTER_SERVICE_FIELDS)
/* clang-format on */

G_END_DECLS

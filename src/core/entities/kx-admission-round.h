/* An admission round (准入批次): a public call for a number of places, from its draft to the last decision on
 * an application in it. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_ROUND_LATE_DOCUMENTS(C) \
  C (admission_round, late_documents, refuse, N_("Not accepted when incomplete at closing")) \
  C (admission_round, late_documents, supplement, N_("May be supplemented after closing"))
KX_DECLARE_CODES (admission_round, late_documents, KX_ROUND_LATE_DOCUMENTS)

#define KX_ROUND_STATES(C) \
  C (admission_round, state, draft, N_("Being prepared")) \
  C (admission_round, state, announced, N_("Announced")) \
  C (admission_round, state, ranked, N_("Ranked")) \
  C (admission_round, state, closed, N_("Concluded")) \
  C (admission_round, state, cancelled, N_("Cancelled"))
KX_DECLARE_CODES (admission_round, state, KX_ROUND_STATES)

#define KX_ADMISSION_ROUND_FIELDS(F) \
  F (admission_round, office,         REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (admission_round, title,          TEXT,      KX_REQUIRED | KX_SEARCHED | KX_TITLE, 2, N_("Title of the call"), .max = 120, .min = 2) \
  F (admission_round, number,         TEXT,      KX_SEARCHED | KX_UNIQUE, 2, N_("Number of the call"), .max = 60) \
  F (admission_round, state,          CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_admission_round_state_codes) \
  F (admission_round, opens_on,       DATE,      0, 2, N_("Opens on")) \
  F (admission_round, closes_on,      DATE,      KX_DUE, 2, N_("Closes on")) \
  F (admission_round, closes_at,      TEXT,      0, 2, N_("Closing time (hh:mm)"), .max = 5) \
  F (admission_round, contact,        TEXT,      KX_PERSON, 2, N_("Contact person"), .max = 30) \
  F (admission_round, contact_phone,  TEXT,      0, 2, N_("Telephone"), .max = 60, .format = KX_FORMAT_PHONE) \
  F (admission_round, conditions,     LONG_TEXT, 0, 2, N_("Conditions"), .max = 8000) \
  F (admission_round, late_documents, CODE,      0, 2, N_("Incomplete applications"), .codes = kx_admission_round_late_documents_codes) \
  F (admission_round, authority,      REF,       0, 2, N_("Approval behind the places"), .target = "upward") \
  F (admission_round, announced_on,   DATE,      KX_SERVICE_SETS, 2, N_("Announced on")) \
  F (admission_round, ranked_on,      DATE,      KX_SERVICE_SETS, 2, N_("Ranked on")) \
  F (admission_round, closed_on,      DATE,      KX_SERVICE_SETS, 2, N_("Closed on")) \
  F (admission_round, note,           LONG_TEXT, KX_BESIDE, 2, N_("Note"), .max = 4000)
KX_DECLARE_ENTITY (admission_round, KX_ADMISSION_ROUND_FIELDS)

/* Arguments of "announce", "rank" and "rank_again", "close", "extend". */
#define KX_ROUND_ANNOUNCE_FIELDS(F) \
  F (round_announce, announced_on, DATE, KX_REQUIRED, 2, N_("Announced on"))
KX_DECLARE_ENTITY (round_announce, KX_ROUND_ANNOUNCE_FIELDS)

#define KX_ROUND_RANK_FIELDS(F) \
  F (round_rank, ranked_on, DATE, KX_REQUIRED, 2, N_("Ranked on"))
KX_DECLARE_ENTITY (round_rank, KX_ROUND_RANK_FIELDS)

#define KX_ROUND_CLOSE_FIELDS(F) \
  F (round_close, closed_on, DATE, KX_REQUIRED, 2, N_("Closed on"))
KX_DECLARE_ENTITY (round_close, KX_ROUND_CLOSE_FIELDS)

#define KX_ROUND_EXTEND_FIELDS(F) \
  F (round_extend, closes_on, DATE, KX_REQUIRED, 2, N_("Closes on")) \
  F (round_extend, closes_at, TEXT, 0, 2, N_("Closing time (hh:mm)"), .max = 5)
KX_DECLARE_ENTITY (round_extend, KX_ROUND_EXTEND_FIELDS)
/* clang-format on */

G_END_DECLS

/* An approval slip (审批单): what a superior is asked to decide on paper or in the office's own system (OA),
 * what was answered there, and the second officer who saw the answer. It belongs to the record it is about;
 * the scan of the answer is an attachment of the slip. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_APPROVAL_STATES(C) \
  C (approval, state, prepared, N_("Prepared")) \
  C (approval, state, sent, N_("Sent")) \
  C (approval, state, answered, N_("Answer entered")) \
  C (approval, state, confirmed, N_("Approved and confirmed")) \
  C (approval, state, declined, N_("Not approved")) \
  C (approval, state, withdrawn, N_("Withdrawn"))
KX_DECLARE_CODES (approval, state, KX_APPROVAL_STATES)

#define KX_APPROVAL_WAYS(C) \
  C (approval, sent_how, oa, N_("In the office system")) \
  C (approval, sent_how, paper, N_("On paper"))
KX_DECLARE_CODES (approval, sent_how, KX_APPROVAL_WAYS)

#define KX_APPROVAL_OPINIONS(C) \
  C (approval, opinion, agree, N_("Agrees")) \
  C (approval, opinion, agree_with_conditions, N_("Agrees with conditions")) \
  C (approval, opinion, disagree, N_("Does not agree")) \
  C (approval, opinion, return, N_("Sends it back"))
KX_DECLARE_CODES (approval, opinion, KX_APPROVAL_OPINIONS)

/* `findings` is the list of preconditions as they stood, see kx-approval.h; `digest` tells whether the record
 * still says what it said then. */
#define KX_APPROVAL_FIELDS(F) \
  F (approval, owner_entity,  TEXT,      KX_REQUIRED | KX_FIXED, 2, N_("Kind of record it is about"), .max = 40, .format = KX_FORMAT_ENTITY) \
  F (approval, owner,         REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Record it is about"), .target = "*") \
  F (approval, office,        REF,       KX_REQUIRED | KX_FIXED, 2, N_("Office"), .target = "office") \
  F (approval, act,           TEXT,      KX_REQUIRED | KX_FIXED, 2, N_("Step that is asked for"), .max = 60) \
  F (approval, matter,        TEXT,      KX_REQUIRED | KX_SEARCHED | KX_TITLE, 2, N_("Matter"), .max = 200) \
  F (approval, facts,         LONG_TEXT, 0, 2, N_("Facts"), .max = 4000) \
  F (approval, findings,      CONFIG,    0, 2, N_("Preconditions"), .max = 40000) \
  F (approval, state,         CODE,      KX_SERVICE_SETS, 2, N_("State"), .codes = kx_approval_state_codes) \
  F (approval, prepared_by,   REF,       KX_SERVICE_SETS, 2, N_("Prepared by"), .target = "user") \
  F (approval, digest,        TEXT,      KX_SERVICE_SETS, 2, N_("Digest of the record"), .max = 64, .format = KX_FORMAT_SHA256) \
  F (approval, sent_on,       DATE,      KX_SERVICE_SETS, 2, N_("Sent on")) \
  F (approval, sent_how,      CODE,      KX_SERVICE_SETS, 2, N_("Sent how"), .codes = kx_approval_sent_how_codes) \
  F (approval, answered_on,   DATE,      KX_SERVICE_SETS, 2, N_("Answered on")) \
  F (approval, by_name,       TEXT,      KX_SERVICE_SETS | KX_PERSON, 2, N_("Answered by"), .max = 30) \
  F (approval, by_post,       TEXT,      KX_SERVICE_SETS, 2, N_("Post"), .max = 60) \
  F (approval, opinion,       CODE,      KX_SERVICE_SETS, 2, N_("Superior's opinion"), .codes = kx_approval_opinion_codes) \
  F (approval, words,         LONG_TEXT, KX_SERVICE_SETS, 2, N_("Words of the answer"), .max = 2000) \
  F (approval, oa_number,     TEXT,      KX_SERVICE_SETS, 2, N_("Number in the office system"), .max = 60) \
  F (approval, registered_by, REF,       KX_SERVICE_SETS, 2, N_("Entered by"), .target = "user") \
  F (approval, scan,          REF,       KX_SERVICE_SETS, 2, N_("Scan that was looked at"), .target = "attachment") \
  F (approval, confirmed_by,  REF,       KX_SERVICE_SETS, 2, N_("Confirmed by"), .target = "user") \
  F (approval, confirmed_on,  DATE,      KX_SERVICE_SETS, 2, N_("Confirmed on")) \
  F (approval, used_on,       DATE,      KX_SERVICE_SETS, 2, N_("Step taken on"))
KX_DECLARE_ENTITY (approval, KX_APPROVAL_FIELDS)

/* Arguments of "send". */
#define KX_APPROVAL_SENDING_FIELDS(F) \
  F (approval_sending, sent_on,  DATE, KX_REQUIRED, 2, N_("Sent on")) \
  F (approval_sending, sent_how, CODE, KX_REQUIRED, 2, N_("Sent how"), .codes = kx_approval_sent_how_codes)
KX_DECLARE_ENTITY (approval_sending, KX_APPROVAL_SENDING_FIELDS)

/* Arguments of "answer"; their names are those of the slip's fields. */
#define KX_APPROVAL_ANSWER_FIELDS(F) \
  F (approval_answer, answered_on, DATE,      KX_REQUIRED, 2, N_("Answered on")) \
  F (approval_answer, by_name,     TEXT,      KX_REQUIRED | KX_PERSON, 2, N_("Answered by"), .max = 30) \
  F (approval_answer, by_post,     TEXT,      KX_REQUIRED, 2, N_("Post"), .max = 60) \
  F (approval_answer, opinion,     CODE,      KX_REQUIRED, 2, N_("Superior's opinion"), .codes = kx_approval_opinion_codes) \
  F (approval_answer, words,       LONG_TEXT, 0, 2, N_("Words of the answer"), .max = 2000) \
  F (approval_answer, oa_number,   TEXT,      0, 2, N_("Number in the office system"), .max = 60)
KX_DECLARE_ENTITY (approval_answer, KX_APPROVAL_ANSWER_FIELDS)

/* Arguments of "confirm". */
#define KX_APPROVAL_CONFIRMATION_FIELDS(F) \
  F (approval_confirmation, scan, REF, KX_REQUIRED, 2, N_("Scan that was looked at"), .target = "attachment")
KX_DECLARE_ENTITY (approval_confirmation, KX_APPROVAL_CONFIRMATION_FIELDS)
/* clang-format on */

G_END_DECLS

/* A sending of a letter (发送): in a group of a messenger, by telephone, in the office's own system. It tells
 * somebody, and is never a service (送达): no term starts by it. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_LETTER_SENDINGS(C) \
  C (letter_sending, sent_how, wechat, N_("WeChat group")) \
  C (letter_sending, sent_how, dingtalk, N_("Government DingTalk")) \
  C (letter_sending, sent_how, telephone, N_("Telephone")) \
  C (letter_sending, sent_how, oa, N_("Office system")) \
  C (letter_sending, sent_how, email, N_("E-mail")) \
  C (letter_sending, sent_how, other, N_("Otherwise"))
KX_DECLARE_CODES (letter_sending, sent_how, KX_LETTER_SENDINGS)

#define KX_LETTER_SENDING_FIELDS(F) \
  F (letter_sending, letter,   REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Letter"), .target = "letter") \
  F (letter_sending, sent_on,  DATE,      KX_REQUIRED, 2, N_("Day of sending")) \
  F (letter_sending, sent_how, CODE,      KX_REQUIRED, 2, N_("Way of sending"), .codes = kx_letter_sending_sent_how_codes) \
  F (letter_sending, sent_to,  TEXT,      KX_REQUIRED | KX_TITLE, 2, N_("Sent to"), .max = 120) \
  F (letter_sending, words,    LONG_TEXT, 0, 2, N_("Words that were sent"), .max = 2000) \
  F (letter_sending, sent_by,  REF,       KX_SERVICE_SETS, 2, N_("Entered by"), .target = "user")
KX_DECLARE_ENTITY (letter_sending, KX_LETTER_SENDING_FIELDS)
/* clang-format on */

G_END_DECLS

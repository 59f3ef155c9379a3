/* What an office says of two duties in one hand (岗位分离): whether one person may do both on one record. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_DUTIES(C, f) \
  C (duty_pair, f, propose, N_("Proposes")) \
  C (duty_pair, f, review, N_("Reviews")) \
  C (duty_pair, f, approve, N_("Approves")) \
  C (duty_pair, f, register_signing, N_("Enters a signature")) \
  C (duty_pair, f, sign, N_("Signs")) \
  C (duty_pair, f, assess, N_("Assesses")) \
  C (duty_pair, f, enter_result, N_("Enters a result")) \
  C (duty_pair, f, confirm_result, N_("Confirms a result")) \
  C (duty_pair, f, enter_measure, N_("Enters a measure")) \
  C (duty_pair, f, confirm_measure, N_("Confirms a measure")) \
  C (duty_pair, f, run_draw, N_("Runs a draw")) \
  C (duty_pair, f, confirm_draw, N_("Confirms a draw")) \
  C (duty_pair, f, register_answer, N_("Enters an answer on paper")) \
  C (duty_pair, f, confirm_answer, N_("Confirms an answer on paper")) \
  C (duty_pair, f, take_over, N_("Takes over what runs on paper")) \
  C (duty_pair, f, confirm_take_over, N_("Confirms what was taken over")) \
  C (duty_pair, f, decide_objection, N_("Decides an objection")) \
  C (duty_pair, f, issue, N_("Issues a rectification")) \
  C (duty_pair, f, recheck, N_("Rechecks a rectification")) \
  C (duty_pair, f, close_on_paper, N_("Closes a rectification on paper"))
#define KX_DUTIES_A(C) KX_DUTIES (C, duty_a)
#define KX_DUTIES_B(C) KX_DUTIES (C, duty_b)
KX_DECLARE_CODES (duty_pair, duty_a, KX_DUTIES_A)
KX_DECLARE_CODES (duty_pair, duty_b, KX_DUTIES_B)

#define KX_DUTY_RULES(C) \
  C (duty_pair, rule, forbid, N_("Never the same person")) \
  C (duty_pair, rule, second_from_other_office, N_("A second person from another office")) \
  C (duty_pair, rule, warn, N_("The same person with a note"))
KX_DECLARE_CODES (duty_pair, rule, KX_DUTY_RULES)

#define KX_DUTY_PAIR_FIELDS(F) \
  F (duty_pair, office, REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (duty_pair, duty_a, CODE,      KX_REQUIRED | KX_FIXED, 2, N_("One duty"), .codes = kx_duty_pair_duty_a_codes) \
  F (duty_pair, duty_b, CODE,      KX_REQUIRED | KX_FIXED, 2, N_("Other duty"), .codes = kx_duty_pair_duty_b_codes) \
  F (duty_pair, rule,   CODE,      KX_REQUIRED, 2, N_("Rule"), .codes = kx_duty_pair_rule_codes) \
  F (duty_pair, note,   LONG_TEXT, 0, 2, N_("Note"), .max = 2000)
KX_DECLARE_ENTITY (duty_pair, KX_DUTY_PAIR_FIELDS)
/* clang-format on */

/* A duty, as rules name it. */
#define KX_DUTY(name) kx_duty_pair_duty_a_##name

G_END_DECLS

/* A way of payment that an agreement settles (支付方式), and how surplus and overrun are shared under
 * it, and what is kept back until the evaluation. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_AGREEMENT_PAYMENT_METHODS(C) \
  C (agreement_payment, method, item, N_("By item")) \
  C (agreement_payment, method, disease, N_("By disease")) \
  C (agreement_payment, method, bed_day, N_("By bed-day")) \
  C (agreement_payment, method, capita, N_("By head"))
KX_DECLARE_CODES (agreement_payment, method, KX_AGREEMENT_PAYMENT_METHODS)

/* Shares are percent with two digits: 70.00 is kept as 7000. */
#define KX_AGREEMENT_PAYMENT_FIELDS(F) \
  F (agreement_payment, agreement,      REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Agreement"), .target = "agreement") \
  F (agreement_payment, method,         CODE,      KX_REQUIRED, 2, N_("Way of payment"), .codes = kx_agreement_payment_method_codes) \
  F (agreement_payment, purpose,        TEXT,      KX_TITLE, 2, N_("What it pays for"), .max = 120) \
  F (agreement_payment, surplus_pct,    DECIMAL,   0, 2, N_("Share of the surplus that stays (percent)"), .digits = 2, .max = 10000) \
  F (agreement_payment, surplus_clause, TEXT,      0, 2, N_("Clause on the surplus"), .max = 60) \
  F (agreement_payment, overrun_pct,    DECIMAL,   0, 2, N_("Share of an overrun paid by the fund (percent)"), .digits = 2, .max = 10000) \
  F (agreement_payment, overrun_clause, TEXT,      0, 2, N_("Clause on overruns"), .max = 60) \
  F (agreement_payment, deposit_pct,    DECIMAL,   0, 2, N_("Kept back as a quality deposit (percent)"), .digits = 2, .max = 10000) \
  F (agreement_payment, deposit_clause, TEXT,      0, 2, N_("Clause on the deposit"), .max = 60) \
  F (agreement_payment, note,           LONG_TEXT, 0, 2, N_("Note"), .max = 1000)
KX_DECLARE_ENTITY (agreement_payment, KX_AGREEMENT_PAYMENT_FIELDS)
/* clang-format on */

G_END_DECLS

/* A line of the table annexed to an agreement by which its quality deposit is released: a grade or a range of
 * scores, and the share that is then paid. It is frozen with the agreement. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
/* A range takes in its first score and ends before the other; an end without a value is open. */
#define KX_AGREEMENT_DEPOSIT_FIELDS(F) \
  F (agreement_deposit, agreement,   REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Agreement"), .target = "agreement") \
  F (agreement_deposit, grade,       TEXT,      KX_TITLE, 2, N_("Grade"), .max = 40) \
  F (agreement_deposit, from_score,  DECIMAL,   0, 2, N_("Score from"), .digits = 2, .max = 100000) \
  F (agreement_deposit, below_score, DECIMAL,   0, 2, N_("Score below"), .digits = 2, .max = 100000) \
  F (agreement_deposit, release_pct, DECIMAL,   KX_REQUIRED, 2, N_("Share released (percent)"), .digits = 2, .max = 10000) \
  F (agreement_deposit, clause,      TEXT,      0, 2, N_("Clause"), .max = 60) \
  F (agreement_deposit, note,        LONG_TEXT, 0, 2, N_("Note"), .max = 1000)
KX_DECLARE_ENTITY (agreement_deposit, KX_AGREEMENT_DEPOSIT_FIELDS)
/* clang-format on */

G_END_DECLS

/* A day on which an office works, or does not, otherwise than the national calendar says. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_OWN_DAY_KINDS(C) \
  C (own_day, kind, workday, N_("Working day")) \
  C (own_day, kind, holiday, N_("Day off"))
KX_DECLARE_CODES (own_day, kind, KX_OWN_DAY_KINDS)

#define KX_OWN_DAY_FIELDS(F) \
  F (own_day, office, REF,  KX_REQUIRED | KX_FIXED | KX_OFFICE, 1, N_("Office"), .target = "office") \
  F (own_day, day,    DATE, KX_REQUIRED | KX_FIXED | KX_UNIQUE, 1, N_("Day")) \
  F (own_day, kind,   CODE, KX_REQUIRED, 1, N_("Kind"), .codes = kx_own_day_kind_codes) \
  F (own_day, name,   TEXT, KX_TITLE, 1, N_("Occasion"), .max = 60)
KX_DECLARE_ENTITY (own_day, KX_OWN_DAY_FIELDS)
/* clang-format on */

G_END_DECLS

/* The places that an admission round calls for in one county, or at the city level of one city. */
#pragma once

#include "core/entities/kx-agreement.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_ROUND_PLACE_FIELDS(F) \
  F (round_place, round,         REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Admission round"), .target = "admission_round") \
  F (round_place, counts_toward, CODE,      KX_REQUIRED, 2, N_("Counts toward"), .codes = kx_agreement_counts_toward_codes) \
  F (round_place, counts_area,   TEXT,      KX_REQUIRED | KX_TITLE, 2, N_("Counts in (area code)"), .max = 11, .format = KX_FORMAT_AREA) \
  F (round_place, places,        INTEGER,   KX_REQUIRED, 2, N_("Number of places"), .max = 99, .min = 1) \
  F (round_place, note,          LONG_TEXT, 0, 2, N_("Note"), .max = 2000)
KX_DECLARE_ENTITY (round_place, KX_ROUND_PLACE_FIELDS)
/* clang-format on */

G_END_DECLS

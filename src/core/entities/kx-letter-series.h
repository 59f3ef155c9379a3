/* A series of register numbers (编号序列) of an office: a mark, a year, and which letters it numbers. A
 * letter takes the next number in the transaction that issues it; nothing else does. */
#pragma once

#include "core/entities/kx-letter.h"

G_BEGIN_DECLS

#define KX_SERIES_PATTERN "{mark}〔{year}〕{no}号"

/* clang-format off */
/* Closed: numbers may have been given on paper alone, after the backup that the store came from or while the
 * service was away. */
#define KX_LETTER_SERIES_STATES(C) \
  C (letter_series, state, open, N_("Open for numbers")) \
  C (letter_series, state, closed, N_("Waits for its last number"))
KX_DECLARE_CODES (letter_series, state, KX_LETTER_SERIES_STATES)

/* `starts_at` is the first number given here: the office may have begun the year on paper. */
#define KX_LETTER_SERIES_FIELDS(F) \
  F (letter_series, office,       REF,     KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (letter_series, mark,         TEXT,    KX_REQUIRED | KX_FIXED | KX_TITLE, 2, N_("Mark"), .max = 30) \
  F (letter_series, year,         INTEGER, KX_REQUIRED | KX_FIXED, 2, N_("Year"), .min = 1990, .max = 2199) \
  F (letter_series, kinds,        CODES,   0,           2, N_("Letters it numbers"), .codes = kx_letter_kind_codes) \
  F (letter_series, starts_at,    INTEGER, KX_REQUIRED, 2, N_("First number given here"), .min = 1, .max = 999999) \
  F (letter_series, pattern,      TEXT,    0, 2, N_("Form of the number"), .max = 60) \
  F (letter_series, width,        INTEGER, 0, 2, N_("Digits, with zeros in front"), .min = 1, .max = 8) \
  F (letter_series, last_no,      INTEGER, KX_SERVICE_SETS, 2, N_("Last number given")) \
  F (letter_series, state,        CODE,    KX_SERVICE_SETS, 2, N_("State"), .codes = kx_letter_series_state_codes) \
  F (letter_series, confirmed_on, DATE,    KX_SERVICE_SETS, 2, N_("Last number confirmed on")) \
  F (letter_series, confirmed_by, REF,     KX_SERVICE_SETS, 2, N_("Last number confirmed by"), .target = "user")
KX_DECLARE_ENTITY (letter_series, KX_LETTER_SERIES_FIELDS)

/* Arguments of "confirm_last": the last number that stands on paper. */
#define KX_SERIES_LAST_FIELDS(F) \
  F (series_last, last_no, INTEGER, KX_REQUIRED, 2, N_("Last number on paper"), .min = 0, .max = 999999)
KX_DECLARE_ENTITY (series_last, KX_SERIES_LAST_FIELDS)
/* clang-format on */

G_END_DECLS

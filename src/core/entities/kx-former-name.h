/* A former name (曾用名) of an agency, by which it is still found. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_FORMER_NAME_FIELDS(F) \
  F (former_name, agency,   REF,  KX_REQUIRED | KX_FIXED | KX_PARENT, 1, N_("Agency"), .target = "agency") \
  F (former_name, name,     TEXT, KX_REQUIRED | KX_SEARCHED | KX_TITLE, 1, N_("Former name"), .max = 120, .min = 2) \
  F (former_name, from_on,  DATE, 0, 1, N_("From")) \
  F (former_name, until_on, DATE, 0, 1, N_("Until"))
KX_DECLARE_ENTITY (former_name, KX_FORMER_NAME_FIELDS)
/* clang-format on */

G_END_DECLS

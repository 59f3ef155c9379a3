/* A value that an office entered itself where the documents give none: from a day on, until the next one of
 * the same parameter. It is shown as the office's own, never as a document's. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_OWN_VALUE_FIELDS(F) \
  F (own_value, office,    REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (own_value, parameter, TEXT,      KX_REQUIRED | KX_FIXED | KX_TITLE, 2, N_("Parameter"), .max = 60) \
  F (own_value, from_on,   DATE,      KX_REQUIRED | KX_FIXED, 2, N_("In force from")) \
  F (own_value, value,     TEXT,      KX_FIXED, 2, N_("Value"), .max = 200) \
  F (own_value, document,  TEXT,      KX_FIXED, 2, N_("Document of the office"), .max = 120) \
  F (own_value, note,      LONG_TEXT, 0, 2, N_("Note"), .max = 2000)
KX_DECLARE_ENTITY (own_value, KX_OWN_VALUE_FIELDS)
/* clang-format on */

G_END_DECLS

/* A policy pack as a row (政策包): what the documents of one jurisdiction decide, as the service read it. It
 * never changes; a corrected one is another row. What stands in it is read by core/kx-policy-pack.h. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_PACK_FIELDS(F) \
  F (pack, code,       TEXT,   KX_REQUIRED | KX_FIXED, 2, N_("Code"), .max = 2) \
  F (pack, name,       TEXT,   KX_REQUIRED | KX_FIXED | KX_TITLE, 2, N_("Name"), .max = 60) \
  F (pack, area,       TEXT,   KX_REQUIRED | KX_FIXED, 2, N_("Area (code)"), .max = 11, .format = KX_FORMAT_AREA) \
  F (pack, extends,    TEXT,   KX_FIXED, 2, N_("Builds upon"), .max = 2) \
  F (pack, valid_from, DATE,   KX_REQUIRED | KX_FIXED, 2, N_("Valid from")) \
  F (pack, valid_to,   DATE,   KX_FIXED, 2, N_("Valid to")) \
  F (pack, hash,       TEXT,   KX_REQUIRED | KX_FIXED, 2, N_("Hash"), .max = 100) \
  F (pack, contents,   CONFIG, KX_REQUIRED | KX_FIXED, 2, N_("Contents"), .max = 100000)
KX_DECLARE_ENTITY (pack, KX_PACK_FIELDS)
/* clang-format on */

G_END_DECLS

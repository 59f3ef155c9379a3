/* An area: an administrative division by its code of GB/T 2260, or a zone (开发区) that has none and gets a
 * code of its own under its parent. Rows keep the code of their time. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_AREA_LEVELS(C) \
  C (area, level, country, N_("Country")) \
  C (area, level, province, N_("Province")) \
  C (area, level, city, N_("City")) \
  C (area, level, county, N_("County")) \
  C (area, level, zone, N_("Development zone"))
KX_DECLARE_CODES (area, level, KX_AREA_LEVELS)

#define KX_AREA_FIELDS(F) \
  F (area, code,      TEXT, KX_REQUIRED | KX_SEARCHED | KX_FIXED | KX_UNIQUE | KX_AREA, 1, N_("Code"), .max = 11, .format = KX_FORMAT_AREA) \
  F (area, name,      TEXT, KX_REQUIRED | KX_SEARCHED | KX_TITLE, 1, N_("Name"), .max = 60) \
  F (area, level,     CODE, KX_REQUIRED | KX_FIXED, 1, N_("Level"), .codes = kx_area_level_codes) \
  F (area, parent,    TEXT, KX_FIXED, 1, N_("Belongs to (code)"), .max = 11, .format = KX_FORMAT_AREA) \
  F (area, from_on,   DATE, 0, 1, N_("Exists since")) \
  F (area, until_on,  DATE, 0, 1, N_("Existed until")) \
  F (area, successor, TEXT, 0, 1, N_("Succeeded by (code)"), .max = 11, .format = KX_FORMAT_AREA)
KX_DECLARE_ENTITY (area, KX_AREA_FIELDS)
/* clang-format on */

G_END_DECLS

/* A grant: this user holds this role in this area and below. */
#pragma once

#include "core/kx-record.h"
#include "core/kx-role.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_GRANT_FIELDS(F) \
  F (grant, user,     REF,  KX_REQUIRED | KX_FIXED | KX_PARENT, 1, N_("User"), .target = "user") \
  F (grant, role,     CODE, KX_REQUIRED | KX_FIXED, 1, N_("Role"), .codes = kx_role_codes) \
  F (grant, area,     TEXT, KX_REQUIRED | KX_FIXED, 1, N_("Area (code)"), .max = 11, .format = KX_FORMAT_AREA) \
  F (grant, from_on,  DATE, 0, 1, N_("From")) \
  F (grant, until_on, DATE, 0, 1, N_("Until"))
KX_DECLARE_ENTITY (grant, KX_GRANT_FIELDS)
/* clang-format on */

G_END_DECLS

/* An account. Its password stands apart, and never travels in an op. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_USER_STATES(C) \
  C (user, state, active, N_("Active")) \
  C (user, state, disabled, N_("Disabled"))
KX_DECLARE_CODES (user, state, KX_USER_STATES)

#define KX_USER_FIELDS(F) \
  F (user, name,   TEXT, KX_REQUIRED | KX_SEARCHED | KX_TITLE | KX_FIXED | KX_UNIQUE, 1, N_("Sign-in name"), .max = 64, .format = KX_FORMAT_LOGIN) \
  F (user, office, REF,  KX_REQUIRED | KX_FIXED | KX_OFFICE, 1, N_("Office"), .target = "office") \
  F (user, person, REF,  KX_REQUIRED, 1, N_("Person"), .target = "person") \
  F (user, state,  CODE, KX_SERVICE_SETS, 1, N_("State"), .codes = kx_user_state_codes) \
  F (user, until_on, DATE, 0, 1, N_("Account ends on"))
KX_DECLARE_ENTITY (user, KX_USER_FIELDS)
/* clang-format on */

G_END_DECLS

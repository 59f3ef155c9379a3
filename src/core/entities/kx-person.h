/* A person as colleagues may know of them: name and office, nothing of the account. Rows, history and
 * conflicts bear the ids of accounts, which not everybody sees; where the service makes person and account
 * together, both have one id, so that whoever sees the person can tell who did something, with or without a
 * network. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_PERSON_FIELDS(F) \
  F (person, name,   TEXT, KX_REQUIRED | KX_SEARCHED | KX_TITLE | KX_PERSON, 1, N_("Full name"), .max = 30, .min = 2) \
  F (person, office, REF,  KX_REQUIRED | KX_FIXED | KX_OFFICE, 1, N_("Office"), .target = "office") \
  F (person, post,   TEXT, 0, 1, N_("Post"), .max = 60)
KX_DECLARE_ENTITY (person, KX_PERSON_FIELDS)
/* clang-format on */

G_END_DECLS

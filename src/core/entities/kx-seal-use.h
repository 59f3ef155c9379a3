/* An entry of the register of seals (用印登记): which seal was put to what a slip approved. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_SEAL_USE_FIELDS(F) \
  F (seal_use, approval,  REF,     KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Approval slip"), .target = "approval") \
  F (seal_use, used_on,   DATE,    KX_REQUIRED, 2, N_("Used on")) \
  F (seal_use, seal_name, TEXT,    KX_REQUIRED | KX_TITLE, 2, N_("Seal"), .max = 60) \
  F (seal_use, copies,    INTEGER, KX_REQUIRED, 2, N_("Copies"), .min = 1, .max = 999) \
  F (seal_use, applicant, TEXT,    KX_REQUIRED | KX_PERSON, 2, N_("Applicant"), .max = 30)
KX_DECLARE_ENTITY (seal_use, KX_SEAL_USE_FIELDS)
/* clang-format on */

G_END_DECLS

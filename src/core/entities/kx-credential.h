/* A credential of an agency: a licence or certificate, who gave it, and until when it holds. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_CREDENTIAL_KINDS(C) \
  C (credential, kind, practice_licence, N_("Medical institution practice licence")) \
  C (credential, kind, business_licence, N_("Business licence")) \
  C (credential, kind, registration_certificate, N_("Registration certificate")) \
  C (credential, kind, level_certificate, N_("Hospital level certificate")) \
  C (credential, kind, medical_insurance_agreement, N_("Medical insurance agreement")) \
  C (credential, kind, designation, N_("Designation")) \
  C (credential, kind, other, N_("Other credential"))
KX_DECLARE_CODES (credential, kind, KX_CREDENTIAL_KINDS)

#define KX_CREDENTIAL_FIELDS(F) \
  F (credential, agency,     REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 1, N_("Agency"), .target = "agency") \
  F (credential, kind,       CODE,      KX_REQUIRED, 1, N_("Kind of credential"), .codes = kx_credential_kind_codes) \
  F (credential, number,     TEXT,      KX_SEARCHED | KX_TITLE, 1, N_("Number"), .max = 60) \
  F (credential, issued_by,  TEXT,      0, 1, N_("Issued by"), .max = 120) \
  F (credential, issued_on,  DATE,      0, 1, N_("Issued on")) \
  F (credential, valid_to,   DATE,      KX_DUE, 1, N_("Valid to")) \
  F (credential, no_end,     BOOLEAN,   0, 1, N_("Without end")) \
  F (credential, checked_on, DATE,      0, 1, N_("Checked on")) \
  F (credential, note,       LONG_TEXT, 0, 1, N_("Note"), .max = 2000)
KX_DECLARE_ENTITY (credential, KX_CREDENTIAL_FIELDS)
/* clang-format on */

G_END_DECLS

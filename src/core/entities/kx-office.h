/* An office (经办机构, or the bureau it belongs to): the body that signs and supervises. Its area gives the
 * space of all its rows. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_OFFICE_KINDS(C) \
  C (office, kind, centre, N_("Social insurance centre")) \
  C (office, kind, bureau, N_("Human resources and social security bureau")) \
  C (office, kind, appraisal_committee, N_("Labour-capacity appraisal committee")) \
  C (office, kind, other, N_("Other body"))
KX_DECLARE_CODES (office, kind, KX_OFFICE_KINDS)

#define KX_OFFICE_FIELDS(F) \
  F (office, name,       TEXT, KX_REQUIRED | KX_SEARCHED | KX_TITLE, 1, N_("Name"), .max = 120) \
  F (office, area,       TEXT, KX_REQUIRED | KX_FIXED | KX_AREA, 1, N_("Area (code)"), .max = 11, .format = KX_FORMAT_AREA) \
  F (office, kind,       CODE, KX_REQUIRED, 1, N_("Kind"), .codes = kx_office_kind_codes) \
  F (office, short_name, TEXT, KX_SEARCHED, 1, N_("Short name"), .max = 60) \
  F (office, address,    TEXT, 0, 1, N_("Address"), .max = 200) \
  F (office, phone,      TEXT, 0, 1, N_("Telephone"), .max = 40, .format = KX_FORMAT_PHONE) \
  F (office, letter_name, TEXT, 0, 1, N_("Name on letters"), .max = 120) \
  F (office, letter_mark, TEXT, 0, 1, N_("Mark of its letters"), .max = 20) \
  F (office, letter_addressee, TEXT, 0, 1, N_("Usual addressee of letters"), .max = 120)
KX_DECLARE_ENTITY (office, KX_OFFICE_FIELDS)
/* clang-format on */

G_END_DECLS

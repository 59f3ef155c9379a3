/* A template of an office's own for a kind of letter, such as the province's text of the agreement. The Word
 * document is an attachment of the row; of several, the newest in use on a day is taken. */
#pragma once

#include "core/entities/kx-letter.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_LETTER_TEMPLATE_FIELDS(F) \
  F (letter_template, office,  REF,       KX_REQUIRED | KX_FIXED | KX_OFFICE, 2, N_("Office"), .target = "office") \
  F (letter_template, kind,    CODE,      KX_REQUIRED | KX_FIXED, 2, N_("Kind of letter"), .codes = kx_letter_kind_codes) \
  F (letter_template, name,    TEXT,      KX_REQUIRED | KX_TITLE, 2, N_("Name"), .max = 120) \
  F (letter_template, version, TEXT,      0, 2, N_("Version"), .max = 60) \
  F (letter_template, from_on, DATE,      KX_REQUIRED, 2, N_("In use from")) \
  F (letter_template, note,    LONG_TEXT, 0, 2, N_("Note"), .max = 2000)
KX_DECLARE_ENTITY (letter_template, KX_LETTER_TEMPLATE_FIELDS)
/* clang-format on */

G_END_DECLS

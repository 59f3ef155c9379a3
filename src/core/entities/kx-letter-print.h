/* A line of the log of prints: an issued letter was printed, or saved as a document, once more. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_LETTER_PRINTS(C) \
  C (letter_print, way, paper, N_("Printed")) \
  C (letter_print, way, docx, N_("Saved as a Word document")) \
  C (letter_print, way, pdf, N_("Saved as PDF"))
KX_DECLARE_CODES (letter_print, way, KX_LETTER_PRINTS)

#define KX_LETTER_PRINT_FIELDS(F) \
  F (letter_print, letter,     REF,     KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Letter"), .target = "letter") \
  F (letter_print, printed_on, DATE,    KX_REQUIRED | KX_FIXED, 2, N_("Printed on")) \
  F (letter_print, way,        CODE,    KX_REQUIRED | KX_FIXED, 2, N_("How"), .codes = kx_letter_print_way_codes) \
  F (letter_print, file_name,  TEXT,    KX_FIXED | KX_TITLE, 2, N_("File name"), .max = 200) \
  F (letter_print, printed_by, REF,     KX_SERVICE_SETS, 2, N_("Printed by"), .target = "user")
KX_DECLARE_ENTITY (letter_print, KX_LETTER_PRINT_FIELDS)
/* clang-format on */

G_END_DECLS

/* What changes by a letter: each line a matter, how it was, and how it is from then on. */
#pragma once

#include "core/kx-record.h"
#include "print/kx-docx-values.h"

G_BEGIN_DECLS

/* One row of the table; NULL or nothing before or after stands as a dash. */
void kx_letter_changes_add (KxDocxValues *values, const char *item, const char *before, const char *after);

/* The row of what an agency reported (a change case), in the words of letters. */
void kx_letter_changes_add_case (KxDocxValues *values, const KxRecord *change);

G_END_DECLS

/* What changes by a letter: each line a matter, how it was, and how it is from then on. */
#pragma once

#include "core/kx-record.h"
#include "print/kx-docx-values.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* What a person says of them, under this name: a line each, "matter | before | after". */
#define KX_LETTER_CHANGES "changes"

/* One row of the table; NULL or nothing before or after stands as a dash. */
void kx_letter_changes_add (KxDocxValues *values, const char *item, const char *before, const char *after);

/* The row of what an agency reported (a change case), in the words of letters. */
void kx_letter_changes_add_case (KxDocxValues *values, const KxRecord *change);

/* The rows that a person typed: bars of either width or tabs part the cells, blank lines are none. `said`
 * (element-type char* char*) is what is said in the letter. */
void kx_letter_changes_add_said (KxDocxValues *values, GHashTable *said);

/* As a person would type them: what changed since the agreement of the letter was signed, or since the last
 * supplement to it was issued: its end where it was carried on, and what the agency reported. "" where the
 * records tell of nothing. For a reader's thread. Free with g_free(). */
char *kx_letter_changes_dup_offer (KxBook *book, const KxRecord *letter);

G_END_DECLS

/* The tables in letters, read from the rows around them: documents that lack something, ways of payment, what
 * differs from before. A public list is read elsewhere: its rows depend on who reads it. For a reader's
 * thread. */
#pragma once

#include "print/kx-letter-kind.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* Adds the rows of the list of `kind`, if it has one. `said` (element-type char* char*) is what a person says
 * in the letter. */
void kx_letter_lists_read (KxDocxValues *values, KxBook *book, const KxRecord *letter,
                           const KxLetterKind *kind, GHashTable *said);

G_END_DECLS

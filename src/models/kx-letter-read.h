/* What stands in a letter, read from the rows around it: what the fields of its template get, the office's
 * own template, and what its file is called. For a reader's thread. */
#pragma once

#include "print/kx-letter-kind.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* NULL: letters of this kind are written elsewhere and only registered here. */
const KxLetterKind *kx_letter_read_kind (const KxRecord *letter);

/* What the records say, without what a person says in it and without the rows of a public list, which depend
 * on who reads it. `said` (element-type char* char*) chooses rows of a list, as the day on which changes were
 * reported does. Free with kx_docx_values_free(). */
KxDocxValues *kx_letter_read_values (KxBook *book, const KxRecord *letter, GHashTable *said);

/* What a person says (element-type char* char*), days in their one form. */
void kx_letter_put_said (KxDocxValues *values, const KxLetterKind *kind, GHashTable *said);

/* Names the fields that kx_letter_check() found: those that nobody knows, and those that stay blank. NULL
 * when there are none. Free with g_free(). */
char *kx_letter_read_lacks (const KxLetterKind *kind, GPtrArray *unknown, GPtrArray *empty);

/* The Word document of an office's own template, the newest attachment that is one; NULL: it has none yet.
 * Free with kx_record_free(). */
KxRecord *kx_letter_read_file (KxBook *book, const KxRecord *template);

/* The office's own template for the letter on its day, or today: its row, and the attachment that is its
 * file, the newest. Both owned, or NULL: the program's own is taken. */
KxRecord *kx_letter_read_own (KxBook *book, const KxRecord *letter, KxRecord **ret_file);

/* 20260701_机构_文种_编号.docx; one that has no number yet says that it is a draft. `agency` is the agency's
 * name, or NULL. Free with g_free(). */
char *kx_letter_read_file_name (const KxRecord *letter, const char *agency, const char *suffix);

G_END_DECLS

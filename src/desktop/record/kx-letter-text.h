/* What stands in a letter: its template, what the records around it say, and what a person says in it. */
#pragma once

#include "desktop/record/kx-desk.h"
#include "print/kx-letter-kind.h"

G_BEGIN_DECLS

/* NULL: letters of this kind are written elsewhere and only registered here. */
const KxLetterKind *kx_letter_text_kind (const KxRecord *letter);

/* What a person has to say in such a letter; the number, the date and the body are fields of its record.
 * (element-type KxLetterField) Free with g_ptr_array_unref(). */
GPtrArray *kx_letter_text_asked (const KxLetterKind *kind);

/* What the records offer for the field `said` of a letter (kx_letter_offer_read()). Free with
 * g_hash_table_unref(). */
GHashTable *kx_letter_text_read_offer (KxDesk *desk, const KxRecord *letter);

/* What the fields of the template have; `said` (element-type char* char*) is what a person says. Free with
 * kx_docx_values_free(). */
KxDocxValues *kx_letter_text_values (KxDesk *desk, const KxRecord *letter, GHashTable *said);

/* The Word document of an office's own template, the newest attachment that is one; NULL: it has none yet.
 * Free with kx_record_free(). */
KxRecord *kx_letter_text_find_file (KxDesk *desk, const KxRecord *template);

/* The office's own template for the letter on its day, or today: its row, and the attachment that is its
 * file, the newest. Both owned, or NULL: the program's own is taken. */
KxRecord *kx_letter_text_own (KxDesk *desk, const KxRecord *letter, KxRecord **ret_file);

/* 20260701_机构_文种_编号.docx; one that has no number yet says that it is a draft. Free with g_free(). */
char *kx_letter_text_file_name (KxDesk *desk, const KxRecord *letter, const char *suffix);

/* A few lines for a group of a messenger: who, what, which number, and that the letter itself is served; no
 * attachment and nothing about a person. Free with g_free(). */
char *kx_letter_text_notice (KxDesk *desk, const KxRecord *letter);

G_END_DECLS

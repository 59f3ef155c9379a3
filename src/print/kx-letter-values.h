/* What is put into a letter: the fields of its records in Chinese words, and what a person says for it. */
#pragma once

#include "core/kx-record.h"
#include "print/kx-letter-kind.h"

G_BEGIN_DECLS

/* Values that know every field of the kind. None has a text yet: what is needed is a blank for the hand until
 * it gets one, what is not is left out. Free with kx_docx_values_free(). */
KxDocxValues *kx_letter_values_new (const KxLetterKind *kind);

/* What a person says for a field of the letter's kind; a day as letters write it. Blanks around it go, and of
 * a short text, which stands inside a sentence, the full stop. An empty text is as if nothing were said. */
void kx_letter_values_say (KxDocxValues *values, const KxLetterField *field, const char *text);

/* The fields of a record as "NAME.field", those of an office's also as the issuing body where nobody named
 * one. `name` NULL: as "field", for a row of a list. What the record lacks, a sealed field and a reference
 * have no text. `record` NULL: nothing happens. */
void kx_letter_values_put_record (KxDocxValues *values, const char *name, const KxRecord *record);

/* 2026年7月1日; no day is a blank. */
void kx_letter_values_put_date (KxDocxValues *values, const char *name, KxDate date);

/* One more row of a list, with its number as "ordinal". Borrowed. */
KxDocxValues *kx_letter_values_add_row (KxDocxValues *values, const char *list);

/* A value in Chinese words, as letters write it: codes and areas by name, days as 2026年7月1日; "" for a
 * reference. Free with g_free(). */
char *kx_letter_dup_value (const KxField *field, KxValue value);

G_END_DECLS

/* What follows from the rows of letters: their numbers in words, whether a number of a document is written
 * as it has to be, and which template of an office is in use. */
#pragma once

#include "core/kx-reader.h"

G_BEGIN_DECLS

/* NULL when `text` is a number of a document (发文字号) such as 济人社函〔2026〕12号, after GB/T 9704-2012
 * 7.2.5; otherwise a msgid that says what is wrong with it. */
const char *kx_letter_number_fault (const char *text);

/* NULL when numbers of a series can be written after `pattern` (NULL: the usual one): it names {mark}, {year}
 * and {no}, each once, and nothing else in braces; otherwise a msgid. */
const char *kx_letter_pattern_fault (const char *pattern);

/* The number `no` of a series as it is shown. Free with g_free(). */
char *kx_letter_number (const KxRecord *series, gint64 no);

/* The number that the series gives next. */
gint64 kx_letter_next_no (const KxRecord *series);

/* Whether a letter of this kind (kx_letter_kind_…) can be about the suspension as it stands: a notice of a
 * hold about a hold, one of suspension about what was not resumed, one of resumption about what was decided.
 * FALSE for other kinds. */
gboolean kx_letter_fits_suspension (int kind, const KxRecord *suspension);

/* How many suspensions of the agreement such a letter can be about, in `ret_n`, and the one if it is only
 * one, else NULL. `ret_only` is owned by the caller. */
KxAnswer kx_letter_find_suspension (KxReader *reader, const char *agreement, int kind, guint *ret_n,
                                    KxRecord **ret_only);

/* The newest template of the office for a kind of letter that is in use on `day`; NULL: there is none, and
 * the program's own is taken. `ret_template` is owned by the caller. */
KxAnswer kx_letter_find_template (KxReader *reader, const char *office, int kind, KxDate day,
                                  KxRecord **ret_template);

G_END_DECLS

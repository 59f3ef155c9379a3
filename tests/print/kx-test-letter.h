/* Letters on the program's own templates, read back as text. */
#pragma once

#include "print/kx-docx.h"
#include "print/kx-letter-values.h"

G_BEGIN_DECLS

/* Finds the Chinese words, as a program does that binds its catalogues. */
void kx_test_letter_bind (void);

/* Values in which every field of the kind has a text, and its list two rows. */
KxDocxValues *kx_test_letter_make (const KxLetterKind *kind);

/* One of the program's templates. Free with g_bytes_unref(). */
GBytes *kx_test_letter_load (const char *name);

/* The text of the letter that these values make of it; no field is left in it. Takes `values`. Free with
 * g_free(). */
char *kx_test_letter_fill (const char *name, KxDocxValues *values);

/* Ends the test unless the words are in the text. */
void kx_test_letter_has (const char *text, const char *words);

/* The template asks for no field that `values` do not know; how many of them have no text. Takes `values`. */
guint kx_test_letter_count_empty (const char *name, KxDocxValues *values);

/* The text that a reader finds in a PDF. Free with g_free(). */
char *kx_test_letter_extract (GBytes *pdf);

/* A text without blanks and ends of lines and pages, and without lines that are the number of a page. Free
 * with g_free(). */
char *kx_test_letter_squeeze (const char *text);

G_END_DECLS

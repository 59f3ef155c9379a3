/* What letters and forms share: where their templates are, and days as letters write them. */
#pragma once

#include "core/kx-date.h"
#include "print/kx-docx.h"
#include "print/kx-letter-kind.h"

G_BEGIN_DECLS

/* Where one of the program's own templates is, such as "approval-slip.docx": KANGXIE_TEMPLATES, beside the
 * program, or where it was installed. Free with g_free(). */
char *kx_letter_dup_template (const char *name);

/* 2026年7月1日; "" for no day. Free with g_free(). */
char *kx_letter_dup_date (KxDate date);

/* The program's own template of a kind. NULL with an error of G_FILE_ERROR when it was not installed. */
GBytes *kx_letter_load_template (const KxLetterKind *kind, GError **error);

/* Names what lacks before anything is filled, in the order of the template: fields that nobody knows, and
 * those that have no text. The number of the letter (发文字号) lacks nothing: it may come later. `template`
 * NULL: the program's own. Both (element-type utf8), owned by the caller. */
gboolean kx_letter_check (const KxLetterKind *kind, GBytes *template, const KxDocxValues *values,
                          GPtrArray *unknown, GPtrArray *empty, GError **error);

/* The letter as a docx document. `template` NULL: the program's own. */
GBytes *kx_letter_fill (const KxLetterKind *kind, GBytes *template, const KxDocxValues *values,
                        GError **error);

#define KX_LETTER_FILE_BYTES 120 /* of UTF-8; more than that is cut off from the agency's name */

/* 20260701_济南示例医院_解除协议通知_济社函〔2026〕12号.pdf: day, agency, kind and number, those that there
 * are, without what a file may not be called on any system. `suffix` is "pdf" or "docx". Free with g_free().
 */
char *kx_letter_dup_file_name (KxDate date, const char *agency, const char *word, const char *number,
                               const char *suffix);

G_END_DECLS

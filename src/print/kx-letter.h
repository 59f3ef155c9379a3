/* What letters and forms share: where their templates are, and days as letters write them. */
#pragma once

#include "core/kx-date.h"

G_BEGIN_DECLS

/* Where one of the program's own templates is, such as "approval-slip.docx": KANGXIE_TEMPLATES, beside the
 * program, or where it was installed. Free with g_free(). */
char *kx_letter_dup_template (const char *name);

/* 2026年7月1日; "" for no day. Free with g_free(). */
char *kx_letter_dup_date (KxDate date);

G_END_DECLS

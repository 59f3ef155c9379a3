/* How the number of a paragraph is written: the formats of ECMA-376, part 1, 17.18.59 (ST_NumberFormat) that
 * documents in Chinese use. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `number` as `format` ("decimal", "chineseCounting") writes it. What a format has no sign for is written in
 * digits, as word processors do. `ret_known`: FALSE for a format that is not known here; the number is then
 * written in digits as well. Free with g_free(). */
char *kx_docx_number_format (const char *format, guint number, gboolean *ret_known);

G_END_DECLS

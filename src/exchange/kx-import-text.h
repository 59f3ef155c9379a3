/* Texts of cells and titles brought to one form before they are compared. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The form in which two texts are compared: full-width forms made half-width, letters small, no blanks, no
 * asterisks or colons. Free with g_free(). */
char *kx_import_fold (const char *text);

/* The same without what stands in brackets, such as a unit. Free with g_free(). */
char *kx_import_fold_without_brackets (const char *text);

/* Full-width forms made half-width and every kind of blank one space, none at the ends. Free with g_free().
 */
char *kx_import_half_width (const char *text);

/* Whether people write this where there is nothing to write: blank, / - — 无 空 未评 N/A. */
gboolean kx_import_is_nothing (const char *text);

/* The parts of a list as people write it, split at 、；;，,/|+ and blanks; empty parts are left out. Free
 * with g_strfreev(). */
char **kx_import_split (const char *text);

/* The same, not split at blanks. */
char **kx_import_split_list (const char *text);

/* Whether `text` begins with one of the words of `words`, parted by single spaces. */
gboolean kx_import_begins_with (const char *text, const char *words);

/* Whether `text` is one of the words of `words`, parted by single spaces. */
gboolean kx_import_is_one_of (const char *text, const char *words);

G_END_DECLS

/* Fonts that letters ask for, and what stands in for those that a computer does not have. */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

typedef struct _KxPagesFonts KxPagesFonts;

KxPagesFonts *kx_pages_fonts_new (PangoFontMap *map);
void kx_pages_fonts_free (KxPagesFonts *self);

/* The families that are tried for a font of that name, parted by commas, the own ones first. `ret_bold`: what
 * stands in looks like it in bold. Borrowed. */
const char *kx_pages_fonts_get (KxPagesFonts *self, const char *name, gboolean *ret_bold);

/* (element-type utf8) "方正小标宋简体 → Noto Serif CJK SC" for each font that was asked for and is not there.
 */
GPtrArray *kx_pages_fonts_list_substitutes (KxPagesFonts *self);

G_END_DECLS

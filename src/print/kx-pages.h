/* A document laid out on its pages, as they are shown, printed and written as PDF: paragraphs and tables,
 * with the measures of the document's own styles. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KxPages KxPages;

/* A docx document that is filled. NULL with an error of KX_DOCX_ERROR. To be used in the thread that made it.
 */
KxPages *kx_pages_new (GBytes *document, GError **error);
void kx_pages_free (KxPages *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxPages, kx_pages_free)

guint kx_pages_get_n (const KxPages *self);

/* Of every page, in points. */
void kx_pages_get_size (const KxPages *self, double *ret_width, double *ret_height);

/* Draws page `n`, from 0, with its left upper corner at the origin; a unit of `cr` is a point. */
void kx_pages_draw (const KxPages *self, guint n, cairo_t *cr);

/* The title and the language tag that the document names; NULL: it names none. Borrowed. */
const char *kx_pages_get_title (const KxPages *self);
const char *kx_pages_get_language (const KxPages *self);

/* What these pages do not show of the document: msgids, to be said before it is printed; NULL: they show all.
 * (element-type utf8) static texts. Free with g_ptr_array_unref(). */
GPtrArray *kx_pages_list_unshown (const KxPages *self);

/* "方正小标宋简体 → Noto Serif CJK SC" for each font that this computer does not have. (element-type utf8)
 * Free with g_ptr_array_unref(). */
GPtrArray *kx_pages_list_substitutes (const KxPages *self);

G_END_DECLS

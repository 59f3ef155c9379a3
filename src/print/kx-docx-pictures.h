/* The pictures of a document (word/media), decoded: PNG and JPEG. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KxDocxPictures KxDocxPictures;

/* `parts` (element-type KxDocxPart) have to live as long. */
KxDocxPictures *kx_docx_pictures_new (GPtrArray *parts);
void kx_docx_pictures_free (KxDocxPictures *self);

/* The picture in a part, decoded once; borrowed. NULL: there is none, it is of another kind or damaged, or
 * all pictures of the document together have more pixels than this program gives memory for. */
cairo_surface_t *kx_docx_pictures_get (KxDocxPictures *self, const char *part);

G_END_DECLS

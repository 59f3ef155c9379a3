/* Where a document's drawing stands and how large it is: wp:inline and wp:anchor of DrawingML, and shapes of
 * VML, which older word processors wrote. */
#pragma once

#include "late/kx-late-xml.h"
#include "print/kx-docx-model.h"

G_BEGIN_DECLS

/* Reads a w:drawing or w:pict that is one picture: its measures, and the id of the relation that leads to it.
 * `ret_whole` is FALSE when it is turned, or text runs around it, which pages do not do. FALSE: it is no
 * picture, or there is more to it. Free `ret_id` with g_free(). */
gboolean kx_docx_drawing_read (const xmlNode *drawing, KxPicture *ret_picture, char **ret_id,
                               gboolean *ret_whole);

G_END_DECLS

/* The automatic numbers of a document (word/numbering.xml): which level a paragraph's number has, and what it
 * reads. ECMA-376, part 1, 17.9. */
#pragma once

#include "late/kx-late-xml.h"

#include <glib.h>

G_BEGIN_DECLS

#define KX_DOCX_LEVELS 9

typedef struct _KxDocxNumbering KxDocxNumbering;

/* `root` is that of word/numbering.xml, or NULL when there is none; it has to live as long. */
KxDocxNumbering *kx_docx_numbering_new (xmlNode *root);
void kx_docx_numbering_free (KxDocxNumbering *self);

/* The w:lvl that a w:numId has at a level, from 0; NULL: the document says nothing of it. */
const xmlNode *kx_docx_numbering_get_level (const KxDocxNumbering *self, guint id, guint level);

/* The level of a w:numId that belongs to a style of paragraphs; 0: none names it. */
guint kx_docx_numbering_find_level (const KxDocxNumbering *self, guint id, const char *style);

/* Counts on and gives what the number reads, without what parts it from the text; "" for none. `ret_known` is
 * FALSE where a part of it has a format that is not known here, and is written in digits. NULL: the document
 * says nothing of this number. Free with g_free(). */
char *kx_docx_numbering_next (KxDocxNumbering *self, guint id, guint level, gboolean *ret_known);

G_END_DECLS

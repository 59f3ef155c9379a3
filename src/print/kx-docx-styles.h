/* The styles of a document: which looks a name gives, with those that it rests on. */
#pragma once

#include "late/kx-late-xml.h"
#include "print/kx-docx-model.h"
#include "print/kx-docx-numbering.h"

G_BEGIN_DECLS

typedef struct _KxDocxStyles KxDocxStyles;

/* `root` is that of word/styles.xml, or NULL when there is none; it and `numbering`, whose levels indent
 * their paragraphs, have to live as long. Texts go to `texts`. */
KxDocxStyles *kx_docx_styles_new (xmlNode *root, const KxDocxNumbering *numbering, GStringChunk *texts);
void kx_docx_styles_free (KxDocxStyles *self);

/* The looks of a paragraph by the name of its style; NULL: those of any. */
void kx_docx_styles_get (KxDocxStyles *self, const char *id, KxParagraphLooks *ret_looks,
                         KxRunLooks *ret_run);

/* What the node says itself (w:pPr, w:rPr) stands above its style; NULL says nothing. */
void kx_docx_styles_apply (KxDocxStyles *self, const xmlNode *properties, KxParagraphLooks *looks);
void kx_docx_styles_apply_run (KxDocxStyles *self, const xmlNode *properties, KxRunLooks *looks);

/* Lines and margins of a table's style, then of the table itself. */
void kx_docx_styles_apply_table (KxDocxStyles *self, const xmlNode *properties, KxTable *table);

/* The child of that name; NULL: none. */
xmlNode *kx_docx_child (const xmlNode *node, const char *name);

/* An attribute by its name without prefix; NULL: none. Free with g_free(). */
char *kx_docx_attribute (const xmlNode *node, const char *name);

/* A number, twentieths of a point as points; `otherwise` when the node has none. */
double kx_docx_points (const xmlNode *node, const char *name, double otherwise);

/* FALSE for w:val="0", "false", "off"; TRUE for a node without; `otherwise` for no node. */
gboolean kx_docx_switch (const xmlNode *node, gboolean otherwise);

G_END_DECLS

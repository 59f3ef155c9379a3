/* What somebody changed in a document that was filled here, edited elsewhere and came back: by the words of
 * its paragraphs, because a word processor writes every file anew, and its looks are nobody's statement. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A paragraph that is not as it was filled. Owned texts; one of both may be NULL. */
typedef struct
{
  char *before; /* NULL: it is new */
  char *after;  /* NULL: it is gone */
} KxDocxDifference;

void kx_docx_difference_free (KxDocxDifference *difference);

/* The differences in the order of the document, body first, then headers and notes; none when nobody changed
 * a word. Empty paragraphs, blanks at the ends of lines and footers, which count pages, do not matter.
 * (element-type KxDocxDifference) NULL with an error of KX_DOCX_ERROR. */
GPtrArray *kx_docx_compare (GBytes *filled, GBytes *returned, GError **error);

G_END_DECLS

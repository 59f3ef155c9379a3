/* Word documents whose fields are filled. An office's own template stays what it is: {{agency.name}} is
 * replaced where it stands, with the style it has there; a row of a table whose fields name a list, such as
 * {{guards.sentence}}, comes once for each row of that list. Every other byte of the file's parts stays. */
#pragma once

#include "print/kx-docx-values.h"

G_BEGIN_DECLS

#define KX_DOCX_ERROR (kx_docx_error_quark ())
GQuark kx_docx_error_quark (void);

typedef enum
{
  KX_DOCX_ERROR_DAMAGED, /* no docx, or one that cannot be read */
  KX_DOCX_ERROR_LIMIT    /* it unpacks to more than any letter needs */
} KxDocxErrorCode;

/* The fields of a template in the order in which they stand, each once. (element-type utf8) Free with
 * g_ptr_array_unref(). */
GPtrArray *kx_docx_list_fields (GBytes *template, GError **error);

/* Names what would be lacking before anything is filled: fields of the template that `values` do not know,
 * and those that have no text. Both (element-type utf8), owned by the caller. */
gboolean kx_docx_check (GBytes *template, const KxDocxValues *values, GPtrArray *unknown, GPtrArray *empty,
                        GError **error);

/* The document with its fields filled. One that `values` do not know stays as it stands; one without a text
 * becomes a blank to be written in by hand, unless it is left out. Lines of a text that has a paragraph to
 * itself become paragraphs; elsewhere they are parted by line breaks. */
GBytes *kx_docx_fill (GBytes *template, const KxDocxValues *values, GError **error);

/* The texts of a document's body, a paragraph a line, as somebody reads them: with their automatic numbers.
 * Free with g_free(). */
char *kx_docx_dup_text (GBytes *document, GError **error);

/* The texts of the paragraphs that have one, body first, then headers and notes, without automatic numbers:
 * those of others change with each paragraph that is added. (element-type utf8) Free with
 * g_ptr_array_unref(). */
GPtrArray *kx_docx_list_paragraphs (GBytes *document, GError **error);

G_END_DECLS

/* Small Word documents that tests write themselves, whole enough for a word processor. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KX_TEST_WORDS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

/* A part beside the body, below word/; the body refers to it by its name ("media/seal.png"), unless it is
 * that of the relations of another part ("_rels/header1.xml.rels"). */
typedef struct
{
  const char *name;
  gconstpointer data;
  gsize size; /* 0: a text */
} KxTestPart;

/* A document on A4 with an inch of margin on each side. `parts` end with a part without a name. Free with
 * g_bytes_unref(). */
GBytes *kx_test_docx_make (const char *body, const KxTestPart *parts);

/* Where a word begins in a PDF, in points from the left upper corner of its page; ends the test where it is
 * not. */
void kx_test_docx_find (GBytes *pdf, const char *word, double *ret_x, double *ret_y);

/* What is red on a page, from 0, of a PDF: its left, upper, right and lower edge in points; all 0 where
 * nothing is. */
void kx_test_docx_find_red (GBytes *pdf, guint page, double ret_edges[4]);

/* What a word processor makes of a document. */
GBytes *kx_test_docx_convert (GBytes *document);

G_END_DECLS

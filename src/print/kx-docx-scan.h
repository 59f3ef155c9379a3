/* Where paragraphs, texts and rows stand in the XML of a document's part, by bytes: what is filled is put in
 * between, and every byte beside it stays as whoever wrote the document left it. */
#pragma once

#include "print/kx-docx-zip.h"

G_BEGIN_DECLS

typedef enum
{
  KX_DOCX_PARAGRAPH,
  KX_DOCX_TEXT,
  KX_DOCX_TABLE,
  KX_DOCX_ROW,
  KX_DOCX_CELL,
  KX_DOCX_FALLBACK /* says once more what stands before it, for older programs */
} KxDocxKind;

typedef struct
{
  KxDocxKind kind;
  gsize from, inner; /* of the opening tag, and behind it */
  gsize end, until;  /* of the closing tag, and behind it; of an empty element all but `from` are the same */
  int parent;        /* index of the element it stands in; -1: none of these */
  guint after;       /* index of the first element that does not stand in it */
} KxDocxElement;

typedef struct
{
  GBytes *bytes;
  const char *xml;  /* those bytes, UTF-8 */
  GArray *elements; /* (element-type KxDocxElement) in the order of the document */
} KxDocxScan;

/* NULL with an error of KX_DOCX_ERROR: no XML that a word processor writes. */
KxDocxScan *kx_docx_scan_new (const KxDocxPart *part, GError **error);
void kx_docx_scan_free (KxDocxScan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDocxScan, kx_docx_scan_free)

/* Borrowed. */
const KxDocxElement *kx_docx_scan_get (const KxDocxScan *self, guint i);

/* Index of the nearest element of that kind around element `i`; -1: none. */
int kx_docx_scan_around (const KxDocxScan *self, guint i, KxDocxKind kind);

/* The text of a paragraph. For each of its bytes, and the end, `places` has where that stands in the XML. */
typedef struct
{
  GString *text;
  GArray *places; /* (element-type gsize) of each byte of the text */
  GArray *owners; /* (element-type guint) index of the text element of each byte */
} KxDocxText;

/* Texts of paragraphs inside it (text boxes) are left out. */
KxDocxText *kx_docx_scan_read (const KxDocxScan *self, guint paragraph);
void kx_docx_text_free (KxDocxText *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDocxText, kx_docx_text_free)

G_END_DECLS

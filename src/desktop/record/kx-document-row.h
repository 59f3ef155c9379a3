/* One attachment: what it is, how far it is on its way to the service, and, in place, what is in it. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* What becomes of the bytes of an attachment. */
typedef enum
{
  KX_BYTES_STORED,  /* at the service */
  KX_BYTES_WAITING, /* here, on their way */
  KX_BYTES_FAILED,  /* here; the service did not take them, the message says why */
  KX_BYTES_UNKNOWN  /* neither here nor there: somebody else's computer has them still */
} KxBytesState;

#define KX_TYPE_DOCUMENT_ROW (kx_document_row_get_type ())
G_DECLARE_FINAL_TYPE (KxDocumentRow, kx_document_row, KX, DOCUMENT_ROW, GtkListBoxRow)

KxDocumentRow *kx_document_row_new (KxDesk *desk, const KxRecord *attachment);

const char *kx_document_row_get_id (KxDocumentRow *self);
KxBytesState kx_document_row_get_state (KxDocumentRow *self);

/* Shows a newer version of the row, and what became of its bytes. */
void kx_document_row_set_record (KxDocumentRow *self, const KxRecord *attachment);

/* How much of the file on its way, which may be another one, the service has, 0 to 1. NULL: none is. */
void kx_document_row_show_sent (KxDocumentRow *self, const char *sha256, double sent);

/* Shows what is in it, in place for images and texts; others open in their program. Bytes that are not here
 * are fetched first. */
void kx_document_row_open (KxDocumentRow *self);

void kx_document_row_delete (KxDocumentRow *self);

G_END_DECLS

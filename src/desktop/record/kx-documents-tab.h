/* The documents of a record page: files are dropped or chosen, go out by their own queue, and are looked at
 * in place. */
#pragma once

#include "desktop/record/kx-document-row.h"

G_BEGIN_DECLS

#define KX_TYPE_DOCUMENTS_TAB (kx_documents_tab_get_type ())
G_DECLARE_FINAL_TYPE (KxDocumentsTab, kx_documents_tab, KX, DOCUMENTS_TAB, GtkWidget)

/* Attachments of the row `id` of `entity`, in `space`. */
KxDocumentsTab *kx_documents_tab_new (KxDesk *desk, const KxEntity *entity, const char *id,
                                      const char *space);

/* Takes files in, one after the other (element-type GFile). What cannot be taken is told in a line each; the
 * others go in. */
void kx_documents_tab_take (KxDocumentsTab *self, GPtrArray *files);

/* TRUE while files are being taken in. */
gboolean kx_documents_tab_is_busy (KxDocumentsTab *self);

guint kx_documents_tab_get_n_rows (KxDocumentsTab *self);

/* NULL: there is none of this id. */
KxDocumentRow *kx_documents_tab_find (KxDocumentsTab *self, const char *id);

G_END_DECLS

/* What a report of an import says, as lists: rows refused, differences, new rows, rows that are missing. */
#pragma once

#include "exchange/kx-import.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  KX_IMPORT_ITEMS_REFUSED,     /* one item a fault that refuses its row */
  KX_IMPORT_ITEMS_DIFFERENCES, /* one item a field that changes */
  KX_IMPORT_ITEMS_NEW,
  KX_IMPORT_ITEMS_MISSING, /* rows of the office that the file does not have; they stay */
  KX_IMPORT_ITEMS_NOTES,   /* one item a remark on a row that goes in */
  KX_IMPORT_ITEMS_TOUCHED, /* new and changed rows */
  KX_IMPORT_N_ITEMS
} KxImportItemsKind;

#define KX_TYPE_IMPORT_ITEM (kx_import_item_get_type ())
G_DECLARE_FINAL_TYPE (KxImportItem, kx_import_item, KX, IMPORT_ITEM, GObject)

guint kx_import_item_get_number (KxImportItem *self);      /* of the row in the file; 0: it has none */
const char *kx_import_item_get_cell (KxImportItem *self);  /* "H5", or NULL: the row as a whole */
const char *kx_import_item_get_id (KxImportItem *self);    /* of the row in the mirror, or NULL */
const char *kx_import_item_get_name (KxImportItem *self);  /* what people call it, or NULL */
const char *kx_import_item_get_label (KxImportItem *self); /* of the field, in words, or NULL */
const char *kx_import_item_get_old (KxImportItem *self);   /* as people write the value; NULL: none */
const char *kx_import_item_get_new (KxImportItem *self);
const char *kx_import_item_get_message (KxImportItem *self); /* in words, or NULL */
gboolean kx_import_item_get_is_new (KxImportItem *self);     /* of KX_IMPORT_ITEMS_TOUCHED */

#define KX_TYPE_IMPORT_ITEMS (kx_import_items_get_type ())
G_DECLARE_FINAL_TYPE (KxImportItems, kx_import_items, KX, IMPORT_ITEMS, GObject)

/* A list over the import's report, which has to be there. An item is made when it is asked for. `keep` is
 * called with `data` when the list goes: what keeps the import alive until then. */
GListModel *kx_import_items_new (const KxImport *import, KxImportItemsKind kind, const KxImportWords *words,
                                 gpointer data, GDestroyNotify keep);

/* The canonical text of a field's value as people write it: labels of codes, names of areas, yes and no.
 * `text` NULL gives NULL. Free with g_free(). */
char *kx_import_value_words (const KxField *field, const char *text, const KxImportWords *words);

G_END_DECLS

/* One column of a file that is imported, as the page shows it on which people say what it holds. */
#pragma once

#include "exchange/kx-import-table.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* From where it is known what a column holds. */
typedef enum
{
  KX_IMPORT_ORIGIN_NONE, /* it is not known */
  KX_IMPORT_ORIGIN_TITLE,
  KX_IMPORT_ORIGIN_CODE,       /* a row of codes, as our own files have */
  KX_IMPORT_ORIGIN_REMEMBERED, /* from the last file with the same titles */
  KX_IMPORT_ORIGIN_PERSON
} KxImportOrigin;

#define KX_TYPE_IMPORT_COLUMN_ITEM (kx_import_column_item_get_type ())
G_DECLARE_FINAL_TYPE (KxImportColumnItem, kx_import_column_item, KX, IMPORT_COLUMN_ITEM, GObject)

/* Copies what is to be shown. */
KxImportColumnItem *kx_import_column_item_new (const KxImportTable *table, const KxImportColumn *column,
                                               KxImportOrigin origin);

guint kx_import_column_item_get_number (KxImportColumnItem *self);
const char *kx_import_column_item_get_letters (KxImportColumnItem *self); /* "C" */
const char *kx_import_column_item_get_title (KxImportColumnItem *self);
const char *kx_import_column_item_get_samples (
    KxImportColumnItem *self); /* a few cells, "" : all are empty */
gboolean kx_import_column_item_get_asks_dates (KxImportColumnItem *self);
gboolean kx_import_column_item_get_hidden (KxImportColumnItem *self);
const char *kx_import_column_item_get_remark (KxImportColumnItem *self); /* msgid, or NULL */

/* The properties "code", "blank", "dates" and "origin" notify. Only the session sets them. */
const char *kx_import_column_item_get_code (KxImportColumnItem *self); /* NULL: nothing is taken */
KxImportBlank kx_import_column_item_get_blank (KxImportColumnItem *self);
KxImportDates kx_import_column_item_get_dates (KxImportColumnItem *self);
KxImportOrigin kx_import_column_item_get_origin (KxImportColumnItem *self);

void kx_import_column_item_set_code (KxImportColumnItem *self, const char *code);
void kx_import_column_item_set_blank (KxImportColumnItem *self, KxImportBlank blank);
void kx_import_column_item_set_dates (KxImportColumnItem *self, KxImportDates dates);

/* All columns as a mapping, see kx_import_mapping_apply(). Free with g_free(). */
char *kx_import_column_items_to_mapping (GListModel *columns);

G_END_DECLS

/* The first rows of a sheet, as the file has them. */
#pragma once

#include "exchange/kx-import-table.h"
#include "models/kx-import-file.h"

G_BEGIN_DECLS

#define KX_IMPORT_PREVIEW_ROWS 100
#define KX_IMPORT_PREVIEW_COLUMNS 60

/* What a row is to the import. */
typedef enum
{
  KX_IMPORT_ROW_ABOVE, /* above the header, or of a sheet without one */
  KX_IMPORT_ROW_HEADER,
  KX_IMPORT_ROW_DATA,
  KX_IMPORT_ROW_SKIPPED
} KxImportRowUse;

#define KX_TYPE_IMPORT_PREVIEW_ROW (kx_import_preview_row_get_type ())
G_DECLARE_FINAL_TYPE (KxImportPreviewRow, kx_import_preview_row, KX, IMPORT_PREVIEW_ROW, GObject)

/* Appends the first rows of `sheet` to `store`; `table` may be NULL. The rows keep `file` alive. */
void kx_import_preview_fill (GListStore *store, KxImportFile *file, const KxSheet *sheet,
                             const KxImportTable *table);

guint kx_import_preview_row_get_number (KxImportPreviewRow *self); /* as in the file */
KxImportRowUse kx_import_preview_row_get_use (KxImportPreviewRow *self);

/* Why it is passed over; of KX_IMPORT_ROW_SKIPPED. */
KxImportSkip kx_import_preview_row_get_skip (KxImportPreviewRow *self);

/* The text of a cell, "" where there is none; `column` from 1. Borrowed. */
const char *kx_import_preview_row_get_text (KxImportPreviewRow *self, guint column);

G_END_DECLS

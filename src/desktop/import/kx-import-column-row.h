/* One column of the file, and what it means: a row of the third step of the import assistant. */
#pragma once

#include "models/kx-import-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_COLUMN_ROW (kx_import_column_row_get_type ())
G_DECLARE_FINAL_TYPE (KxImportColumnRow, kx_import_column_row, KX, IMPORT_COLUMN_ROW, GtkListBoxRow)

/* Keeps references of both. */
GtkWidget *kx_import_column_row_new (KxImportSession *session, KxImportColumnItem *column);

/* One above the other where there is no room beside. */
void kx_import_column_row_set_narrow (KxImportColumnRow *self, gboolean narrow);

G_END_DECLS

/* A list of what a report of an import says: a table where there is room, rows of two lines where there is
 * not. */
#pragma once

#include "models/kx-import-items.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_ITEMS_VIEW (kx_import_items_view_get_type ())
G_DECLARE_FINAL_TYPE (KxImportItemsView, kx_import_items_view, KX, IMPORT_ITEMS_VIEW, AdwBin)

/* The signal "open" (const char *id) is emitted when a row of a record that exists is activated. */
GtkWidget *kx_import_items_view_new (void);

/* Takes `items` (element-type KxImportItem) of this subject, the name of an entity; `before` tells what will
 * happen, else what has. */
void kx_import_items_view_set (KxImportItemsView *self, GListModel *items, KxImportItemsKind kind,
                               const char *subject, gboolean before);

void kx_import_items_view_set_narrow (KxImportItemsView *self, gboolean narrow);

/* All rows as text with headings, parted by tabs, for the clipboard. Free with g_free(). */
char *kx_import_items_view_dup_table (KxImportItemsView *self);

G_END_DECLS

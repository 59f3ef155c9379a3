/* Where the header of a sheet stands, and what its titles are. */
#pragma once

#include "exchange/kx-import-table.h"

G_BEGIN_DECLS

/* Rows in which a header is looked for; titles, units and dates stand above it. */
#define KX_IMPORT_HEADER_ROWS 40

/* Fills header rows, code row and columns of `table`, whose sheet is set. Returns how well it fits, 0: no
 * header. `first` (0: look for it) is the number of the row in which it begins, which a person has pointed
 * at: that it has titles is enough then. */
guint kx_import_header_find (KxImportTable *table, guint first);

/* Of columns that mean the same the best stays, and a city without a county stands for it. */
void kx_import_header_settle (KxImportTable *table);

void kx_import_column_free (KxImportColumn *column);

G_END_DECLS

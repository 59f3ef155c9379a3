/* The national areas as rows. */
#pragma once

#include "core/kx-area-table.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* The id of the row of a national area; the same in every store. */
void kx_areas_id (const KxArea *area, char ret_id[KX_UUID_TEXT_SIZE]);

/* Writes every area of the compiled-in table as a row, in a transaction of its own. */
gboolean kx_areas_load (KxBook *book, KxTime now, GError **error);

G_END_DECLS

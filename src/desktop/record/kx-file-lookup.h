/* What a step asks about other rows, where it wants a file: only the documents of its own record are meant,
 * the newest first. Everything else another lookup answers. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_FILE_LOOKUP (kx_file_lookup_get_type ())
G_DECLARE_FINAL_TYPE (KxFileLookup, kx_file_lookup, KX, FILE_LOOKUP, GObject)

/* For the record of this id. Files are found by any part of their title or of their name. Owned. */
KxLookup *kx_file_lookup_new (KxDesk *desk, const char *owner);

G_END_DECLS

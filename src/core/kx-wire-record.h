/* Whole rows as they travel between service and desktop, and as they are hashed. */
#pragma once

#include "core/kx-json.h"
#include "core/kx-record.h"

G_BEGIN_DECLS

#define KX_WIRE_ERROR (kx_wire_error_quark ())
GQuark kx_wire_error_quark (void);

typedef enum
{
  KX_WIRE_ERROR_JSON, /* not JSON at all */
  KX_WIRE_ERROR_FORM  /* JSON, but not what the protocol says: nothing of it is used */
} KxWireError;

/* The canonical bytes of a row, the same for every reader of it: one JSON object with id, space, seq,
 * created_at, created_by, updated_at, updated_by, deleted_at, and then every field that has a value, by name.
 * Members that a newer program sent (record->extra) take their places, so an older one comes to the same
 * bytes. Feed and answers send exactly these; sums and the audit trail hash them. Free with g_free(). */
char *kx_wire_canonical (const KxRecord *record);

/* The same, appended. */
void kx_wire_append_canonical (GString *out, const KxRecord *record);

/* What a sparse record mentions, as one object: values, and null for none. */
void kx_wire_append_fields (GString *out, const KxRecord *record);

/* A row that the service sent. What this program does not know, be it a member or a word of a list, goes to
 * `extra`. Texts are taken as they are. NULL with KX_WIRE_ERROR_FORM when it is no row. */
KxRecord *kx_wire_read_record (const KxEntity *entity, const KxJsonNode *row, GError **error);

/* The summand of a row: the first 8 bytes of the BLAKE2b-256 of its canonical bytes, read as little endian.
 */
guint64 kx_wire_sum (const char *canonical, gsize length);

G_END_DECLS

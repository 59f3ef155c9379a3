/* Records, findings and problems as JSON. Received bytes go through the strict reader, written ones through
 * json-glib. */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-json.h"
#include "core/kx-record.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads the members of an object as fields of `entity` (also an action's arguments). Members named in `skip`
 * (NULL-terminated, or NULL) are passed over. An unknown member, a wrong type or form, or a field that the
 * service sets becomes a finding; the record then lacks that field. Texts are normalised. Never NULL. */
KxRecord *kx_wire_read_fields (const KxEntity *entity, const KxJsonNode *object, const char *const *skip,
                               GPtrArray *findings);

/* A set of words. FALSE: not a list of words that the field knows. */
gboolean kx_wire_read_codes (const KxField *field, const KxJsonNode *node, KxCodes *ret_codes);

/* Adds one field's value as JSON to `object`; nothing when it has none. */
void kx_wire_write_field (JsonObject *object, const KxRecord *record, guint field);

/* A whole row: id, space, seq, who and when, and every field that has a value. */
JsonObject *kx_wire_write_record (const KxRecord *record);

/* {source, document, item, quote, force}: what a finding cites. */
JsonObject *kx_wire_write_clause (const KxCite *cite);

/* {code, field, message, verdict, args, clause}; `wording` is the filled message. */
JsonObject *kx_wire_write_finding (const KxFinding *finding, const char *wording);

/* The compact text of a node. Free with g_free(). */
char *kx_wire_text (JsonNode *node, gsize *ret_length);

/* Takes `object`. */
char *kx_wire_object_text (JsonObject *object, gsize *ret_length);

G_END_DECLS

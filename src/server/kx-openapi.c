#include "server/kx-openapi.h"

#include "core/kx-wire.h"
#include "server/kx-openapi-private.h"

/* What holds for every address, said once. */
#define INTRODUCTION                                                                                         \
  "The service of Kangxie: work-injury insurance offices, the agencies with which they sign, and what "      \
  "became of both.\n\n"                                                                                      \
  "Bodies are UTF-8 JSON with at most 32 levels, no member twice and no U+0000; gzip is taken "              \
  "(Content-Encoding). Dates are ISO 8601, decimals are texts, ids are UUIDs that the client may make. "     \
  "Unknown members, unknown names in a query and wrong types are refused, never passed over.\n\n"            \
  "A row has one version: its `seq` is its ETag. A change names it in If-Match; without it the answer is "   \
  "428, with an old one 412 and the row as it stands. A change may carry an Idempotency-Key: the same "      \
  "request with the same key is done once and answered alike.\n\n"                                           \
  "What one may not see is not there: 404. HEAD is answered wherever GET is, OPTIONS everywhere; another "   \
  "method gets 405 with Allow. Every error is a problem document of RFC 9457 with `code` and `findings`, "   \
  "worded in the language of Accept-Language (English, Chinese). `x-roles` names the roles that may take a " \
  "step, held in the row's area or above; `x-reads` those that see the rows."

static void
write_info (JsonBuilder *out)
{
  kx_spec_begin (out, "info");
  kx_spec_text (out, "title", "Kangxie");
  kx_spec_text (out, "version", KX_VERSION);
  kx_spec_text (out, "description", INTRODUCTION);
  kx_spec_begin (out, "license");
  kx_spec_text (out, "name", "GPL-3.0-or-later");
  kx_spec_text (out, "identifier", "GPL-3.0-or-later");
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_begin_list (out, "servers");
  kx_spec_begin (out, NULL);
  kx_spec_text (out, "url", "/");
  kx_spec_end (out);
  kx_spec_end_list (out);
  kx_spec_begin_list (out, "security");
  kx_spec_begin (out, NULL);
  kx_spec_begin_list (out, "bearer");
  kx_spec_end_list (out);
  kx_spec_end (out);
  kx_spec_end_list (out);
}

static void
write_tag (JsonBuilder *out, const char *name, const char *description)
{
  kx_spec_begin (out, NULL);
  kx_spec_text (out, "name", name);
  kx_spec_text (out, "description", description);
  kx_spec_end (out);
}

static void
write_tags (JsonBuilder *out, const KxSchema *schema)
{
  kx_spec_begin_list (out, "tags");
  write_tag (out, "service", "The service itself");
  write_tag (out, "sessions", "Signing in and out");
  write_tag (out, "audit", "The audit trail");
  write_tag (out, "blobs", "The bytes of attachments");
  write_tag (out, "devices", "Desktops that work offline");
  write_tag (out, "sync", "What they ask for and send");
  for (guint i = 0; i < schema->n_entities; i++)
    write_tag (out, schema->entities[i]->collection, schema->entities[i]->label);
  kx_spec_end_list (out);
}

/**
 * kx_openapi_text:
 *
 * Writes the whole document. The same schema gives the same bytes.
 *
 * Returns: (transfer full): JSON text of *@ret_length bytes
 */
char *
kx_openapi_text (const KxSchema *schema, gsize *ret_length)
{
  g_autoptr (JsonBuilder) out = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  kx_spec_begin (out, NULL);
  kx_spec_text (out, "openapi", "3.1.0");
  write_info (out);
  write_tags (out, schema);
  kx_spec_begin (out, "paths");
  kx_spec_write_system (out);
  for (guint i = 0; i < schema->n_entities; i++)
    kx_spec_write_collection (out, schema->entities[i]);
  kx_spec_end (out);
  kx_spec_write_components (out, schema);
  kx_spec_end (out);
  root = json_builder_get_root (out);
  return kx_wire_text (root, ret_length);
}

/* The OpenAPI 3.1 document of the service, from one walk over entities, lifecycles and routes. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Deterministic JSON text. Free with g_free(). */
char *kx_openapi_text (const KxSchema *schema, gsize *ret_length);

G_END_DECLS

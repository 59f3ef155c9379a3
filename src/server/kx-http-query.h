/* Strict reading of percent-encoded text and of query strings. */
#pragma once

#include "server/kx-http-problem.h"

G_BEGIN_DECLS

typedef struct _KxHttpQuery KxHttpQuery;

gboolean kx_http_decode (const char *text, gsize length, gboolean plus_is_blank, char *ret_decoded);

KxProblem *kx_http_query_parse (const char *text, gsize max_length, KxHttpQuery **ret_query);
void kx_http_query_free (KxHttpQuery *self);
gsize kx_http_query_size (const KxHttpQuery *self);
const char *kx_http_query_get (const KxHttpQuery *self, const char *name);
const char *kx_http_query_name_at (const KxHttpQuery *self, gsize i);
const char *kx_http_query_value_at (const KxHttpQuery *self, gsize i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxHttpQuery, kx_http_query_free)

G_END_DECLS

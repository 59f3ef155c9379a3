/* The body of a request as it comes in: decoded, counted, kept in memory or in a file. */
#pragma once

#include "server/kx-http-problem.h"

G_BEGIN_DECLS

typedef struct _KxHttpBody KxHttpBody;

KxHttpBody *kx_http_body_new (gsize limit, gboolean gzip, const char *spool_directory);
void kx_http_body_free (KxHttpBody *self);
KxProblem *kx_http_body_refuse_size (const KxHttpBody *self);
KxProblem *kx_http_body_feed (KxHttpBody *self, const void *data, gsize size);
KxProblem *kx_http_body_finish (KxHttpBody *self);
gsize kx_http_body_get_size (const KxHttpBody *self);
GBytes *kx_http_body_get_bytes (KxHttpBody *self);
const char *kx_http_body_get_path (const KxHttpBody *self);
char *kx_http_body_steal_path (KxHttpBody *self);
const char *kx_http_body_get_sha256 (const KxHttpBody *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxHttpBody, kx_http_body_free)

G_END_DECLS

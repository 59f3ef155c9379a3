/* Entity tags of If-Match and If-None-Match (RFC 9110 section 8.8.3). */
#pragma once

#include "server/kx-http-problem.h"

G_BEGIN_DECLS

typedef struct _KxHttpEtags KxHttpEtags;

KxProblem *kx_http_etags_parse (const char *text, KxHttpEtags **ret_etags);
void kx_http_etags_free (KxHttpEtags *self);
gboolean kx_http_etags_is_any (const KxHttpEtags *self);
gsize kx_http_etags_size (const KxHttpEtags *self);
const char *kx_http_etags_at (const KxHttpEtags *self, gsize i, gboolean *ret_weak);
gboolean kx_http_etags_match (const KxHttpEtags *self, const char *tag, gboolean strongly);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxHttpEtags, kx_http_etags_free)

G_END_DECLS

/* One request as a handler sees it. A handler answers exactly once, now or later: to answer later it keeps a
 * reference. All functions are called in the server's thread. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "server/kx-http-body.h"
#include "server/kx-http-etag.h"
#include "server/kx-http-query.h"
#include "server/kx-http-router.h"

G_BEGIN_DECLS

KxRequest *kx_request_ref (KxRequest *self);
void kx_request_unref (KxRequest *self);

const char *kx_request_get_id (KxRequest *self);
const char *kx_request_get_method (KxRequest *self);
const char *kx_request_get_peer (KxRequest *self);
gboolean kx_request_is_loopback (KxRequest *self);
gboolean kx_request_is_control (KxRequest *self);
gboolean kx_request_is_answered (KxRequest *self);
const KxRoute *kx_request_get_route (KxRequest *self);
const char *kx_request_get_parameter (KxRequest *self, const char *name);
const KxHttpQuery *kx_request_get_query (KxRequest *self);
const char *kx_request_get_header (KxRequest *self, const char *name);
const KxHttpEtags *kx_request_get_if_match (KxRequest *self);
const KxHttpEtags *kx_request_get_if_none_match (KxRequest *self);
const char *kx_request_get_media_type (KxRequest *self);
const char *kx_request_get_language (KxRequest *self);
GBytes *kx_request_get_body (KxRequest *self);
KxHttpBody *kx_request_get_file (KxRequest *self);

void kx_request_set_user (KxRequest *self, const char *user);
void kx_request_set_session (KxRequest *self, gpointer session, GDestroyNotify destroy);
gpointer kx_request_get_session (KxRequest *self);

void kx_request_set_header (KxRequest *self, const char *name, const char *value);
void kx_request_set_etag (KxRequest *self, const char *tag);
void kx_request_reply (KxRequest *self, guint status, const char *media_type, GBytes *body);
void kx_request_reply_json (KxRequest *self, guint status, JsonNode *node);
void kx_request_reply_problem (KxRequest *self, KxProblem *problem);
void kx_request_reply_error (KxRequest *self, const GError *error);

/* Bytes in gzip's form, or NULL where they would not get smaller. Any thread. */
GBytes *kx_request_pack (GBytes *bytes);

/* Whether an answer of this size and media type is to be compressed for the peer. A handler that has packed
 * it already on another thread sets Content-Encoding itself. */
gboolean kx_request_wants_gzip (KxRequest *self, const char *media_type, gsize size);

/* An answer that goes on, such as events. */
typedef void (*KxStreamFunc) (KxRequest *request, gpointer user_data);
void kx_request_begin_stream (KxRequest *self, const char *media_type, KxStreamFunc taken, KxStreamFunc ended,
                              gpointer user_data);
void kx_request_stream (KxRequest *self, const char *text);
void kx_request_end_stream (KxRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxRequest, kx_request_unref)

G_END_DECLS

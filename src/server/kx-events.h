/* Who is told that there is something new: one open answer (text/event-stream) for each. An event carries the
 * number of the newest change and nothing else; of several only the latest is sent. */
#pragma once

#include "server/kx-http-request.h"
#include "server/kx-sessions.h"

G_BEGIN_DECLS

/* Open answers of one user. */
#define KX_EVENTS_MOST_PER_USER 20
/* How often something is said where nothing happens: proxies and the service itself end what is silent. */
#define KX_EVENTS_COMMENT_MS 20000

typedef struct _KxEvents KxEvents;

/* `store` and `sessions` are borrowed and outlive it. `comment_ms` 0: KX_EVENTS_COMMENT_MS. */
KxEvents *kx_events_new (KxStore *store, KxSessions *sessions, guint comment_ms);

/* From the thread that adds; or when no server runs any more. */
void kx_events_free (KxEvents *events);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxEvents, kx_events_free)

/* Answers `request` with events until its session ends, the peer goes, or the server stops. `reader` tells
 * whether the session still holds. FALSE: the user has too many, nothing was answered. In the server's
 * thread. */
gboolean kx_events_add (KxEvents *events, KxRequest *request, KxSession *session, KxBook *reader);

/* Ends what belongs to sessions and devices that have ended. In the server's thread. */
void kx_events_check (KxEvents *events);

guint kx_events_get_size (KxEvents *events);

G_END_DECLS

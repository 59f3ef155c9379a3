/* The engine at work: drives the state machine with the client, the mirror, timers and the service's pokes.
 * Everything happens in the main context that was the thread's default when it was made. */
#pragma once

#include "sync/kx-client.h"
#include "sync/kx-mirror.h"
#include "sync/kx-sync-machine.h"

G_BEGIN_DECLS

#define KX_TYPE_SYNC_STATE (kx_sync_state_get_type ())
GType kx_sync_state_get_type (void);

#define KX_TYPE_SYNC (kx_sync_get_type ())
G_DECLARE_FINAL_TYPE (KxSync, kx_sync, KX, SYNC, GObject)

/* Properties, all read only and notified: "state" (KxSyncState), "online" (boolean: the last exchange was
 * answered), "last-error" (string: why the last round failed, for a person; NULL: it did not), "sent"
 * (double: how much of the file under way is there, 0 to 1). Signal "verified" (KxSyncVerdict): a comparison
 * came to its end. */

/* Both are referenced. */
KxSync *kx_sync_new (KxClient *client, KxMirror *mirror);

void kx_sync_start (KxSync *sync);

/* Stops exchanging. What waits stays in the mirror. */
void kx_sync_stop (KxSync *sync);

/* Exchanges now, whatever it was waiting for (F5). */
void kx_sync_now (KxSync *sync);

/* Compares all rows with the service's sums, and loads everything anew when something differs; at the next
 * contact where there is none now. The signal "verified" tells what came of it. */
void kx_sync_verify (KxSync *sync);

/* There is a new token: goes on where it paused. */
void kx_sync_signed_in (KxSync *sync);

KxSyncState kx_sync_get_state (KxSync *sync);
gboolean kx_sync_is_online (KxSync *sync);

/* Why the last round failed; NULL: it did not. Borrowed until the next change. */
const GError *kx_sync_get_error (KxSync *sync);

/* The SHA-256 of the file that is being sent, and in `ret_sent` how much of it is there, 0 to 1; NULL: none
 * is. Borrowed until the next change. Changes that go in between let it stand. */
const char *kx_sync_get_upload (KxSync *sync, double *ret_sent);

/* Seconds until it tries again by itself; 0: it is at work, or waits for the person. */
guint kx_sync_get_wait (KxSync *sync);

G_END_DECLS

/* Hears the service's pokes: a stream of events that stays open, and is opened again by a timer. */
#pragma once

#include "sync/kx-client.h"

G_BEGIN_DECLS

typedef struct _KxSyncListen KxSyncListen;

/* `poke`: there is something new. `listening`: the stream is open. */
typedef void (*KxSyncHeard) (gboolean poke, gboolean listening, gpointer data);

/* Opens nothing until it is woken. */
KxSyncListen *kx_sync_listen_new (KxClient *client, KxSyncHeard heard, gpointer data);
void kx_sync_listen_free (KxSyncListen *listen);

/* The service can be reached: opens the stream, unless it is open or a failure was just now. */
void kx_sync_listen_wake (KxSyncListen *listen);

/* The service has just answered: opens the stream whatever failed before, unless it is open. Until then
 * changes of others are seen only every half minute. */
void kx_sync_listen_hurry (KxSyncListen *listen);

G_END_DECLS

/* Devices: desktops that synchronise for their user. Each has a token of its own, of which only the hash is
 * stored, and a count of the ops it sent; what was answered is kept until the device says that it has it. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

/* Devices of one user that are not revoked; more are refused. */
#define KX_DEVICE_MOST 50
/* Most characters of a device's name. */
#define KX_DEVICE_NAME_CHARS 80

typedef struct
{
  char *id, *user, *name;                 /* owned */
  KxTime created_at, seen_at, revoked_at; /* revoked_at 0: it is not */
  gint64 last_n;                          /* of the last op that was decided, 0: none */
  gint64 acked;                           /* up to which the device has the answers */
} KxDevice;

void kx_device_free (KxDevice *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDevice, kx_device_free)

/* Writes a new device. `ret_full`: the user has KX_DEVICE_MOST, nothing was written. */
gboolean kx_device_register (KxBook *book, const char *id, const char *token_hash, const char *user,
                             const char *name, KxTime at, gboolean *ret_full, GError **error);

/* NULL without an error: there is none of that id, or of that token. Revoked ones are given too. */
KxDevice *kx_device_get (KxBook *book, const char *id, GError **error);
KxDevice *kx_device_find (KxBook *book, const char *token_hash, GError **error);

/* The devices of `user`, or all (NULL), the newest first. (element-type KxDevice) */
GPtrArray *kx_device_list (KxBook *book, const char *user, GError **error);

/* Ends the device: its token opens nothing any more, and what was kept for it goes. */
gboolean kx_device_revoke (KxBook *book, const char *id, KxTime at, GError **error);

/* Notes that it was there. */
gboolean kx_device_see (KxBook *book, const char *id, KxTime at, GError **error);

/* Forgets the answers up to `n`, which the device has. */
gboolean kx_device_ack (KxBook *book, const char *id, gint64 n, GError **error);

/* The answer kept for op `n` and the op's id; NULL without an error: there is none. Free with g_free(). */
char *kx_device_get_result (KxBook *book, const char *id, gint64 n, char **ret_op, GError **error);

/* Keeps the answer to op `n`. */
gboolean kx_device_put_result (KxBook *book, const char *id, gint64 n, const char *op, const char *answer,
                               GError **error);

/* Says that the ops up to `last_n` are decided. */
gboolean kx_device_advance (KxBook *book, const char *id, gint64 last_n, KxTime at, GError **error);

/* Of an account that is no more. */
gboolean kx_device_remove_all (KxBook *book, const char *user, GError **error);

/* Revokes those that are revoked in `devices` (element-type KxDevice), of another book: a backup must not
 * bring a lost machine back. */
gboolean kx_device_revoke_all (KxBook *book, GPtrArray *devices, GError **error);

G_END_DECLS

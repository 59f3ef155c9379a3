/* What a device sends: numbered ops in order, applied exactly once. Reading the bytes is one step, which may
 * run anywhere; applying them is another, inside the book's write transaction. Neither reads a clock or draws
 * a number: the same batch on the same rows gives the same bytes. */
#pragma once

#include "core/kx-wire-op.h"
#include "store/kx-apply.h"

G_BEGIN_DECLS

/* Most ops of a batch. */
#define KX_PUSH_MOST_OPS 5000
/* Answers kept for a device that never says it has them. */
#define KX_PUSH_MOST_KEPT 20000

typedef struct _KxPush KxPush;

/* Reads a batch: one op a line, numbered without gaps, transactions whole. Sealed texts are opened with
 * `vault` (may be NULL: then they are refused). NULL with KX_WIRE_ERROR and the number of the line: nothing
 * of it may be applied. */
KxPush *kx_push_new (const KxSchema *schema, const KxVault *vault, const char *bytes, gsize length,
                     GError **error);

void kx_push_free (KxPush *push);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxPush, kx_push_free)

guint kx_push_get_n_ops (const KxPush *push);

/* Everything is borrowed. */
typedef struct
{
  const KxActor *actor;   /* the device's user */
  const char *device;     /* id */
  const char *generation; /* what the device takes the store for; NULL: it does not say */
  gint64 ack;             /* the device has the answers up to it; 0: it does not say */
  KxTime at;              /* the service's clock */
  KxDate today;
} KxPushWork;

/* Why a batch as a whole was not looked at. Nothing was written then. */
typedef enum
{
  KX_PUSH_TAKEN,
  KX_PUSH_REVOKED,    /* the device is not known, or revoked, or another's */
  KX_PUSH_GENERATION, /* the store is of another generation */
  KX_PUSH_GAP,        /* the first op is not the next one, or another one than was sent under its number */
  KX_PUSH_ACKED       /* the answer to it is forgotten: the device said that it has it */
} KxPushRefusal;

typedef struct
{
  KxPushRefusal refusal;
  gint64 last_n; /* the last op of the device that was decided */
} KxPushOutcome;

/* Applies the batch and appends one line for each op to `out`. Ops that were decided before get the very line
 * they got then, but for rows that are closed to the user by now. A refused transaction leaves nothing
 * behind; later ones that touch its rows, or name them, are held. FALSE with an error: the store failed, the
 * transaction has to be rolled back. May be called again with the same batch then. */
gboolean kx_push_run (KxBook *book, KxPush *push, const KxPushWork *work, GString *out,
                      KxPushOutcome *ret_outcome, GError **error);

G_END_DECLS

/* What a person does lands in the mirror: decided, shown, and put into the outbox at once. */
#pragma once

#include "core/kx-decide.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

#define KX_MIRROR_ERROR (kx_mirror_error_quark ())
GQuark kx_mirror_error_quark (void);

typedef enum
{
  KX_MIRROR_ERROR_LOCKED,  /* another process has this mirror open */
  KX_MIRROR_ERROR_LARGE,   /* more ops in one act than may travel together */
  KX_MIRROR_ERROR_SEALED,  /* no key to seal a value with: sign in once */
  KX_MIRROR_ERROR_PROTOCOL /* the service sent what is no line of the protocol: nothing of it was used */
} KxMirrorError;

/* When something happens here. */
typedef struct
{
  const KxActor *actor;
  KxTime now;
  KxDate today; /* the office's date */
} KxMirrorMoment;

/* Decides the ops of one act, each upon what those before it leave, and puts them into the outbox: all or
 * none, inside the book's write transaction. What an op replaced (`was`), its base and its time are filled
 * in. Several unsent patches of one row become one op. Sealed values are sealed to the service's key before
 * they are stored. Refused: the decision is rejected, says why, and nothing was written. Otherwise it is that
 * of the last op with the findings of all. NULL with an error: the mirror failed. */
KxDecision *kx_mirror_submit_ops (KxBook *book, const KxMirrorMoment *moment, KxOp *const *ops, guint n_ops,
                                  GError **error);

G_END_DECLS

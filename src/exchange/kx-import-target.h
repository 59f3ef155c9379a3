/* Where the rows of a file go: the store of a service, or the mirror of a desktop. */
#pragma once

#include "store/kx-store.h"

G_BEGIN_DECLS

typedef struct
{
  const KxSchema *(*get_schema) (gpointer place);
  KxTime (*now) (gpointer place);
  KxBook *(*take_reader) (gpointer place, GError **error);
  void (*give_reader) (gpointer place, KxBook *reader);
  /* Runs `func` in a write transaction of its own and waits until it is durable. */
  gboolean (*write) (gpointer place, KxStoreFunc func, gpointer data, GError **error);
  /* Applies the ops of one row inside such a transaction, all or none. Free the result with
   * kx_applied_free(); a refusal is no error. */
  KxApplied *(*apply) (KxBook *book, const KxWork *work, GError **error);
  /* The row that this op of this user has changed before; NULL without an error: the op is new. Free with
   * g_free(). */
  char *(*find_done) (KxBook *book, const char *user, const char *op, GError **error);
} KxImportTargetKind;

/* Passed by value; `place` is borrowed. */
typedef struct
{
  const KxImportTargetKind *kind;
  gpointer place;
} KxImportTarget;

KxImportTarget kx_import_target_store (KxStore *store);

/* Applies one op in a transaction of its own. Free the result with kx_applied_free(). */
KxApplied *kx_import_target_apply (KxImportTarget target, const KxActor *actor, KxOp *op, GError **error);

/* The office's date there. */
KxDate kx_import_target_today (KxImportTarget target);

G_END_DECLS

/* One change as it travels: what a person did to one row. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

typedef enum
{
  KX_OP_CREATE,
  KX_OP_PATCH,
  KX_OP_ADD,
  KX_OP_REMOVE,
  KX_OP_ACTION,
  KX_OP_DELETE,
  KX_OP_RESTORE,
  KX_N_OP_KINDS
} KxOpKind;

typedef struct
{
  char *id; /* UUIDv7 made when the person acted: idempotency key, and root of the ids that effects need */
  char *device; /* NULL: plain REST */
  KxOpKind kind;
  const KxEntity *entity;
  char *row, *action; /* action: of KX_OP_ACTION */
  gint64 base;        /* seq of the row the person saw; 0 for a new row */
  gboolean exact;     /* never merged: refused unless `base` is the row's seq (REST with If-Match) */
  KxRecord *fields,
      *was;     /* sparse, owned, may be NULL: new values or an action's arguments; what they replaced */
  char *reason; /* goes to history */
  KxTime at;    /* when the person acted; shown, never compared */
} KxOp;

/* `fields` is taken and may be NULL. */
KxOp *kx_op_new (KxOpKind kind, const KxEntity *entity, const char *id, const char *row, KxRecord *fields);

void kx_op_free (KxOp *op);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxOp, kx_op_free)

/* "create", "patch", … */
const char *kx_op_kind_name (KxOpKind kind);

/* The inverse. FALSE: there is no such kind. */
gboolean kx_op_kind_from_name (const char *name, KxOpKind *ret_kind);

/* Most characters of a reason. */
#define KX_OP_REASON_CHARS 500

G_END_DECLS

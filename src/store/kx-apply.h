/* Ops applied: decided on today's rows, written with their feed, history, audit entry, search terms and
 * result, all or nothing. */
#pragma once

#include "core/kx-decide.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* What one person did at once: all of it or nothing. Everything is borrowed. */
typedef struct
{
  const KxActor *actor;
  const char *device; /* NULL: plain REST */
  KxTime at;          /* the service's clock */
  KxDate today;       /* the office's date */
  KxOp *const *ops;
  guint n_ops;
} KxWork;

/* What became of one op. */
typedef struct
{
  KxDecision *decision; /* owned; NULL for a replayed one */
  gboolean replayed;    /* the same op came before: `seq` and `answer` are those of then */
  gboolean reused;      /* the op's id came before with another request: nothing was done */
  gint64 seq;           /* of the row afterwards */
  char *row;            /* owned; id of the row */
  char *answer;         /* owned; the row afterwards as JSON; NULL when refused */
} KxOutcome;

typedef struct
{
  gboolean accepted;   /* FALSE: at least one op was refused, nothing was written */
  GPtrArray *outcomes; /* (element-type KxOutcome) owned; one an op up to the first refused */
} KxApplied;

void kx_applied_free (KxApplied *applied);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxApplied, kx_applied_free)

/* Decides and applies inside the book's write transaction. A refusal is not an error: the book then stands as
 * before. NULL with an error when the store failed; the transaction has to be rolled back then. */
KxApplied *kx_apply (KxBook *book, const KxWork *work, GError **error);

/* Writes a row that no person made (the national areas): with feed and search terms, without history and
 * audit. */
gboolean kx_apply_bare (KxBook *book, KxRecord *record, KxTime at, GError **error);

/* Decides without writing anything: what would become of it. */
KxDecision *kx_apply_try (KxBook *book, const KxWork *work, const KxOp *op, GError **error);

G_END_DECLS

/* What waits in a mirror: the ops that the service has not answered yet, and those it refused. */
#pragma once

#include "core/kx-decision.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* Of one op; stored by number. */
typedef enum
{
  KX_OUT_WAITING,
  KX_OUT_SENT,    /* it has a number; the same bytes go again until there is an answer */
  KX_OUT_HELD,    /* behind a refused op of the same row: waits until a person decides */
  KX_OUT_REFUSED, /* by the service; the findings say why */
  KX_OUT_ORPHAN   /* its row is no longer open here: kept to be read and copied, never sent */
} KxOutState;

/* One op as people see it. */
typedef struct
{
  gint64 id, n;    /* n 0: not sent */
  char *tx, *line; /* owned; which act of a person it belongs to; the op as it travels */
  guint tx_size;
  gboolean sent; /* once, at least: it may have reached the service */
  KxOp *op;      /* owned; NULL: of an entity this program does not know */
  KxOutState state;
  KxTime at;
  guint tries;
  char *last_error;    /* owned, or NULL */
  GPtrArray *findings; /* (element-type KxFinding) owned; of a refused one, or NULL */
} KxOutItem;

void kx_out_item_free (KxOutItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxOutItem, kx_out_item_free)

/* Oldest first. (element-type KxOutItem) */
GPtrArray *kx_mirror_outbox_list (KxBook *book, guint limit, GError **error);

/* NULL without an error: there is none of this number. */
KxOutItem *kx_mirror_outbox_get (KxBook *book, gint64 id, GError **error);

/* The ops of one act, in order. (element-type KxOutItem) */
GPtrArray *kx_mirror_outbox_list_act (KxBook *book, const char *tx, GError **error);

/* How many are in each state; `ret_counts` is an array of KX_OUT_ORPHAN + 1. */
gboolean kx_mirror_outbox_count (KxBook *book, gint64 *ret_counts, GError **error);

/* A change that waits and touches a row. */
typedef struct
{
  KxOp *op; /* owned; the op it comes from, NULL: not known here */
  KxChangeKind kind;
  KxRecord *patch; /* owned; what the decision changes of this row, sealed fields as masks */
  char *user;      /* owned */
  KxTime at;
} KxMirrorWaiting;

/* Those that change this row and are not refused, oldest first. (element-type KxMirrorWaiting) */
GPtrArray *kx_mirror_outbox_list_waiting (KxBook *book, const KxEntity *entity, const char *id,
                                          GError **error);

/* The rows that an op touches. (element-type KxRecord: empty ones with entity, id and space) */
GPtrArray *kx_mirror_outbox_list_touched (KxBook *book, gint64 id, GError **error);

/* Remembers that an op changes a row: `patch` has its entity, id, space and what changes, sealed fields as
 * masks. */
gboolean kx_mirror_outbox_touch (KxBook *book, gint64 id, KxChangeKind kind, const KxRecord *patch,
                                 GError **error);

/* Takes an op out and shows its rows as they are without it. */
gboolean kx_mirror_outbox_remove (KxBook *book, gint64 id, GError **error);

/* Changes the state of an op and shows its rows accordingly. */
gboolean kx_mirror_outbox_set_state (KxBook *book, gint64 id, KxOutState state, const char *findings,
                                     GError **error);

/* A person sends a refused op, or one that was held behind it, once more, as it is: it builds upon the row as
 * it stands now, gets a new number, and what was held behind it goes on. */
gboolean kx_mirror_outbox_retry (KxBook *book, gint64 id, KxTime now, GError **error);

/* A person throws an op away, with the rest of its act: the row shows what the service has. What was held
 * behind it goes on. */
gboolean kx_mirror_outbox_discard (KxBook *book, gint64 id, GError **error);

/* The op that undoes this one: the inverse, made of what it replaced. NULL without an error: it has none. */
KxOp *kx_mirror_outbox_make_undo (KxBook *book, const KxOp *op, const char *new_id, GError **error);

/* TRUE when the op waits here or went through in the last weeks; `ret_row` gets its row. */
gboolean kx_mirror_outbox_find (KxBook *book, const char *op, char **ret_row, GError **error);

G_END_DECLS

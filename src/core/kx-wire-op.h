/* Ops on their way to the service, and what became of them, one line of JSON each. Service and desktop read
 * and write them with the same functions; so do the desktop's outbox and its salvage file. */
#pragma once

#include "core/kx-decision.h"
#include "core/kx-wire-record.h"

G_BEGIN_DECLS

/* Most ops of one transaction. */
#define KX_WIRE_MOST_OPS 1000

/* An op with its place in what the device sends. */
typedef struct
{
  gint64 n;           /* 1, 2, 3 … of the device; 0: none was given yet */
  char *tx;           /* owned; a UUID: ops of one tx are applied together or not at all */
  guint tx_size;      /* how many they are, 1 to KX_WIRE_MOST_OPS */
  char *id;           /* owned; of the op, as in `op` */
  char *entity, *row; /* owned; the row as it was named */
  KxOp *op;           /* owned; NULL: this program does not know such an entity */
  GPtrArray
      *findings; /* (element-type KxFinding) owned; what is wrong with the op's own members: it is refused */
} KxWireOp;

/* Reads one line. What is no op at all gives NULL with KX_WIRE_ERROR: nothing sent with it may be applied.
 * What is wrong with its fields stands in `findings`, so that one bad op does not stop the others. */
KxWireOp *kx_wire_read_op (const KxSchema *schema, const char *line, gsize length, GError **error);

void kx_wire_op_free (KxWireOp *op);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxWireOp, kx_wire_op_free)

/* One finding as kx_wire_write_finding() writes it; its `message` is what stood there. NULL: not a finding.
 * Free with kx_finding_free(). */
KxFinding *kx_wire_read_finding (const KxJsonNode *object);

/* Appends one line, with its end. `n` 0 is left out; the op's device never travels: its token tells. */
void kx_wire_append_op (GString *out, gint64 n, const char *tx, guint tx_size, const KxOp *op);

/* What became of one op. */
typedef struct
{
  gint64 n;
  KxResult result;
  gint64 seq; /* of the row afterwards; 0: there is none to be seen */
  GPtrArray
      *findings;   /* (element-type KxFinding) owned; `message` is a msgid with {names}, as in a decision */
  GPtrArray *rows; /* (element-type KxRecord) owned; whole rows as they stand now */
} KxWireResult;

/* Reads one line of an answer. Rows of entities that this program does not know are left out. */
KxWireResult *kx_wire_read_result (const KxSchema *schema, const char *line, gsize length, GError **error);

void kx_wire_result_free (KxWireResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxWireResult, kx_wire_result_free)

/* Appends one line, with its end. Of `findings` (element-type KxFinding) those that hold are left out; `rows`
 * is of KxRecord. Both may be NULL. */
void kx_wire_append_result (GString *out, gint64 n, KxResult result, gint64 seq, GPtrArray *findings,
                            GPtrArray *rows);

G_END_DECLS

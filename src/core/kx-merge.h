/* How concurrent changes of one row meet, field by field; the same function on the service and on a desktop.
 */
#pragma once

#include "core/kx-op.h"

G_BEGIN_DECLS

typedef struct
{
  KxRecord *patch;    /* owned: the fields that get a new value */
  guint64 concurrent; /* bits of the fields of the row that another device changed after the op's base */
  guint64 merged;     /* bits of long texts whose two changes were put together */
  guint64 conflicts;  /* bits of the fields where the value that stands stays, and the proposed one is kept
                         aside */
} KxMerge;

void kx_merge_clear (KxMerge *merge);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxMerge, kx_merge_clear)

/* Merges a patch, add or remove into `row`. A field is concurrent when it changed after the op's base by
 * another device; plain REST has no device and is always another. A long text is also merged when it holds
 * more than this device left there. Fields that are no sets take no part in an add or remove. Total: every
 * mentioned field ends equal, applied, merged or in conflict. Idempotent: merging the same op into its own
 * outcome changes nothing. */
KxMerge kx_merge_op (const KxRecord *row, const KxOp *op);

/* The seq up to which who made the op knew the row: the op's base, or that of the row where every later
 * change came from the same device, which knows its own. A row that the device made has base 0 until it is
 * told another. */
gint64 kx_merge_base (const KxRecord *row, const KxOp *op);

/* Three-way merge by line. NULL when both sides changed the same lines. Free with g_free(). */
char *kx_merge_text (const char *base, const char *ours, const char *theirs);

G_END_DECLS

/* A change of an office's tables, which happens at the service alone: said when it was done, with a way back,
 * or why it was not. */
#pragma once

#include "core/kx-op.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* Applies `ops` (element-type KxOp, taken) one after the other and stops at the first that is refused, which
 * is told under `heading`. `done` is said when all were applied, with an offer to apply `undo`, which is
 * taken and may be NULL. Without the service nothing is done, and that is said. */
void kx_office_act_run (GtkWidget *over, KxDesk *desk, GPtrArray *ops, const char *heading, const char *done,
                        KxOp *undo);

/* A row that has what `row` has, made anew: the way back where a table knows no trash. Free with
 * kx_op_free(). */
KxOp *kx_office_act_make_again (const KxRecord *row);

G_END_DECLS

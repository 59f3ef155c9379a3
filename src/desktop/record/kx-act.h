/* What a person does, as ops: the desktop makes them here only. */
#pragma once

#include "core/kx-op.h"

G_BEGIN_DECLS

/* A new id. Free with g_free(). */
char *kx_act_new_id (void);

/* An empty list of ops, for kx_mirror_submit_async(). (element-type KxOp) Free with g_ptr_array_unref(). */
GPtrArray *kx_act_new (void);

/* Makes a row; takes `fields`. Returns the op, which `acts` owns. */
KxOp *kx_act_create (GPtrArray *acts, const char *id, KxRecord *fields);

/* Brings the fields that `patch` mentions from what `row` has to what `patch` says: one patch, and for sets
 * what is added and what is removed, so that two people's members meet. Fields that are the same already are
 * left out; returns the number of ops added. */
guint kx_act_change (GPtrArray *acts, const KxRecord *row, const KxRecord *patch);

KxOp *kx_act_delete (GPtrArray *acts, const KxRecord *row);

/* `row` is in the trash. */
KxOp *kx_act_restore (GPtrArray *acts, const KxRecord *row);

/* A step of the row's lifecycle; takes `arguments`, NULL: none. */
KxOp *kx_act_step (GPtrArray *acts, const KxRecord *row, const char *action, KxRecord *arguments);

G_END_DECLS

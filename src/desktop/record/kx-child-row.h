/* One row that belongs to a record, such as a former name or a credential: a line that is edited in place. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_CHILD_ROW (kx_child_row_get_type ())
G_DECLARE_FINAL_TYPE (KxChildRow, kx_child_row, KX, CHILD_ROW, GtkListBoxRow)

/* `id` of the row: an existing one's, or the one that a new row will get. `parent` is what it belongs to.
 * Signals: "closed" (): a new row was saved or given up; whoever shows it removes it. "thrown" (string): what
 * was typed was thrown away; the draft, for an Undo. */
KxChildRow *kx_child_row_new (KxDesk *desk, const KxEntity *entity, const char *parent, const char *id);

const char *kx_child_row_get_id (KxChildRow *self);

/* NULL: a new row, which is edited at once. What is being typed stays. */
void kx_child_row_set_record (KxChildRow *self, const KxRecord *record);

/* TRUE for a row that is not made yet. */
gboolean kx_child_row_is_new (KxChildRow *self);

void kx_child_row_edit (KxChildRow *self);
gboolean kx_child_row_get_editing (KxChildRow *self);

/* TRUE while something is typed that is no change yet. */
gboolean kx_child_row_get_dirty (KxChildRow *self);

/* Goes on with a draft (kx_mirror_dup_draft() of its key). */
void kx_child_row_take_draft (KxChildRow *self, const char *json);

/* Keeps what was typed now. */
void kx_child_row_flush (KxChildRow *self);

/* Saves what is typed, as the button does. */
void kx_child_row_save (KxChildRow *self);

/* Ticks the row off, or takes that back, as Space does. FALSE: rows of this kind are not ticked off, or not
 * now and here. */
gboolean kx_child_row_tick (KxChildRow *self);

/* Deletes the row, with an offer to take that back. */
void kx_child_row_delete (KxChildRow *self);

/* What such a row is called. Free with g_free(). */
char *kx_child_row_dup_heading (const KxRecord *record);

/* What the keys of drafts of such rows begin with: "credential/of/PARENT/". Free with g_free(). */
char *kx_child_row_dup_draft_prefix (const KxEntity *entity, const char *parent);

G_END_DECLS

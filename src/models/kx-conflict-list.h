/* Conflicts that are open: what stands, what was proposed, what both began from, whose each is; and the ops
 * that settle one. */
#pragma once

#include "models/kx-mirror-source.h"

G_BEGIN_DECLS

/* One conflict. Signal "changed": something of it is different. */
#define KX_TYPE_CONFLICT_ITEM (kx_conflict_item_get_type ())
G_DECLARE_FINAL_TYPE (KxConflictItem, kx_conflict_item, KX, CONFLICT_ITEM, GObject)

/* The conflict's own row, and the row it is about. */
const char *kx_conflict_item_get_id (KxConflictItem *item);
const KxEntity *kx_conflict_item_get_entity (KxConflictItem *item);
const char *kx_conflict_item_get_row (KxConflictItem *item);

/* The row's title; "" when it is not here. */
const char *kx_conflict_item_get_subject (KxConflictItem *item);

/* Index of the field, -1: one deleted what the other changed. Its label, or what the other changed. */
int kx_conflict_item_get_field (KxConflictItem *item);
const char *kx_conflict_item_get_label (KxConflictItem *item);

/* As people read them. `theirs` stands; `mine` was proposed later; `base` is what both began from. */
const char *kx_conflict_item_get_theirs (KxConflictItem *item);
const char *kx_conflict_item_get_mine (KxConflictItem *item);
const char *kx_conflict_item_get_base (KxConflictItem *item);

/* As they are written: what an entry begins with. NULL: no value. */
const char *kx_conflict_item_get_theirs_text (KxConflictItem *item);
const char *kx_conflict_item_get_mine_text (KxConflictItem *item);

/* "you", a name, "a colleague". */
const char *kx_conflict_item_get_their_author (KxConflictItem *item);
const char *kx_conflict_item_get_my_author (KxConflictItem *item);

/* When it was proposed. */
KxTime kx_conflict_item_get_at (KxConflictItem *item);

/* FALSE: of a sealed field only the mask is known; the value has to be typed again. */
gboolean kx_conflict_item_can_keep_mine (KxConflictItem *item);

/* "The value of “Address” was changed by 李明 while you changed it too": one sentence. */
const char *kx_conflict_item_get_sentence (KxConflictItem *item);

/* The ops that settle it, for kx_mirror_submit_async() as one act. `outcome` is a code of the conflict's
 * field of that name; `edited`: of that outcome, the canonical text of another value, NULL: none. NULL: it
 * cannot be settled so. (element-type KxOp) owned */
GPtrArray *kx_conflict_item_make_ops (KxConflictItem *item, KxMirror *mirror, int outcome,
                                      const char *edited);

/* All that are open, oldest first. */
#define KX_TYPE_CONFLICT_LIST (kx_conflict_list_get_type ())
G_DECLARE_FINAL_TYPE (KxConflictList, kx_conflict_list, KX, CONFLICT_LIST, GObject)

KxConflictList *kx_conflict_list_new (KxMirrorSource *source);

/* A GListModel of KxConflictItem. Borrowed. */
GListModel *kx_conflict_list_get_model (KxConflictList *list);

/* The open conflicts of one row, for its page. (element-type KxConflictItem) owned */
GPtrArray *kx_conflict_list_find (KxConflictList *list, const KxEntity *entity, const char *row);

G_END_DECLS

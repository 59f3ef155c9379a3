/* What runs on paper already and comes in as it stands (存量接续): which records can, and what each still
 * lacks. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* Something that paper has, and the record has not. */
typedef struct
{
  int field;           /* of the record; -1: a scan that lies with it */
  const char *message; /* static msgid: what is to be completed */
} KxTakeOverGap;

/* TRUE for kinds of records that come in this way. */
gboolean kx_take_over_knows (const KxEntity *entity);

/* The states in which a record of the entity may come in, as bits: those that a second officer may confirm
 * afterwards. 0: none comes in this way. */
guint kx_take_over_states (const KxEntity *entity);

/* What the action "take_over" needs for a record of `entity`, which has to be of such a kind, that is in
 * `state` on paper. Free with kx_record_free(). */
KxRecord *kx_take_over_arguments (const KxEntity *entity, int state);

/* TRUE when paper in one of these states has a value in this field, or the record lacks it. */
gboolean kx_take_over_wants (const KxEntity *entity, guint field);

/* FALSE when a record in this state has no value in the field: the day of the end of what runs. */
gboolean kx_take_over_allows (const KxEntity *entity, guint field, int state);

/* FALSE for a step that has nothing to do with the record as it came in: its confirmation where it was not
 * taken over, say. */
gboolean kx_take_over_has_step (const KxRecord *row, const char *action);

/* TRUE when the record came in this way. */
gboolean kx_take_over_is (const KxRecord *row);

/* TRUE when it did, and no second officer has looked at it yet. */
gboolean kx_take_over_is_unconfirmed (const KxRecord *row);

/* TRUE when the field may be completed by hand: until a second officer has confirmed the record, and after
 * that where it has no value yet. */
gboolean kx_take_over_may_complete (const KxRecord *row, guint field);

/**
 * kx_take_over_gaps:
 * @row: a record that was taken over
 * @n_scans: how many attachments lie with it
 *
 * What is to be completed: what the state in which it came in must have on paper.
 *
 * Returns: (element-type KxTakeOverGap): in the order in which a form asks; empty: nothing, or the record was
 * entered otherwise. Free with g_array_unref().
 */
GArray *kx_take_over_gaps (const KxRecord *row, guint n_scans);

G_END_DECLS

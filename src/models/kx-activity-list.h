/* What goes on between this computer and the service: what needs a person, what waits, what was told. It
 * follows the mirror. */
#pragma once

#include "models/kx-activity-read.h"
#include "models/kx-row-answer.h"

G_BEGIN_DECLS

/* Signal "changed" (): anything but the lists, which tell it themselves: what waits, notices, the error. */
#define KX_TYPE_ACTIVITY_LIST (kx_activity_list_get_type ())
G_DECLARE_FINAL_TYPE (KxActivityList, kx_activity_list, KX, ACTIVITY_LIST, KxRowAnswer)

/* Keeps a reference to the mirror. */
KxActivityList *kx_activity_list_new (KxMirror *mirror);

/* Reads again: drafts, notices and tries to send change without a word. */
void kx_activity_list_reload (KxActivityList *self);

/* Nothing was read yet. */
gboolean kx_activity_list_is_loading (KxActivityList *self);

/* Why it could not be read; NULL: it could. Borrowed. */
#define kx_activity_list_get_error(list) kx_row_answer_get_error (KX_ROW_ANSWER (list))

/* A list of KxActivityItem. Borrowed. */
GListModel *kx_activity_list_get_kind (KxActivityList *self, KxActivityKind kind);

/* NULL before the first reading. Borrowed until "changed". */
const KxActivityWaiting *kx_activity_list_get_waiting (KxActivityList *self);

/* What was told and is kept, newest first (element-type KxMirrorNotice); NULL before the first reading.
 * Borrowed until "changed". */
GPtrArray *kx_activity_list_get_notices (KxActivityList *self);

/* How many things a person has to decide: conflicts, refused changes, those without a home, files that were
 * not taken. */
guint kx_activity_list_get_badge (KxActivityList *self);

G_END_DECLS

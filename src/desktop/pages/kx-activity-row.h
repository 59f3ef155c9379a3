/* A line of the activity page: what it is about in sentences, and what can be done, one key each. */
#pragma once

#include "models/kx-activity-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal "act" (const char *act): "mine", "theirs", "edit", "retry", "open", "copy" or "discard". */
#define KX_TYPE_ACTIVITY_ROW (kx_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (KxActivityRow, kx_activity_row, KX, ACTIVITY_ROW, GtkListBoxRow)

/* `can_choose` FALSE: the reader may not close this conflict. */
GtkWidget *kx_activity_row_new (KxActivityItem *item, gboolean can_choose);

KxActivityItem *kx_activity_row_get_item (KxActivityRow *self);

/* Of a file: how much of the file on its way, which may be another one, the service has, 0 to 1. NULL: none.
 */
void kx_activity_row_show_sent (KxActivityRow *self, const char *sha256, double sent);

/* The whole line as text, for the clipboard. Free with g_free(). */
char *kx_activity_row_dup_text (const KxActivity *activity);

G_END_DECLS

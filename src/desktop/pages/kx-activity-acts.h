/* What a person decides on the activity page. */
#pragma once

#include "desktop/record/kx-desk.h"
#include "models/kx-activity-item.h"

G_BEGIN_DECLS

/* Does what a line's "act" (kx-activity-row.h) says, over the widget `over`, the page; what went wrong is
 * told there. `done` is called when something was done, unless `over` went away before: drafts change without
 * a word. */
void kx_activity_act (GtkWidget *over, KxDesk *desk, const KxActivity *activity, const char *act,
                      void (*done) (gpointer over));

G_END_DECLS

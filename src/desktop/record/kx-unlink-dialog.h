/* Undoing the link between two records of one institution: why, and what follows, such as a place of the
 * layout that goes beyond its limit when both count by themselves. It is done by the service. */
#pragma once

#include "desktop/record/kx-desk.h"
#include "desktop/record/kx-guarded-act.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_UNLINK_DIALOG (kx_unlink_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxUnlinkDialog, kx_unlink_dialog, KX, UNLINK_DIALOG, AdwWindow)

/* Signal "unlinked" (): the link was undone; the window closes by itself. `record` is the one that is linked
 * to another; copied. */
KxUnlinkDialog *kx_unlink_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *record);

void kx_unlink_dialog_set_reason (KxUnlinkDialog *self, const char *reason);

/* The act with its preconditions. Borrowed. */
KxGuardedAct *kx_unlink_dialog_get_act (KxUnlinkDialog *self);

G_END_DECLS

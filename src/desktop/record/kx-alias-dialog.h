/* Two records of one institution: which of them stays, why, and what stands in the way. The link is an act of
 * the office, done by the service. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_ALIAS_DIALOG (kx_alias_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxAliasDialog, kx_alias_dialog, KX, ALIAS_DIALOG, AdwWindow)

/* Signal "linked" (const char *alias, gint64 seq): the record of that id was linked to the other, and has
 * that seq now. `record` is the record from which it was opened; copied. */
KxAliasDialog *kx_alias_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *record);

/* Chooses the other record, as typing does. */
void kx_alias_dialog_set_other (KxAliasDialog *self, const char *id);

void kx_alias_dialog_set_reason (KxAliasDialog *self, const char *reason);

/* Presses the button; FALSE: it is dead, the list beside it says why. */
gboolean kx_alias_dialog_link (KxAliasDialog *self);

G_END_DECLS

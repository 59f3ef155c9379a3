/* Everything on one agency as a file: since when, where to, and how much of it has come. The service makes
 * it, because history, audit trail and some attachments are nowhere else. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_DOSSIER_DIALOG (kx_dossier_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxDossierDialog, kx_dossier_dialog, KX, DOSSIER_DIALOG, AdwWindow)

/* Signal "saved" (char *words): the file is written and was checked; the window closes by itself. `agency` is
 * the record; copied. */
KxDossierDialog *kx_dossier_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *agency);

/* What may be typed as the first day: a day as in forms, a year alone, nothing for all. NULL, or the msgid of
 * what is wrong. */
const char *kx_dossier_dialog_read_since (const char *text, KxDate today, KxDate *ret_since);

G_END_DECLS

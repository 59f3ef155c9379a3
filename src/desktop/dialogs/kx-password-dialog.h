/* Asks for the password over the page when the session has ended. What is being typed there stays. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_PASSWORD_DIALOG (kx_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxPasswordDialog, kx_password_dialog, KX, PASSWORD_DIALOG, AdwWindow)

/* Signal "finished" (gboolean signed_in): once, before the dialog goes away. */

KxPasswordDialog *kx_password_dialog_new (GtkWindow *over, KxProfile *profile);

G_END_DECLS

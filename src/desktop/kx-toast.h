/* How toasts go. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Dismisses the toast once it has surely come in: libadwaita 1.2 lets go of one that leaves before, and
 * touches it afterwards. */
void kx_toast_dismiss (AdwToast *toast);

/* What its button does was done; it is on its way out. */
void kx_toast_set_used (AdwToast *toast);

gboolean kx_toast_is_used (AdwToast *toast);

G_END_DECLS
